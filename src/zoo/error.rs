//! The zoo's one error type: a model that cannot be opened, with the file's name and what to do.

use std::path::PathBuf;

use crate::picture;

/// What can go wrong while a model is opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Everything that is wrong with one file.
    #[error("cannot open {path:?}: {problem}")]
    Open {
        /// The file.
        path: PathBuf,
        /// What is wrong, where, what to do: one sentence.
        problem: String,
    },
    /// A preprocessing said by hand that makes no sense, whatever the file.
    #[error(transparent)]
    Preprocessing(#[from] picture::Error),
}

/// Result with this room's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
