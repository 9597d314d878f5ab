//! How far work has come, on standard error and only for a person: nothing is written unless that is a terminal.

use std::io::{IsTerminal, Write};

use crate::{
    control::{Cancel, Control},
    words::Words,
};

/// What long work reports to while it lives; the line is wiped at the end.
pub struct Progress {
    shown: bool,
    words: Words,
}

impl Progress {
    /// Watches standard error, in a language.
    pub fn new(words: Words) -> Self {
        Self { shown: std::io::stderr().is_terminal(), words }
    }

    /// The handle for the work.
    pub fn control(&self) -> Control {
        let words = self.words;
        let show = move |fraction: f32, step: &_| {
            write(&format!("\r\x1b[K{:3.0} % {}", fraction * 100.0, words.say(step)));
        };
        if self.shown { Control::new(Cancel::default(), show) } else { Control::default() }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            write("\r\x1b[K");
        }
    }
}

fn write(text: &str) {
    let mut terminal = std::io::stderr();
    // Progress that cannot be shown is no reason to stop the work.
    let _ = terminal.write_all(text.as_bytes()).and_then(|()| terminal.flush());
}
