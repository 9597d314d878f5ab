//! A chapter as tabs, menus and the palette show it. Knows nothing of what the chapter does.

use egui::Key;

use crate::words::Phrase;

/// What kind of question a chapter asks.
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
    /// The digit that shows it, and its place in the lecture's order: 1 to 9, then 0. It stays its own whichever chapters there
    /// are.
    pub digit: u8,
    /// The name on its tab.
    pub name: Phrase,
    /// What a person finds out, in a few words.
    pub question: Phrase,
    /// What kind of question that is.
    pub group: Group,
}

impl Card {
    /// The key of its digit.
    pub fn key(&self) -> Key {
        use Key::{Num0, Num1, Num2, Num3, Num4, Num5, Num6, Num7, Num8, Num9};
        [Num0, Num1, Num2, Num3, Num4, Num5, Num6, Num7, Num8, Num9][usize::from(self.digit % 10)]
    }
}
