//! The window's commands, and those of them that menus, keys, the palette, tooltips and the list of keys show. Chapters bring
//! their own.
//!
//! Panels send commands; `handle.rs` carries them out after the frame. Nothing here acts.

use std::{path::PathBuf, sync::Arc};

use egui::{Key, KeyboardShortcut, Modifiers};

use super::{
    card::{Card, Group},
    chapters::ChapterCommand,
    open::{
        Loaded, OPEN_FOLDER, OPEN_MODEL, OPEN_PICTURE, PathRequest, PictureSource, SAVE_MAP, SAVE_NUMBERS, SAVE_PICTURE, Saving,
    },
    pad::Movement,
    settings::{Colours, PadSettings, ThemeChoice},
};
use crate::{
    data::{ItemId, world},
    network::{Class, NodeId},
    picture::Preprocessing,
    units::Unit,
    zoo,
};

/// What a person can ask for.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Choose a path in a dialog, and do with it what it is asked for.
    Ask(PathRequest),
    /// Type a path.
    OpenPath,
    /// Say where the clipboard's picture comes from.
    PastePicture,
    /// Open or close the drawing pad.
    DrawingPad,
    /// An empty sheet on the pad.
    ClearDrawing,
    /// Pictures of the rendered world.
    World(world::Kind),
    /// The next picture of the folder, or of those that come with Convscope.
    NextPicture,
    /// The picture before.
    PreviousPicture,
    /// Open a model that ships, by its name.
    ShippedModel(&'static str),
    /// Write numbers beside saved pictures, or not.
    NumbersBeside,
    /// Put the selected unit's map on the clipboard.
    CopyPicture,
    /// Put the unit's name on the clipboard.
    CopyName,
    /// Close the window.
    Quit,
    /// Another theme.
    Theme(ThemeChoice),
    /// Large text for a lecture hall, on or off.
    Stage,
    /// Fold or open the left column.
    LeftColumn,
    /// Fold or open the right column.
    RightColumn,
    /// Larger tiles.
    LargerTiles,
    /// Smaller tiles.
    SmallerTiles,
    /// Change how pictures are prepared.
    EditPreprocessing,
    /// Take the last change of the drawing back; without one, the earlier selection.
    Undo,
    /// What was taken back; without anything, the later selection.
    Redo,
    /// The earlier selection.
    Back,
    /// The later selection.
    Forward,
    /// Another chapter, by its id.
    Chapter(&'static str),
    /// The chapter that the window begins with.
    Home,
    /// The first chapter of a group.
    Group(Group),
    /// Something of a chapter.
    Of(ChapterCommand),
    /// The layer above.
    PreviousLayer,
    /// The layer below.
    NextLayer,
    /// The channel before.
    PreviousChannel,
    /// The channel after.
    NextChannel,
    /// The next class of the answer becomes the target.
    NextClass,
    /// The palette.
    Palette,
    /// The list of keys.
    Keys,
    /// What this is.
    About,
    /// Close what lies over the window, else cancel all jobs.
    Escape,
    /// Cancel all jobs.
    CancelAll,

    // What follows carries data and is in no menu.
    /// Do with a path what it was asked for.
    UsePath(PathRequest, PathBuf),
    /// Open a file or a folder.
    Open(PathBuf),
    /// Show a picture that lies in no file.
    ShowPicture(Picture),
    /// Show a model that lies in no file.
    ShowModel(Model),
    /// The brush of the pad touches or moves.
    Brush(Movement),
    /// Draw this way.
    Pad(PadSettings),
    /// Show a picture of the open folder, and select a unit with it.
    Item(ItemId, Option<Unit>),
    /// Select a layer.
    Layer(NodeId),
    /// Select a unit of the layer.
    Unit(Unit),
    /// Select a unit of a layer.
    LayerUnit(NodeId, Unit),
    /// Explain a class.
    Class(Class),
    /// Open or fold a block of the layer list.
    ToggleBlock(NodeId),
    /// What lies under the pointer.
    Hover(Option<Unit>),
    /// Colour values this way.
    Colours(Colours),
    /// Prepare pictures this way.
    Preprocess(Preprocessing),
    /// Stop one job.
    Cancel(crate::jobs::JobId),
    /// Hold one job, or let it go on.
    Pause(crate::jobs::JobId, bool),
    /// Write something that is not the chapter's figure or numbers.
    Save(&'static str, PathBuf, Written),
    /// Forget the message that is shown.
    DismissMessage,
    /// Put a text on the clipboard.
    CopyText(String),
}

/// A value that a command carries and that is equal only to itself.
macro_rules! carried {
    ($(#[$about:meta])* $name:ident($inner:ty)) => {
        $(#[$about])*
        #[derive(Clone)]
        pub struct $name(Arc<std::sync::Mutex<Option<$inner>>>);

        impl $name {
            /// Wraps it.
            pub fn new(inner: $inner) -> Self {
                Self(Arc::new(std::sync::Mutex::new(Some(inner))))
            }

            /// Takes it out, once.
            pub fn take(&self) -> Option<$inner> {
                self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take()
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                Arc::ptr_eq(&self.0, &other.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    };
}

carried! {
    /// A picture that lies in no file.
    Picture(PictureSource)
}

carried! {
    /// A model that lies in no file.
    Model(Arc<Loaded>)
}

carried! {
    /// Something that is written.
    Written(Saving)
}

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

/// A command as menus, the palette and the list of keys show it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What is sent.
    pub command: Command,
    /// The menu that holds it.
    pub menu: Menu,
    /// What is written.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub about: &'static str,
    /// The key that sends it.
    pub key: Option<KeyboardShortcut>,
}

/// An entry without a key.
pub const fn entry(command: Command, menu: Menu, name: &'static str, about: &'static str) -> Entry {
    Entry { command, menu, name, about, key: None }
}

impl Entry {
    /// With a key.
    pub const fn key(mut self, modifiers: Modifiers, key: Key) -> Self {
        self.key = Some(KeyboardShortcut::new(modifiers, key));
        self
    }

    /// The key as people read it, empty without one.
    pub fn key_text(&self, ctx: &egui::Context) -> String {
        let Some(key) = &self.key else { return String::new() };
        let name = match key.logical_key {
            Key::ArrowUp => "Up",
            Key::ArrowDown => "Down",
            Key::ArrowLeft => "Left",
            Key::ArrowRight => "Right",
            Key::Plus => "+",
            Key::Minus => "-",
            _ => return ctx.format_shortcut(key),
        };
        let modifiers = egui::ModifierNames::NAMES.format(&key.modifiers, ctx.os().is_mac());
        if modifiers.is_empty() { name.to_owned() } else { format!("{modifiers}+{name}") }
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
    &[
        entry(C::Ask(OPEN_PICTURE), File, "Open picture…", "Choose a picture").key(CTRL, Key::O),
        entry(C::Ask(OPEN_MODEL), File, "Open model…", "Choose an ONNX or safetensors file").key(CTRL_SHIFT, Key::O),
        entry(C::Ask(OPEN_FOLDER), File, "Open folder…", "Choose a folder of pictures"),
        entry(
            C::World(world::Kind::OneObject),
            File,
            "Rendered world",
            "Small scenes drawn by Convscope, with the truth about every pixel",
        ),
        entry(C::World(world::Kind::TwoObjects), File, "Rendered world, two objects", "The same with two objects in each scene"),
        entry(
            C::World(world::Kind::Shortcut),
            File,
            "Shortcut world",
            "Scenes in which a ruler lies beside what it has nothing to do with",
        ),
        entry(C::OpenPath, File, "Open path…", "Type the path of a picture or a model").key(CTRL, Key::L),
        entry(C::PastePicture, File, "Paste picture", "Show the picture on the clipboard").key(CTRL, Key::V),
        entry(C::DrawingPad, File, "Drawing pad", "Draw a picture: the network answers at every stroke").key(CTRL, Key::D),
        entry(C::ClearDrawing, File, "Clear the drawing", "An empty sheet on the pad"),
        entry(
            C::ShippedModel(zoo::DEFAULT_MODEL),
            File,
            "Model of the first start",
            "Back to the model that the window begins with",
        ),
        entry(C::Ask(SAVE_PICTURE), File, "Save picture…", "Write the chapter as a figure with its caption, PNG or SVG")
            .key(CTRL, Key::S),
        entry(C::Ask(SAVE_MAP), File, "Save map…", "Write the selected unit's map with its scale, PNG or SVG"),
        entry(C::Ask(SAVE_NUMBERS), File, "Save numbers…", "Write the raw values behind it as NPY or CSV")
            .key(CTRL_SHIFT, Key::S),
        entry(C::NumbersBeside, File, "Numbers beside pictures", "Write the raw numbers beside every picture that is saved"),
        entry(C::CopyPicture, File, "Copy map", "Put the selected unit's map on the clipboard").key(CTRL_SHIFT, Key::C),
        entry(C::CopyName, File, "Copy name", "Put the selected unit's name on the clipboard"),
        entry(C::Quit, File, "Quit", "Close the window").key(CTRL, Key::Q),
        entry(C::Theme(ThemeChoice::System), View, "Theme of the system", "Dark or light as the system says"),
        entry(C::Theme(ThemeChoice::Dark), View, "Dark theme", "Light text on dark ground"),
        entry(C::Theme(ThemeChoice::Light), View, "Light theme", "Dark text on light ground"),
        entry(C::Stage, View, "Stage", "Large text for a lecture hall").key(NONE, Key::F5),
        entry(C::LeftColumn, View, "Left column", "Fold or open the column of picture and layers").key(CTRL, Key::B),
        entry(C::RightColumn, View, "Right column", "Fold or open the column of the selected unit").key(CTRL, Key::R),
        entry(C::LargerTiles, View, "Larger tiles", "Show fewer, larger maps").key(NONE, Key::Plus),
        entry(C::SmallerTiles, View, "Smaller tiles", "Show more, smaller maps").key(NONE, Key::Minus),
        entry(C::EditPreprocessing, View, "Preprocessing…", "How pictures are prepared for this model").key(CTRL, Key::P),
        entry(C::Undo, Go, "Undo", "Take the last stroke on the pad back, else the earlier selection").key(CTRL, Key::Z),
        entry(C::Redo, Go, "Redo", "The stroke that was taken back, else the later selection").key(CTRL_SHIFT, Key::Z),
        entry(C::Back, Go, "Back", "The earlier selection").key(ALT, Key::ArrowLeft),
        entry(C::Forward, Go, "Forward", "The later selection").key(ALT, Key::ArrowRight),
        entry(C::PreviousPicture, Go, "Previous picture", "The picture before in the folder or the samples")
            .key(NONE, Key::PageUp),
        entry(C::NextPicture, Go, "Next picture", "The next picture of the folder or the samples").key(NONE, Key::PageDown),
        entry(C::PreviousLayer, Go, "Previous layer", "The layer above in the list").key(NONE, Key::ArrowUp),
        entry(C::NextLayer, Go, "Next layer", "The layer below in the list").key(NONE, Key::ArrowDown),
        entry(C::PreviousChannel, Go, "Previous channel", "The channel before").key(NONE, Key::ArrowLeft),
        entry(C::NextChannel, Go, "Next channel", "The channel after").key(NONE, Key::ArrowRight),
        entry(C::NextClass, Go, "Next class", "Explain the next class of the answer").key(NONE, Key::C),
        entry(C::Palette, Go, "Go to…", "Find a layer, unit, class or command").key(CTRL, Key::K),
        entry(C::Keys, Help, "Keys", "All keys").key(NONE, Key::F1),
        entry(C::About, Help, "About", "What Convscope is, and what the model is"),
    ]
};

/// The window's own commands, a line for each chapter with its digit, and those that chapters bring, in the order of menus and
/// palette.
pub fn entries(cards: &[&'static Card], of_chapters: impl IntoIterator<Item = Entry>) -> Vec<Entry> {
    let chapters = cards.iter().enumerate().map(|(place, card)| {
        let key = digit(place).map(|key| KeyboardShortcut::new(NONE, key));
        Entry { key, ..entry(Command::Chapter(card.id), Menu::Go, card.name, card.question) }
    });
    // Chapters stand behind the ways back and forward.
    let place = ENTRIES.iter().position(|entry| entry.command == Command::PreviousPicture).unwrap_or(ENTRIES.len());
    let (before, after) = ENTRIES.split_at(place);
    before.iter().cloned().chain(chapters).chain(after.iter().cloned()).chain(of_chapters).collect()
}

/// The digit that shows the chapter at a place: 1 to 9, then 0.
pub fn digit(place: usize) -> Option<Key> {
    use Key::{Num0, Num1, Num2, Num3, Num4, Num5, Num6, Num7, Num8, Num9};
    [Num1, Num2, Num3, Num4, Num5, Num6, Num7, Num8, Num9, Num0].get(place).copied()
}

/// The one key without a menu entry.
const ESCAPE: KeyboardShortcut = KeyboardShortcut::new(NONE, Key::Escape);

/// The command that the keys of this frame ask for. While a field has the keyboard, only keys with modifiers, function keys
/// and Escape count, and undo is the field's.
pub fn listen(ctx: &egui::Context, entries: &[Entry]) -> Option<Command> {
    let typing = ctx.egui_wants_keyboard_input();
    let own = entries.iter().filter_map(|entry| Some((entry.key?, &entry.command)));
    let mut keys: Vec<(KeyboardShortcut, &Command)> = own.chain([(ESCAPE, &Command::Escape)]).collect();
    // Ctrl+Shift+S also matches Ctrl+S: the one with more modifiers is asked first.
    keys.sort_by_key(|(key, _)| std::cmp::Reverse(usize::from(key.modifiers.shift) + usize::from(key.modifiers.alt)));
    let allowed = |key: &KeyboardShortcut| {
        let is_numbered = key.logical_key.name().strip_prefix('F').is_some_and(|number| number.parse::<u8>().is_ok());
        let function = is_numbered || key.logical_key == Key::Escape;
        let editing = matches!(key.logical_key, Key::Z | Key::V | Key::C | Key::ArrowLeft | Key::ArrowRight);
        !typing || function || (key.modifiers.any() && !editing)
    };
    // Pasting arrives as an event of its own, with the clipboard's content.
    keys.retain(|(key, command)| allowed(key) && **command != Command::PastePicture);
    ctx.input_mut(|input| keys.iter().find(|(key, _)| input.consume_shortcut(key)).map(|(_, command)| (*command).clone()))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::app::chapters;

    fn all() -> Vec<Entry> {
        let chapters = chapters::all();
        let cards: Vec<&'static Card> = chapters.iter().map(|chapter| chapter.card()).collect();
        entries(&cards, chapters.iter().flat_map(|chapter| chapter.entries().iter().cloned()))
    }

    #[test]
    fn no_key_and_no_name_is_given_twice() {
        let entries = all();
        let keys: Vec<KeyboardShortcut> = entries.iter().filter_map(|entry| entry.key).chain([ESCAPE]).collect();
        assert_eq!(keys.iter().copied().collect::<HashSet<_>>().len(), keys.len());
        let names: HashSet<&str> = entries.iter().map(|entry| entry.name).collect();
        assert_eq!(names.len(), entries.len());
    }

    #[test]
    fn every_chapter_has_its_digit_an_id_and_a_question_of_its_own() {
        let (entries, chapters) = (all(), chapters::all());
        for (place, chapter) in chapters.iter().enumerate() {
            let card = chapter.card();
            let entry = entries.iter().find(|entry| entry.command == Command::Chapter(card.id)).unwrap();
            assert_eq!(entry.key, digit(place).map(|key| KeyboardShortcut::new(NONE, key)), "{}", card.id);
            assert_eq!((entry.name, entry.about), (card.name, card.question));
        }
        let ids: HashSet<&str> = chapters.iter().map(|chapter| chapter.card().id).collect();
        assert_eq!(ids.len(), chapters.len());
        assert!(ids.contains(chapters::HOME));
    }
}
