//! Batched matrix product of two values.

use std::ops::Range;

use candle_core::{Result, Tensor};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::common::{broadcast_shape, sees_broadcast, sum_to, total};

/// Matrix product over the last two axes, with broadcasting over the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatrixProduct;

impl Operation for MatrixProduct {
    fn name(&self) -> &'static str {
        "Matrix product"
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        let [[a_batch @ .., rows, inner], [b_batch @ .., other, columns]] = inputs else {
            return Err("two matrices are needed".to_owned());
        };
        if inner != other {
            return Err(format!("{inner} columns do not meet {other} rows"));
        }
        let mut shape = broadcast_shape(a_batch, b_batch)?;
        shape.extend([*rows, *columns]);
        Ok(shape)
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        inputs[0].contiguous()?.broadcast_matmul(&inputs[1].contiguous()?)
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        let (a, b) = (&at.inputs[0], &at.inputs[1]);
        let gradient = gradient.contiguous()?;
        let one = |index: usize| match index {
            0 => sum_to(&gradient.broadcast_matmul(&b.t()?.contiguous()?)?, a.dims()),
            _ => sum_to(&a.t()?.contiguous()?.broadcast_matmul(&gradient)?, b.dims()),
        };
        wanted.iter().enumerate().map(|(index, &wanted)| wanted.then(|| one(index)).transpose()).collect()
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        let (a, b) = (&at.inputs[0], &at.inputs[1]);
        let part = |(index, tangent): (usize, &Tensor)| match index {
            0 => self.forward(&[tangent.clone(), b.clone()]),
            _ => self.forward(&[a.clone(), tangent.clone()]),
        };
        total(tangents, at.output, part)
    }

    fn multiply_adds(&self, inputs: &[&[usize]], output: &[usize]) -> u64 {
        output.iter().product::<usize>() as u64 * inputs[0].last().copied().unwrap_or(0) as u64
    }

    fn sees(&self, index: usize, region: &[Range<isize>], inputs: &[&[usize]], output: &[usize]) -> Region {
        let mut seen = sees_broadcast(region, inputs[index], output);
        let summed = inputs[index].len() - if index == 0 { 1 } else { 2 };
        seen[summed] = 0..inputs[index][summed] as isize;
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::{super::finite_difference::Cases, *};

    #[test]
    fn gradients_match_finite_differences_with_broadcasting() {
        let mut cases = Cases::new(8);
        let shapes: [[&[usize]; 2]; 5] = [
            [&[3, 4], &[4, 2]],
            [&[2, 3, 4], &[4, 2]],
            [&[2, 3, 4], &[2, 4, 2]],
            [&[3, 4], &[2, 4, 2]],
            [&[2, 1, 3, 4], &[3, 4, 2]],
        ];
        for [a, b] in shapes {
            let inputs = [cases.values(a), cases.values(b)];
            cases.check(&MatrixProduct, &inputs);
        }
        assert!(MatrixProduct.shape(&[&[3, 4], &[3, 4]]).is_err());
        assert!(MatrixProduct.shape(&[&[4], &[4, 3]]).is_err());
    }
}
