//! The data room's one error type: which file or folder, what is wrong with it, what to do.

use std::path::PathBuf;

/// What can go wrong while a data set is opened or one of its pictures is read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read.
    #[error("cannot read {path:?}: {source}")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// A file is not what its name promises.
    #[error("{path:?} cannot be used: {problem}")]
    Format {
        /// The file.
        path: PathBuf,
        /// What is wrong with it and what to do.
        problem: String,
    },
    /// The path is not a data set.
    #[error("{path:?} is no data set: {problem}")]
    NotADataset {
        /// The path.
        path: PathBuf,
        /// What is missing.
        problem: String,
    },
    /// A rendered data set that cannot be.
    #[error("{name:?} cannot be rendered: {problem}")]
    Rendered {
        /// What was asked for.
        name: String,
        /// What is wrong with it and what to do.
        problem: String,
    },
    /// A part was asked for that the data set does not have.
    #[error("{path:?} has no part {part:?}: {problem}")]
    NoSuchPart {
        /// The folder.
        path: PathBuf,
        /// What was asked for.
        part: &'static str,
        /// What there is instead.
        problem: &'static str,
    },
    /// An index beyond the last picture.
    #[error("there is no picture {index}: the data set has {count}")]
    NoSuchItem {
        /// What was asked for.
        index: usize,
        /// How many there are.
        count: usize,
    },
    /// A picture of the set could not be decoded.
    #[error(transparent)]
    Picture(#[from] crate::picture::Error),
}

/// Result with this room's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
