//! Why there is no map.

use super::reason::Reason;
use crate::{
    control::Cancelled,
    methods::{ParameterError, UnknownConvention},
    network,
};

/// Why a method has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The network, the target or the input is at fault; or it was cancelled.
    #[error(transparent)]
    Network(#[from] network::Error),
    /// The method does not apply to this network and target.
    #[error("{0}")]
    NotApplicable(#[from] Reason),
    /// A parameter that does not exist or cannot be so.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// A convention that does not exist.
    #[error(transparent)]
    Convention(#[from] UnknownConvention),
    /// The layer has no maps.
    #[error("layer {layer:?} has values of shape {shape:?}, not maps; choose a convolutional layer")]
    NoMaps {
        /// The layer's name.
        layer: String,
        /// The shape of its value.
        shape: Vec<usize>,
    },
    /// Nothing that the layer computes reaches the target.
    #[error("layer {layer:?} does not lead to the target; choose an earlier layer")]
    LeadsNowhere {
        /// The layer's name.
        layer: String,
    },
    /// A share of nothing.
    #[error(
        "Ablation-CAM measures which share of the target's value is lost, and that value is 0 here; choose a target that \
         answers to this picture, or Grad-CAM"
    )]
    NothingToLose,
    /// Windows that leave pixels uncovered.
    #[error("a stride of {stride} leaves gaps between windows of {size}; choose a stride of at most {size}")]
    Gaps {
        /// Pixels from one window to the next.
        stride: usize,
        /// Pixels of a window's side.
        size: usize,
    },
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

/// Result with this room's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
