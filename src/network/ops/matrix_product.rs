//! Batched matrix product of two values.

use candle_core::Tensor;

use crate::network::operator::{Evaluated, Footprint, Operation};

/// Matrix product over the last two axes, with broadcasting over the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatrixProduct;

impl Operation for MatrixProduct {
    fn name(&self) -> &'static str {
        "Matrix product"
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
