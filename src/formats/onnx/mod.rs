//! ONNX models (opsets 7 and later, <https://onnx.ai/onnx/operators/>) to networks.
//!
//! * `wire.rs` looks at the bytes before the parser does; `tensor.rs` reads stored numbers.
//! * `importer.rs` walks the graph: order, names, input and outputs; `draft.rs` keeps what is known so far; `step.rs` is one
//!   node's
//!   view of it.
//! * `translate.rs` lists every operator; `convolutional.rs`, `elementwise.rs`, `normalization.rs`, `linear.rs`, `shaping.rs`,
//!   `selecting.rs` and `resampling.rs` translate them; `fold.rs` computes what depends on constants and shapes alone.
//!
//! Batch sizes are treated as 1 while importing, and no node keeps that: the network runs at any batch size.

mod array;
mod convolutional;
mod draft;
mod elementwise;
mod fold;
mod importer;
mod linear;
mod normalization;
mod resampling;
mod selecting;
mod shaping;
mod step;
mod tensor;
mod translate;
mod wire;

use std::{
    fs::File,
    io::{BufReader, Cursor, Seek},
    path::{Path, PathBuf},
};

use rten_onnx::{
    onnx::{GraphProto, ModelProto},
    protobuf::ProtobufError,
};

use super::{Error, Result};
use crate::network::Network;

/// Rows and columns of the input where the file leaves them open and nobody says otherwise: ImageNet's usual size.
pub const DEFAULT_SIZE: [usize; 2] = [224, 224];

/// The oldest opset whose operators mean what they mean today (implicit broadcasting came with it).
const OLDEST_OPSET: i64 = 7;

/// A model's file, read and understood; what it holds of weights is taken out when it becomes a network.
pub struct Parsed {
    model: ModelProto,
    folder: Option<PathBuf>,
}

/// Reads a model's file, once.
///
/// # Errors
/// The file cannot be read, or is no ONNX model that Convscope can read.
pub fn open(path: &Path) -> Result<Parsed> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    wire::check(&mut BufReader::new(&mut file), length).map_err(malformed)?;
    file.rewind().map_err(failed)?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    understood(ModelProto::parse_file(file), Some(folder))
}

/// Reads a model. `size` is the input's rows and columns where the file leaves them open ([`DEFAULT_SIZE`] if `None`).
///
/// # Errors
/// As [`open`] and [`Parsed::network`].
pub fn read(path: &Path, size: Option<[usize; 2]>) -> Result<Network> {
    open(path)?.network(size)
}

/// The same from bytes in memory; `folder` is where external data may lie.
///
/// # Errors
/// As [`read`].
pub fn parse(bytes: &[u8], folder: Option<&Path>, size: Option<[usize; 2]>) -> Result<Network> {
    wire::check(&mut Cursor::new(bytes), bytes.len() as u64).map_err(malformed)?;
    understood(ModelProto::parse_buf(bytes), folder)?.network(size)
}

fn malformed(problem: String) -> Error {
    Error::Malformed { format: "ONNX", problem }
}

fn understood(parsed: Result<ModelProto, ProtobufError>, folder: Option<&Path>) -> Result<Parsed> {
    let model = parsed.map_err(|failure| malformed(format!("{failure}; it is damaged or another kind of file")))?;
    let parsed = Parsed { model, folder: folder.map(Path::to_owned) };
    parsed.graph()?;
    let opset = parsed.opset();
    if opset < OLDEST_OPSET {
        return Err(Error::Unsupported(format!(
            "the model uses opset {opset}; Convscope reads opset {OLDEST_OPSET} and later, so export it again or convert it with \
             onnx.version_converter"
        )));
    }
    Ok(parsed)
}

impl Parsed {
    fn graph(&self) -> Result<&GraphProto> {
        let missing = || malformed("it holds no graph; copy or download it again".to_owned());
        self.model.graph.as_ref().ok_or_else(missing)
    }

    fn opset(&self) -> i64 {
        let mut sets = self.model.opset_import.iter();
        let own = sets.find(|set| matches!(set.domain.as_deref(), None | Some("" | "ai.onnx")));
        own.and_then(|set| set.version).unwrap_or(1)
    }

    /// The shape of the input, `1 x C x H x W`; where the file leaves rows and columns open, [`DEFAULT_SIZE`].
    ///
    /// # Errors
    /// The model has no single input for a picture.
    pub fn input_shape(&self) -> Result<Vec<usize>> {
        importer::shape_of_input(self.graph()?, DEFAULT_SIZE)
    }

    /// The network. `size` is the input's rows and columns where the file leaves them open ([`DEFAULT_SIZE`] if `None`).
    ///
    /// # Errors
    /// Operators, shapes or weights that Convscope cannot read, each in one sentence that names the node.
    pub fn network(self, size: Option<[usize; 2]>) -> Result<Network> {
        importer::import(self.graph()?, self.opset(), self.folder.as_deref(), size.unwrap_or(DEFAULT_SIZE))
    }
}
