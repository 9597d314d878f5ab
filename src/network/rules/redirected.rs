//! Redirected rectifiers (Lucid, misc/redirected_relu_grad.py): where a rectifier lets no gradient of a picture through, what
//! would raise its input passes instead, so that a unit that starts dead can wake.
//!
//! Gradients here point uphill. It knows no method.

use candle_core::{DType, Device, Result, Tensor};

use super::{BackwardRule, CustomRule, Replacement, Site};
use crate::network::operation::Evaluated;

/// The derivative of rectifiers, except where all of it is zero for a picture of the batch.
#[derive(Clone, Copy, Debug)]
pub struct Redirected;

impl BackwardRule for Redirected {
    fn replacement(&self, at: &Site<'_>) -> Replacement<'_> {
        if at.operator().is_rectifier() { Replacement::Custom(self) } else { Replacement::Plain }
    }
}

impl CustomRule for Redirected {
    fn gradient(&self, site: &Site<'_>, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        let Some(operation) = site.operator().operation() else { return Ok(Vec::new()) };
        let mut parts = operation.gradient(at, gradient, wanted)?;
        let Some(Some(plain)) = parts.first_mut() else { return Ok(parts) };
        let numbers = |tensor: &Tensor| tensor.to_device(&Device::Cpu)?.to_dtype(DType::F32)?.flatten_all()?.to_vec1::<f32>();
        let (mut passing, coming, inputs) = (numbers(plain)?, numbers(gradient)?, numbers(&at.inputs[0])?);
        let items = plain.dims().first().copied().unwrap_or(1).max(1);
        let length = (passing.len() / items).max(1);
        let others = coming.chunks(length).zip(inputs.chunks(length));
        for (passing, (coming, inputs)) in passing.chunks_mut(length).zip(others) {
            if passing.iter().all(|&value| value == 0.0) {
                for ((passing, &coming), &input) in passing.iter_mut().zip(coming).zip(inputs) {
                    *passing = if input < 0.0 && coming < 0.0 { 0.0 } else { coming };
                }
            }
        }
        *plain = Tensor::from_vec(passing, plain.dims(), &Device::Cpu)?.to_dtype(plain.dtype())?.to_device(plain.device())?;
        Ok(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::{NetworkBuilder, Operator, operation::Operation as _, ops::Activation, rules::Sites};

    #[test]
    fn only_a_dead_picture_is_redirected() -> Result<()> {
        let mut builder = NetworkBuilder::new();
        let input = builder.input("input", &[1, 3]);
        let relu = builder.node("relu", Operator::Activation(Activation::Relu), &[input]).expect("a rectifier");
        let network = builder.finish(input, &[relu]).expect("a network");
        // The first picture is dead, the second is not.
        let input = Tensor::new(&[[-1.0_f32, -2.0, -3.0], [-1.0, 2.0, 3.0]], &Device::Cpu)?;
        let output = Activation::Relu.forward(std::slice::from_ref(&input))?;
        let coming = Tensor::new(&[[1.0_f32, -1.0, 0.5], [1.0, 1.0, -1.0]], &Device::Cpu)?;
        let at = Evaluated { inputs: &[input], output: &output };
        let parts = Redirected.gradient(&Sites::new(&network).at(relu), &at, &coming, &[true])?;
        let passed = parts[0].as_ref().map(Tensor::to_vec2::<f32>).transpose()?;
        assert_eq!(passed, Some(vec![vec![1.0, 0.0, 0.5], vec![0.0, 1.0, -1.0]]));
        Ok(())
    }
}
