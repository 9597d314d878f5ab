//! The training room's one error type: what is wrong with the recipe, the pictures, the network or the checkpoint.

use std::path::PathBuf;

use crate::{control::Cancelled, data, formats, network, zoo};

/// What can go wrong while a network is trained or measured.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The recipe makes no sense.
    #[error("recipe: {0}")]
    Recipe(String),
    /// There is nothing to learn from.
    #[error("{data:?} cannot be learned from: {problem}")]
    Examples {
        /// The data set as it was written.
        data: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// The numbers have run away.
    #[error("the loss is no number any more at step {step}; lower the learning rate")]
    Diverged {
        /// Counted from 0.
        step: usize,
    },
    /// A checkpoint that cannot be continued.
    #[error("checkpoint {path:?} {problem}; take it away, or start anew with --restart")]
    Checkpoint {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The data set could not be opened.
    #[error(transparent)]
    Data(#[from] data::Error),
    /// Somebody asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// The network that a generator is for cannot be opened or used.
    #[error(transparent)]
    Model(#[from] zoo::Error),
    /// The network refused.
    #[error(transparent)]
    Network(#[from] network::Error),
    /// A file could not be read or written.
    #[error(transparent)]
    File(#[from] formats::Error),
    /// No thread for the batches.
    #[error("cannot start a thread for the next batch: {0}")]
    Thread(std::io::Error),
}

/// Result with this room's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
