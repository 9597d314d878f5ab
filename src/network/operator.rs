//! What a node can compute: the closed list of operators, each of which implements `operation.rs` in `ops/`.
//!
//! Importers translate every format into these; what a format splits (several outputs) or folds (shape arithmetic) is
//! undone there, so that every node has exactly one output. Attributes live in the operator, weights are constant nodes.

use candle_core::Tensor;

use super::{
    operation::Operation,
    ops::{
        Activation, Arithmetic, AveragePool, BatchNormalization, Concatenate, Convolution, GroupNormalization,
        LayerNormalization, Linear, LocalResponseNormalization, LpNormalization, MatrixProduct, MaxPool, Pad, ParametricRelu,
        Reduce, Reshape, Resize, Slice, Softmax, Transpose, TransposedConvolution,
    },
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
    /// x `N x C x H x W`, weight `C x O/groups x kh x kw`, optional bias `O`.
    TransposedConvolution(TransposedConvolution),
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
    /// x.
    LpNormalization(LpNormalization),
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

impl Operator {
    /// The operator's implementation; `None` for [`Operator::Input`] and [`Operator::Constant`], which compute nothing.
    pub fn operation(&self) -> Option<&dyn Operation> {
        Some(match self {
            Self::Input | Self::Constant(_) => return None,
            Self::Identity => &super::ops::Identity,
            Self::Convolution(op) => op,
            Self::TransposedConvolution(op) => op,
            Self::Linear(op) => op,
            Self::MatrixProduct(op) => op,
            Self::BatchNormalization(op) => op,
            Self::LayerNormalization(op) => op,
            Self::GroupNormalization(op) => op,
            Self::LocalResponseNormalization(op) => op,
            Self::LpNormalization(op) => op,
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

    /// Whether the operator rectifies (ReLU, ReLU6 and other clips from 0, leaky and parametric ReLU).
    pub fn is_rectifier(&self) -> bool {
        match self {
            Self::Activation(activation) => activation.is_rectifier(),
            Self::ParametricRelu(_) => true,
            _ => false,
        }
    }

    /// Whether it is a function of each number by itself.
    pub fn is_of_one_number(&self) -> bool {
        matches!(self, Self::Activation(_) | Self::ParametricRelu(_))
    }

    /// Whether it is a layer with weights that adds up what it reads.
    pub fn is_weighted_sum(&self) -> bool {
        matches!(self, Self::Convolution(_) | Self::Linear(_))
    }
}
