//! Depthwise convolution: one kernel per channel, so that lanes never mix and nothing is broadcast.

use std::ops::Range;

use rayon::prelude::*;

use super::{
    aligned::AlignedVec,
    epilogue::{Epilogue, Residual},
    geometry::Geometry,
    lanes::Lanes,
    layout::{LANES, block_count},
    level::{Kernel, Level},
    maps::{Maps, MapsMut},
    shared::Shared,
    tile::{self, Destination, Sums},
};

/// Weights `blocks x taps x 16`.
pub(super) struct DepthwiseWeights {
    taps: [usize; 2],
    level: Level,
    blocks: usize,
    values: AlignedVec,
    bias: AlignedVec,
}

impl DepthwiseWeights {
    /// Packs `weight(channel, tap row, tap column)`.
    pub fn pack(
        channels: usize,
        taps: [usize; 2],
        bias: &[f32],
        level: Level,
        weight: impl Fn(usize, [usize; 2]) -> f32,
    ) -> Self {
        let blocks = block_count(channels);
        let tap_count = taps[0] * taps[1];
        let mut values = AlignedVec::zeros(blocks * tap_count * LANES);
        for (index, value) in values.iter_mut().enumerate() {
            let (tap, lane) = (index / LANES % tap_count, index % LANES);
            let channel = index / LANES / tap_count * LANES + lane;
            if channel < channels {
                *value = weight(channel, [tap / taps[1], tap % taps[1]]);
            }
        }
        let mut padded = AlignedVec::zeros(blocks * LANES);
        padded[..bias.len()].copy_from_slice(bias);
        Self { taps, level, blocks, values, bias: padded }
    }

    /// Values held.
    pub fn len(&self) -> usize {
        self.values.len() + self.bias.len()
    }
}

/// Convolves; writes every output position of `geometry` and no other.
pub(super) fn depthwise(
    weights: &DepthwiseWeights,
    geometry: &Geometry,
    batch: usize,
    input: Maps<'_>,
    output: MapsMut<'_>,
    epilogue: Epilogue<'_>,
) {
    assert_eq!(weights.taps, geometry.taps, "weights packed for another kernel");
    let target_pixels = geometry.target_pixels();
    input.check(batch, weights.blocks, geometry.input_pixels());
    output.check(batch, weights.blocks, target_pixels);
    if let Residual::Maps(maps) = epilogue.residual {
        maps.check(batch, weights.blocks, target_pixels);
    }
    let rows = geometry.output[0];
    let wanted = (rayon::current_num_threads() * 4).div_ceil((batch * weights.blocks).max(1));
    let band = rows.div_ceil(wanted.max(1)).max(1);
    let bands = rows.div_ceil(band);
    let MapsMut { values, blocks, first } = output;
    let output = Shared::new(values);
    (0..batch * weights.blocks * bands).into_par_iter().for_each(|task| {
        let (rest, band_index) = (task / bands, task % bands);
        let (image, block) = (rest / weights.blocks, rest % weights.blocks);
        // SAFETY: inside of the output, whose length `check` has compared.
        let start = unsafe { output.start().add((image * blocks + first + block) * target_pixels * LANES) };
        let residual = match epilogue.residual {
            Residual::Nothing => std::ptr::null(),
            Residual::Output => start.cast_const(),
            Residual::Maps(maps) => maps.values[maps.offset(image, block, target_pixels)..].as_ptr(),
        };
        weights.level.run(Task {
            geometry,
            weights: weights.values[block * geometry.tap_count() * LANES..].as_ptr(),
            bias: weights.bias[block * LANES..].as_ptr(),
            input: input.values[input.offset(image, block, geometry.input_pixels())..].as_ptr(),
            destination: Destination { output: start, residual, block_step: 0, clamp: epilogue.clamp },
            rows: band_index * band..((band_index + 1) * band).min(rows),
        });
    });
}

/// A band of output rows of one block.
struct Task<'a> {
    geometry: &'a Geometry,
    weights: *const f32,
    bias: *const f32,
    input: *const f32,
    destination: Destination,
    rows: Range<usize>,
}

impl Kernel for Task<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        match self.geometry.stride[1] {
            1 => self.walk::<V, PIXELS, FEW, 1>(),
            2 => self.walk::<V, PIXELS, FEW, 2>(),
            _ => self.walk::<V, PIXELS, FEW, 0>(),
        }
    }
}

impl Task<'_> {
    /// `STRIDE` is the horizontal stride, 0 where it is none of those compiled in.
    #[inline(always)]
    fn walk<V: Lanes, const PIXELS: usize, const FEW: usize, const STRIDE: usize>(&self) {
        let geometry = self.geometry;
        let interior = geometry.interior(1);
        for row in self.rows.clone() {
            let mut column = 0;
            while column < geometry.output[1] {
                let inside = if column >= interior.start { interior.end.saturating_sub(column) } else { 0 };
                if inside >= PIXELS {
                    self.pixels::<V, PIXELS, STRIDE>(row, column);
                    column += PIXELS;
                } else if inside >= FEW {
                    self.pixels::<V, FEW, STRIDE>(row, column);
                    column += FEW;
                } else {
                    self.pixels::<V, 1, STRIDE>(row, column);
                    column += 1;
                }
            }
        }
    }

    /// A run of pixels; more than one only where every tap column lies inside of the input.
    #[inline(always)]
    fn pixels<V: Lanes, const PIXELS: usize, const STRIDE: usize>(&self, row: usize, column: usize) {
        let geometry = self.geometry;
        let step = LANES * if STRIDE == 0 { geometry.stride[1] } else { STRIDE };
        // SAFETY: the bias has 16 values for this block.
        let mut sums: Sums<V, 1, PIXELS> = unsafe { tile::start(self.bias) };
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
                let pixel = source_row as usize * geometry.input[1] + source_column as usize;
                // SAFETY: taps and pixels lie inside of the block's weights and of its input map: a lone pixel has been
                // checked above, a run is interior.
                unsafe {
                    let weight = V::load(self.weights.add((tap_row * geometry.taps[1] + tap_column) * LANES));
                    let input = self.input.add(pixel * LANES);
                    for (index, sum) in sums.iter_mut().enumerate() {
                        sum[0] = V::load(input.add(index * step)).multiply_add(weight, sum[0]);
                    }
                }
            }
        }
        let targets = std::array::from_fn(|index| geometry.target_pixel(row, column + index) * LANES);
        // SAFETY: the run lies in this task's rows of the target map, which `depthwise` has checked.
        unsafe { tile::finish::<V, 1, PIXELS>(&sums, PIXELS, &targets, self.destination) };
    }
}
