//! The windows of a pooling layer.

use std::ops::Range;

/// Windows over maps; attributes per axis (vertical, horizontal).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowShape {
    /// Rows and columns of the input.
    pub input: [usize; 2],
    /// Rows and columns of the output.
    pub output: [usize; 2],
    /// Rows and columns of the window.
    pub kernel: [usize; 2],
    /// Rows and columns from one window to the next.
    pub stride: [usize; 2],
    /// Distance between the window's taps.
    pub dilation: [usize; 2],
    /// Padding above and left of the input.
    pub padding: [usize; 2],
}

impl WindowShape {
    /// One window over the whole map.
    pub fn global(input: [usize; 2]) -> Self {
        Self { input, output: [1, 1], kernel: input, stride: input, dilation: [1, 1], padding: [0, 0] }
    }

    pub(super) fn input_pixels(&self) -> usize {
        self.input[0] * self.input[1]
    }

    pub(super) fn output_pixels(&self) -> usize {
        self.output[0] * self.output[1]
    }

    /// The taps of an output's window that lie inside of the input.
    pub(super) fn taps(&self, axis: usize, output: usize) -> Range<usize> {
        let (start, padding, dilation) = (output * self.stride[axis], self.padding[axis], self.dilation[axis]);
        let first = padding.saturating_sub(start).div_ceil(dilation);
        let end = (self.input[axis] + padding).saturating_sub(start).div_ceil(dilation).min(self.kernel[axis]);
        first.min(end)..end
    }

    /// The outputs of one axis whose windows lie inside of the input: a range, possibly empty.
    fn interior(&self, axis: usize) -> Range<usize> {
        let (stride, reach) = (self.stride[axis], (self.kernel[axis].max(1) - 1) * self.dilation[axis] + 1);
        let first = self.padding[axis].div_ceil(stride);
        let end = (self.input[axis] + self.padding[axis]).checked_sub(reach).map_or(0, |last| last / stride + 1);
        first..end.min(self.output[axis])
    }

    /// Calls `visit(output pixel, taps)` for every window of a range of output rows; the pixel is counted from the first of
    /// these.
    #[inline(always)]
    pub(super) fn each_window(&self, output_rows: Range<usize>, mut visit: impl FnMut(usize, Taps)) {
        let interior = self.interior(1);
        // Before the first tap of a window that sees only padding there may be no pixel; nothing is read there.
        let source = |axis: usize, output: usize, tap: usize| {
            (output * self.stride[axis] + tap * self.dilation[axis]).wrapping_sub(self.padding[axis])
        };
        for (index, row) in output_rows.enumerate() {
            let rows = self.taps(0, row);
            let start = source(0, row, rows.start).wrapping_mul(self.input[1]);
            for column in 0..self.output[1] {
                let columns = if interior.contains(&column) { 0..self.kernel[1] } else { self.taps(1, column) };
                let taps = Taps {
                    first: start.wrapping_add(source(1, column, columns.start)),
                    count: [rows.len(), columns.len()],
                    step: [self.dilation[0] * self.input[1], self.dilation[1]],
                };
                visit(index * self.output[1] + column, taps);
            }
        }
    }
}

/// The taps of one window that lie inside of the input, as input pixels.
#[derive(Clone, Copy)]
pub(super) struct Taps {
    first: usize,
    count: [usize; 2],
    step: [usize; 2],
}

impl Taps {
    /// Calls `visit(input pixel)` for each tap, row by row.
    #[inline(always)]
    pub fn each(self, mut visit: impl FnMut(usize)) {
        for row in 0..self.count[0] {
            for column in 0..self.count[1] {
                visit(self.first.wrapping_add(row * self.step[0] + column * self.step[1]));
            }
        }
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.count[0] * self.count[1]
    }
}
