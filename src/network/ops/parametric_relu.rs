//! Parametric ReLU (He et al. 2015).

use candle_core::Tensor;

use crate::network::operator::{Evaluated, Footprint, Operation};

/// `x` above 0, `slope * x` below, the slope being the second input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParametricRelu;

impl Operation for ParametricRelu {
    fn name(&self) -> &'static str {
        "PReLU"
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
