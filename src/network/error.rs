//! The network room's one error type: every message names the layer and the shapes it is about.

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
    /// A target that lies outside the network's outputs or the layer's map.
    #[error("{0}")]
    Target(String),
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
