//! The micro-kernel: a tile of sums, output blocks x pixels, that stays in registers while channels stream past.

use super::{epilogue::Clamp, lanes::Lanes, layout::LANES};

/// Sums of `BLOCKS` output blocks at `PIXELS` pixels.
pub(super) type Sums<V, const BLOCKS: usize, const PIXELS: usize> = [[V; BLOCKS]; PIXELS];

/// Products that are added one after the other before their sum joins the others: a long chain of additions in f32 loses what a
/// chain of short ones keeps, and a rectifier in front of which it happens flips.
pub(super) const CHAIN: usize = 144;

/// Sums of nothing.
#[inline(always)]
pub(super) fn zero<V: Lanes, const BLOCKS: usize, const PIXELS: usize>() -> Sums<V, BLOCKS, PIXELS> {
    [[V::splat(0.0); BLOCKS]; PIXELS]
}

/// Adds the sums of a chain to those before.
#[inline(always)]
pub(super) fn add<V: Lanes, const BLOCKS: usize, const PIXELS: usize>(
    total: &mut Sums<V, BLOCKS, PIXELS>,
    sums: &Sums<V, BLOCKS, PIXELS>,
) {
    for pixel in 0..PIXELS {
        for block in 0..BLOCKS {
            total[pixel][block] = total[pixel][block].add(sums[pixel][block]);
        }
    }
}

/// Sums that start at the bias.
///
/// # Safety
/// `BLOCKS * 16` values are readable at `bias`.
#[inline(always)]
pub(super) unsafe fn start<V: Lanes, const BLOCKS: usize, const PIXELS: usize>(bias: *const f32) -> Sums<V, BLOCKS, PIXELS> {
    // SAFETY: the caller's promise.
    let bias: [V; BLOCKS] = std::array::from_fn(|block| unsafe { V::load(bias.add(block * LANES)) });
    [bias; PIXELS]
}

/// Adds `count` channels of pixels that lie `STEP` values apart.
///
/// # Safety
/// `(PIXELS - 1) * STEP + count` values are readable at `input` and `count * BLOCKS * 16` at `weights`.
#[expect(clippy::needless_range_loop, reason = "the pixel is a part of the address")]
#[inline(always)]
pub(super) unsafe fn accumulate<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const STEP: usize>(
    sums: &mut Sums<V, BLOCKS, PIXELS>,
    input: *const f32,
    weights: *const f32,
    count: usize,
) {
    for channel in 0..count {
        // SAFETY: the caller's promise for `weights`.
        let weights: [V; BLOCKS] =
            std::array::from_fn(|block| unsafe { V::load(weights.add((channel * BLOCKS + block) * LANES)) });
        for pixel in 0..PIXELS {
            // SAFETY: the caller's promise for `input`.
            let value = V::splat(unsafe { *input.add(pixel * STEP + channel) });
            for block in 0..BLOCKS {
                sums[pixel][block] = value.multiply_add(weights[block], sums[pixel][block]);
            }
        }
    }
}

/// Adds `count` channels of pixels that lie anywhere.
///
/// # Safety
/// `count` values are readable at each of `inputs` and `count * BLOCKS * 16` at `weights`.
#[inline(always)]
pub(super) unsafe fn accumulate_scattered<V: Lanes, const BLOCKS: usize, const PIXELS: usize>(
    sums: &mut Sums<V, BLOCKS, PIXELS>,
    inputs: &[*const f32; PIXELS],
    weights: *const f32,
    count: usize,
) {
    for channel in 0..count {
        // SAFETY: the caller's promise for `weights`.
        let weights: [V; BLOCKS] =
            std::array::from_fn(|block| unsafe { V::load(weights.add((channel * BLOCKS + block) * LANES)) });
        for pixel in 0..PIXELS {
            // SAFETY: the caller's promise for `inputs`.
            let value = V::splat(unsafe { *inputs[pixel].add(channel) });
            for block in 0..BLOCKS {
                sums[pixel][block] = value.multiply_add(weights[block], sums[pixel][block]);
            }
        }
    }
}

/// Asks for lines of 16 values that will be needed soon, while there is something else to compute: the share of one of `parts`.
///
/// Weights are met once in a pass and come from far away. Without that instruction nothing happens.
#[inline(always)]
pub(super) fn fetch(start: *const f32, lines: usize, part: usize, parts: usize) {
    for line in part * lines / parts..(part + 1) * lines / parts {
        let address = start.wrapping_add(line * LANES);
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a hint, which reads nothing; any address will do.
        unsafe {
            std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T1 }>(address.cast());
        }
        #[cfg(not(target_arch = "x86_64"))]
        let _ = address;
    }
}

/// Which part of its sums a tile adds up; the parts before it wait in the output.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub first: bool,
    pub last: bool,
    /// Whether it is both, and the output holds nothing of the sums.
    pub alone: bool,
}

/// Sums to add a part to: the bias at first, later what the output holds.
///
/// # Safety
/// As for [`start`], and 16 values are readable at `output + block * block_step + targets[pixel]` for every block and the
/// first `count` pixels.
#[inline(always)]
pub(super) unsafe fn begin<V: Lanes, const BLOCKS: usize, const PIXELS: usize>(
    bias: *const f32,
    count: usize,
    targets: &[usize; PIXELS],
    destination: Destination,
    part: Part,
) -> Sums<V, BLOCKS, PIXELS> {
    // SAFETY: the caller's promise.
    let mut sums = unsafe { start::<V, BLOCKS, PIXELS>(bias) };
    if part.alone || part.first && !destination.adds_to_output() {
        return sums;
    }
    for (pixel, sums) in sums.iter_mut().enumerate() {
        if pixel < count {
            for (block, sum) in sums.iter_mut().enumerate() {
                // SAFETY: the caller's promise.
                let held = unsafe { V::load(destination.output.add(block * destination.block_step + targets[pixel])) };
                *sum = if part.first { sum.add(held) } else { held };
            }
        }
    }
    sums
}

/// Writes sums for the next part, or the results after the last: see [`finish`].
///
/// # Safety
/// As for [`finish`].
#[inline(always)]
pub(super) unsafe fn end<V: Lanes, const BLOCKS: usize, const PIXELS: usize>(
    sums: &Sums<V, BLOCKS, PIXELS>,
    count: usize,
    targets: &[usize; PIXELS],
    mut destination: Destination,
    part: Part,
) {
    if !part.alone && (destination.adds_to_output() || !part.last) {
        destination.residual = std::ptr::null();
    }
    if !part.last {
        destination.clamp = Clamp::NONE;
    }
    // SAFETY: the caller's promise.
    unsafe { finish::<V, BLOCKS, PIXELS>(sums, count, targets, destination) };
}

/// Where a tile's results go.
#[derive(Clone, Copy)]
pub(super) struct Destination {
    /// The first block's map.
    pub output: *mut f32,
    /// The residual's first map, null without one; it may be `output`.
    pub residual: *const f32,
    /// Values from one block's map to the next, in both.
    pub block_step: usize,
    pub clamp: Clamp,
}

impl Destination {
    /// The same from another block on.
    #[inline(always)]
    pub fn at(mut self, block: usize) -> Self {
        let offset = block * self.block_step;
        self.output = self.output.wrapping_add(offset);
        if !self.residual.is_null() {
            self.residual = self.residual.wrapping_add(offset);
        }
        self
    }

    /// Whether results are added to what the output holds.
    #[inline(always)]
    fn adds_to_output(&self) -> bool {
        std::ptr::eq(self.residual, self.output)
    }
}

/// Adds the residual, clamps and writes the first `count` pixels of a tile to the offsets `targets`.
///
/// # Safety
/// 16 values are writable at `output + block * block_step + targets[pixel]` for every block and the first `count` pixels, by
/// this task alone, and readable at the same places of `residual` where that is not null.
#[expect(clippy::needless_range_loop, reason = "the block is a part of the address")]
#[inline(always)]
pub(super) unsafe fn finish<V: Lanes, const BLOCKS: usize, const PIXELS: usize>(
    sums: &Sums<V, BLOCKS, PIXELS>,
    count: usize,
    targets: &[usize; PIXELS],
    destination: Destination,
) {
    let minimum = V::splat(destination.clamp.minimum);
    let maximum = V::splat(destination.clamp.maximum);
    // `pixel` runs over all of the tile, so that the sums need no address and stay in registers.
    for pixel in 0..PIXELS {
        if pixel < count {
            for block in 0..BLOCKS {
                let offset = block * destination.block_step + targets[pixel];
                let mut value = sums[pixel][block];
                if !destination.residual.is_null() {
                    // SAFETY: the caller's promise.
                    value = value.add(unsafe { V::load(destination.residual.add(offset)) });
                }
                // SAFETY: the caller's promise.
                unsafe { value.at_least(minimum).at_most(maximum).store(destination.output.add(offset)) };
            }
        }
    }
}
