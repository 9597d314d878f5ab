//! The formats room's one error type: one sentence that says what is wrong with a file, where in it, and what to do.
//!
//! The name of the file itself is added by whoever opened it (`zoo`, the command line), except where another file is meant.

use std::path::PathBuf;

use crate::network;

/// What can go wrong while a file is read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The system refused to read.
    #[error("{path:?} cannot be read: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// The system refused to write; nothing is left behind.
    #[error("{path:?} cannot be written: {source}")]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// The bytes are not what the format asks for.
    #[error("not a readable {format} file: {problem}")]
    Malformed {
        /// The format's name.
        format: &'static str,
        /// What is wrong, where, what to do.
        problem: String,
    },
    /// A kind of file that Convscope does not read.
    #[error("{0}")]
    Unsupported(String),
    /// An ONNX operator that has no counterpart here.
    #[error("node {node:?} uses the operator {operator}, which Convscope does not know{advice}")]
    UnknownOperator {
        /// The node's name.
        node: String,
        /// The operator, with its domain if it is not ONNX's own.
        operator: String,
        /// "; what to do" or an empty string.
        advice: &'static str,
    },
    /// One node of an ONNX graph that cannot be translated.
    #[error("node {node:?} ({operator}): {problem}")]
    Node {
        /// The node's name.
        node: String,
        /// The ONNX operator.
        operator: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// A stored tensor that cannot be read.
    #[error("tensor {tensor:?}: {problem}")]
    Tensor {
        /// The tensor's name.
        tensor: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// The graph as a whole does not make a network.
    #[error("{0}")]
    Graph(String),
    /// The network room refused what the file describes.
    #[error(transparent)]
    Network(Box<network::Error>),
}

impl From<network::Error> for Error {
    fn from(error: network::Error) -> Self {
        Self::Network(Box::new(error))
    }
}

/// Result with this room's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
