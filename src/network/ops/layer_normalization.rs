//! Layer normalisation (Ba et al. 2016) over the last axes, as ConvNeXt needs it.

use std::ops::Range;

use candle_core::{Result, Tensor};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::common::{sum_to, total, whole};

/// Normalises over the last `axes` axes with the biased variance, then scale and shift where given.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerNormalization {
    /// How many trailing axes are normalised together.
    pub axes: usize,
    /// Added to the variance.
    pub epsilon: f64,
}

impl LayerNormalization {
    fn trailing(&self, rank: usize) -> Vec<usize> {
        (rank - self.axes..rank).collect()
    }

    /// The input with mean 0 and variance 1 over the trailing axes, and by what it was multiplied.
    fn normalize(&self, x: &Tensor) -> Result<(Tensor, Tensor)> {
        let axes = self.trailing(x.rank());
        let centred = x.broadcast_sub(&x.mean_keepdim(axes.clone())?)?;
        let precision = (centred.sqr()?.mean_keepdim(axes)? + self.epsilon)?.sqrt()?.recip()?;
        Ok((centred.broadcast_mul(&precision)?, precision))
    }
}

impl Operation for LayerNormalization {
    fn name(&self) -> &'static str {
        "Layer normalization"
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        let [x, vectors @ ..] = inputs else {
            return Err("an input is needed".to_owned());
        };
        if self.axes == 0 || self.axes >= x.len() {
            return Err(format!("{} trailing axes cannot be normalised", self.axes));
        }
        let trailing = &x[x.len() - self.axes..];
        if vectors.len() > 2 || vectors.iter().any(|&vector| vector != trailing) {
            return Err(format!("scale and shift of {trailing:?} are needed"));
        }
        Ok(x.to_vec())
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        let (mut output, _) = self.normalize(&inputs[0])?;
        if let Some(scale) = inputs.get(1) {
            output = output.broadcast_mul(scale)?;
        }
        if let Some(shift) = inputs.get(2) {
            output = output.broadcast_add(shift)?;
        }
        Ok(output)
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        let x = &at.inputs[0];
        let (normal, precision) = self.normalize(x)?;
        let to_input = || {
            let gradient = at.inputs.get(1).map_or_else(|| Ok(gradient.clone()), |scale| gradient.broadcast_mul(scale))?;
            through_normalization(&gradient, &normal, &precision, &self.trailing(x.rank()))
        };
        let one = |index: usize| match index {
            0 => to_input(),
            1 => sum_to(&(gradient * &normal)?, at.inputs[1].dims()),
            _ => sum_to(gradient, at.inputs[2].dims()),
        };
        wanted.iter().enumerate().map(|(index, &wanted)| wanted.then(|| one(index)).transpose()).collect()
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        let x = &at.inputs[0];
        let (normal, precision) = self.normalize(x)?;
        let part = |(index, tangent): (usize, &Tensor)| match index {
            0 => {
                let moved = through_normalization(tangent, &normal, &precision, &self.trailing(x.rank()))?;
                at.inputs.get(1).map_or_else(|| Ok(moved.clone()), |scale| moved.broadcast_mul(scale))
            }
            1 => normal.broadcast_mul(tangent),
            _ => Ok(tangent.clone()),
        };
        total(tangents, at.output, part)
    }

    fn sees(&self, index: usize, region: &[Range<isize>], inputs: &[&[usize]], _output: &[usize]) -> Region {
        let mut seen = whole(inputs[index]);
        if index == 0 {
            let kept = seen.len() - self.axes;
            seen[..kept].clone_from_slice(&region[..kept]);
        }
        seen
    }
}

/// The gradient before a normalisation to mean 0 and variance 1 over `axes`, given the normalised value and by what the
/// centred one was multiplied.
pub(super) fn through_normalization(gradient: &Tensor, normal: &Tensor, precision: &Tensor, axes: &[usize]) -> Result<Tensor> {
    let mean = gradient.mean_keepdim(axes)?;
    let along = (gradient * normal)?.mean_keepdim(axes)?;
    gradient.broadcast_sub(&mean)?.sub(&normal.broadcast_mul(&along)?)?.broadcast_mul(precision)
}

#[cfg(test)]
mod tests {
    use super::{super::finite_difference::Cases, *};

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(10);
        for axes in 1..=3 {
            let operation = LayerNormalization { axes, epsilon: 1e-5 };
            let dims = [2, 3, 4, 5];
            let inputs = [cases.values(&dims), cases.values(&dims[4 - axes..]), cases.values(&dims[4 - axes..])];
            for count in 1..=3 {
                cases.check(&operation, &inputs[..count]);
            }
        }
    }
}
