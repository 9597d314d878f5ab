//! The commands that menus, keys, the palette, tooltips and the list of keys show: one list behind all of them. Chapters bring
//! their own.

use std::borrow::Cow;

use egui::{Key, KeyboardShortcut, Modifiers};

use super::{Command, Switch::Toggle};
use crate::{
    app::{
        card::Card,
        open::{OPEN_FOLDER, OPEN_MODEL, OPEN_PICTURE, OPEN_SESSION, SAVE_MAP, SAVE_NUMBERS, SAVE_PICTURE, SAVE_SESSION},
        say::Say,
        scenes::SHIPPED,
        settings::ThemeChoice,
    },
    data::world,
    words::{Language, Phrase, menu, scenes},
    zoo,
};

/// Where a command is found in the menu bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    /// Files in and out.
    File,
    /// How it looks.
    View,
    /// What is selected.
    Go,
    /// The training.
    Train,
    /// How it works.
    Help,
}

impl Menu {
    /// All of them, as the menu bar has them.
    pub const ALL: [Self; 5] = [Self::File, Self::View, Self::Go, Self::Train, Self::Help];

    /// What it is called.
    pub const fn name(self) -> Phrase {
        match self {
            Self::File => menu::FILE,
            Self::View => menu::VIEW,
            Self::Go => menu::GO,
            Self::Train => menu::TRAIN,
            Self::Help => menu::HELP,
        }
    }
}

/// A command as menus, the palette and the list of keys show it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What is sent.
    pub command: Command,
    /// The menu that holds it.
    pub menu: Menu,
    /// What is written.
    pub name: Phrase,
    /// What it does, in a sentence.
    pub about: Phrase,
    /// The key that sends it.
    pub key: Option<KeyboardShortcut>,
    /// Whether it asks something about the selected unit: the right column offers it too.
    pub is_of_unit: bool,
}

/// An entry without a key.
pub const fn entry(command: Command, menu: Menu, name: Phrase, about: Phrase) -> Entry {
    Entry { command, menu, name, about, key: None, is_of_unit: false }
}

impl Entry {
    /// With a key.
    pub const fn key(mut self, modifiers: Modifiers, key: Key) -> Self {
        self.key = Some(KeyboardShortcut::new(modifiers, key));
        self
    }

    /// Offered beside the selected unit too.
    pub const fn of_unit(mut self) -> Self {
        self.is_of_unit = true;
        self
    }

    /// The key as people read it, empty without one.
    pub fn key_text(&self, ctx: &egui::Context) -> String {
        let Some(key) = &self.key else { return String::new() };
        let name = match key.logical_key {
            Key::ArrowUp => ctx.say(menu::KEY_UP),
            Key::ArrowDown => ctx.say(menu::KEY_DOWN),
            Key::ArrowLeft => ctx.say(menu::KEY_LEFT),
            Key::ArrowRight => ctx.say(menu::KEY_RIGHT),
            Key::PageUp => ctx.say(menu::KEY_PAGE_UP),
            Key::PageDown => ctx.say(menu::KEY_PAGE_DOWN),
            Key::Plus => "+".to_owned(),
            Key::Minus => "-".to_owned(),
            _ => return ctx.format_shortcut(key),
        };
        let modifiers = egui::ModifierNames::NAMES.format(&key.modifiers, ctx.os().is_mac());
        if modifiers.is_empty() { name } else { format!("{modifiers}+{name}") }
    }
}

/// No modifier.
pub const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };
const ALT: Modifiers = Modifiers::ALT;

/// The window's own commands that a menu holds, in the order of menus and palette.
static ENTRIES: &[Entry] = {
    use Command as C;
    use Menu::{File, Go, Help, View};
    use menu as m;
    use scenes as s;
    &[
        entry(C::Ask(OPEN_PICTURE), File, m::OPEN_PICTURE, m::OPEN_PICTURE_ABOUT).key(CTRL, Key::O),
        entry(C::Ask(OPEN_MODEL), File, m::OPEN_MODEL, m::OPEN_MODEL_ABOUT).key(CTRL_SHIFT, Key::O),
        entry(C::Ask(OPEN_FOLDER), File, m::OPEN_FOLDER, m::OPEN_FOLDER_ABOUT),
        entry(C::World(world::Kind::OneObject), File, m::WORLD, m::WORLD_ABOUT),
        entry(C::World(world::Kind::TwoObjects), File, m::TWO_OBJECTS, m::TWO_OBJECTS_ABOUT),
        entry(C::World(world::Kind::Shortcut), File, m::SHORTCUT, m::SHORTCUT_ABOUT),
        entry(C::Gallery, File, m::GALLERY, m::GALLERY_ABOUT),
        entry(C::OpenPath, File, m::OPEN_PATH, m::OPEN_PATH_ABOUT).key(CTRL, Key::L),
        entry(C::PastePicture, File, m::PASTE, m::PASTE_ABOUT).key(CTRL, Key::V),
        entry(C::Pad(Toggle), File, m::PAD, m::PAD_ABOUT).key(CTRL, Key::D),
        entry(C::ClearDrawing, File, m::CLEAR, m::CLEAR_ABOUT),
        entry(C::Ask(OPEN_SESSION), File, m::OPEN_SESSION, m::OPEN_SESSION_ABOUT),
        entry(C::Ask(SAVE_SESSION), File, m::SAVE_SESSION, m::SAVE_SESSION_ABOUT).key(ALT, Key::S),
        entry(C::Model(Cow::Borrowed(zoo::DEFAULT_MODEL)), File, m::FIRST_MODEL, m::FIRST_MODEL_ABOUT),
        entry(C::Ask(SAVE_PICTURE), File, m::SAVE_PICTURE, m::SAVE_PICTURE_ABOUT).key(CTRL, Key::S),
        entry(C::Ask(SAVE_MAP), File, m::SAVE_MAP, m::SAVE_MAP_ABOUT),
        entry(C::Ask(SAVE_NUMBERS), File, m::SAVE_NUMBERS, m::SAVE_NUMBERS_ABOUT).key(CTRL_SHIFT, Key::S),
        entry(C::NumbersBeside(Toggle), File, m::NUMBERS_BESIDE, m::NUMBERS_BESIDE_ABOUT),
        entry(C::CopyPicture, File, m::COPY_MAP, m::COPY_MAP_ABOUT).key(CTRL_SHIFT, Key::C),
        entry(C::CopyName, File, m::COPY_NAME, m::COPY_NAME_ABOUT),
        entry(C::CopyLink, File, m::COPY_LINK, m::COPY_LINK_ABOUT).key(ALT, Key::C),
        entry(C::Quit, File, m::QUIT, m::QUIT_ABOUT).key(CTRL, Key::Q),
        entry(C::Theme(ThemeChoice::System), View, m::SYSTEM_THEME, m::SYSTEM_THEME_ABOUT),
        entry(C::Theme(ThemeChoice::Dark), View, m::DARK_THEME, m::DARK_THEME_ABOUT),
        entry(C::Theme(ThemeChoice::Light), View, m::LIGHT_THEME, m::LIGHT_THEME_ABOUT),
        entry(C::Language(None), View, m::SYSTEM_LANGUAGE, m::SYSTEM_LANGUAGE_ABOUT),
        entry(C::Stage(Toggle), View, m::STAGE, m::STAGE_ABOUT).key(NONE, Key::F5),
        entry(C::LeftColumn(Toggle), View, m::LEFT_COLUMN, m::LEFT_COLUMN_ABOUT).key(CTRL, Key::B),
        entry(C::RightColumn(Toggle), View, m::RIGHT_COLUMN, m::RIGHT_COLUMN_ABOUT).key(CTRL, Key::R),
        entry(C::PictureSection(Toggle), View, m::PICTURE_SECTION, m::PICTURE_SECTION_ABOUT),
        entry(C::AnswerSection(Toggle), View, m::ANSWER_SECTION, m::ANSWER_SECTION_ABOUT),
        entry(C::LargerTiles, View, m::LARGER_TILES, m::LARGER_TILES_ABOUT).key(NONE, Key::Plus),
        entry(C::SmallerTiles, View, m::SMALLER_TILES, m::SMALLER_TILES_ABOUT).key(NONE, Key::Minus),
        entry(C::EditPreprocessing, View, m::PREPROCESSING, m::PREPROCESSING_ABOUT).key(CTRL, Key::P),
        entry(C::Undo, Go, m::UNDO, m::UNDO_ABOUT).key(CTRL, Key::Z),
        entry(C::Redo, Go, m::REDO, m::REDO_ABOUT).key(CTRL_SHIFT, Key::Z),
        entry(C::Back, Go, m::BACK, m::BACK_ABOUT).key(ALT, Key::ArrowLeft),
        entry(C::Forward, Go, m::FORWARD, m::FORWARD_ABOUT).key(ALT, Key::ArrowRight),
        entry(C::PreviousPicture, Go, m::PREVIOUS_PICTURE, m::PREVIOUS_PICTURE_ABOUT).key(NONE, Key::PageUp),
        entry(C::NextPicture, Go, m::NEXT_PICTURE, m::NEXT_PICTURE_ABOUT).key(NONE, Key::PageDown),
        entry(C::PreviousLayer, Go, m::PREVIOUS_LAYER, m::PREVIOUS_LAYER_ABOUT).key(NONE, Key::ArrowUp),
        entry(C::NextLayer, Go, m::NEXT_LAYER, m::NEXT_LAYER_ABOUT).key(NONE, Key::ArrowDown),
        entry(C::PreviousChannel, Go, m::PREVIOUS_CHANNEL, m::PREVIOUS_CHANNEL_ABOUT).key(NONE, Key::ArrowLeft),
        entry(C::NextChannel, Go, m::NEXT_CHANNEL, m::NEXT_CHANNEL_ABOUT).key(NONE, Key::ArrowRight),
        entry(C::NextClass, Go, m::NEXT_CLASS, m::NEXT_CLASS_ABOUT).key(NONE, Key::C),
        entry(C::NextScene, Go, s::NEXT, s::NEXT_ABOUT),
        entry(C::PreviousScene, Go, s::PREVIOUS, s::PREVIOUS_ABOUT),
        entry(C::Black(Toggle), Go, s::BLACK, s::BLACK_ABOUT).key(NONE, Key::B),
        entry(C::Presenter(Toggle), Go, s::PRESENTER, s::PRESENTER_ABOUT),
        entry(C::EndScenes, Go, s::END, s::END_ABOUT),
        entry(C::Palette, Go, m::PALETTE, m::PALETTE_ABOUT).key(CTRL, Key::K),
        entry(C::Keys, Help, m::KEYS, m::KEYS_ABOUT).key(NONE, Key::F1),
        entry(C::Scenes(Cow::Borrowed(SHIPPED[0].0)), Help, s::FROM_PIXELS_TO_FLOWER, s::FROM_PIXELS_TO_FLOWER_ABOUT),
        entry(C::About, Help, m::ABOUT, m::ABOUT_ABOUT),
    ]
};

/// The window's own commands, a line for each chapter with its digit, and those that chapters bring, in the order of menus and
/// palette.
pub fn entries(cards: &[&'static Card], of_chapters: impl IntoIterator<Item = Entry>) -> Vec<Entry> {
    let chapters = cards.iter().map(|card| {
        entry(Command::Chapter(card.id.into()), Menu::Go, card.name.clone(), card.question.clone()).key(NONE, card.key())
    });
    let languages = Language::ALL.into_iter().map(|language| {
        let command = Command::Language(Some(language));
        entry(command, Menu::View, menu::language(language.own_name()), menu::LANGUAGE_ABOUT)
    });
    let place_before = |command: Command| ENTRIES.iter().position(|entry| entry.command == command).unwrap_or(ENTRIES.len());
    // Languages stand behind the system's, chapters behind the ways back and forward.
    let (stage, picture) = (place_before(Command::Stage(Toggle)), place_before(Command::PreviousPicture));
    let own = |range: std::ops::Range<usize>| ENTRIES[range].iter().cloned();
    let (first, second, third) = (own(0..stage), own(stage..picture), own(picture..ENTRIES.len()));
    first.chain(languages).chain(second).chain(chapters).chain(third).chain(of_chapters).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::{app::chapters, words::Words};

    fn all() -> Vec<Entry> {
        let chapters = chapters::all();
        let cards: Vec<&'static Card> = chapters.iter().map(|chapter| chapter.card()).collect();
        entries(&cards, chapters.iter().flat_map(|chapter| chapter.entries().iter().cloned()))
    }

    #[test]
    fn no_key_and_no_name_is_given_twice() {
        let entries = all();
        let keys: Vec<KeyboardShortcut> =
            entries.iter().filter_map(|entry| entry.key).chain([super::super::listen::ESCAPE]).collect();
        assert_eq!(keys.iter().copied().collect::<HashSet<_>>().len(), keys.len());
        for language in Language::ALL {
            let names: HashSet<String> = entries.iter().map(|entry| Words(language).say(&entry.name)).collect();
            assert_eq!(names.len(), entries.len(), "{language:?}");
        }
    }

    #[test]
    fn every_chapter_has_its_digit_an_id_and_a_question_of_its_own() {
        let (entries, chapters) = (all(), chapters::all());
        for chapter in &chapters {
            let card = chapter.card();
            let entry = entries.iter().find(|entry| entry.command == Command::Chapter(card.id.into())).unwrap();
            assert_eq!(entry.key, Some(KeyboardShortcut::new(NONE, card.key())), "{}", card.id);
            assert_eq!(card.key().name(), card.digit.to_string());
            assert_eq!((&entry.name, &entry.about), (&card.name, &card.question));
        }
        // The tabs stand in the lecture's order: 1 to 9, then 0.
        let places: Vec<u8> = chapters.iter().map(|chapter| (chapter.card().digit + 9) % 10).collect();
        assert!(places.is_sorted_by(|one, next| one < next), "{places:?}");
        let ids: HashSet<&str> = chapters.iter().map(|chapter| chapter.card().id).collect();
        assert_eq!(ids.len(), chapters.len());
        assert!(ids.contains(chapters::HOME));
    }
}
