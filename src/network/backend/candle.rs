//! The reference backend: each node by candle's forward primitives, on CPU, CUDA or Metal, node by node.
//!
//! Gradients are the operators' own vector-Jacobian products; candle's autograd is never used: it is wrong or missing for some.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use candle_core::{DType, Device, Tensor};

use crate::{
    control::Control,
    network::{
        Activations, Error, Gradients, Keep, Network, Node, NodeId, Replacement, Result,
        gradient::Differentiation,
        operation::Evaluated,
        rules::{Sites, passed, pointwise_gradient, rectified_gradient},
        tangent::{self, Motion},
    },
    words::{Phrase, frame},
};

use super::Backend;

/// Candle's primitives on one device, in one floating-point type.
pub struct CandleBackend {
    constants: HashMap<NodeId, Tensor>,
    device: Device,
    dtype: DType,
}

impl CandleBackend {
    /// Moves the network's constants to the device.
    pub fn new(network: &Network, device: &Device, dtype: DType) -> Result<Self> {
        let mut constants = HashMap::new();
        for id in network.ids() {
            if let Some(value) = network.constant(id) {
                let value = if value.dtype().is_float() { value.to_dtype(dtype)? } else { value.clone() };
                constants.insert(id, value.to_device(device)?);
            }
        }
        Ok(Self { constants, device: device.clone(), dtype })
    }

    /// Every value that is known or can be computed from what is known.
    fn computable(&self, network: &Network, known: &HashMap<NodeId, Tensor>) -> Vec<NodeId> {
        let mut at_hand = vec![false; network.nodes().len()];
        for id in network.ids() {
            let node = network.node(id);
            let computes = node.operator.operation().is_some() && node.inputs.iter().all(|input| at_hand[input.index()]);
            at_hand[id.index()] = computes || known.contains_key(&id) || self.constants.contains_key(&id);
        }
        network.ids().filter(|id| at_hand[id.index()] && !self.constants.contains_key(id)).collect()
    }

    /// The values that a node reads; those that are no constants come from `find`.
    fn inputs(&self, node: &Node, find: impl Fn(NodeId) -> Result<Tensor>) -> Result<Vec<Tensor>> {
        node.inputs.iter().map(|&id| self.constants.get(&id).map_or_else(|| find(id), |value| Ok(value.clone()))).collect()
    }
}

/// Names the node that the tensor library's error is about.
pub(super) fn compute_error(node: &Node) -> impl Fn(candle_core::Error) -> Error + '_ {
    |source| Error::Compute { layer: node.name.clone(), operator: node.operator.name(), source }
}

impl Backend for CandleBackend {
    fn describe(&self) -> Vec<Phrase> {
        match &self.device {
            Device::Cpu => vec![Phrase::verbatim("CPU"), frame::threads(rayon::current_num_threads())],
            Device::Cuda(_) => vec![Phrase::verbatim("CUDA")],
            Device::Metal(_) => vec![Phrase::verbatim("Metal")],
        }
    }

    fn like(&self, network: &Arc<Network>, _exact: bool) -> Result<Arc<dyn Backend>> {
        Ok(Arc::new(Self::new(network, &self.device, self.dtype)?))
    }

    fn prepare(&self, value: &Tensor) -> Result<Tensor> {
        Ok(value.to_dtype(self.dtype)?.to_device(&self.device)?)
    }

    fn forward(&self, network: &Network, known: Activations, keep: &Keep, control: &Control) -> Result<Activations> {
        let mut values = known.into_tensors(network)?;
        let goals = keep.goals(network).unwrap_or_else(|| self.computable(network, &values));
        let mut is_goal = vec![false; network.nodes().len()];
        for goal in &goals {
            is_goal[goal.index()] = true;
        }
        // Walk back from the goals and stop at what is known already: the rest need not run.
        let mut uses = vec![0usize; network.nodes().len()];
        let mut needed = vec![false; network.nodes().len()];
        for id in network.ids().rev() {
            if values.contains_key(&id) || self.constants.contains_key(&id) {
                continue;
            }
            if is_goal[id.index()] || uses[id.index()] > 0 {
                needed[id.index()] = true;
                for input in &network.node(id).inputs {
                    uses[input.index()] += 1;
                }
            }
        }
        for id in network.ids().filter(|id| needed[id.index()]) {
            control.check()?;
            let node = network.node(id);
            let not_kept = |id: NodeId| Error::NotKept { layer: network.node(id).name.clone() };
            let inputs = self.inputs(node, |id| values.get(&id).cloned().ok_or_else(|| not_kept(id)))?;
            let Some(operation) = node.operator.operation() else {
                return Err(Error::NotKept { layer: node.name.clone() });
            };
            let output = operation.forward(&inputs).map_err(compute_error(node))?;
            values.insert(id, output);
            for input in &node.inputs {
                uses[input.index()] -= 1;
                if uses[input.index()] == 0 && !is_goal[input.index()] {
                    values.remove(input);
                }
            }
        }
        values.retain(|id, _| is_goal[id.index()]);
        Ok(Activations { values, lazy: None })
    }

    fn push_forward(&self, network: &Network, motion: &Motion<'_>, control: &Control) -> Result<HashMap<NodeId, Tensor>> {
        let prepare = |(id, tangent): &(NodeId, Tensor)| Ok((*id, self.prepare(tangent)?));
        let tangents = motion.tangents.iter().map(prepare).collect::<Result<Vec<_>>>()?;
        let motion = Motion { tangents: &tangents, ..*motion };
        tangent::run(network, &motion, &|id| self.constants.get(&id).cloned(), &|_, _| Ok(None), control)
    }

    fn backward(&self, network: &Network, question: &Differentiation<'_>, control: &Control) -> Result<Gradients> {
        let mut gradients: HashMap<NodeId, Tensor> = HashMap::new();
        for (id, seed) in question.seeds {
            let seed = self.prepare(seed)?;
            let sum = match gradients.remove(id) {
                Some(earlier) => (earlier + seed)?,
                None => seed,
            };
            gradients.insert(*id, sum);
        }
        let mut result = Gradients::default();
        // Only nodes between a wanted value and a seed carry a gradient.
        let below = network.depends_on(question.wanted);
        let sites = Sites::new(network);
        for id in network.ids().rev() {
            if !below[id.index()] {
                continue;
            }
            let Some(gradient) = gradients.remove(&id) else { continue };
            control.check()?;
            let node = network.node(id);
            if question.wanted.contains(&id) {
                result.values.insert(id, gradient.clone());
            }
            let wanted: Vec<bool> = node.inputs.iter().map(|input| below[input.index()]).collect();
            let Some(operation) = node.operator.operation() else { continue };
            if !wanted.contains(&true) {
                continue;
            }
            let inputs = self.inputs(node, |id| question.activations.get(network, id))?;
            let at = Evaluated { inputs: &inputs, output: &question.activations.get(network, id)? };
            let to_inputs = match question.rule.replacement(&sites.at(id)) {
                Replacement::Plain => operation.gradient(&at, &gradient, &wanted),
                Replacement::Rectify(rule) => {
                    result.replaced += 1;
                    rectified_gradient(&node.operator, rule, &at, &gradient, &wanted)
                }
                Replacement::Pass => {
                    result.replaced += 1;
                    Ok(passed(&gradient, &wanted))
                }
                Replacement::Pointwise(rule) => {
                    result.replaced += 1;
                    pointwise_gradient(&sites.at(id), rule, &at, &gradient, &wanted)
                }
                Replacement::Custom(rule) => {
                    result.replaced += 1;
                    rule.gradient(&sites.at(id), &at, &gradient, &wanted)
                }
            }
            .map_err(compute_error(node))?;
            for (input, part) in node.inputs.iter().zip(to_inputs) {
                if let Some(part) = part {
                    let sum = match gradients.remove(input) {
                        Some(earlier) => (earlier + part).map_err(compute_error(node))?,
                        None => part,
                    };
                    gradients.insert(*input, sum);
                }
            }
        }
        for &id in question.wanted {
            if let Entry::Vacant(missing) = result.values.entry(id) {
                missing.insert(question.activations.get(network, id)?.zeros_like()?);
            }
        }
        Ok(result)
    }
}
