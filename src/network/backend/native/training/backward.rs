//! The backward pass of a training step: from the scores' gradient to every parameter's.

use std::collections::HashMap;

use candle_core::Tensor;

use crate::{
    control::Control,
    kernels::{
        Algorithm, ConvolutionShape, Direction, Epilogue, LANES, MapsMut, PackedWeights, Rounding, WindowShape,
        average_pool::{Divisor, average_pool_gradient},
        batch_normalization::{Normalized, batch_statistics, normalization_gradient, slopes},
        block_count, convolution,
        elementwise::combine,
        max_pool::{Pooled, max_pool_gradient},
        resize::resize_gradient,
        weight_gradient::{self, weight_gradient},
    },
    network::{
        NodeId, Operator, Result,
        backend::{
            candle::compute_error,
            native::{
                memory::Buffer,
                shapes,
                steps::samples,
                value::{FeatureMaps, Value, blocked_len, whole},
            },
        },
        operation::Evaluated,
        ops::{Activation, Arithmetic, Convolution},
    },
};

use super::{TrainingEngine, plan::Group};

/// The sums of gradients so far.
pub(super) type Sums = HashMap<NodeId, Value>;

impl TrainingEngine {
    /// Fills every parameter's gradient, given that at the scores.
    pub(super) fn backward(&mut self, scores: Tensor, control: &Control) -> Result<()> {
        for parameter in &mut self.parameters {
            parameter.gradient.fill(0.0);
        }
        let mut sums = Sums::from([(self.network.scores(), Value::Plain(scores))]);
        for id in self.network.ids().rev() {
            control.check()?;
            if !self.plan.varies[id.index()] || self.plan.parameter(id).is_some() {
                continue;
            }
            let Some(gradient) = sums.remove(&id) else { continue };
            if self.watched.contains(&id) {
                // A copy: kernels change gradients in place.
                let plain = gradient.to_tensor().map_err(compute_error(self.network.node(id)))?;
                self.gradients.insert(id, Value::Plain(plain));
            }
            if id == self.network.input() {
                continue;
            }
            match self.plan.group(id) {
                Some(group) => self.normalization_back(id, group, gradient, &mut sums)?,
                None => {
                    if let Some(gradient) = self.back_by_kernel(id, gradient, &mut sums)? {
                        self.back_by_operator(id, &gradient, &mut sums)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether a gradient at this value is of use to anybody.
    pub(super) fn is_wanted(&self, id: NodeId) -> bool {
        self.plan.varies[id.index()] && (id != self.network.input() || self.watched.contains(&id))
    }

    /// Passes a node's gradient on; gives it back where there is no kernel.
    fn back_by_kernel(&mut self, id: NodeId, gradient: Value, sums: &mut Sums) -> Result<Option<Value>> {
        let node = self.network.node(id).clone();
        let Some(&input) = node.inputs.first() else { return Ok(Some(gradient)) };
        let batch = gradient.dims().first().copied().unwrap_or(1);
        let input_dims = self.dims(input, batch);
        if let Operator::Reshape(_) = node.operator {
            let plain = gradient.to_tensor().and_then(|plain| plain.contiguous()?.reshape(input_dims));
            self.add(sums, input, Value::Plain(plain.map_err(compute_error(&node))?))?;
            return Ok(None);
        }
        let (Ok(dims), 4) = (<[usize; 4]>::try_from(input_dims), node.shape.len()) else { return Ok(Some(gradient)) };
        let (level, blocks) = (self.level, block_count(dims[1]));
        let error = compute_error(&node);
        let to_maps = |gradient: Value, pool| gradient.into_maps(pool).map_err(&error);
        match &node.operator {
            Operator::Identity => self.add(sums, input, gradient)?,
            Operator::Convolution(operator) if self.is_trained(&node.inputs[1..]) => {
                let gradient = to_maps(gradient, &self.pool)?;
                return self.convolution_back(id, operator, &gradient, dims, sums);
            }
            Operator::TransposedConvolution(operator) if self.is_trained(&node.inputs[1..]) => {
                return self.transposed_back(id, operator, &to_maps(gradient, &self.pool)?, sums);
            }
            Operator::Resize(operator) => {
                let gradient = to_maps(gradient, &self.pool)?;
                let (samples, size) = (samples(operator, [dims[2], dims[3]], gradient.size()), [dims[2], dims[3]]);
                self.accumulate(sums, input, dims, |result| {
                    let samples = samples.each_ref().map(Vec::as_slice);
                    resize_gradient(samples, size, batch, blocks, gradient.view(), result, level);
                })?;
            }
            Operator::Activation(Activation::Relu) => {
                let y = self.maps(id)?;
                let mut buffer = to_maps(gradient, &self.pool)?.into_buffer(&self.pool);
                combine(&mut buffer, &y.all(), level, |g, y| if y > 0.0 { g } else { 0.0 });
                self.add(sums, input, Value::Maps(FeatureMaps::new(buffer, dims)))?;
            }
            Operator::Arithmetic(Arithmetic::Add)
                if node.inputs.iter().all(|input| self.network.node(*input).shape == node.shape) =>
            {
                self.add(sums, input, gradient.clone())?;
                self.add(sums, node.inputs[1], gradient)?;
            }
            Operator::MaxPool(operator) => {
                let gradient = to_maps(gradient, &self.pool)?;
                let windows = shapes::max_pool(operator, [dims[2], dims[3]], gradient.size());
                let (x, maxima) = (self.maps(input)?, self.maps(id)?);
                let pooled = Pooled { input: x.view(), maxima: maxima.view() };
                self.accumulate(sums, input, dims, |result| {
                    max_pool_gradient(&windows, batch, blocks, pooled, gradient.view(), result, level);
                })?;
            }
            Operator::AveragePool(operator) => {
                let gradient = to_maps(gradient, &self.pool)?;
                let (windows, divisor) = shapes::average_pool(operator, [dims[2], dims[3]], gradient.size());
                self.accumulate(sums, input, dims, |result| {
                    average_pool_gradient(&windows, divisor, batch, blocks, gradient.view(), result, level);
                })?;
            }
            Operator::Reduce(operator) if shapes::is_global_mean(operator, 4) && operator.keep => {
                let gradient = to_maps(gradient, &self.pool)?;
                let windows = WindowShape::global([dims[2], dims[3]]);
                self.accumulate(sums, input, dims, |result| {
                    average_pool_gradient(&windows, Divisor::Inside, batch, blocks, gradient.view(), result, level);
                })?;
            }
            Operator::Concatenate(operator) if operator.axis == 1 => {
                let channels: Vec<usize> = node.inputs.iter().map(|input| self.network.node(*input).shape[1]).collect();
                if !channels.iter().all(|channels| channels.is_multiple_of(LANES)) {
                    return Ok(Some(gradient));
                }
                let maps = to_maps(gradient, &self.pool)?;
                let mut first = 0;
                for (input, channels) in node.inputs.iter().zip(channels) {
                    self.add(sums, *input, Value::Maps(maps.part(first, channels)))?;
                    first += block_count(channels);
                }
            }
            _ => return Ok(Some(gradient)),
        }
        Ok(None)
    }

    /// The operator's own gradient, on plain tensors, at values and parameters.
    fn back_by_operator(&mut self, id: NodeId, gradient: &Value, sums: &mut Sums) -> Result<()> {
        let node = self.network.node(id).clone();
        let error = compute_error(&node);
        let Some(operation) = node.operator.operation() else { return Ok(()) };
        let inputs = node.inputs.iter().map(|input| self.tensor(*input)).collect::<Result<Vec<_>>>()?;
        let learned = |input: &NodeId| self.plan.parameter(*input).is_some_and(|index| self.parameters[index].kind.is_learned());
        let is_parameter = |input: &NodeId| self.plan.parameter(*input).is_some();
        let wanted: Vec<bool> =
            node.inputs.iter().map(|input| if is_parameter(input) { learned(input) } else { self.is_wanted(*input) }).collect();
        let at = Evaluated { inputs: &inputs, output: &self.tensor(id)? };
        let parts = gradient.to_tensor().and_then(|gradient| operation.gradient(&at, &gradient, &wanted)).map_err(&error)?;
        for (input, part) in node.inputs.iter().zip(parts) {
            let Some(part) = part else { continue };
            match self.plan.parameter(*input) {
                Some(index) => {
                    let part: Vec<f32> = part.flatten_all().and_then(|part| part.to_vec1()).map_err(&error)?;
                    self.parameters[index].gradient.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
                }
                None => self.add(sums, *input, Value::Plain(part))?,
            }
        }
        Ok(())
    }

    fn convolution_back(
        &mut self,
        id: NodeId,
        operator: &Convolution,
        gradient: &FeatureMaps,
        dims: [usize; 4],
        sums: &mut Sums,
    ) -> Result<Option<Value>> {
        let inputs = self.network.node(id).inputs.clone();
        let shape = shapes::convolution(operator, dims, gradient.dims());
        if !weight_gradient::is_supported(&shape) {
            return Ok(Some(Value::Maps(gradient.clone())));
        }
        let (batch, level) = (dims[0], self.level);
        let x = self.maps(inputs[0])?;
        self.weight_back(inputs[1], &shape, &x, gradient);
        self.bias_back(inputs.get(2), gradient);
        if !self.is_wanted(inputs[0]) {
            return Ok(None);
        }
        let algorithm = Algorithm::choose(&shape, Direction::InputGradient, batch, Rounding::Fast);
        let weights = self.numbers(inputs[1]).unwrap_or_default();
        let weights = PackedWeights::pack(&shape, Direction::InputGradient, algorithm, weights, &[], level);
        let mut scratch = self.pool.take(weights.scratch_len(&shape, batch));
        let (mut buffer, epilogue) = match self.take(sums, inputs[0])? {
            Some(earlier) => (earlier, Epilogue::ACCUMULATE),
            None => (self.pool.take(blocked_len(dims)), Epilogue::NONE),
        };
        convolution(&weights, &shape, batch, gradient.view(), whole(&mut buffer, dims[1]), &mut scratch, epilogue);
        sums.insert(inputs[0], Value::Maps(FeatureMaps::new(buffer, dims)));
        Ok(None)
    }

    /// Adds to a convolution's weights the gradient that follows from what goes in and from the gradient of what comes out.
    pub(super) fn weight_back(&mut self, weight: NodeId, shape: &ConvolutionShape, input: &FeatureMaps, gradient: &FeatureMaps) {
        let Some(index) = self.plan.parameter(weight) else { return };
        let mut scratch = self.pool.take(weight_gradient::scratch_len(shape, input.batch()));
        let mut found = vec![0.0; self.parameters[index].values.len()];
        weight_gradient(shape, input.batch(), input.view(), gradient.view(), &mut found, &mut scratch, self.level);
        self.parameters[index].gradient.iter_mut().zip(found).for_each(|(sum, found)| *sum += found);
    }

    /// Adds to a bias the sum over pictures and positions of the gradient of what comes out.
    pub(super) fn bias_back(&mut self, bias: Option<&NodeId>, gradient: &FeatureMaps) {
        let Some(index) = bias.and_then(|bias| self.plan.parameter(*bias)) else { return };
        let (batch, blocks, pixels) = (gradient.batch(), gradient.used_blocks(), gradient.pixels());
        let statistics = batch_statistics(batch, blocks, pixels, gradient.view(), self.level);
        let count = (batch * pixels) as f64;
        let bias = &mut self.parameters[index].gradient;
        bias.iter_mut().zip(statistics.mean).for_each(|(sum, mean)| *sum += (mean * count) as f32);
    }

    fn normalization_back(&mut self, last: NodeId, group: Group, gradient: Value, sums: &mut Sums) -> Result<()> {
        let node = self.network.node(group.norm).clone();
        let (x, y) = (self.maps(node.inputs[0])?, self.maps(last)?);
        let (dims, shape) = (x.dims(), [x.batch(), x.used_blocks(), x.pixels()]);
        let maps = gradient.into_maps(&self.pool).map_err(compute_error(&node))?;
        let mut buffer = maps.into_buffer(&self.pool);
        let Some(measured) = self.measured.get(&group.norm) else { return Ok(()) };
        let normalized = Normalized {
            input: x.view(),
            output: group.residual.map(|_| y.view()),
            affine: &measured.affine,
            statistics: &measured.statistics,
        };
        let added_up = slopes(normalized, shape, &mut whole(&mut buffer, dims[1]), self.level);
        let masked = FeatureMaps::new(buffer, dims);
        if let Some(residual) = group.residual {
            self.add(sums, residual, Value::Maps(masked.clone()))?;
        }
        let mut buffer = masked.into_buffer(&self.pool);
        let target = whole(&mut buffer, dims[1]);
        let found =
            normalization_gradient(normalized, shape, &added_up, &measured.learned, &measured.precision, target, self.level);
        for (input, found) in [(1, found.scale), (2, found.shift)] {
            let Some(index) = self.plan.parameter(node.inputs[input]) else { continue };
            self.parameters[index].gradient.iter_mut().zip(found).for_each(|(sum, found)| *sum += found as f32);
        }
        self.add(sums, node.inputs[0], Value::Maps(FeatureMaps::new(buffer, dims)))
    }

    /// Adds a part to a value's gradient.
    pub(super) fn add(&self, sums: &mut Sums, id: NodeId, part: Value) -> Result<()> {
        if !self.is_wanted(id) {
            return Ok(());
        }
        let error = compute_error(self.network.node(id));
        let sum = match (sums.remove(&id), part) {
            (None, part) => part,
            (Some(Value::Plain(earlier)), Value::Plain(part)) => Value::Plain((earlier + part).map_err(error)?),
            (Some(earlier), part) => {
                let earlier = earlier.into_maps(&self.pool).map_err(&error)?;
                let part = part.into_maps(&self.pool).map_err(&error)?;
                let dims = earlier.dims();
                let mut buffer = earlier.into_buffer(&self.pool);
                for (sum, part) in buffer.chunks_mut((blocked_len(dims) / dims[0]).max(1)).zip(part.images()) {
                    combine(sum, part, self.level, |sum, part| sum + part);
                }
                Value::Maps(FeatureMaps::new(buffer, dims))
            }
        };
        sums.insert(id, sum);
        Ok(())
    }

    /// The gradient at a value so far, as a buffer to add to.
    fn take(&self, sums: &mut Sums, id: NodeId) -> Result<Option<Buffer>> {
        let Some(earlier) = sums.remove(&id) else { return Ok(None) };
        let maps = earlier.into_maps(&self.pool).map_err(compute_error(self.network.node(id)))?;
        Ok(Some(maps.into_buffer(&self.pool)))
    }

    /// Lets a kernel that adds to what is there add to a value's gradient.
    fn accumulate(&self, sums: &mut Sums, id: NodeId, dims: [usize; 4], kernel: impl FnOnce(MapsMut<'_>)) -> Result<()> {
        if !self.is_wanted(id) {
            return Ok(());
        }
        let mut buffer = self.take(sums, id)?.unwrap_or_else(|| self.pool.zeros(blocked_len(dims)));
        kernel(whole(&mut buffer, dims[1]));
        sums.insert(id, Value::Maps(FeatureMaps::new(buffer, dims)));
        Ok(())
    }
}
