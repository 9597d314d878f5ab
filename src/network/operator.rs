//! What a node can compute: the closed list of operators, and the trait that each of them implements in `ops/`.
//!
//! Importers translate every format into these; what a format splits (several outputs) or folds (shape arithmetic) is
//! undone there, so that every node has exactly one output. Attributes live in the operator, weights are constant nodes.

use std::ops::Range;

use candle_core::Tensor;

use super::ops::{
    Activation, Arithmetic, AveragePool, BatchNormalization, Concatenate, Convolution, GroupNormalization, LayerNormalization,
    Linear, LocalResponseNormalization, MatrixProduct, MaxPool, Pad, ParametricRelu, Reduce, Reshape, Resize, Slice, Softmax,
    Transpose,
};

/// What a node computes from its inputs (listed beside each variant, in order).
#[derive(Clone, Debug)]
pub enum Operator {
    /// The network's input; its shape is the node's shape (batch size 1).
    Input,
    /// A weight or another fixed value.
    Constant(Tensor),
    /// Its input, unchanged (Dropout, Identity, Cast while predicting).
    Identity,
    /// x `N x C x H x W`, weight `O x C/groups x kh x kw`, optional bias `O`.
    Convolution(Convolution),
    /// x `... x I`, weight `O x I`, optional bias `O`.
    Linear(Linear),
    /// a, b: batched matrix product with broadcasting.
    MatrixProduct(MatrixProduct),
    /// x, scale `C`, shift `C`, mean `C`, variance `C`.
    BatchNormalization(BatchNormalization),
    /// x, optional scale, optional shift.
    LayerNormalization(LayerNormalization),
    /// x, scale `C`, shift `C`.
    GroupNormalization(GroupNormalization),
    /// x `N x C x H x W`.
    LocalResponseNormalization(LocalResponseNormalization),
    /// x, element by element.
    Activation(Activation),
    /// x, slope (broadcast to x).
    ParametricRelu(ParametricRelu),
    /// a, b, with broadcasting.
    Arithmetic(Arithmetic),
    /// x `N x C x H x W`.
    MaxPool(MaxPool),
    /// x `N x C x H x W`.
    AveragePool(AveragePool),
    /// x: mean, sum, maximum ... over axes; global pools are this.
    Reduce(Reduce),
    /// Any number of values.
    Concatenate(Concatenate),
    /// x; a Split becomes one of these per output.
    Slice(Slice),
    /// x.
    Pad(Pad),
    /// x; Flatten, Squeeze and Unsqueeze become this.
    Reshape(Reshape),
    /// x.
    Transpose(Transpose),
    /// x `N x C x H x W`.
    Resize(Resize),
    /// x.
    Softmax(Softmax),
}

/// What is at hand when a node is differentiated.
pub struct Evaluated<'a> {
    /// The values that the node received.
    pub inputs: &'a [Tensor],
    /// The value that the node computed.
    pub output: &'a Tensor,
}

/// The outcome of a check: a value, or what does not fit, in words.
pub type Checked<T> = Result<T, String>;

/// A part of a value: a half-open range of indices per axis. It may reach outside the value (padding).
pub type Region = Vec<Range<isize>>;

/// One operator: shape, forward in candle's primitives, vector-Jacobian product.
///
/// Forward and backward must work on CPU, CUDA and Metal, in f32 and f64, for any batch size, and use only candle's *forward*
/// primitives.
pub trait Operation {
    /// The name as shown to people ("Convolution", "ReLU").
    fn name(&self) -> &'static str;

    /// The output's shape from the inputs' shapes, or what does not fit, in words.
    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>>;

    /// The output.
    fn forward(&self, inputs: &[Tensor]) -> candle_core::Result<Tensor>;

    /// The gradient with respect to each input for which `wanted` is true, given the gradient with respect to the output
    /// (same shape as the output). Entries that are not wanted are `None`.
    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> candle_core::Result<Vec<Option<Tensor>>>;

    /// Multiply-adds of one forward pass (0 for operators that nobody counts).
    fn multiply_adds(&self, _inputs: &[&[usize]], _output: &[usize]) -> u64 {
        0
    }

    /// Which part of input number `index` the part `region` of the output is computed from (the smallest box that holds it).
    fn sees(&self, index: usize, region: &[Range<isize>], inputs: &[&[usize]], output: &[usize]) -> Region;
}

impl Operator {
    /// The operator's implementation; `None` for [`Operator::Input`] and [`Operator::Constant`], which compute nothing.
    pub fn operation(&self) -> Option<&dyn Operation> {
        Some(match self {
            Self::Input | Self::Constant(_) => return None,
            Self::Identity => &super::ops::Identity,
            Self::Convolution(op) => op,
            Self::Linear(op) => op,
            Self::MatrixProduct(op) => op,
            Self::BatchNormalization(op) => op,
            Self::LayerNormalization(op) => op,
            Self::GroupNormalization(op) => op,
            Self::LocalResponseNormalization(op) => op,
            Self::Activation(op) => op,
            Self::ParametricRelu(op) => op,
            Self::Arithmetic(op) => op,
            Self::MaxPool(op) => op,
            Self::AveragePool(op) => op,
            Self::Reduce(op) => op,
            Self::Concatenate(op) => op,
            Self::Slice(op) => op,
            Self::Pad(op) => op,
            Self::Reshape(op) => op,
            Self::Transpose(op) => op,
            Self::Resize(op) => op,
            Self::Softmax(op) => op,
        })
    }

    /// The operator's name as shown to people.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Input => "Input",
            Self::Constant(_) => "Constant",
            other => other.operation().map_or("", Operation::name),
        }
    }
}
