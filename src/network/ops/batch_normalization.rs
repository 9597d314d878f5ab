//! Batch normalisation while predicting: an affine map per channel (Ioffe & Szegedy 2015).

use std::ops::Range;

use candle_core::{Result, Tensor};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::common::{all_but_channels, per_channel, total, whole};

/// `(x - mean) / sqrt(variance + epsilon) * scale + shift` per channel.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchNormalization {
    /// Added to the variance.
    pub epsilon: f64,
}

impl BatchNormalization {
    /// `1 / sqrt(variance + epsilon)`, one number per channel.
    fn precision(&self, variance: &Tensor) -> Result<Tensor> {
        (variance + self.epsilon)?.sqrt()?.recip()
    }
}

impl Operation for BatchNormalization {
    fn name(&self) -> &'static str {
        "Batch normalization"
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        let [x, vectors @ ..] = inputs else {
            return Err("an input is needed".to_owned());
        };
        let Some(&channels) = x.get(1) else {
            return Err("an input with channels (N x C x ...) is needed".to_owned());
        };
        if vectors.len() != 4 || vectors.iter().any(|&vector| vector != [channels]) {
            return Err(format!("scale, shift, mean and variance of {channels} numbers each are needed"));
        }
        Ok(x.to_vec())
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        let [x, scale, shift, mean, variance] = inputs else {
            candle_core::bail!("five inputs are needed, not {}", inputs.len());
        };
        let factor = (scale * self.precision(variance)?)?;
        let shift = (shift - (mean * &factor)?)?;
        x.broadcast_mul(&per_channel(&factor, x.rank())?)?.broadcast_add(&per_channel(&shift, x.rank())?)
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        let [x, scale, _, mean, variance] = at.inputs else {
            candle_core::bail!("five inputs are needed, not {}", at.inputs.len());
        };
        let precision = self.precision(variance)?;
        let factor = (scale * &precision)?;
        let total = |value: &Tensor| value.sum(all_but_channels(x.rank()));
        let centred_total = || total(&(gradient * x.broadcast_sub(&per_channel(mean, x.rank())?)?)?);
        let one = |index: usize| match index {
            0 => gradient.broadcast_mul(&per_channel(&factor, x.rank())?),
            1 => centred_total()? * &precision,
            2 => total(gradient),
            3 => (total(gradient)? * &factor)?.neg(),
            _ => (centred_total()? * (&factor * precision.sqr()?)?)?.affine(-0.5, 0.0),
        };
        wanted.iter().enumerate().map(|(index, &wanted)| wanted.then(|| one(index)).transpose()).collect()
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        let [x, scale, _, mean, variance] = at.inputs else {
            candle_core::bail!("five inputs are needed, not {}", at.inputs.len());
        };
        let precision = self.precision(variance)?;
        let factor = (scale * &precision)?;
        let channels = |value: &Tensor| per_channel(value, x.rank());
        let centred = || x.broadcast_sub(&channels(mean)?);
        let part = |(index, tangent): (usize, &Tensor)| match index {
            0 => tangent.broadcast_mul(&channels(&factor)?),
            1 => centred()?.broadcast_mul(&channels(&(tangent * &precision)?)?),
            2 => channels(tangent),
            3 => channels(&(tangent * &factor)?.neg()?),
            _ => centred()?.broadcast_mul(&channels(&(tangent * (&factor * precision.sqr()?)?)?.affine(-0.5, 0.0)?)?),
        };
        total(tangents, at.output, part)
    }

    fn sees(&self, index: usize, region: &[Range<isize>], inputs: &[&[usize]], _output: &[usize]) -> Region {
        if index == 0 { region.to_vec() } else { whole(inputs[index]) }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::finite_difference::Cases, *};

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(9);
        for dims in [&[2, 3][..], &[2, 3, 4, 5]] {
            let x = cases.values(dims);
            let [scale, shift, mean] = [0; 3].map(|_| cases.values(&[3]));
            let variance = cases.between(0.5, 2.0, &[3]);
            cases.check(&BatchNormalization { epsilon: 1e-3 }, &[x, scale, shift, mean, variance]);
        }
    }
}
