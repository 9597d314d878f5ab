//! The picture room's one error type; each message names the file and what to do.

use std::path::PathBuf;

/// What can go wrong with pictures.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file could not be read.
    #[error("cannot read the picture {path:?}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// The bytes are not a picture that can be decoded.
    #[error("{name:?} is not a picture that can be read ({problem}); PNG, JPEG, WebP, GIF, BMP and TIFF are")]
    Decode {
        /// The file's name.
        name: String,
        /// The decoder's words.
        problem: String,
    },
    /// A preprocessing description that makes no sense.
    #[error("preprocessing {0}")]
    Preprocessing(String),
    /// An output could not be written.
    #[error("cannot write {path:?}: {source}")]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
}

/// Result with this room's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
