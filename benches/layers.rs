//! Layers of well-known networks, ready to be timed or counted.

use std::fmt;

use convscope::kernels::{
    Algorithm, AlignedVec, ConvolutionShape, Direction, Epilogue, LANES, Level, Maps, MapsMut, PackedWeights, Rounding,
    block_count, convolution,
};

/// One layer at batch 1.
#[derive(Clone, Copy)]
pub struct Case {
    /// Kernel, channels, map.
    pub name: &'static str,
    channels: [usize; 2],
    /// Rows, and columns, of the input.
    size: usize,
    kernel: usize,
    stride: usize,
    groups: usize,
}

const fn case(name: &'static str, channels: [usize; 2], size: usize, kernel: usize, stride: usize) -> Case {
    Case { name, channels, size, kernel, stride, groups: 1 }
}

const fn depthwise(name: &'static str, channels: usize, size: usize, stride: usize) -> Case {
    Case { name, channels: [channels; 2], size, kernel: 3, stride, groups: channels }
}

/// Every kind of kernel, on layers of `resnet18`, `resnet50`, `vgg16`, `mobilenet_v2` and `squeezenet1_1`.
pub fn all() -> Vec<Case> {
    vec![
        case("stem 7x7s2 3-64 at 224", [3, 64], 224, 7, 2),
        case("stem 3x3s2 3-32 at 224", [3, 32], 224, 3, 2),
        case("3x3 64-64 at 56", [64, 64], 56, 3, 1),
        case("3x3 128-128 at 28", [128, 128], 28, 3, 1),
        case("3x3 256-256 at 14", [256, 256], 14, 3, 1),
        case("3x3 512-512 at 7", [512, 512], 7, 3, 1),
        case("3x3 64-64 at 112", [64, 64], 112, 3, 1),
        case("3x3s2 64-128 at 56", [64, 128], 56, 3, 2),
        case("1x1 64-256 at 56", [64, 256], 56, 1, 1),
        case("1x1 256-64 at 56", [256, 64], 56, 1, 1),
        case("1x1 512-2048 at 7", [512, 2048], 7, 1, 1),
        case("1x1s2 256-512 at 56", [256, 512], 56, 1, 2),
        depthwise("depthwise 144 at 56", 144, 56, 1),
        depthwise("depthwise s2 96 at 112", 96, 112, 2),
    ]
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl Case {
    fn shape(&self) -> ConvolutionShape {
        let padding = self.kernel / 2;
        let output = ConvolutionShape::output_size(self.size, self.kernel, self.stride, 1, 2 * padding);
        ConvolutionShape {
            input_channels: self.channels[0],
            output_channels: self.channels[1],
            input: [self.size; 2],
            output: [output; 2],
            kernel: [self.kernel; 2],
            stride: [self.stride; 2],
            dilation: [1, 1],
            padding: [padding; 2],
            groups: self.groups,
        }
    }

    /// Of the layer's definition, whatever algorithm computes it.
    pub fn multiply_adds(&self) -> usize {
        let shape = self.shape();
        shape.output_channels * shape.output[0] * shape.output[1] * shape.weights_per_output()
    }

    /// Packed weights and filled maps, for the algorithm that a network would use.
    pub fn prepare(&self, direction: Direction, level: Level) -> Layer {
        let shape = self.shape();
        let picture = Algorithm::of_picture(&shape, direction);
        let algorithm = picture.unwrap_or_else(|| Algorithm::choose(&shape, direction, 1, Rounding::Fast));
        let weights = numbers(shape.output_channels * shape.weights_per_output());
        let packed = PackedWeights::pack(&shape, direction, algorithm, &weights, &[], level);
        let input = [shape.input_channels, shape.input[0] * shape.input[1]];
        let output = [shape.output_channels, shape.output[0] * shape.output[1]];
        let (from, to) = match direction {
            Direction::Forward => (input, output),
            Direction::InputGradient => (output, input),
        };
        let values = |[channels, pixels]: [usize; 2]| block_count(channels) * pixels * LANES;
        Layer {
            scratch: AlignedVec::zeros(packed.scratch_len(&shape, 1)),
            source: AlignedVec::from(numbers(values(from)).as_slice()),
            target: AlignedVec::zeros(values(to)),
            blocks: [block_count(from[0]), block_count(to[0])],
            is_picture: picture.is_some(),
            direction,
            packed,
            shape,
        }
    }
}

/// A layer with its maps.
pub struct Layer {
    packed: PackedWeights,
    shape: ConvolutionShape,
    direction: Direction,
    /// Whether the network's picture is on one side, which lies there channel by channel.
    is_picture: bool,
    source: AlignedVec,
    target: AlignedVec,
    scratch: AlignedVec,
    /// Blocks of the source and of the target.
    blocks: [usize; 2],
}

impl Layer {
    /// Computes the layer once.
    #[inline(never)]
    pub fn run(&mut self) {
        let forward = self.direction == Direction::Forward;
        let source =
            if self.is_picture && forward { Maps::plain(&self.source) } else { Maps::new(&self.source, self.blocks[0], 0) };
        let target = if self.is_picture && !forward {
            MapsMut::plain(&mut self.target)
        } else {
            MapsMut::new(&mut self.target, self.blocks[1], 0)
        };
        convolution(&self.packed, &self.shape, 1, source, target, &mut self.scratch, Epilogue::NONE);
    }
}

/// Numbers from -1 to 1, the same in every run.
fn numbers(count: usize) -> Vec<f32> {
    let mut state = 1u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1 << 23) as f32 - 1.0
    };
    (0..count).map(|_| next()).collect()
}
