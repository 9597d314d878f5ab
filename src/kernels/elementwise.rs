//! Functions of single values and of pairs, and a factor and offset per channel. Padded lanes are treated like the others.

use super::{
    epilogue::Clamp,
    lanes::Lanes,
    layout::LANES,
    level::{Kernel, Level},
    maps::{Maps, MapsMut},
    parallel,
};

/// Values of one task.
const GRAIN: usize = 16 * 1024;

/// `output = function(input)`; the function is compiled for the level's instructions.
///
/// # Panics
/// If the lengths differ.
pub fn map(input: &[f32], output: &mut [f32], level: Level, function: impl Fn(f32) -> f32 + Sync) {
    assert_eq!(input.len(), output.len(), "one output per input");
    parallel::chunks(output, GRAIN, |chunk, output| {
        let input = &input[chunk * GRAIN..][..output.len()];
        level.run(Map { input, output, function: &function });
    });
}

struct Map<'a, F> {
    input: &'a [f32],
    output: &'a mut [f32],
    function: F,
}

impl<F: Fn(f32) -> f32> Kernel for Map<'_, F> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        for (output, input) in self.output.iter_mut().zip(self.input) {
            *output = (self.function)(*input);
        }
    }
}

/// `values = function(values)`.
pub fn update(values: &mut [f32], level: Level, function: impl Fn(f32) -> f32 + Sync) {
    parallel::chunks(values, GRAIN, |_, values| level.run(Update { values, function: &function }));
}

struct Update<'a, F> {
    values: &'a mut [f32],
    function: F,
}

impl<F: Fn(f32) -> f32> Kernel for Update<'_, F> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        for value in self.values {
            *value = (self.function)(*value);
        }
    }
}

/// `target = source`.
///
/// # Panics
/// If the lengths differ.
pub fn copy(source: &[f32], target: &mut [f32]) {
    assert_eq!(source.len(), target.len(), "a copy is as long as its original");
    parallel::chunks(target, GRAIN, |chunk, target| target.copy_from_slice(&source[chunk * GRAIN..][..target.len()]));
}

/// `left = function(left, right)`: sums (`|a, b| a + b`), masks of gradients (`|g, y| if y > 0.0 { g } else { 0.0 }`).
///
/// # Panics
/// If the lengths differ.
pub fn combine(left: &mut [f32], right: &[f32], level: Level, function: impl Fn(f32, f32) -> f32 + Sync) {
    assert_eq!(left.len(), right.len(), "pairs of values");
    parallel::chunks(left, GRAIN, |chunk, left| {
        let right = &right[chunk * GRAIN..][..left.len()];
        level.run(Combine { left, right, function: &function });
    });
}

struct Combine<'a, F> {
    left: &'a mut [f32],
    right: &'a [f32],
    function: F,
}

impl<F: Fn(f32, f32) -> f32> Kernel for Combine<'_, F> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        for (left, right) in self.left.iter_mut().zip(self.right) {
            *left = (self.function)(*left, *right);
        }
    }
}

/// A factor and an offset per channel, and bounds of the result.
///
/// `scale` and `shift` hold `blocks * 16` values, or `batch` times as many for values of each image.
#[derive(Clone, Copy, Debug)]
pub struct ChannelTransform<'a> {
    /// Factors.
    pub scale: &'a [f32],
    /// Offsets.
    pub shift: &'a [f32],
    /// Bounds of the result.
    pub clamp: Clamp,
}

/// `clamp(scale * input + shift)` per channel: batch normalization that cannot be folded, and gates (squeeze and excitation).
///
/// # Panics
/// If a buffer is too short.
pub fn scale_shift(
    batch: usize,
    blocks: usize,
    pixels: usize,
    input: Maps<'_>,
    output: MapsMut<'_>,
    transform: ChannelTransform<'_>,
    level: Level,
) {
    input.check(batch, blocks, pixels);
    let at = |values: &[f32], image: usize, block: usize| -> [f32; LANES] {
        let image = if values.len() < batch * blocks * LANES { 0 } else { image };
        let start = (image * blocks + block) * LANES;
        std::array::from_fn(|lane| values[start + lane])
    };
    output.each_block(batch, blocks, pixels, |image, block, output| {
        level.run(ScaleShift {
            input: input.block(image, block, pixels),
            output,
            scale: at(transform.scale, image, block),
            shift: at(transform.shift, image, block),
            clamp: transform.clamp,
        });
    });
}

struct ScaleShift<'a> {
    input: &'a [[f32; LANES]],
    output: &'a mut [[f32; LANES]],
    scale: [f32; LANES],
    shift: [f32; LANES],
    clamp: Clamp,
}

impl Kernel for ScaleShift<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        // SAFETY: both arrays hold 16 values.
        let (scale, shift) = unsafe { (V::load(self.scale.as_ptr()), V::load(self.shift.as_ptr())) };
        let (minimum, maximum) = (V::splat(self.clamp.minimum), V::splat(self.clamp.maximum));
        for (output, input) in self.output.iter_mut().zip(self.input) {
            // SAFETY: a pixel is 16 values.
            unsafe {
                let value = V::load(input.as_ptr()).multiply_add(scale, shift);
                value.at_least(minimum).at_most(maximum).store(output.as_mut_ptr());
            }
        }
    }
}

/// `e^x` without branches or calls, so that loops over it become vector code; within 2e-7 relative of the exact value, 0 and
/// infinity beyond the range of `f32`, NaN for NaN.
///
/// `x = n ln 2 + r`, `e^r` by its Taylor polynomial of degree 7 on `|r| <= ln 2 / 2`, scaled by `2^n` in two steps.
#[inline(always)]
pub fn exponential(x: f32) -> f32 {
    // ln 2 in two parts, the first with few digits, so that `n` times it is exact.
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    // Adding it leaves the nearest integer in the low bits.
    const ROUND: f32 = 12_582_912.0;
    let bounded = x.clamp(-104.0, 89.0);
    let shifted = bounded * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = bounded - n * LN_2_HIGH - n * LN_2_LOW;
    let polynomial = 1.0 / 5040.0;
    let polynomial = polynomial * r + 1.0 / 720.0;
    let polynomial = polynomial * r + 1.0 / 120.0;
    let polynomial = polynomial * r + 1.0 / 24.0;
    let polynomial = polynomial * r + 1.0 / 6.0;
    let polynomial = polynomial * r + 0.5;
    let polynomial = polynomial * r + 1.0;
    let polynomial = polynomial * r + 1.0;
    let exponent = (shifted.to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32);
    let half = exponent >> 1;
    let power = |exponent: i32| f32::from_bits((exponent.wrapping_add(127) << 23) as u32);
    polynomial * power(half) * power(exponent - half)
}

/// `1 / (1 + e^-x)`.
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exponential(-x))
}

/// `x * sigmoid(x)`, also called swish.
#[inline(always)]
pub fn silu(x: f32) -> f32 {
    x * sigmoid(x)
}

/// `x * clamp(x / 6 + 1/2, 0, 1)`.
#[inline(always)]
pub fn hard_swish(x: f32) -> f32 {
    x * (x * (1.0 / 6.0) + 0.5).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::reference::{Numbers, blocked, plain};

    #[test]
    fn exponential_is_exact_to_two_units_in_the_last_place() {
        for step in -10_400..=8870 {
            let x = step as f32 * 0.01;
            let expected = f64::from(x).exp();
            let error = (f64::from(exponential(x)) - expected).abs();
            assert!(error <= 2.5e-7 * expected + 1.5e-45, "e^{x} is {expected}, not {}", exponential(x));
        }
        assert_eq!(exponential(f32::INFINITY), f32::INFINITY);
        assert_eq!(exponential(f32::NEG_INFINITY), 0.0);
        assert!(exponential(f32::NAN).is_nan());
        assert!((sigmoid(-200.0), sigmoid(200.0)) == (0.0, 1.0));
        assert_eq!((hard_swish(-4.0), hard_swish(0.0), hard_swish(4.0)), (0.0, 0.0, 4.0));
    }

    #[test]
    fn maps_and_combines_every_value() {
        let mut numbers = Numbers::new(9);
        let (a, b) = (numbers.many(50_001), numbers.many(50_001));
        for level in Level::available() {
            let mut mapped = vec![0.0; a.len()];
            map(&a, &mut mapped, level, silu);
            assert!(a.iter().zip(&mapped).all(|(x, y)| (x / (1.0 + (-x).exp()) - y).abs() < 1e-6));
            let mut masked = a.clone();
            combine(&mut masked, &b, level, |gradient, output| if output > 0.0 { gradient } else { 0.0 });
            for ((masked, a), b) in masked.iter().zip(&a).zip(&b) {
                assert_eq!(*masked, if *b > 0.0 { *a } else { 0.0 });
            }
        }
    }

    #[test]
    fn scales_and_shifts_channels_or_channels_of_images() {
        let mut numbers = Numbers::new(11);
        let values = numbers.many(2 * 20 * 6);
        let input = blocked(&values, 2, 20, 6);
        for level in Level::available() {
            for per_image in [1, 2] {
                let (scale, shift) = (numbers.many(per_image * 32), numbers.many(per_image * 32));
                let mut found = vec![f32::NAN; input.len()];
                let (maps, target) = (Maps::new(&input, 2, 0), MapsMut::new(&mut found, 2, 0));
                let transform = ChannelTransform { scale: &scale, shift: &shift, clamp: Clamp::RELU };
                scale_shift(2, 2, 6, maps, target, transform, level);
                for (index, found) in plain(&found, 2, 20, 6).into_iter().enumerate() {
                    let at = index / 120 * 32 * (per_image - 1) + index / 6 % 20;
                    let expected = (values[index] * scale[at] + shift[at]).max(0.0);
                    assert!((found - expected).abs() < 1e-6);
                }
            }
        }
    }
}
