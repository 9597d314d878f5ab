//! A layer with weights as relevance sees it: a convolution or a linear layer, with the batch normalisation behind it merged into
//! its weights, and the same layer with other weights in their place.

use std::sync::Arc;

use candle_core::{Error, Result};

use crate::{
    control::Control,
    network::{
        Activations, Engine, Network, NetworkBuilder, NodeId, Operator, Plain, Tensor, operation::Evaluated,
        ops::BatchNormalization,
    },
};

/// A layer with weights.
pub struct Weighted {
    operator: Operator,
    /// `O x ...`, the norm merged.
    pub weight: Tensor,
    /// `O`, the norm merged.
    pub bias: Option<Tensor>,
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
        return Ok(Some(Weighted { operator, weight: weight.clone(), bias, norm: None }));
    };
    let mut dims = vec![1; weight.rank()];
    dims[0] = scale.elem_count();
    let own = match &bias {
        Some(bias) => (bias * &scale)?.add(&shift)?,
        None => shift.clone(),
    };
    let weight = weight.broadcast_mul(&scale.reshape(dims)?)?;
    Ok(Some(Weighted { operator, weight, bias: Some(own), norm: Some([scale, shift]) }))
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
    pub fn sides(&self, engine: &Engine, x: &Tensor) -> Result<[Layer; 2]> {
        let more = self.with(engine, x, &self.weight.relu()?, None)?;
        Ok([more, self.with(engine, x, &self.weight.minimum(0.0)?, None)?])
    }

    /// The layer with these weights, for inputs like `x`.
    pub fn with(&self, engine: &Engine, x: &Tensor, weight: &Tensor, bias: Option<&Tensor>) -> Result<Layer> {
        let alike = |tensor: &Tensor| tensor.to_dtype(x.dtype())?.to_device(x.device());
        let (weight, bias) = (alike(weight)?, bias.map(alike).transpose()?);
        let engine = match &self.operator {
            Operator::Convolution(_) => {
                let mut builder = NetworkBuilder::new();
                let mut dims = x.dims().to_vec();
                dims[0] = 1;
                let input = builder.input("x", &dims);
                let mut inputs = vec![input, builder.constant("weight", weight.clone())];
                inputs.extend(bias.as_ref().map(|bias| builder.constant("bias", bias.clone())));
                let layer = builder.node("layer", self.operator.clone(), &inputs).map_err(Error::wrap)?;
                let network = builder.finish(input, &[layer]).map_err(Error::wrap)?;
                Some(engine.like(Arc::new(network), true).map_err(Error::wrap)?)
            }
            _ => None,
        };
        Ok(Layer { engine, operator: self.operator.clone(), weight, bias })
    }
}

/// A layer with weights of its own, on the backend of the network that it comes from.
pub struct Layer {
    /// Convolutions run on a backend's kernels.
    engine: Option<Engine>,
    operator: Operator,
    weight: Tensor,
    bias: Option<Tensor>,
}

impl Layer {
    /// What the layer computes.
    pub fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let Some(engine) = &self.engine else {
            let inputs: Vec<Tensor> = [x.clone(), self.weight.clone()].into_iter().chain(self.bias.clone()).collect();
            let Some(operation) = self.operator.operation() else { return Ok(x.clone()) };
            return operation.forward(&inputs);
        };
        let (network, mut known) = (engine.network(), Activations::default());
        known.insert(network.input(), x.clone());
        // Everything is kept: sums are as careful as where it is differentiated.
        let kept = engine.forward_from(known, &crate::network::Keep::All, &Control::default()).map_err(Error::wrap)?;
        kept.get(network, network.outputs()[0]).map_err(Error::wrap)
    }

    /// What comes back to inputs like `x`, of which only the shape counts.
    pub fn back(&self, x: &Tensor, coming: &Tensor) -> Result<Tensor> {
        let Some(engine) = &self.engine else {
            let inputs = [x.clone(), self.weight.clone()];
            let Some(operation) = self.operator.operation() else { return Ok(coming.clone()) };
            let at = Evaluated { inputs: &inputs, output: coming };
            let parts = operation.gradient(&at, coming, &[true, false])?;
            return parts.into_iter().next().flatten().map_or_else(|| x.zeros_like(), Ok);
        };
        let (network, mut known) = (engine.network(), Activations::default());
        let output = network.outputs()[0];
        known.insert(network.input(), x.clone());
        known.insert(output, coming.clone());
        let seeds = [(output, coming.clone())];
        let found = engine.pull_back(&known, &seeds, &[network.input()], &Plain, &Control::default()).map_err(Error::wrap)?;
        found.get(network, network.input()).cloned().map_err(Error::wrap)
    }
}
