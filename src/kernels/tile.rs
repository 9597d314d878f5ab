//! The micro-kernel: a tile of sums, output blocks x pixels, that stays in registers while channels stream past.

use super::{epilogue::Clamp, lanes::Lanes, layout::LANES};

/// Sums of `BLOCKS` output blocks at `PIXELS` pixels.
pub(super) type Sums<V, const BLOCKS: usize, const PIXELS: usize> = [[V; BLOCKS]; PIXELS];

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
