//! What is known of a graph while it is imported: values by their names, and the network so far.
//!
//! Knows neither the walk over the graph (`importer.rs`) nor what operators mean.

use std::{collections::HashMap, path::Path, rc::Rc};

use candle_core::{DType, Tensor, TensorId};
use rten_onnx::onnx::TensorProto;

use super::tensor;
use crate::{
    formats::{Error, Result},
    network::{NetworkBuilder, NodeId},
};

/// The order of axes that puts channels first, as TensorFlow's exporters write it behind the input.
pub const CHANNELS_FIRST: [i64; 4] = [0, 3, 1, 2];

/// No dimension of a picture, kernel or feature map comes near this; larger ones only appear in damaged files.
pub const LARGEST_SIZE: usize = 1 << 24;

/// What the name of a value stands for while importing.
#[derive(Clone, Debug)]
pub enum Value {
    /// Known now: weights, and what follows from weights and shapes alone. f32 or i64.
    Known(Known),
    /// Computed when the network runs.
    Computed(NodeId),
}

/// A value that is known while importing, and what it is called.
#[derive(Clone, Debug)]
pub struct Known {
    /// The name it gets if it becomes a node.
    pub name: Rc<str>,
    /// The numbers.
    pub tensor: Tensor,
}

/// Everything known so far.
pub struct Draft<'a> {
    /// The network so far.
    pub builder: NetworkBuilder,
    /// The version of ONNX's own operators.
    pub opset: i64,
    /// The batch size that the file was exported with, where it is fixed; shapes in the file may contain it.
    pub file_batch: usize,
    /// The input, if the file lists its channels last and puts them first before anything else: the network's own input has
    /// them first, and that step falls away.
    pub channels_last: Option<NodeId>,
    values: HashMap<&'a str, Value>,
    initializers: HashMap<&'a str, &'a TensorProto>,
    placed: HashMap<TensorId, NodeId>,
    folder: Option<&'a Path>,
}

impl<'a> Draft<'a> {
    /// Nothing is known yet but the weights of the file.
    pub fn new(initializers: HashMap<&'a str, &'a TensorProto>, opset: i64, file_batch: usize, folder: Option<&'a Path>) -> Self {
        Self {
            builder: NetworkBuilder::new(),
            opset,
            file_batch,
            channels_last: None,
            values: HashMap::new(),
            initializers,
            placed: HashMap::new(),
            folder,
        }
    }

    /// Says what a name stands for.
    pub fn know(&mut self, name: &'a str, value: Value) {
        self.values.insert(name, value);
    }

    /// The value of this name.
    pub fn value(&mut self, name: &str) -> Result<Value> {
        if let Some(value) = self.values.get(name) {
            return Ok(value.clone());
        }
        let Some((&name, proto)) = self.initializers.get_key_value(name) else {
            return Err(Error::Graph(format!(
                "the value {name:?} is read but nothing computes it; the file is incomplete, export it again"
            )));
        };
        let tensor = tensor::take(proto, self.folder)?;
        let value = Value::Known(Known { name: name.into(), tensor });
        self.values.insert(name, value.clone());
        Ok(value)
    }

    /// The node of a value; a known one becomes a constant node the first time.
    pub fn place(&mut self, value: &Value) -> Result<NodeId> {
        match value {
            Value::Computed(id) => Ok(*id),
            Value::Known(known) => {
                if let Some(&id) = self.placed.get(&known.tensor.id()) {
                    return Ok(id);
                }
                let tensor = known.tensor.to_dtype(DType::F32).and_then(|tensor| tensor.contiguous());
                let tensor =
                    tensor.map_err(|failure| Error::Tensor { tensor: known.name.to_string(), problem: failure.to_string() })?;
                let id = self.builder.constant(&known.name, tensor);
                self.placed.insert(known.tensor.id(), id);
                Ok(id)
            }
        }
    }
}
