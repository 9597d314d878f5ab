//! Axes in another order.

use std::ops::Range;

use candle_core::{Result, Tensor};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::common::{only, total};

/// Permutes axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Transpose {
    /// Output axis i is input axis `permutation[i]`.
    pub permutation: Vec<usize>,
}

impl Operation for Transpose {
    fn name(&self) -> &'static str {
        "Transpose"
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        let shape = only(inputs)?;
        let mut sorted = self.permutation.clone();
        sorted.sort_unstable();
        if sorted.len() != shape.len() || sorted.iter().enumerate().any(|(index, &axis)| index != axis) {
            return Err(format!("{:?} is not an order of {} axes", self.permutation, shape.len()));
        }
        Ok(self.permutation.iter().map(|&axis| shape[axis]).collect())
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        inputs[0].permute(self.permutation.clone())?.contiguous()
    }

    fn gradient(&self, _at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        let mut inverse = vec![0; self.permutation.len()];
        for (output, &input) in self.permutation.iter().enumerate() {
            inverse[input] = output;
        }
        Ok(vec![wanted[0].then(|| gradient.permute(inverse)?.contiguous()).transpose()?])
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        total(tangents, at.output, |(_, tangent)| self.forward(std::slice::from_ref(tangent)))
    }

    fn sees(&self, _index: usize, region: &[Range<isize>], _inputs: &[&[usize]], _output: &[usize]) -> Region {
        let mut seen = region.to_vec();
        for (output, &input) in self.permutation.iter().enumerate() {
            seen[input] = region[output].clone();
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::{super::finite_difference::Cases, *};

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(15);
        for permutation in [vec![0, 2, 3, 1], vec![3, 0, 1, 2], vec![1, 0, 3, 2]] {
            let x = cases.values(&[2, 3, 4, 5]);
            cases.check(&Transpose { permutation }, &[x]);
        }
        assert!(Transpose { permutation: vec![0, 0, 1] }.shape(&[&[1, 2, 3]]).is_err());
    }
}
