//! Mean over windows.

use std::ops::Range;

use candle_core::Tensor;

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::{
    Pads,
    common::{feature_map, from_numbers, sees_map, total},
    windows::Window,
};

/// Average pooling.
#[derive(Clone, Debug, PartialEq)]
pub struct AveragePool {
    /// Rows and columns of the window.
    pub kernel: [usize; 2],
    /// Rows and columns from one window to the next.
    pub stride: [usize; 2],
    /// Padding around the input.
    pub pads: Pads,
    /// Whether a last, partly covered window counts.
    pub ceil: bool,
    /// Whether zeros of the padding count in the divisor.
    pub count_padding: bool,
}

impl AveragePool {
    fn windows(&self) -> [Window; 2] {
        [0, 1].map(|axis| Window {
            kernel: self.kernel[axis],
            stride: self.stride[axis],
            dilation: 1,
            pads: self.pads.along(axis),
            ceil: self.ceil,
        })
    }

    /// How many values each window of one axis counts: never what hangs over the padding in ceil mode.
    fn divisors(&self, window: Window, size: usize, count: usize) -> Vec<f64> {
        let [before, after] = window.pads;
        let counted = if self.count_padding { 0..before + size + after } else { before..before + size };
        let one = |start: usize| (start + window.kernel).min(counted.end).saturating_sub(start.max(counted.start)).max(1) as f64;
        (0..count).map(|index| one(index * window.stride)).collect()
    }

    /// How many values the window at a position counts, on maps of `input` rows and columns.
    pub(crate) fn divisor(&self, at: [usize; 2], input: [usize; 2]) -> f64 {
        let along = |axis: usize, window: Window| self.divisors(window, input[axis], at[axis] + 1)[at[axis]];
        let [rows, columns] = self.windows();
        along(0, rows) * along(1, columns)
    }

    /// Divides every window's number by how many values it counts; `input` and `value` are sizes of maps.
    fn divide(&self, value: &Tensor, input: [usize; 2]) -> candle_core::Result<Tensor> {
        let (_, _, height, width) = value.dims4()?;
        let [rows, columns] = self.windows();
        let rows = self.divisors(rows, input[0], height);
        let columns = self.divisors(columns, input[1], width);
        let all = rows.iter().flat_map(|row| columns.iter().map(move |column| row * column)).collect();
        value.broadcast_div(&from_numbers(all, &[height, width], value)?)
    }
}

impl Operation for AveragePool {
    fn name(&self) -> &'static str {
        "Average pool"
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        let [batch, channels, height, width] = feature_map(inputs)?;
        let [rows, columns] = self.windows();
        Ok(vec![batch, channels, rows.count(height)?, columns.count(width)?])
    }

    fn forward(&self, inputs: &[Tensor]) -> candle_core::Result<Tensor> {
        let (_, _, height, width) = inputs[0].dims4()?;
        let mut sum = inputs[0].clone();
        for (axis, window) in [2, 3].into_iter().zip(self.windows()) {
            let count = window.count(sum.dim(axis)?).map_err(candle_core::Error::msg)?;
            let taps = window.taps(&sum, axis, count, 0.0)?;
            sum = taps[0].contiguous()?;
            for tap in &taps[1..] {
                sum = (sum + tap)?;
            }
        }
        self.divide(&sum, [height, width])
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> candle_core::Result<Vec<Option<Tensor>>> {
        if !wanted[0] {
            return Ok(vec![None]);
        }
        let (_, _, height, width) = at.inputs[0].dims4()?;
        let [rows, columns] = self.windows();
        let shares = self.divide(gradient, [height, width])?;
        let to_rows = rows.add_taps(&vec![shares; rows.kernel], 2, height)?;
        Ok(vec![Some(columns.add_taps(&vec![to_rows; columns.kernel], 3, width)?)])
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> candle_core::Result<Tensor> {
        total(tangents, at.output, |(_, tangent)| self.forward(std::slice::from_ref(tangent)))
    }

    fn sees(&self, _index: usize, region: &[Range<isize>], _inputs: &[&[usize]], _output: &[usize]) -> Region {
        sees_map(&self.windows(), region)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::finite_difference::Cases, *};

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(3);
        for _ in 0..40 {
            let [top, left] = cases.pair(0, 1);
            let [bottom, right] = cases.pair(0, 1);
            let operation = AveragePool {
                kernel: cases.pair(2, 4),
                stride: cases.pair(1, 3),
                pads: Pads { top, left, bottom, right },
                ceil: cases.coin(),
                count_padding: cases.coin(),
            };
            let dims = [cases.size(1, 2), cases.size(1, 3), cases.size(5, 10), cases.size(5, 10)];
            let x = cases.values(&dims);
            cases.check(&operation, &[x]);
        }
    }
}
