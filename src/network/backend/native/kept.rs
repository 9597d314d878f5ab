//! The values of a forward pass in the backend's own layout, laid out as tensors when somebody looks.
//!
//! What fusion skipped is computed then, from what lies before it.

use std::{
    any::Any,
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use candle_core::Tensor;

use crate::network::{Error, NodeId, Result, activations::LazyValues, backend::candle::compute_error};

use super::{fusion::Group, prepared::Prepared, value::Value};

/// What a forward pass kept.
pub(super) struct KeptValues {
    prepared: Arc<Prepared>,
    stored: HashMap<NodeId, Value>,
    /// Values that may be asked for: stored, or computed again from stored ones.
    answers: Vec<bool>,
    /// Those that somebody has looked at.
    laid_out: Mutex<HashMap<NodeId, Tensor>>,
}

impl KeptValues {
    pub fn new(prepared: Arc<Prepared>, stored: HashMap<NodeId, Value>, answers: Vec<bool>) -> Self {
        Self { prepared, stored, answers, laid_out: Mutex::default() }
    }

    /// The value in the backend's layout.
    pub fn value(&self, id: NodeId) -> Result<Value> {
        if let Some(value) = self.stored.get(&id) {
            return Ok(value.clone());
        }
        if let Some(constant) = self.prepared.constant(id) {
            return Ok(Value::Plain(constant.clone()));
        }
        let node = self.prepared.network.node(id);
        let not_kept = || Error::NotKept { layer: node.name.clone() };
        if !self.answers[id.index()] {
            return Err(not_kept());
        }
        let computed = self.prepared.compute(&Group::alone(id), &|id| self.value(id), None, self.prepared.careful())?;
        computed.ok_or_else(not_kept)
    }

    /// Every stored value.
    pub fn stored(&self) -> impl Iterator<Item = (NodeId, &Value)> {
        self.stored.iter().map(|(id, value)| (*id, value))
    }
}

impl LazyValues for KeptValues {
    fn has(&self, id: NodeId) -> bool {
        self.answers[id.index()]
    }

    fn get(&self, id: NodeId) -> Result<Tensor> {
        let laid_out = || self.laid_out.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tensor) = laid_out().get(&id).cloned() {
            return Ok(tensor);
        }
        // Not under the lock: kernels share their threads with whoever may be waiting for it.
        let tensor = self.value(id)?.to_tensor().map_err(compute_error(self.prepared.network.node(id)))?;
        Ok(laid_out().entry(id).or_insert(tensor).clone())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl fmt::Debug for KeptValues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptValues").field("stored", &self.stored.len()).finish_non_exhaustive()
    }
}
