//! Views of feature maps in the blocked layout, so that a concatenation's inputs can be written where they belong.

use std::ops::Range;

use super::{layout::LANES, parallel, shared::Shared};

/// Blocks of channels inside a buffer `N x blocks x H x W x 16`, to read.
#[derive(Clone, Copy, Debug)]
pub struct Maps<'a> {
    pub(super) values: &'a [f32],
    pub(super) blocks: usize,
    pub(super) first: usize,
}

/// Blocks of channels inside a buffer `N x blocks x H x W x 16`, to write.
#[derive(Debug)]
pub struct MapsMut<'a> {
    pub(super) values: &'a mut [f32],
    pub(super) blocks: usize,
    pub(super) first: usize,
}

impl<'a> Maps<'a> {
    /// The blocks from `first` on of a buffer that has `blocks` of them per image.
    pub fn new(values: &'a [f32], blocks: usize, first: usize) -> Self {
        Self { values, blocks, first }
    }

    /// A plain `N x C x H x W` picture, which [`super::Algorithm::FewChannels`] alone reads, forward.
    pub fn plain(values: &'a [f32]) -> Self {
        Self { values, blocks: 0, first: 0 }
    }

    /// Checks that `used` blocks of `pixels` pixels of `batch` images are there.
    pub(super) fn check(&self, batch: usize, used: usize, pixels: usize) {
        check(self.values.len(), self.blocks, self.first, batch, used, pixels);
    }

    /// Where a block of an image starts.
    pub(super) fn offset(&self, image: usize, block: usize, pixels: usize) -> usize {
        (image * self.blocks + self.first + block) * pixels * LANES
    }

    /// The pixels of one block.
    pub(super) fn block(&self, image: usize, block: usize, pixels: usize) -> &'a [[f32; LANES]] {
        let start = self.offset(image, block, pixels);
        self.values[start..start + pixels * LANES].as_chunks().0
    }
}

impl<'a> MapsMut<'a> {
    /// The blocks from `first` on of a buffer that has `blocks` of them per image.
    pub fn new(values: &'a mut [f32], blocks: usize, first: usize) -> Self {
        Self { values, blocks, first }
    }

    /// Checks that `used` blocks of `pixels` pixels of `batch` images are there.
    pub(super) fn check(&self, batch: usize, used: usize, pixels: usize) {
        check(self.values.len(), self.blocks, self.first, batch, used, pixels);
    }

    pub(super) fn reborrow(&mut self) -> MapsMut<'_> {
        MapsMut { values: self.values, blocks: self.blocks, first: self.first }
    }

    /// A plain `N x C x H x W` picture, which the input gradient of [`super::Algorithm::FewChannels`] alone writes.
    pub fn plain(values: &'a mut [f32]) -> Self {
        Self { values, blocks: 0, first: 0 }
    }

    /// Calls `work(image, block, rows, pixels of these rows)` for every block in use of maps of `size`, in parallel; large maps
    /// are cut into bands of rows, so that each thread keeps to its part of the pixels, as in other layers.
    pub(super) fn each_band(
        self,
        batch: usize,
        used: usize,
        [height, width]: [usize; 2],
        work: impl Fn(usize, usize, Range<usize>, &mut [[f32; LANES]]) + Sync,
    ) {
        self.check(batch, used, height * width);
        let (blocks, first) = (self.blocks, self.first);
        let by_channels = used * LANES > batch * height * width;
        let bands = if by_channels { 1 } else { rayon::current_num_threads().min(height) };
        let values = Shared::new(self.values);
        parallel::each(batch * bands * used, |task| {
            let (rest, block) = (task / used, task % used);
            let (image, band) = (rest / bands, rest % bands);
            let rows = band * height / bands..(band + 1) * height / bands;
            let start = ((image * blocks + first + block) * height + rows.start) * width * LANES;
            // SAFETY: `check` has found the block inside of the buffer; each task has rows of its own.
            let map = unsafe { std::slice::from_raw_parts_mut(values.start().add(start), rows.len() * width * LANES) };
            work(image, block, rows, map.as_chunks_mut().0);
        });
    }

    /// Calls `work(image, block, pixels)` for every block in use, in parallel.
    pub(super) fn each_block(
        self,
        batch: usize,
        used: usize,
        pixels: usize,
        work: impl Fn(usize, usize, &mut [[f32; LANES]]) + Sync,
    ) {
        self.check(batch, used, pixels);
        let (blocks, first) = (self.blocks, self.first);
        let values = Shared::new(self.values);
        parallel::each(batch * used, |index| {
            let (image, block) = (index / used, index % used);
            let start = values.start().wrapping_add((image * blocks + first + block) * pixels * LANES);
            // SAFETY: `check` has found the block inside of the buffer; each index has a block of its own.
            let map = unsafe { std::slice::from_raw_parts_mut(start, pixels * LANES) };
            work(image, block, map.as_chunks_mut().0);
        });
    }
}

fn check(length: usize, blocks: usize, first: usize, batch: usize, used: usize, pixels: usize) {
    assert!(first + used <= blocks, "{used} blocks from {first} on do not fit into {blocks}");
    assert!(length >= batch * blocks * pixels * LANES, "a buffer of {length} values is too short for its maps");
}
