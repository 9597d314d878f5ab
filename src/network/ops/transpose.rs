//! Axes in another order.

use candle_core::Tensor;

use crate::network::operator::{Evaluated, Footprint, Operation};

/// Permutes axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Transpose {
    /// Output axis i is input axis `permutation[i]`.
    pub permutation: Vec<usize>,
}

impl Operation for Transpose {
    fn name(&self) -> &'static str {
        "Transpose"
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
