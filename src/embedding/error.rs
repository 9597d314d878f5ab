//! Why there are no points.

use crate::{
    control::Cancelled,
    methods::{ParameterError, PassError},
};

/// Why pictures do not become points.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A person or a newer request asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// The pass over the pictures ended early.
    #[error(transparent)]
    Pass(#[from] PassError),
    /// A parameter that does not exist or cannot be so.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// Points of the plane need three.
    #[error("an embedding needs at least three pictures, not {count}; open a folder with more")]
    TooFew {
        /// How many there are.
        count: usize,
    },
    /// The layer's values are no numbers.
    #[error("picture {picture} has values that are not finite numbers; choose another layer")]
    NotFinite {
        /// Its row, counted from 0.
        picture: usize,
    },
    /// The rows do not fit beside everything else.
    #[error("{width} numbers for each of {count} pictures are too many to keep; pool them or choose a later layer")]
    TooMany {
        /// Numbers in a row.
        width: usize,
        /// Rows.
        count: usize,
    },
    /// Nothing to lay out.
    #[error("there are no pictures to embed")]
    NoPictures,
}

impl From<candle_core::Error> for Error {
    fn from(error: candle_core::Error) -> Self {
        Self::Pass(PassError::Network(error.into()))
    }
}

/// Result with this room's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
