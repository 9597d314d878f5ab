//! Winograd's minimal filtering for 3 x 3 kernels with stride 1 (Lavin and Gray, "Fast Algorithms for Convolutional Neural
//! Networks", 2016): `M x M` outputs from `A x A = (M + 2) x (M + 2)` products instead of `9 M x M`.
//!
//! Tiles are transformed, multiplied by the transformed weights (`A x A` matrix products) and transformed back, a block of
//! tiles at a time. With few tiles the threads share one block and split each of the three steps, so that the large weights
//! are read once; with many, every thread works on blocks of its own that stay in its cache.

mod slot;
mod transform;

use std::{
    ops::Range,
    sync::atomic::{AtomicUsize, Ordering},
};

use slot::Slot;

use super::{
    aligned::AlignedVec,
    direct_weights::Channels,
    epilogue::{Clamp, Epilogue, Residual},
    geometry::Geometry,
    lanes::Lanes,
    layout::{LANES, block_count},
    level::{Kernel, Level},
    maps::{Maps, MapsMut},
    parallel,
    shared::Shared,
    tile::{self, Destination},
};

/// Scratch values of one thread's block of tiles, at most.
const OWN_BLOCK: usize = 384 * 1024;
/// Values of weights that stay in a core's cache beside its block of tiles.
const CACHED_WEIGHTS: usize = 256 * 1024;
/// Values of weights that take so long to read that as many tiles as possible should meet them.
const STREAMED_WEIGHTS: usize = 1024 * 1024;
/// Scratch values of a block of tiles that all threads share, at most.
const SHARED_BLOCK: usize = 2 * 1024 * 1024;

/// Transformed weights `A*A x output tiles x input blocks x 16 x tile blocks x 16`.
pub(super) struct WinogradWeights<const M: usize, const A: usize> {
    input_blocks: usize,
    output_blocks: usize,
    last_channels: usize,
    level: Level,
    values: AlignedVec,
    bias: AlignedVec,
}

impl<const M: usize, const A: usize> WinogradWeights<M, A> {
    /// Transforms and packs `weight(output, input, tap row, tap column)`.
    pub fn pack(channels: Channels, bias: &[f32], level: Level, weight: impl Fn(usize, usize, [usize; 2]) -> f32 + Sync) -> Self {
        let (tile_blocks, _) = level.tile();
        let (input_blocks, output_blocks) = (block_count(channels.input), block_count(channels.output));
        let matrix = output_blocks * input_blocks * LANES * LANES;
        let mut values = AlignedVec::zeros(A * A * matrix);
        let shared = Shared::new(&mut values);
        parallel::each(output_blocks, |block| {
            let first = block / tile_blocks * tile_blocks;
            let blocks = tile_blocks.min(output_blocks - first);
            let start = first * input_blocks * LANES * LANES + (block - first) * LANES;
            let target = shared.start().wrapping_add(start);
            level.run(Packing::<_, A> { channels, block, target, step: blocks * LANES, matrix, weight: &weight });
        });
        let mut padded = AlignedVec::zeros(output_blocks * LANES);
        padded[..bias.len()].copy_from_slice(bias);
        let last_channels = channels.input - (input_blocks.max(1) - 1) * LANES;
        Self { input_blocks, output_blocks, last_channels, level, values, bias: padded }
    }

    /// Values held.
    pub fn len(&self) -> usize {
        self.values.len() + self.bias.len()
    }

    fn plan(&self, geometry: &Geometry, batch: usize) -> Plan {
        let (_, tile_pixels) = self.level.tile();
        let threads = rayon::current_num_threads();
        let grid = geometry.output.map(|size| size.div_ceil(M));
        let tiles = batch * grid[0] * grid[1];
        let per_tile = A * A * (self.input_blocks + self.output_blocks) * LANES;
        let few = tile_pixels / 2;
        let fit = |values: usize| (values / per_tile / few).max(2) * few;
        let own = fit(OWN_BLOCK);
        // As many blocks for each thread as must be, of the same size.
        let rounds = tiles.div_ceil(threads * own).max(1);
        let equal = tiles.div_ceil(threads * rounds).next_multiple_of(few);
        let few_tiles = tiles < 2 * threads * own;
        let large = self.values.len() > if few_tiles { CACHED_WEIGHTS } else { STREAMED_WEIGHTS };
        let shared = large || tiles.div_ceil(equal.max(1)) < threads;
        let block = if shared { fit(SHARED_BLOCK).min(tiles.next_multiple_of(few)) } else { equal };
        // One more line per matrix keeps the matrices from falling into the same cache sets.
        let input_step = (self.input_blocks * block + 1) * LANES;
        let output_step = (self.output_blocks * block + 1) * LANES;
        let slots = if shared { 1 } else { threads };
        Plan { grid, tiles, block, shared, slots, input_step, output_step }
    }

    /// Values of scratch memory.
    pub fn scratch_len(&self, geometry: &Geometry, batch: usize) -> usize {
        let plan = self.plan(geometry, batch);
        plan.slots * plan.slot_len::<A>()
    }

    /// Convolves with stride 1.
    pub fn convolve(
        &self,
        geometry: &Geometry,
        batch: usize,
        input: Maps<'_>,
        output: MapsMut<'_>,
        scratch: &mut [f32],
        epilogue: Epilogue<'_>,
    ) {
        let pixels = geometry.output_pixels();
        input.check(batch, self.input_blocks, geometry.input_pixels());
        output.check(batch, self.output_blocks, pixels);
        if let Residual::Maps(maps) = epilogue.residual {
            maps.check(batch, self.output_blocks, pixels);
        }
        let plan = self.plan(geometry, batch);
        let MapsMut { values, blocks, first } = output;
        let start = values.as_mut_ptr();
        let residual = match epilogue.residual {
            Residual::Nothing => (std::ptr::null(), 0, 0),
            Residual::Output => (start.cast_const(), blocks, first),
            Residual::Maps(maps) => (maps.values.as_ptr(), maps.blocks, maps.first),
        };
        let work = Work { weights: self, geometry, plan, input, output: (start, blocks, first), residual, clamp: epilogue.clamp };
        let blocks = plan.tiles.div_ceil(plan.block);
        let tiles = |block: usize| block * plan.block..((block + 1) * plan.block).min(plan.tiles);
        let scratch = &mut scratch[..plan.slots * plan.slot_len::<A>()];
        let (tile_blocks, _) = self.level.tile();
        let products = self.output_blocks.div_ceil(tile_blocks);
        if plan.shared {
            let slot = Slot { start: scratch.as_mut_ptr() };
            for block in 0..blocks {
                let step = |step: Step| self.level.run(Task { work: &work, tiles: tiles(block), slot, step });
                parallel::each(self.input_blocks, |block| step(Step::Input(block..block + 1)));
                parallel::each(products * A * A, |task| {
                    let (position, product) = (task / products, task % products);
                    step(Step::Multiply(position..position + 1, product..product + 1));
                });
                parallel::each(self.output_blocks, |block| step(Step::Output(block..block + 1)));
            }
        } else {
            let next = AtomicUsize::new(0);
            parallel::chunks(scratch, plan.slot_len::<A>(), |_, scratch| {
                let slot = Slot { start: scratch.as_mut_ptr() };
                loop {
                    let block = next.fetch_add(1, Ordering::Relaxed);
                    if block >= blocks {
                        break;
                    }
                    let step = |step: Step| self.level.run(Task { work: &work, tiles: tiles(block), slot, step });
                    step(Step::Input(0..self.input_blocks));
                    step(Step::Multiply(0..A * A, 0..products));
                    step(Step::Output(0..self.output_blocks));
                }
            });
        }
    }
}

/// Transforms the weights of one output block.
struct Packing<'a, W, const A: usize> {
    channels: Channels,
    block: usize,
    /// Where those of the first input channel go, and how far apart input channels and positions are.
    target: *mut f32,
    step: usize,
    matrix: usize,
    weight: &'a W,
}

impl<W: Fn(usize, usize, [usize; 2]) -> f32, const A: usize> Kernel for Packing<'_, W, A> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        let outputs = LANES.min(self.channels.output - self.block * LANES);
        for input in 0..self.channels.input {
            let mut taps = [[[0.0; LANES]; 3]; 3];
            for lane in 0..outputs {
                for (row, taps) in taps.iter_mut().enumerate() {
                    for (column, taps) in taps.iter_mut().enumerate() {
                        taps[lane] = f64::from((self.weight)(self.block * LANES + lane, input, [row, column]));
                    }
                }
            }
            transform::kernel_tiles::<A>(&taps, |position, values| {
                let values: [f32; LANES] = std::array::from_fn(|lane| values[lane] as f32);
                // SAFETY: inside of the packed weights; every output block has places of its own.
                unsafe { V::load(values.as_ptr()).store(self.target.add(position * self.matrix + input * self.step)) };
            });
        }
    }
}

#[derive(Clone, Copy)]
struct Plan {
    /// Rows and columns of tiles of one image.
    grid: [usize; 2],
    tiles: usize,
    /// Tiles of a block, a multiple of the small micro-kernel's pixels.
    block: usize,
    shared: bool,
    slots: usize,
    /// Values from one matrix of transformed inputs to the next.
    input_step: usize,
    /// Values from one matrix of products to the next.
    output_step: usize,
}

impl Plan {
    fn slot_len<const A: usize>(&self) -> usize {
        A * A * (self.input_step + self.output_step)
    }
}

struct Work<'a, const M: usize, const A: usize> {
    weights: &'a WinogradWeights<M, A>,
    geometry: &'a Geometry,
    plan: Plan,
    input: Maps<'a>,
    output: (*mut f32, usize, usize),
    residual: (*const f32, usize, usize),
    clamp: Clamp,
}

// SAFETY: the pointers stay valid for `'a`; tasks write different tiles or blocks of the output, and read the residual there
// only.
unsafe impl<const M: usize, const A: usize> Sync for Work<'_, M, A> {}

/// A step and the part of it to do.
enum Step {
    /// Transform tiles of a range of input blocks.
    Input(Range<usize>),
    /// Multiply a range of positions by a range of output tiles' weights.
    Multiply(Range<usize>, Range<usize>),
    /// Transform products of a range of output blocks.
    Output(Range<usize>),
}

struct Task<'a, const M: usize, const A: usize> {
    work: &'a Work<'a, M, A>,
    tiles: Range<usize>,
    slot: Slot,
    step: Step,
}

impl<const M: usize, const A: usize> Kernel for Task<'_, M, A> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        match self.step {
            Step::Input(ref blocks) => self.input::<V>(blocks.clone()),
            Step::Multiply(ref positions, ref products) => {
                for position in positions.clone() {
                    for product in products.clone() {
                        if (product + 1) * BLOCKS <= self.work.weights.output_blocks {
                            self.multiply::<V, BLOCKS, PIXELS, FEW>(position, product * BLOCKS);
                        } else {
                            self.multiply::<V, 1, PIXELS, FEW>(position, product * BLOCKS);
                        }
                    }
                }
            }
            Step::Output(ref blocks) => self.output::<V>(blocks.clone()),
        }
    }
}

impl<const M: usize, const A: usize> Task<'_, M, A> {
    /// Image, row and column of a tile's first output.
    fn corner(&self, tile: usize) -> (usize, [usize; 2]) {
        let [rows, columns] = self.work.plan.grid;
        (tile / (rows * columns), [tile / columns % rows * M, tile % columns * M])
    }

    #[expect(clippy::needless_range_loop, reason = "transposes")]
    #[inline(always)]
    fn input<V: Lanes>(&self, blocks: Range<usize>) {
        let (geometry, plan) = (self.work.geometry, &self.work.plan);
        let [height, width] = geometry.input;
        for block in blocks {
            for tile in self.tiles.clone() {
                let (image, [row, column]) = self.corner(tile);
                let map = self.work.input.values[self.work.input.offset(image, block, height * width)..].as_ptr();
                let (top, left) = (geometry.source(0, row, 0), geometry.source(1, column, 0));
                let whole = geometry.inside(0, top)
                    && geometry.inside(1, left)
                    && geometry.inside(0, top + A as isize - 1)
                    && geometry.inside(1, left + A as isize - 1);
                let mut columns = [[V::splat(0.0); A]; A];
                for (column, transformed) in columns.iter_mut().enumerate() {
                    let values: [V; A] = std::array::from_fn(|row| {
                        let (row, column) = (top + row as isize, left + column as isize);
                        if whole || geometry.inside(0, row) && geometry.inside(1, column) {
                            // SAFETY: inside of the map, by the tests just made.
                            unsafe { V::load(map.offset((row * width as isize + column) * LANES as isize)) }
                        } else {
                            V::splat(0.0)
                        }
                    });
                    *transformed = transform::input(&values);
                }
                let place = (block * plan.block + tile - self.tiles.start) * LANES;
                for row in 0..A {
                    let values: [V; A] = std::array::from_fn(|column| columns[column][row]);
                    for (column, value) in transform::input(&values).into_iter().enumerate() {
                        // SAFETY: inside of the slot, at the place of this tile and input block.
                        unsafe { value.store(self.slot.start.add((row * A + column) * plan.input_step + place)) };
                    }
                }
            }
        }
    }

    #[inline(always)]
    fn multiply<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(
        &self,
        position: usize,
        first_block: usize,
    ) {
        let count = self.tiles.len();
        let mut tile = 0;
        while tile < count {
            if count - tile <= FEW {
                self.product::<V, BLOCKS, FEW>(position, first_block, tile);
                tile += FEW;
            } else {
                self.product::<V, BLOCKS, PIXELS>(position, first_block, tile);
                tile += PIXELS;
            }
        }
    }

    /// Products of some tiles; those beyond the last are computed from leftovers, inside of the slot, and never looked at.
    #[inline(always)]
    fn product<V: Lanes, const BLOCKS: usize, const PIXELS: usize>(&self, position: usize, first_block: usize, tile: usize) {
        let (weights, plan) = (self.work.weights, &self.work.plan);
        let per_block = weights.input_blocks * LANES * LANES;
        let start = (position * weights.output_blocks + first_block) * per_block;
        let values = weights.values[start..][..BLOCKS * per_block].as_ptr();
        let mut total = tile::zero::<V, BLOCKS, PIXELS>();
        let channels = |block: usize| if block + 1 == weights.input_blocks { weights.last_channels } else { LANES };
        let (part, parts) = (tile / PIXELS, self.tiles.len().div_ceil(PIXELS));
        for first in (0..weights.input_blocks).step_by(tile::CHAIN / LANES) {
            let mut sums = tile::zero::<V, BLOCKS, PIXELS>();
            for block in first..(first + tile::CHAIN / LANES).min(weights.input_blocks) {
                // The next weights lie behind these, also those of the next position.
                let next = values.wrapping_add(per_block * BLOCKS + block * LANES * BLOCKS * LANES);
                tile::fetch(next, LANES * BLOCKS, part, parts);
                // SAFETY: `PIXELS` tiles from `tile` on lie in the slot, since a block is a multiple of the small micro-kernel's
                // pixels; the weights of each input block are `16 * BLOCKS * 16` values.
                unsafe {
                    let input = self.slot.start.add(position * plan.input_step + (block * plan.block + tile) * LANES);
                    let values = values.add(block * LANES * BLOCKS * LANES);
                    tile::accumulate::<V, BLOCKS, PIXELS, LANES>(&mut sums, input, values, channels(block));
                }
            }
            tile::add(&mut total, &sums);
        }
        let start = A * A * plan.input_step + position * plan.output_step + (first_block * plan.block + tile) * LANES;
        let destination = Destination {
            output: self.slot.start.wrapping_add(start),
            residual: std::ptr::null(),
            block_step: plan.block * LANES,
            clamp: Clamp::NONE,
        };
        let targets = std::array::from_fn(|pixel| pixel * LANES);
        // SAFETY: inside of the slot's products, at the place of these tiles and output blocks.
        unsafe { tile::finish::<V, BLOCKS, PIXELS>(&total, PIXELS, &targets, destination) };
    }

    #[expect(clippy::needless_range_loop, reason = "transposes")]
    #[inline(always)]
    fn output<V: Lanes>(&self, blocks: Range<usize>) {
        let (geometry, plan, work) = (self.work.geometry, &self.work.plan, self.work);
        let [height, width] = geometry.output;
        let (minimum, maximum) = (V::splat(work.clamp.minimum), V::splat(work.clamp.maximum));
        for block in blocks {
            // SAFETY: the bias has 16 values for each block.
            let bias = unsafe { V::load(work.weights.bias[block * LANES..][..LANES].as_ptr()) };
            for tile in self.tiles.clone() {
                let (image, corner) = self.corner(tile);
                let place = A * A * plan.input_step + (block * plan.block + tile - self.tiles.start) * LANES;
                let mut columns = [[V::splat(0.0); M]; A];
                for (column, transformed) in columns.iter_mut().enumerate() {
                    // SAFETY: inside of the slot's products.
                    let values: [V; A] = std::array::from_fn(|row| unsafe {
                        V::load(self.slot.start.add((row * A + column) * plan.output_step + place))
                    });
                    *transformed = transform::output::<V, M, A>(&values);
                }
                let start = |(blocks, first): (usize, usize)| (image * blocks + first + block) * height * width * LANES;
                let target = work.output.0.wrapping_add(start((work.output.1, work.output.2)));
                let residual = work.residual.0.wrapping_add(start((work.residual.1, work.residual.2)));
                for row in 0..M.min(height - corner[0]) {
                    let values: [V; A] = std::array::from_fn(|column| columns[column][row]);
                    for (column, value) in transform::output::<V, M, A>(&values).into_iter().enumerate() {
                        if corner[1] + column < width {
                            let offset = ((corner[0] + row) * width + corner[1] + column) * LANES;
                            let mut value = value.add(bias);
                            // SAFETY: inside of the maps, which `convolve` has checked; each tile and block is one task's.
                            unsafe {
                                if !work.residual.0.is_null() {
                                    value = value.add(V::load(residual.add(offset)));
                                }
                                value.at_least(minimum).at_most(maximum).store(target.add(offset));
                            }
                        }
                    }
                }
            }
        }
    }
}
