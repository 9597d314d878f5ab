//! ONNX models (opsets 7 and later, <https://onnx.ai/onnx/operators/>) to networks.
//!
//! * `wire.rs` looks at the bytes before the parser does; `tensor.rs` reads stored numbers.
//! * `importer.rs` walks the graph: order, names, input and outputs; `step.rs` is one node's view of it.
//! * `translate.rs` lists every operator; `convolutional.rs`, `elementwise.rs`, `normalization.rs`, `linear.rs`, `shaping.rs`,
//!   `selecting.rs` and `resampling.rs` translate them; `fold.rs` computes what depends on constants and shapes alone.
//!
//! Batch sizes are treated as 1 while importing, and no node keeps that: the network runs at any batch size.

mod array;
mod convolutional;
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
    path::Path,
};

use rten_onnx::{onnx::ModelProto, protobuf::ProtobufError};

use super::{Error, Result};
use crate::network::Network;

/// Rows and columns of the input where the file leaves them open and nobody says otherwise: ImageNet's usual size.
pub const DEFAULT_SIZE: [usize; 2] = [224, 224];

/// The oldest opset whose operators mean what they mean today (implicit broadcasting came with it).
const OLDEST_OPSET: i64 = 7;

/// Reads a model. `size` is the input's rows and columns where the file leaves them open ([`DEFAULT_SIZE`] if `None`).
pub fn read(path: &Path, size: Option<[usize; 2]>) -> Result<Network> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    wire::check(&mut BufReader::new(&mut file), length).map_err(malformed)?;
    file.rewind().map_err(failed)?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    import(ModelProto::parse_file(file), Some(folder), size)
}

/// The same from bytes in memory; `folder` is where external data may lie.
pub fn parse(bytes: &[u8], folder: Option<&Path>, size: Option<[usize; 2]>) -> Result<Network> {
    wire::check(&mut Cursor::new(bytes), bytes.len() as u64).map_err(malformed)?;
    import(ModelProto::parse_buf(bytes), folder, size)
}

fn malformed(problem: String) -> Error {
    Error::Malformed { format: "ONNX", problem }
}

fn import(parsed: Result<ModelProto, ProtobufError>, folder: Option<&Path>, size: Option<[usize; 2]>) -> Result<Network> {
    let model = parsed.map_err(|failure| malformed(format!("{failure}; it is damaged or another kind of file")))?;
    let Some(graph) = &model.graph else {
        return Err(malformed("it holds no graph; copy or download it again".to_owned()));
    };
    let own = model.opset_import.iter().find(|set| matches!(set.domain.as_deref(), None | Some("" | "ai.onnx")));
    let opset = own.and_then(|set| set.version).unwrap_or(1);
    if opset < OLDEST_OPSET {
        return Err(Error::Unsupported(format!(
            "the model uses opset {opset}; Convscope reads opset {OLDEST_OPSET} and later, so export it again or convert it with \
             onnx.version_converter"
        )));
    }
    importer::import(graph, opset, folder, size.unwrap_or(DEFAULT_SIZE))
}
