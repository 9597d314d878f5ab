//! What a person can ask of the window. Every command has a written form, one line of text that is read back as the same command
//! (`written.rs`): scripts, sessions and links are made of them. What only the mouse and the program itself say of a moment is a
//! [`Signal`] and has none.
//!
//! Panels send both; `handle.rs` carries them out after the frame. Nothing here acts.

mod entry;
mod listen;
mod signal;
mod suggestion;
mod written;

use std::path::PathBuf;

pub use entry::{Entry, Menu, NONE, entries, entry};
pub use listen::listen;
pub use signal::{Model, Picture, Request, Signal, Written};
pub use suggestion::{Leads, Suggestion};
pub use written::{Misread, forms};

use super::{
    card::Group,
    chapters::ChapterCommand,
    deed::Name,
    link::Link,
    open::PathRequest,
    settings::{Colours, PadSettings, ThemeChoice},
};
use crate::{
    data::{ItemId, world},
    network::Class,
    picture::Preprocessing,
    units::Unit,
    words::Language,
};

/// On, off, or the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
    /// Off if it is on, and on if it is off.
    Toggle,
}

impl Switch {
    /// What something becomes that is `now` so.
    pub const fn turn(self, now: bool) -> bool {
        match self {
            Self::On => true,
            Self::Off => false,
            Self::Toggle => !now,
        }
    }
}

/// A class as a person names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClassName {
    /// By its number.
    Number(Class),
    /// By its label, or a part of it that no other label has.
    Label(String),
}

/// Something that a person asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Choose a path in a dialog, and do with it what it is asked for.
    Ask(PathRequest),
    /// Do with a path what it is asked for.
    UsePath(PathRequest, PathBuf),
    /// Type a path.
    OpenPath,
    /// Open a file or a folder; its content says what it is.
    Open(PathBuf),
    /// Open a model, by the name that it ships by or by its path.
    Model(Name),
    /// Show one of the pictures that ship, by its number.
    Sample(usize),
    /// Show a picture, by its name in the open folder or among those that were opened lately or ship, or by its path.
    PictureNamed(Name),
    /// The pictures that come with the model, as the open folder.
    Gallery,
    /// Pictures of the rendered world.
    World(world::Kind),
    /// Show a picture of the open folder, and select a unit with it.
    Item(ItemId, Option<Unit>),
    /// The next picture of the folder, or of those that come with Convscope.
    NextPicture,
    /// The picture before.
    PreviousPicture,
    /// Say where the clipboard's picture comes from.
    PastePicture,
    /// Open or close the drawing pad.
    Pad(Switch),
    /// A stroke on the pad: points as fractions of the sheet's sides.
    Draw(Vec<[f32; 2]>),
    /// Draw this way.
    Brush(PadSettings),
    /// An empty sheet on the pad.
    ClearDrawing,
    /// Write numbers beside saved pictures, or not.
    NumbersBeside(Switch),
    /// Put the selected unit's map on the clipboard.
    CopyPicture,
    /// Put the unit's name on the clipboard.
    CopyName,
    /// Put a text on the clipboard.
    CopyText(String),
    /// Put a link on the clipboard that leads here.
    CopyLink,
    /// Follow a link.
    Follow(Link),
    /// Use the file that a session does not find unchanged, as it is.
    TakeAsItIs,
    /// Open a session without the file that it does not find.
    LeaveOut,
    /// Take up what was open when the program ended without closing its window.
    TakeUp,
    /// Forget what was open then.
    StartAnew,
    /// Close the window.
    Quit,
    /// Another theme.
    Theme(ThemeChoice),
    /// Another language; the system's if `None`.
    Language(Option<Language>),
    /// Large text for a lecture hall.
    Stage(Switch),
    /// Open or fold the left column.
    LeftColumn(Switch),
    /// Open or fold the right column.
    RightColumn(Switch),
    /// Show the picture in the left column, or its name alone.
    PictureSection(Switch),
    /// Show the answer in the left column, or the class that is explained alone.
    AnswerSection(Switch),
    /// Larger tiles.
    LargerTiles,
    /// Smaller tiles.
    SmallerTiles,
    /// Colour values this way.
    Colours(Colours),
    /// Change how pictures are prepared, in a dialog.
    EditPreprocessing,
    /// Compare the usual ways to prepare pictures, in the same dialog.
    ComparePreprocessings,
    /// Prepare pictures this way.
    Preprocess(Preprocessing),
    /// Take the last change back.
    Undo,
    /// What was taken back.
    Redo,
    /// The earlier selection.
    Back,
    /// The later selection.
    Forward,
    /// Give a lecture, by the name that it ships by or by its path.
    Scenes(Name),
    /// The scene of this number, from 1.
    Scene(usize),
    /// The next scene of the lecture.
    NextScene,
    /// The scene before.
    PreviousScene,
    /// Turn the screen black, so that nobody looks at it.
    Black(Switch),
    /// Open or close the lecturer's own window.
    Presenter(Switch),
    /// Leave the lecture.
    EndScenes,
    /// Another chapter, by its id or its digit.
    Chapter(Name),
    /// The chapter that the window begins with.
    Home,
    /// The first chapter of a group.
    Group(Group),
    /// Something of a chapter.
    Of(ChapterCommand),
    /// What a chapter remembers, by its id, as TOML; what is not said takes its default.
    Settings(Name, String),
    /// Select a layer, by its name.
    Layer(Name),
    /// Select a unit of the layer.
    Unit(Unit),
    /// Select a unit of a layer.
    LayerUnit(Name, Unit),
    /// Open or fold a block of the layer list, by its name.
    ToggleBlock(Name),
    /// The layer above.
    PreviousLayer,
    /// The layer below.
    NextLayer,
    /// The channel before.
    PreviousChannel,
    /// The channel after.
    NextChannel,
    /// The next position of the channel's map, row by row; the first one behind the last.
    NextPosition,
    /// Explain a class.
    Class(ClassName),
    /// The next class of the answer becomes the target.
    NextClass,
    /// The palette.
    Palette,
    /// The list of keys.
    Keys,
    /// What this is.
    About,
    /// Close what lies over the window, else go one level back, else cancel all jobs.
    Escape,
    /// Cancel all jobs.
    CancelAll,
}
