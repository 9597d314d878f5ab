//! Weights packed for the micro-kernel, whatever the kernel's size: what direct and pointwise convolutions read.

use super::{
    aligned::AlignedVec,
    layout::{LANES, block_count},
    level::Level,
    parallel,
    shared::Shared,
};

/// Weights as the micro-kernel reads them: `groups x output tiles x input blocks x taps x 16 x tile blocks x 16`.
pub(super) struct DirectWeights {
    pub groups: usize,
    pub input_channels: usize,
    pub output_blocks: usize,
    pub taps: [usize; 2],
    pub level: Level,
    pub values: AlignedVec,
    pub bias: AlignedVec,
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
        let tiles = output_blocks.div_ceil(tile_blocks);
        let shared = Shared::new(&mut values);
        parallel::each(channels.groups * tiles, |task| {
            let (group, tile) = (task / tiles, task % tiles);
            let first = tile * tile_blocks;
            let blocks = tile_blocks.min(output_blocks - first);
            let start = (group * output_blocks + first) * per_block;
            // SAFETY: inside of `values`; every tile of a group has a part of its own.
            let values = unsafe { std::slice::from_raw_parts_mut(shared.start().add(start), blocks * per_block) };
            let width = blocks * LANES;
            let outputs = (channels.output - first * LANES).min(width);
            // Channel by channel, so that weights are read as they lie; what is written stays in the cache meanwhile.
            for (block, values) in values.chunks_exact_mut((tap_count * LANES * width).max(1)).enumerate() {
                let inputs = (channels.input - block * LANES).min(LANES);
                for output in 0..outputs {
                    for lane in 0..inputs {
                        for row in 0..taps[0] {
                            for column in 0..taps[1] {
                                let at = (row * taps[1] + column) * LANES + lane;
                                values[at * width + output] =
                                    weight(group, first * LANES + output, block * LANES + lane, [row, column]);
                            }
                        }
                    }
                }
            }
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
