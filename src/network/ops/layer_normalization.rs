//! Layer normalisation (Ba et al. 2016) over the last axes, as ConvNeXt needs it.

use candle_core::Tensor;

use crate::network::operator::{Evaluated, Footprint, Operation};

/// Normalises over the last `axes` axes with the biased variance, then scale and shift where given.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerNormalization {
    /// How many trailing axes are normalised together.
    pub axes: usize,
    /// Added to the variance.
    pub epsilon: f64,
}

impl Operation for LayerNormalization {
    fn name(&self) -> &'static str {
        "Layer normalization"
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
