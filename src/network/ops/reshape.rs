//! The same numbers in the same order under another shape.

use std::ops::Range;

use candle_core::{Result, Tensor};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::common::{only, total, whole};

/// Reshape, Flatten, Squeeze and Unsqueeze.
///
/// The target is free of the batch size: importers write 0 (keep the input's size at this position) for the batch axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Reshape {
    /// Sizes; 0 keeps the input's size at the same position, -1 (once) takes what is left.
    pub target: Vec<i64>,
}

impl Reshape {
    /// The shape for an input's shape (any batch size).
    fn resolve(&self, input: &[usize]) -> Checked<Vec<usize>> {
        let refuse = || format!("{input:?} cannot take the shape {:?}", self.target);
        let mut shape = Vec::with_capacity(self.target.len());
        let mut left_over = None;
        for (axis, &size) in self.target.iter().enumerate() {
            match size {
                0 => shape.push(*input.get(axis).ok_or_else(refuse)?),
                -1 if left_over.is_none() => {
                    left_over = Some(axis);
                    shape.push(1);
                }
                size => shape.push(usize::try_from(size).map_err(|_| refuse())?),
            }
        }
        let total: usize = input.iter().product();
        let known = shape.iter().try_fold(1usize, |product, &size| product.checked_mul(size)).ok_or_else(refuse)?;
        if let Some(axis) = left_over {
            shape[axis] = total.checked_div(known).ok_or_else(refuse)?;
        }
        if shape.iter().product::<usize>() == total { Ok(shape) } else { Err(refuse()) }
    }
}

impl Operation for Reshape {
    fn name(&self) -> &'static str {
        "Reshape"
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        self.resolve(only(inputs)?)
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        inputs[0].contiguous()?.reshape(self.resolve(inputs[0].dims()).map_err(candle_core::Error::msg)?)
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        Ok(vec![wanted[0].then(|| gradient.contiguous()?.reshape(at.inputs[0].shape())).transpose()?])
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        total(tangents, at.output, |(_, tangent)| self.forward(std::slice::from_ref(tangent)))
    }

    fn sees(&self, _index: usize, region: &[Range<isize>], inputs: &[&[usize]], output: &[usize]) -> Region {
        let input = inputs[0];
        let mut seen = whole(input);
        for (own, theirs) in matching_axes(input, output) {
            if own.len() == 1 && theirs.len() == 1 {
                seen[own.start] = region[theirs.start].clone();
                continue;
            }
            let position = |end: bool| {
                theirs.clone().fold(0, |flat, axis| {
                    let last = output[axis] as isize - 1;
                    let at = if end { region[axis].end - 1 } else { region[axis].start };
                    flat * (last + 1) + at.clamp(0, last)
                })
            };
            let (mut first, mut last) = (position(false), position(true));
            let mut below: isize = input[own.clone()].iter().map(|&size| size as isize).product();
            for axis in own {
                below /= input[axis] as isize;
                seen[axis] = first / below..last / below + 1;
                if first / below != last / below {
                    break;
                }
                (first, last) = (first % below, last % below);
            }
        }
        seen
    }
}

/// The smallest runs of axes of two shapes that hold the same number of values each.
fn matching_axes(a: &[usize], b: &[usize]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut runs = Vec::new();
    if a.contains(&0) {
        return runs;
    }
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let (start_i, start_j) = (i, j);
        let (mut left, mut right) = (a[i], b[j]);
        (i, j) = (i + 1, j + 1);
        while left != right {
            if left < right && i < a.len() {
                left *= a[i];
                i += 1;
            } else if j < b.len() {
                right *= b[j];
                j += 1;
            } else {
                return runs;
            }
        }
        runs.push((start_i..i, start_j..j));
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::{super::finite_difference::Cases, *};

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(16);
        for target in [vec![0, -1], vec![0, 2, 2, 3, 5], vec![0, 4, 15], vec![-1]] {
            let x = cases.values(&[2, 4, 3, 5]);
            cases.check(&Reshape { target }, &[x]);
        }
    }

    #[test]
    fn shapes_that_hold_other_numbers_are_refused() {
        let refuse = |target: Vec<i64>| assert!(Reshape { target: target.clone() }.shape(&[&[2, 6]]).is_err(), "{target:?}");
        refuse(vec![5]);
        refuse(vec![-1, -1]);
        refuse(vec![-2, 6]);
        refuse(vec![-1, 5]);
        refuse(vec![2, 6, 0]);
        refuse(vec![i64::MAX, i64::MAX]);
    }

    #[test]
    fn axes_that_stay_keep_their_regions() {
        let shuffle = Reshape { target: vec![0, 2, 3, 0, 0] };
        let region = [0..1, 0..2, 1..3, -2..4, 5..6];
        assert_eq!(shuffle.sees(0, &region, &[&[1, 6, 7, 8]], &[1, 2, 3, 7, 8]), [0..1, 1..6, -2..4, 5..6]);
        let flatten = Reshape { target: vec![0, -1] };
        assert_eq!(flatten.sees(0, &[0..1, 13..14], &[&[1, 2, 3, 4]], &[1, 24]), [0..1, 1..2, 0..1, 1..2]);
        assert_eq!(flatten.sees(0, &[0..1, 3..14], &[&[1, 2, 3, 4]], &[1, 24]), [0..1, 0..2, 0..3, 0..4]);
    }
}
