//! What the window knows by itself: settings, the selection, what is open, what is said. Answers lie on the desk.
//!
//! Panels read it; only `handle.rs` and what it calls change it.

use std::{collections::HashSet, sync::Arc};

use super::{
    ids::ModelId,
    open::{Folder, Loaded, PathRequest, Row, Samples},
    pad::Pad,
    scenes::Walk,
    selection::{History, Selection},
    session::{Recovered, TakingUp},
    settings::Settings,
    shelf::Shelf,
};
use crate::{
    network::{NodeId, ReceptiveField},
    picture::Preprocessing,
    units::Unit,
    words::{Phrase, Words},
};

/// A line for the person at the bottom of the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// One sentence.
    pub phrase: Phrase,
    /// Whether something went wrong.
    pub is_error: bool,
}

/// What lies over the window, one at a time.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Dialog {
    /// Nothing.
    #[default]
    None,
    /// The list of keys.
    Keys,
    /// Go to a layer, unit, class or command.
    Palette,
    /// How pictures are prepared.
    Preprocessing,
    /// A path to open or to save to.
    Path(PathRequest),
    /// What Convscope and the model are.
    About,
    /// Where a file is that a session needs.
    Missing,
    /// Whether to go on where a crash ended.
    Recovered,
}

/// All that the window knows by itself.
#[derive(Default)]
pub struct State {
    /// What survives a restart.
    pub settings: Settings,
    /// Whether the theme in use is dark; set once a frame.
    pub dark: bool,
    /// The window's language; set once a frame.
    pub words: Words,
    /// What everything follows.
    pub selection: Selection,
    /// Where it was.
    pub history: History,
    /// The model.
    pub model: Option<Arc<Loaded>>,
    /// Which pictures ship and belong to the model that was opened last.
    pub samples: Samples,
    /// The open folder of pictures.
    pub folder: Option<Arc<Folder>>,
    /// How pictures are prepared: the model's, unless changed in the window.
    pub preprocessing: Option<Preprocessing>,
    /// The model for which a person asked which preparation fits; where nobody said how, it is asked anyway.
    pub compared: Option<ModelId>,
    /// Blocks of the layer list that are open.
    pub open_blocks: HashSet<NodeId>,
    /// The latest lines for the person, the newest last.
    pub messages: Vec<Message>,
    /// What lies over the window.
    pub dialog: Dialog,
    /// Whether the right column, a rail in a narrow window, lies over the chapter.
    pub right_over: bool,
    /// A session of which a file is missed.
    pub taking_up: Option<TakingUp>,
    /// A view that a crash left behind.
    pub recovered: Option<Recovered>,
    /// The lecture that is being given.
    pub scenes: Option<Walk>,
    /// The drawing pad.
    pub pad: Pad,
    /// Grown pictures that are kept; `None` where nothing is to be left on the disk.
    pub shelf: Option<Arc<Shelf>>,
    /// The position under the pointer: its receptive field is drawn on the picture.
    pub hover: Option<Unit>,
    /// What the number under the pointer sees of the input: drawn on the picture before anything else.
    pub seen: Option<ReceptiveField>,
    /// Where on a chapter's picture the pointer is, in fractions of its sides.
    pub pointed: Option<[f32; 2]>,
    /// Whether the last command walked through layers or channels: a walk is one step of the history.
    pub walking: bool,
    /// Resident memory in bytes.
    pub memory: u64,
}

impl State {
    /// The rows of the layer list that are not folded away.
    pub fn visible_rows<'a>(&'a self, loaded: &'a Loaded) -> impl Iterator<Item = &'a Row> {
        loaded.rows.iter().filter(|row| self.is_visible(row))
    }

    /// Whether a row of the layer list lies in no folded block.
    pub fn is_visible(&self, row: &Row) -> bool {
        row.inside.iter().all(|block| self.open_blocks.contains(block))
    }

    /// Whether a chapter is the one that is shown.
    pub fn shows(&self, chapter: &str) -> bool {
        self.settings.chapter == chapter
    }

    /// Says something to the person.
    pub fn say(&mut self, phrase: Phrase, is_error: bool) {
        let message = Message { phrase, is_error };
        if self.messages.last() != Some(&message) {
            self.messages.push(message);
        }
        if self.messages.len() > 20 {
            self.messages.remove(0);
        }
    }

    /// Opens or folds a block of the layer list.
    pub fn toggle_block(&mut self, block: NodeId) {
        if !self.open_blocks.remove(&block) {
            self.open_blocks.insert(block);
        }
    }

    /// Selects, remembering what was selected before.
    pub fn select(&mut self, next: Selection) {
        if next != self.selection {
            let before = std::mem::replace(&mut self.selection, next);
            self.history.leave(before);
        }
    }

    /// Selects a step of a walk: only the walk's beginning is remembered.
    pub fn step_to(&mut self, next: Selection) {
        if self.walking {
            self.selection = next;
        } else {
            self.select(next);
        }
    }

    /// Selects a layer, perhaps with a unit, and opens the blocks around it.
    pub fn select_layer(&mut self, layer: NodeId, unit: Option<Unit>) {
        let around = self.model.as_ref().and_then(|loaded| loaded.row(layer)).map(|row| row.inside.clone());
        self.open_blocks.extend(around.into_iter().flatten());
        self.select(Selection { layer: Some(layer), unit, ..self.selection.clone() });
    }
}
