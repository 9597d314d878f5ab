//! Parametric ReLU (He et al. 2015).

use std::ops::Range;

use candle_core::{Result, Tensor};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::common::{broadcast_shape, sees_broadcast, sum_to, total};

/// `x` above 0, `slope * x` below, the slope being the second input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParametricRelu;

/// The derivative at each value: 1 above 0, the slope elsewhere.
fn slopes(x: &Tensor, slope: &Tensor) -> Result<Tensor> {
    let above = x.gt(0.0)?.to_dtype(x.dtype())?;
    let below = above.affine(-1.0, 1.0)?.broadcast_mul(slope)?;
    above + below
}

impl Operation for ParametricRelu {
    fn name(&self) -> &'static str {
        "PReLU"
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        match inputs {
            [x, slope] if broadcast_shape(x, slope)? == *x => Ok(x.to_vec()),
            _ => Err("an input and slopes that broadcast to it are needed".to_owned()),
        }
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        inputs[0].relu()? + inputs[0].minimum(0.0)?.broadcast_mul(&inputs[1])?
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        let (x, slope) = (&at.inputs[0], &at.inputs[1]);
        let one = |index: usize| match index {
            0 => gradient * slopes(x, slope)?,
            _ => sum_to(&(gradient * x.minimum(0.0)?)?, slope.dims()),
        };
        wanted.iter().enumerate().map(|(index, &wanted)| wanted.then(|| one(index)).transpose()).collect()
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        let (x, slope) = (&at.inputs[0], &at.inputs[1]);
        let part = |(index, tangent): (usize, &Tensor)| match index {
            0 => tangent * slopes(x, slope)?,
            _ => x.minimum(0.0)?.broadcast_mul(tangent),
        };
        total(tangents, at.output, part)
    }

    fn sees(&self, index: usize, region: &[Range<isize>], inputs: &[&[usize]], output: &[usize]) -> Region {
        sees_broadcast(region, inputs[index], output)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::finite_difference::Cases, *};

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(13);
        for slope in [&[1][..], &[3, 1, 1], &[3, 2, 4]] {
            let inputs = [cases.values(&[2, 3, 2, 4]), cases.values(slope)];
            cases.check(&ParametricRelu, &inputs);
        }
        assert!(ParametricRelu.shape(&[&[1, 3], &[2, 1, 3]]).is_err());
    }
}
