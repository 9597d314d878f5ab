//! The forward pass of a training step: every value is kept for the way back.

use candle_core::Tensor;

use crate::{
    control::Control,
    kernels::{
        Algorithm, AlignedVec, Direction, Epilogue, LANES, Maps, PackedWeights, Rounding, WindowShape,
        average_pool::{Divisor, average_pool},
        batch_normalization::{Affine, batch_statistics, normalize},
        block_count, convolution,
        elementwise::{combine, map},
        max_pool::max_pool,
        resize::resize,
    },
    network::{
        NodeId, Operator, Result,
        backend::{
            candle::compute_error,
            native::{
                shapes,
                steps::samples,
                value::{FeatureMaps, Value, blocked_len, whole, with_slice},
            },
        },
        ops::{Activation, Arithmetic, BatchNormalization, Convolution},
    },
};

use super::{Measured, TrainingEngine, plan::Group};

impl TrainingEngine {
    /// Computes every value.
    pub(super) fn forward(&mut self, input: Tensor, control: &Control) -> Result<()> {
        let batch = input.dims()[0];
        self.values.insert(self.network.input(), Value::Plain(input));
        for id in self.network.ids() {
            control.check()?;
            let operator = &self.network.node(id).operator;
            if self.plan.is_inner(id) || self.values.contains_key(&id) || operator.operation().is_none() {
                continue;
            }
            let value = match self.plan.group(id) {
                Some(group) => self.normalization(group, batch)?,
                None => match self.by_kernel(id, batch)? {
                    Some(value) => value,
                    None => self.by_operator(id)?,
                },
            };
            self.values.insert(id, value);
        }
        Ok(())
    }

    /// A value of four axes as maps, which stay at hand.
    pub(super) fn maps(&mut self, id: NodeId) -> Result<FeatureMaps> {
        let error = compute_error(self.network.node(id));
        let maps = match self.values.get(&id) {
            Some(Value::Maps(maps)) => maps.clone(),
            _ => FeatureMaps::from_tensor(&self.tensor(id)?, &self.pool).map_err(error)?,
        };
        if id != self.network.input() {
            self.values.insert(id, Value::Maps(maps.clone()));
        }
        Ok(maps)
    }

    fn by_operator(&self, id: NodeId) -> Result<Value> {
        let node = self.network.node(id);
        let inputs = node.inputs.iter().map(|input| self.tensor(*input)).collect::<Result<Vec<_>>>()?;
        let Some(operation) = node.operator.operation() else { return Ok(Value::Plain(self.tensor(id)?)) };
        Ok(Value::Plain(operation.forward(&inputs).map_err(compute_error(node))?))
    }

    /// The node's value by a kernel, where there is one.
    fn by_kernel(&mut self, id: NodeId, batch: usize) -> Result<Option<Value>> {
        let node = self.network.node(id).clone();
        let Some(&input) = node.inputs.first() else { return Ok(None) };
        let (Ok(dims), true) = (<[usize; 4]>::try_from(self.dims(id, batch)), self.network.node(input).shape.len() == 4) else {
            return Ok(None);
        };
        let level = self.level;
        Ok(match &node.operator {
            Operator::Identity => self.values.get(&input).cloned(),
            Operator::Convolution(operator) if self.is_trained(&node.inputs[1..]) => {
                Some(self.convolution(id, operator, input, dims)?)
            }
            Operator::TransposedConvolution(operator) if self.is_trained(&node.inputs[1..]) => {
                Some(self.transposed(id, operator, dims)?)
            }
            Operator::Resize(operator) => {
                let x = self.maps(input)?;
                let samples = samples(operator, x.size(), [dims[2], dims[3]]);
                let mut buffer = self.pool.take(blocked_len(dims));
                let target = whole(&mut buffer, dims[1]);
                resize(samples.each_ref().map(Vec::as_slice), x.size(), batch, x.used_blocks(), x.view(), target, level);
                Some(Value::Maps(FeatureMaps::new(buffer, dims)))
            }
            Operator::Activation(Activation::Relu) => {
                let x = self.maps(input)?;
                let mut buffer = self.pool.take(blocked_len(dims));
                map(&x.all(), &mut buffer, level, |x| if x < 0.0 { 0.0 } else { x });
                Some(Value::Maps(FeatureMaps::new(buffer, dims)))
            }
            Operator::Arithmetic(Arithmetic::Add)
                if node.inputs.iter().all(|input| self.network.node(*input).shape == node.shape) =>
            {
                let (a, b) = (self.maps(input)?, self.maps(node.inputs[1])?);
                let mut buffer = a.into_buffer(&self.pool);
                combine(&mut buffer, &b.all(), level, |a, b| a + b);
                Some(Value::Maps(FeatureMaps::new(buffer, dims)))
            }
            Operator::MaxPool(operator) => {
                let x = self.maps(input)?;
                let windows = shapes::max_pool(operator, x.size(), [dims[2], dims[3]]);
                let mut buffer = self.pool.take(blocked_len(dims));
                max_pool(&windows, batch, x.used_blocks(), x.view(), whole(&mut buffer, dims[1]), level);
                Some(Value::Maps(FeatureMaps::new(buffer, dims)))
            }
            Operator::AveragePool(operator) => {
                let x = self.maps(input)?;
                let (windows, divisor) = shapes::average_pool(operator, x.size(), [dims[2], dims[3]]);
                Some(self.average_pool(&x, dims, &windows, divisor))
            }
            Operator::Reduce(operator) if shapes::is_global_mean(operator, 4) && operator.keep => {
                let x = self.maps(input)?;
                Some(self.average_pool(&x, dims, &WindowShape::global(x.size()), Divisor::Inside))
            }
            Operator::Concatenate(operator) if operator.axis == 1 => {
                let whole_blocks = |id: &NodeId| self.network.node(*id).shape[1].is_multiple_of(LANES);
                if !node.inputs.iter().all(whole_blocks) {
                    return Ok(None);
                }
                let mut buffer = self.pool.take(blocked_len(dims));
                let mut first = 0;
                for &input in &node.inputs {
                    let maps = self.maps(input)?;
                    maps.copy_into(&mut buffer, block_count(dims[1]), first);
                    first += maps.used_blocks();
                }
                Some(Value::Maps(FeatureMaps::new(buffer, dims)))
            }
            _ => None,
        })
    }

    /// Whether all of these are parameters.
    pub(super) fn is_trained(&self, inputs: &[NodeId]) -> bool {
        inputs.iter().all(|input| self.plan.parameter(*input).is_some())
    }

    fn average_pool(&self, x: &FeatureMaps, dims: [usize; 4], windows: &WindowShape, divisor: Divisor) -> Value {
        let mut buffer = self.pool.take(blocked_len(dims));
        average_pool(windows, divisor, dims[0], x.used_blocks(), x.view(), whole(&mut buffer, dims[1]), self.level);
        Value::Maps(FeatureMaps::new(buffer, dims))
    }

    fn convolution(&mut self, id: NodeId, operator: &Convolution, input: NodeId, dims: [usize; 4]) -> Result<Value> {
        let batch = dims[0];
        let input_dims: [usize; 4] = self.dims(input, batch).try_into().unwrap_or(dims);
        let shape = shapes::convolution(operator, input_dims, dims);
        let picture = match self.values.get(&input) {
            Some(Value::Plain(picture)) => {
                Algorithm::of_picture(&shape, Direction::Forward).map(|known| (known, picture.clone()))
            }
            _ => None,
        };
        let algorithm = match &picture {
            Some((algorithm, _)) => *algorithm,
            None => Algorithm::choose(&shape, Direction::Forward, batch, Rounding::Fast),
        };
        let inputs = self.network.node(id).inputs.clone();
        let bias = inputs.get(2).and_then(|bias| self.numbers(*bias)).unwrap_or_default();
        let weights = self.numbers(inputs[1]).unwrap_or_default();
        let weights = PackedWeights::pack(&shape, Direction::Forward, algorithm, weights, bias, self.level);
        let mut scratch = self.pool.take(weights.scratch_len(&shape, batch));
        let mut buffer = self.pool.take(blocked_len(dims));
        let mut run = |x: Maps<'_>| {
            convolution(&weights, &shape, batch, x, whole(&mut buffer, dims[1]), &mut scratch, Epilogue::NONE);
        };
        match picture {
            Some((_, picture)) => {
                with_slice(&picture, |values| run(Maps::plain(values))).map_err(compute_error(self.network.node(id)))?;
            }
            None => run(self.maps(input)?.view()),
        }
        Ok(Value::Maps(FeatureMaps::new(buffer, dims)))
    }

    /// Batch normalisation from the batch, and what runs with it.
    fn normalization(&mut self, group: Group, batch: usize) -> Result<Value> {
        let node = self.network.node(group.norm).clone();
        let Operator::BatchNormalization(BatchNormalization { epsilon }) = node.operator else {
            return Ok(Value::Plain(self.tensor(group.norm)?));
        };
        let x = self.maps(node.inputs[0])?;
        let residual = group.residual.map(|residual| self.maps(residual)).transpose()?;
        let (dims, blocks) = (x.dims(), x.used_blocks());
        let statistics = batch_statistics(batch, blocks, x.pixels(), x.view(), self.level);
        let precision: Vec<f64> = statistics.variance.iter().map(|variance| 1.0 / (variance + epsilon).sqrt()).collect();
        let mut learned = self.numbers(node.inputs[1]).unwrap_or_default().to_vec();
        let shift = self.numbers(node.inputs[2]).unwrap_or_default();
        let length = blocks * LANES;
        let mut affine =
            Affine { scale: AlignedVec::zeros(length), shift: AlignedVec::zeros(length), rectified: group.rectified };
        for (channel, (learned, shift)) in learned.iter().zip(shift).enumerate() {
            let factor = f64::from(*learned) * precision[channel];
            affine.scale[channel] = factor as f32;
            affine.shift[channel] = (f64::from(*shift) - statistics.mean[channel] * factor) as f32;
        }
        learned.resize(length, 0.0);
        let mut buffer = self.pool.take(blocked_len(dims));
        let added = residual.as_ref().map(FeatureMaps::view);
        normalize(&affine, [batch, blocks, x.pixels()], x.view(), added, whole(&mut buffer, dims[1]), self.level);
        self.measured.insert(group.norm, Measured { statistics, precision, affine, learned });
        Ok(Value::Maps(FeatureMaps::new(buffer, dims)))
    }
}
