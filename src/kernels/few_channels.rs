//! Convolution of a picture: few input channels, plain `N x C x H x W`, kernels of any size (the first layer of a network).
//!
//! The picture is copied with its padding, so that every tile of a row is evenly spaced; blocks of 16 channels would be mostly
//! empty.

use super::{
    aligned::AlignedVec,
    epilogue::{Epilogue, Residual},
    geometry::ConvolutionShape,
    lanes::Lanes,
    layout::{LANES, block_count},
    level::{Kernel, Level},
    maps::MapsMut,
    parallel,
    shared::Shared,
    tile::{self, Destination},
};

/// Weights `output tiles x C x taps x tile blocks x 16`.
pub(super) struct FewChannelsWeights {
    level: Level,
    values: AlignedVec,
    bias: AlignedVec,
}

impl FewChannelsWeights {
    /// Packs weights `O x C x KH x KW`.
    pub fn pack(shape: &ConvolutionShape, weights: &[f32], bias: &[f32], level: Level) -> Self {
        let (tile_blocks, _) = level.tile();
        let per_output = shape.weights_per_output();
        let blocks = block_count(shape.output_channels);
        let mut values = AlignedVec::zeros(blocks * LANES * per_output);
        for (tile, values) in values.chunks_mut((tile_blocks * LANES * per_output).max(1)).enumerate() {
            let lanes = LANES * tile_blocks.min(blocks - tile * tile_blocks);
            for (index, value) in values.iter_mut().enumerate() {
                let output = tile * tile_blocks * LANES + index % lanes;
                if output < shape.output_channels {
                    *value = weights[output * per_output + index / lanes];
                }
            }
        }
        let mut padded = AlignedVec::zeros(blocks * LANES);
        padded[..bias.len()].copy_from_slice(bias);
        Self { level, values, bias: padded }
    }

    /// Values of scratch memory.
    pub fn scratch_len(&self, shape: &ConvolutionShape, batch: usize) -> usize {
        let [rows, columns] = padded_size(shape, self.level);
        batch * shape.input_channels * rows * columns
    }

    /// Values held.
    pub fn len(&self) -> usize {
        self.values.len() + self.bias.len()
    }
}

/// Whether the micro-kernel has this shape: strides it knows, no dilation.
pub(super) fn is_supported(shape: &ConvolutionShape) -> bool {
    shape.dilation == [1, 1] && matches!(shape.stride[1], 1 | 2 | 4)
}

/// Rows and columns of the padded copy.
fn padded_size(shape: &ConvolutionShape, level: Level) -> [usize; 2] {
    let (_, tile_pixels) = level.tile();
    let columns = shape.output[1].next_multiple_of(tile_pixels).max(1);
    [(shape.output[0].max(1) - 1) * shape.stride[0] + shape.kernel[0], (columns - 1) * shape.stride[1] + shape.kernel[1]]
}

/// Convolves plain `N x C x H x W` to blocked maps.
pub(super) fn few_channels(
    weights: &FewChannelsWeights,
    shape: &ConvolutionShape,
    batch: usize,
    input: &[f32],
    output: MapsMut<'_>,
    scratch: &mut [f32],
    epilogue: Epilogue<'_>,
) {
    let blocks = block_count(shape.output_channels);
    let pixels = shape.output[0] * shape.output[1];
    output.check(batch, blocks, pixels);
    if let Residual::Maps(maps) = epilogue.residual {
        maps.check(batch, blocks, pixels);
    }
    let size = padded_size(shape, weights.level);
    let padded = &mut scratch[..weights.scratch_len(shape, batch)];
    pad(shape, &input[..batch * shape.input_channels * shape.input[0] * shape.input[1]], padded, size);
    let padded = &*padded;
    let MapsMut { values, blocks: total, first } = output;
    let output = Shared::new(values);
    let rows = shape.output[0].div_ceil(rayon::current_num_threads() * 4).max(1);
    let bands = shape.output[0].div_ceil(rows);
    parallel::each(batch * bands, |task| {
        let (image, band) = (task / bands, task % bands);
        // SAFETY: inside of the output, whose length `check` has compared.
        let start = unsafe { output.start().add((image * total + first) * pixels * LANES) };
        let residual = match epilogue.residual {
            Residual::Nothing => std::ptr::null(),
            Residual::Output => start.cast_const(),
            Residual::Maps(maps) => maps.values[maps.offset(image, 0, pixels)..].as_ptr(),
        };
        weights.level.run(Task {
            shape,
            weights,
            size,
            input: &padded[image * shape.input_channels * size[0] * size[1]..][..shape.input_channels * size[0] * size[1]],
            destination: Destination { output: start, residual, block_step: pixels * LANES, clamp: epilogue.clamp },
            rows: band * rows..((band + 1) * rows).min(shape.output[0]),
        });
    });
}

fn pad(shape: &ConvolutionShape, input: &[f32], padded: &mut [f32], size: [usize; 2]) {
    let [height, width] = shape.input;
    let planes = (size[0] * size[1]).max(1);
    parallel::chunks(padded, planes, |channel, padded| {
        let plane = &input[channel * height * width..][..height * width];
        let left = shape.padding[1].min(size[1]);
        let kept = width.min(size[1] - left);
        for (row, target) in padded.chunks_mut(size[1]).enumerate() {
            match row.checked_sub(shape.padding[0]).filter(|row| *row < height) {
                Some(row) => {
                    target[..left].fill(0.0);
                    target[left..left + kept].copy_from_slice(&plane[row * width..][..kept]);
                    target[left + kept..].fill(0.0);
                }
                None => target.fill(0.0),
            }
        }
    });
}

/// A band of output rows of one image.
struct Task<'a> {
    shape: &'a ConvolutionShape,
    weights: &'a FewChannelsWeights,
    size: [usize; 2],
    input: &'a [f32],
    destination: Destination,
    rows: std::ops::Range<usize>,
}

impl Kernel for Task<'_> {
    #[inline(always)]
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self) {
        match self.shape.stride[1] {
            1 => self.walk::<V, BLOCKS, PIXELS, 1>(),
            2 => self.walk::<V, BLOCKS, PIXELS, 2>(),
            _ => self.walk::<V, BLOCKS, PIXELS, 4>(),
        }
    }
}

impl Task<'_> {
    #[inline(always)]
    fn walk<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const STEP: usize>(&self) {
        let blocks = block_count(self.shape.output_channels);
        for row in self.rows.clone() {
            for column in (0..self.shape.output[1]).step_by(PIXELS) {
                let mut block = 0;
                while block + BLOCKS <= blocks {
                    self.sums::<V, BLOCKS, PIXELS, STEP>(row, column, block);
                    block += BLOCKS;
                }
                if block < blocks {
                    self.sums::<V, 1, PIXELS, STEP>(row, column, block);
                }
            }
        }
    }

    #[inline(always)]
    fn sums<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const STEP: usize>(
        &self,
        row: usize,
        column: usize,
        block: usize,
    ) {
        let shape = self.shape;
        let per_block = shape.weights_per_output() * LANES;
        let mut weights = self.weights.values[block * per_block..][..BLOCKS * per_block].as_ptr();
        // SAFETY: the bias has 16 values for each block.
        let mut sums = unsafe { tile::start::<V, BLOCKS, PIXELS>(self.weights.bias[block * LANES..][..BLOCKS * LANES].as_ptr()) };
        for channel in 0..shape.input_channels {
            for tap_row in 0..shape.kernel[0] {
                let start = (channel * self.size[0] + row * shape.stride[0] + tap_row) * self.size[1] + column * STEP;
                let input = self.input[start..][..(PIXELS - 1) * STEP + shape.kernel[1]].as_ptr();
                // SAFETY: the slice above is what the micro-kernel reads; `weights` walks through `BLOCKS * per_block` values.
                unsafe {
                    tile::accumulate::<V, BLOCKS, PIXELS, STEP>(&mut sums, input, weights, shape.kernel[1]);
                    weights = weights.add(shape.kernel[1] * BLOCKS * LANES);
                }
            }
        }
        let destination = self.destination.at(block);
        let first = row * shape.output[1] + column;
        let targets = std::array::from_fn(|pixel| (first + pixel) * LANES);
        let count = (shape.output[1] - column).min(PIXELS);
        // SAFETY: the first `count` pixels lie in this task's rows of the output, whose blocks `few_channels` has checked.
        unsafe { tile::finish::<V, BLOCKS, PIXELS>(&sums, count, &targets, destination) };
    }
}
