//! Why something cannot be judged.

use std::path::PathBuf;

use crate::{attribution, control::Cancelled, data, formats, network};

/// Why there is no verdict.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no map.
    #[error(transparent)]
    Attribution(#[from] attribution::Error),
    /// The network refused.
    #[error(transparent)]
    Network(#[from] network::Error),
    /// A picture could not be read.
    #[error(transparent)]
    Data(#[from] data::Error),
    /// The journal could not be written.
    #[error(transparent)]
    File(#[from] formats::Error),
    /// Work that was begun was begun differently.
    #[error(
        "{path:?} holds what is done of another study (other model, pictures, seed or measures); finish it, or delete the file"
    )]
    OtherJournal {
        /// The journal.
        path: PathBuf,
    },
    /// The journal could not be read or added to.
    #[error("cannot keep what is done in {path:?}: {source}; free space or name another folder")]
    Journal {
        /// The journal.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not a single picture can be judged.
    #[error("none of the {count} pictures can be judged; the first one: {first}")]
    Nothing {
        /// How many there are.
        count: usize,
        /// Why the first one cannot.
        first: String,
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
