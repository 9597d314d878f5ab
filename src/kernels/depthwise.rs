//! Depthwise convolution: one kernel per channel, so that lanes never mix and nothing is broadcast.

use std::ops::Range;

use super::{
    aligned::AlignedVec,
    epilogue::{Epilogue, Residual},
    geometry::Geometry,
    lanes::Lanes,
    layout::{LANES, block_count},
    level::{Kernel, Level},
    maps::{Maps, MapsMut},
    parallel,
    shared::Shared,
    tile::{self, Destination, Sums},
};

static ZEROS: [f32; LANES] = [0.0; LANES];

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
    // Cut by channels or by rows, as the layers before and behind are: what is larger first.
    let by_channels = weights.blocks * LANES > batch * geometry.output_pixels();
    let bands = if by_channels { 1 } else { rayon::current_num_threads().min(rows).max(1) };
    let band = rows.div_ceil(bands).max(1);
    let bands = rows.div_ceil(band);
    let MapsMut { values, blocks, first } = output;
    let output = Shared::new(values);
    parallel::each(batch * weights.blocks * bands, |task| {
        let (rest, block) = (task / weights.blocks, task % weights.blocks);
        let (image, band_index) = (rest / bands, rest % bands);
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
                let left = geometry.output[1] - column;
                let inside = if column >= interior.start { interior.end.saturating_sub(column) } else { 0 };
                if left <= FEW {
                    self.pixels::<V, FEW, STRIDE>(row, column, inside >= FEW);
                    column += FEW;
                } else {
                    self.pixels::<V, PIXELS, STRIDE>(row, column, inside >= PIXELS);
                    column += PIXELS;
                }
            }
        }
    }

    /// A run of pixels, `interior` if every tap column lies inside of the input.
    #[inline(always)]
    fn pixels<V: Lanes, const PIXELS: usize, const STRIDE: usize>(&self, row: usize, column: usize, interior: bool) {
        let geometry = self.geometry;
        let stride = if STRIDE == 0 { geometry.stride[1] } else { STRIDE };
        // SAFETY: the bias has 16 values for this block.
        let mut sums: Sums<V, 1, PIXELS> = unsafe { tile::start(self.bias) };
        for tap_row in 0..geometry.taps[0] {
            let source_row = geometry.source(0, row, tap_row);
            if !geometry.inside(0, source_row) {
                continue;
            }
            let line = self.input.wrapping_add(source_row as usize * geometry.input[1] * LANES);
            for tap_column in 0..geometry.taps[1] {
                let first = geometry.source(1, column, tap_column);
                // SAFETY: inside of the block's weights.
                let weight = unsafe { V::load(self.weights.add((tap_row * geometry.taps[1] + tap_column) * LANES)) };
                let input = line.wrapping_offset(first * LANES as isize);
                for (index, sum) in sums.iter_mut().enumerate() {
                    let inside = interior || geometry.inside(1, first + (index * stride) as isize);
                    let pixel = if inside { input.wrapping_add(index * stride * LANES) } else { ZEROS.as_ptr() };
                    // SAFETY: a pixel of the block's input map, or zeros.
                    sum[0] = unsafe { V::load(pixel) }.multiply_add(weight, sum[0]);
                }
            }
        }
        let count = (geometry.output[1] - column).min(PIXELS);
        let targets = std::array::from_fn(|index| geometry.target_pixel(row, column + index) * LANES);
        // SAFETY: the first `count` pixels lie in this task's rows of the target map, which `depthwise` has checked.
        unsafe { tile::finish::<V, 1, PIXELS>(&sums, count, &targets, self.destination) };
    }
}
