//! The value itself: Dropout while predicting, Identity, casts.

use candle_core::Tensor;

use crate::network::operator::{Evaluated, Footprint, Operation};

/// Passes its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity;

impl Operation for Identity {
    fn name(&self) -> &'static str {
        "Identity"
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
