//! A box cut out of a value, with steps.

use candle_core::Tensor;

use crate::network::operator::{Evaluated, Footprint, Operation};

/// Keeps `start, start + step, ... < end` of each axis listed.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    /// What is kept, axis by axis; axes not listed are kept whole.
    pub ranges: Vec<SliceRange>,
}

/// What a [`Slice`] keeps of one axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SliceRange {
    /// The axis.
    pub axis: usize,
    /// First index kept; counts from the end when negative.
    pub start: i64,
    /// First index no longer kept; counts from the end when negative, clamped to the axis.
    pub end: i64,
    /// Distance between kept indices, at least 1.
    pub step: usize,
}

impl Operation for Slice {
    fn name(&self) -> &'static str {
        "Slice"
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
