//! The same numbers in the same order under another shape.

use candle_core::Tensor;

use crate::network::operator::{Evaluated, Footprint, Operation};

/// Reshape, Flatten, Squeeze and Unsqueeze.
///
/// The target is free of the batch size: importers write 0 (keep the input's size at this position) for the batch axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Reshape {
    /// Sizes; 0 keeps the input's size at the same position, -1 (once) takes what is left.
    pub target: Vec<i64>,
}

impl Operation for Reshape {
    fn name(&self) -> &'static str {
        "Reshape"
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
