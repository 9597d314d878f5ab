//! Differentiating a network: from any values back to any earlier ones, with a rule for each node (`rules/`).

use std::collections::HashMap;

use candle_core::Tensor;

use super::{Activations, BackwardRule, Error, Network, NodeId, Result};

/// Gradients of one number with respect to the values that were asked for.
#[derive(Clone, Debug, Default)]
pub struct Gradients {
    pub(crate) values: HashMap<NodeId, Tensor>,
    /// The target's number for each batch item, as the forward pass computed it; empty where gradients were given.
    pub score: Vec<f64>,
    /// Nodes on the way whose rule was replaced ("57 of 57 ReLUs guided").
    pub replaced: usize,
}

impl Gradients {
    /// The gradient at a value that was asked for; zeros are explicit.
    pub fn get(&self, network: &Network, id: NodeId) -> Result<&Tensor> {
        self.values.get(&id).ok_or_else(|| Error::NotKept { layer: network.node(id).name.clone() })
    }
}

/// What the backward pass needs to know; handed to a backend as one thing.
pub struct Differentiation<'a> {
    /// The gradients given, each at a value of its own (same shape as the value).
    pub seeds: &'a [(NodeId, Tensor)],
    /// At which values the gradient is wanted.
    pub wanted: &'a [NodeId],
    /// How gradients pass.
    pub rule: &'a dyn BackwardRule,
    /// Whether sums may round as those of forward passes do, about 1e-5 of the largest.
    pub hasty: bool,
    /// The forward pass; it must hold every value between `wanted` and the seeds.
    pub activations: &'a Activations,
}
