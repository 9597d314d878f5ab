//! Batch normalisation in training (Ioffe & Szegedy 2015): mean and variance from the batch, with what often follows, a sum and a
//! ReLU, in the same pass over memory; and its gradient.
//!
//! Sums run over `batch` images of `pixels` pixels in parts that follow from the shape alone, so that the same numbers come out
//! whatever the number of threads. Lanes without a channel are treated like the others.

use std::ops::Range;

use super::{
    aligned::AlignedVec,
    lanes::Lanes,
    layout::LANES,
    level::{Kernel, Level},
    maps::{Maps, MapsMut},
    parallel,
    shared::Shared,
};

/// Parts that the images of a block are summed in.
const PARTS: usize = 8;
/// Pixels that are summed in f32 before they are added to a sum in f64.
const RUN: usize = 64;

/// Mean and variance (biased: divided by the count) of every channel, `blocks * 16` values each.
#[derive(Clone, Debug)]
pub struct BatchStatistics {
    /// Means.
    pub mean: Vec<f64>,
    /// Variances.
    pub variance: Vec<f64>,
}

/// Measures the channels of `blocks` blocks.
///
/// # Panics
/// If a buffer is too short.
pub fn batch_statistics(batch: usize, blocks: usize, pixels: usize, input: Maps<'_>, level: Level) -> BatchStatistics {
    input.check(batch, blocks, pixels);
    // Squares of differences from a typical value lose nothing to cancellation.
    let typical = |block: usize| {
        let some = &input.block(0, block, pixels)[..pixels.min(RUN)];
        let sum = |lane: usize| some.iter().map(|pixel| pixel[lane]).sum::<f32>();
        std::array::from_fn(|lane| sum(lane) / some.len().max(1) as f32)
    };
    let pivots: Vec<[f32; LANES]> = (0..blocks).map(typical).collect();
    let sums =
        sums(batch, blocks, level, |image, block| Moments { input: input.block(image, block, pixels), pivot: pivots[block] });
    let count = (batch * pixels).max(1) as f64;
    let (mut mean, mut variance) = (Vec::new(), Vec::new());
    for (block, [sum, squares]) in sums.iter().enumerate() {
        for lane in 0..LANES {
            let shift = sum[lane] / count;
            mean.push(f64::from(pivots[block][lane]) + shift);
            variance.push((squares[lane] / count - shift * shift).max(0.0));
        }
    }
    BatchStatistics { mean, variance }
}

/// Two sums for each lane.
type Pair = [[f64; LANES]; 2];

/// A pass over one block of one image that adds up two sums per lane.
trait Summing {
    /// The sums over a run of pixels.
    fn add<V: Lanes>(&mut self, pixels: Range<usize>) -> [V; 2];
    fn pixels(&self) -> usize;
}

struct Sum<'a, S> {
    summing: S,
    total: &'a mut Pair,
}

impl<S: Summing> Kernel for Sum<'_, S> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(mut self) {
        let pixels = self.summing.pixels();
        for start in (0..pixels).step_by(RUN) {
            let sums = self.summing.add::<V>(start..(start + RUN).min(pixels));
            for (total, sum) in self.total.iter_mut().zip(sums) {
                let mut values = [0.0f32; LANES];
                // SAFETY: 16 values.
                unsafe { sum.store(values.as_mut_ptr()) };
                for (total, value) in total.iter_mut().zip(values) {
                    *total += f64::from(value);
                }
            }
        }
    }
}

/// The sums of every block over all images.
fn sums<S: Summing>(batch: usize, blocks: usize, level: Level, of: impl Fn(usize, usize) -> S + Sync) -> Vec<Pair> {
    let parts = PARTS.min(batch.max(1));
    let mut partial = vec![[[0.0; LANES]; 2]; blocks * parts];
    parallel::chunks(&mut partial, 1, |task, total| {
        let (block, part) = (task / parts, task % parts);
        for image in part * batch / parts..(part + 1) * batch / parts {
            level.run(Sum { summing: of(image, block), total: &mut total[0] });
        }
    });
    let add = |partial: &[Pair]| {
        std::array::from_fn(|which| std::array::from_fn(|lane| partial.iter().map(|part| part[which][lane]).sum()))
    };
    partial.chunks(parts).map(add).collect()
}

struct Moments<'a> {
    input: &'a [[f32; LANES]],
    pivot: [f32; LANES],
}

impl Summing for Moments<'_> {
    #[inline(always)]
    fn add<V: Lanes>(&mut self, pixels: Range<usize>) -> [V; 2] {
        // SAFETY: 16 values.
        let pivot = unsafe { V::load(self.pivot.as_ptr()) };
        let [mut sum, mut squares] = [V::splat(0.0); 2];
        for pixel in &self.input[pixels] {
            // SAFETY: a pixel is 16 values.
            let difference = unsafe { V::load(pixel.as_ptr()) }.subtract(pivot);
            sum = sum.add(difference);
            squares = difference.multiply_add(difference, squares);
        }
        [sum, squares]
    }

    fn pixels(&self) -> usize {
        self.input.len()
    }
}

/// A factor and an offset for each channel (`blocks * 16` values), and whether a ReLU follows.
#[derive(Clone)]
pub struct Affine {
    /// Factors.
    pub scale: AlignedVec,
    /// Offsets.
    pub shift: AlignedVec,
    /// Whether negative results become 0.
    pub rectified: bool,
}

impl Affine {
    fn at<V: Lanes>(&self, block: usize) -> [V; 2] {
        let place = block * LANES;
        // SAFETY: both slices hold 16 values from `place` on.
        unsafe { [V::load(self.scale[place..][..LANES].as_ptr()), V::load(self.shift[place..][..LANES].as_ptr())] }
    }
}

/// `output = scale * input + shift (+ residual)`, rectified if the [`Affine`] says so.
///
/// # Panics
/// If a buffer is too short.
pub fn normalize(
    affine: &Affine,
    [batch, blocks, pixels]: [usize; 3],
    input: Maps<'_>,
    residual: Option<Maps<'_>>,
    output: MapsMut<'_>,
    level: Level,
) {
    input.check(batch, blocks, pixels);
    if let Some(residual) = residual {
        residual.check(batch, blocks, pixels);
    }
    output.each_block(batch, blocks, pixels, |image, block, output| {
        let residual = residual.map(|residual| residual.block(image, block, pixels));
        level.run(Normalize { affine, block, input: input.block(image, block, pixels), residual, output });
    });
}

struct Normalize<'a> {
    affine: &'a Affine,
    block: usize,
    input: &'a [[f32; LANES]],
    residual: Option<&'a [[f32; LANES]]>,
    output: &'a mut [[f32; LANES]],
}

impl Kernel for Normalize<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        let [scale, shift] = self.affine.at::<V>(self.block);
        let bound = V::splat(if self.affine.rectified { 0.0 } else { f32::NEG_INFINITY });
        for (pixel, (output, input)) in self.output.iter_mut().zip(self.input).enumerate() {
            // SAFETY: a pixel is 16 values.
            unsafe {
                let mut value = V::load(input.as_ptr()).multiply_add(scale, shift);
                if let Some(residual) = self.residual {
                    value = value.add(V::load(residual[pixel].as_ptr()));
                }
                value.at_least(bound).store(output.as_mut_ptr());
            }
        }
    }
}

/// What a normalisation has read and computed.
#[derive(Clone, Copy)]
pub struct Normalized<'a> {
    /// Its input.
    pub input: Maps<'a>,
    /// Its output, where a residual was added before the ReLU; else the input tells what passed.
    pub output: Option<Maps<'a>>,
    /// What it did.
    pub affine: &'a Affine,
    /// What it measured.
    pub statistics: &'a BatchStatistics,
}

/// The gradient of a normalisation at its factor and offset, `blocks * 16` values each.
#[derive(Clone, Debug)]
pub struct ParameterGradient {
    /// At the learned factors.
    pub scale: Vec<f64>,
    /// At the learned offsets.
    pub shift: Vec<f64>,
}

/// For each channel, the sum of the gradient and that of its products with the input's distance from the mean.
#[derive(Clone, Debug)]
pub struct Slopes(Vec<Pair>);

/// Sets the gradient to 0 where the ReLU did, if there is one, and adds it up. What is left is also the residual's gradient.
///
/// # Panics
/// If a buffer is too short.
pub fn slopes(
    normalized: Normalized<'_>,
    [batch, blocks, pixels]: [usize; 3],
    gradient: &mut MapsMut<'_>,
    level: Level,
) -> Slopes {
    gradient.check(batch, blocks, pixels);
    let (all, first) = (gradient.blocks, gradient.first);
    let values = Shared::new(gradient.values);
    Slopes(sums(batch, blocks, level, |image, block| {
        let start = values.start().wrapping_add((image * all + first + block) * pixels * LANES);
        // SAFETY: `check` has found the block inside of the buffer; every image and block is added up once.
        let gradient = unsafe { std::slice::from_raw_parts_mut(start, pixels * LANES) };
        Slope {
            normalized,
            block,
            gradient: gradient.as_chunks_mut().0,
            input: normalized.input.block(image, block, pixels),
            output: normalized.output.map(|output| output.block(image, block, pixels)),
            mean: narrow(&normalized.statistics.mean, block),
        }
    }))
}

/// One block's values in f32.
fn narrow(values: &[f64], block: usize) -> [f32; LANES] {
    std::array::from_fn(|lane| values[block * LANES + lane] as f32)
}

/// Turns the output's gradient, which [`slopes`] has added up, into the input's, in place; gives the gradient at the learned
/// parameters.
///
/// `learned` are the factors as learned, `blocks * 16` values; `precision` is `1 / sqrt(variance + epsilon)`.
///
/// # Panics
/// If a buffer is too short.
pub fn normalization_gradient(
    normalized: Normalized<'_>,
    [batch, blocks, pixels]: [usize; 3],
    slopes: &Slopes,
    learned: &[f32],
    precision: &[f64],
    gradient: MapsMut<'_>,
    level: Level,
) -> ParameterGradient {
    let mean = &normalized.statistics.mean;
    let count = (batch * pixels).max(1) as f64;
    let mut parameters = ParameterGradient { scale: Vec::new(), shift: Vec::new() };
    let [mut a, mut b, mut c] = [const { Vec::new() }; 3];
    for channel in 0..blocks * LANES {
        let [sum, centred] = slopes.0[channel / LANES].map(|sums| sums[channel % LANES]);
        let factor = f64::from(learned[channel]) * precision[channel];
        parameters.shift.push(sum);
        parameters.scale.push(centred * precision[channel]);
        let slope = -factor * precision[channel] * precision[channel] * centred / count;
        a.push(factor);
        b.push(slope);
        c.push(-factor * sum / count - slope * mean[channel]);
    }
    gradient.each_block(batch, blocks, pixels, |image, block, gradient| {
        let input = normalized.input.block(image, block, pixels);
        level.run(Combine { input, gradient, factors: [narrow(&a, block), narrow(&b, block), narrow(&c, block)] });
    });
    parameters
}

struct Slope<'a> {
    normalized: Normalized<'a>,
    block: usize,
    gradient: &'a mut [[f32; LANES]],
    input: &'a [[f32; LANES]],
    output: Option<&'a [[f32; LANES]]>,
    mean: [f32; LANES],
}

impl Slope<'_> {
    /// The sums, where `passes(pixel, input, gradient)` is what the ReLU leaves of the gradient.
    #[inline(always)]
    fn sum<V: Lanes>(&mut self, pixels: Range<usize>, passes: impl Fn(usize, V, V) -> V) -> [V; 2] {
        // SAFETY: 16 values.
        let mean = unsafe { V::load(self.mean.as_ptr()) };
        let [mut sum, mut centred] = [V::splat(0.0); 2];
        for pixel in pixels {
            // SAFETY: a pixel is 16 values.
            let (gradient, input) = unsafe { (V::load(self.gradient[pixel].as_ptr()), V::load(self.input[pixel].as_ptr())) };
            let gradient = passes(pixel, input, gradient);
            // SAFETY: a pixel is 16 values.
            unsafe { gradient.store(self.gradient[pixel].as_mut_ptr()) };
            sum = sum.add(gradient);
            centred = gradient.multiply_add(input.subtract(mean), centred);
        }
        [sum, centred]
    }
}

impl Summing for Slope<'_> {
    #[inline(always)]
    fn add<V: Lanes>(&mut self, pixels: Range<usize>) -> [V; 2] {
        let zero = V::splat(0.0);
        let affine = self.normalized.affine;
        match self.output {
            _ if !affine.rectified => self.sum::<V>(pixels, |_, _, gradient| gradient),
            // SAFETY: a pixel is 16 values.
            Some(output) => self.sum::<V>(pixels, |pixel, _, gradient| unsafe {
                V::load(output[pixel].as_ptr()).where_equal(zero, zero, gradient)
            }),
            None => {
                let [scale, shift] = affine.at::<V>(self.block);
                self.sum::<V>(pixels, |_, input, gradient| {
                    input.multiply_add(scale, shift).at_least(zero).where_equal(zero, zero, gradient)
                })
            }
        }
    }

    fn pixels(&self) -> usize {
        self.input.len()
    }
}

/// `gradient = a * gradient + b * input + c`.
struct Combine<'a> {
    input: &'a [[f32; LANES]],
    gradient: &'a mut [[f32; LANES]],
    factors: [[f32; LANES]; 3],
}

impl Kernel for Combine<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        // SAFETY: 16 values each.
        let [a, b, c] = self.factors.each_ref().map(|factor| unsafe { V::load(factor.as_ptr()) });
        for (gradient, input) in self.gradient.iter_mut().zip(self.input) {
            // SAFETY: a pixel is 16 values.
            unsafe {
                let rest = V::load(input.as_ptr()).multiply_add(b, c);
                V::load(gradient.as_ptr()).multiply_add(a, rest).store(gradient.as_mut_ptr());
            }
        }
    }
}
