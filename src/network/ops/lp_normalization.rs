//! Division by the length along one axis: what remains is a direction. Networks that compare pictures by angles end so
//! (FaceNet, Schroff et al. 2015); ONNX calls it LpNormalization.

use std::ops::Range;

use candle_core::{Result, Tensor};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::common::{only, total};

/// Division by the length along one axis; a length of 0 leaves zeros.
#[derive(Clone, Debug, PartialEq)]
pub struct LpNormalization {
    /// The axis.
    pub axis: usize,
    /// Whether the length is the sum of magnitudes (p = 1) instead of the root of the sum of squares (p = 2).
    pub of_magnitudes: bool,
}

impl LpNormalization {
    /// The length along the axis, kept as an axis of size 1; 1 where it is 0.
    fn length(&self, x: &Tensor) -> Result<Tensor> {
        let length =
            if self.of_magnitudes { x.abs()?.sum_keepdim(self.axis)? } else { x.sqr()?.sum_keepdim(self.axis)?.sqrt()? };
        let is_zero = length.eq(0.0)?.to_dtype(length.dtype())?;
        length + is_zero
    }
}

impl Operation for LpNormalization {
    fn name(&self) -> &'static str {
        "Length norm"
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        let shape = only(inputs)?;
        if self.axis >= shape.len() {
            return Err(format!("axis {} does not exist", self.axis));
        }
        Ok(shape.to_vec())
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        inputs[0].broadcast_div(&self.length(&inputs[0])?)
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        if !wanted[0] {
            return Ok(vec![None]);
        }
        // The length's own derivative is the direction (p = 2) or the sign (p = 1).
        let along = (gradient * at.output)?.sum_keepdim(self.axis)?;
        let slope = if self.of_magnitudes { at.inputs[0].sign()? } else { at.output.clone() };
        let rest = (gradient - slope.broadcast_mul(&along)?)?;
        Ok(vec![Some(rest.broadcast_div(&self.length(&at.inputs[0])?)?)])
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        let slope = if self.of_magnitudes { at.inputs[0].sign()? } else { at.output.clone() };
        total(tangents, at.output, |(_, tangent)| {
            let longer = (tangent * &slope)?.sum_keepdim(self.axis)?;
            let rest = (tangent - at.output.broadcast_mul(&longer)?)?;
            rest.broadcast_div(&self.length(&at.inputs[0])?)
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
    use candle_core::Device;

    use super::{
        super::finite_difference::{Cases, flat},
        *,
    };

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(23);
        for axis in 0..3 {
            for of_magnitudes in [false, true] {
                let x = cases.values(&[2, 3, 4]);
                cases.check(&LpNormalization { axis, of_magnitudes }, &[x]);
            }
        }
    }

    #[test]
    fn what_remains_has_length_one_and_zeros_stay() -> Result<()> {
        let x = Tensor::new(&[[3f64, -4.0], [0.0, 0.0]], &Device::Cpu)?;
        let through = |of_magnitudes| LpNormalization { axis: 1, of_magnitudes }.forward(std::slice::from_ref(&x));
        assert_eq!(flat(&through(false)?), [0.6, -0.8, 0.0, 0.0]);
        assert_eq!(flat(&through(true)?), [3.0 / 7.0, -4.0 / 7.0, 0.0, 0.0]);
        Ok(())
    }
}
