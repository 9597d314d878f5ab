//! The zoo's one error type: a model that cannot be opened, or a sidecar that cannot be written, with the file's name and what to
//! do.

use std::path::PathBuf;

use crate::{formats, picture};

/// What can go wrong while a model is opened or something is written down beside it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What is to be explained exists under no name.
    #[error("no class is called {text:?}; a target is a class index or label, LAYER:CHANNEL or LAYER:CHANNEL@Y,X")]
    NoSuchTarget {
        /// What was written.
        text: String,
    },
    /// A name that several classes answer to.
    #[error("{text:?} names {count} classes: {some}; give the number")]
    SeveralTargets {
        /// What was written.
        text: String,
        /// How many classes.
        count: usize,
        /// The first few, with their numbers.
        some: String,
    },
    /// The network has no such layer, channel or position.
    #[error(transparent)]
    Network(#[from] crate::network::Error),
    /// Everything that is wrong with one file.
    #[error("cannot open {path:?}: {problem}")]
    Open {
        /// The file.
        path: PathBuf,
        /// What is wrong, where, what to do: one sentence.
        problem: String,
    },
    /// A published architecture that cannot be drawn.
    #[error("no architecture {name:?}: {problem}")]
    Architecture {
        /// What was written.
        name: String,
        /// What is wrong, what to do.
        problem: String,
    },
    /// A generator that is no use to a network, or that a network cannot have.
    #[error("{network}: {problem}")]
    Generator {
        /// The network.
        network: String,
        /// What is wrong, what to do.
        problem: String,
    },
    /// A sidecar that cannot be written.
    #[error(transparent)]
    File(#[from] formats::Error),
    /// A preprocessing said by hand that makes no sense, whatever the file.
    #[error(transparent)]
    Preprocessing(#[from] picture::Error),
}

/// Result with this room's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
