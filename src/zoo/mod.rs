//! Models ready to run: a network, how pictures are prepared for it, and what its classes are called.
//!
//! [`open`] takes any model file: ONNX graphs come as they are, weights alone (safetensors) get their architecture recognised
//! from keys and shapes ([`architectures`]); files that this program trained carry their own [`description`]. Sidecars
//! (`NAME.toml`, a label file) are read here.

use std::{path::Path, sync::Arc};

use crate::{network::Network, picture::Preprocessing, words::Phrase};

pub mod architectures;
mod assembly;
mod blueprint;
pub mod description;
mod error;
mod generator;
pub mod guess;
pub mod labels;
mod open;
mod origin;
mod phrases;
mod remember;
mod shipped;
mod sidecar;
mod source;
mod target;
mod weights;

pub use assembly::{Assembly, Built, Mismatch};
pub use blueprint::{ArchitectureName, architecture, architecture_names};
pub use error::{Error, Result};
pub use generator::{CodeStatistics, Generator, TrainedGenerator};
pub use origin::{Origin, fingerprint};
pub use phrases::{class_phrase, class_phrases};
pub use remember::{remember, sidecar_path};
pub use shipped::{DEFAULT as DEFAULT_MODEL, SHIPPED, SHIPPED_GENERATORS, Sees, Shipped, ShippedGenerator};
pub use sidecar::{Record, preprocessing_table, preprocessing_text};
pub use source::PreprocessingSource;
pub use weights::Weights;

/// A model ready to run.
#[derive(Clone, Debug)]
pub struct Model {
    /// The name shown: "GoogLeNet", "squeezenet1_1", the file's stem.
    pub name: String,
    /// The graph with its weights.
    pub network: Arc<Network>,
    /// How pictures are prepared.
    pub preprocessing: Preprocessing,
    /// Where the preprocessing comes from.
    pub preprocessing_source: PreprocessingSource,
    /// The classes' names, as many as the network has classes.
    pub labels: Vec<String>,
    /// What it is and where it comes from, in a sentence or two; honest.
    pub about: Phrase,
}

/// Opens a model file, or a shipped model by name.
///
/// ```
/// use std::path::Path;
///
/// let model = convscope::zoo::open(Path::new("digits"))?;
/// assert_eq!(model.labels.len(), 10);
/// assert_eq!(model.preprocessing.size, [28, 28]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn open(file_or_name: &Path) -> Result<Model> {
    open_with(file_or_name, "")
}

/// The same with a preprocessing that is said by hand, above what the model says: `size=227,order=bgr,mean=104:117:123`
/// (see [`Preprocessing::with_overrides`]). The network is built for the size that comes out.
pub fn open_with(file_or_name: &Path, preprocessing: &str) -> Result<Model> {
    if let Some(shipped) = Shipped::meant(file_or_name) {
        return shipped.open(preprocessing);
    }
    if !file_or_name.exists() {
        let names = SHIPPED.map(|shipped| shipped.name).join(", ");
        let problem = format!("there is no such file; give a model's path, or one that ships: {names}");
        return Err(Error::Open { path: file_or_name.to_owned(), problem });
    }
    open::open_file(file_or_name, preprocessing)
}

/// The model to start with.
pub fn default_model() -> Result<Model> {
    SHIPPED[0].open("")
}
