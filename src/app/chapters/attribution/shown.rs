//! What the chapter's panel and its cards read, and the line from them to whoever acts.

use super::{Explain, Settings, Tile};
use crate::{
    app::{chapters::ChapterCommand, command::Command, desk::Seat, view::View},
    words::Phrase,
};

/// Between cards, in points.
pub const AROUND_CARDS: f32 = 12.0;

/// What the panel shows.
pub struct Shown<'a> {
    /// The window.
    pub view: &'a View<'a>,
    /// How it is explained.
    pub settings: &'a Settings,
    /// What stands side by side.
    pub tiles: &'a [Tile],
    /// Why some of them cannot be asked for.
    pub refusals: &'a [(Seat, Phrase)],
    /// What is explained, for people.
    pub target: Option<Phrase>,
}

impl Shown<'_> {
    /// Changes how it is explained.
    pub fn send(&self, change: impl FnOnce(&mut Settings)) {
        let mut changed = self.settings.clone();
        change(&mut changed);
        self.view.send(Command::Of(ChapterCommand::Attribution(Explain::Like(Box::new(changed)))));
    }
}
