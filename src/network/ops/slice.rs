//! A box cut out of a value, with steps.

use std::ops::Range;

use candle_core::{Result, Tensor};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::{
    common::only,
    common::total,
    windows::{fit, spread, strided},
};

/// Keeps `start, start + step, ... < end` of each axis listed.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    /// What is kept, axis by axis; axes not listed are kept whole.
    pub ranges: Vec<SliceRange>,
}

/// What a [`Slice`] keeps of one axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SliceRange {
    /// The axis.
    pub axis: usize,
    /// First index kept; counts from the end when negative.
    pub start: i64,
    /// First index no longer kept; counts from the end when negative, clamped to the axis.
    pub end: i64,
    /// Distance between kept indices, at least 1.
    pub step: usize,
}

impl Slice {
    /// For each range: axis, first index, step and how many are kept.
    pub(crate) fn resolve(&self, shape: &[usize]) -> Checked<Vec<(usize, usize, usize, usize)>> {
        let mut seen: Vec<(usize, usize, usize, usize)> = Vec::new();
        for range in &self.ranges {
            let Some(&size) = shape.get(range.axis) else {
                return Err(format!("axis {} does not exist", range.axis));
            };
            if range.step == 0 || seen.iter().any(|&(axis, ..)| axis == range.axis) {
                return Err(format!("axis {} needs one range with a step of at least 1", range.axis));
            }
            let index = |number: i64| {
                let number = if number < 0 { number.saturating_add(size as i64) } else { number };
                number.clamp(0, size as i64) as usize
            };
            let (start, end) = (index(range.start), index(range.end));
            if start >= end {
                return Err(format!("nothing is left of axis {}", range.axis));
            }
            seen.push((range.axis, start, range.step, (end - start).div_ceil(range.step)));
        }
        Ok(seen)
    }
}

impl Operation for Slice {
    fn name(&self) -> &'static str {
        "Slice"
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        let mut shape = only(inputs)?.to_vec();
        for (axis, _, _, count) in self.resolve(&shape)? {
            shape[axis] = count;
        }
        Ok(shape)
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        let ranges = self.resolve(inputs[0].dims()).map_err(candle_core::Error::msg)?;
        let cut = |x: Tensor, (axis, start, step, count)| strided(&x, axis, start, step, count);
        ranges.into_iter().try_fold(inputs[0].clone(), cut)?.contiguous()
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        if !wanted[0] {
            return Ok(vec![None]);
        }
        let shape = at.inputs[0].dims();
        let mut to_input = gradient.clone();
        for (axis, start, step, _) in self.resolve(shape).map_err(candle_core::Error::msg)? {
            let spaced = spread(&to_input, axis, step)?;
            let after = shape[axis] - start - spaced.dim(axis)?;
            to_input = fit(&spaced, axis, start as isize, after as isize, 0.0)?;
        }
        Ok(vec![Some(to_input.contiguous()?)])
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        total(tangents, at.output, |(_, tangent)| self.forward(std::slice::from_ref(tangent)))
    }

    fn sees(&self, _index: usize, region: &[Range<isize>], inputs: &[&[usize]], _output: &[usize]) -> Region {
        let mut seen = region.to_vec();
        for (axis, start, step, _) in self.resolve(inputs[0]).unwrap_or_default() {
            let [start, step] = [start as isize, step as isize];
            seen[axis] = start + region[axis].start * step..start + (region[axis].end - 1) * step + 1;
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::{super::finite_difference::Cases, *};

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(18);
        let range = |axis, start, end, step| SliceRange { axis, start, end, step };
        for ranges in [
            vec![],
            vec![range(1, 1, 3, 1)],
            vec![range(2, -4, -1, 2), range(3, 0, i64::MAX, 3)],
            vec![range(1, i64::MIN, 2, 1), range(3, 4, 5, 7)],
        ] {
            let x = cases.values(&[2, 3, 5, 6]);
            cases.check(&Slice { ranges }, &[x]);
        }
        let refuse = |ranges| assert!(Slice { ranges }.shape(&[&[2, 3]]).is_err());
        refuse(vec![range(2, 0, 1, 1)]);
        refuse(vec![range(1, 2, 2, 1)]);
        refuse(vec![range(1, 0, 2, 0)]);
        refuse(vec![range(1, 0, 2, 1), range(1, 0, 1, 1)]);
    }
}
