//! One file per operator: its attributes, shape, forward in candle's primitives, and vector-Jacobian product.
//!
//! Candle's own pools, autograd and grouped convolutions are not used where they are wrong, absent or narrow; what is
//! missing is composed of primitives that exist on CPU, CUDA and Metal alike. Nothing here knows graphs.

mod activation;
mod arithmetic;
mod average_pool;
mod batch_normalization;
mod common;
mod concatenate;
mod convolution;
#[cfg(test)]
pub(crate) mod finite_difference;
mod group_normalization;
mod identity;
mod layer_normalization;
mod linear;
mod local_response;
mod lp_normalization;
mod matrix_product;
mod max_pool;
mod pad;
mod parametric_relu;
mod reduce;
mod reshape;
mod resize;
mod slice;
mod softmax;
#[cfg(test)]
mod torch;
mod transpose;
mod transposed_convolution;
mod windows;

pub use activation::Activation;
pub use arithmetic::Arithmetic;
pub use average_pool::AveragePool;
pub use batch_normalization::BatchNormalization;
pub(crate) use common::sum_to;
pub use concatenate::Concatenate;
pub use convolution::Convolution;
pub use group_normalization::GroupNormalization;
pub use identity::Identity;
pub use layer_normalization::LayerNormalization;
pub use linear::Linear;
pub use local_response::LocalResponseNormalization;
pub use lp_normalization::LpNormalization;
pub use matrix_product::MatrixProduct;
pub use max_pool::MaxPool;
pub use pad::{Pad, PadMode};
pub use parametric_relu::ParametricRelu;
pub use reduce::{Reduce, ReduceKind};
pub use reshape::Reshape;
pub use resize::{NearestRounding, Resize, ResizeCoordinates, ResizeMode, ResizeSize};
pub use slice::{Slice, SliceRange};
pub use softmax::Softmax;
pub use transpose::Transpose;
pub use transposed_convolution::TransposedConvolution;

/// Rows and columns of padding around a map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pads {
    /// Rows above.
    pub top: usize,
    /// Columns to the left.
    pub left: usize,
    /// Rows below.
    pub bottom: usize,
    /// Columns to the right.
    pub right: usize,
}

impl Pads {
    /// The same number on every side.
    pub const fn all(amount: usize) -> Self {
        Self { top: amount, left: amount, bottom: amount, right: amount }
    }

    /// `vertical` rows above and below, `horizontal` columns to both sides.
    pub const fn symmetric(vertical: usize, horizontal: usize) -> Self {
        Self { top: vertical, left: horizontal, bottom: vertical, right: horizontal }
    }

    /// Before and after the values of one direction: 0 vertical, 1 horizontal.
    pub const fn along(self, axis: usize) -> [usize; 2] {
        if axis == 0 { [self.top, self.bottom] } else { [self.left, self.right] }
    }
}
