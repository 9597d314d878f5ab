//! The gradient of one node by a kernel, where there is one.

use candle_core::{Device, Tensor};

use crate::{
    kernels::{
        Algorithm, AlignedVec, Clamp, Direction, Epilogue, MapsMut, WindowShape,
        average_pool::{Divisor, average_pool_gradient},
        block_count, convolution,
        elementwise::{self, ChannelTransform, sigmoid},
        linear::linear_input_gradient,
        local_response::local_response_gradient,
        max_pool::{Pooled, max_pool, max_pool_gradient},
        resize::resize_gradient,
    },
    network::{
        NodeId, Operator, Result,
        backend::candle::compute_error,
        ops::{Activation, Arithmetic, Convolution},
        rules::Rectify,
    },
};

use super::{
    backward::Pass,
    memory::Buffer,
    plan::joins_blocks,
    shapes,
    steps::{FEW_ROWS, is_gate, samples},
    value::{FeatureMaps, Value, blocked_len, whole, with_slice},
};

impl Pass<'_> {
    /// Passes a node's gradient on to its inputs; gives it back where there is no kernel.
    pub fn by_kernel(&mut self, id: NodeId, gradient: Value, wanted: &[bool], rule: Option<Rectify>) -> Result<Option<Value>> {
        let prepared = self.prepared;
        let node = prepared.network.node(id);
        let error = compute_error(node);
        let Some(&input) = node.inputs.first() else { return Ok(Some(gradient)) };
        let batch = gradient.dims().first().copied().unwrap_or(1);
        let Some(input_dims) = self.dims(input, batch) else { return Ok(Some(gradient)) };
        let constant = prepared.has_constant_parameters(node);
        let maps_of = |gradient: &Value| gradient.to_maps(&prepared.pool).map_err(&error);
        let input_maps: Option<[usize; 4]> = input_dims.as_slice().try_into().ok();
        match (&node.operator, input_maps) {
            (Operator::Identity, _) => self.add(input, gradient)?,
            (Operator::Reshape(_), _) if node.shape.first() == Some(&1) => {
                let plain = gradient.to_tensor().and_then(|plain| plain.contiguous()?.reshape(input_dims)).map_err(&error)?;
                self.add(input, Value::Plain(plain))?;
            }
            (Operator::Convolution(operator), Some(dims)) if constant => {
                self.convolution(id, operator, &maps_of(&gradient)?, input, dims)?;
            }
            (Operator::BatchNormalization(_), Some(dims)) if constant => {
                if matches!(self.operator(input), Operator::Convolution(_))
                    && prepared.has_constant_parameters(prepared.network.node(input))
                    && self.is_inner(input)
                {
                    self.folded.insert(input, id);
                    self.gradients.insert(input, gradient);
                    return Ok(None);
                }
                let Some(factors) = prepared.per_channel(id)? else { return Ok(Some(gradient)) };
                let shift = AlignedVec::zeros(factors.scale.len());
                let transform = ChannelTransform { scale: &factors.scale, shift: &shift, clamp: Clamp::NONE };
                let mut buffer = prepared.pool.take(blocked_len(dims));
                prepared.scale_maps(&maps_of(&gradient)?, whole(&mut buffer, dims[1]), transform);
                self.add(input, Value::Maps(FeatureMaps::new(buffer, dims)))?;
            }
            (Operator::Activation(activation), Some(dims)) => {
                if !shapes::has_derivative(activation) {
                    return Ok(Some(gradient));
                }
                let mut buffer = gradient.into_maps(&prepared.pool).map_err(&error)?.into_buffer(&prepared.pool);
                self.activation(id, activation, input, &mut buffer, rule)?;
                self.add(input, Value::Maps(FeatureMaps::new(buffer, dims)))?;
            }
            (Operator::Arithmetic(operator), Some(_)) => return self.arithmetic(id, *operator, gradient, wanted),
            (Operator::MaxPool(operator), Some(dims)) => {
                let gradient = maps_of(&gradient)?;
                let windows = shapes::max_pool(operator, [dims[2], dims[3]], gradient.size());
                let (x, maxima) = (self.maps(input)?, self.maxima(id, input, &windows, gradient.dims())?);
                let pooled = Pooled { input: x.view(), maxima: maxima.view() };
                self.accumulate(input, dims, |result| {
                    max_pool_gradient(&windows, batch, x.used_blocks(), pooled, gradient.view(), result, prepared.level);
                })?;
            }
            (Operator::AveragePool(operator), Some(dims)) => {
                let gradient = maps_of(&gradient)?;
                let (windows, divisor) = shapes::average_pool(operator, [dims[2], dims[3]], gradient.size());
                self.average_pool(input, dims, &windows, divisor, &gradient)?;
            }
            (Operator::Reduce(operator), Some(dims)) if shapes::is_global_mean(operator, 4) => {
                let gradient = match &gradient {
                    Value::Plain(tensor) => {
                        let maps = tensor.contiguous().and_then(|tensor| tensor.reshape((batch, dims[1], 1, 1)));
                        FeatureMaps::from_tensor(&maps.map_err(&error)?, &prepared.pool).map_err(&error)?
                    }
                    Value::Maps(maps) => maps.clone(),
                };
                self.average_pool(input, dims, &WindowShape::global([dims[2], dims[3]]), Divisor::Inside, &gradient)?;
            }
            (Operator::LocalResponseNormalization(operator), Some(dims)) => {
                let Some(parameters) = shapes::local_response(operator, dims[1]) else { return Ok(Some(gradient)) };
                let (gradient, x) = (maps_of(&gradient)?, self.maps(input)?);
                self.accumulate(input, dims, |result| {
                    local_response_gradient(&parameters, batch, x.pixels(), x.view(), gradient.view(), result, prepared.level);
                })?;
            }
            (Operator::Resize(operator), Some(dims)) => {
                let gradient = maps_of(&gradient)?;
                let size = [dims[2], dims[3]];
                let samples = samples(operator, size, gradient.size());
                let samples = samples.each_ref().map(Vec::as_slice);
                self.accumulate(input, dims, |result| {
                    resize_gradient(samples, size, batch, block_count(dims[1]), gradient.view(), result, prepared.level);
                })?;
            }
            (Operator::Concatenate(operator), _) if operator.axis > 0 => {
                self.concatenate(id, operator.axis, &gradient, wanted)?;
            }
            (Operator::Linear(_), _) if constant => return self.linear(id, gradient, input, input_dims),
            _ => return Ok(Some(gradient)),
        }
        Ok(None)
    }

    fn convolution(
        &mut self,
        id: NodeId,
        operator: &Convolution,
        gradient: &FeatureMaps,
        input: NodeId,
        dims: [usize; 4],
    ) -> Result<()> {
        let prepared = self.prepared;
        let shape = shapes::convolution(operator, dims, gradient.dims());
        let batch = dims[0];
        let norm = self.folded.remove(&id);
        let picture = Algorithm::of_picture(&shape, Direction::InputGradient);
        let rounding = if self.question.hasty { prepared.rounding } else { prepared.careful() };
        let algorithm = picture.unwrap_or_else(|| Algorithm::choose(&shape, Direction::InputGradient, batch, rounding));
        let weights = prepared.packed(id, norm, &shape, Direction::InputGradient, algorithm)?;
        if picture.is_some() {
            let mut values = vec![0.0; dims.iter().product()];
            let target = MapsMut::plain(&mut values);
            convolution(&weights, &shape, batch, gradient.view(), target, &mut [], Epilogue::NONE);
            let picture = Tensor::from_vec(values, &dims, &Device::Cpu).map_err(compute_error(prepared.network.node(id)))?;
            return self.add(input, Value::Plain(picture));
        }
        let mut scratch = prepared.pool.take(weights.scratch_len(&shape, batch));
        let (mut buffer, epilogue) = match self.take(input, dims)? {
            Some(earlier) => (earlier, Epilogue::ACCUMULATE),
            None => (prepared.pool.take(blocked_len(dims)), Epilogue::NONE),
        };
        convolution(&weights, &shape, batch, gradient.view(), whole(&mut buffer, dims[1]), &mut scratch, epilogue);
        self.gradients.insert(input, Value::Maps(FeatureMaps::new(buffer, dims)));
        Ok(())
    }

    /// Multiplies a gradient by an activation's derivative, or by what the rule puts in its place.
    pub(super) fn activation(
        &self,
        id: NodeId,
        activation: &Activation,
        input: NodeId,
        gradient: &mut Buffer,
        rule: Option<Rectify>,
    ) -> Result<()> {
        if rule == Some(Rectify::Deconvnet) {
            elementwise::update(gradient, self.prepared.level, |gradient| gradient.max(0.0));
            return Ok(());
        }
        // Rectifiers and sigmoids show in their output what passes; only the others look at their input.
        match *activation {
            Activation::Relu => self.multiply(gradient, &self.maps(id)?, rule, |g, y| if y > 0.0 { g } else { 0.0 }),
            Activation::LeakyRelu { slope } => {
                let slope = slope as f32;
                self.multiply(gradient, &self.maps(id)?, rule, move |g, y| if y > 0.0 { g } else { slope * g });
            }
            Activation::Clip { minimum, maximum } => {
                let (minimum, maximum) = (minimum as f32, maximum as f32);
                let inside = move |g, y| if y > minimum && y < maximum { g } else { 0.0 };
                self.multiply(gradient, &self.maps(id)?, rule, inside);
            }
            Activation::Sigmoid => self.multiply(gradient, &self.maps(id)?, rule, |g, y| g * y * (1.0 - y)),
            Activation::HardSigmoid { slope, .. } => {
                let slope = slope as f32;
                let inside = move |g, y| if y > 0.0 && y < 1.0 { slope * g } else { 0.0 };
                self.multiply(gradient, &self.maps(id)?, rule, inside);
            }
            Activation::HardSwish => self.multiply(gradient, &self.maps(input)?, rule, |g, x| {
                let ramp = if x > -3.0 { x * (1.0 / 3.0) + 0.5 } else { 0.0 };
                g * if x < 3.0 { ramp } else { 1.0 }
            }),
            _ => self.multiply(gradient, &self.maps(input)?, rule, |g, x| {
                let sigmoid = sigmoid(x);
                g * sigmoid * (1.0 + x * (1.0 - sigmoid))
            }),
        }
        Ok(())
    }

    fn multiply(
        &self,
        gradient: &mut Buffer,
        value: &FeatureMaps,
        rule: Option<Rectify>,
        derivative: impl Fn(f32, f32) -> f32 + Sync,
    ) {
        match rule {
            Some(_) => self.prepared.combine(gradient, value, |g, value| if g > 0.0 { derivative(g, value) } else { 0.0 }),
            None => self.prepared.combine(gradient, value, derivative),
        }
    }

    /// Sums pass their gradient to both sides; products multiply it by the other side.
    fn arithmetic(&mut self, id: NodeId, operator: Arithmetic, gradient: Value, wanted: &[bool]) -> Result<Option<Value>> {
        let prepared = self.prepared;
        let node = prepared.network.node(id);
        let &[a, b] = node.inputs.as_slice() else { return Ok(Some(gradient)) };
        let shape = |id: NodeId| prepared.network.node(id).shape.as_slice();
        let same = shape(a) == node.shape && shape(b) == node.shape;
        match operator {
            Arithmetic::Add if same => {
                if wanted[0] {
                    self.add(a, gradient.clone())?;
                }
                if wanted[1] {
                    self.add(b, gradient)?;
                }
                Ok(None)
            }
            Arithmetic::Multiply if node.shape.len() == 4 => {
                if [a, b].into_iter().any(|id| shape(id).len() != 4) {
                    return Ok(Some(gradient));
                }
                let slope = gradient.to_maps(&prepared.pool).map_err(compute_error(node))?;
                let values = [self.maps(a)?, self.maps(b)?];
                let fits = |value: &FeatureMaps| value.dims() == slope.dims() || is_gate(value.dims(), slope.dims());
                if !values.iter().all(fits) {
                    return Ok(Some(gradient));
                }
                for (input, own, other) in [(0, 0, 1), (1, 1, 0)] {
                    if wanted[input] {
                        let part = self.product(&slope, &values[own], &values[other]);
                        self.add(node.inputs[input], part)?;
                    }
                }
                Ok(None)
            }
            _ => Ok(Some(gradient)),
        }
    }

    /// The gradient at one factor of a product, given that at the product.
    fn product(&self, slope: &FeatureMaps, own: &FeatureMaps, other: &FeatureMaps) -> Value {
        let prepared = self.prepared;
        if other.dims() != slope.dims() {
            return prepared.gated(slope, other);
        }
        let mut buffer = slope.clone().into_buffer(&prepared.pool);
        prepared.combine(&mut buffer, other, |slope, other| slope * other);
        let product = FeatureMaps::new(buffer, slope.dims());
        if own.dims() == slope.dims() {
            return Value::Maps(product);
        }
        // A number for the whole map collects from all of it.
        let mean = prepared.global_mean(&product);
        let (dims, pixels) = (mean.dims(), slope.pixels() as f32);
        let mut sum = mean.into_buffer(&prepared.pool);
        sum.iter_mut().for_each(|sum| *sum *= pixels);
        Value::Maps(FeatureMaps::new(sum, dims))
    }

    /// What a max pool has computed, or computes from its input where its value was replaced.
    fn maxima(&self, id: NodeId, input: NodeId, windows: &WindowShape, dims: [usize; 4]) -> Result<FeatureMaps> {
        if !self.question.activations.values.contains_key(&id) {
            return self.maps(id);
        }
        let (prepared, x) = (self.prepared, self.maps(input)?);
        let mut maxima = prepared.pool.take(blocked_len(dims));
        max_pool(windows, x.batch(), x.used_blocks(), x.view(), whole(&mut maxima, dims[1]), prepared.level);
        Ok(FeatureMaps::new(maxima, dims))
    }

    fn average_pool(
        &mut self,
        input: NodeId,
        dims: [usize; 4],
        windows: &WindowShape,
        divisor: Divisor,
        gradient: &FeatureMaps,
    ) -> Result<()> {
        let level = self.prepared.level;
        self.accumulate(input, dims, |result| {
            average_pool_gradient(windows, divisor, dims[0], block_count(dims[1]), gradient.view(), result, level);
        })
    }

    fn concatenate(&mut self, id: NodeId, axis: usize, gradient: &Value, wanted: &[bool]) -> Result<()> {
        let prepared = self.prepared;
        let node = prepared.network.node(id);
        let error = compute_error(node);
        let joined = match gradient {
            Value::Maps(maps) if joins_blocks(prepared, id) => Some(maps),
            _ => None,
        };
        let (mut start, mut first) = (0, 0);
        for (&input, &wanted) in node.inputs.iter().zip(wanted) {
            let size = prepared.network.node(input).shape[axis];
            if wanted {
                let part = match joined {
                    Some(maps) => Value::Maps(maps.part(first, size)),
                    None => {
                        let plain = gradient.to_tensor().and_then(|plain| plain.narrow(axis, start, size)?.contiguous());
                        Value::Plain(plain.map_err(&error)?)
                    }
                };
                self.add(input, part)?;
            }
            start += size;
            first += block_count(size);
        }
        Ok(())
    }

    fn linear(&mut self, id: NodeId, gradient: Value, input: NodeId, dims: Vec<usize>) -> Result<Option<Value>> {
        let node = self.prepared.network.node(id);
        let Some(weights) = self.prepared.constant(node.inputs[1]) else { return Ok(Some(gradient)) };
        let count: usize = dims.iter().product();
        let rows = count / dims.last().copied().unwrap_or(1).max(1);
        if rows > FEW_ROWS {
            return Ok(Some(gradient));
        }
        let level = self.prepared.level;
        let mut values = vec![0.0; count];
        let result = gradient.to_tensor().and_then(|gradient| {
            with_slice(weights, |weights| {
                with_slice(&gradient, |gradient| linear_input_gradient(weights, rows, gradient, &mut values, level))
            })??;
            Tensor::from_vec(values, dims, &Device::Cpu)
        });
        self.add(input, Value::Plain(result.map_err(compute_error(node))?))?;
        Ok(None)
    }
}
