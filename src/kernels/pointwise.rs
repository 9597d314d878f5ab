//! Convolution with a 1 x 1 kernel: a matrix product of pixels x channels with the weights, straight from the blocked layout.
//!
//! Weights of as many input channels as the first-level cache holds meet all pixels of a task before the next ones come; the
//! sums so far wait in the output.

use std::ops::Range;

use super::{
    direct_weights::DirectWeights,
    epilogue::{Epilogue, Residual},
    lanes::Lanes,
    layout::{LANES, block_count},
    level::Kernel,
    maps::{Maps, MapsMut},
    parallel,
    share::Share,
    shared::Shared,
    tile::{self, Destination},
};

/// Input blocks whose weights stay in the first-level cache.
const DEPTH: usize = 10;
/// Pixel tiles whose sums wait in the cache while weights change.
const TILES: usize = 16;
/// Values of the input that stay in the second-level cache while output tiles change.
const CACHED_INPUT: usize = 96 * 1024;

/// Convolves maps of `pixels` pixels; writes every pixel.
pub(super) fn pointwise(
    weights: &DirectWeights,
    pixels: usize,
    batch: usize,
    input: Maps<'_>,
    output: MapsMut<'_>,
    epilogue: Epilogue<'_>,
) {
    let input_blocks = block_count(weights.input_channels);
    let (tile_blocks, tile_pixels) = weights.level.tile();
    let tiles = pixels.div_ceil(tile_pixels);
    let outweigh = weights.output_blocks * LANES > batch * pixels;
    let share = Share::new(weights.groups, weights.output_blocks.div_ceil(tile_blocks), batch * tiles, outweigh);
    let MapsMut { values, blocks, first } = output;
    let output = Shared::new(values);
    parallel::each(share.count(), |task| {
        let portion = share.portion(task);
        let mut tile = portion.pixel_tiles.start;
        // Image by image.
        while tile < portion.pixel_tiles.end {
            let image = tile / tiles;
            let end = portion.pixel_tiles.end.min((image + 1) * tiles);
            let block = portion.group * weights.output_blocks;
            let target = (image * blocks + first + block) * pixels * LANES;
            // SAFETY: `target` lies inside of the output, whose length `direct` has compared.
            let start = unsafe { output.start().add(target) };
            let residual = match epilogue.residual {
                Residual::Nothing => std::ptr::null(),
                Residual::Output => start.cast_const(),
                Residual::Maps(maps) => maps.values[maps.offset(image, block, pixels)..].as_ptr(),
            };
            weights.level.run(Task {
                weights,
                group: portion.group,
                pixels,
                input: input.values[input.offset(image, portion.group * input_blocks, pixels)..].as_ptr(),
                destination: Destination { output: start, residual, block_step: pixels * LANES, clamp: epilogue.clamp },
                output_tiles: portion.output_tiles.clone(),
                pixel_tiles: tile - image * tiles..end - image * tiles,
            });
            tile = end;
        }
    });
}

/// A range of output tiles at a range of pixel tiles of one image.
struct Task<'a> {
    weights: &'a DirectWeights,
    group: usize,
    pixels: usize,
    input: *const f32,
    destination: Destination,
    output_tiles: Range<usize>,
    pixel_tiles: Range<usize>,
}

impl Kernel for Task<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        let input_blocks = block_count(self.weights.input_channels);
        let steps = input_blocks.div_ceil(DEPTH).max(1);
        let cached = (CACHED_INPUT / (input_blocks * LANES * PIXELS).max(1)).max(1);
        let together = if steps > 1 { TILES } else { cached };
        let mut first = self.pixel_tiles.start;
        while first < self.pixel_tiles.end {
            let tiles = first..(first + together).min(self.pixel_tiles.end);
            for output_tile in self.output_tiles.clone() {
                let block = output_tile * BLOCKS;
                if block + BLOCKS <= self.weights.output_blocks {
                    self.rows::<V, BLOCKS, PIXELS, FEW>(block, tiles.clone(), steps);
                } else {
                    self.rows::<V, 1, PIXELS, FEW>(block, tiles.clone(), steps);
                }
            }
            first = tiles.end;
        }
    }
}

impl Task<'_> {
    /// One output tile at some pixel tiles, in steps of input blocks.
    #[inline(always)]
    fn rows<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(
        &self,
        block: usize,
        tiles: Range<usize>,
        steps: usize,
    ) {
        let input_blocks = block_count(self.weights.input_channels);
        for step in 0..steps {
            let depth = step * input_blocks / steps..(step + 1) * input_blocks / steps;
            for tile in tiles.clone() {
                let pixel = tile * PIXELS;
                let part = (tile - tiles.start, tiles.len());
                if self.pixels - pixel <= FEW {
                    self.sums::<V, BLOCKS, FEW>(block, pixel, &depth, steps, part);
                } else {
                    self.sums::<V, BLOCKS, PIXELS>(block, pixel, &depth, steps, part);
                }
            }
        }
    }

    /// Adds a range of input blocks to one tile of sums.
    #[inline(always)]
    fn sums<V: Lanes, const BLOCKS: usize, const PIXELS: usize>(
        &self,
        first_block: usize,
        pixel: usize,
        depth: &Range<usize>,
        steps: usize,
        (tile, tiles): (usize, usize),
    ) {
        let weights = self.weights;
        let input_blocks = block_count(weights.input_channels);
        let block = self.group * weights.output_blocks + first_block;
        let per_block = input_blocks * LANES * LANES;
        let values = weights.values[block * per_block..][..BLOCKS * per_block].as_ptr();
        let bias = weights.bias[block * LANES..][..BLOCKS * LANES].as_ptr();
        let count = (self.pixels - pixel).min(PIXELS);
        let targets: [usize; PIXELS] = std::array::from_fn(|index| (pixel + index) * LANES);
        let part = tile::Part { first: depth.start == 0, last: depth.end == input_blocks, alone: steps == 1 };
        let destination = self.destination.at(first_block);
        // SAFETY: the bias has 16 values for each block; the targets lie in the output's maps, which `direct` has checked.
        let mut sums = unsafe { tile::begin::<V, BLOCKS, PIXELS>(bias, count, &targets, destination, part) };
        for input_block in depth.clone() {
            let channels = LANES.min(weights.input_channels - input_block * LANES);
            let input = self.input.wrapping_add((input_block * self.pixels + pixel) * LANES);
            // The next weights lie behind these, also those of the next output tile.
            let next = values.wrapping_add((input_block + depth.len()) * LANES * BLOCKS * LANES);
            tile::fetch(next, LANES * BLOCKS, tile, tiles);
            // SAFETY: `count` pixels from `pixel` on lie in the input's maps, which `direct` has checked; the weights of each
            // input block are `16 * BLOCKS * 16` values.
            unsafe {
                let values = values.add(input_block * LANES * BLOCKS * LANES);
                if count == PIXELS {
                    tile::accumulate::<V, BLOCKS, PIXELS, LANES>(&mut sums, input, values, channels);
                } else {
                    let inputs = std::array::from_fn(|index| input.add(index.min(count - 1) * LANES));
                    tile::accumulate_scattered::<V, BLOCKS, PIXELS>(&mut sums, &inputs, values, channels);
                }
            }
        }
        // SAFETY: as above; tasks differ in blocks or in pixels.
        unsafe { tile::end::<V, BLOCKS, PIXELS>(&sums, count, &targets, destination, part) };
    }
}
