//! Sharing in the proportions of what was added up.

use candle_core::{Result, Tensor};

use crate::network::operation::{Evaluated, Operation};

/// A value moved away from zero, by so much in the direction of its sign.
pub fn stabilized(value: &Tensor, by: f64) -> Result<Tensor> {
    value + value.ge(0.0)?.to_dtype(value.dtype())?.affine(2.0 * by, -by)?
}

/// What a share of each output makes of the inputs that it was added up from.
pub fn shared(operation: &dyn Operation, at: &Evaluated<'_>, share: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
    let parts = operation.gradient(at, share, wanted)?.into_iter().zip(at.inputs);
    parts.map(|(part, input)| part.map(|part| part * input).transpose()).collect()
}
