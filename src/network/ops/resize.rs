//! Resampling of feature maps, with the coordinate conventions of ONNX.

use candle_core::Tensor;

use crate::network::operator::{Evaluated, Footprint, Operation};

/// Resize and Upsample of `N x C x H x W`.
#[derive(Clone, Debug, PartialEq)]
pub struct Resize {
    /// Nearest neighbour or bilinear.
    pub mode: ResizeMode,
    /// How output coordinates map to input coordinates.
    pub coordinates: ResizeCoordinates,
    /// The output's size.
    pub size: ResizeSize,
}

/// How values are picked or mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResizeMode {
    /// The nearest input value; ties and rounding as named.
    Nearest(NearestRounding),
    /// A mixture of the four neighbours.
    Bilinear,
}

/// ONNX's `nearest_mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NearestRounding {
    /// Halves go down.
    RoundPreferFloor,
    /// Halves go up.
    RoundPreferCeil,
    /// Always down (PyTorch).
    Floor,
    /// Always up.
    Ceil,
}

/// ONNX's `coordinate_transformation_mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResizeCoordinates {
    /// Pixel centres (PyTorch's `align_corners=False`).
    HalfPixel,
    /// As `HalfPixel`, but 0 for an output of one pixel.
    PytorchHalfPixel,
    /// Corner pixels map to corner pixels.
    AlignCorners,
    /// Corners of the pixel grid map, without the half.
    Asymmetric,
}

/// The output's size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ResizeSize {
    /// Rows and columns.
    Fixed([usize; 2]),
    /// Multiples of the input's size, rounded down.
    Scaled([f64; 2]),
}

impl Operation for Resize {
    fn name(&self) -> &'static str {
        "Resize"
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
