//! Maximum over windows, with the winning tap of each, and its gradient: the first maximum takes all, as in PyTorch.

use rayon::prelude::*;

use super::{
    lanes::Lanes,
    layout::LANES,
    level::{Kernel, Level},
    maps::{Maps, MapsMut},
    window::WindowShape,
};

/// Maxima of the windows of `blocks` blocks of channels; NaN wins. `winners` receives the row-major tap of each maximum,
/// `N x blocks x OH x OW x 16`; the padding never wins.
///
/// # Panics
/// If a buffer is too short or the window has more than 65536 taps.
pub fn max_pool(
    shape: &WindowShape,
    batch: usize,
    blocks: usize,
    input: Maps<'_>,
    output: MapsMut<'_>,
    winners: &mut [u16],
    level: Level,
) {
    assert!(shape.kernel[0] * shape.kernel[1] <= 1 << 16, "a window of {:?} has too many taps", shape.kernel);
    input.check(batch, blocks, shape.input_pixels());
    let pixels = shape.output_pixels();
    let winners = &mut winners[..batch * blocks * pixels * LANES];
    if winners.is_empty() {
        return;
    }
    let outputs = output.par_blocks(batch, blocks, pixels);
    outputs.zip(winners.par_chunks_mut(pixels * LANES)).for_each(|((image, block, output), winners)| {
        let winners = winners.as_chunks_mut().0;
        level.run(Forward { shape, input: input.block(image, block, shape.input_pixels()), output, winners });
    });
}

struct Forward<'a> {
    shape: &'a WindowShape,
    input: &'a [[f32; LANES]],
    output: &'a mut [[f32; LANES]],
    winners: &'a mut [[u16; LANES]],
}

impl Kernel for Forward<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        let width = self.shape.output[1].max(1);
        for (pixel, (output, winners)) in self.output.iter_mut().zip(self.winners).enumerate() {
            let mut best = [f32::NEG_INFINITY; LANES];
            // Where nothing exceeds minus infinity the first tap wins.
            let first = |axis: usize, output: usize| self.shape.taps(axis, output).start;
            let tap = first(0, pixel / width) * self.shape.kernel[1] + first(1, pixel % width);
            let mut winner = [tap as u32; LANES];
            self.shape.each_tap(pixel / width, pixel % width, |tap, source| {
                let values = self.input[source];
                for lane in 0..LANES {
                    let wins = values[lane] > best[lane] || values[lane].is_nan();
                    best[lane] = if wins { values[lane] } else { best[lane] };
                    winner[lane] = if wins { tap as u32 } else { winner[lane] };
                }
            });
            *output = best;
            *winners = winner.map(|tap| tap as u16);
        }
    }
}

/// The input's gradient, added to what `result` holds.
///
/// # Panics
/// If a buffer is too short.
pub fn max_pool_gradient(
    shape: &WindowShape,
    batch: usize,
    blocks: usize,
    gradient: Maps<'_>,
    winners: &[u16],
    result: MapsMut<'_>,
    level: Level,
) {
    let pixels = shape.output_pixels();
    gradient.check(batch, blocks, pixels);
    let winners = winners[..batch * blocks * pixels * LANES].as_chunks::<LANES>().0;
    result.par_blocks(batch, blocks, shape.input_pixels()).for_each(|(image, block, result)| {
        let winners = &winners[(image * blocks + block) * pixels..][..pixels];
        level.run(Backward { shape, gradient: gradient.block(image, block, pixels), winners, result });
    });
}

struct Backward<'a> {
    shape: &'a WindowShape,
    gradient: &'a [[f32; LANES]],
    winners: &'a [[u16; LANES]],
    result: &'a mut [[f32; LANES]],
}

impl Kernel for Backward<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        let width = self.shape.output[1].max(1);
        for (pixel, (gradient, winners)) in self.gradient.iter().zip(self.winners).enumerate() {
            // Copies as wide as the values, so that the compiler sees vectors that nothing else points to.
            let gradient = *gradient;
            let mut winner = [0u32; LANES];
            for lane in 0..LANES {
                winner[lane] = u32::from(winners[lane]);
            }
            self.shape.each_tap(pixel / width, pixel % width, |tap, source| {
                let mut sum = self.result[source];
                for lane in 0..LANES {
                    sum[lane] += if winner[lane] == tap as u32 { gradient[lane] } else { 0.0 };
                }
                self.result[source] = sum;
            });
        }
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
                    shape.each_tap(target / output[1], target % output[1], |_, source| {
                        if best.is_none_or(|best| values[map * inside + source] > values[map * inside + best]) {
                            best = Some(source);
                        }
                    });
                    let best = map * inside + best.expect("every window of the test sees the input");
                    expected[map * outside + target] = values[best];
                    expected_gradient[best] += gradient[map * outside + target];
                }
            }
            let blocks = channels.div_ceil(16);
            let (values, gradient) = (blocked(&values, 2, channels, inside), blocked(&gradient, 2, channels, outside));
            for level in Level::available() {
                let mut found = vec![f32::NAN; gradient.len()];
                let mut winners = vec![0; gradient.len()];
                let maps = MapsMut::new(&mut found, blocks, 0);
                max_pool(&shape, 2, blocks, Maps::new(&values, blocks, 0), maps, &mut winners, level);
                assert_eq!(plain(&found, 2, channels, outside), expected, "{}", level.name());
                let mut found = vec![0.0; values.len()];
                let maps = MapsMut::new(&mut found, blocks, 0);
                max_pool_gradient(&shape, 2, blocks, Maps::new(&gradient, blocks, 0), &winners, maps, level);
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
            let (mut found, mut winners) = (vec![0.0; 16], vec![9; 16]);
            max_pool(&shape, 1, 1, Maps::new(&values, 1, 0), MapsMut::new(&mut found, 1, 0), &mut winners, level);
            assert_eq!((found[0], winners[0]), (f32::NEG_INFINITY, 0));
            assert!(found[1].is_nan() && winners[1] == 1);
        }
    }
}
