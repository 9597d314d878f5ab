//! Direct convolution: every tap of every input channel, straight from the blocked layout, whatever the kernel, stride,
//! dilation, padding and groups.
//!
//! A tile of pixels runs over the output without regard to rows. A tap whose pixels lie evenly spaced in one row of the input is read
//! by address arithmetic; any other through a table of addresses, where pixels of the padding point at zeros.

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
    tile::{self, Destination},
};

/// Taps whose addresses are worked out together.
const TAPS: usize = 9;
/// Values of weights that stay in a core's cache beside the maps.
const CACHED_WEIGHTS: usize = 128 * 1024;

static ZEROS: [f32; LANES] = [0.0; LANES];

/// Weights as the micro-kernel reads them: `groups x output tiles x input blocks x taps x 16 x tile blocks x 16`.
pub(super) struct DirectWeights {
    groups: usize,
    input_channels: usize,
    output_blocks: usize,
    taps: [usize; 2],
    level: Level,
    values: AlignedVec,
    bias: AlignedVec,
}

/// Channels of one group of a [`DirectWeights`].
#[derive(Clone, Copy)]
pub(super) struct Channels {
    pub groups: usize,
    pub input: usize,
    pub output: usize,
}

impl DirectWeights {
    /// Packs `weight(group, output, input, tap row, tap column)`; the channels are counted inside of the group.
    pub fn pack(
        channels: Channels,
        taps: [usize; 2],
        bias: &[f32],
        level: Level,
        weight: impl Fn(usize, usize, usize, [usize; 2]) -> f32 + Sync,
    ) -> Self {
        let (tile_blocks, _) = level.tile();
        let (input_blocks, output_blocks) = (block_count(channels.input), block_count(channels.output));
        let tap_count = taps[0] * taps[1];
        let per_block = input_blocks * tap_count * LANES * LANES;
        let mut values = AlignedVec::zeros(channels.groups * output_blocks * per_block);
        values.par_chunks_mut((output_blocks * per_block).max(1)).enumerate().for_each(|(group, values)| {
            values.par_chunks_mut((tile_blocks * per_block).max(1)).enumerate().for_each(|(tile, values)| {
                let blocks = tile_blocks.min(output_blocks - tile * tile_blocks);
                for (index, value) in values.iter_mut().enumerate() {
                    let (rest, lane) = (index / LANES, index % LANES);
                    let (rest, block) = (rest / blocks, rest % blocks);
                    let (rest, input_lane) = (rest / LANES, rest % LANES);
                    let (input_block, tap) = (rest / tap_count, rest % tap_count);
                    let output = (tile * tile_blocks + block) * LANES + lane;
                    let input = input_block * LANES + input_lane;
                    if output < channels.output && input < channels.input {
                        *value = weight(group, output, input, [tap / taps[1], tap % taps[1]]);
                    }
                }
            });
        });
        let mut padded = AlignedVec::zeros(channels.groups * output_blocks * LANES);
        for (target, source) in padded.chunks_mut((output_blocks * LANES).max(1)).zip(bias.chunks(channels.output.max(1))) {
            target[..source.len()].copy_from_slice(source);
        }
        Self { groups: channels.groups, input_channels: channels.input, output_blocks, taps, level, values, bias: padded }
    }

    /// Values held.
    pub fn len(&self) -> usize {
        self.values.len() + self.bias.len()
    }
}

/// Convolves; writes every output position of `geometry` and no other.
pub(super) fn direct(
    weights: &DirectWeights,
    geometry: &Geometry,
    batch: usize,
    input: Maps<'_>,
    output: MapsMut<'_>,
    epilogue: Epilogue<'_>,
) {
    assert_eq!(weights.taps, geometry.taps, "weights packed for another kernel");
    let input_blocks = block_count(weights.input_channels);
    let (pixels, target_pixels) = (geometry.output_pixels(), geometry.target_pixels());
    input.check(batch, weights.groups * input_blocks, geometry.input_pixels());
    output.check(batch, weights.groups * weights.output_blocks, target_pixels);
    if let Residual::Maps(maps) = epilogue.residual {
        maps.check(batch, weights.groups * weights.output_blocks, target_pixels);
    }
    let (tile_blocks, tile_pixels) = weights.level.tile();
    let output_tiles = weights.output_blocks.div_ceil(tile_blocks);
    let tile_weights = input_blocks * geometry.tap_count() * LANES * LANES * tile_blocks;
    let wanted = (CACHED_WEIGHTS / tile_weights.max(1)).clamp(1, output_tiles.max(1));
    let chunks = output_tiles.div_ceil(wanted);
    let chunk = output_tiles.div_ceil(chunks.max(1)).max(1);
    let tiles = pixels.div_ceil(tile_pixels);
    let others = (batch * weights.groups * chunks).max(1);
    let bands = (rayon::current_num_threads() * 4).div_ceil(others).clamp(1, tiles.div_ceil(4).max(1));
    let band = tiles.div_ceil(bands).max(1) * tile_pixels;
    let bands = pixels.div_ceil(band);
    let MapsMut { values, blocks, first } = output;
    let output = Shared::new(values);
    (0..others * bands).into_par_iter().for_each(|task| {
        let (rest, band_index) = (task / bands, task % bands);
        let (rest, chunk_index) = (rest / chunks, rest % chunks);
        let (image, group) = (rest / weights.groups, rest % weights.groups);
        let block = group * weights.output_blocks;
        let target = (image * blocks + first + block) * target_pixels * LANES;
        // SAFETY: `target` lies inside of the output, whose length `check` has compared.
        let start = unsafe { output.start().add(target) };
        let residual = match epilogue.residual {
            Residual::Nothing => std::ptr::null(),
            Residual::Output => start.cast_const(),
            Residual::Maps(maps) => maps.values[maps.offset(image, block, target_pixels)..].as_ptr(),
        };
        weights.level.run(Task {
            geometry,
            weights,
            group,
            input: input.values[input.offset(image, group * input_blocks, geometry.input_pixels())..].as_ptr(),
            destination: Destination { output: start, residual, block_step: target_pixels * LANES, clamp: epilogue.clamp },
            output_tiles: chunk_index * chunk..((chunk_index + 1) * chunk).min(output_tiles),
            pixels: band_index * band..((band_index + 1) * band).min(pixels),
        });
    });
}

/// A range of output tiles at a range of output pixels of one image.
struct Task<'a> {
    geometry: &'a Geometry,
    weights: &'a DirectWeights,
    group: usize,
    input: *const f32,
    destination: Destination,
    output_tiles: Range<usize>,
    pixels: Range<usize>,
}

/// Where a tile's pixels lie under one tap.
#[derive(Clone, Copy)]
struct Tap<const PIXELS: usize> {
    /// Index of the tap in the kernel.
    index: usize,
    /// Whether the pixels lie one stride apart in one row, so that the first address tells all.
    even: bool,
    /// Addresses in the first input block.
    addresses: [*const f32; PIXELS],
    /// All ones for a pixel of the input, 0 for one of the padding, which is the same in every block.
    masks: [usize; PIXELS],
}

impl<const PIXELS: usize> Tap<PIXELS> {
    const EMPTY: Self = Self { index: 0, even: false, addresses: [std::ptr::null(); PIXELS], masks: [0; PIXELS] };
}

/// A tile's pixels: their rows and columns in the output, and their places in the target map.
struct Place<const PIXELS: usize> {
    rows: [usize; PIXELS],
    columns: [usize; PIXELS],
    targets: [usize; PIXELS],
    interior: bool,
    one_row: bool,
}

impl Kernel for Task<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        if self.geometry.stride[1] == 2 {
            self.walk::<V, BLOCKS, PIXELS, FEW, { 2 * LANES }>();
        } else {
            self.walk::<V, BLOCKS, PIXELS, FEW, LANES>();
        }
    }
}

impl Task<'_> {
    #[inline(always)]
    fn walk<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize, const STEP: usize>(&self) {
        let mut many = [Tap::<PIXELS>::EMPTY; TAPS];
        let mut few = [Tap::<FEW>::EMPTY; TAPS];
        let mut pixel = self.pixels.start;
        while pixel < self.pixels.end {
            let count = (self.pixels.end - pixel).min(PIXELS);
            if count <= FEW {
                self.tile::<V, BLOCKS, FEW, STEP>(pixel, count, &mut few);
            } else {
                self.tile::<V, BLOCKS, PIXELS, STEP>(pixel, count, &mut many);
            }
            pixel += count;
        }
    }

    #[inline(always)]
    fn tile<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const STEP: usize>(
        &self,
        pixel: usize,
        count: usize,
        table: &mut [Tap<PIXELS>; TAPS],
    ) {
        let place = self.place::<PIXELS>(pixel, count);
        let taps = self.geometry.tap_count();
        let mut used = 0;
        if taps <= TAPS {
            used = self.addresses::<PIXELS, STEP>(&place, 0..taps, table);
        }
        for output_tile in self.output_tiles.clone() {
            let first = output_tile * BLOCKS;
            if first + BLOCKS <= self.weights.output_blocks {
                self.sums::<V, BLOCKS, PIXELS, STEP>(first, count, &place, table, used);
            } else {
                self.sums::<V, 1, PIXELS, STEP>(first, count, &place, table, used);
            }
        }
    }

    /// One tile of sums from the first tap to the stored result.
    #[inline(always)]
    fn sums<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const STEP: usize>(
        &self,
        first_block: usize,
        count: usize,
        place: &Place<PIXELS>,
        table: &mut [Tap<PIXELS>; TAPS],
        mut used: usize,
    ) {
        let taps = self.geometry.tap_count();
        let input_blocks = block_count(self.weights.input_channels);
        let block_weights = input_blocks * taps * LANES * LANES;
        let block = self.group * self.weights.output_blocks + first_block;
        let weights = self.weights.values[block * block_weights..][..BLOCKS * block_weights].as_ptr();
        // SAFETY: the bias has 16 values for each of the blocks.
        let mut sums = unsafe { tile::start::<V, BLOCKS, PIXELS>(self.weights.bias[block * LANES..][..BLOCKS * LANES].as_ptr()) };
        let plane = self.geometry.input_pixels() * LANES * size_of::<f32>();
        let mut chunk = 0;
        while chunk < taps {
            if taps > TAPS {
                used = self.addresses::<PIXELS, STEP>(place, chunk..(chunk + TAPS).min(taps), table);
            }
            for input_block in 0..input_blocks {
                let channels = LANES.min(self.weights.input_channels - input_block * LANES);
                for tap in &table[..used] {
                    // SAFETY: inside of `weights`, which holds `input_blocks * taps` times `16 * BLOCKS * 16` values.
                    let weights = unsafe { weights.add((input_block * taps + tap.index) * LANES * BLOCKS * LANES) };
                    let advance = input_block * plane;
                    if tap.even {
                        let input = tap.addresses[0].wrapping_byte_add(advance);
                        // SAFETY: `addresses` has found every pixel inside of the input block and `STEP` apart.
                        unsafe { tile::accumulate::<V, BLOCKS, PIXELS, STEP>(&mut sums, input, weights, channels) };
                    } else {
                        let inputs: [*const f32; PIXELS] =
                            std::array::from_fn(|pixel| tap.addresses[pixel].wrapping_byte_add(advance & tap.masks[pixel]));
                        // SAFETY: each address is that of 16 values of the input block or of `ZEROS`.
                        unsafe { tile::accumulate_scattered::<V, BLOCKS, PIXELS>(&mut sums, &inputs, weights, channels) };
                    }
                }
            }
            chunk += TAPS;
        }
        let offset = first_block * self.destination.block_step;
        let mut destination = self.destination;
        destination.output = destination.output.wrapping_add(offset);
        if !destination.residual.is_null() {
            destination.residual = destination.residual.wrapping_add(offset);
        }
        // SAFETY: `place` keeps to the target map, whose blocks `direct` has checked; tasks differ in blocks or in pixels.
        unsafe { tile::finish::<V, BLOCKS, PIXELS>(&sums, count, &place.targets, destination) };
    }

    #[inline(always)]
    fn place<const PIXELS: usize>(&self, pixel: usize, count: usize) -> Place<PIXELS> {
        let geometry = self.geometry;
        let width = geometry.output[1];
        let (mut row, mut column) = (pixel / width, pixel % width);
        let mut place = Place { rows: [0; PIXELS], columns: [0; PIXELS], targets: [0; PIXELS], interior: false, one_row: false };
        place.one_row = column + PIXELS <= width;
        place.interior = place.one_row
            && geometry.interior(0).contains(&row)
            && geometry.interior(1).contains(&column)
            && geometry.interior(1).contains(&(column + PIXELS - 1));
        for index in 0..PIXELS {
            place.rows[index] = row;
            place.columns[index] = column;
            place.targets[index] = geometry.target_pixel(row, column) * LANES;
            // Pixels beyond the last repeat it; they are computed and not stored.
            if index + 1 < count {
                column += 1;
                if column == width {
                    (row, column) = (row + 1, 0);
                }
            }
        }
        place.one_row &= count == PIXELS;
        place.interior &= count == PIXELS;
        place
    }

    /// Works out the addresses of a range of taps; taps that only see padding are left out. Returns how many are left.
    #[inline(always)]
    fn addresses<const PIXELS: usize, const STEP: usize>(
        &self,
        place: &Place<PIXELS>,
        taps: Range<usize>,
        table: &mut [Tap<PIXELS>; TAPS],
    ) -> usize {
        let geometry = self.geometry;
        let even_stride = geometry.stride[1] * LANES == STEP;
        let mut used = 0;
        for index in taps {
            let (tap_row, tap_column) = (index / geometry.taps[1], index % geometry.taps[1]);
            let tap = &mut table[used];
            tap.index = index;
            if place.interior && even_stride {
                let row = geometry.source(0, place.rows[0], tap_row) as usize;
                let column = geometry.source(1, place.columns[0], tap_column) as usize;
                tap.even = true;
                tap.addresses[0] = self.input.wrapping_add((row * geometry.input[1] + column) * LANES);
                used += 1;
                continue;
            }
            let mut present = 0;
            for pixel in 0..PIXELS {
                let row = geometry.source(0, place.rows[pixel], tap_row);
                let column = geometry.source(1, place.columns[pixel], tap_column);
                let inside = geometry.inside(0, row) && geometry.inside(1, column);
                let offset = (row * geometry.input[1] as isize + column) * LANES as isize;
                tap.addresses[pixel] = if inside { self.input.wrapping_offset(offset) } else { ZEROS.as_ptr() };
                tap.masks[pixel] = if inside { usize::MAX } else { 0 };
                present += usize::from(inside);
            }
            tap.even = even_stride && place.one_row && present == PIXELS;
            used += usize::from(present > 0);
        }
        used
    }
}
