//! Local response normalisation across channels (Krizhevsky et al. 2012), as ONNX defines it.

use std::ops::Range;

use candle_core::{Result, Tensor};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::common::{feature_map, total};

/// `x / (bias + alpha / size * sum of squares over `size` neighbouring channels) ^ beta`.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalResponseNormalization {
    /// Channels in the window.
    pub size: usize,
    /// Scale of the sum of squares.
    pub alpha: f64,
    /// Exponent.
    pub beta: f64,
    /// Added to the sum.
    pub bias: f64,
}

impl LocalResponseNormalization {
    /// Sums every channel with its neighbours: `before` and `after` of them.
    fn sum_neighbours(x: &Tensor, before: usize, after: usize) -> Result<Tensor> {
        let channels = x.dim(1)?;
        let padded = x.pad_with_zeros(1, before, after)?;
        let mut sum = padded.narrow(1, 0, channels)?.contiguous()?;
        for offset in 1..=before + after {
            sum = (sum + padded.narrow(1, offset, channels)?)?;
        }
        Ok(sum)
    }

    /// Neighbours before and after a channel, as ONNX counts them for even sizes.
    pub(crate) fn neighbours(&self) -> [usize; 2] {
        let others = self.size.saturating_sub(1);
        [others / 2, others - others / 2]
    }

    /// `bias + alpha / size * sum of squares`.
    fn sum(&self, x: &Tensor) -> Result<Tensor> {
        let [before, after] = self.neighbours();
        Self::sum_neighbours(&x.sqr()?, before, after)?.affine(self.alpha / self.size as f64, self.bias)
    }

    /// `sum ^ beta`; two square roots serve the usual exponent of 3/4 much faster.
    fn power(&self, sum: &Tensor) -> Result<Tensor> {
        if self.beta != 0.75 {
            return sum.powf(self.beta);
        }
        let root = sum.sqrt()?;
        &root * root.sqrt()?
    }
}

impl Operation for LocalResponseNormalization {
    fn name(&self) -> &'static str {
        "Local response normalization"
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        if self.size == 0 {
            return Err("a window of at least one channel is needed".to_owned());
        }
        Ok(feature_map(inputs)?.to_vec())
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        &inputs[0] / self.power(&self.sum(&inputs[0])?)?
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        if !wanted[0] {
            return Ok(vec![None]);
        }
        let x = &at.inputs[0];
        let sum = self.sum(x)?;
        let direct = (gradient / self.power(&sum)?)?;
        // Every channel also sits in the sums of its neighbours, seen from the other side.
        let [before, after] = self.neighbours();
        let shares = Self::sum_neighbours(&((gradient * at.output)? / sum)?, after, before)?;
        let through_sums = (x * shares)?.affine(2.0 * self.beta * self.alpha / self.size as f64, 0.0)?;
        Ok(vec![Some((direct - through_sums)?)])
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        let x = &at.inputs[0];
        let sum = self.sum(x)?;
        let [before, after] = self.neighbours();
        total(tangents, at.output, |(_, tangent)| {
            let direct = (tangent / self.power(&sum)?)?;
            let grown = Self::sum_neighbours(&(x * tangent)?, before, after)?;
            let through_sums = ((at.output / &sum)? * grown)?.affine(2.0 * self.beta * self.alpha / self.size as f64, 0.0)?;
            direct - through_sums
        })
    }

    fn sees(&self, _index: usize, region: &[Range<isize>], inputs: &[&[usize]], _output: &[usize]) -> Region {
        let mut seen = region.to_vec();
        seen[1] = 0..inputs[0][1] as isize;
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::{super::finite_difference::Cases, *};

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(12);
        for size in [1, 2, 3, 4, 5, 9] {
            for beta in [0.75, 0.5] {
                let x = cases.values(&[2, 6, 2, 3]);
                cases.check(&LocalResponseNormalization { size, alpha: 0.3, beta, bias: 1.5 }, &[x]);
            }
        }
    }
}
