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

    /// The input coordinate under a tap that lies inside of the input.
    pub(super) fn source(&self, axis: usize, output: usize, tap: usize) -> usize {
        output * self.stride[axis] + tap * self.dilation[axis] - self.padding[axis]
    }

    /// Calls `visit(tap, input pixel)` for each tap of a window inside of the input.
    #[inline(always)]
    pub(super) fn each_tap(&self, row: usize, column: usize, mut visit: impl FnMut(usize, usize)) {
        let columns = self.taps(1, column);
        for tap_row in self.taps(0, row) {
            let start = self.source(0, row, tap_row) * self.input[1];
            for tap_column in columns.clone() {
                visit(tap_row * self.kernel[1] + tap_column, start + self.source(1, column, tap_column));
            }
        }
    }
}
