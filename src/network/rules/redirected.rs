//! Redirected rectifiers (Lucid, misc/redirected_relu_grad.py): where a rectifier lets no gradient of a picture through, what
//! would raise its input passes instead, so that a unit that starts dead can wake.
//!
//! Gradients here point uphill. It knows no method.

use candle_core::WithDType;

use super::{BackwardRule, Points, PointwiseRule, Replacement, Site};

/// The derivative of rectifiers, except where all of it is zero for a picture of the batch.
#[derive(Clone, Copy, Debug)]
pub struct Redirected;

impl BackwardRule for Redirected {
    fn replacement(&self, at: &Site<'_>) -> Replacement<'_> {
        if at.operator().is_rectifier() { Replacement::Pointwise(self) } else { Replacement::Plain }
    }
}

impl PointwiseRule for Redirected {
    fn narrow(&self, _: &Site<'_>, mut points: Points<'_, f32>) {
        redirected(&mut points);
    }

    fn wide(&self, _: &Site<'_>, mut points: Points<'_, f64>) {
        redirected(&mut points);
    }
}

fn redirected<T: WithDType>(points: &mut Points<'_, T>) {
    let length = (points.passing.len() / points.items).max(1);
    let others = points.coming.chunks(length).zip(points.input.chunks(length));
    for (passing, (coming, inputs)) in points.passing.chunks_mut(length).zip(others) {
        if passing.iter().all(|&value| value == T::zero()) {
            for ((passing, &coming), &input) in passing.iter_mut().zip(coming).zip(inputs) {
                *passing = if input < T::zero() && coming < T::zero() { T::zero() } else { coming };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use candle_core::{Device, Result, Tensor};

    use super::*;
    use crate::network::{
        NetworkBuilder, Operator,
        operation::{Evaluated, Operation as _},
        ops::Activation,
        rules::{Sites, pointwise_gradient},
    };

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
        let (sites, wanted) = (Sites::new(&network), [true]);
        let parts = pointwise_gradient(&sites.at(relu), &Redirected, &at, &coming, &wanted)?;
        let passed = parts[0].as_ref().map(Tensor::to_vec2::<f32>).transpose()?;
        assert_eq!(passed, Some(vec![vec![1.0, 0.0, 0.5], vec![0.0, 1.0, -1.0]]));
        Ok(())
    }
}
