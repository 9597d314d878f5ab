//! The tangent pass: how values move when earlier ones do, with every gate, choice and statistic as a forward pass left them.
//!
//! The forward derivative `J v`, the adjoint of the backward pass: `<u, J v> = <J' u, v>`. Knows operators, no backend.

use std::collections::HashMap;

use candle_core::Tensor;

use super::{Activations, Error, Network, NodeId, Result, operation::Evaluated};
use crate::control::Control;

/// What moves, and what is asked for; handed to a backend as one thing.
pub struct Motion<'a> {
    /// The tangents given, each at a value of its own (same shape as the value).
    pub tangents: &'a [(NodeId, Tensor)],
    /// Whose tangents are wanted.
    pub wanted: &'a [NodeId],
    /// The forward pass; it must hold every value between.
    pub activations: &'a Activations,
}

/// Computes a node's tangent in a way of the backend's own; `None` leaves it to the operator.
pub(crate) type Shortcut<'a> = dyn Fn(NodeId, &[Option<Tensor>]) -> Result<Option<Tensor>> + 'a;

/// Walks from what moves to what is wanted; `constant` knows the backend's constants.
pub(crate) fn run(
    network: &Network,
    motion: &Motion<'_>,
    constant: &dyn Fn(NodeId) -> Option<Tensor>,
    shortcut: &Shortcut<'_>,
    control: &Control,
) -> Result<HashMap<NodeId, Tensor>> {
    let failed = |id: NodeId| {
        let node = network.node(id);
        move |source| Error::Compute { layer: node.name.clone(), operator: node.operator.name(), source }
    };
    let needed = network.leads_to(motion.wanted);
    let mut tangents: HashMap<NodeId, Tensor> = HashMap::new();
    for (id, tangent) in motion.tangents {
        tangents.insert(*id, tangent.clone());
    }
    let value = |id: NodeId| constant(id).map_or_else(|| motion.activations.get(network, id), Ok);
    let mut found = HashMap::new();
    for id in network.ids().filter(|id| needed[id.index()]) {
        let node = network.node(id);
        let own: Vec<Option<Tensor>> = node.inputs.iter().map(|input| tangents.get(input).cloned()).collect();
        if let Some(operation) = node.operator.operation().filter(|_| own.iter().any(Option::is_some)) {
            control.check()?;
            let moved = match shortcut(id, &own)? {
                Some(moved) => moved,
                None => {
                    let inputs = node.inputs.iter().map(|&input| value(input)).collect::<Result<Vec<_>>>()?;
                    let at = Evaluated { inputs: &inputs, output: &value(id)? };
                    operation.tangent(&at, &own).map_err(failed(id))?
                }
            };
            // What is given at a value moves it beside what reaches it.
            let sum = match tangents.remove(&id) {
                Some(given) => (given + moved).map_err(failed(id))?,
                None => moved,
            };
            tangents.insert(id, sum);
        }
        if motion.wanted.contains(&id) {
            let moved = tangents.get(&id).cloned();
            found.insert(id, moved.map_or_else(|| Ok::<_, Error>(value(id)?.zeros_like()?), Ok)?);
        }
    }
    Ok(found)
}
