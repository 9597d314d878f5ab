//! A chapter as tabs, menus and the palette show it. Knows nothing of what the chapter does.

use crate::words::Phrase;

/// What kind of question a chapter asks; tabs of a group stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// What is there?
    Look,
    /// Why this answer?
    Why,
    /// How did it come about?
    Learn,
}

/// A chapter as tabs, menus and the palette show it.
#[derive(Debug)]
pub struct Card {
    /// What it is called in settings and commands.
    pub id: &'static str,
    /// The name on its tab.
    pub name: Phrase,
    /// What a person finds out, in a few words.
    pub question: Phrase,
    /// The group of its tab.
    pub group: Group,
}
