//! Every convolution algorithm, forward and backward, on every instruction set of this processor, against plain loops.

use super::{
    convolution::{Algorithm, Direction, PackedWeights, convolution},
    epilogue::{Clamp, Epilogue, Residual},
    geometry::ConvolutionShape,
    layout::block_count,
    level::Level,
    maps::{Maps, MapsMut},
    reference::{Numbers, assert_close, blocked, convolve, convolve_back, plain},
};

fn shape(channels: [usize; 2], input: [usize; 2], kernel: [usize; 2], stride: [usize; 2], pads: [usize; 4]) -> ConvolutionShape {
    general(channels, input, kernel, stride, [1, 1], pads, 1)
}

fn general(
    [input_channels, output_channels]: [usize; 2],
    input: [usize; 2],
    kernel: [usize; 2],
    stride: [usize; 2],
    dilation: [usize; 2],
    [top, left, bottom, right]: [usize; 4],
    groups: usize,
) -> ConvolutionShape {
    let output = [
        ConvolutionShape::output_size(input[0], kernel[0], stride[0], dilation[0], top + bottom),
        ConvolutionShape::output_size(input[1], kernel[1], stride[1], dilation[1], left + right),
    ];
    ConvolutionShape { input_channels, output_channels, input, output, kernel, stride, dilation, padding: [top, left], groups }
}

/// Runs forward and input gradient with one algorithm on all levels, into the middle of a larger buffer, with every epilogue.
fn check(shape: &ConvolutionShape, algorithm: Algorithm, batch: usize, tolerance: f64) {
    let mut numbers = Numbers::new(shape.input_channels as u64 * 31 + shape.kernel[0] as u64);
    let weights = numbers.many(shape.output_channels * shape.weights_per_output());
    let bias = numbers.many(shape.output_channels);
    let (inside, outside) = (shape.input[0] * shape.input[1], shape.output[0] * shape.output[1]);
    let input = numbers.many(batch * shape.input_channels * inside);
    let gradient = numbers.many(batch * shape.output_channels * outside);
    let forward = convolve(shape, batch, &input, &weights, &bias);
    let backward = convolve_back(shape, batch, &gradient, &weights);
    for direction in [Direction::Forward, Direction::InputGradient] {
        if !algorithm.supports(shape, direction) {
            continue;
        }
        let is_forward = direction == Direction::Forward;
        let (source, from, to) = if is_forward {
            (&input, [shape.input_channels, inside], [shape.output_channels, outside])
        } else {
            (&gradient, [shape.output_channels, outside], [shape.input_channels, inside])
        };
        let expected = if is_forward { &forward } else { &backward };
        let source_blocked = blocked(source, batch, from[0], from[1]);
        let source = if algorithm == Algorithm::FewChannels && is_forward {
            Maps::plain(source)
        } else {
            Maps::new(&source_blocked, block_count(from[0]), 0)
        };
        let residual = numbers.many(batch * to[0] * to[1]);
        if algorithm == Algorithm::FewChannels && !is_forward {
            check_picture_gradient(shape, batch, source, &weights, &residual, expected, tolerance);
            continue;
        }
        let residual_blocked = blocked(&residual, batch, to[0], to[1]);
        let blocks = block_count(to[0]);
        for level in Level::available() {
            let what = format!("{} {direction:?} {algorithm:?} {shape:?}", level.name());
            let packed = PackedWeights::pack(shape, direction, algorithm, &weights, &bias, level);
            let mut scratch = vec![f32::NAN; packed.scratch_len(shape, batch)];
            let mut run = |output: MapsMut<'_>, epilogue: Epilogue<'_>| {
                convolution(&packed, shape, batch, source, output, &mut scratch, epilogue);
            };
            let mut output = vec![f32::NAN; residual_blocked.len()];
            run(MapsMut::new(&mut output, blocks, 0), Epilogue::NONE);
            assert_close(&plain(&output, batch, to[0], to[1]), expected, tolerance, &what);

            let clamp = Clamp { minimum: -0.25, maximum: 0.5 };
            let clamped: Vec<f64> = expected.iter().zip(&residual).map(|(a, b)| (a + f64::from(*b)).clamp(-0.25, 0.5)).collect();
            let mut wide = vec![7.0; batch * (blocks + 2) * to[1] * 16];
            let maps = Maps::new(&residual_blocked, blocks, 0);
            run(MapsMut::new(&mut wide, blocks + 2, 1), Epilogue { residual: Residual::Maps(maps), clamp });
            let image = (blocks + 2) * to[1] * 16;
            let middle: Vec<f32> =
                wide.chunks(image.max(1)).flat_map(|image| &image[to[1] * 16..][..blocks * to[1] * 16]).copied().collect();
            // The clamp shrinks the scale, so the error counts against the sums before it.
            let scale = expected.iter().fold(1.0f64, |scale, value| scale.max(value.abs()));
            assert_close(&plain(&middle, batch, to[0], to[1]), &clamped, tolerance * scale, &what);
            for image in wide.chunks(image.max(1)) {
                assert!(image[..to[1] * 16].iter().all(|value| *value == 7.0), "{what}: wrote before its blocks");
                assert!(image[(blocks + 1) * to[1] * 16..].iter().all(|value| *value == 7.0), "{what}: wrote behind its blocks");
            }

            let mut sum = residual_blocked.clone();
            run(MapsMut::new(&mut sum, blocks, 0), Epilogue::ACCUMULATE);
            let expected: Vec<f64> = expected.iter().zip(&residual).map(|(a, b)| a + f64::from(*b)).collect();
            assert_close(&plain(&sum, batch, to[0], to[1]), &expected, tolerance, &what);
        }
    }
}

/// The gradient of a plain picture, alone and added to what is there.
fn check_picture_gradient(
    shape: &ConvolutionShape,
    batch: usize,
    source: Maps<'_>,
    weights: &[f32],
    residual: &[f32],
    expected: &[f64],
    tolerance: f64,
) {
    for level in Level::available() {
        let packed = PackedWeights::pack(shape, Direction::InputGradient, Algorithm::FewChannels, weights, &[], level);
        let mut output = vec![f32::NAN; residual.len()];
        convolution(&packed, shape, batch, source, MapsMut::plain(&mut output), &mut [], Epilogue::NONE);
        assert_close(&output, expected, tolerance, level.name());
        output.copy_from_slice(residual);
        convolution(&packed, shape, batch, source, MapsMut::plain(&mut output), &mut [], Epilogue::ACCUMULATE);
        let sums: Vec<f64> = expected.iter().zip(residual).map(|(a, b)| a + f64::from(*b)).collect();
        assert_close(&output, &sums, tolerance, level.name());
        let clamp = Clamp { minimum: -0.25, maximum: 0.5 };
        let epilogue = Epilogue { residual: Residual::Maps(Maps::plain(residual)), clamp };
        convolution(&packed, shape, batch, source, MapsMut::plain(&mut output), &mut [], epilogue);
        let clamped: Vec<f64> = sums.iter().map(|value| value.clamp(-0.25, 0.5)).collect();
        let scale = expected.iter().fold(1.0f64, |scale, value| scale.max(value.abs()));
        assert_close(&output, &clamped, tolerance * scale, level.name());
    }
}

#[test]
fn direct_on_edges_strides_paddings_and_odd_channels() {
    for channels in [[3, 17], [17, 30], [16, 16], [48, 80], [1, 1]] {
        check(&shape(channels, [7, 7], [3, 3], [1, 1], [1, 1, 1, 1]), Algorithm::Direct, 1, 3e-6);
        check(&shape(channels, [9, 20], [1, 1], [1, 1], [0, 0, 0, 0]), Algorithm::Direct, 2, 3e-6);
        check(&shape(channels, [8, 31], [3, 3], [2, 2], [1, 1, 1, 1]), Algorithm::Direct, 1, 3e-6);
        check(&shape(channels, [1, 1], [3, 3], [1, 1], [1, 1, 1, 1]), Algorithm::Direct, 3, 3e-6);
    }
    check(&shape([16, 32], [8, 9], [1, 1], [2, 2], [0, 0, 0, 0]), Algorithm::Direct, 1, 3e-6);
    check(&shape([20, 32], [8, 9], [1, 1], [1, 1], [1, 2, 0, 1]), Algorithm::Direct, 1, 3e-6);
    check(&shape([5, 20], [23, 29], [7, 5], [3, 2], [0, 4, 5, 1]), Algorithm::Direct, 2, 3e-6);
    check(&shape([32, 32], [16, 40], [3, 1], [1, 4], [2, 0, 0, 3]), Algorithm::Direct, 1, 3e-6);
}

#[test]
fn direct_with_dilation_and_groups() {
    check(&general([16, 32], [14, 15], [3, 3], [1, 1], [2, 3], [2, 3, 2, 3], 1), Algorithm::Direct, 1, 3e-6);
    check(&general([18, 16], [15, 14], [3, 4], [2, 2], [2, 1], [2, 1, 1, 0], 1), Algorithm::Direct, 1, 3e-6);
    check(&general([18, 16], [15, 14], [3, 3], [4, 2], [2, 4], [2, 1, 1, 0], 1), Algorithm::Direct, 1, 3e-6);
    for (groups, channels) in [(2, [96, 64]), (32, [128, 128]), (4, [16, 8]), (3, [9, 21]), (6, [6, 12])] {
        check(&general(channels, [9, 10], [3, 3], [1, 1], [1, 1], [1, 1, 1, 1], groups), Algorithm::Direct, 2, 3e-6);
        check(&general(channels, [9, 10], [3, 3], [2, 2], [1, 1], [1, 1, 1, 1], groups), Algorithm::Direct, 1, 3e-6);
    }
}

#[test]
fn depthwise_on_edges_strides_and_dilation() {
    for channels in [3, 16, 30, 64] {
        for (kernel, stride, dilation) in [(3, 1, 1), (3, 2, 1), (5, 2, 1), (5, 3, 2), (7, 1, 3)] {
            for size in [[1, 1], [5, 6], [20, 37]] {
                let pad = dilation * (kernel - 1) / 2;
                let shape = general([channels; 2], size, [kernel; 2], [stride; 2], [dilation; 2], [pad; 4], channels);
                check(&shape, Algorithm::Depthwise, 2, 3e-6);
            }
        }
    }
}

#[test]
fn few_channels_as_in_first_layers() {
    check(&shape([3, 64], [33, 45], [7, 7], [2, 2], [3, 3, 3, 3]), Algorithm::FewChannels, 2, 3e-6);
    check(&shape([3, 96], [51, 47], [11, 11], [4, 4], [2, 2, 2, 2]), Algorithm::FewChannels, 1, 3e-6);
    check(&shape([1, 6], [28, 28], [5, 5], [1, 1], [0, 0, 0, 0]), Algorithm::FewChannels, 3, 3e-6);
    check(&shape([4, 40], [9, 31], [3, 3], [1, 1], [0, 2, 1, 0]), Algorithm::FewChannels, 1, 3e-6);
    check(&shape([3, 16], [2, 2], [3, 3], [2, 2], [1, 1, 1, 1]), Algorithm::FewChannels, 1, 3e-6);
}

#[test]
fn winograd_on_edges_and_many_tiles() {
    for (algorithm, tolerance) in [(Algorithm::Winograd2, 2e-6), (Algorithm::Winograd4, 1e-5)] {
        for (channels, size, pads) in [
            ([16, 32], [14, 14], [1, 1, 1, 1]),
            ([17, 30], [7, 9], [1, 1, 1, 1]),
            ([48, 16], [33, 18], [0, 0, 0, 0]),
            ([16, 48], [5, 6], [2, 0, 1, 3]),
            ([3, 5], [1, 1], [1, 1, 1, 1]),
            ([20, 16], [60, 61], [1, 1, 1, 1]),
        ] {
            check(&shape(channels, size, [3, 3], [1, 1], pads), algorithm, 1, tolerance);
            check(&shape(channels, size, [3, 3], [1, 1], pads), algorithm, 2, tolerance);
        }
    }
}

/// Errors of the transforms add up over channels: with as many as networks have they still stay within 1e-4.
#[test]
fn winograd_on_wide_layers() {
    for (algorithm, tolerance) in [(Algorithm::Winograd2, 5e-6), (Algorithm::Winograd4, 5e-5)] {
        check(&shape([512, 32], [9, 9], [3, 3], [1, 1], [1, 1, 1, 1]), algorithm, 1, tolerance);
        check(&shape([32, 512], [9, 9], [3, 3], [1, 1], [1, 1, 1, 1]), algorithm, 1, tolerance);
    }
}

#[test]
fn direct_on_random_shapes() {
    let mut numbers = Numbers::new(1);
    for _ in 0..60 {
        let kernel = [numbers.one_of(&[1, 2, 3, 5]), numbers.one_of(&[1, 3, 4])];
        let dilation = [numbers.one_of(&[1, 1, 2]), numbers.one_of(&[1, 1, 3])];
        let size = [1 + numbers.below(24), 1 + numbers.below(40)];
        let pads: [usize; 4] = std::array::from_fn(|_| numbers.below(4));
        let stride = [1 + numbers.below(3), 1 + numbers.below(4)];
        let channels = [numbers.one_of(&[1, 3, 16, 17, 32]), numbers.one_of(&[2, 16, 30, 33, 64])];
        let shape = general(channels, size, kernel, stride, dilation, pads, 1);
        check(&shape, Algorithm::Direct, 1 + numbers.below(2), 3e-6);
    }
}

#[test]
fn an_empty_output_is_no_error() {
    check(&shape([3, 5], [2, 2], [3, 3], [1, 1], [0, 0, 0, 0]), Algorithm::Direct, 1, 3e-6);
}

#[test]
fn not_a_number_stays_one_through_the_clamp() {
    let shape = shape([1, 1], [1, 1], [1, 1], [1, 1], [0, 0, 0, 0]);
    for level in Level::available() {
        let packed = PackedWeights::pack(&shape, Direction::Forward, Algorithm::Direct, &[1.0], &[], level);
        let mut input = vec![0.0; 16];
        input[0] = f32::NAN;
        let mut output = vec![0.0; 16];
        convolution(&packed, &shape, 1, Maps::new(&input, 1, 0), MapsMut::new(&mut output, 1, 0), &mut [], Epilogue::RELU);
        assert!(output[0].is_nan(), "{}", level.name());
    }
}
