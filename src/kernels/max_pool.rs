//! Maximum over windows, and its gradient: the first maximum takes all, as in PyTorch.

use std::ops::Range;

use super::{
    lanes::Lanes,
    layout::LANES,
    level::{Kernel, Level},
    maps::{Maps, MapsMut},
    window::WindowShape,
};

/// Maxima of the windows of `blocks` blocks of channels; NaN wins, the padding never does.
///
/// # Panics
/// If a buffer is too short.
pub fn max_pool(shape: &WindowShape, batch: usize, blocks: usize, input: Maps<'_>, output: MapsMut<'_>, level: Level) {
    input.check(batch, blocks, shape.input_pixels());
    output.each_band(batch, blocks, shape.output, |image, block, rows, output| {
        level.run(Forward { shape, rows, input: input.block(image, block, shape.input_pixels()), output });
    });
}

struct Forward<'a> {
    shape: &'a WindowShape,
    rows: Range<usize>,
    input: &'a [[f32; LANES]],
    output: &'a mut [[f32; LANES]],
}

impl Kernel for Forward<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        self.shape.each_window(self.rows, |pixel, taps| {
            let mut best = V::splat(f32::NEG_INFINITY);
            // Apart from the maximum, so that one does not wait for the other.
            let mut not_a_number = best;
            taps.each(|source| {
                // SAFETY: a pixel is 16 values.
                let value = unsafe { V::load(self.input[source].as_ptr()) };
                best = value.at_least(best);
                // NaN equals not even itself.
                not_a_number = value.where_equal(value, not_a_number, value);
            });
            best = not_a_number.where_equal(not_a_number, best, not_a_number);
            // SAFETY: a pixel is 16 values.
            unsafe { best.store(self.output[pixel].as_mut_ptr()) };
        });
    }
}

/// What a max pool has read and computed.
#[derive(Clone, Copy, Debug)]
pub struct Pooled<'a> {
    /// Its input.
    pub input: Maps<'a>,
    /// Its maxima.
    pub maxima: Maps<'a>,
}

/// The input's gradient, added to what `result` holds; a NaN passes nothing on.
///
/// # Panics
/// If a buffer is too short.
pub fn max_pool_gradient(
    shape: &WindowShape,
    batch: usize,
    blocks: usize,
    pooled: Pooled<'_>,
    gradient: Maps<'_>,
    result: MapsMut<'_>,
    level: Level,
) {
    let (inside, outside) = (shape.input_pixels(), shape.output_pixels());
    pooled.input.check(batch, blocks, inside);
    pooled.maxima.check(batch, blocks, outside);
    gradient.check(batch, blocks, outside);
    result.each_block(batch, blocks, inside, |image, block, result| {
        level.run(Backward {
            shape,
            input: pooled.input.block(image, block, inside),
            maxima: pooled.maxima.block(image, block, outside),
            gradient: gradient.block(image, block, outside),
            result,
        });
    });
}

struct Backward<'a> {
    shape: &'a WindowShape,
    input: &'a [[f32; LANES]],
    maxima: &'a [[f32; LANES]],
    gradient: &'a [[f32; LANES]],
    result: &'a mut [[f32; LANES]],
}

impl Kernel for Backward<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        let nothing = V::splat(0.0);
        self.shape.each_window(0..self.shape.output[0], |pixel, taps| {
            // SAFETY: a pixel is 16 values.
            let (maximum, mut left) = unsafe { (V::load(self.maxima[pixel].as_ptr()), V::load(self.gradient[pixel].as_ptr())) };
            taps.each(|source| {
                let result = &mut self.result[source];
                // SAFETY: a pixel is 16 values.
                unsafe {
                    let value = V::load(self.input[source].as_ptr());
                    V::load(result.as_ptr()).add(value.where_equal(maximum, left, nothing)).store(result.as_mut_ptr());
                    left = value.where_equal(maximum, nothing, left);
                }
            });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::reference::{Numbers, blocked, plain};

    #[test]
    fn the_first_maximum_of_each_window_wins_and_takes_the_gradient() {
        let mut numbers = Numbers::new(3);
        for (channels, input, output, kernel, stride, dilation, padding) in [
            (17, [9, 8], [5, 4], [3, 3], [2, 2], [1, 1], [1, 1]),
            (16, [6, 6], [3, 3], [2, 2], [2, 2], [1, 1], [0, 0]),
            (3, [7, 7], [4, 4], [3, 2], [2, 2], [1, 1], [0, 1]),
            (5, [9, 9], [5, 5], [3, 3], [1, 1], [2, 2], [0, 0]),
            (40, [5, 6], [1, 1], [5, 6], [5, 6], [1, 1], [0, 0]),
        ] {
            let shape = WindowShape { input, output, kernel, stride, dilation, padding };
            let (inside, outside) = (shape.input_pixels(), shape.output_pixels());
            // Few different values, so that ties occur.
            let values: Vec<f32> = (0..2 * channels * inside).map(|_| numbers.below(5) as f32 - 4.0).collect();
            let gradient = numbers.many(2 * channels * outside);
            let mut expected = vec![0.0; 2 * channels * outside];
            let mut expected_gradient = vec![0.0; values.len()];
            for map in 0..2 * channels {
                for target in 0..outside {
                    let mut best: Option<usize> = None;
                    for tap in 0..kernel[0] * kernel[1] {
                        let at = |axis: usize, output: usize, tap: usize| {
                            (output * stride[axis] + tap * dilation[axis])
                                .checked_sub(padding[axis])
                                .filter(|at| *at < shape.input[axis])
                        };
                        let (row, column) =
                            (at(0, target / output[1], tap / kernel[1]), at(1, target % output[1], tap % kernel[1]));
                        let (Some(row), Some(column)) = (row, column) else { continue };
                        let source = row * shape.input[1] + column;
                        if best.is_none_or(|best| values[map * inside + source] > values[map * inside + best]) {
                            best = Some(source);
                        }
                    }
                    let best = map * inside + best.expect("every window of the test sees the input");
                    expected[map * outside + target] = values[best];
                    expected_gradient[best] += gradient[map * outside + target];
                }
            }
            let blocks = channels.div_ceil(16);
            let (values, gradient) = (blocked(&values, 2, channels, inside), blocked(&gradient, 2, channels, outside));
            for level in Level::available() {
                let mut found = vec![f32::NAN; gradient.len()];
                let input = Maps::new(&values, blocks, 0);
                max_pool(&shape, 2, blocks, input, MapsMut::new(&mut found, blocks, 0), level);
                assert_eq!(plain(&found, 2, channels, outside), expected, "{}", level.name());
                let pooled = Pooled { input, maxima: Maps::new(&found, blocks, 0) };
                let mut found = vec![0.0; values.len()];
                let maps = MapsMut::new(&mut found, blocks, 0);
                max_pool_gradient(&shape, 2, blocks, pooled, Maps::new(&gradient, blocks, 0), maps, level);
                for (found, expected) in plain(&found, 2, channels, inside).iter().zip(&expected_gradient) {
                    assert!((found - expected).abs() < 1e-5, "{}: {found} for {expected}", level.name());
                }
            }
        }
    }

    #[test]
    fn windows_of_minus_infinity_or_nan_keep_it() {
        let shape = WindowShape::global([1, 3]);
        let mut values = vec![f32::NEG_INFINITY; 48];
        values[17] = f32::NAN;
        for level in Level::available() {
            let mut found = vec![0.0; 16];
            let input = Maps::new(&values, 1, 0);
            max_pool(&shape, 1, 1, input, MapsMut::new(&mut found, 1, 0), level);
            assert!(found[0] == f32::NEG_INFINITY && found[1].is_nan());
            let (gradient, mut back) = (vec![1.0; 16], vec![0.0; 48]);
            let pooled = Pooled { input, maxima: Maps::new(&found, 1, 0) };
            max_pool_gradient(&shape, 1, 1, pooled, Maps::new(&gradient, 1, 0), MapsMut::new(&mut back, 1, 0), level);
            assert_eq!([back[0], back[16], back[32]], [1.0, 0.0, 0.0]);
        }
    }
}
