//! The input gradient of a picture's convolution: from blocked maps to few plain channels, `N x C x H x W`.
//!
//! Lanes are the channels that are summed over, and are added up at the end: lanes of the picture's channels would be mostly
//! empty.

use std::ops::Range;

use super::{
    aligned::AlignedVec,
    epilogue::{Clamp, Epilogue, Residual},
    geometry::{ConvolutionShape, Geometry},
    lanes::Lanes,
    layout::{LANES, block_count},
    level::{Kernel, Level},
    maps::Maps,
    parallel,
    shared::Shared,
};

/// The picture's channels that the micro-kernel can have.
pub(super) const MOST_CHANNELS: usize = 4;

/// Weights of one phase of the gradient, `blocks of the maps x taps x picture channels x 16`.
pub(super) struct FewChannelsGradientWeights {
    taps: [usize; 2],
    channels: usize,
    blocks: usize,
    level: Level,
    values: AlignedVec,
}

impl FewChannelsGradientWeights {
    /// Packs `weight(map channel, picture channel, tap row, tap column)`.
    pub fn pack(
        shape: &ConvolutionShape,
        taps: [usize; 2],
        level: Level,
        weight: impl Fn(usize, usize, [usize; 2]) -> f32,
    ) -> Self {
        let (channels, blocks) = (shape.input_channels, block_count(shape.output_channels));
        let mut values = AlignedVec::zeros(blocks * taps[0] * taps[1] * channels * LANES);
        for (index, value) in values.iter_mut().enumerate() {
            let (rest, lane) = (index / LANES, index % LANES);
            let (rest, channel) = (rest / channels, rest % channels);
            let (block, tap) = (rest / (taps[0] * taps[1]), rest % (taps[0] * taps[1]));
            if block * LANES + lane < shape.output_channels {
                *value = weight(block * LANES + lane, channel, [tap / taps[1], tap % taps[1]]);
            }
        }
        Self { taps, channels, blocks, level, values }
    }

    /// Values held.
    pub fn len(&self) -> usize {
        self.values.len()
    }
}

/// Writes the picture positions of one phase.
pub(super) fn few_channels_gradient(
    weights: &FewChannelsGradientWeights,
    geometry: &Geometry,
    batch: usize,
    gradient: Maps<'_>,
    output: &mut [f32],
    epilogue: Epilogue<'_>,
) {
    assert_eq!(weights.taps, geometry.taps, "weights packed for another kernel");
    gradient.check(batch, weights.blocks, geometry.input_pixels());
    let image_len = weights.channels * geometry.target_pixels();
    assert!(output.len() >= batch * image_len, "the picture's buffer is too short");
    let rows = geometry.output[0];
    let band = rows.div_ceil(4 * rayon::current_num_threads()).max(1);
    let bands = rows.div_ceil(band);
    let output = Shared::new(output);
    parallel::each(batch * bands, |task| {
        let (image, index) = (task / bands, task % bands);
        let start = output.start().wrapping_add(image * image_len);
        let residual = match epilogue.residual {
            Residual::Nothing => std::ptr::null(),
            Residual::Output => start.cast_const(),
            Residual::Maps(maps) => maps.values[image * image_len..][..image_len].as_ptr(),
        };
        weights.level.run(Task {
            geometry,
            weights,
            gradient,
            image,
            output: start,
            residual,
            clamp: epilogue.clamp,
            rows: index * band..((index + 1) * band).min(rows),
        });
    });
}

/// A band of rows of one phase of one image.
struct Task<'a> {
    geometry: &'a Geometry,
    weights: &'a FewChannelsGradientWeights,
    gradient: Maps<'a>,
    image: usize,
    output: *mut f32,
    residual: *const f32,
    clamp: Clamp,
    rows: Range<usize>,
}

impl Kernel for Task<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        match self.weights.channels {
            1 => self.walk::<V, 1, FEW>(),
            2 => self.walk::<V, 2, FEW>(),
            // Three pixels of a colour picture are more sums than AVX2 and NEON have registers; they would be spilled at every
            // tap.
            3 if FEW == 3 => self.walk::<V, 3, 2>(),
            3 => self.walk::<V, 3, FEW>(),
            _ => self.walk::<V, MOST_CHANNELS, FEW>(),
        }
    }
}

impl Task<'_> {
    #[inline(always)]
    fn walk<V: Lanes, const CHANNELS: usize, const PIXELS: usize>(&self) {
        let interior = self.geometry.interior(1);
        for row in self.rows.clone() {
            let mut column = 0;
            while column < self.geometry.output[1] {
                if interior.contains(&column) && column + PIXELS <= interior.end {
                    self.pixels::<V, CHANNELS, PIXELS>(row, column);
                    column += PIXELS;
                } else {
                    self.pixels::<V, CHANNELS, 1>(row, column);
                    column += 1;
                }
            }
        }
    }

    /// A run of pixels; more than one only where every tap column lies inside of the maps.
    #[inline(always)]
    fn pixels<V: Lanes, const CHANNELS: usize, const PIXELS: usize>(&self, row: usize, column: usize) {
        let (geometry, weights) = (self.geometry, self.weights);
        let taps = geometry.tap_count();
        let mut sums = [[V::splat(0.0); CHANNELS]; PIXELS];
        for block in 0..weights.blocks {
            let map = self.gradient.block(self.image, block, geometry.input_pixels()).as_ptr();
            let values = weights.values[block * taps * CHANNELS * LANES..][..taps * CHANNELS * LANES].as_ptr();
            for tap_row in 0..geometry.taps[0] {
                let source_row = geometry.source(0, row, tap_row);
                if !geometry.inside(0, source_row) {
                    continue;
                }
                for tap_column in 0..geometry.taps[1] {
                    let source_column = geometry.source(1, column, tap_column);
                    if PIXELS == 1 && !geometry.inside(1, source_column) {
                        continue;
                    }
                    let tap = tap_row * geometry.taps[1] + tap_column;
                    let pixel = source_row as usize * geometry.input[1] + source_column as usize;
                    // SAFETY: the tap lies in the block's weights and the pixels in its map: a lone pixel has been checked
                    // above, a run is interior, and a phase steps by one.
                    unsafe {
                        let weights: [V; CHANNELS] =
                            std::array::from_fn(|channel| V::load(values.add((tap * CHANNELS + channel) * LANES)));
                        for (index, sums) in sums.iter_mut().enumerate() {
                            let value = V::load(map.add(pixel + index).cast());
                            for (sum, weight) in sums.iter_mut().zip(weights) {
                                *sum = value.multiply_add(weight, *sum);
                            }
                        }
                    }
                }
            }
        }
        for (index, sums) in sums.iter().enumerate() {
            let target = geometry.target_pixel(row, column + index);
            for (channel, sum) in sums.iter().enumerate() {
                let offset = channel * geometry.target_pixels() + target;
                let mut value = sum.sum();
                // SAFETY: inside of the image's picture, at a position of this task's rows and phase.
                unsafe {
                    if !self.residual.is_null() {
                        value += *self.residual.add(offset);
                    }
                    *self.output.add(offset) = self.clamp.apply(value);
                }
            }
        }
    }
}
