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
            for (index, values) in values.chunks_exact_mut(blocks * LANES).enumerate() {
                let (rest, input_lane) = (index / LANES, index % LANES);
                let (input, tap) = (rest / tap_count * LANES + input_lane, rest % tap_count);
                if input < channels.input {
                    let outputs = (channels.output - first * LANES).min(values.len());
                    for (output, value) in values[..outputs].iter_mut().enumerate() {
                        *value = weight(group, first * LANES + output, input, [tap / taps[1], tap % taps[1]]);
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
