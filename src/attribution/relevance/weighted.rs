//! A layer with weights as relevance sees it: a convolution or a linear layer, with the batch normalisation behind it merged into
//! its weights, and the same layer with other weights in their place.

use std::sync::Arc;

use candle_core::{Error, Result};

use super::walk;
use crate::{
    control::Control,
    network::{Activations, Engine, Keep, Network, NetworkBuilder, NodeId, Operator, Plain, Tensor, ops::BatchNormalization},
};

/// A layer with weights.
pub struct Weighted {
    node: NodeId,
    operator: Operator,
    /// `O x ...`, without the norm.
    weight: Tensor,
    /// `O`, the norm merged.
    bias: Option<Tensor>,
    /// By what the norm multiplies each output, and what it adds.
    norm: Option<[Tensor; 2]>,
}

/// The convolution or linear layer at a node, if its weights are constant; with the norm behind it, if that is meant too.
pub fn weighted(network: &Network, id: NodeId, with_norm: bool) -> Result<Option<Weighted>> {
    let node = network.node(id);
    if !node.operator.is_weighted_sum() {
        return Ok(None);
    }
    let constant = |index: usize| node.inputs.get(index).and_then(|&input| network.constant(input));
    let Some(weight) = constant(1) else { return Ok(None) };
    let (operator, bias) = (node.operator.clone(), constant(2).cloned());
    let Some((scale, shift)) =
        merged_norm(network, id).filter(|_| with_norm).map(|norm| factors(network, norm)).transpose()?.flatten()
    else {
        return Ok(Some(Weighted { node: id, operator, weight: weight.clone(), bias, norm: None }));
    };
    let own = match &bias {
        Some(bias) => (bias * &scale)?.add(&shift)?,
        None => shift.clone(),
    };
    Ok(Some(Weighted { node: id, operator, weight: weight.clone(), bias: Some(own), norm: Some([scale, shift]) }))
}

/// The batch normalisation that alone reads a convolution or linear layer.
fn merged_norm(network: &Network, id: NodeId) -> Option<NodeId> {
    let [only] = network.consumers(id)[..] else { return None };
    let node = network.node(only);
    (matches!(node.operator, Operator::BatchNormalization(_)) && node.inputs.first() == Some(&id)).then_some(only)
}

/// Whether a batch normalisation is merged into the layer before it.
pub fn is_merged(network: &Network, norm: NodeId) -> bool {
    network
        .node(norm)
        .inputs
        .first()
        .is_some_and(|&before| network.node(before).operator.is_weighted_sum() && merged_norm(network, before) == Some(norm))
}

/// A batch normalisation as factor and offset per channel.
fn factors(network: &Network, norm: NodeId) -> Result<Option<(Tensor, Tensor)>> {
    let node = network.node(norm);
    let Operator::BatchNormalization(BatchNormalization { epsilon }) = node.operator else { return Ok(None) };
    let constant = |index: usize| node.inputs.get(index).and_then(|&input| network.constant(input));
    let (Some(scale), Some(shift), Some(mean), Some(variance)) = (constant(1), constant(2), constant(3), constant(4)) else {
        return Ok(None);
    };
    let factor = (scale / (variance + epsilon)?.sqrt()?)?;
    Ok(Some((factor.clone(), (shift - (mean * factor)?)?)))
}

impl Weighted {
    /// What the layer and its norm compute, given what the layer alone has.
    pub fn normed(&self, output: &Tensor) -> Result<Tensor> {
        let Some([scale, shift]) = &self.norm else { return Ok(output.clone()) };
        let mut dims = vec![1; output.rank()];
        dims[1] = scale.elem_count();
        let alike = |vector: &Tensor| vector.reshape(dims.as_slice())?.to_dtype(output.dtype())?.to_device(output.device());
        output.broadcast_mul(&alike(scale)?)?.broadcast_add(&alike(shift)?)
    }

    /// The bias as a value that broadcasts to the layer's output.
    pub fn bias_like(&self, output: &Tensor) -> Result<Option<Tensor>> {
        let Some(bias) = &self.bias else { return Ok(None) };
        let mut dims = vec![1; output.rank()];
        let axis = if matches!(self.operator, Operator::Linear(_)) { output.rank() - 1 } else { 1 };
        dims[axis] = bias.elem_count();
        Ok(Some(bias.reshape(dims)?.to_dtype(output.dtype())?.to_device(output.device())?))
    }

    /// The layer without its bias, with its positive weights alone and with its negative ones.
    pub fn sides(&self, from: &Source<'_>, x: &Tensor) -> Result<[Arc<Layer>; 2]> {
        Ok([self.with(from, x, Change::Above, false)?, self.with(from, x, Change::Below, false)?])
    }

    /// The layer with changed weights, and bias if that is meant, for inputs like `x`; found again where there is room for it.
    pub fn with(&self, from: &Source<'_>, x: &Tensor, change: Change, with_bias: bool) -> Result<Arc<Layer>> {
        let name = format!("{} {change:?} {with_bias} {}", self.node.index(), self.norm.is_some());
        // What nothing changes lies in memory already, unless it is converted or a kernel packs it.
        let is_as_it_is = self.weight.dtype() == x.dtype() && x.device().is_cpu() && self.weight.is_contiguous();
        let is_own = change == Change::None && self.norm.is_none() && matches!(self.operator, Operator::Linear(_)) && is_as_it_is;
        let numbers = if is_own { 0 } else { self.weight.elem_count() };
        from.engine.derived().find(from.group, &name, numbers, || self.changed(from.engine, x, change, with_bias))
    }

    fn changed(&self, engine: &Engine, x: &Tensor, change: Change, with_bias: bool) -> Result<Layer> {
        let alike = |tensor: &Tensor| {
            let tensor = tensor.to_dtype(x.dtype())?;
            let tensor = if change == Change::None { tensor } else { walk::each([&tensor], |[weight]| change.of(weight))? };
            tensor.to_device(x.device())
        };
        let mut weight = self.weight.clone();
        if let Some([scale, _]) = &self.norm {
            let mut dims = vec![1; weight.rank()];
            dims[0] = scale.elem_count();
            weight = weight.broadcast_mul(&scale.reshape(dims)?)?;
        }
        let mut builder = NetworkBuilder::new();
        let mut dims = x.dims().to_vec();
        dims[0] = 1;
        let input = builder.input("x", &dims);
        let mut inputs = vec![input, builder.constant("weight", alike(&weight)?)];
        if let Some(bias) = self.bias.as_ref().filter(|_| with_bias) {
            inputs.push(builder.constant("bias", alike(bias)?));
        }
        let layer = builder.node("layer", self.operator.clone(), &inputs).map_err(Error::wrap)?;
        let network = builder.finish(input, &[layer]).map_err(Error::wrap)?;
        Ok(Layer(engine.like(Arc::new(network), true).map_err(Error::wrap)?))
    }
}

/// What layers with changed weights serve, besides composites by their names.
pub const EXCITATION: &str = "excitation";
pub const REVEAL_CANCEL: &str = "reveal-cancel";

/// Where layers with changed weights run, and which they are found again with.
pub struct Source<'a> {
    /// On whose backend they run; it keeps them.
    pub engine: &'a Engine,
    /// What they serve.
    pub group: &'a str,
}

/// What takes the place of a layer's weights, and of its bias.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// They themselves.
    None,
    /// Those above zero.
    Above,
    /// Those below zero.
    Below,
    /// Those above zero, turned round.
    AboveTurned,
    /// Those below zero, turned round.
    BelowTurned,
    /// They themselves, those above zero so much more again.
    Raised(f64),
    /// They themselves, those below zero so much more again.
    Lowered(f64),
    /// Their squares.
    Squared,
    /// Ones.
    Ones,
}

impl Change {
    fn of(self, weight: f64) -> f64 {
        match self {
            Self::None => weight,
            Self::Above => weight.max(0.0),
            Self::Below => weight.min(0.0),
            Self::AboveTurned => -weight.max(0.0),
            Self::BelowTurned => -weight.min(0.0),
            Self::Raised(by) => weight + by * weight.max(0.0),
            Self::Lowered(by) => weight + by * weight.min(0.0),
            Self::Squared => weight * weight,
            Self::Ones => 1.0,
        }
    }
}

/// A layer with weights of its own, on the backend of the network that it comes from.
pub struct Layer(Engine);

impl Layer {
    /// What the layer computes.
    pub fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let Self(engine) = self;
        let (network, mut known) = (engine.network(), Activations::default());
        known.insert(network.input(), x.clone());
        // Everything is kept: sums are as careful as where it is differentiated.
        let kept = engine.forward_from(known, &Keep::All, &Control::default()).map_err(Error::wrap)?;
        kept.get(network, network.outputs()[0]).map_err(Error::wrap)
    }

    /// What comes back to inputs like `x`, of which only the shape counts.
    pub fn back(&self, x: &Tensor, coming: &Tensor) -> Result<Tensor> {
        let Self(engine) = self;
        let (network, mut known) = (engine.network(), Activations::default());
        let output = network.outputs()[0];
        known.insert(network.input(), x.clone());
        known.insert(output, coming.clone());
        let seeds = [(output, coming.clone())];
        let found = engine.pull_back(&known, &seeds, &[network.input()], &Plain, &Control::default()).map_err(Error::wrap)?;
        found.get(network, network.input()).cloned().map_err(Error::wrap)
    }
}
