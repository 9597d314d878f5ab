//! The network room's one error type: every message names the layer and the shapes it is about.

use super::{Channel, Class};
use crate::control::Cancelled;

/// What can go wrong while a network is built, run or differentiated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The person or a newer request asked to stop.
    #[error("cancelled")]
    Cancelled,
    /// An operator was given inputs whose shapes it cannot combine.
    #[error("layer {layer:?} ({operator}): {problem}; its inputs are {inputs:?}")]
    Shape {
        /// The node's name.
        layer: String,
        /// The operator's name.
        operator: &'static str,
        /// What does not fit, in words.
        problem: String,
        /// Shapes of all inputs.
        inputs: Vec<Vec<usize>>,
    },
    /// The tensor library refused an operation.
    #[error("layer {layer:?} ({operator}) failed: {source}")]
    Compute {
        /// The node's name.
        layer: String,
        /// The operator's name.
        operator: &'static str,
        /// The library's own words.
        source: candle_core::Error,
    },
    /// A name that no layer of this network answers to.
    #[error("no layer {name:?} in this network{hint}")]
    NoSuchLayer {
        /// What was asked for.
        name: String,
        /// "; did you mean ...?", or "; its layers are ..." where no name is near.
        hint: String,
    },
    /// A name that several layers answer to.
    #[error("{name:?} names {} layers ({}); write more of the name", candidates.len(), candidates.join(", "))]
    AmbiguousLayer {
        /// What was asked for.
        name: String,
        /// The first few that match.
        candidates: Vec<String>,
    },
    /// A class that the network does not tell apart.
    #[error("class {class} does not exist: this network has {classes} classes")]
    NoSuchClass {
        /// What was asked for.
        class: Class,
        /// How many there are.
        classes: usize,
    },
    /// A channel that a layer does not have.
    #[error("layer {layer:?} has {channels} channels, so there is no channel {channel}")]
    NoSuchChannel {
        /// The layer's name.
        layer: String,
        /// What was asked for.
        channel: Channel,
        /// How many there are.
        channels: usize,
    },
    /// A position outside a layer's maps.
    #[error("layer {layer:?} has maps of {maps:?}, so there is no position {},{}", position[0], position[1])]
    NoSuchPosition {
        /// The layer's name.
        layer: String,
        /// Row and column that were asked for.
        position: [usize; 2],
        /// Rows and columns of its maps; empty if it has none.
        maps: Vec<usize>,
    },
    /// A graph without an end.
    #[error("the network has no output")]
    NoOutput,
    /// The input has a shape that this network cannot take.
    #[error("this network takes an input of {expected:?}, not {found:?}")]
    Input {
        /// What the network was built for (batch size 1).
        expected: Vec<usize>,
        /// What it was given.
        found: Vec<usize>,
    },
    /// Changed rectangles that do not lie inside the input.
    #[error("rectangles of {found:?} do not lie inside an input of {expected:?}")]
    Rectangles {
        /// The input's shape (batch size 1).
        expected: Vec<usize>,
        /// The shape of what stands in the rectangles.
        found: Vec<usize>,
    },
    /// A gradient that is given at a value of another shape.
    #[error("a gradient of {found:?} does not belong to layer {layer:?}, whose value is {expected:?}")]
    Seed {
        /// The node's name.
        layer: String,
        /// The value's shape (batch size 1).
        expected: Vec<usize>,
        /// The gradient's.
        found: Vec<usize>,
    },
    /// A value that is needed was not kept by the forward pass.
    #[error("the value of layer {layer:?} was not kept by the forward pass")]
    NotKept {
        /// The node's name.
        layer: String,
    },
    /// Anything else the tensor library refused (creating an input, moving to a device).
    #[error(transparent)]
    Tensor(#[from] candle_core::Error),
}

impl From<Cancelled> for Error {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// Result with this room's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
