//! The one list of commands: menus, keys, the palette, tooltips and the list of keys are made from it.
//!
//! Panels send commands; `handle.rs` carries them out after the frame. Nothing here acts.

use std::{path::PathBuf, sync::Arc};

use egui::{Key, KeyboardShortcut, Modifiers};

pub use super::work::Purpose;
use super::{
    drawing::Movement,
    state::{AttributionSettings, EmbeddingSettings, FilterSettings, MapSettings, PadSettings, ThemeChoice, Unit},
    training::TrainingCommand,
};
use crate::{data::world, network::NodeId, picture::Preprocessing, zoo};

/// The chapters in the order of their tabs and digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Chapter {
    /// The learned weights of a layer.
    Filters,
    /// What every channel of a layer answers to the picture.
    #[default]
    FeatureMaps,
    /// Why this answer?
    Attribution,
    /// Pictures as points.
    Embedding,
    /// A network learns, and is watched.
    Training,
}

impl Chapter {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [Self::Filters, Self::FeatureMaps, Self::Attribution, Self::Embedding, Self::Training];

    /// The name on its tab.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Filters => "Filters",
            Self::FeatureMaps => "Feature maps",
            Self::Attribution => "Attribution",
            Self::Embedding => "Embedding",
            Self::Training => "Training",
        }
    }
}

/// What a person can ask for.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Choose a picture in a dialog.
    OpenPicture,
    /// Choose a model in a dialog.
    OpenModel,
    /// Type a path.
    OpenPath,
    /// Say where the clipboard's picture comes from.
    PastePicture,
    /// Open or close the drawing pad.
    DrawingPad,
    /// An empty sheet on the pad.
    ClearDrawing,
    /// Choose a folder of pictures in a dialog.
    OpenFolder,
    /// Pictures of the rendered world.
    World(world::Kind),
    /// The next picture of the folder, or of those that come with Convscope.
    NextPicture,
    /// The picture before.
    PreviousPicture,
    /// Open a model that ships, by its name.
    ShippedModel(&'static str),
    /// Write the chapter's picture.
    SavePicture,
    /// Write the selected unit's map as a figure.
    SaveMap,
    /// Write the chapter's numbers.
    SaveNumbers,
    /// Put the chapter's picture on the clipboard.
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
    /// Choose a path in a dialog.
    Ask(Purpose),
    /// Something of the training; those without data are in a menu.
    Training(TrainingCommand),
    /// The earlier selection.
    Back,
    /// The later selection.
    Forward,
    /// Another chapter.
    Chapter(Chapter),
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
    /// Do with a typed path what it was asked for.
    UsePath(Purpose, PathBuf),
    /// Open a file or a folder.
    Open(PathBuf),
    /// Show this picture, which came as pixels.
    ShowPixels(Arc<egui::ColorImage>),
    /// The brush of the pad touches, moves or is lifted.
    Brush(Movement),
    /// Draw this way.
    Pad(PadSettings),
    /// Show a picture of the open folder, and select a unit with it.
    Item(usize, Option<Unit>),
    /// Select a layer.
    Layer(NodeId),
    /// Select a unit of the layer.
    Unit(Unit),
    /// Select a unit of a layer.
    LayerUnit(NodeId, Unit),
    /// Explain a class.
    Class(usize),
    /// Open or fold a block of the layer list.
    ToggleBlock(NodeId),
    /// What lies under the pointer.
    Hover(Option<Unit>),
    /// Show maps this way.
    Maps(MapSettings),
    /// Show weights this way.
    Filters(FilterSettings),
    /// Explain this way.
    Attribution(AttributionSettings),
    /// Embed this way.
    Embedding(EmbeddingSettings),
    /// Prepare pictures this way.
    Preprocess(Preprocessing),
    /// Stop one job.
    Cancel(crate::jobs::JobId),
    /// Forget the message that is shown.
    DismissMessage,
    /// Put a text on the clipboard.
    CopyText(String),
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

const fn entry(command: Command, menu: Menu, name: &'static str, about: &'static str) -> Entry {
    Entry { command, menu, name, about, key: None }
}

impl Entry {
    const fn key(mut self, modifiers: Modifiers, key: Key) -> Self {
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

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };
const ALT: Modifiers = Modifiers::ALT;

/// Every command that a menu holds, in the order of menus and palette.
pub static ENTRIES: [Entry; 54] = {
    use Command as C;
    use Menu::{File, Go, Help, Train, View};
    use TrainingCommand as T;
    [
        entry(C::OpenPicture, File, "Open picture…", "Choose a picture").key(CTRL, Key::O),
        entry(C::OpenModel, File, "Open model…", "Choose an ONNX or safetensors file").key(CTRL_SHIFT, Key::O),
        entry(C::OpenFolder, File, "Open folder…", "Choose a folder of pictures"),
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
        entry(C::SavePicture, File, "Save picture…", "Write what the chapter shows as a PNG file").key(CTRL, Key::S),
        entry(C::SaveMap, File, "Save map…", "Write the selected unit's map with its scale as a PNG file"),
        entry(C::SaveNumbers, File, "Save numbers…", "Write the raw values behind it as NPY").key(CTRL_SHIFT, Key::S),
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
        entry(C::Chapter(Chapter::Filters), Go, "Filters", "The learned weights of the layer").key(NONE, Key::Num1),
        entry(C::Chapter(Chapter::FeatureMaps), Go, "Feature maps", "What every channel answers").key(NONE, Key::Num2),
        entry(C::Chapter(Chapter::Attribution), Go, "Attribution", "Why this answer?").key(NONE, Key::Num3),
        entry(C::Chapter(Chapter::Embedding), Go, "Embedding", "Pictures as points").key(NONE, Key::Num4),
        entry(C::Chapter(Chapter::Training), Go, "Training", "A network learns while you watch").key(NONE, Key::Num5),
        entry(C::PreviousPicture, Go, "Previous picture", "The picture before in the folder or the samples")
            .key(NONE, Key::PageUp),
        entry(C::NextPicture, Go, "Next picture", "The next picture of the folder or the samples").key(NONE, Key::PageDown),
        entry(C::PreviousLayer, Go, "Previous layer", "The layer above in the list").key(NONE, Key::ArrowUp),
        entry(C::NextLayer, Go, "Next layer", "The layer below in the list").key(NONE, Key::ArrowDown),
        entry(C::PreviousChannel, Go, "Previous channel", "The channel before").key(NONE, Key::ArrowLeft),
        entry(C::NextChannel, Go, "Next channel", "The channel after").key(NONE, Key::ArrowRight),
        entry(C::NextClass, Go, "Next class", "Explain the next class of the answer").key(NONE, Key::C),
        entry(C::Palette, Go, "Go to…", "Find a layer, unit, class or command").key(CTRL, Key::K),
        entry(C::Training(T::Go), Train, "Train, or pause", "Begin, go on, or rest after the next step").key(NONE, Key::F9),
        entry(C::Training(T::Step), Train, "Train on one batch", "A single step, to look at closely").key(NONE, Key::F10),
        entry(C::Training(T::Slowly), Train, "Slow motion", "Wait after every step, so that each is seen").key(NONE, Key::F8),
        entry(C::Training(T::Explore), Train, "Explore the network so far", "It becomes the model of all chapters"),
        entry(C::Ask(Purpose::SaveTrained), Train, "Save the trained network…", "Measure it and write it as safetensors"),
        entry(C::Ask(Purpose::SaveCheckpoint), Train, "Save checkpoint…", "Write what is needed to go on later"),
        entry(
            C::Ask(Purpose::OpenCheckpoint),
            Train,
            "Resume from a checkpoint…",
            "Go on with the recipe and the data that are written",
        ),
        entry(C::Training(T::Story), Train, "The ruler story", "A network learns a shortcut, and is caught"),
        entry(C::Training(T::Leave), Train, "New training", "Leave this one and prepare another"),
        entry(C::Keys, Help, "Keys", "All keys").key(NONE, Key::F1),
        entry(C::About, Help, "About", "What Convscope is, and what the model is"),
    ]
};

/// The one key without a menu entry.
const ESCAPE: KeyboardShortcut = KeyboardShortcut::new(NONE, Key::Escape);

/// The command that the keys of this frame ask for. While a field has the keyboard, only keys with modifiers, function keys
/// and Escape count, and undo is the field's.
pub fn listen(ctx: &egui::Context) -> Option<Command> {
    let typing = ctx.egui_wants_keyboard_input();
    let own = ENTRIES.iter().filter_map(|entry| Some((entry.key?, &entry.command)));
    let mut keys: Vec<(KeyboardShortcut, &Command)> = own.chain([(ESCAPE, &Command::Escape)]).collect();
    // Ctrl+Shift+S also matches Ctrl+S: the one with more modifiers is asked first.
    keys.sort_by_key(|(key, _)| std::cmp::Reverse(usize::from(key.modifiers.shift) + usize::from(key.modifiers.alt)));
    let allowed = |key: &KeyboardShortcut| {
        let function = matches!(key.logical_key, Key::F1 | Key::F5 | Key::F8 | Key::F9 | Key::F10 | Key::Escape);
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

    #[test]
    fn no_key_and_no_name_is_given_twice() {
        let own = ENTRIES.iter().filter_map(|entry| entry.key);
        let keys: Vec<KeyboardShortcut> = own.chain([ESCAPE]).collect();
        assert_eq!(keys.iter().copied().collect::<HashSet<_>>().len(), keys.len());
        let names: HashSet<&str> = ENTRIES.iter().map(|entry| entry.name).collect();
        assert_eq!(names.len(), ENTRIES.len());
    }

    #[test]
    fn every_chapter_has_its_digit() {
        for (chapter, key) in Chapter::ALL.into_iter().zip([Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5]) {
            let entry = ENTRIES.iter().find(|entry| entry.command == Command::Chapter(chapter)).unwrap();
            assert_eq!(entry.key, Some(KeyboardShortcut::new(Modifiers::NONE, key)));
            assert_eq!(entry.name, chapter.name());
        }
    }
}
