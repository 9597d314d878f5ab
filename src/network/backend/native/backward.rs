//! A backward pass: node by node from the seeds down to what is wanted, on blocked gradients.

use std::collections::{HashMap, hash_map::Entry};

use candle_core::{DType, Device, Tensor};

use crate::{
    control::Control,
    kernels::MapsMut,
    network::{
        Gradients, NodeId, Operator, Replacement, Result,
        backend::candle::compute_error,
        gradient::Differentiation,
        operation::Evaluated,
        rules::{Points, PointwiseRule, Sites, pointwise_gradient, rectified_gradient},
    },
};

use super::{
    kept::KeptValues,
    memory::Buffer,
    prepared::Prepared,
    shapes::has_derivative,
    value::{FeatureMaps, Value, blocked_len, whole},
};

/// The gradients that `question` asks for.
pub(super) fn run(prepared: &Prepared, question: &Differentiation<'_>, control: &Control) -> Result<Gradients> {
    let network = &prepared.network;
    let mut readers = vec![0; network.nodes().len()];
    for input in network.nodes().iter().flat_map(|node| &node.inputs) {
        readers[input.index()] += 1;
    }
    let kept = question.activations.lazy.as_ref().and_then(|lazy| lazy.as_any().downcast_ref::<KeptValues>());
    let sites = Sites::new(network);
    let mut pass =
        Pass { prepared, question, kept, readers, gradients: HashMap::new(), folded: HashMap::new(), replaced: 0, sites: &sites };
    for (id, seed) in question.seeds {
        pass.add(*id, Value::Plain(seed.to_dtype(DType::F32)?.to_device(&Device::Cpu)?))?;
    }
    let mut result = Gradients::default();
    // Only nodes between a wanted value and a seed carry a gradient.
    let below = network.depends_on(question.wanted);
    for id in network.ids().rev().filter(|id| below[id.index()]) {
        let Some(gradient) = pass.gradients.remove(&id) else { continue };
        control.check()?;
        let node = network.node(id);
        if question.wanted.contains(&id) {
            result.values.insert(id, gradient.to_tensor().map_err(compute_error(node))?);
        }
        let wanted: Vec<bool> = node.inputs.iter().map(|input| below[input.index()]).collect();
        if node.operator.operation().is_some() && wanted.contains(&true) {
            pass.node(id, gradient, &wanted)?;
        }
    }
    result.replaced = pass.replaced;
    for &id in question.wanted {
        if let Entry::Vacant(entry) = result.values.entry(id) {
            entry.insert(question.activations.get(network, id)?.zeros_like()?);
        }
    }
    Ok(result)
}

/// A node's gradient at its inputs, given that at its output.
type Differentiate<'a> = dyn Fn(&Evaluated<'_>, &Tensor) -> candle_core::Result<Vec<Option<Tensor>>> + 'a;

/// A backward pass on its way.
pub(super) struct Pass<'a> {
    pub prepared: &'a Prepared,
    pub question: &'a Differentiation<'a>,
    pub kept: Option<&'a KeptValues>,
    sites: &'a Sites<'a>,
    /// How often each value is read.
    readers: Vec<usize>,
    /// The sums so far.
    pub gradients: HashMap<NodeId, Value>,
    /// Convolutions whose gradient is to pass through this batch normalisation too.
    pub folded: HashMap<NodeId, NodeId>,
    replaced: usize,
}

impl Pass<'_> {
    /// Adds what a node's gradient contributes to those of its inputs.
    fn node(&mut self, id: NodeId, gradient: Value, wanted: &[bool]) -> Result<()> {
        let operator = &self.prepared.network.node(id).operator;
        let rule = match self.question.rule.replacement(&self.sites.at(id)) {
            Replacement::Plain => None,
            Replacement::Rectify(rule) => {
                self.replaced += 1;
                Some(rule)
            }
            Replacement::Pass => {
                self.replaced += 1;
                return if wanted[0] { self.add(self.prepared.network.node(id).inputs[0], gradient) } else { Ok(()) };
            }
            Replacement::Pointwise(rule) => {
                self.replaced += 1;
                return self.pointwise(id, gradient, wanted, rule);
            }
            Replacement::Custom(rule) => {
                self.replaced += 1;
                let sites = self.sites;
                let differentiate = |at: &Evaluated<'_>, gradient: &Tensor| rule.gradient(&sites.at(id), at, gradient, wanted);
                return self.by_operator(id, &gradient, wanted, &differentiate);
            }
        };
        // A rule for rectifiers leaves other operators as they are.
        let rule = rule.filter(|_| operator.is_rectifier());
        match self.by_kernel(id, gradient, wanted, rule)? {
            None => Ok(()),
            Some(gradient) => self.by_operator(id, &gradient, wanted, &|at, gradient| match (rule, operator.operation()) {
                (Some(rule), _) => rectified_gradient(operator, rule, at, gradient, wanted),
                (None, Some(operation)) => operation.gradient(at, gradient, wanted),
                (None, None) => Ok(Vec::new()),
            }),
        }
    }

    /// What a rule for functions of one number lets pass: on blocked buffers where the derivative has a kernel.
    fn pointwise(&mut self, id: NodeId, gradient: Value, wanted: &[bool], rule: &dyn PointwiseRule) -> Result<()> {
        let (network, sites) = (&self.prepared.network, self.sites);
        let node = network.node(id);
        let activation = match &node.operator {
            Operator::Activation(activation) if node.shape.len() == 4 && has_derivative(activation) => activation,
            _ => {
                let by_tensors =
                    |at: &Evaluated<'_>, coming: &Tensor| pointwise_gradient(&sites.at(id), rule, at, coming, wanted);
                return self.by_operator(id, &gradient, wanted, &by_tensors);
            }
        };
        let (input, coming) = (node.inputs[0], gradient.into_maps(&self.prepared.pool).map_err(compute_error(node))?);
        let mut passing = coming.clone().into_buffer(&self.prepared.pool);
        self.activation(id, activation, input, &mut passing, None)?;
        let (read, made, dims) = (self.maps(input)?, self.maps(id)?, coming.dims());
        let points = Points {
            items: dims[0].max(1),
            input: &read.all(),
            output: &made.all(),
            coming: &coming.all(),
            passing: &mut passing[..blocked_len(dims)],
        };
        rule.narrow(&sites.at(id), points);
        self.add(input, Value::Maps(FeatureMaps::new(passing, dims)))
    }

    /// The operator's own gradient, on plain tensors.
    fn by_operator(&mut self, id: NodeId, gradient: &Value, wanted: &[bool], differentiate: &Differentiate<'_>) -> Result<()> {
        let network = &self.prepared.network;
        let node = network.node(id);
        let error = compute_error(node);
        let tensor = |id: &NodeId| match self.prepared.constant(*id) {
            Some(constant) => Ok(constant.clone()),
            None => self.question.activations.get(network, *id),
        };
        let inputs = node.inputs.iter().map(tensor).collect::<Result<Vec<_>>>()?;
        let at = Evaluated { inputs: &inputs, output: &tensor(&id)? };
        debug_assert_eq!(wanted.len(), inputs.len());
        let parts = gradient.to_tensor().and_then(|gradient| differentiate(&at, &gradient)).map_err(&error)?;
        for (input, part) in node.inputs.iter().zip(parts) {
            if let Some(part) = part {
                self.add(*input, Value::Plain(part))?;
            }
        }
        Ok(())
    }

    /// Adds a part to a value's gradient.
    pub fn add(&mut self, id: NodeId, part: Value) -> Result<()> {
        let error = compute_error(self.prepared.network.node(id));
        let sum = match (self.gradients.remove(&id), part) {
            (None, part) => part,
            (Some(Value::Plain(earlier)), Value::Plain(part)) => Value::Plain((earlier + part).map_err(error)?),
            (Some(earlier), part) => {
                let maps = |value: &Value| value.to_maps(&self.prepared.pool);
                let (earlier, part) = (maps(&earlier).map_err(&error)?, maps(&part).map_err(&error)?);
                if earlier.dims() != part.dims() {
                    return Err(error(candle_core::Error::msg("gradients differ in shape")));
                }
                let dims = earlier.dims();
                let mut buffer = earlier.into_buffer(&self.prepared.pool);
                self.prepared.combine(&mut buffer, &part, |sum, part| sum + part);
                Value::Maps(FeatureMaps::new(buffer, dims))
            }
        };
        self.gradients.insert(id, sum);
        Ok(())
    }

    /// The gradient at a value so far, as a buffer to add to; none if there is none yet.
    pub fn take(&mut self, id: NodeId, dims: [usize; 4]) -> Result<Option<Buffer>> {
        let Some(earlier) = self.gradients.remove(&id) else { return Ok(None) };
        let maps = match earlier {
            Value::Maps(maps) => maps,
            Value::Plain(tensor) => {
                let error = compute_error(self.prepared.network.node(id));
                FeatureMaps::from_tensor(&tensor, &self.prepared.pool).map_err(error)?
            }
        };
        debug_assert_eq!(maps.dims(), dims);
        Ok(Some(maps.into_buffer(&self.prepared.pool)))
    }

    /// Lets a kernel that adds to what is there add to a value's gradient.
    pub fn accumulate(&mut self, id: NodeId, dims: [usize; 4], kernel: impl FnOnce(MapsMut<'_>)) -> Result<()> {
        let earlier = self.take(id, dims)?;
        let mut buffer = earlier.unwrap_or_else(|| self.prepared.pool.zeros(blocked_len(dims)));
        kernel(whole(&mut buffer, dims[1]));
        self.gradients.insert(id, Value::Maps(FeatureMaps::new(buffer, dims)));
        Ok(())
    }

    /// A value of the forward pass.
    pub fn value(&self, id: NodeId) -> Result<Value> {
        if let Some(constant) = self.prepared.constant(id) {
            return Ok(Value::Plain(constant.clone()));
        }
        match self.kept {
            Some(kept) if !self.question.activations.values.contains_key(&id) => kept.value(id),
            _ => Ok(Value::Plain(self.question.activations.get(&self.prepared.network, id)?)),
        }
    }

    /// A value of the forward pass as maps.
    pub fn maps(&self, id: NodeId) -> Result<FeatureMaps> {
        self.value(id)?.to_maps(&self.prepared.pool).map_err(compute_error(self.prepared.network.node(id)))
    }

    /// Whether nothing but one node reads the value, so that nobody misses its gradient.
    pub fn is_inner(&self, id: NodeId) -> bool {
        self.readers[id.index()] == 1
            && !self.question.wanted.contains(&id)
            && self.question.seeds.iter().all(|(seeded, _)| *seeded != id)
    }

    /// The dimensions of a value for a batch; none where the first axis is not the batch's.
    pub fn dims(&self, id: NodeId, batch: usize) -> Option<Vec<usize>> {
        let mut dims = self.prepared.network.node(id).shape.clone();
        let first = dims.first_mut().filter(|size| **size == 1)?;
        *first = batch;
        Some(dims)
    }

    /// What a node computes.
    pub fn operator(&self, id: NodeId) -> &Operator {
        &self.prepared.network.node(id).operator
    }
}
