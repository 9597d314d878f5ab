//! Sharing in the proportions of what was added up.

use candle_core::{Result, Tensor};

use super::walk;
use crate::network::operation::{Evaluated, Operation};

/// A number moved away from zero, by so much in the direction of its sign.
pub fn stabilized(value: f64, by: f64) -> f64 {
    if value >= 0.0 { value + by } else { value - by }
}

/// What each output's number hands to what it was added up from: its relevance for each unit of their sum.
pub fn share(coming: &Tensor, sum: &Tensor, stabilizer: f64) -> Result<Tensor> {
    walk::each([coming, sum], |[coming, sum]| coming / stabilized(sum, stabilizer))
}

/// What a share of each output makes of the inputs that it was added up from.
pub fn shared(operation: &dyn Operation, at: &Evaluated<'_>, share: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
    let parts = operation.gradient(at, share, wanted)?.into_iter().zip(at.inputs);
    parts.map(|(part, input)| part.map(|part| walk::each([&part, input], |[part, input]| part * input)).transpose()).collect()
}
