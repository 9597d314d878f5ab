//! What jobs compute for the window: each file is one kind of work, from plain inputs to something that can be painted.
//!
//! Everything here runs on job threads; colours and textures' pixels are made here too, so that a frame only uploads them.
//! Nothing here knows panels or commands.

mod atlas;
mod attribution;
mod colouring;
mod dialogs;
mod drawing;
mod embedding;
mod filters;
mod forward;
mod maps;
mod memory;
mod model;
mod picture;
mod save;
mod strongest;
mod training;
mod unit;

use std::{path::PathBuf, sync::Arc};

pub use atlas::Atlas;
pub use attribution::{Explain, Heatmap, heatmap};
pub use colouring::{Colouring, gradient};
pub use dialogs::{Picked, Purpose, ask_for_path};
pub use drawing::{drawn, draws_digits};
pub use embedding::{Cloud, Embed, Gallery, embed, gallery, sampled};
pub use filters::{Filters, filters};
pub use forward::{Forward, Thumbnails, forward, thumbnails};
pub use maps::{ChannelStatistics, Maps, coloured, maps};
pub use memory::resident_memory;
pub use model::{Loaded, Row, load, load_shipped, prepare};
pub use picture::{Samples, Shown, from_pixels, is_dataset, is_model_file, on_white, open_dataset, open_item, open_picture};
pub use save::save_picture;
pub use strongest::{Exemplars, Folder, exemplars, strongest};
pub use training::{
    Checked, Mistakes, Painted, Seen, Session, Setting, Shortcut, Summary, TrainingView, Way, check, held_out, mistakes, shortcut,
};
pub use unit::{Spread, UnitView, unit_view};

use super::state::{ScaleBy, Unit};
use crate::{
    embedding::Features,
    network::{NodeId, Target},
    picture::Preprocessing,
    units::Strongest,
};

/// One running job per kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Opening a model.
    Model,
    /// Opening a picture.
    Picture,
    /// Opening a folder of pictures.
    Folder,
    /// The forward pass.
    Forward,
    /// A small picture of every layer.
    Thumbnails,
    /// The maps of a layer.
    Maps,
    /// The weights of a layer.
    Filters,
    /// The selected unit.
    Unit,
    /// The strongest pictures of the folder for every channel of the layer.
    Strongest,
    /// Cut-outs of the strongest pictures of a channel.
    Exemplars,
    /// An attribution method, by its number in the registry.
    Attribution(usize),
    /// Small pictures of the folder.
    Gallery,
    /// The folder's pictures through the network, as rows.
    Features,
    /// The folder's pictures as points.
    Embedding,
    /// Whether the recipe that is written can be trained.
    Recipe,
    /// A training.
    Training,
    /// The pictures behind a cell of the confusion matrix.
    Mistakes,
    /// A picture that the network answers because of its cue.
    Shortcut,
    /// Writing a file.
    Save,
    /// A file dialog that waits for the person.
    Dialog,
}

/// What a job hands back.
pub enum Output {
    /// A model.
    Model(Arc<Loaded>),
    /// A picture, and the unit to select with it.
    Picture(Arc<Shown>, Option<Unit>),
    /// A folder of pictures.
    Folder(Arc<Folder>),
    /// The forward pass.
    Forward(Question, Forward),
    /// Small pictures of layers.
    Thumbnails(Question, Thumbnails),
    /// Maps of a layer.
    Maps(Question, Arc<Maps>),
    /// Weights of a layer.
    Filters(Question, Filters),
    /// The selected unit.
    Unit(Question, UnitView),
    /// The strongest pictures of a layer's channels.
    Strongest(Question, Arc<Strongest>),
    /// Cut-outs of the strongest pictures of a channel.
    Exemplars(Question, Exemplars),
    /// What an attribution method, by its number in the registry, answers; or why it cannot.
    Attribution(usize, Question, Result<Heatmap, String>),
    /// Small pictures of the folder.
    Gallery(Question, Arc<Gallery>),
    /// The folder's pictures as rows.
    Features(Question, Arc<Features>),
    /// The folder's pictures as points.
    Embedding(Question, Cloud),
    /// Whether the recipe that is written can be trained.
    Recipe(Box<Checked>),
    /// A training as it stands.
    Training(Arc<TrainingView>),
    /// The pictures behind a cell of the confusion matrix.
    Mistakes(Mistakes),
    /// A picture that the network answers because of its cue.
    Shortcut(Box<Shortcut>),
    /// The text of a recipe's file.
    RecipeText(String),
    /// A file was written.
    Saved(PathBuf),
    /// A dialog was closed.
    Picked(Picked),
}

impl Output {
    /// The question that it answers; what was opened, saved or picked answers none.
    pub fn question(&self) -> Option<&Question> {
        match self {
            Self::Forward(question, _)
            | Self::Thumbnails(question, _)
            | Self::Maps(question, _)
            | Self::Filters(question, _)
            | Self::Unit(question, _)
            | Self::Strongest(question, _)
            | Self::Exemplars(question, _)
            | Self::Attribution(_, question, _)
            | Self::Gallery(question, _)
            | Self::Features(question, _)
            | Self::Embedding(question, _) => Some(question),
            Self::Model(_)
            | Self::Picture(..)
            | Self::Folder(_)
            | Self::Recipe(_)
            | Self::Training(_)
            | Self::Mistakes(_)
            | Self::Shortcut(_)
            | Self::RecipeText(_)
            | Self::Saved(_)
            | Self::Picked(_) => None,
        }
    }
}

/// What a result answers: the parts of selection and settings that it depends on, the others empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// [`Loaded::id`]; 0 if no model matters.
    pub model: u64,
    /// [`Shown::id`].
    pub picture: Option<u64>,
    /// How the picture was prepared.
    pub preprocessing: Option<Preprocessing>,
    /// The layer.
    pub layer: Option<NodeId>,
    /// The unit of the layer.
    pub unit: Option<Unit>,
    /// What is explained.
    pub target: Option<Target>,
    /// How values became colours.
    pub colouring: Option<Colouring>,
    /// [`Folder::id`].
    pub folder: Option<u64>,
    /// Pictures of the folder and positions: item, row, column.
    pub excitations: Vec<[usize; 3]>,
    /// Over what the scale was taken.
    pub scale: Option<ScaleBy>,
    /// How it is explained.
    pub explain: Option<Explain>,
    /// How many pictures of the folder are used at most.
    pub most: Option<usize>,
    /// How pictures become points.
    pub embed: Option<Embed>,
}

/// A result together with its question.
#[derive(Clone, Debug)]
pub struct Answer<T> {
    /// What it answers.
    pub question: Question,
    /// The result.
    pub value: T,
    /// Whether this is what is asked now; a stale answer is shown greyed until its successor arrives.
    pub fresh: bool,
}

impl<T> Answer<T> {
    /// An answer that has just arrived.
    pub fn new(question: Question, value: T) -> Self {
        Self { question, value, fresh: true }
    }
}
