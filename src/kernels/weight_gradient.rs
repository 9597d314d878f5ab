//! The gradient of a convolution at its weights: for every tap, the products of input channels and output gradients, summed over
//! all pixels of all images.
//!
//! A tile of sums, some input channels x some output blocks, stays in registers while pixels stream past. The work is cut by
//! pairs of channel blocks, and where these are few by images too; how many parts there are follows from the shape alone, so that
//! the same numbers come out whatever the number of threads.

use std::ops::Range;

use super::{
    geometry::ConvolutionShape,
    lanes::Lanes,
    layout::{LANES, block_count},
    level::{Kernel, Level},
    maps::Maps,
    parallel,
    shared::Shared,
};

/// Tasks that a layer is cut into at least, where it has enough images.
const TASKS: usize = 16;
/// Pixels whose input and gradient stay in the first-level cache while the taps change.
const PIXELS: usize = 160;
/// Output blocks of a task, whatever the instruction set.
const TILE: usize = 2;

/// Whether there is a kernel for a shape: groups must start at whole blocks of channels, or be single channels.
pub fn is_supported(shape: &ConvolutionShape) -> bool {
    let aligned = |channels: usize| (channels / shape.groups).is_multiple_of(LANES);
    shape.groups == 1 || shape.is_depthwise() || aligned(shape.input_channels) && aligned(shape.output_channels)
}

/// Values of scratch memory that [`weight_gradient`] needs.
pub fn scratch_len(shape: &ConvolutionShape, batch: usize) -> usize {
    let cut = Cut::new(shape, batch);
    cut.tasks() * cut.task_len()
}

/// Writes the gradient at weights `O x C / groups x KH x KW`, given the input's and the output gradient's maps.
///
/// # Panics
/// If the shape is not supported or a buffer is too short.
pub fn weight_gradient(
    shape: &ConvolutionShape,
    batch: usize,
    input: Maps<'_>,
    gradient: Maps<'_>,
    result: &mut [f32],
    scratch: &mut [f32],
    level: Level,
) {
    assert!(is_supported(shape), "no weight gradient for {shape:?}");
    assert_eq!(result.len(), shape.output_channels * shape.weights_per_output(), "weights do not fit {shape:?}");
    input.check(batch, block_count(shape.input_channels), shape.input[0] * shape.input[1]);
    gradient.check(batch, block_count(shape.output_channels), shape.output[0] * shape.output[1]);
    let cut = Cut::new(shape, batch);
    parallel::chunks(&mut scratch[..cut.tasks() * cut.task_len()], cut.task_len(), |task, sums| {
        sums.fill(0.0);
        level.run(Task { cut: &cut, input, gradient, pair: task / cut.parts, images: cut.images(task % cut.parts), sums });
    });
    let result = Shared::new(result);
    parallel::each(cut.pairs(), |pair| cut.collect(pair, &scratch[pair * cut.parts * cut.task_len()..], &result));
}

/// How a layer is cut into tasks.
struct Cut {
    shape: ConvolutionShape,
    batch: usize,
    /// Of one group (of all channels, where each is its own group).
    input_blocks: usize,
    output_tiles: usize,
    groups: usize,
    depthwise: bool,
    parts: usize,
}

impl Cut {
    fn new(shape: &ConvolutionShape, batch: usize) -> Self {
        let mut shape = *shape;
        let depthwise = shape.is_depthwise();
        // One tap at the same place: rows do not matter.
        if shape.kernel == [1, 1] && shape.stride == [1, 1] && shape.padding == [0, 0] && shape.input == shape.output {
            shape.input = [1, shape.input[0] * shape.input[1]];
            shape.output = shape.input;
        }
        let groups = if depthwise { 1 } else { shape.groups };
        let input_blocks = if depthwise { 1 } else { block_count(shape.input_channels / groups) };
        let output_blocks = block_count(shape.output_channels / groups);
        let output_tiles = if depthwise { output_blocks } else { output_blocks.div_ceil(TILE) };
        let pairs = groups * input_blocks * output_tiles;
        let parts = TASKS.div_ceil(pairs.max(1)).clamp(1, batch.max(1));
        Self { shape, batch, input_blocks, output_tiles, groups, depthwise, parts }
    }

    fn pairs(&self) -> usize {
        self.groups * self.input_blocks * self.output_tiles
    }

    fn tasks(&self) -> usize {
        self.pairs() * self.parts
    }

    fn taps(&self) -> usize {
        self.shape.kernel[0] * self.shape.kernel[1]
    }

    /// Sums of one task: taps x input channels of a block x output blocks of a tile x 16.
    fn task_len(&self) -> usize {
        self.taps() * LANES * if self.depthwise { 1 } else { LANES * TILE }
    }

    fn images(&self, part: usize) -> Range<usize> {
        part * self.batch / self.parts..(part + 1) * self.batch / self.parts
    }

    /// Group, input block and output tile.
    fn pair(&self, pair: usize) -> (usize, usize, usize) {
        let (rest, tile) = (pair / self.output_tiles, pair % self.output_tiles);
        (rest / self.input_blocks, rest % self.input_blocks, tile)
    }

    /// Input channels of a block that exist.
    fn channels(&self, block: usize) -> usize {
        (self.shape.input_channels / self.groups - block * LANES).min(LANES)
    }

    /// Adds up the parts of a pair, in order, and writes them where they belong.
    fn collect(&self, pair: usize, parts: &[f32], result: &Shared<'_, f32>) {
        let (group, input_block, tile) = self.pair(pair);
        let (length, taps) = (self.task_len(), self.taps());
        let sum = |index: usize| (0..self.parts).map(|part| parts[part * length + index]).sum::<f32>();
        let first = if self.depthwise { tile * LANES } else { tile * TILE * LANES };
        let per_group = self.shape.output_channels / self.groups;
        let outputs = (per_group - first).min(if self.depthwise { LANES } else { TILE * LANES });
        let inputs = self.shape.weights_per_output() / taps;
        for tap in 0..taps {
            for channel in 0..if self.depthwise { 1 } else { self.channels(input_block) } {
                for output in 0..outputs {
                    let from = if self.depthwise { tap * LANES } else { (tap * LANES + channel) * TILE * LANES };
                    let input = if self.depthwise { 0 } else { input_block * LANES + channel };
                    let to = ((group * per_group + first + output) * inputs + input) * taps + tap;
                    // SAFETY: inside of the result, whose length has been compared; every pair has weights of its own.
                    unsafe { *result.start().add(to) = sum(from + output) };
                }
            }
        }
    }

    /// Output rows or columns under which a tap lies inside of the input.
    fn valid(&self, axis: usize, tap: usize) -> Range<usize> {
        let shape = &self.shape;
        let (shift, stride) = (tap * shape.dilation[axis], shape.stride[axis]);
        let first = shape.padding[axis].saturating_sub(shift).div_ceil(stride);
        let end = (shape.input[axis] + shape.padding[axis]).saturating_sub(shift).div_ceil(stride).min(shape.output[axis]);
        first.min(end)..end
    }
}

/// One pair of channel blocks over some images.
struct Task<'a> {
    cut: &'a Cut,
    input: Maps<'a>,
    gradient: Maps<'a>,
    pair: usize,
    images: Range<usize>,
    sums: &'a mut [f32],
}

impl Kernel for Task<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const FULL: usize, const FEW: usize>(mut self) {
        let cut = self.cut;
        let (group, input_block, tile) = cut.pair(self.pair);
        if cut.depthwise {
            return self.depthwise::<V>(tile);
        }
        let output_blocks = block_count(cut.shape.output_channels / cut.groups);
        let whole = (tile + 1) * TILE <= output_blocks;
        let place = Place {
            input_block: group * cut.input_blocks + input_block,
            output_block: group * output_blocks + tile * TILE,
            channels: cut.channels(input_block),
        };
        if BLOCKS > 1 && whole && place.channels > 4 {
            self.images::<V, 2, 8>(place, 0);
        } else if BLOCKS > 1 && whole {
            self.images::<V, 2, 4>(place, 0);
        } else if BLOCKS > 1 {
            self.images::<V, 1, 16>(place, 0);
        } else {
            self.images::<V, 1, 4>(place, 0);
            if whole {
                self.images::<V, 1, 4>(Place { output_block: place.output_block + 1, ..place }, 1);
            }
        }
    }
}

/// Which blocks of a task's maps meet.
#[derive(Clone, Copy)]
struct Place {
    input_block: usize,
    output_block: usize,
    /// Input channels of the block that exist.
    channels: usize,
}

impl Task<'_> {
    /// Sums of `OUTPUTS` output blocks, from the tile's block `first` on, `CHANNELS` input channels at a time.
    #[inline(always)]
    fn images<V: Lanes, const OUTPUTS: usize, const CHANNELS: usize>(&mut self, place: Place, first: usize) {
        let shape = &self.cut.shape;
        let [rows, columns] = shape.output;
        let band = (PIXELS / columns.max(1)).max(1);
        for image in self.images.clone() {
            let input = self.input.block(image, place.input_block, shape.input[0] * shape.input[1]).as_ptr();
            let gradient = self.gradient.block(image, place.output_block, rows * columns).as_ptr();
            for start in (0..rows).step_by(band) {
                let rows = start..(start + band).min(rows);
                for tap in 0..self.cut.taps() {
                    for channel in (0..place.channels).step_by(CHANNELS) {
                        let sums = self.sums[((tap * LANES + channel) * TILE + first) * LANES..].as_mut_ptr();
                        // SAFETY: the blocks lie in their maps, the other output blocks of the tile behind the first one; the
                        // sums of `CHANNELS` channels lie in the task's.
                        unsafe {
                            let input = input.cast::<f32>().add(channel);
                            self.band::<V, OUTPUTS, CHANNELS>(tap, &rows, input, gradient.cast(), sums);
                        }
                    }
                }
            }
        }
    }

    /// Adds one tap's products in a band of output rows.
    ///
    /// # Safety
    /// `input` and `gradient` point to maps of the shape, `OUTPUTS` of them for the gradient; `CHANNELS * TILE * 16` sums are at
    /// `sums`.
    #[inline(always)]
    #[expect(clippy::needless_range_loop, reason = "the channel is a part of the address")]
    unsafe fn band<V: Lanes, const OUTPUTS: usize, const CHANNELS: usize>(
        &self,
        tap: usize,
        rows: &Range<usize>,
        input: *const f32,
        gradient: *const f32,
        held: *mut f32,
    ) {
        let shape = &self.cut.shape;
        let [down, across] = [tap / shape.kernel[1], tap % shape.kernel[1]];
        let (valid, columns) = (self.cut.valid(0, down), self.cut.valid(1, across));
        let rows = rows.start.max(valid.start)..rows.end.min(valid.end);
        if rows.is_empty() || columns.is_empty() {
            return;
        }
        let block_step = shape.output[0] * shape.output[1] * LANES;
        let step = shape.stride[1] * LANES;
        // SAFETY: the caller's promise.
        let load = |channel: usize, output: usize| unsafe { V::load(held.add((channel * TILE + output) * LANES)) };
        let mut sums: [[V; OUTPUTS]; CHANNELS] =
            std::array::from_fn(|channel| std::array::from_fn(|output| load(channel, output)));
        for row in rows {
            let source_row = row * shape.stride[0] + down * shape.dilation[0] - shape.padding[0];
            let source_column = columns.start * shape.stride[1] + across * shape.dilation[1] - shape.padding[1];
            // SAFETY: `valid` holds the rows and columns whose tap lies inside of the input.
            let (input, gradient) = unsafe {
                (
                    input.add((source_row * shape.input[1] + source_column) * LANES),
                    gradient.add((row * shape.output[1] + columns.start) * LANES),
                )
            };
            for pixel in 0..columns.len() {
                // SAFETY: as above.
                let slopes: [V; OUTPUTS] =
                    std::array::from_fn(|output| unsafe { V::load(gradient.add(output * block_step + pixel * LANES)) });
                for channel in 0..CHANNELS {
                    // SAFETY: as above.
                    let value = V::splat(unsafe { *input.add(pixel * step + channel) });
                    for output in 0..OUTPUTS {
                        sums[channel][output] = value.multiply_add(slopes[output], sums[channel][output]);
                    }
                }
            }
        }
        for channel in 0..CHANNELS {
            for output in 0..OUTPUTS {
                // SAFETY: the caller's promise.
                unsafe { sums[channel][output].store(held.add((channel * TILE + output) * LANES)) };
            }
        }
    }

    /// Sums of one block of channels, each with its own gradient.
    #[inline(always)]
    fn depthwise<V: Lanes>(&mut self, block: usize) {
        let shape = &self.cut.shape;
        for image in self.images.clone() {
            let input = self.input.block(image, block, shape.input[0] * shape.input[1]);
            let gradient = self.gradient.block(image, block, shape.output[0] * shape.output[1]);
            for tap in 0..self.cut.taps() {
                let [down, across] = [tap / shape.kernel[1], tap % shape.kernel[1]];
                let held = &mut self.sums[tap * LANES..][..LANES];
                // SAFETY: 16 values.
                let mut sum = unsafe { V::load(held.as_ptr()) };
                for row in self.cut.valid(0, down) {
                    let source_row = row * shape.stride[0] + down * shape.dilation[0] - shape.padding[0];
                    for column in self.cut.valid(1, across) {
                        let source_column = column * shape.stride[1] + across * shape.dilation[1] - shape.padding[1];
                        let value = input[source_row * shape.input[1] + source_column].as_ptr();
                        let slope = gradient[row * shape.output[1] + column].as_ptr();
                        // SAFETY: a pixel is 16 values.
                        sum = unsafe { V::load(value).multiply_add(V::load(slope), sum) };
                    }
                }
                // SAFETY: 16 values.
                unsafe { sum.store(held.as_mut_ptr()) };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::reference::{Numbers, assert_close, blocked, convolve_weights};

    #[test]
    fn sums_all_products_of_every_shape() {
        let mut numbers = Numbers::new(21);
        let whole = |input: [usize; 2], kernel: [usize; 2], stride, padding: usize, dilation| -> [usize; 2] {
            [0, 1].map(|axis| ConvolutionShape::output_size(input[axis], kernel[axis], stride, dilation, 2 * padding))
        };
        for (channels, groups, input, kernel, stride, padding, dilation, batch) in [
            ([3, 32], 1, [9, 8], [3, 3], 1, 1, 1, 3),
            ([3, 20], 1, [11, 13], [5, 5], 2, 2, 1, 2),
            ([16, 16], 1, [6, 6], [3, 3], 1, 1, 1, 2),
            ([40, 70], 1, [7, 5], [3, 3], 2, 1, 1, 5),
            ([33, 48], 1, [9, 9], [1, 1], 1, 0, 1, 2),
            ([32, 64], 1, [8, 8], [1, 1], 2, 0, 1, 3),
            ([17, 18], 1, [9, 10], [3, 2], 1, 1, 2, 1),
            ([24, 24], 24, [8, 9], [3, 3], 2, 1, 1, 3),
            ([32, 64], 2, [5, 5], [3, 3], 1, 1, 1, 2),
            ([20, 36], 1, [200, 3], [3, 3], 1, 1, 1, 1),
            ([8, 8], 1, [2, 2], [5, 5], 1, 2, 1, 2),
        ] {
            let shape = ConvolutionShape {
                input_channels: channels[0],
                output_channels: channels[1],
                input,
                output: whole(input, kernel, stride, padding, dilation),
                kernel,
                stride: [stride; 2],
                dilation: [dilation; 2],
                padding: [padding; 2],
                groups,
            };
            let (inside, outside) = (input[0] * input[1], shape.output[0] * shape.output[1]);
            let (x, g) = (numbers.many(batch * channels[0] * inside), numbers.many(batch * channels[1] * outside));
            let expected = convolve_weights(&shape, batch, &x, &g);
            let (x, g) = (blocked(&x, batch, channels[0], inside), blocked(&g, batch, channels[1], outside));
            let maps = |values, channels| Maps::new(values, block_count(channels), 0);
            for level in Level::available() {
                let mut found = vec![f32::NAN; expected.len()];
                let mut scratch = vec![f32::NAN; scratch_len(&shape, batch)];
                weight_gradient(&shape, batch, maps(&x, channels[0]), maps(&g, channels[1]), &mut found, &mut scratch, level);
                assert_close(&found, &expected, 1e-5, &format!("{shape:?} {}", level.name()));
            }
        }
    }
}
