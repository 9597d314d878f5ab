//! What an operator must be able to do: shape, forward, vector-Jacobian product and its adjoint, what it sees. Implemented in
//! `ops/`; knows none of them.

use std::ops::Range;

use candle_core::Tensor;

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

/// One operator: shape, forward in candle's primitives, vector-Jacobian product, Jacobian-vector product.
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

    /// How the output moves when the inputs do, with every gate, choice and statistic as `at` has them: the Jacobian times
    /// the tangents, of which `None` stands for zeros. It is the adjoint of [`Self::gradient`].
    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> candle_core::Result<Tensor>;

    /// Multiply-adds of one forward pass (0 for operators that nobody counts).
    fn multiply_adds(&self, _inputs: &[&[usize]], _output: &[usize]) -> u64 {
        0
    }

    /// Which part of input number `index` the part `region` of the output is computed from (the smallest box that holds it).
    fn sees(&self, index: usize, region: &[Range<isize>], inputs: &[&[usize]], output: &[usize]) -> Region;
}
