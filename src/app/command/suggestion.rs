//! What chapters suggest to the palette beside their commands: their methods, and what can be set of each. Knows no chapter.

use super::Command;
use crate::words::Phrase;

/// Where a suggestion leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Leads {
    /// To what these commands do.
    To(Vec<Command>),
    /// To more typing: a written command that lacks its end.
    On(String),
}

/// Something that a person may look for.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// What it is called.
    pub name: Phrase,
    /// What it does, in a sentence.
    pub about: Phrase,
    /// Whether it is something that is set, and not a method.
    pub is_parameter: bool,
    /// Where it leads.
    pub leads: Leads,
}
