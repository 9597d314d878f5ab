//! Group normalisation (Wu & He 2018); instance normalisation is as many groups as channels.

use candle_core::Tensor;

use crate::network::operator::{Evaluated, Footprint, Operation};

/// Normalises each group of channels over space, then scale and shift per channel.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupNormalization {
    /// Groups of channels.
    pub groups: usize,
    /// Added to the variance.
    pub epsilon: f64,
}

impl Operation for GroupNormalization {
    fn name(&self) -> &'static str {
        "Group normalization"
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
