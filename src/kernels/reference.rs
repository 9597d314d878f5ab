//! Plain loops with `f64` sums that the kernels are tested against, and numbers to test them with.

use super::{geometry::ConvolutionShape, layout};

pub(super) use crate::testing::Numbers;

/// Calls `visit(input index, output index, weight index)` for every product of a convolution, in plain layouts.
fn each_product(shape: &ConvolutionShape, batch: usize, mut visit: impl FnMut(usize, usize, usize)) {
    let (inputs, outputs) = (shape.input_channels / shape.groups, shape.output_channels / shape.groups);
    for image in 0..batch {
        for output in 0..shape.output_channels {
            for (row, column) in positions(shape.output) {
                let target = ((image * shape.output_channels + output) * shape.output[0] + row) * shape.output[1] + column;
                for input in 0..inputs {
                    for (tap_row, tap_column) in positions(shape.kernel) {
                        let y = (row * shape.stride[0] + tap_row * shape.dilation[0]).wrapping_sub(shape.padding[0]);
                        let x = (column * shape.stride[1] + tap_column * shape.dilation[1]).wrapping_sub(shape.padding[1]);
                        if y < shape.input[0] && x < shape.input[1] {
                            let channel = image * shape.input_channels + output / outputs * inputs + input;
                            let source = (channel * shape.input[0] + y) * shape.input[1] + x;
                            let weight = ((output * inputs + input) * shape.kernel[0] + tap_row) * shape.kernel[1] + tap_column;
                            visit(source, target, weight);
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn positions(size: [usize; 2]) -> impl Iterator<Item = (usize, usize)> {
    (0..size[0]).flat_map(move |row| (0..size[1]).map(move |column| (row, column)))
}

/// `N x C x H x W` to `N x O x OH x OW`.
pub(super) fn convolve(shape: &ConvolutionShape, batch: usize, input: &[f32], weights: &[f32], bias: &[f32]) -> Vec<f64> {
    let pixels = shape.output[0] * shape.output[1];
    let mut output: Vec<f64> = (0..batch * shape.output_channels * pixels)
        .map(|index| bias.get(index / pixels % shape.output_channels).map_or(0.0, |bias| f64::from(*bias)))
        .collect();
    each_product(shape, batch, |source, target, weight| {
        output[target] += f64::from(input[source]) * f64::from(weights[weight]);
    });
    output
}

/// The adjoint: `N x O x OH x OW` to `N x C x H x W`.
pub(super) fn convolve_back(shape: &ConvolutionShape, batch: usize, gradient: &[f32], weights: &[f32]) -> Vec<f64> {
    let mut input = vec![0.0; batch * shape.input_channels * shape.input[0] * shape.input[1]];
    each_product(shape, batch, |source, target, weight| {
        input[source] += f64::from(gradient[target]) * f64::from(weights[weight]);
    });
    input
}

/// Plain to blocked, into memory that was not zero before.
pub(super) fn blocked(plain: &[f32], batch: usize, channels: usize, pixels: usize) -> Vec<f32> {
    let mut blocked = vec![f32::NAN; layout::blocked_len(batch, channels, pixels)];
    layout::to_blocked(plain, &mut blocked, batch, channels, pixels);
    blocked
}

/// Blocked to plain.
pub(super) fn plain(blocked: &[f32], batch: usize, channels: usize, pixels: usize) -> Vec<f32> {
    let mut plain = vec![f32::NAN; batch * channels * pixels];
    layout::to_plain(blocked, &mut plain, batch, channels, pixels);
    plain
}

/// Asserts equality within `tolerance` of the largest value.
pub(super) fn assert_close(found: &[f32], expected: &[f64], tolerance: f64, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    let scale = expected.iter().fold(1.0f64, |scale, value| scale.max(value.abs()));
    for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
        let error = (f64::from(*found) - expected).abs() / scale;
        assert!(error <= tolerance, "{what}: value {index} is {found}, expected {expected} (error {error:.1e})");
    }
}

/// The gradient at the weights: `O x C / groups x KH x KW`.
pub(super) fn convolve_weights(shape: &ConvolutionShape, batch: usize, input: &[f32], gradient: &[f32]) -> Vec<f64> {
    let mut weights = vec![0.0; shape.output_channels * shape.weights_per_output()];
    each_product(shape, batch, |source, target, weight| {
        weights[weight] += f64::from(input[source]) * f64::from(gradient[target]);
    });
    weights
}
