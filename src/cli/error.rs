//! What can go wrong on the command line, and the exit status that says so: 2 for a wrong call, 1 for anything else.

use std::path::{Path, PathBuf};

use crate::{
    attribution, control::Cancelled, data, embedding, figures, formats, judge, methods::PassError, network, picture, training,
    visualization, zoo,
};

/// Why there is no answer; its text is one sentence that names the file and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The call itself makes no sense.
    #[error("{0}; see --help")]
    Usage(String),
    /// The model could not be opened.
    #[error(transparent)]
    Model(#[from] zoo::Error),
    /// A picture could not be read or made.
    #[error(transparent)]
    Picture(#[from] picture::Error),
    /// The data set could not be opened.
    #[error(transparent)]
    Data(#[from] data::Error),
    /// A figure could not be written.
    #[error(transparent)]
    Figure(#[from] figures::WriteError),
    /// A file of numbers could not be read or written.
    #[error(transparent)]
    File(#[from] formats::Error),
    /// The training or the measuring failed.
    #[error(transparent)]
    Training(#[from] training::Error),
    /// The network refused.
    #[error(transparent)]
    Network(#[from] network::Error),
    /// There is no map.
    #[error(transparent)]
    Attribution(#[from] attribution::Error),
    /// There is no verdict.
    #[error(transparent)]
    Judge(#[from] judge::Error),
    /// No picture can grow.
    #[error(transparent)]
    Visualization(#[from] visualization::Error),
    /// There are no points.
    #[error(transparent)]
    Embedding(#[from] embedding::Error),
    /// The pass over a data set ended early.
    #[error(transparent)]
    Pass(#[from] PassError),
    /// The same, on one file.
    #[error("{file:?}: {problem}")]
    OnFile {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// Somebody asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// What was asked for cannot be done with what there is.
    #[error("{0}")]
    Impossible(String),
    /// No threads.
    #[error("cannot start threads: {0}; try fewer with --threads")]
    Threads(String),
    /// Standard output took no more.
    #[error("cannot write to standard output: {0}")]
    Print(std::io::Error),
}

/// Result with this room's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// What the program ends with.
    pub fn exit_status(&self) -> u8 {
        if matches!(self, Self::Usage(_) | Self::Model(zoo::Error::Preprocessing(_))) { 2 } else { 1 }
    }

    pub(super) fn on_file(file: &Path) -> impl Fn(network::Error) -> Self {
        let file = file.to_owned();
        move |problem| Self::OnFile { file: file.clone(), problem: problem.to_string() }
    }
}
