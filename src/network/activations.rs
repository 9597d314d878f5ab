//! The values of a forward pass: which are asked for, and those that were kept.

use std::{any::Any, collections::HashMap, fmt::Debug, sync::Arc};

use candle_core::{DType, Device, Tensor};

use super::{Error, Network, NodeId, Operator, Result};

/// Which values a forward pass computes and keeps: nodes that none of them needs are not run.
#[derive(Clone, Debug)]
pub enum Keep {
    /// The class scores.
    Scores,
    /// These.
    Only(Vec<NodeId>),
    /// Every value that can be computed (what a later backward pass needs).
    All,
    /// Every value, computed node by node from exactly the values that are kept: what divides one of them by another needs this.
    Each,
}

impl Keep {
    /// The values that are asked for by name; `None` where all are.
    pub(crate) fn goals(&self, network: &Network) -> Option<Vec<NodeId>> {
        match self {
            Self::Scores => Some(vec![network.scores()]),
            Self::Only(ids) => Some(ids.clone()),
            Self::All => None,
            Self::Each => Some(network.ids().filter(|&id| network.constant(id).is_none()).collect()),
        }
    }
}

/// The values that a forward pass kept.
#[derive(Clone, Debug, Default)]
pub struct Activations {
    pub(crate) values: HashMap<NodeId, Tensor>,
    /// What the backend keeps in a layout of its own; `values` come first.
    pub(crate) lazy: Option<Arc<dyn LazyValues>>,
}

impl Activations {
    /// A kept value, `N x ...`, laid out when it is looked at for the first time.
    pub fn get(&self, network: &Network, id: NodeId) -> Result<Tensor> {
        if let Operator::Constant(tensor) = &network.node(id).operator {
            return Ok(tensor.clone());
        }
        if let Some(value) = self.values.get(&id) {
            return Ok(value.clone());
        }
        match &self.lazy {
            Some(lazy) if lazy.has(id) => lazy.get(id),
            _ => Err(Error::NotKept { layer: network.node(id).name.clone() }),
        }
    }

    /// Whether a value was kept.
    pub fn has(&self, id: NodeId) -> bool {
        self.values.contains_key(&id) || self.lazy.as_ref().is_some_and(|lazy| lazy.has(id))
    }

    /// Puts a value in (for partial execution from it).
    pub fn insert(&mut self, id: NodeId, value: Tensor) {
        self.values.insert(id, value);
    }

    /// Every kept value as a tensor.
    pub(crate) fn into_tensors(self, network: &Network) -> Result<HashMap<NodeId, Tensor>> {
        let kept = network.ids().filter(|&id| network.constant(id).is_none() && self.has(id));
        kept.map(|id| Ok((id, self.get(network, id)?))).collect()
    }
}

/// Values of a forward pass that a backend keeps in a layout of its own until somebody looks.
pub trait LazyValues: Debug + Send + Sync {
    /// Whether [`Self::get`] has an answer.
    fn has(&self, id: NodeId) -> bool;

    /// The value as a tensor, `N x ...`; an error if it was not kept.
    fn get(&self, id: NodeId) -> Result<Tensor>;

    /// For the backend that made them.
    fn as_any(&self) -> &dyn Any;
}

/// The numbers of a value in f32, in reading order.
///
/// # Errors
/// The device refuses.
pub fn numbers(value: &Tensor) -> Result<Vec<f32>> {
    Ok(value.flatten_all()?.to_dtype(DType::F32)?.to_device(&Device::Cpu)?.to_vec1()?)
}
