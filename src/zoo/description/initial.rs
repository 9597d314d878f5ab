//! Weights to start training from: He et al. 2015 for convolutions (normal, by the number of outputs), uniform for linear layers
//! as PyTorch draws them, batch normalisation that changes nothing.
//!
//! Each weight has random numbers of its own, so that a layer added at the end changes none of those before it.

use std::collections::BTreeMap;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::network::{Device, Result, Tensor};

use super::{
    super::weights::Weights,
    Description, End,
    plan::{self, Placed, PlacedConvolution, PlacedKind},
};

/// How the first weights are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InitialWeights {
    /// Same seed, same weights on every machine.
    pub seed: u64,
    /// Whether the last batch normalisation of each residual block starts with scale 0, so that the block passes its input on
    /// (Goyal et al. 2017).
    pub zero_residual: bool,
}

impl Description {
    /// Draws first weights for a network on inputs of `channels` and `size` (rows, columns).
    ///
    /// # Errors
    /// A sentence that names the layer which cannot be.
    pub fn initial_weights(
        &self,
        initial: &InitialWeights,
        channels: usize,
        size: [usize; 2],
        classes: usize,
    ) -> Result<Weights, String> {
        self.initial_weights_between(initial, [channels, size[0], size[1]], &End::Scores(classes))
    }

    /// Draws first weights for a network from an input of `C x H x W` to its end.
    ///
    /// # Errors
    /// As [`Self::initial_weights`].
    pub fn initial_weights_between(&self, initial: &InitialWeights, input: [usize; 3], end: &End) -> Result<Weights, String> {
        let plan = plan::plan(self, input, end)?;
        let mut draw = Draw { initial, tensors: BTreeMap::new(), drawn: 0 };
        draw.layers(&plan.layers, false).map_err(|failure| failure.to_string())?;
        Ok(Weights::new(draw.tensors))
    }
}

struct Draw<'a> {
    initial: &'a InitialWeights,
    tensors: BTreeMap<String, Tensor>,
    drawn: u64,
}

impl Draw<'_> {
    /// Layers behind each other; `adds` says that a residual block adds the last one's result.
    fn layers(&mut self, layers: &[Placed], adds: bool) -> Result<()> {
        for (index, layer) in layers.iter().enumerate() {
            self.layer(layer, adds && index + 1 == layers.len())?;
        }
        Ok(())
    }

    fn layer(&mut self, layer: &Placed, adds: bool) -> Result<()> {
        match &layer.kind {
            PlacedKind::Convolution(convolution) => {
                let PlacedConvolution { inputs, outputs, kernel, groups, .. } = *convolution;
                let fan_out = outputs * kernel * kernel / groups;
                self.convolution(&layer.path, convolution, [outputs, inputs / groups], fan_out as f64, adds)
            }
            PlacedKind::Transposed(convolution) => {
                let PlacedConvolution { inputs, outputs, kernel, stride, groups, .. } = *convolution;
                // As many taps as reach one output, which is what scales it.
                let reaching = (inputs * kernel * kernel) as f64 / (groups * stride * stride) as f64;
                self.convolution(&layer.path, convolution, [inputs, outputs / groups], reaching, adds)
            }
            PlacedKind::Linear { inputs, outputs, .. } => {
                let limit = 1.0 / (*inputs as f64).sqrt();
                let mut random = self.random();
                let values = (0..inputs * outputs).map(|_| (limit * (2.0 * random.random::<f64>() - 1.0)) as f32).collect();
                self.insert(&layer.path, "weight", values, &[*outputs, *inputs])?;
                self.insert(&layer.path, "bias", vec![0.0; *outputs], &[*outputs])
            }
            PlacedKind::Residual { layers, shortcut, .. } => {
                self.layers(layers, true)?;
                shortcut.as_ref().map_or(Ok(()), |shortcut| self.layer(shortcut, false))
            }
            PlacedKind::Concat { branches } => branches.iter().try_for_each(|branch| self.layers(branch, false)),
            PlacedKind::MaxPool(_)
            | PlacedKind::AveragePool(_)
            | PlacedKind::GlobalAverage
            | PlacedKind::Upsample { .. }
            | PlacedKind::UpsampleTo { .. } => Ok(()),
        }
    }

    /// Weights of `rows` x `columns` kernels, normal by what stands for their fan.
    fn convolution(
        &mut self,
        path: &str,
        convolution: &PlacedConvolution,
        [rows, columns]: [usize; 2],
        fan: f64,
        adds: bool,
    ) -> Result<()> {
        let &PlacedConvolution { outputs, kernel, normalization, .. } = convolution;
        let deviation = (2.0 / fan).sqrt();
        let mut random = self.random();
        let count = rows * columns * kernel * kernel;
        let values = (0..count).map(|_| (deviation * normal(&mut random)) as f32).collect();
        self.insert(path, "weight", values, &[rows, columns, kernel, kernel])?;
        if !normalization {
            return self.insert(path, "bias", vec![0.0; outputs], &[outputs]);
        }
        let path = format!("{path}.bn");
        let scale = if adds && self.initial.zero_residual { 0.0 } else { 1.0 };
        for (name, value) in [("weight", scale), ("bias", 0.0), ("running_mean", 0.0), ("running_var", 1.0)] {
            self.insert(&path, name, vec![value; outputs], &[outputs])?;
        }
        Ok(())
    }

    /// Random numbers for the next weight.
    fn random(&mut self) -> ChaCha8Rng {
        let mut random = ChaCha8Rng::seed_from_u64(self.initial.seed);
        random.set_stream(self.drawn);
        self.drawn += 1;
        random
    }

    fn insert(&mut self, path: &str, name: &str, values: Vec<f32>, shape: &[usize]) -> Result<()> {
        self.tensors.insert(format!("{path}.{name}"), Tensor::from_vec(values, shape, &Device::Cpu)?);
        Ok(())
    }
}

/// A number of mean 0 and deviation 1, nearly normal: the sum of twelve uniform ones. It needs nothing but additions, so that it
/// is the same on every machine, which logarithms and cosines are not.
fn normal(random: &mut ChaCha8Rng) -> f64 {
    (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_have_hes_deviation_and_follow_the_seed() {
        let description =
            Description::parse("layers = [{ convolution = 64 }, { convolution = 32 }, { linear = 'classes' }]").unwrap();
        let draw = |seed| description.initial_weights(&InitialWeights { seed, zero_residual: false }, 3, [4, 4], 10).unwrap();
        let values = |weights: &Weights, key: &str| weights.get(key).unwrap().flatten_all().unwrap().to_vec1::<f32>().unwrap();
        let weights = draw(1);
        let convolution = values(&weights, "conv2.weight");
        let variance = convolution.iter().map(|value| f64::from(value * value)).sum::<f64>() / convolution.len() as f64;
        let expected = 2.0 / (32.0 * 9.0);
        assert!((variance / expected - 1.0).abs() < 0.03, "{variance} instead of {expected}");
        let limit = 1.0 / (32.0f32 * 16.0).sqrt();
        assert!(values(&weights, "fc.weight").iter().all(|value| value.abs() <= limit));
        assert_eq!(convolution, values(&draw(1), "conv2.weight"));
        assert_ne!(convolution, values(&draw(2), "conv2.weight"));
    }
}
