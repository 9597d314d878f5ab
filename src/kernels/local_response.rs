//! Local response normalization across channels (Krizhevsky et al. 2012) and its gradient, as ONNX defines them:
//! `y = x / s ^ beta` with `s = bias + alpha / size * sum of x^2 over size neighbouring channels`.

use super::{
    lanes::Lanes,
    layout::{LANES, block_count},
    level::{Kernel, Level},
    maps::{Maps, MapsMut},
};

/// Parameters of the normalization.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalResponse {
    /// Channels of the input.
    pub channels: usize,
    /// Channels in the window, at most 33.
    pub size: usize,
    /// Scale of the sum of squares.
    pub alpha: f32,
    /// Exponent.
    pub beta: f32,
    /// Added to the sum.
    pub bias: f32,
}

/// Normalizes `batch` maps of `pixels` pixels.
///
/// # Panics
/// If a buffer is too short or the window has no or more than 33 channels.
pub fn local_response(
    parameters: &LocalResponse,
    batch: usize,
    pixels: usize,
    input: Maps<'_>,
    output: MapsMut<'_>,
    level: Level,
) {
    run(parameters, batch, pixels, input, None, output, level);
}

/// The input's gradient, added to what `result` holds.
///
/// # Panics
/// As for [`local_response`].
pub fn local_response_gradient(
    parameters: &LocalResponse,
    batch: usize,
    pixels: usize,
    input: Maps<'_>,
    gradient: Maps<'_>,
    result: MapsMut<'_>,
    level: Level,
) {
    run(parameters, batch, pixels, input, Some(gradient), result, level);
}

fn run(
    parameters: &LocalResponse,
    batch: usize,
    pixels: usize,
    input: Maps<'_>,
    gradient: Option<Maps<'_>>,
    output: MapsMut<'_>,
    level: Level,
) {
    assert!((1..=2 * LANES + 1).contains(&parameters.size), "a window of {} channels", parameters.size);
    let blocks = block_count(parameters.channels);
    input.check(batch, blocks, pixels);
    if let Some(gradient) = gradient {
        gradient.check(batch, blocks, pixels);
    }
    output.each_block(batch, blocks, pixels, |image, block, output| {
        for (band, output) in output.chunks_mut(BAND).enumerate() {
            level.run(Band { parameters, input, gradient, image, block, pixels, first: band * BAND, output });
        }
    });
}

/// Pixels of one task.
const BAND: usize = 512;

/// A run of pixels of one block.
struct Band<'a> {
    parameters: &'a LocalResponse,
    input: Maps<'a>,
    gradient: Option<Maps<'a>>,
    image: usize,
    block: usize,
    pixels: usize,
    first: usize,
    output: &'a mut [[f32; LANES]],
}

impl Kernel for Band<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        let Self { parameters, input, gradient, image, block, pixels, first, output } = self;
        let before = (parameters.size - 1) / 2;
        let after = parameters.size / 2;
        let source = Source { channels: parameters.channels, image, block, pixels };
        for (pixel, output) in output.iter_mut().enumerate() {
            let pixel = first + pixel;
            if let Some(gradient) = gradient {
                let x = source.gather::<5>(input, pixel);
                let slopes = source.gather::<3>(gradient, pixel);
                let (x, slopes) = (x.as_flattened(), slopes.as_flattened());
                let sums = scales::<80, 48>(parameters, x, before);
                let powers = powers(&sums, parameters.beta);
                let mut shares = [0.0; 48];
                for lane in 0..48 {
                    shares[lane] = slopes[lane] * x[LANES + lane] * powers[lane] / sums[lane];
                }
                // A channel lies in the windows of those that it reaches, the other way round.
                let mut total = [0.0; LANES];
                for offset in 0..parameters.size {
                    add(&mut total, &shares[LANES - after + offset..]);
                }
                let factor = -2.0 * parameters.alpha * parameters.beta / parameters.size as f32;
                let mut sum = *output;
                for lane in 0..LANES {
                    let own = slopes[LANES + lane] * powers[LANES + lane];
                    sum[lane] += own + factor * x[2 * LANES + lane] * total[lane];
                }
                *output = sum;
            } else {
                let x = source.gather::<3>(input, pixel);
                let sums = scales::<48, LANES>(parameters, x.as_flattened(), before);
                let powers = powers(&sums, parameters.beta);
                for lane in 0..LANES {
                    output[lane] = x[1][lane] * powers[lane];
                }
            }
        }
    }
}

/// Which block of which image.
struct Source {
    channels: usize,
    image: usize,
    block: usize,
    pixels: usize,
}

impl Source {
    /// A pixel's channels in the `COUNT` blocks around this one, zero where there are none.
    #[inline(always)]
    fn gather<const COUNT: usize>(&self, maps: Maps<'_>, pixel: usize) -> [[f32; LANES]; COUNT] {
        let mut values = [[0.0; LANES]; COUNT];
        for (index, values) in values.iter_mut().enumerate() {
            let Some(block) = (self.block + index).checked_sub(COUNT / 2) else { continue };
            if block * LANES >= self.channels {
                continue;
            }
            *values = maps.block(self.image, block, self.pixels)[pixel];
            let used = self.channels - block * LANES;
            if used < LANES {
                values[used..].fill(0.0);
            }
        }
        values
    }
}

/// `s` of the `WIDTH` channels in the middle of `x`, which begins 16 channels before them.
#[inline(always)]
fn scales<const LENGTH: usize, const WIDTH: usize>(parameters: &LocalResponse, x: &[f32], before: usize) -> [f32; WIDTH] {
    let mut squares = [0.0; LENGTH];
    for (square, x) in squares.iter_mut().zip(x) {
        *square = x * x;
    }
    let mut sums = [0.0; WIDTH];
    for offset in 0..parameters.size {
        add(&mut sums, &squares[LANES - before + offset..]);
    }
    let factor = parameters.alpha / parameters.size as f32;
    for sum in &mut sums {
        *sum = parameters.bias + factor * *sum;
    }
    sums
}

#[inline(always)]
fn add<const WIDTH: usize>(sums: &mut [f32; WIDTH], values: &[f32]) {
    for (sum, value) in sums.iter_mut().zip(&values[..WIDTH]) {
        *sum += value;
    }
}

/// `s ^ -beta`. The exponent that networks use, 3/4, is the third power of `s ^ -1/4`, which Newton's iteration finds in
/// products alone: from a guess within 3 % (a fourth of the bits, negated) three steps leave rounding errors.
#[inline(always)]
fn powers<const WIDTH: usize>(s: &[f32; WIDTH], beta: f32) -> [f32; WIDTH] {
    let mut powers = [0.0; WIDTH];
    if beta == 0.75 {
        for (power, s) in powers.iter_mut().zip(s) {
            let mut root = f32::from_bits(GUESS.wrapping_sub(s.to_bits() >> 2));
            for _ in 0..3 {
                let square = root * root;
                root *= 1.25 - 0.25 * s * square * square;
            }
            *power = root * root * root;
        }
    } else {
        for (power, s) in powers.iter_mut().zip(s) {
            *power = s.powf(-beta);
        }
    }
    powers
}

/// Brings the first guess of `s ^ -1/4` nearest to the truth over all mantissas.
const GUESS: u32 = 0x4F58_5800;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::reference::{Numbers, assert_close, blocked, plain};

    /// `y` and the gradient of `sum(g y)`, by the definition.
    fn expected(parameters: &LocalResponse, x: &[f64], g: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let window = |channel: usize| {
            let first = channel.saturating_sub((parameters.size - 1) / 2);
            first..(channel + parameters.size / 2 + 1).min(x.len())
        };
        let factor = f64::from(parameters.alpha) / parameters.size as f64;
        let beta = f64::from(parameters.beta);
        let s = |channel: usize| f64::from(parameters.bias) + factor * window(channel).map(|c| x[c] * x[c]).sum::<f64>();
        let y = (0..x.len()).map(|channel| x[channel] * s(channel).powf(-beta)).collect();
        let slope = |output: usize, input: usize| {
            let own = if output == input { s(output).powf(-beta) } else { 0.0 };
            let inside = if window(output).contains(&input) { 2.0 * factor * x[input] } else { 0.0 };
            own - beta * x[output] * s(output).powf(-beta - 1.0) * inside
        };
        let back = (0..x.len()).map(|input| (0..x.len()).map(|output| g[output] * slope(output, input)).sum()).collect();
        (y, back)
    }

    #[test]
    fn follows_the_definition_in_both_directions() {
        let mut numbers = Numbers::new(4);
        for (channels, size, beta) in [(64, 5, 0.75), (17, 5, 0.75), (3, 3, 0.5), (40, 4, 0.75), (50, 33, 0.6), (7, 1, 1.0)] {
            let parameters = LocalResponse { channels, size, alpha: 0.9, beta, bias: 1.5 };
            let pixels = 3;
            let (x, g) = (numbers.many(channels * pixels), numbers.many(channels * pixels));
            let (mut forward, mut backward) = (vec![0.0; x.len()], vec![0.0; x.len()]);
            for pixel in 0..pixels {
                let column = |values: &[f32]| -> Vec<f64> {
                    (0..channels).map(|channel| f64::from(values[channel * pixels + pixel])).collect()
                };
                let (y, back) = expected(&parameters, &column(&x), &column(&g));
                for channel in 0..channels {
                    forward[channel * pixels + pixel] = y[channel];
                    backward[channel * pixels + pixel] = back[channel];
                }
            }
            let mut dirty = blocked(&x, 1, channels, pixels);
            // Lanes without a channel must not leak into the last windows.
            let blocks = block_count(channels);
            for pixel in &mut dirty.as_chunks_mut::<LANES>().0[(blocks - 1) * pixels..] {
                pixel[(channels - 1) % LANES + 1..].fill(100.0);
            }
            let g = blocked(&g, 1, channels, pixels);
            for level in Level::available() {
                let mut found = vec![f32::NAN; dirty.len()];
                let maps = MapsMut::new(&mut found, blocks, 0);
                local_response(&parameters, 1, pixels, Maps::new(&dirty, blocks, 0), maps, level);
                assert_close(&plain(&found, 1, channels, pixels), &forward, 1e-6, level.name());
                let mut found = vec![0.0; dirty.len()];
                let maps = MapsMut::new(&mut found, blocks, 0);
                let (x, g) = (Maps::new(&dirty, blocks, 0), Maps::new(&g, blocks, 0));
                local_response_gradient(&parameters, 1, pixels, x, g, maps, level);
                assert_close(&plain(&found, 1, channels, pixels), &backward, 2e-6, level.name());
            }
        }
    }
}
