//! Local response normalisation across channels (Krizhevsky et al. 2012), as ONNX defines it.

use candle_core::Tensor;

use crate::network::operator::{Evaluated, Footprint, Operation};

/// `x / (bias + alpha / size * sum of squares over `size` neighbouring channels) ^ beta`.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalResponseNormalization {
    /// Channels in the window.
    pub size: usize,
    /// Scale of the sum of squares.
    pub alpha: f64,
    /// Exponent.
    pub beta: f64,
    /// Added to the sum.
    pub bias: f64,
}

impl Operation for LocalResponseNormalization {
    fn name(&self) -> &'static str {
        "Local response normalization"
    }

    fn shape(&self, _inputs: &[&[usize]]) -> Result<Vec<usize>, String> {
        todo!()
    }

    fn forward(&self, _inputs: &[Tensor]) -> candle_core::Result<Tensor> {
        todo!()
    }

    fn gradient(&self, _at: &Evaluated<'_>, _gradient: &Tensor, _wanted: &[bool]) -> candle_core::Result<Vec<Option<Tensor>>> {
        todo!()
    }

    fn footprint(&self, _inputs: &[&[usize]], _output: &[usize]) -> Footprint {
        todo!()
    }
}
