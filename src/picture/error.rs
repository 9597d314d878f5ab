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
    /// The picture says that it is larger than anything that a person would open.
    #[error(
        "the picture {name:?} has {width} x {height} pixels, more than the {limit} million that can be opened; save it smaller"
    )]
    TooLarge {
        /// The file's name.
        name: String,
        /// Columns.
        width: u32,
        /// Rows.
        height: u32,
        /// Millions of pixels that are accepted.
        limit: u64,
    },
    /// A preprocessing description that makes no sense.
    #[error("preprocessing {0}")]
    Preprocessing(String),
    /// The picture could not be turned into a file's bytes.
    #[error("a picture of {width} x {height} pixels cannot be written as PNG: {problem}")]
    Encode {
        /// Columns.
        width: usize,
        /// Rows.
        height: usize,
        /// The encoder's words.
        problem: String,
    },
}

/// Result with this room's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
