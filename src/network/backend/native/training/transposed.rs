//! Transposed convolutions in training, on the kernels of the convolution that each turns round.

use crate::{
    kernels::{
        Algorithm, Direction, Epilogue, PackedWeights, Rounding, convolution,
        elementwise::{ChannelTransform, scale_shift},
        weight_gradient,
    },
    network::{
        NodeId, Result,
        backend::native::{
            shapes,
            value::{FeatureMaps, Value, blocked_len, whole},
        },
        ops::TransposedConvolution,
    },
};

use super::{TrainingEngine, backward::Sums};

impl TrainingEngine {
    /// The value: the convolution's gradient at its input, and the bias.
    pub(super) fn transposed(&mut self, id: NodeId, operator: &TransposedConvolution, dims: [usize; 4]) -> Result<Value> {
        let inputs = self.network.node(id).inputs.clone();
        let x = self.maps(inputs[0])?;
        let shape = shapes::convolution(&operator.turned, dims, x.dims());
        let algorithm = Algorithm::choose(&shape, Direction::InputGradient, dims[0], Rounding::Fast);
        let weights = self.numbers(inputs[1]).unwrap_or_default();
        let weights = PackedWeights::pack(&shape, Direction::InputGradient, algorithm, weights, &[], self.level);
        let mut scratch = self.pool.take(weights.scratch_len(&shape, dims[0]));
        let mut buffer = self.pool.take(blocked_len(dims));
        convolution(&weights, &shape, dims[0], x.view(), whole(&mut buffer, dims[1]), &mut scratch, Epilogue::NONE);
        let maps = FeatureMaps::new(buffer, dims);
        let Some(bias) = inputs.get(2).and_then(|bias| self.numbers(*bias)) else { return Ok(Value::Maps(maps)) };
        let length = maps.used_blocks() * crate::kernels::LANES;
        let (mut scale, mut shift) = (self.pool.zeros(length), self.pool.zeros(length));
        scale.fill(1.0);
        shift[..bias.len()].copy_from_slice(bias);
        let transform = ChannelTransform { scale: &scale, shift: &shift, clamp: crate::kernels::Clamp::NONE };
        let mut sums = self.pool.take(blocked_len(dims));
        let (blocks, pixels) = (maps.used_blocks(), maps.pixels());
        scale_shift(dims[0], blocks, pixels, maps.view(), whole(&mut sums, dims[1]), transform, self.level);
        Ok(Value::Maps(FeatureMaps::new(sums, dims)))
    }

    /// The gradients: the convolution itself at the input, and the convolution's at the weight.
    pub(super) fn transposed_back(
        &mut self,
        id: NodeId,
        operator: &TransposedConvolution,
        gradient: &FeatureMaps,
        sums: &mut Sums,
    ) -> Result<Option<Value>> {
        let inputs = self.network.node(id).inputs.clone();
        let x = self.maps(inputs[0])?;
        let (batch, level) = (x.batch(), self.level);
        let shape = shapes::convolution(&operator.turned, gradient.dims(), x.dims());
        if !weight_gradient::is_supported(&shape) {
            return Ok(Some(Value::Maps(gradient.clone())));
        }
        // Turned round, the convolution takes what came out and gives what went in.
        self.weight_back(inputs[1], &shape, gradient, &x);
        self.bias_back(inputs.get(2), gradient);
        if !self.is_wanted(inputs[0]) {
            return Ok(None);
        }
        let algorithm = Algorithm::choose(&shape, Direction::Forward, batch, Rounding::Fast);
        let weights = self.numbers(inputs[1]).unwrap_or_default();
        let weights = PackedWeights::pack(&shape, Direction::Forward, algorithm, weights, &[], level);
        let mut scratch = self.pool.take(weights.scratch_len(&shape, batch));
        let mut buffer = self.pool.take(blocked_len(x.dims()));
        let target = whole(&mut buffer, x.dims()[1]);
        convolution(&weights, &shape, batch, gradient.view(), target, &mut scratch, Epilogue::NONE);
        self.add(sums, inputs[0], Value::Maps(FeatureMaps::new(buffer, x.dims())))?;
        Ok(None)
    }
}
