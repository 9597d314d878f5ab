//! Models ready to run: a network, how pictures are prepared for it, and what its classes are called.
//!
//! [`open`] takes any model file: ONNX graphs come as they are, weights alone (safetensors) get their architecture recognised
//! from keys and shapes. Sidecars (`NAME.toml`, a label file) are read here.

use std::{path::Path, sync::Arc};

use crate::{network::Network, picture::Preprocessing};

mod error;

pub use error::{Error, Result};

/// A model ready to run.
#[derive(Clone, Debug)]
pub struct Model {
    /// The name shown: "GoogLeNet", "squeezenet1_1", the file's stem.
    pub name: String,
    /// The graph with its weights.
    pub network: Arc<Network>,
    /// How pictures are prepared.
    pub preprocessing: Preprocessing,
    /// Where the preprocessing came from, in words ("sidecar googlenet.toml", "assumed: ImageNet's; set it if the answers look wrong").
    pub preprocessing_source: String,
    /// The classes' names, as many as the network has classes.
    pub labels: Vec<String>,
    /// What it is and where it comes from, in a sentence or two; honest.
    pub about: String,
}

/// Opens a model file, or a shipped model by name.
pub fn open(_file_or_name: &Path) -> Result<Model> {
    todo!()
}

/// The embedded default.
pub fn default_model() -> Result<Model> {
    todo!()
}
