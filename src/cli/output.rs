//! Where answers go: files that appear complete or not at all, and standard output.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use super::{Error, Result};
use crate::{
    figures::Figure,
    formats::{atomic, npy},
    words::{Words, results},
};

/// The kind of a file, told by its ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A figure: PNG or SVG.
    Figure,
    /// An array.
    Npy,
    /// A table.
    Csv,
    /// A table for people.
    Markdown,
}

/// A file to write.
#[derive(Clone, Debug)]
pub struct Output {
    pub path: PathBuf,
    pub kind: Kind,
}

impl Output {
    fn parse(text: &str, kinds: &[(&str, Kind)]) -> Result<Self, String> {
        let path = PathBuf::from(text);
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        let Some((_, kind)) = kinds.iter().find(|(name, _)| *name == ending) else {
            let endings: Vec<String> = kinds.iter().map(|(name, _)| format!(".{name}")).collect();
            return Err(format!("it must end in {}", endings.join(" or ")));
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        match folder {
            Some(folder) if !folder.is_dir() => Err(format!("there is no folder {folder:?}")),
            _ => Ok(Self { path, kind: *kind }),
        }
    }

    /// For clap: a figure or an array.
    pub fn figure_or_npy(text: &str) -> Result<Self, String> {
        Self::parse(text, &[("png", Kind::Figure), ("svg", Kind::Figure), ("npy", Kind::Npy)])
    }

    /// For clap: a figure.
    pub fn figure(text: &str) -> Result<Self, String> {
        Self::parse(text, &[("png", Kind::Figure), ("svg", Kind::Figure)])
    }

    /// For clap: an array.
    pub fn npy(text: &str) -> Result<Self, String> {
        Self::parse(text, &[("npy", Kind::Npy)])
    }

    /// For clap: a table, an array or a figure.
    pub fn csv_npy_or_figure(text: &str) -> Result<Self, String> {
        Self::parse(text, &[("csv", Kind::Csv), ("npy", Kind::Npy), ("png", Kind::Figure), ("svg", Kind::Figure)])
    }

    /// For clap: a table, of fields or for people.
    pub fn table(text: &str) -> Result<Self, String> {
        Self::parse(text, &[("csv", Kind::Csv), ("md", Kind::Markdown)])
    }

    /// For clap: a table.
    pub fn csv(text: &str) -> Result<Self, String> {
        Self::parse(text, &[("csv", Kind::Csv)])
    }

    /// Writes an array.
    pub fn write_array(&self, shape: &[usize], values: &[f32]) -> Result<()> {
        Ok(npy::write(&self.path, shape, values)?)
    }

    /// Writes a figure in a language, as PNG or SVG by the path's ending.
    pub fn write_figure(&self, figure: &Figure, words: Words) -> Result<()> {
        Ok(figure.write(&self.path, words, None)?)
    }

    /// Writes text.
    pub fn write_text(&self, text: &str) -> Result<()> {
        write_bytes(&self.path, text.as_bytes())
    }
}

fn write_bytes(path: &Path, bytes: &[u8]) -> Result<()> {
    Ok(atomic::write(path, |file| file.write_all(bytes))?)
}

/// Prints an answer. A reader that has gone away (`| head`) has read enough: that is no failure.
pub fn print(text: &str) -> Result<()> {
    let mut output = std::io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(failure) if failure.kind() != std::io::ErrorKind::BrokenPipe => Err(Error::Print(failure)),
        _ => Ok(()),
    }
}

/// Says on standard error what failed, in a language; what a deep room says stays as it is.
pub fn complain(error: &Error, words: Words) {
    warn(&words.say(&results::failed(error.to_string())));
}

/// Says something on standard error that is no failure.
pub fn warn(sentence: &str) {
    say(&format!("convscope: {}", sentence.replace('\n', " ")));
}

/// Writes a line of a long work's diary on standard error, terminal or not.
pub(super) fn say(line: &str) {
    // Standard error may be closed; there is nobody left to tell then.
    let _ = std::io::stderr().write_all(format!("{line}\n").as_bytes());
}

/// Prints one JSON document.
pub fn print_json(document: &serde_json::Value) -> Result<()> {
    print(&format!("{document:#}\n"))
}
