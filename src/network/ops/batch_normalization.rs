//! Batch normalisation while predicting: an affine map per channel (Ioffe & Szegedy 2015).

use candle_core::Tensor;

use crate::network::operator::{Evaluated, Footprint, Operation};

/// `(x - mean) / sqrt(variance + epsilon) * scale + shift` per channel.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchNormalization {
    /// Added to the variance.
    pub epsilon: f64,
}

impl Operation for BatchNormalization {
    fn name(&self) -> &'static str {
        "Batch normalization"
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
