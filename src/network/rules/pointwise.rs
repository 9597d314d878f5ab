//! Rules for functions of one number (activations): what goes on in place of what the derivative lets pass, number by number.
//!
//! Such a rule asks nothing of how numbers are laid out, so that a backend hands it its own buffers and nothing is converted.

use candle_core::{DType, Device, Result, Tensor, WithDType};

use crate::network::{Operator, operation::Evaluated, with_slices};

use super::Site;

/// What a function of one number read and made, and what comes back to it: the items of a batch one after another, all in the
/// same order, whichever that is. A backend's own buffers may hold padding between them, where nothing comes back: `coming` is 0.
pub struct Points<'a, T> {
    /// Items in the batch, at least one.
    pub items: usize,
    /// What the function read.
    pub input: &'a [T],
    /// What it made.
    pub output: &'a [T],
    /// What comes back to its output.
    pub coming: &'a [T],
    /// What its derivative lets pass to its input; what is to pass instead.
    pub passing: &'a mut [T],
}

/// A rule of its own for functions of one number.
pub trait PointwiseRule: Send + Sync {
    /// Replaces what passes.
    fn narrow(&self, site: &Site<'_>, points: Points<'_, f32>);

    /// The same in double precision.
    fn wide(&self, site: &Site<'_>, points: Points<'_, f64>);
}

/// A pointwise rule on plain tensors.
pub fn pointwise_gradient(
    site: &Site<'_>,
    rule: &dyn PointwiseRule,
    at: &Evaluated<'_>,
    coming: &Tensor,
    wanted: &[bool],
) -> Result<Vec<Option<Tensor>>> {
    let operator: &Operator = site.operator();
    let Some(operation) = operator.operation() else { return Ok(vec![None; wanted.len()]) };
    let mut parts = operation.gradient(at, coming, wanted)?;
    if let Some(Some(passing)) = parts.first_mut() {
        *passing = match coming.dtype() {
            DType::F64 => replaced(at, coming, passing, |points| rule.wide(site, points))?,
            _ => replaced(at, coming, passing, |points| rule.narrow(site, points))?,
        };
    }
    Ok(parts)
}

fn replaced<T: WithDType>(
    at: &Evaluated<'_>,
    coming: &Tensor,
    passing: &Tensor,
    rule: impl FnOnce(Points<'_, T>),
) -> Result<Tensor> {
    let items = passing.dims().first().copied().unwrap_or(1).max(1);
    let numbers = with_slices([&at.inputs[0], at.output, coming, passing], |[input, output, coming, own]: [&[T]; 4]| {
        let mut passing = own.to_vec();
        rule(Points { items, input, output, coming, passing: &mut passing });
        passing
    })?;
    Tensor::from_vec(numbers, passing.shape(), &Device::Cpu)?.to_dtype(passing.dtype())?.to_device(passing.device())
}
