//! Computing one group of nodes: by a kernel where there is one, else by the operator itself on plain tensors.

use candle_core::{Device, Tensor};

use crate::{
    kernels::{
        Algorithm, AlignedVec, Direction, Epilogue, LANES, Maps, MapsMut, Residual, Rounding, WindowShape,
        average_pool::{Divisor, average_pool},
        block_count, convolution,
        elementwise::{self, ChannelTransform, hard_swish, scale_shift, sigmoid, silu},
        linear::linear,
        local_response::local_response,
        max_pool::max_pool,
        resize::{Sample, resize},
    },
    network::{
        Node, NodeId, Operator, Result,
        backend::candle::compute_error,
        ops::{Activation, Arithmetic, Convolution, Resize},
    },
};

use super::{
    fusion::Group,
    memory::Buffer,
    prepared::Prepared,
    shapes,
    value::{FeatureMaps, Value, blocked_len, whole, with_slice},
};

/// Rows of a fully connected layer up to which reading the weights is what takes the time; more are a matrix product.
pub(super) const FEW_ROWS: usize = 16;

/// A value; none if it was written to the place that was given for it.
pub(super) type Computed = Option<Value>;

/// Where a value may be written.
pub(super) enum Room<'a> {
    /// Among maps that are being joined.
    Joined(MapsMut<'a>),
    /// A buffer for this value alone.
    Own(Buffer),
}

/// Writes maps of `dims` to their place, or to a buffer of their own.
fn write(prepared: &Prepared, dims: [usize; 4], room: Option<Room<'_>>, kernel: impl FnOnce(MapsMut<'_>)) -> Computed {
    let length = blocked_len(dims);
    let own = match room {
        Some(Room::Joined(place)) => {
            kernel(place);
            return None;
        }
        Some(Room::Own(buffer)) => buffer.resized(length),
        None => None,
    };
    let mut buffer = own.unwrap_or_else(|| prepared.pool.take(length));
    kernel(whole(&mut buffer, dims[1]));
    Some(Value::Maps(FeatureMaps::new(buffer, dims)))
}

impl Prepared {
    /// Computes a group from the values that `find` knows. Kernels that can write to any blocks of a buffer write to `room`
    /// if there is some; the others leave it as it is.
    pub fn compute(
        &self,
        group: &Group,
        find: &dyn Fn(NodeId) -> Result<Value>,
        room: Option<Room<'_>>,
        rounding: Rounding,
    ) -> Result<Computed> {
        let node = self.network.node(group.head);
        let error = compute_error(node);
        // Constants that kernels have packed are not looked up.
        let x = match node.inputs.first() {
            Some(&first) if self.constant(first).is_none() => find(first)?,
            _ => return self.by_operator(node, find),
        };
        let maps = || x.to_maps(&self.pool).map_err(&error);
        let dims = || self.map_dims(node, find);
        let constant = self.has_constant_parameters(node);
        let rank = x.dims().len();
        match &node.operator {
            Operator::Convolution(operator) if constant && rank == 4 => {
                let residual = group.residual.map(find).transpose()?;
                self.convolution(operator, group, &x, residual.as_ref(), dims()?, (room, rounding))
            }
            Operator::BatchNormalization(_) if constant && rank == 4 => {
                let Some(factors) = self.per_channel(group.head)? else { return self.by_operator(node, find) };
                let (x, dims) = (maps()?, dims()?);
                let transform = ChannelTransform { scale: &factors.scale, shift: &factors.shift, clamp: group.clamp };
                Ok(write(self, dims, room, |output| self.scale_maps(&x, output, transform)))
            }
            Operator::Activation(activation) => match &x {
                Value::Maps(x) => match self.activation(activation, x) {
                    Some(value) => Ok(Some(value)),
                    None => self.by_operator(node, find),
                },
                Value::Plain(_) => self.by_operator(node, find),
            },
            Operator::Arithmetic(operator) => {
                let other = node.inputs.get(1).map(|&id| self.find(id, find)).transpose()?;
                match (&x, &other) {
                    (Value::Maps(a), Some(Value::Maps(b))) => match self.arithmetic(*operator, a, b) {
                        Some(value) => Ok(Some(value)),
                        None => self.by_operator(node, find),
                    },
                    _ => self.by_operator(node, find),
                }
            }
            Operator::MaxPool(operator) if rank == 4 => {
                let (x, dims) = (maps()?, dims()?);
                let windows = shapes::max_pool(operator, x.size(), [dims[2], dims[3]]);
                Ok(write(self, dims, room, |output| {
                    max_pool(&windows, x.batch(), x.used_blocks(), x.view(), output, self.level);
                }))
            }
            Operator::AveragePool(operator) if rank == 4 => {
                let (x, dims) = (maps()?, dims()?);
                let (windows, divisor) = shapes::average_pool(operator, x.size(), [dims[2], dims[3]]);
                Ok(write(self, dims, room, |output| {
                    average_pool(&windows, divisor, x.batch(), x.used_blocks(), x.view(), output, self.level);
                }))
            }
            Operator::Reduce(operator) if shapes::is_global_mean(operator, rank) => {
                let mean = self.global_mean(&maps()?);
                if operator.keep {
                    return Ok(Some(Value::Maps(mean)));
                }
                let flat = mean.to_tensor().and_then(|mean| mean.flatten_from(1)).map_err(&error)?;
                Ok(Some(Value::Plain(flat)))
            }
            Operator::LocalResponseNormalization(operator) if rank == 4 => {
                let (x, dims) = (maps()?, dims()?);
                let Some(parameters) = shapes::local_response(operator, dims[1]) else { return self.by_operator(node, find) };
                Ok(write(self, dims, room, |output| {
                    local_response(&parameters, x.batch(), x.pixels(), x.view(), output, self.level);
                }))
            }
            Operator::Resize(operator) if rank == 4 => {
                let (x, dims) = (maps()?, dims()?);
                let samples = samples(operator, x.size(), [dims[2], dims[3]]);
                let samples = samples.each_ref().map(Vec::as_slice);
                Ok(write(self, dims, room, |output| {
                    resize(samples, x.size(), x.batch(), x.used_blocks(), x.view(), output, self.level);
                }))
            }
            Operator::Linear(_) if constant => {
                let input = x.to_tensor().map_err(&error)?;
                let features = input.dims().last().copied().unwrap_or(1).max(1);
                if input.elem_count() / features > FEW_ROWS {
                    return self.by_operator(node, find);
                }
                Ok(Some(Value::Plain(self.linear(node, &input).map_err(&error)?)))
            }
            Operator::Identity => Ok(Some(x)),
            _ => self.by_operator(node, find),
        }
    }

    /// A value that `find` knows, or a constant.
    fn find(&self, id: NodeId, find: &dyn Fn(NodeId) -> Result<Value>) -> Result<Value> {
        self.constant(id).map_or_else(|| find(id), |constant| Ok(Value::Plain(constant.clone())))
    }

    /// The node by its operator, on plain tensors.
    fn by_operator(&self, node: &Node, find: &dyn Fn(NodeId) -> Result<Value>) -> Result<Computed> {
        let error = compute_error(node);
        let tensor = |&id: &NodeId| self.find(id, find)?.to_tensor().map_err(&error);
        let inputs = node.inputs.iter().map(tensor).collect::<Result<Vec<_>>>()?;
        let Some(operation) = node.operator.operation() else {
            return Err(crate::network::Error::NotKept { layer: node.name.clone() });
        };
        Ok(Some(Value::Plain(operation.forward(&inputs).map_err(&error)?)))
    }

    /// The dimensions of a node's maps, which its operator checks.
    fn map_dims(&self, node: &Node, find: &dyn Fn(NodeId) -> Result<Value>) -> Result<[usize; 4]> {
        let planned = |&id: &NodeId| {
            let shape = &self.network.node(id).shape;
            Ok(self.constant(id).is_some() || find(id)?.dims().get(1..) == shape.get(1..))
        };
        if let (Some(first), &[_, channels, height, width]) = (node.inputs.first(), node.shape.as_slice())
            && node.inputs.iter().map(planned).collect::<Result<Vec<_>>>()?.iter().all(|planned| *planned)
        {
            return Ok([find(*first)?.dims()[0], channels, height, width]);
        }
        let dims = |&id: &NodeId| Ok(self.find(id, find)?.dims().to_vec());
        let inputs = node.inputs.iter().map(dims).collect::<Result<Vec<Vec<usize>>>>()?;
        let shapes: Vec<&[usize]> = inputs.iter().map(Vec::as_slice).collect();
        let shape = node.operator.operation().map_or_else(|| Err("it computes nothing".to_owned()), |known| known.shape(&shapes));
        let shape = shape.and_then(|shape| shape.try_into().map_err(|_| "feature maps are needed".to_owned()));
        shape.map_err(|problem| crate::network::Error::Shape {
            layer: node.name.clone(),
            operator: node.operator.name(),
            problem,
            inputs,
        })
    }

    /// A convolution with what is fused to it, from `x` to maps of `dims`.
    pub fn convolution(
        &self,
        operator: &Convolution,
        group: &Group,
        x: &Value,
        residual: Option<&Value>,
        dims: [usize; 4],
        (room, rounding): (Option<Room<'_>>, Rounding),
    ) -> Result<Computed> {
        let error = compute_error(self.network.node(group.head));
        let input: [usize; 4] = x.dims().try_into().unwrap_or(dims);
        let shape = shapes::convolution(operator, input, dims);
        let batch = dims[0];
        let picture = match x {
            Value::Plain(tensor) => Algorithm::of_picture(&shape, Direction::Forward).map(|algorithm| (algorithm, tensor)),
            Value::Maps(_) => None,
        };
        let algorithm = match picture {
            Some((algorithm, _)) => algorithm,
            None => Algorithm::choose(&shape, Direction::Forward, batch, rounding),
        };
        let weights = self.packed(group.head, group.norm, &shape, Direction::Forward, algorithm)?;
        let mut scratch = self.pool.take(weights.scratch_len(&shape, batch));
        let residual = residual.map(|residual| residual.to_maps(&self.pool)).transpose().map_err(&error)?;
        if residual.as_ref().is_some_and(|residual| residual.dims() != dims) {
            return Err(error(candle_core::Error::msg("what is added to it has another shape")));
        }
        let added = residual.as_ref().map_or(Residual::Nothing, |residual| Residual::Maps(residual.view()));
        let epilogue = Epilogue { residual: added, clamp: group.clamp };
        let run = |x: Maps<'_>| {
            write(self, dims, room, |output| convolution(&weights, &shape, batch, x, output, &mut scratch, epilogue))
        };
        match picture {
            Some((_, tensor)) => with_slice(tensor, |values| run(Maps::plain(values))).map_err(&error),
            None => Ok(run(x.to_maps(&self.pool).map_err(&error)?.view())),
        }
    }

    /// `clamp(scale * x + shift)` per channel.
    pub fn scale_maps(&self, x: &FeatureMaps, output: MapsMut<'_>, transform: ChannelTransform<'_>) {
        scale_shift(x.batch(), x.used_blocks(), x.pixels(), x.view(), output, transform, self.level);
    }

    /// A function of every value.
    fn map(&self, x: &FeatureMaps, function: impl Fn(f32) -> f32 + Sync) -> Value {
        let mut buffer = self.pool.take(blocked_len(x.dims()));
        let per_image = (x.used_blocks() * x.pixels() * LANES).max(1);
        for (output, image) in buffer.chunks_mut(per_image).zip(x.images()) {
            elementwise::map(image, output, self.level, &function);
        }
        Value::Maps(FeatureMaps::new(buffer, x.dims()))
    }

    /// Applies `function` to a buffer's values and those of maps of the same dimensions.
    pub fn combine(&self, left: &mut Buffer, right: &FeatureMaps, function: impl Fn(f32, f32) -> f32 + Sync) {
        let per_image = (right.used_blocks() * right.pixels() * LANES).max(1);
        for (left, right) in left.chunks_mut(per_image).zip(right.images()) {
            elementwise::combine(left, right, self.level, &function);
        }
    }

    fn activation(&self, activation: &Activation, x: &FeatureMaps) -> Option<Value> {
        Some(match *activation {
            Activation::Relu => self.map(x, |x| if x < 0.0 { 0.0 } else { x }),
            Activation::LeakyRelu { slope } => {
                let slope = slope as f32;
                self.map(x, move |x| if x > 0.0 { x } else { slope * x })
            }
            Activation::Clip { minimum, maximum } => {
                let (minimum, maximum) = (minimum as f32, maximum as f32);
                self.map(x, move |x| {
                    let x = if x < minimum { minimum } else { x };
                    if x > maximum { maximum } else { x }
                })
            }
            Activation::Sigmoid => self.map(x, sigmoid),
            Activation::Silu => self.map(x, silu),
            Activation::HardSwish => self.map(x, hard_swish),
            Activation::HardSigmoid { slope, offset } => {
                let (slope, offset) = (slope as f32, offset as f32);
                self.map(x, move |x| (x * slope + offset).clamp(0.0, 1.0))
            }
            _ => return None,
        })
    }

    /// Sums and products of maps of the same dimensions, and maps times a number per channel.
    fn arithmetic(&self, operator: Arithmetic, a: &FeatureMaps, b: &FeatureMaps) -> Option<Value> {
        if a.dims() == b.dims() && matches!(operator, Arithmetic::Add | Arithmetic::Multiply | Arithmetic::Subtract) {
            let mut buffer = a.clone().into_buffer(&self.pool);
            match operator {
                Arithmetic::Add => self.combine(&mut buffer, b, |a, b| a + b),
                Arithmetic::Subtract => self.combine(&mut buffer, b, |a, b| a - b),
                _ => self.combine(&mut buffer, b, |a, b| a * b),
            }
            return Some(Value::Maps(FeatureMaps::new(buffer, a.dims())));
        }
        let (maps, gate) = if b.size() == [1, 1] { (a, b) } else { (b, a) };
        if operator != Arithmetic::Multiply || !is_gate(gate.dims(), maps.dims()) {
            return None;
        }
        Some(self.gated(maps, gate))
    }

    /// Maps times a number per image and channel.
    pub fn gated(&self, maps: &FeatureMaps, gate: &FeatureMaps) -> Value {
        let gate = gate.clone().into_buffer(&self.pool);
        let shift = AlignedVec::zeros(gate.len());
        let transform = ChannelTransform { scale: &gate, shift: &shift, clamp: crate::kernels::Clamp::NONE };
        let mut buffer = self.pool.take(blocked_len(maps.dims()));
        self.scale_maps(maps, whole(&mut buffer, maps.dims()[1]), transform);
        Value::Maps(FeatureMaps::new(buffer, maps.dims()))
    }

    /// The mean of every map.
    pub fn global_mean(&self, x: &FeatureMaps) -> FeatureMaps {
        let dims = [x.batch(), x.dims()[1], 1, 1];
        let mut buffer = self.pool.take(blocked_len(dims));
        let windows = WindowShape::global(x.size());
        let output = whole(&mut buffer, dims[1]);
        average_pool(&windows, Divisor::Inside, x.batch(), x.used_blocks(), x.view(), output, self.level);
        FeatureMaps::new(buffer, dims)
    }

    fn linear(&self, node: &Node, input: &Tensor) -> candle_core::Result<Tensor> {
        let numbers = |index: usize| node.inputs.get(index).and_then(|&id| self.constant(id));
        let Some(weights) = numbers(1) else { candle_core::bail!("a weight is needed") };
        let (outputs, features) = weights.dims2()?;
        let mut dims = input.dims().to_vec();
        if dims.pop() != Some(features) {
            candle_core::bail!("{features} numbers along the last axis are needed");
        }
        let rows: usize = dims.iter().product();
        dims.push(outputs);
        let mut output = vec![0.0; rows * outputs];
        let bias = numbers(2).map_or_else(|| Ok(Vec::new()), |bias| with_slice(bias, <[f32]>::to_vec))?;
        with_slice(weights, |weights| with_slice(input, |input| linear(weights, &bias, rows, input, &mut output, self.level)))??;
        Tensor::from_vec(output, dims, &Device::Cpu)
    }

    /// Joins maps along their channels; those that are none are in `filled` already.
    pub fn concatenate(
        &self,
        inputs: &[Option<FeatureMaps>],
        channels: &[usize],
        dims: [usize; 4],
        filled: Option<Buffer>,
    ) -> FeatureMaps {
        let mut buffer = filled.unwrap_or_else(|| self.pool.take(blocked_len(dims)));
        let (blocks, mut first) = (block_count(dims[1]), 0);
        for (input, channels) in inputs.iter().zip(channels) {
            if let Some(maps) = input {
                maps.copy_into(&mut buffer, blocks, first);
            }
            first += block_count(*channels);
        }
        FeatureMaps::new(buffer, dims)
    }
}

/// Whether a value holds one number for each channel (and image) of maps.
pub(super) fn is_gate(gate: [usize; 4], maps: [usize; 4]) -> bool {
    gate == [maps[0], maps[1], 1, 1]
}

/// What each row and column of resized maps is mixed from.
pub(super) fn samples(operator: &Resize, input: [usize; 2], output: [usize; 2]) -> [Vec<Sample>; 2] {
    [0, 1].map(|axis| {
        let samples = operator.samples(axis, input[axis], output[axis]).into_iter();
        samples.map(|(low, high, share)| Sample { low, high, share: share as f32 }).collect()
    })
}
