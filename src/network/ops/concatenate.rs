//! Joins values along one axis.

use candle_core::Tensor;

use crate::network::operator::{Evaluated, Footprint, Operation};

/// Concatenation.
#[derive(Clone, Debug, PartialEq)]
pub struct Concatenate {
    /// The axis (channels: 1).
    pub axis: usize,
}

impl Operation for Concatenate {
    fn name(&self) -> &'static str {
        "Concat"
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
