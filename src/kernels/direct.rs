//! Direct convolution: every tap of every input channel, straight from the blocked layout, whatever the kernel, stride,
//! dilation, padding and groups.
//!
//! A tile of pixels runs over the output without regard to rows. A tap whose pixels lie evenly spaced in one row of the input is
//! read by address arithmetic; any other through a table of addresses, where pixels of the padding point at zeros. A few tiles
//! share the weights of some input blocks while those are in the first-level cache; the sums so far wait in the output.

use std::ops::Range;

use super::{
    direct_weights::DirectWeights,
    epilogue::{Epilogue, Residual},
    geometry::Geometry,
    lanes::Lanes,
    layout::{LANES, block_count},
    level::Kernel,
    maps::{Maps, MapsMut},
    parallel,
    pointwise::pointwise,
    share::Share,
    shared::Shared,
    tile::{self, Destination, Part},
};

/// Taps whose addresses are worked out together.
const TAPS: usize = 9;
/// Tiles that share weights.
const TOGETHER: usize = 4;
/// Values of weights of one output tile that stay in the first-level cache.
const CACHED_WEIGHTS: usize = 5 * 1024;

static ZEROS: [f32; LANES] = [0.0; LANES];

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
    if geometry.is_flat() {
        return pointwise(weights, pixels, batch, input, output, epilogue);
    }
    let (tile_blocks, tile_pixels) = weights.level.tile();
    let tiles = pixels.div_ceil(tile_pixels);
    let outweigh = weights.output_blocks * LANES * geometry.tap_count() > batch * geometry.input_pixels();
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
                group: portion.group,
                input: input.values[input.offset(image, portion.group * input_blocks, geometry.input_pixels())..].as_ptr(),
                destination: Destination { output: start, residual, block_step: target_pixels * LANES, clamp: epilogue.clamp },
                output_tiles: portion.output_tiles.clone(),
                pixels: (tile - image * tiles) * tile_pixels..((end - image * tiles) * tile_pixels).min(pixels),
            });
            tile = end;
        }
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

/// A tile's pixels: how many, their rows and columns in the output, and their places in the target map.
#[derive(Clone, Copy)]
struct Place<const PIXELS: usize> {
    count: usize,
    rows: [usize; PIXELS],
    columns: [usize; PIXELS],
    targets: [usize; PIXELS],
    interior: bool,
    one_row: bool,
}

impl<const PIXELS: usize> Place<PIXELS> {
    const EMPTY: Self =
        Self { count: 0, rows: [0; PIXELS], columns: [0; PIXELS], targets: [0; PIXELS], interior: false, one_row: false };
}

/// Tiles that share weights, and their taps.
struct Group<const PIXELS: usize> {
    tiles: usize,
    places: [Place<PIXELS>; TOGETHER],
    taps: [[Tap<PIXELS>; TAPS]; TOGETHER],
    /// How many of the taps are in use.
    used: [usize; TOGETHER],
}

impl<const PIXELS: usize> Group<PIXELS> {
    const EMPTY: Self =
        Self { tiles: 0, places: [Place::EMPTY; TOGETHER], taps: [[Tap::EMPTY; TAPS]; TOGETHER], used: [0; TOGETHER] };
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
        let mut many = Group::<PIXELS>::EMPTY;
        let mut few = Group::<FEW>::EMPTY;
        let mut pixel = self.pixels.start;
        while pixel < self.pixels.end {
            let left = self.pixels.end - pixel;
            if left <= FEW {
                pixel += self.group::<V, BLOCKS, FEW, STEP>(pixel..self.pixels.end, &mut few);
            } else {
                // What the small tile can finish is left to it.
                let whole = left - if left % PIXELS <= FEW { left % PIXELS } else { 0 };
                pixel += self.group::<V, BLOCKS, PIXELS, STEP>(pixel..pixel + whole, &mut many);
            }
        }
    }

    /// All output tiles at the first tiles of a range of pixels; returns how many pixels those are.
    #[inline(always)]
    fn group<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const STEP: usize>(
        &self,
        pixels: Range<usize>,
        group: &mut Group<PIXELS>,
    ) -> usize {
        let taps = self.geometry.tap_count();
        group.tiles = pixels.len().div_ceil(PIXELS).min(TOGETHER);
        for (tile, place) in group.places[..group.tiles].iter_mut().enumerate() {
            let pixel = pixels.start + tile * PIXELS;
            *place = self.place(pixel, (pixels.end - pixel).min(PIXELS));
        }
        for chunk in (0..taps.max(1)).step_by(TAPS) {
            let chunk = chunk..(chunk + TAPS).min(taps);
            for tile in 0..group.tiles {
                group.used[tile] = self.addresses::<PIXELS, STEP>(&group.places[tile], chunk.clone(), &mut group.taps[tile]);
            }
            for output_tile in self.output_tiles.clone() {
                let block = output_tile * BLOCKS;
                if block + BLOCKS <= self.weights.output_blocks {
                    self.rows::<V, BLOCKS, PIXELS, STEP>(block, group, &chunk);
                } else {
                    self.rows::<V, 1, PIXELS, STEP>(block, group, &chunk);
                }
            }
        }
        group.places[..group.tiles].iter().map(|place| place.count).sum()
    }

    /// One output tile at a group of pixel tiles, a few input blocks after the other.
    #[inline(always)]
    fn rows<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const STEP: usize>(
        &self,
        block: usize,
        group: &Group<PIXELS>,
        chunk: &Range<usize>,
    ) {
        let taps = self.geometry.tap_count();
        let input_blocks = block_count(self.weights.input_channels);
        let cached = CACHED_WEIGHTS / (chunk.len().max(1) * LANES * BLOCKS * LANES);
        let steps = if group.tiles > 1 { input_blocks.div_ceil(cached.max(1)) } else { 1 };
        for step in 0..steps {
            let depth = step * input_blocks / steps..(step + 1) * input_blocks / steps;
            let part = Part {
                first: chunk.start == 0 && step == 0,
                last: chunk.end == taps && step + 1 == steps,
                alone: chunk.len() == taps && steps == 1,
            };
            for tile in 0..group.tiles {
                let taps = &group.taps[tile][..group.used[tile]];
                self.sums::<V, BLOCKS, PIXELS, STEP>(block, &group.places[tile], taps, &depth, part, (tile, group.tiles));
            }
        }
    }

    /// Adds some taps of some input blocks to one tile of sums.
    #[inline(always)]
    fn sums<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const STEP: usize>(
        &self,
        first_block: usize,
        place: &Place<PIXELS>,
        table: &[Tap<PIXELS>],
        depth: &Range<usize>,
        part: Part,
        (tile, tiles): (usize, usize),
    ) {
        let taps = self.geometry.tap_count();
        let input_blocks = block_count(self.weights.input_channels);
        let block_weights = input_blocks * taps * LANES * LANES;
        let block = self.group * self.weights.output_blocks + first_block;
        let weights = self.weights.values[block * block_weights..][..BLOCKS * block_weights].as_ptr();
        let bias = self.weights.bias[block * LANES..][..BLOCKS * LANES].as_ptr();
        let destination = self.destination.at(first_block);
        // SAFETY: the bias has 16 values for each of the blocks; `place` keeps to the target map, whose blocks `direct` has
        // checked.
        let mut total = unsafe { tile::begin::<V, BLOCKS, PIXELS>(bias, place.count, &place.targets, destination, part) };
        let plane = self.geometry.input_pixels() * LANES * size_of::<f32>();
        let together = (tile::CHAIN / (table.len().max(1) * LANES)).max(1);
        for first in depth.clone().step_by(together) {
            let mut sums = tile::zero::<V, BLOCKS, PIXELS>();
            for input_block in first..(first + together).min(depth.end) {
                let channels = LANES.min(self.weights.input_channels - input_block * LANES);
                for tap in table {
                    // SAFETY: inside of `weights`, which holds `input_blocks * taps` times `16 * BLOCKS * 16` values.
                    let weights = unsafe { weights.add((input_block * taps + tap.index) * LANES * BLOCKS * LANES) };
                    // The next weights lie behind these, also those of the next output tile.
                    let next = weights.wrapping_add(depth.len() * taps * LANES * BLOCKS * LANES);
                    tile::fetch(next, LANES * BLOCKS, tile, tiles);
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
            tile::add(&mut total, &sums);
        }
        // SAFETY: as above; tasks differ in blocks or in pixels.
        unsafe { tile::end::<V, BLOCKS, PIXELS>(&total, place.count, &place.targets, destination, part) };
    }

    #[inline(always)]
    fn place<const PIXELS: usize>(&self, pixel: usize, count: usize) -> Place<PIXELS> {
        let geometry = self.geometry;
        let width = geometry.output[1];
        let (mut row, mut column) = (pixel / width, pixel % width);
        let mut place = Place { count, ..Place::EMPTY };
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
