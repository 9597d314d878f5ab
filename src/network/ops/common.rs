//! What several operators share: shape checks, broadcasting and its adjoint, regions seen.

use std::ops::Range;

use candle_core::{Device, Result, Tensor};

use crate::network::operation::{Checked, Region};

use super::windows::Window;

/// The shape of the first input, which must be `N x C x H x W`.
pub(super) fn feature_map(inputs: &[&[usize]]) -> Checked<[usize; 4]> {
    let first: &[usize] = inputs.first().copied().unwrap_or_default();
    first.try_into().map_err(|_| format!("feature maps (N x C x H x W) are needed, not a value of {first:?}"))
}

/// The shape of the only input.
pub(super) fn only<'a>(inputs: &[&'a [usize]]) -> Checked<&'a [usize]> {
    match inputs {
        [one] => Ok(one),
        others => Err(format!("one input is needed, not {}", others.len())),
    }
}

/// The shape that two shapes broadcast to (missing leading axes count as 1).
pub(super) fn broadcast_shape(a: &[usize], b: &[usize]) -> Checked<Vec<usize>> {
    let rank = a.len().max(b.len());
    let size = |shape: &[usize], axis: usize| (axis + shape.len()).checked_sub(rank).map_or(1, |own| shape[own]);
    (0..rank)
        .map(|axis| match (size(a, axis), size(b, axis)) {
            (left, right) if left == right || right == 1 => Ok(left),
            (1, right) => Ok(right),
            (left, right) => Err(format!("{left} and {right} do not broadcast")),
        })
        .collect()
}

/// The adjoint of broadcasting: sums `gradient` to `shape`.
pub(crate) fn sum_to(gradient: &Tensor, shape: &[usize]) -> Result<Tensor> {
    let missing = gradient.rank() - shape.len();
    let axes: Vec<usize> = (0..gradient.rank())
        .filter(|&axis| axis < missing || (shape[axis - missing] == 1 && gradient.dims()[axis] != 1))
        .collect();
    if axes.is_empty() {
        return Ok(gradient.clone());
    }
    gradient.sum_keepdim(axes)?.reshape(shape)
}

/// The sum of what each tangent that is not zero adds to the output's, which may broadcast to it.
pub(super) fn total(
    tangents: &[Option<Tensor>],
    output: &Tensor,
    part: impl Fn((usize, &Tensor)) -> Result<Tensor>,
) -> Result<Tensor> {
    let mut sum: Option<Tensor> = None;
    for (index, tangent) in tangents.iter().enumerate() {
        let Some(tangent) = tangent else { continue };
        let part = part((index, tangent))?.broadcast_as(output.shape())?;
        sum = Some(match sum {
            None => part.contiguous()?,
            Some(sum) => (sum + part)?,
        });
    }
    sum.map_or_else(|| output.zeros_like(), Ok)
}

/// A vector over channels as a value that broadcasts to one of `rank` axes with channels at axis 1.
pub(super) fn per_channel(vector: &Tensor, rank: usize) -> Result<Tensor> {
    let mut dims = vec![1; rank];
    dims[1] = vector.elem_count();
    vector.reshape(dims)
}

/// Every axis of a value but the channels' (axis 1).
pub(super) fn all_but_channels(rank: usize) -> Vec<usize> {
    (0..rank).filter(|&axis| axis != 1).collect()
}

/// Numbers as a value on the device and in the type of `like` (some devices have no f64 of their own).
pub(super) fn from_numbers(numbers: Vec<f64>, dims: &[usize], like: &Tensor) -> Result<Tensor> {
    Tensor::from_vec(numbers, dims, &Device::Cpu)?.to_dtype(like.dtype())?.to_device(like.device())
}

/// All of a value.
pub(super) fn whole(shape: &[usize]) -> Region {
    shape.iter().map(|&size| 0..size as isize).collect()
}

/// What two windows (vertical, horizontal) see of feature maps, in every channel that `region` has.
pub(super) fn sees_map(windows: &[Window; 2], region: &[Range<isize>]) -> Region {
    let [rows, columns] = windows;
    vec![region[0].clone(), region[1].clone(), rows.sees(&region[2]), columns.sees(&region[3])]
}

/// What a region of a broadcast value sees of one of the values that were broadcast.
pub(super) fn sees_broadcast(region: &[Range<isize>], input: &[usize], output: &[usize]) -> Region {
    let missing = output.len() - input.len();
    let axis = |(axis, &size): (usize, &usize)| {
        if size == 1 && output[axis + missing] != 1 { 0..1 } else { region[axis + missing].clone() }
    };
    input.iter().enumerate().map(axis).collect()
}
