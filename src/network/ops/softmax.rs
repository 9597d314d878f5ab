//! Softmax, and its logarithm.

use std::ops::Range;

use candle_core::{Result, Tensor};
use candle_nn::ops::{log_softmax, softmax};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::common::{only, total};

/// Softmax over one axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Softmax {
    /// The axis.
    pub axis: usize,
    /// Whether the logarithm is meant.
    pub logarithm: bool,
}

impl Operation for Softmax {
    fn name(&self) -> &'static str {
        if self.logarithm { "Log-softmax" } else { "Softmax" }
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        let shape = only(inputs)?;
        if self.axis >= shape.len() {
            return Err(format!("axis {} does not exist", self.axis));
        }
        Ok(shape.to_vec())
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        if self.logarithm { log_softmax(&inputs[0], self.axis) } else { softmax(&inputs[0], self.axis) }
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        if !wanted[0] {
            return Ok(vec![None]);
        }
        let y = at.output;
        let to_input = if self.logarithm {
            gradient - y.exp()?.broadcast_mul(&gradient.sum_keepdim(self.axis)?)?
        } else {
            let mean = (gradient * y)?.sum_keepdim(self.axis)?;
            y * gradient.broadcast_sub(&mean)?
        };
        Ok(vec![Some(to_input?)])
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        let y = at.output;
        total(tangents, y, |(_, tangent)| {
            let mean = |weights: &Tensor| (tangent * weights)?.sum_keepdim(self.axis);
            if self.logarithm { tangent.broadcast_sub(&mean(&y.exp()?)?) } else { y * tangent.broadcast_sub(&mean(y)?)? }
        })
    }

    fn sees(&self, _index: usize, region: &[Range<isize>], inputs: &[&[usize]], _output: &[usize]) -> Region {
        let mut seen = region.to_vec();
        seen[self.axis] = 0..inputs[0][self.axis] as isize;
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::{super::finite_difference::Cases, *};

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(14);
        for axis in 0..3 {
            for logarithm in [false, true] {
                let x = cases.values(&[2, 3, 4]);
                cases.check(&Softmax { axis, logarithm }, &[x]);
            }
        }
    }
}
