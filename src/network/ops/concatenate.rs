//! Joins values along one axis.

use std::ops::Range;

use candle_core::{Result, Tensor};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

/// Concatenation.
#[derive(Clone, Debug, PartialEq)]
pub struct Concatenate {
    /// The axis (channels: 1).
    pub axis: usize,
}

impl Concatenate {
    /// Where input `index` begins along the axis.
    fn offset(&self, index: usize, inputs: &[&[usize]]) -> usize {
        inputs[..index].iter().map(|shape| shape[self.axis]).sum()
    }
}

impl Operation for Concatenate {
    fn name(&self) -> &'static str {
        "Concat"
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        let Some((first, others)) = inputs.split_first() else {
            return Err("at least one input is needed".to_owned());
        };
        let mut shape = first.to_vec();
        if self.axis >= shape.len() {
            return Err(format!("axis {} does not exist", self.axis));
        }
        for other in others {
            let fits = |axis: usize| axis == self.axis || shape[axis] == other[axis];
            if other.len() != shape.len() || !(0..shape.len()).all(fits) {
                return Err(format!("the inputs differ in more than axis {}", self.axis));
            }
            shape[self.axis] += other[self.axis];
        }
        Ok(shape)
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        Tensor::cat(inputs, self.axis)?.contiguous()
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        let mut start = 0;
        let mut parts = Vec::with_capacity(wanted.len());
        for (input, &wanted) in at.inputs.iter().zip(wanted) {
            let size = input.dim(self.axis)?;
            parts.push(wanted.then(|| gradient.narrow(self.axis, start, size)?.contiguous()).transpose()?);
            start += size;
        }
        Ok(parts)
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        let parts = at.inputs.iter().zip(tangents).map(|(input, tangent)| tangent.clone().map_or_else(|| input.zeros_like(), Ok));
        self.forward(&parts.collect::<Result<Vec<_>>>()?)
    }

    fn sees(&self, index: usize, region: &[Range<isize>], inputs: &[&[usize]], _output: &[usize]) -> Region {
        let offset = self.offset(index, inputs) as isize;
        let size = inputs[index][self.axis] as isize;
        let mut seen = region.to_vec();
        let along = &region[self.axis];
        seen[self.axis] = (along.start - offset).clamp(0, size)..(along.end - offset).clamp(0, size);
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::{super::finite_difference::Cases, *};

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(6);
        for axis in 0..4 {
            let inputs: Vec<Tensor> = (0..3)
                .map(|_| {
                    let mut dims = [2, 3, 4, 2];
                    dims[axis] = cases.size(1, 4);
                    cases.values(&dims)
                })
                .collect();
            cases.check(&Concatenate { axis }, &inputs);
        }
        assert!(Concatenate { axis: 1 }.shape(&[&[1, 2, 3], &[1, 2, 4]]).is_err());
        assert!(Concatenate { axis: 3 }.shape(&[&[1, 2, 3]]).is_err());
    }
}
