//! Convolutions of every kind: which algorithm serves a shape, weights packed for it, running it forward or as input gradient.

use super::{
    depthwise::{DepthwiseWeights, depthwise},
    direct::direct,
    direct_weights::{Channels, DirectWeights},
    epilogue::Epilogue,
    few_channels::{self, FewChannelsWeights, few_channels},
    few_channels_gradient::{self, FewChannelsGradientWeights, few_channels_gradient},
    geometry::{ConvolutionShape, PhaseTaps},
    layout::LANES,
    level::Level,
    maps::{Maps, MapsMut},
    winograd::WinogradWeights,
};

/// Tiles from which Winograd's transforms pay.
const WINOGRAD_TILES: usize = 40;
/// Values of transformed weights (12 MB) up to which they are worth their memory on few tiles; beyond, so many tiles are needed:
const MODEST_WEIGHTS: usize = 3_000_000;
const MANY_TILES: usize = 100;

/// How a convolution is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// Tap by tap: any shape.
    Direct,
    /// Tap by tap between a plain `N x C x H x W` picture and blocked maps: the first layer, and its input gradient.
    FewChannels,
    /// One kernel per channel.
    Depthwise,
    /// Winograd F(2x2, 3x3).
    Winograd2,
    /// Winograd F(4x4, 3x3): fastest on large maps; sums differ from the direct ones by about 1e-5 of the largest.
    Winograd4,
}

/// How much of rounding is given for speed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rounding {
    /// The fastest: sums differ from those tap by tap by about 1e-5 of the largest.
    Fast,
    /// At most [`Algorithm::Winograd2`], whose sums are as near to the true ones as those tap by tap: for what is
    /// differentiated, since a rectifier that flips moves a gradient by more than all other rounding.
    Careful,
    /// Tap by tap.
    Exact,
}

/// Which way a convolution runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Input maps to output maps.
    Forward,
    /// The output's gradient to the input's.
    InputGradient,
}

impl Algorithm {
    /// The fastest algorithm for blocked maps that rounds no worse than `rounding` allows.
    pub fn choose(shape: &ConvolutionShape, direction: Direction, batch: usize, rounding: Rounding) -> Self {
        if shape.is_depthwise() {
            return Self::Depthwise;
        }
        let maps = match direction {
            Direction::Forward => shape.output,
            Direction::InputGradient => shape.input,
        };
        let tiles = |size: usize| batch * maps[0].div_ceil(size) * maps[1].div_ceil(size);
        let enough_channels = shape.input_channels >= LANES && shape.output_channels >= LANES;
        let pays = |size: usize| {
            let weights = shape.input_channels * shape.output_channels * (size + 2).pow(2);
            tiles(size) >= if weights <= MODEST_WEIGHTS { WINOGRAD_TILES } else { MANY_TILES }
        };
        if rounding == Rounding::Exact || !enough_channels || !Self::Winograd2.supports(shape, direction) {
            Self::Direct
        } else if rounding == Rounding::Fast && pays(4) {
            Self::Winograd4
        } else if pays(2) {
            Self::Winograd2
        } else {
            Self::Direct
        }
    }

    /// The fastest algorithm for a plain picture of at most 4 channels, where there is one.
    pub fn of_picture(shape: &ConvolutionShape, direction: Direction) -> Option<Self> {
        let few = shape.input_channels <= few_channels_gradient::MOST_CHANNELS;
        (few && Self::FewChannels.supports(shape, direction)).then_some(Self::FewChannels)
    }

    /// Whether the algorithm can compute a shape.
    pub fn supports(self, shape: &ConvolutionShape, direction: Direction) -> bool {
        match self {
            Self::Direct => true,
            Self::FewChannels => {
                let known = match direction {
                    Direction::Forward => few_channels::is_supported(shape),
                    Direction::InputGradient => shape.input_channels <= few_channels_gradient::MOST_CHANNELS,
                };
                shape.groups == 1 && known
            }
            Self::Depthwise => shape.is_depthwise(),
            Self::Winograd2 | Self::Winograd4 => {
                shape.groups == 1 && shape.kernel == [3, 3] && shape.stride == [1, 1] && shape.dilation == [1, 1]
            }
        }
    }
}

/// The weights of one convolution, packed for one algorithm, direction and instruction set; any map size may use them.
pub struct PackedWeights {
    direction: Direction,
    parts: Parts,
}

enum Parts {
    Direct(Vec<DirectWeights>),
    Depthwise(Vec<DepthwiseWeights>),
    FewChannels(FewChannelsWeights),
    FewChannelsGradient(Vec<FewChannelsGradientWeights>),
    Winograd2(WinogradWeights<2, 4>),
    Winograd4(WinogradWeights<4, 6>),
}

impl PackedWeights {
    /// Packs weights `O x C / groups x KH x KW` and a bias of `O` values or none; the input gradient has no use for the bias.
    ///
    /// # Panics
    /// If the slices do not fit the shape or the algorithm does not support it.
    pub fn pack(
        shape: &ConvolutionShape,
        direction: Direction,
        algorithm: Algorithm,
        weights: &[f32],
        bias: &[f32],
        level: Level,
    ) -> Self {
        assert!(algorithm.supports(shape, direction), "{algorithm:?} does not compute {shape:?}");
        assert_eq!(weights.len(), shape.output_channels * shape.weights_per_output(), "weights do not fit {shape:?}");
        assert!(bias.is_empty() || bias.len() == shape.output_channels, "the bias does not fit {shape:?}");
        let [rows, columns] = shape.kernel;
        let (inputs, outputs) = (shape.input_channels / shape.groups, shape.output_channels / shape.groups);
        let at = |output: usize, input: usize, [row, column]: [usize; 2]| {
            weights[((output * inputs + input) * rows + row) * columns + column]
        };
        let forward = direction == Direction::Forward;
        let bias = if forward { bias } else { &[] };
        let phases = phase_taps(shape, direction);
        let channels = block_aligned_groups(shape, direction);
        // A weight between channels of the whole layer, zero between groups.
        let between = |output: usize, input: usize, tap: [usize; 2]| {
            // Divisions take longer than all the rest, and most layers have one group.
            if shape.groups == 1 {
                at(output, input, tap)
            } else if output / outputs == input / inputs {
                at(output, input % inputs, tap)
            } else {
                0.0
            }
        };
        let turned = |tap: [usize; 2]| [rows - 1 - tap[0], columns - 1 - tap[1]];
        let winograd = |output, input, tap| if forward { at(output, input, tap) } else { at(input, output, turned(tap)) };
        let parts = match algorithm {
            Algorithm::Direct => Parts::Direct(
                phases
                    .iter()
                    .map(|[down, across]| {
                        DirectWeights::pack(channels, [down.count, across.count], bias, level, |group, output, input, tap| {
                            let (output, input) = (group * channels.output + output, group * channels.input + input);
                            if forward {
                                between(output, input, tap)
                            } else {
                                between(input, output, [down.tap(tap[0]), across.tap(tap[1])])
                            }
                        })
                    })
                    .collect(),
            ),
            Algorithm::Depthwise => Parts::Depthwise(
                phases
                    .iter()
                    .map(|[down, across]| {
                        DepthwiseWeights::pack(shape.groups, [down.count, across.count], bias, level, |channel, tap| {
                            at(channel, 0, if forward { tap } else { [down.tap(tap[0]), across.tap(tap[1])] })
                        })
                    })
                    .collect(),
            ),
            Algorithm::FewChannels if forward => Parts::FewChannels(FewChannelsWeights::pack(shape, weights, bias, level)),
            Algorithm::FewChannels => Parts::FewChannelsGradient(
                phases
                    .iter()
                    .map(|[down, across]| {
                        FewChannelsGradientWeights::pack(shape, [down.count, across.count], level, |output, input, tap| {
                            at(output, input, [down.tap(tap[0]), across.tap(tap[1])])
                        })
                    })
                    .collect(),
            ),
            Algorithm::Winograd2 => Parts::Winograd2(WinogradWeights::pack(channels, bias, level, winograd)),
            Algorithm::Winograd4 => Parts::Winograd4(WinogradWeights::pack(channels, bias, level, winograd)),
        };
        Self { direction, parts }
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        let values: usize = match &self.parts {
            Parts::Direct(phases) => phases.iter().map(DirectWeights::len).sum(),
            Parts::Depthwise(phases) => phases.iter().map(DepthwiseWeights::len).sum(),
            Parts::FewChannels(weights) => weights.len(),
            Parts::FewChannelsGradient(phases) => phases.iter().map(FewChannelsGradientWeights::len).sum(),
            Parts::Winograd2(weights) => weights.len(),
            Parts::Winograd4(weights) => weights.len(),
        };
        values * size_of::<f32>()
    }

    /// Values of scratch memory that [`convolution`] needs on the current thread pool.
    pub fn scratch_len(&self, shape: &ConvolutionShape, batch: usize) -> usize {
        match &self.parts {
            Parts::Direct(_) | Parts::Depthwise(_) | Parts::FewChannelsGradient(_) => 0,
            Parts::FewChannels(weights) => weights.scratch_len(shape, batch),
            Parts::Winograd2(weights) => weights.scratch_len(&self.geometry(shape, [0, 0]), batch),
            Parts::Winograd4(weights) => weights.scratch_len(&self.geometry(shape, [0, 0]), batch),
        }
    }

    fn geometry(&self, shape: &ConvolutionShape, phase: [usize; 2]) -> super::geometry::Geometry {
        match self.direction {
            Direction::Forward => shape.forward(),
            Direction::InputGradient => shape.gradient(phase),
        }
    }
}

/// Runs a convolution on `batch` images: sums, plus bias, plus residual, clamped.
///
/// Forward, `input` has `shape`'s input channels and `output` its output channels; for the input gradient, `input` is the
/// output's gradient and `output` becomes the input's. With [`Algorithm::FewChannels`] the picture is plain:
/// [`Maps::plain`], or [`MapsMut::plain`] (and a plain residual) for the gradient.
/// All positions of the output are written.
///
/// # Panics
/// If a buffer is too short, or the weights were packed for other channels or another kernel.
pub fn convolution(
    weights: &PackedWeights,
    shape: &ConvolutionShape,
    batch: usize,
    input: Maps<'_>,
    output: MapsMut<'_>,
    scratch: &mut [f32],
    epilogue: Epilogue<'_>,
) {
    let mut output = output;
    match &weights.parts {
        Parts::Direct(parts) => {
            for (part, phase) in parts.iter().zip(phases(shape.stride)) {
                direct(part, &weights.geometry(shape, phase), batch, input, output.reborrow(), epilogue);
            }
        }
        Parts::Depthwise(parts) => {
            for (part, phase) in parts.iter().zip(phases(shape.stride)) {
                depthwise(part, &weights.geometry(shape, phase), batch, input, output.reborrow(), epilogue);
            }
        }
        Parts::FewChannels(part) => few_channels(part, shape, batch, input.values, output, scratch, epilogue),
        Parts::FewChannelsGradient(parts) => {
            for (part, phase) in parts.iter().zip(phases(shape.stride)) {
                few_channels_gradient(part, &weights.geometry(shape, phase), batch, input, output.values, epilogue);
            }
        }
        Parts::Winograd2(part) => part.convolve(&weights.geometry(shape, [0, 0]), batch, input, output, scratch, epilogue),
        Parts::Winograd4(part) => part.convolve(&weights.geometry(shape, [0, 0]), batch, input, output, scratch, epilogue),
    }
}

/// Rests of a position divided by the stride; forward, the first is the only one.
fn phases(stride: [usize; 2]) -> impl Iterator<Item = [usize; 2]> {
    (0..stride[0]).flat_map(move |down| (0..stride[1]).map(move |across| [down, across]))
}

/// The taps of each phase; forward there is one phase, whose taps run in order.
fn phase_taps(shape: &ConvolutionShape, direction: Direction) -> Vec<[PhaseTaps; 2]> {
    if direction == Direction::Forward {
        return vec![shape.kernel.map(|count| PhaseTaps { first: 0, step: 1, count })];
    }
    let taps = |axis: usize, phase: [usize; 2]| {
        PhaseTaps::new(shape.kernel[axis], shape.stride[axis], shape.dilation[axis], phase[axis])
    };
    phases(shape.stride).map(|phase| [taps(0, phase), taps(1, phase)]).collect()
}

/// Merges neighbouring groups until each starts at a block of its own, all of them if need be; weights between merged groups are
/// zero.
fn block_aligned_groups(shape: &ConvolutionShape, direction: Direction) -> Channels {
    let (input, output) = (shape.input_channels / shape.groups, shape.output_channels / shape.groups);
    let aligned = |merged: &usize| {
        shape.groups.is_multiple_of(*merged) && (input * merged).is_multiple_of(LANES) && (output * merged).is_multiple_of(LANES)
    };
    let merged = (1..=shape.groups).find(aligned).unwrap_or(shape.groups);
    let (input, output) = match direction {
        Direction::Forward => (input, output),
        Direction::InputGradient => (output, input),
    };
    Channels { groups: shape.groups / merged, input: input * merged, output: output * merged }
}
