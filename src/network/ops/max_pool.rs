//! Maximum over windows; the first maximum of a window takes the gradient, as in PyTorch.

use candle_core::Tensor;

use crate::network::operator::{Evaluated, Footprint, Operation};

use super::Pads;

/// Maximum pooling; padding is minus infinity.
#[derive(Clone, Debug, PartialEq)]
pub struct MaxPool {
    /// Rows and columns of the window.
    pub kernel: [usize; 2],
    /// Rows and columns from one window to the next.
    pub stride: [usize; 2],
    /// Distance between the window's taps.
    pub dilation: [usize; 2],
    /// Padding around the input.
    pub pads: Pads,
    /// Whether a last, partly covered window counts (it must start inside the input or its leading padding).
    pub ceil: bool,
}

impl Operation for MaxPool {
    fn name(&self) -> &'static str {
        "Max pool"
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
