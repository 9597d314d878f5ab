//! Group normalisation (Wu & He 2018); instance normalisation is as many groups as channels.

use std::ops::Range;

use candle_core::{Result, Tensor};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::{
    common::{all_but_channels, per_channel, total, whole},
    layer_normalization::through_normalization,
};

/// Normalises each group of channels over space, then scale and shift per channel.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupNormalization {
    /// Groups of channels.
    pub groups: usize,
    /// Added to the variance.
    pub epsilon: f64,
}

impl GroupNormalization {
    /// The input as `N x groups x everything else`, normalised over the last axis, and by what it was multiplied.
    fn normalize(&self, x: &Tensor) -> Result<(Tensor, Tensor)> {
        let grouped = x.contiguous()?.reshape((x.dim(0)?, self.groups, ()))?;
        let centred = grouped.broadcast_sub(&grouped.mean_keepdim(2)?)?;
        let precision = (centred.sqr()?.mean_keepdim(2)? + self.epsilon)?.sqrt()?.recip()?;
        Ok((centred.broadcast_mul(&precision)?, precision))
    }
}

impl Operation for GroupNormalization {
    fn name(&self) -> &'static str {
        "Group normalization"
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        let [x, vectors @ ..] = inputs else {
            return Err("an input is needed".to_owned());
        };
        let Some(&channels) = x.get(1) else {
            return Err("an input with channels (N x C x ...) is needed".to_owned());
        };
        if self.groups == 0 || channels == 0 || !channels.is_multiple_of(self.groups) {
            return Err(format!("{channels} channels do not divide into {} groups", self.groups));
        }
        if vectors.len() != 2 || vectors.iter().any(|&vector| vector != [channels]) {
            return Err(format!("scale and shift of {channels} numbers each are needed"));
        }
        Ok(x.to_vec())
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        let (x, scale, shift) = (&inputs[0], &inputs[1], &inputs[2]);
        let normal = self.normalize(x)?.0.reshape(x.shape())?;
        normal.broadcast_mul(&per_channel(scale, x.rank())?)?.broadcast_add(&per_channel(shift, x.rank())?)
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        let (x, scale) = (&at.inputs[0], &at.inputs[1]);
        let (normal, precision) = self.normalize(x)?;
        let one = |index: usize| match index {
            0 => {
                let scaled = gradient.broadcast_mul(&per_channel(scale, x.rank())?)?.reshape(normal.shape())?;
                through_normalization(&scaled, &normal, &precision, &[2])?.reshape(x.shape())
            }
            1 => (gradient * normal.reshape(x.shape())?)?.sum(all_but_channels(x.rank())),
            _ => gradient.sum(all_but_channels(x.rank())),
        };
        wanted.iter().enumerate().map(|(index, &wanted)| wanted.then(|| one(index)).transpose()).collect()
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        let (x, scale) = (&at.inputs[0], &at.inputs[1]);
        let (normal, precision) = self.normalize(x)?;
        let part = |(index, tangent): (usize, &Tensor)| match index {
            0 => {
                let grouped = tangent.contiguous()?.reshape(normal.shape())?;
                let moved = through_normalization(&grouped, &normal, &precision, &[2])?.reshape(x.shape())?;
                moved.broadcast_mul(&per_channel(scale, x.rank())?)
            }
            1 => normal.reshape(x.shape())?.broadcast_mul(&per_channel(tangent, x.rank())?),
            _ => per_channel(tangent, x.rank()),
        };
        total(tangents, at.output, part)
    }

    fn sees(&self, index: usize, region: &[Range<isize>], inputs: &[&[usize]], _output: &[usize]) -> Region {
        let mut seen = whole(inputs[index]);
        if index == 0 {
            seen[0] = region[0].clone();
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::{super::finite_difference::Cases, *};

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(11);
        for groups in [1, 2, 6] {
            let inputs = [cases.values(&[2, 6, 3, 4]), cases.values(&[6]), cases.values(&[6])];
            cases.check(&GroupNormalization { groups, epsilon: 1e-5 }, &inputs);
        }
        assert!(GroupNormalization { groups: 4, epsilon: 1e-5 }.shape(&[&[1, 6, 2, 2], &[6], &[6]]).is_err());
    }
}
