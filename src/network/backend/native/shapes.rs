//! The operators' attributes as the kernels want them.

use crate::{
    kernels::{Clamp, ConvolutionShape, WindowShape, average_pool::Divisor, local_response::LocalResponse},
    network::{
        Operator,
        ops::{Activation, AveragePool, Convolution, LocalResponseNormalization, MaxPool, Reduce, ReduceKind},
    },
};

/// The shape of a convolution between values of these dimensions.
pub(super) fn convolution(operator: &Convolution, input: [usize; 4], output: [usize; 4]) -> ConvolutionShape {
    ConvolutionShape {
        input_channels: input[1],
        output_channels: output[1],
        input: [input[2], input[3]],
        output: [output[2], output[3]],
        kernel: operator.kernel,
        stride: operator.stride,
        dilation: operator.dilation,
        padding: [operator.pads.top, operator.pads.left],
        groups: operator.groups,
    }
}

/// The windows of a max pool between maps of these sizes.
pub(super) fn max_pool(operator: &MaxPool, input: [usize; 2], output: [usize; 2]) -> WindowShape {
    WindowShape {
        input,
        output,
        kernel: operator.kernel,
        stride: operator.stride,
        dilation: operator.dilation,
        padding: [operator.pads.top, operator.pads.left],
    }
}

/// The windows of an average pool and what their sums are divided by.
pub(super) fn average_pool(operator: &AveragePool, input: [usize; 2], output: [usize; 2]) -> (WindowShape, Divisor) {
    let windows = WindowShape {
        input,
        output,
        kernel: operator.kernel,
        stride: operator.stride,
        dilation: [1, 1],
        padding: [operator.pads.top, operator.pads.left],
    };
    let after = [operator.pads.bottom, operator.pads.right];
    (windows, if operator.count_padding { Divisor::Padded { after } } else { Divisor::Inside })
}

/// The normalisation over neighbours; none where the window is larger than the kernel can see.
pub(super) fn local_response(operator: &LocalResponseNormalization, channels: usize) -> Option<LocalResponse> {
    (1..=33).contains(&operator.size).then_some(LocalResponse {
        channels,
        size: operator.size,
        alpha: operator.alpha as f32,
        beta: operator.beta as f32,
        bias: operator.bias as f32,
    })
}

/// The bounds of an activation that only bounds its input.
pub(super) fn clamp(operator: &Operator) -> Option<Clamp> {
    match *operator {
        Operator::Activation(Activation::Relu) => Some(Clamp::RELU),
        Operator::Activation(Activation::Clip { minimum, maximum }) => {
            Some(Clamp { minimum: minimum as f32, maximum: maximum as f32 })
        }
        _ => None,
    }
}

/// Whether the operator is the mean over a map's rows and columns.
pub(super) fn is_global_mean(operator: &Reduce, rank: usize) -> bool {
    let mut axes = operator.axes.clone();
    axes.sort_unstable();
    operator.kind == ReduceKind::Mean && rank == 4 && axes == [2, 3]
}

/// Whether there is a kernel for an activation's derivative.
pub fn has_derivative(activation: &Activation) -> bool {
    match activation {
        Activation::LeakyRelu { slope } => *slope > 0.0,
        Activation::Relu
        | Activation::Clip { .. }
        | Activation::Sigmoid
        | Activation::Silu
        | Activation::HardSwish
        | Activation::HardSigmoid { .. } => true,
        _ => false,
    }
}
