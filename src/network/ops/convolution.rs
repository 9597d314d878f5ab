//! Two-dimensional convolution (cross-correlation, as every framework calls it).
//!
//! The gradient at the input is a matrix product (transposed weights by the gradient, which gives every tap's share) and
//! a sum over taps: as many multiply-adds as forward, whatever the stride. A convolution with flipped weights would work
//! on zeros for strides above 1, and candle's transposed convolution is slow everywhere and fails on maps that are not square.

use std::ops::Range;

use candle_core::{Result, Tensor};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::{
    Pads,
    common::{all_but_channels, feature_map, per_channel, sees_map, total, whole},
    windows::{Window, fit, spread, strided},
};

/// Convolution; attributes per axis (vertical, horizontal), so that asymmetric cases need no other operator.
#[derive(Clone, Debug, PartialEq)]
pub struct Convolution {
    /// Rows and columns of the kernel.
    pub kernel: [usize; 2],
    /// Rows and columns from one window to the next.
    pub stride: [usize; 2],
    /// Distance between the kernel's taps.
    pub dilation: [usize; 2],
    /// Zeros around the input.
    pub pads: Pads,
    /// Channel groups; the number of input channels for a depthwise convolution.
    pub groups: usize,
}

impl Convolution {
    fn windows(&self) -> [Window; 2] {
        [0, 1].map(|axis| Window {
            kernel: self.kernel[axis],
            stride: self.stride[axis],
            dilation: self.dilation[axis],
            pads: self.pads.along(axis),
            ceil: false,
        })
    }

    /// The gradient at the input, of `height` x `width`.
    pub(super) fn at_input(&self, gradient: &Tensor, weight: &Tensor, height: usize, width: usize) -> Result<Tensor> {
        if self.groups > 1 && weight.dims()[..2] == [self.groups, 1] {
            return self.to_input_of_channels(gradient, weight, height, width);
        }
        self.to_input(gradient, weight, height, width)
    }

    /// The gradient at the input; one picture at a time, for every tap's share is held at once.
    fn to_input(&self, gradient: &Tensor, weight: &Tensor, height: usize, width: usize) -> Result<Tensor> {
        let (batch, outputs, high, wide) = gradient.dims4()?;
        let (_, inputs, rows, columns) = weight.dims4()?;
        let per_group = outputs / self.groups;
        let weight = weight.contiguous()?.reshape((self.groups, per_group, inputs * rows * columns))?.transpose(1, 2)?;
        let gradient = gradient.contiguous()?.reshape((batch, self.groups, per_group, high * wide))?;
        let [vertical, horizontal] = self.windows();
        let one = |picture: usize| {
            let shares = weight.matmul(&gradient.get(picture)?)?;
            let shares = shares.reshape((self.groups * inputs, rows, columns, high, wide))?;
            let bands = (0..rows).map(|row| {
                let taps = (0..columns).map(|column| shares.get_on_dim(1, row)?.get_on_dim(1, column));
                horizontal.add_taps(&taps.collect::<Result<Vec<_>>>()?, 2, width)
            });
            vertical.add_taps(&bands.collect::<Result<Vec<_>>>()?, 1, height)
        };
        Tensor::stack(&(0..batch).map(one).collect::<Result<Vec<_>>>()?, 0)
    }

    /// The same for one filter per channel: the gradient, with zeros between its values, under the flipped filters.
    fn to_input_of_channels(&self, gradient: &Tensor, weight: &Tensor, height: usize, width: usize) -> Result<Tensor> {
        let mut gradient = gradient.clone();
        for (axis, (window, size)) in self.windows().into_iter().zip([height, width]).enumerate() {
            let spaced = spread(&gradient, axis + 2, window.stride)?;
            let before = window.extent() as isize - 1 - window.pads[0] as isize;
            let after = (size + window.pads[0]) as isize - spaced.dim(axis + 2)? as isize;
            gradient = fit(&spaced, axis + 2, before, after, 0.0)?;
        }
        correlate_channels(&gradient, &weight.contiguous()?.flip(&[2, 3])?, [1, 1], self.dilation)
    }

    /// The gradient at the weight, tap by tap.
    pub(super) fn at_weight(&self, gradient: &Tensor, input: &Tensor, weight: &Tensor) -> Result<Tensor> {
        let (batch, outputs, height, width) = gradient.dims4()?;
        let (_, inputs, ..) = weight.dims4()?;
        let [rows, columns] = self.windows();
        let positions = height * width;
        let gradient = gradient.reshape((batch, self.groups, outputs / self.groups, positions))?;
        let mut taps = Vec::new();
        for row in rows.taps(input, 2, height, 0.0)? {
            for tap in columns.taps(&row, 3, width, 0.0)? {
                let tap = tap.contiguous()?.reshape((batch, self.groups, inputs, positions))?;
                taps.push(gradient.matmul(&tap.t()?)?.sum(0)?.reshape((outputs, inputs))?);
            }
        }
        Tensor::stack(&taps, 2)?.reshape(weight.shape())
    }
}

/// Depthwise convolutions over a padded map, as a sum over taps; candle would run a convolution for every channel.
fn correlate_channels(x: &Tensor, weight: &Tensor, stride: [usize; 2], dilation: [usize; 2]) -> Result<Tensor> {
    let (outputs, _, rows, columns) = weight.dims4()?;
    let (batch, groups, height, width) = x.dims4()?;
    let count = |size: usize, axis: usize, kernel: usize| (size - (kernel - 1) * dilation[axis] - 1) / stride[axis] + 1;
    let [high, wide] = [count(height, 0, rows), count(width, 1, columns)];
    let per_group = outputs / groups;
    let mut sum: Option<Tensor> = None;
    for row in 0..rows {
        let band = strided(x, 2, row * dilation[0], stride[0], high)?;
        for column in 0..columns {
            let tap = strided(&band, 3, column * dilation[1], stride[1], wide)?.unsqueeze(2)?;
            let factor = weight.narrow(2, row, 1)?.narrow(3, column, 1)?.reshape((1, groups, per_group, 1, 1))?;
            let product = tap.broadcast_mul(&factor)?;
            sum = Some(match sum {
                None => product,
                Some(sum) => (sum + product)?,
            });
        }
    }
    sum.map_or_else(|| candle_core::bail!("a kernel without taps"), |sum| sum.reshape((batch, outputs, high, wide)))
}

/// Convolutions of whole groups by candle, `padding` zeros on every side.
///
/// Candle has one stride and one dilation for both axes: other strides are computed densely and thinned out, other
/// dilations become zeros between the kernel's taps.
fn correlate_groups(
    x: &Tensor,
    weight: &Tensor,
    padding: usize,
    stride: [usize; 2],
    dilation: [usize; 2],
    groups: usize,
) -> Result<Tensor> {
    let mut weight = weight.clone();
    let mut common_dilation = dilation[0];
    if dilation[0] != dilation[1] {
        weight = spread(&spread(&weight, 2, dilation[0])?, 3, dilation[1])?;
        common_dilation = 1;
    }
    let common_stride = if stride[0] == stride[1] { stride[0] } else { 1 };
    let (x, weight) = (x.contiguous()?, weight.contiguous()?);
    let mut parts = Vec::with_capacity(groups);
    for group in 0..groups {
        let (inputs, outputs) = (weight.dim(1)?, weight.dim(0)? / groups);
        let part = x.narrow(1, group * inputs, inputs)?.contiguous()?;
        let own = weight.narrow(0, group * outputs, outputs)?.contiguous()?;
        parts.push(part.conv2d(&own, padding, common_stride, common_dilation, 1)?);
    }
    let mut output = Tensor::cat(&parts, 1)?;
    if common_stride != stride[0] || common_stride != stride[1] {
        for axis in [0, 1] {
            let count = (output.dim(axis + 2)? - 1) / stride[axis] + 1;
            output = strided(&output, axis + 2, 0, stride[axis], count)?;
        }
    }
    output.contiguous()
}

impl Operation for Convolution {
    fn name(&self) -> &'static str {
        "Convolution"
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        let [batch, channels, height, width] = feature_map(inputs)?;
        let weight: [usize; 4] = match inputs.get(1).map(|&weight| weight.try_into()) {
            Some(Ok(weight)) => weight,
            _ => return Err("a weight of O x C x rows x columns is needed".to_owned()),
        };
        if weight[2..] != self.kernel {
            return Err(format!("the weight's kernel is {:?}, the attribute says {:?}", &weight[2..], self.kernel));
        }
        if self.groups == 0 || weight[0] == 0 || !weight[0].is_multiple_of(self.groups) {
            return Err(format!("{} output channels do not divide into {} groups", weight[0], self.groups));
        }
        if weight[1].checked_mul(self.groups) != Some(channels) {
            return Err(format!("the weight takes {} channels in {} groups, the input has {channels}", weight[1], self.groups));
        }
        if inputs.len() > 3 || inputs.get(2).is_some_and(|&bias| bias != [weight[0]]) {
            return Err(format!("a bias of {} numbers is needed", weight[0]));
        }
        let [rows, columns] = self.windows();
        Ok(vec![batch, weight[0], rows.count(height)?, columns.count(width)?])
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        let (x, weight) = (&inputs[0], &inputs[1]);
        let Pads { top, left, bottom, right } = self.pads;
        let depthwise = self.groups > 1 && weight.dim(1)? == 1;
        let output = if !depthwise && [left, bottom, right] == [top; 3] {
            correlate_groups(x, weight, top, self.stride, self.dilation, self.groups)?
        } else {
            let padded = fit(x, 2, top as isize, bottom as isize, 0.0)?;
            let padded = fit(&padded, 3, left as isize, right as isize, 0.0)?;
            if depthwise {
                correlate_channels(&padded, weight, self.stride, self.dilation)?
            } else {
                correlate_groups(&padded, weight, 0, self.stride, self.dilation, self.groups)?
            }
        };
        match inputs.get(2) {
            Some(bias) => output.broadcast_add(&per_channel(bias, 4)?),
            None => Ok(output),
        }
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        let (x, weight) = (&at.inputs[0], &at.inputs[1]);
        let (_, _, height, width) = x.dims4()?;
        let one = |index: usize| match index {
            0 => self.at_input(gradient, weight, height, width),
            1 => self.at_weight(gradient, x, weight),
            _ => gradient.sum(all_but_channels(4)),
        };
        wanted.iter().enumerate().map(|(index, &wanted)| wanted.then(|| one(index)).transpose()).collect()
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        let (x, weight) = (&at.inputs[0], &at.inputs[1]);
        let part = |(index, tangent): (usize, &Tensor)| match index {
            0 => self.forward(&[tangent.clone(), weight.clone()]),
            1 => self.forward(&[x.clone(), tangent.clone()]),
            _ => per_channel(tangent, 4),
        };
        total(tangents, at.output, part)
    }

    fn multiply_adds(&self, inputs: &[&[usize]], output: &[usize]) -> u64 {
        let per_value: usize = inputs[1][1..].iter().product();
        output.iter().product::<usize>() as u64 * per_value as u64
    }

    fn sees(&self, index: usize, region: &[Range<isize>], inputs: &[&[usize]], _output: &[usize]) -> Region {
        if index > 0 {
            return whole(inputs[index]);
        }
        let mut seen = sees_map(&self.windows(), region);
        seen[1] = 0..inputs[0][1] as isize;
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::{super::finite_difference::Cases, *};

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(1);
        for round in 0..60 {
            let groups = [1, 1, 2, 3][round % 4];
            let (per_group, per_output) = (cases.size(1, 3), cases.size(1, 2));
            let (kernel, dilation) = (cases.pair(1, 3), cases.pair(1, 2));
            let [top, left] = cases.pair(0, 3);
            let [bottom, right] = if cases.coin() { [top, left] } else { cases.pair(0, 3) };
            let operation =
                Convolution { kernel, stride: cases.pair(1, 3), dilation, pads: Pads { top, left, bottom, right }, groups };
            let [batch, height, width] = [cases.size(1, 2), cases.size(5, 8), cases.size(5, 8)];
            let x = cases.values(&[batch, groups * per_group, height, width]);
            let weight = cases.values(&[groups * per_output, per_group, kernel[0], kernel[1]]);
            let bias = cases.values(&[groups * per_output]);
            let count = 2 + usize::from(cases.coin());
            cases.check(&operation, &[x, weight, bias][..count]);
        }
    }
}
