//! The prepared copy of a network: constants evaluated, batch normalisation folded into weights, weights packed.
//!
//! The network that people see stays as it is. Packing happens when a weight is first used, once per algorithm and direction.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use candle_core::{DType, Tensor};

use crate::{
    kernels::{Algorithm, AlignedVec, ConvolutionShape, Direction, LANES, Level, PackedWeights, Rounding, block_count},
    network::{Network, Node, NodeId, Operator, Result, backend::candle::compute_error, ops::BatchNormalization},
};

use super::{memory::Pool, value::with_slice};

/// What a forward and a backward pass share.
pub(super) struct Prepared {
    pub network: Arc<Network>,
    pub pool: Arc<Pool>,
    pub level: Level,
    /// How convolutions may round.
    pub rounding: Rounding,
    /// Constants, and what is computed from constants alone.
    constants: HashMap<NodeId, Tensor>,
    packed: Mutex<HashMap<Packing, Arc<PackedWeights>>>,
}

/// For what weights are packed.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Packing {
    node: NodeId,
    /// The batch normalisation folded into them.
    norm: Option<NodeId>,
    direction: Direction,
    algorithm: Algorithm,
    /// Whether the bias is left out.
    linear: bool,
}

/// A factor and an offset for each channel, with room for whole blocks of channels.
pub(super) struct PerChannel {
    pub scale: AlignedVec,
    pub shift: AlignedVec,
}

impl Prepared {
    pub fn new(network: Arc<Network>, exact: bool, pool: Arc<Pool>) -> Result<Self> {
        let mut constants = HashMap::new();
        for id in network.ids() {
            let node = network.node(id);
            let value = match (&node.operator, node.operator.operation()) {
                (Operator::Constant(value), _) if value.dtype().is_float() => value.to_dtype(DType::F32)?.contiguous()?,
                (Operator::Constant(value), _) => value.clone(),
                (_, Some(operation)) if node.inputs.iter().all(|input| constants.contains_key(input)) => {
                    let inputs: Vec<Tensor> = node.inputs.iter().filter_map(|input| constants.get(input).cloned()).collect();
                    operation.forward(&inputs).map_err(compute_error(node))?
                }
                _ => continue,
            };
            constants.insert(id, value);
        }
        let rounding = if exact { Rounding::Exact } else { Rounding::Fast };
        Ok(Self { network, pool, level: Level::best(), rounding, constants, packed: Mutex::default() })
    }

    /// How convolutions may round where it is differentiated.
    pub fn careful(&self) -> Rounding {
        self.rounding.max(Rounding::Careful)
    }

    /// The value of a constant, or of a node that is computed from constants alone.
    pub fn constant(&self, id: NodeId) -> Option<&Tensor> {
        self.constants.get(&id)
    }

    /// Whether every input of the node but the first is constant.
    pub fn has_constant_parameters(&self, node: &Node) -> bool {
        let constant = |id: &NodeId| self.constants.contains_key(id);
        node.inputs.first().is_some_and(|id| !constant(id)) && node.inputs.iter().skip(1).all(constant)
    }

    /// The numbers of one of the node's constant inputs.
    fn numbers(&self, node: &Node, index: usize) -> Result<Vec<f32>> {
        let Some(tensor) = node.inputs.get(index).and_then(|id| self.constants.get(id)) else { return Ok(Vec::new()) };
        Ok(with_slice(tensor, <[f32]>::to_vec)?)
    }

    /// A batch normalisation as factor and offset per channel; none if its parameters are computed.
    pub fn per_channel(&self, norm: NodeId) -> Result<Option<PerChannel>> {
        let node = self.network.node(norm);
        let Operator::BatchNormalization(BatchNormalization { epsilon }) = node.operator else { return Ok(None) };
        if !self.has_constant_parameters(node) {
            return Ok(None);
        }
        let (scale, shift) = (self.numbers(node, 1)?, self.numbers(node, 2)?);
        let (mean, variance) = (self.numbers(node, 3)?, self.numbers(node, 4)?);
        let length = block_count(scale.len()) * LANES;
        let mut result = PerChannel { scale: AlignedVec::zeros(length), shift: AlignedVec::zeros(length) };
        for channel in 0..scale.len() {
            let factor = f64::from(scale[channel]) / (f64::from(variance[channel]) + epsilon).sqrt();
            result.scale[channel] = factor as f32;
            result.shift[channel] = (f64::from(shift[channel]) - f64::from(mean[channel]) * factor) as f32;
        }
        Ok(Some(result))
    }

    /// The weights of a convolution, with `norm` folded in, packed.
    pub fn packed(
        &self,
        node: NodeId,
        norm: Option<NodeId>,
        shape: &ConvolutionShape,
        direction: Direction,
        algorithm: Algorithm,
    ) -> Result<Arc<PackedWeights>> {
        let packing = Packing { node, norm, direction, algorithm, linear: false };
        if let Some(packed) = self.earlier(&packing) {
            return Ok(packed);
        }
        let pack = |weights: &[f32], bias: &[f32]| PackedWeights::pack(shape, direction, algorithm, weights, bias, self.level);
        let parameters = self.network.node(node);
        let mut bias = self.numbers(parameters, 2)?;
        let packed = match norm.map(|norm| self.per_channel(norm)).transpose()?.flatten() {
            Some(PerChannel { scale, shift }) => {
                let mut weights = self.numbers(parameters, 1)?;
                bias.resize(shape.output_channels, 0.0);
                for (output, weights) in weights.chunks_mut(shape.weights_per_output().max(1)).enumerate() {
                    weights.iter_mut().for_each(|weight| *weight *= scale[output]);
                    bias[output] = bias[output] * scale[output] + shift[output];
                }
                pack(&weights, &bias)
            }
            None => with_slice(&self.constants[&parameters.inputs[1]], |weights| pack(weights, &bias))?,
        };
        Ok(self.keep(packing, packed))
    }

    /// The weights of a convolution alone, packed to run forward.
    pub fn packed_without_bias(
        &self,
        node: NodeId,
        shape: &ConvolutionShape,
        algorithm: Algorithm,
    ) -> Result<Arc<PackedWeights>> {
        let direction = Direction::Forward;
        let packing = Packing { node, norm: None, direction, algorithm, linear: true };
        if let Some(packed) = self.earlier(&packing) {
            return Ok(packed);
        }
        let pack = |weights: &[f32]| PackedWeights::pack(shape, direction, algorithm, weights, &[], self.level);
        let packed = with_slice(&self.constants[&self.network.node(node).inputs[1]], pack)?;
        Ok(self.keep(packing, packed))
    }

    fn earlier(&self, packing: &Packing) -> Option<Arc<PackedWeights>> {
        self.packed.lock().unwrap_or_else(PoisonError::into_inner).get(packing).cloned()
    }

    fn keep(&self, packing: Packing, packed: PackedWeights) -> Arc<PackedWeights> {
        let packed = Arc::new(packed);
        self.packed.lock().unwrap_or_else(PoisonError::into_inner).insert(packing, Arc::clone(&packed));
        packed
    }
}
