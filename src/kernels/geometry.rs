//! The shape of a convolution, and where its taps fall: forward, and in the phases of its input gradient.
//!
//! The input gradient of a convolution with stride `s` is, for the input positions of one residue modulo `s`, an ordinary
//! convolution of the output's gradient with every `s`-th tap, flipped.

/// A convolution of one image; attributes per axis (vertical, horizontal).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConvolutionShape {
    /// Input channels, of all groups.
    pub input_channels: usize,
    /// Output channels, of all groups.
    pub output_channels: usize,
    /// Rows and columns of the input.
    pub input: [usize; 2],
    /// Rows and columns of the output.
    pub output: [usize; 2],
    /// Rows and columns of the kernel.
    pub kernel: [usize; 2],
    /// Rows and columns from one window to the next.
    pub stride: [usize; 2],
    /// Distance between the kernel's taps.
    pub dilation: [usize; 2],
    /// Zeros above and left of the input; those below and right follow from `output`.
    pub padding: [usize; 2],
    /// Channel groups; they divide both channel counts.
    pub groups: usize,
}

impl ConvolutionShape {
    /// Rows or columns of an output: `(input + pads - dilation * (kernel - 1) - 1) / stride + 1`, 0 where the kernel does not
    /// fit.
    pub fn output_size(input: usize, kernel: usize, stride: usize, dilation: usize, pads: usize) -> usize {
        (input + pads).checked_sub(dilation * (kernel - 1) + 1).map_or(0, |free| free / stride + 1)
    }

    /// Weights per output channel: `C / groups * kernel rows * kernel columns`.
    pub fn weights_per_output(&self) -> usize {
        self.input_channels / self.groups * self.kernel[0] * self.kernel[1]
    }

    /// Whether every channel is convolved with one kernel of its own.
    pub fn is_depthwise(&self) -> bool {
        self.groups == self.input_channels && self.groups == self.output_channels && self.groups > 1
    }

    pub(super) fn forward(&self) -> Geometry {
        Geometry {
            input: self.input,
            output: self.output,
            taps: self.kernel,
            stride: self.stride,
            dilation: self.dilation,
            offset: self.padding.map(|padding| -(padding as isize)),
            target: self.output,
            target_start: [0, 0],
            target_step: [1, 1],
        }
    }

    pub(super) fn gradient(&self, phase: [usize; 2]) -> Geometry {
        let axes: [Phase; 2] = std::array::from_fn(|axis| Phase::new(self, axis, phase[axis]));
        Geometry {
            input: self.output,
            output: axes.map(|axis| axis.count),
            taps: axes.map(|axis| axis.taps.count),
            stride: [1, 1],
            dilation: axes.map(|axis| axis.dilation),
            offset: axes.map(|axis| axis.offset),
            target: self.input,
            target_start: axes.map(|axis| axis.start),
            target_step: self.stride,
        }
    }
}

/// The taps of one axis that one phase of the gradient uses: `first`, `first + step`, ...
#[derive(Clone, Copy, Debug)]
pub(super) struct PhaseTaps {
    pub first: usize,
    pub step: usize,
    pub count: usize,
}

impl PhaseTaps {
    /// Taps of the positions whose distance to the padded border leaves the rest `phase` when divided by the stride.
    pub fn new(kernel: usize, stride: usize, dilation: usize, phase: usize) -> Self {
        let step = stride / greatest_common_divisor(stride, dilation);
        match (0..kernel).find(|tap| tap * dilation % stride == phase) {
            Some(first) => Self { first, step, count: (kernel - first).div_ceil(step) },
            None => Self { first: 0, step, count: 0 },
        }
    }

    /// The kernel's tap that is `index`-th in the phase's convolution, which runs through them backwards.
    pub fn tap(&self, index: usize) -> usize {
        self.first + (self.count - 1 - index) * self.step
    }
}

#[derive(Clone, Copy)]
struct Phase {
    taps: PhaseTaps,
    dilation: usize,
    offset: isize,
    start: usize,
    count: usize,
}

impl Phase {
    fn new(shape: &ConvolutionShape, axis: usize, phase: usize) -> Self {
        let (stride, dilation, padding) = (shape.stride[axis], shape.dilation[axis], shape.padding[axis]);
        let taps = PhaseTaps::new(shape.kernel[axis], stride, dilation, phase);
        let start = (phase as isize - padding as isize).rem_euclid(stride as isize) as usize;
        let spacing = dilation / greatest_common_divisor(stride, dilation);
        let nearest = ((start + padding) as isize - (taps.first * dilation) as isize).div_euclid(stride as isize);
        let offset = nearest - (taps.count.saturating_sub(1) * spacing) as isize;
        Self { taps, dilation: spacing, offset, start, count: shape.input[axis].saturating_sub(start).div_ceil(stride) }
    }
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// Where a convolution reads and writes: output `o` reads input `offset + o * stride + tap * dilation` where that exists and
/// is written to `target_start + o * target_step` of a map of `target`'s size. Per axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Geometry {
    pub input: [usize; 2],
    pub output: [usize; 2],
    pub taps: [usize; 2],
    pub stride: [usize; 2],
    pub dilation: [usize; 2],
    pub offset: [isize; 2],
    pub target: [usize; 2],
    pub target_start: [usize; 2],
    pub target_step: [usize; 2],
}

impl Geometry {
    /// Whether every output is one tap at the same place of the input.
    pub fn is_flat(&self) -> bool {
        let in_place = self.taps == [1, 1] && self.stride == [1, 1] && self.offset == [0, 0] && self.target_step == [1, 1];
        in_place && self.input == self.output && self.target == self.output
    }

    pub fn input_pixels(&self) -> usize {
        self.input[0] * self.input[1]
    }

    pub fn output_pixels(&self) -> usize {
        self.output[0] * self.output[1]
    }

    pub fn target_pixels(&self) -> usize {
        self.target[0] * self.target[1]
    }

    pub fn tap_count(&self) -> usize {
        self.taps[0] * self.taps[1]
    }

    /// The input coordinate under a tap on one axis; it may lie outside of the input.
    pub fn source(&self, axis: usize, output: usize, tap: usize) -> isize {
        self.offset[axis] + (output * self.stride[axis] + tap * self.dilation[axis]) as isize
    }

    /// Whether a coordinate of one axis lies inside the input.
    pub fn inside(&self, axis: usize, coordinate: isize) -> bool {
        coordinate >= 0 && (coordinate as usize) < self.input[axis]
    }

    /// The outputs of one axis under which every tap lies inside the input: a range, possibly empty.
    pub fn interior(&self, axis: usize) -> std::ops::Range<usize> {
        let reach = (self.taps[axis].saturating_sub(1) * self.dilation[axis]) as isize;
        let stride = self.stride[axis] as isize;
        let first = (-self.offset[axis]).max(0).unsigned_abs().div_ceil(self.stride[axis]);
        let last = (self.input[axis] as isize - 1 - reach - self.offset[axis]).div_euclid(stride);
        let end = ((last + 1).max(0) as usize).min(self.output[axis]);
        first.min(end)..end
    }

    /// The pixel of the target map that an output pixel is written to.
    pub fn target_pixel(&self, row: usize, column: usize) -> usize {
        (self.target_start[0] + row * self.target_step[0]) * self.target[1] + self.target_start[1] + column * self.target_step[1]
    }
}
