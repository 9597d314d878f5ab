//! The same numbers in the same order under another shape.

use std::ops::Range;

use candle_core::{Result, Tensor};

use crate::network::operator::{Checked, Evaluated, Operation, Region};

use super::common::{only, whole};

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
