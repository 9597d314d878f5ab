//! Mean over windows and its gradient; the global mean is a window over the whole map.

use std::ops::Range;

use super::{
    lanes::Lanes,
    layout::LANES,
    level::{Kernel, Level},
    maps::{Maps, MapsMut},
    window::{Taps, WindowShape},
};

/// What the sum of a window is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Divisor {
    /// The values of the input in the window.
    Inside,
    /// Those and the zeros of the padding, as far as it reaches: rows below and columns right of the input.
    Padded {
        /// Padding below and right of the input.
        after: [usize; 2],
    },
}

impl Divisor {
    fn reciprocal(self, shape: &WindowShape, pixel: usize, taps: Taps) -> f32 {
        let count = match self {
            Self::Inside => taps.len(),
            Self::Padded { after } => {
                let reach = |axis: usize, output: usize| {
                    let padded = shape.input[axis] + shape.padding[axis] + after[axis];
                    let left = padded.saturating_sub(output * shape.stride[axis]).div_ceil(shape.dilation[axis]);
                    left.min(shape.kernel[axis])
                };
                let width = shape.output[1].max(1);
                reach(0, pixel / width) * reach(1, pixel % width)
            }
        };
        1.0 / count.max(1) as f32
    }
}

/// Means of the windows of `blocks` blocks of channels.
///
/// # Panics
/// If a buffer is too short.
pub fn average_pool(
    shape: &WindowShape,
    divisor: Divisor,
    batch: usize,
    blocks: usize,
    input: Maps<'_>,
    output: MapsMut<'_>,
    level: Level,
) {
    input.check(batch, blocks, shape.input_pixels());
    output.each_band(batch, blocks, shape.output, |image, block, rows, output| {
        level.run(Forward { shape, divisor, rows, input: input.block(image, block, shape.input_pixels()), output });
    });
}

struct Forward<'a> {
    shape: &'a WindowShape,
    divisor: Divisor,
    rows: Range<usize>,
    input: &'a [[f32; LANES]],
    output: &'a mut [[f32; LANES]],
}

impl Kernel for Forward<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        let first = self.rows.start * self.shape.output[1];
        self.shape.each_window(self.rows, |pixel, taps| {
            let mut sum = V::splat(0.0);
            taps.each(|source| {
                // SAFETY: a pixel is 16 values.
                sum = sum.add(unsafe { V::load(self.input[source].as_ptr()) });
            });
            let mean = sum.multiply(V::splat(self.divisor.reciprocal(self.shape, first + pixel, taps)));
            // SAFETY: a pixel is 16 values.
            unsafe { mean.store(self.output[pixel].as_mut_ptr()) };
        });
    }
}

/// The input's gradient, added to what `result` holds.
///
/// # Panics
/// If a buffer is too short.
pub fn average_pool_gradient(
    shape: &WindowShape,
    divisor: Divisor,
    batch: usize,
    blocks: usize,
    gradient: Maps<'_>,
    result: MapsMut<'_>,
    level: Level,
) {
    let pixels = shape.output_pixels();
    gradient.check(batch, blocks, pixels);
    result.each_block(batch, blocks, shape.input_pixels(), |image, block, result| {
        level.run(Backward { shape, divisor, gradient: gradient.block(image, block, pixels), result });
    });
}

struct Backward<'a> {
    shape: &'a WindowShape,
    divisor: Divisor,
    gradient: &'a [[f32; LANES]],
    result: &'a mut [[f32; LANES]],
}

impl Kernel for Backward<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        self.shape.each_window(0..self.shape.output[0], |pixel, taps| {
            let factor = V::splat(self.divisor.reciprocal(self.shape, pixel, taps));
            // SAFETY: a pixel is 16 values.
            let share = unsafe { V::load(self.gradient[pixel].as_ptr()) }.multiply(factor);
            taps.each(|source| {
                let result = &mut self.result[source];
                // SAFETY: a pixel is 16 values.
                unsafe { V::load(result.as_ptr()).add(share).store(result.as_mut_ptr()) };
            });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::reference::{Numbers, blocked, plain};

    #[test]
    fn divides_as_asked_and_gradient_is_the_adjoint() {
        let padded =
            WindowShape { input: [5, 5], output: [3, 3], kernel: [3, 3], stride: [2, 2], dilation: [1, 1], padding: [1, 1] };
        let mut numbers = Numbers::new(5);
        for level in Level::available() {
            for (divisor, corner) in [(Divisor::Inside, 1.0), (Divisor::Padded { after: [1, 1] }, 4.0 / 9.0)] {
                let ones = blocked(&vec![1.0; 20 * 25], 1, 20, 25);
                let mut found = vec![f32::NAN; 2 * 9 * 16];
                average_pool(&padded, divisor, 1, 2, Maps::new(&ones, 2, 0), MapsMut::new(&mut found, 2, 0), level);
                let found = plain(&found, 1, 20, 9);
                assert!((found[0] - corner).abs() < 1e-6 && (found[4] - 1.0).abs() < 1e-6, "{found:?}");

                let (x, g) = (numbers.many(2 * 20 * 25), numbers.many(2 * 20 * 9));
                let (xb, gb) = (blocked(&x, 2, 20, 25), blocked(&g, 2, 20, 9));
                let (mut y, mut back) = (vec![0.0; gb.len()], vec![0.0; xb.len()]);
                average_pool(&padded, divisor, 2, 2, Maps::new(&xb, 2, 0), MapsMut::new(&mut y, 2, 0), level);
                average_pool_gradient(&padded, divisor, 2, 2, Maps::new(&gb, 2, 0), MapsMut::new(&mut back, 2, 0), level);
                let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| f64::from(a * b)).sum::<f64>();
                assert!((dot(&y, &gb) - dot(&xb, &back)).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn global_mean() {
        let values: Vec<f32> = (0..12).map(|value| value as f32).collect();
        let values = blocked(&values, 1, 2, 6);
        let mut found = vec![0.0; 16];
        let shape = WindowShape::global([2, 3]);
        let maps = Maps::new(&values, 1, 0);
        average_pool(&shape, Divisor::Inside, 1, 1, maps, MapsMut::new(&mut found, 1, 0), Level::best());
        assert_eq!(found[..2], [2.5, 8.5]);
    }
}
