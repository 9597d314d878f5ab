//! Maximum over windows; the first maximum of a window takes the gradient, as in PyTorch.

use std::ops::Range;

use candle_core::Tensor;

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::{
    Pads,
    common::{feature_map, sees_map, total},
    windows::Window,
};

/// Maximum pooling; padding is minus infinity.
#[derive(Clone, Debug, PartialEq)]
pub struct MaxPool {
    /// Rows and columns of the window.
    pub kernel: [usize; 2],
    /// Rows and columns from one window to the next.
    pub stride: [usize; 2],
    /// Distance between the window's taps.
    pub dilation: [usize; 2],
    /// Padding around the input.
    pub pads: Pads,
    /// Whether a last, partly covered window counts (it must start inside the input or its leading padding).
    pub ceil: bool,
}

impl MaxPool {
    fn windows(&self) -> [Window; 2] {
        [0, 1].map(|axis| Window {
            kernel: self.kernel[axis],
            stride: self.stride[axis],
            dilation: self.dilation[axis],
            pads: self.pads.along(axis),
            ceil: self.ceil,
        })
    }
}

/// The maximum of every window along one axis.
fn maximum_along(window: Window, x: &Tensor, axis: usize) -> candle_core::Result<Tensor> {
    let count = window.count(x.dim(axis)?).map_err(candle_core::Error::msg)?;
    let taps = window.taps(x, axis, count, f64::NEG_INFINITY)?;
    let mut maximum = taps[0].clone();
    for tap in &taps[1..] {
        maximum = maximum.maximum(tap)?;
    }
    maximum.contiguous()
}

/// The gradient at the input of [`maximum_along`]: the first tap that equals the maximum takes all.
fn first_maximum_takes(
    window: Window,
    x: &Tensor,
    maximum: &Tensor,
    gradient: &Tensor,
    axis: usize,
) -> candle_core::Result<Tensor> {
    let taps = window.taps(x, axis, maximum.dim(axis)?, f64::NEG_INFINITY)?;
    let zeros = gradient.zeros_like()?;
    let mut rest = gradient.clone();
    let mut parts = Vec::with_capacity(window.kernel);
    for tap in &taps[..window.kernel - 1] {
        let part = tap.eq(maximum)?.where_cond(&rest, &zeros)?;
        rest = (rest - &part)?;
        parts.push(part);
    }
    // What no earlier tap took belongs to the last one.
    parts.push(rest);
    window.add_taps(&parts, axis, x.dim(axis)?)
}

/// What [`maximum_along`] passes of a tangent: that of the first tap that equals the maximum.
fn tangent_of_first_maximum(
    window: Window,
    x: &Tensor,
    maximum: &Tensor,
    tangent: &Tensor,
    axis: usize,
) -> candle_core::Result<Tensor> {
    let count = maximum.dim(axis)?;
    let taps = window.taps(x, axis, count, f64::NEG_INFINITY)?;
    let tangents = window.taps(tangent, axis, count, 0.0)?;
    let mut found = tangents[window.kernel - 1].contiguous()?;
    for (tap, tangent) in taps.iter().zip(&tangents).rev().skip(1) {
        found = tap.eq(maximum)?.where_cond(&tangent.contiguous()?, &found)?;
    }
    Ok(found)
}

// A maximum over a rectangle is a maximum over rows of maxima over columns, and the first one in reading order is the
// first one of the first row that has it: both directions go axis by axis.
impl Operation for MaxPool {
    fn name(&self) -> &'static str {
        "Max pool"
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        let [batch, channels, height, width] = feature_map(inputs)?;
        let [rows, columns] = self.windows();
        Ok(vec![batch, channels, rows.count(height)?, columns.count(width)?])
    }

    fn forward(&self, inputs: &[Tensor]) -> candle_core::Result<Tensor> {
        let [rows, columns] = self.windows();
        maximum_along(rows, &maximum_along(columns, &inputs[0], 3)?, 2)
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> candle_core::Result<Vec<Option<Tensor>>> {
        if !wanted[0] {
            return Ok(vec![None]);
        }
        let [rows, columns] = self.windows();
        let row_maxima = maximum_along(columns, &at.inputs[0], 3)?;
        let to_rows = first_maximum_takes(rows, &row_maxima, at.output, gradient, 2)?;
        Ok(vec![Some(first_maximum_takes(columns, &at.inputs[0], &row_maxima, &to_rows, 3)?)])
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> candle_core::Result<Tensor> {
        let [rows, columns] = self.windows();
        let row_maxima = maximum_along(columns, &at.inputs[0], 3)?;
        total(tangents, at.output, |(_, tangent)| {
            let of_rows = tangent_of_first_maximum(columns, &at.inputs[0], &row_maxima, tangent, 3)?;
            tangent_of_first_maximum(rows, &row_maxima, at.output, &of_rows, 2)
        })
    }

    fn sees(&self, _index: usize, region: &[Range<isize>], _inputs: &[&[usize]], _output: &[usize]) -> Region {
        sees_map(&self.windows(), region)
    }
}

#[cfg(test)]
mod tests {
    use candle_core::{Device, Result};

    use super::{
        super::finite_difference::{Cases, flat},
        *,
    };

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(2);
        for _ in 0..40 {
            let [top, left] = cases.pair(0, 1);
            let [bottom, right] = cases.pair(0, 1);
            let operation = MaxPool {
                kernel: cases.pair(2, 4),
                stride: cases.pair(1, 3),
                dilation: cases.pair(1, 2),
                pads: Pads { top, left, bottom, right },
                ceil: cases.coin(),
            };
            let dims = [cases.size(1, 2), cases.size(1, 3), cases.size(7, 10), cases.size(7, 10)];
            let x = cases.values(&dims);
            cases.check(&operation, &[x]);
        }
    }

    #[test]
    fn the_first_of_equal_maxima_takes_the_gradient() -> Result<()> {
        let pool = MaxPool { kernel: [2, 2], stride: [2, 2], dilation: [1, 1], pads: Pads::all(0), ceil: false };
        let x = Tensor::new(&[0f32, 3.0, 3.0, 3.0], &Device::Cpu)?.reshape((1, 1, 2, 2))?;
        let output = pool.forward(std::slice::from_ref(&x))?;
        let at = Evaluated { inputs: std::slice::from_ref(&x), output: &output };
        let gradient = pool.gradient(&at, &output.ones_like()?, &[true])?.swap_remove(0).expect("a gradient");
        assert_eq!(flat(&gradient), [0.0, 1.0, 0.0, 0.0]);
        Ok(())
    }
}
