//! What is said in the window: its language lies with egui's context, so that whoever paints can speak.

use std::borrow::Borrow;

use egui::{Context, Id, Ui};

use crate::words::{Phrase, Words};

/// Who can speak.
pub trait Say {
    /// The window's language, speaking: for numbers.
    fn words(&self) -> Words;

    /// A phrase in the window's language.
    fn say(&self, phrase: impl Borrow<Phrase>) -> String {
        self.words().say(phrase.borrow())
    }
}

impl Say for Context {
    fn words(&self) -> Words {
        self.data(|data| data.get_temp(Id::unique("words"))).unwrap_or_default()
    }
}

impl Say for Ui {
    fn words(&self) -> Words {
        self.ctx().words()
    }
}

/// From now on the window speaks like this.
pub fn speak(ctx: &Context, words: Words) {
    ctx.data_mut(|data| data.insert_temp(Id::unique("words"), words));
}
