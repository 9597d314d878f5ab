//! Two-dimensional convolution (cross-correlation, as every framework calls it).

use candle_core::Tensor;

use crate::network::operator::{Evaluated, Footprint, Operation};

use super::Pads;

/// Convolution; attributes per axis (vertical, horizontal), so that asymmetric cases need no other operator.
#[derive(Clone, Debug, PartialEq)]
pub struct Convolution {
    /// Rows and columns of the kernel.
    pub kernel: [usize; 2],
    /// Rows and columns from one window to the next.
    pub stride: [usize; 2],
    /// Distance between the kernel's taps.
    pub dilation: [usize; 2],
    /// Zeros around the input.
    pub pads: Pads,
    /// Channel groups; the number of input channels for a depthwise convolution.
    pub groups: usize,
}

impl Operation for Convolution {
    fn name(&self) -> &'static str {
        "Convolution"
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
