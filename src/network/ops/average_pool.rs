//! Mean over windows.

use candle_core::Tensor;

use crate::network::operator::{Evaluated, Footprint, Operation};

use super::Pads;

/// Average pooling.
#[derive(Clone, Debug, PartialEq)]
pub struct AveragePool {
    /// Rows and columns of the window.
    pub kernel: [usize; 2],
    /// Rows and columns from one window to the next.
    pub stride: [usize; 2],
    /// Padding around the input.
    pub pads: Pads,
    /// Whether a last, partly covered window counts.
    pub ceil: bool,
    /// Whether zeros of the padding count in the divisor.
    pub count_padding: bool,
}

impl Operation for AveragePool {
    fn name(&self) -> &'static str {
        "Average pool"
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
