//! Why no picture can grow.

use super::canvas::CanvasError;
use crate::{
    control::Cancelled,
    methods::{ParameterError, UnknownConvention},
    network, zoo,
};

/// Why a recipe has no picture.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The network is at fault; or it was cancelled.
    #[error(transparent)]
    Network(#[from] network::Error),
    /// A model, a target, a generator at fault.
    #[error(transparent)]
    Zoo(#[from] zoo::Error),
    /// A parameter that does not exist or cannot be so.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// The graph does not allow a canvas of this size.
    #[error("a canvas of {} x {} does not do for layer {layer:?}: {problem}; {hint}", size[0], size[1])]
    CanvasSize {
        /// Rows and columns.
        size: [usize; 2],
        /// The layer that refuses.
        layer: String,
        /// Why, in words.
        problem: String,
        /// What would do.
        hint: String,
    },
    /// A layer whose values fall into no channels.
    #[error("layer {layer:?} has values of shape {shape:?}, which are no channels; choose a convolutional layer or a class")]
    NoChannels {
        /// The layer's name.
        layer: String,
        /// The shape of its value.
        shape: Vec<usize>,
    },
    /// A channel that the layer does not have.
    #[error("the layer has {channels} channels, so there is no channel {channel}")]
    NoChannel {
        /// What was asked for.
        channel: usize,
        /// How many there are.
        channels: usize,
    },
    /// A position that the canvas does not give the layer.
    #[error("on this canvas the layer has maps of {maps:?}, so there is no position {},{}; take a larger canvas", position[0], position[1])]
    NoPosition {
        /// Row and column.
        position: [usize; 2],
        /// Rows and columns of the maps.
        maps: [usize; 2],
    },
    /// A direction of another length.
    #[error("a direction of {numbers} numbers does not fit a layer of {channels} channels")]
    Direction {
        /// How many the direction has.
        numbers: usize,
        /// How many the layer has.
        channels: usize,
    },
    /// Another picture's values of another shape.
    #[error("the other picture's value of {expected:?} does not fit this one of {found:?}; take the same canvas for both")]
    Reference {
        /// The other picture's.
        expected: [usize; 4],
        /// The growing one's.
        found: [usize; 4],
    },
    /// The objective is nothing: no direction to go.
    #[error("there is nothing to grow towards; name a class, a layer or LAYER:CHANNEL")]
    NoGoal,
    /// The target gives no gradient.
    #[error(
        "{target} has not answered at all within {steps} steps; let its dead rectifiers be redirected (--param redirect=on), or \
         start elsewhere (--seed)"
    )]
    NeverFires {
        /// What should have answered.
        target: String,
        /// For how long it was tried.
        steps: usize,
    },
    /// Steps that are too long for the network.
    #[error("the picture has left all bounds at step {step}; take shorter steps (--param rate)")]
    RanAway {
        /// The first step that found no number.
        step: usize,
    },
    /// A recipe that needs a picture.
    #[error("{recipe} starts from a picture; open one, or give it on the command line")]
    NeedsPicture {
        /// The recipe's name.
        recipe: &'static str,
    },
    /// A recipe that needs a generator.
    #[error("{recipe} draws with a generator of this network, and there is none; train one, or name its file")]
    NeedsGenerator {
        /// The recipe's name.
        recipe: &'static str,
    },
    /// A recipe that asks for another kind of target.
    #[error("{recipe} needs {needs}; choose another target")]
    Target {
        /// The recipe's name.
        recipe: &'static str,
        /// What kind of target, in words.
        needs: &'static str,
    },
    /// A canvas that cannot be.
    #[error(transparent)]
    Written(#[from] CanvasError),
    /// A convention that does not exist.
    #[error(transparent)]
    Convention(#[from] UnknownConvention),
    /// What cannot be done with a canvas.
    #[error("{0}")]
    Canvas(String),
}

impl From<Cancelled> for Error {
    fn from(cancelled: Cancelled) -> Self {
        Self::Network(cancelled.into())
    }
}

impl From<candle_core::Error> for Error {
    fn from(error: candle_core::Error) -> Self {
        Self::Network(error.into())
    }
}

impl Error {
    /// Whether somebody asked it to stop.
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Network(network::Error::Cancelled))
    }
}

/// Result with this room's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
