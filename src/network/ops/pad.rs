//! Padding as a step of its own.

use candle_core::Tensor;

use crate::network::operator::{Evaluated, Footprint, Operation};

/// Adds values around a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Pad {
    /// How many before and after, one pair per axis.
    pub amounts: Vec<[usize; 2]>,
    /// What is added.
    pub mode: PadMode,
}

/// What [`Pad`] adds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PadMode {
    /// This number.
    Constant(f64),
    /// The mirror image, without the border itself.
    Reflect,
    /// The border, repeated.
    Edge,
}

impl Operation for Pad {
    fn name(&self) -> &'static str {
        "Pad"
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
