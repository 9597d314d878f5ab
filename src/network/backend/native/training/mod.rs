//! Training on our own kernels: a pass forward with batch normalisation from the batch, and one back to every weight.
//!
//! * `plan`: which nodes run as one (normalisation, sum, ReLU), and which constants are learned.
//! * `forward`, `backward`, `transposed`: the two passes over blocked maps; an operator without a kernel runs by itself on plain
//!   tensors.
//!
//! Weights are packed anew in every step, since every step changes them. Must not know of losses, optimisers or data.

mod backward;
mod forward;
mod plan;
#[cfg(test)]
mod tests;
mod transposed;

use std::{collections::HashMap, sync::Arc};

use candle_core::{Device, Tensor};

use crate::{
    control::Control,
    kernels::{
        Level,
        batch_normalization::{Affine, BatchStatistics},
        parallel,
    },
    network::{
        Error, Network, NodeId, Operator, Result,
        training::{Loss, Parameter, ParameterKind},
    },
};

use super::{memory::Pool, value::Value};
use plan::Plan;

/// By how much a batch moves the running statistics, unless said otherwise (PyTorch's default).
const MOMENTUM: f32 = 0.1;

/// A network whose weights change.
pub struct TrainingEngine {
    /// All learned and measured arrays, in the network's order.
    pub parameters: Vec<Parameter>,
    /// By how much a batch moves the running statistics, 0 to 1.
    pub momentum: f32,
    network: Network,
    plan: Plan,
    pool: Arc<Pool>,
    level: Level,
    /// The last step's values and gradients, where they are kept.
    values: HashMap<NodeId, Value>,
    gradients: HashMap<NodeId, Value>,
    /// What normalisations have measured in this step.
    measured: HashMap<NodeId, Measured>,
    /// Layers whose gradients the next steps keep.
    watched: Vec<NodeId>,
}

/// A normalisation's batch statistics and what became of them.
struct Measured {
    statistics: BatchStatistics,
    /// `1 / sqrt(variance + epsilon)`.
    precision: Vec<f64>,
    affine: Affine,
    learned: Vec<f32>,
}

impl TrainingEngine {
    /// Takes a network's weights to train them.
    ///
    /// # Errors
    /// Where a weight is not a number in memory.
    pub fn new(network: &Network) -> Result<Self> {
        let plan = Plan::new(network);
        let parameters = plan.parameters(network)?;
        Ok(Self {
            parameters,
            momentum: MOMENTUM,
            network: network.clone(),
            plan,
            pool: Arc::new(Pool::holding(MOST_IDLE)),
            level: Level::best(),
            values: HashMap::new(),
            gradients: HashMap::new(),
            measured: HashMap::new(),
            watched: Vec::new(),
        })
    }

    /// One pass forward, with batch normalisation from the batch, and one back: [`Parameter::gradient`] holds the result.
    ///
    /// `input` holds `count` pictures, `N x C x H x W`. `loss` is given the network's answer (class scores, `N x classes`;
    /// whatever it computes, item by item) and writes its gradient there in the same order. Running statistics move; weights do
    /// not.
    ///
    /// # Errors
    /// If the input has another size than the network's, a layer cannot be differentiated, the loss refuses, or the work is
    /// cancelled; then running statistics have not moved.
    pub fn step(&mut self, input: &[f32], count: usize, loss: &mut Loss<'_>, control: &Control) -> Result<()> {
        let shape = &self.network.node(self.network.input()).shape;
        let mut dims = shape.clone();
        dims[0] = count;
        if count == 0 || input.len() != dims.iter().product::<usize>() {
            let found = vec![count, input.len() / count.max(1)];
            return Err(Error::Input { expected: shape.clone(), found });
        }
        let input = Tensor::from_slice(input, dims, &Device::Cpu)?;
        parallel::pass(|| {
            self.values.clear();
            self.gradients.clear();
            self.measured.clear();
            self.forward(input, control)?;
            let id = self.network.scores();
            let scores = self.tensor(id)?.flatten_from(1)?;
            let numbers: Vec<f32> = scores.flatten_all()?.to_vec1()?;
            let mut gradient = vec![0.0; numbers.len()];
            loss(&numbers, &mut gradient)?;
            let shape = self.tensor(id)?.dims().to_vec();
            self.backward(Tensor::from_vec(gradient, shape, &Device::Cpu)?, control)?;
            self.move_statistics(count);
            Ok(())
        })
    }

    /// The network with its present weights and running statistics, to evaluate, look at and save.
    ///
    /// # Errors
    /// If there is no memory for its weights.
    pub fn network(&self) -> Result<Network> {
        self.network_with(&self.parameters.iter().map(|parameter| parameter.values.as_slice()).collect::<Vec<_>>())
    }

    /// The network with other values for all of [`Self::parameters`], in their order (their moving average, for example).
    ///
    /// # Errors
    /// If a slice does not have as many numbers as its parameter.
    pub fn network_with(&self, values: &[&[f32]]) -> Result<Network> {
        let mut constants = HashMap::new();
        for (index, (parameter, values)) in self.parameters.iter().zip(values).enumerate() {
            let tensor = Tensor::from_slice(values, parameter.shape.as_slice(), &Device::Cpu)?;
            constants.insert(self.plan.constant(index), tensor);
        }
        Ok(self.network.with_constants(&constants))
    }

    /// The graph that is trained; its weights are those it began with.
    pub fn graph(&self) -> &Network {
        &self.network
    }

    /// Keeps the gradients of these layers from the next step on, for [`Self::gradient`].
    pub fn watch(&mut self, layers: &[NodeId]) {
        self.watched = layers.to_vec();
    }

    /// A layer's values in the last step, `N x ...`; none before a step, or for what runs as one with the layers behind it.
    pub fn value(&self, id: NodeId) -> Option<Tensor> {
        self.values.get(&id)?.to_tensor().ok()
    }

    /// The loss's gradient at a watched layer's values in the last step.
    pub fn gradient(&self, id: NodeId) -> Option<Tensor> {
        self.gradients.get(&id)?.to_tensor().ok()
    }

    /// The numbers of a constant now.
    fn numbers(&self, id: NodeId) -> Option<&[f32]> {
        Some(&self.parameters[self.plan.parameter(id)?].values)
    }

    /// A value as a tensor, whether computed, learned or fixed.
    fn tensor(&self, id: NodeId) -> Result<Tensor> {
        if let Some(index) = self.plan.parameter(id) {
            let parameter = &self.parameters[index];
            return Ok(Tensor::from_slice(&parameter.values, parameter.shape.as_slice(), &Device::Cpu)?);
        }
        let node = self.network.node(id);
        match (&node.operator, self.values.get(&id)) {
            (Operator::Constant(tensor), _) => Ok(tensor.clone()),
            (_, Some(value)) => Ok(value.to_tensor()?),
            (_, None) => Err(Error::NotKept { layer: node.name.clone() }),
        }
    }

    /// Moves the running means and variances towards the batch's; the variance counts one less, as an estimate for other
    /// pictures.
    fn move_statistics(&mut self, count: usize) {
        for (norm, measured) in &self.measured {
            let node = self.network.node(*norm);
            let pixels: usize = node.shape.iter().skip(2).product();
            let seen = (count * pixels) as f64;
            let unbiased = seen / (seen - 1.0).max(1.0);
            for (input, batch, factor) in [(3, &measured.statistics.mean, 1.0), (4, &measured.statistics.variance, unbiased)] {
                let Some(index) = node.inputs.get(input).and_then(|id| self.plan.parameter(*id)) else { continue };
                for (value, batch) in self.parameters[index].values.iter_mut().zip(batch) {
                    *value += self.momentum * ((batch * factor) as f32 - *value);
                }
            }
        }
    }

    /// The dimensions of a node's value for a batch.
    fn dims(&self, id: NodeId, batch: usize) -> Vec<usize> {
        let mut dims = self.network.node(id).shape.clone();
        if let Some(first) = dims.first_mut() {
            *first = batch;
        }
        dims
    }
}

/// Values that may lie idle between steps (4 GiB): as many as large batches need.
const MOST_IDLE: usize = 1 << 30;

impl std::fmt::Debug for TrainingEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TrainingEngine").field("parameters", &self.parameters.len()).finish_non_exhaustive()
    }
}

/// What a constant input of an operator is for; none for what is no parameter.
fn kind(operator: &Operator, input: usize) -> Option<ParameterKind> {
    match (operator, input) {
        (Operator::Convolution(_) | Operator::TransposedConvolution(_) | Operator::Linear(_), 1) => Some(ParameterKind::Weight),
        (Operator::Convolution(_) | Operator::TransposedConvolution(_) | Operator::Linear(_), 2)
        | (Operator::ParametricRelu(_), 1) => Some(ParameterKind::Bias),
        (Operator::BatchNormalization(_) | Operator::LayerNormalization(_) | Operator::GroupNormalization(_), 1) => {
            Some(ParameterKind::Scale)
        }
        (Operator::BatchNormalization(_) | Operator::LayerNormalization(_) | Operator::GroupNormalization(_), 2) => {
            Some(ParameterKind::Shift)
        }
        (Operator::BatchNormalization(_), 3) => Some(ParameterKind::RunningMean),
        (Operator::BatchNormalization(_), 4) => Some(ParameterKind::RunningVariance),
        _ => None,
    }
}
