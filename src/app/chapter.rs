//! What a chapter is: one of the lecture's questions, with everything that belongs to it in a folder of its own.
//!
//! The window knows chapters only through this trait. A chapter reads the one [`State`] and the desk, says what it wants to know,
//! shows
//! it, and does what is asked of it; it never names another chapter.

use egui::Ui;

use super::{
    card::Card,
    chapters::ChapterCommand,
    command::{Command, Entry, Request, Suggestion},
    desk::{Desk, News},
    open::{Numbers, PathRequest},
    sight::Sight,
    state::State,
    view::View,
};
use crate::figures::Figure;

/// What a chapter has at hand when it says what it wants to know.
pub struct Asking<'a> {
    /// What the window knows.
    pub state: &'a State,
    /// Where questions are asked.
    pub desk: &'a mut Desk,
    /// Whether the chapter is the one that is shown: nothing need be computed for others.
    pub shown: bool,
}

/// What a chapter has at hand when it acts.
pub struct Hands<'a> {
    /// What the window knows, to be changed.
    pub state: &'a mut State,
    /// The desk.
    pub desk: &'a mut Desk,
    /// egui's context, for the clipboard.
    pub ctx: &'a egui::Context,
    /// What the window is to do next.
    pub next: Vec<Request>,
}

/// A chapter.
pub trait Chapter {
    /// What tabs and menus show of it.
    fn card(&self) -> &'static Card;

    /// Says what it wants to know now; called every frame, shown or not.
    fn ask(&mut self, asking: &mut Asking<'_>);

    /// Shows itself.
    fn ui(&self, ui: &mut Ui, view: &View<'_>);

    /// Shows what it has to say in the right column, above what is said of the selected unit.
    fn column(&self, _ui: &mut Ui, _view: &View<'_>) {}

    /// Does what it was asked for; commands of other chapters are not its own.
    fn act(&mut self, _command: &ChapterCommand, _hands: &mut Hands<'_>) {}

    /// Hears of a command that the window has carried out.
    fn after(&mut self, _command: &Command, _hands: &mut Hands<'_>) {}

    /// Goes one level back, if it is deeper than where it begins, and answers whether it was; asked of the chapter that is shown.
    fn one_level_back(&mut self, _hands: &mut Hands<'_>) -> bool {
        false
    }

    /// Hears of something that happened on the desk.
    fn receive(&mut self, _news: &News, _hands: &mut Hands<'_>) {}

    /// Does with a path what it was asked for; answers whether the request was its own.
    fn use_path(&mut self, _request: &PathRequest, _path: &std::path::Path, _hands: &mut Hands<'_>) -> bool {
        false
    }

    /// Its lines in menus and palette.
    fn entries(&self) -> &'static [Entry] {
        &[]
    }

    /// What the palette offers of it beside its commands.
    fn suggestions(&self) -> Vec<Suggestion> {
        Vec::new()
    }

    /// Whether what one of its menu lines asks for is already so.
    fn is_on(&self, _command: &ChapterCommand) -> bool {
        false
    }

    /// What it shows, as a figure with its caption; `None` while there is nothing.
    fn figure(&self, _sight: Sight<'_>) -> Option<Figure> {
        None
    }

    /// The raw numbers behind it.
    fn numbers(&self, _sight: Sight<'_>) -> Vec<Numbers> {
        Vec::new()
    }

    /// What a saved file is called unless the person says otherwise, without ending.
    fn file_name(&self, sight: Sight<'_>) -> String;

    /// What it remembers over a restart, as TOML; empty for nothing.
    fn remembered(&self) -> String {
        String::new()
    }

    /// Takes back what it remembered; what it cannot read keeps its default.
    fn restore(&mut self, _text: &str) {}
}

/// Settings as TOML; empty if they cannot be written.
pub fn written<T: serde::Serialize>(settings: &T) -> String {
    toml::to_string(settings).unwrap_or_default()
}

/// Settings out of TOML; their default if the text cannot be read.
pub fn read<T: serde::de::DeserializeOwned + Default>(text: &str) -> T {
    toml::from_str(text).unwrap_or_default()
}
