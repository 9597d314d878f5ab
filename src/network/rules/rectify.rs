//! Rules that change what passes a rectifier alone; backends know these and keep them fast.

use candle_core::Tensor;

use crate::network::{Operator, operation::Evaluated};

/// How the gradient of a rectifying activation (ReLU, ReLU6, leaky and parametric ReLU) is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rectify {
    /// Guided backpropagation: the plain gradient where the incoming gradient is positive, else 0.
    Guided,
    /// Deconvnet: the positive part of the incoming gradient, whatever the forward pass did.
    Deconvnet,
}

/// The gradient of a rectifying activation under a replaced rule; other operators pass their own derivative.
///
/// Guided backpropagation (Springenberg et al. 2014) passes the plain gradient where the incoming one is positive, the
/// deconvnet (Zeiler & Fergus 2013) the positive part of the incoming one. A slope's own gradient is never replaced.
pub fn rectified_gradient(
    operator: &Operator,
    rule: Rectify,
    at: &Evaluated<'_>,
    gradient: &Tensor,
    wanted: &[bool],
) -> candle_core::Result<Vec<Option<Tensor>>> {
    let Some(operation) = operator.operation() else {
        return Ok(vec![None; wanted.len()]);
    };
    let mut parts = operation.gradient(at, gradient, wanted)?;
    if operator.is_rectifier() && wanted.first() == Some(&true) {
        let positive = gradient.relu()?;
        let first_alone: Vec<bool> = (0..wanted.len()).map(|index| index == 0).collect();
        parts[0] = match rule {
            Rectify::Deconvnet => Some(positive),
            Rectify::Guided => operation.gradient(at, &positive, &first_alone)?.swap_remove(0),
        };
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use candle_core::{Device, Result};

    use super::*;
    use crate::network::ops::{Activation, ParametricRelu, finite_difference::flat};

    /// The gradient at -1, 2, -3, 4 where 1, -2, -3, 4 comes in.
    fn through(operator: &Operator, rule: Rectify, slope: Option<f64>) -> Result<Vec<Option<Tensor>>> {
        let mut inputs = vec![Tensor::new(&[-1f64, 2.0, -3.0, 4.0], &Device::Cpu)?];
        inputs.extend(slope.map(|slope| Tensor::new(&[slope], &Device::Cpu)).transpose()?);
        let output = operator.operation().expect("an operation").forward(&inputs)?;
        let gradient = Tensor::new(&[1f64, -2.0, -3.0, 4.0], &Device::Cpu)?;
        let at = Evaluated { inputs: &inputs, output: &output };
        rectified_gradient(operator, rule, &at, &gradient, &vec![true; inputs.len()])
    }

    #[test]
    fn guided_and_deconvnet_replace_the_gradient_of_every_rectifier() -> Result<()> {
        let cases = [
            (Operator::Activation(Activation::Relu), None, [0.0, 0.0, 0.0, 4.0]),
            (Operator::Activation(Activation::LeakyRelu { slope: 0.1 }), None, [0.1, 0.0, 0.0, 4.0]),
            (Operator::Activation(Activation::Clip { minimum: 0.0, maximum: 3.0 }), None, [0.0; 4]),
            (Operator::ParametricRelu(ParametricRelu), Some(0.1), [0.1, 0.0, 0.0, 4.0]),
        ];
        for (operator, slope, guided) in cases {
            let first =
                |rule| Ok::<_, candle_core::Error>(through(&operator, rule, slope)?.swap_remove(0).map(|part| flat(&part)));
            assert_eq!(first(Rectify::Guided)?, Some(guided.to_vec()), "{operator:?}");
            assert_eq!(first(Rectify::Deconvnet)?, Some(vec![1.0, 0.0, 0.0, 4.0]), "{operator:?}");
        }
        Ok(())
    }

    #[test]
    fn slopes_and_other_operators_keep_their_own_gradient() -> Result<()> {
        let parts = through(&Operator::ParametricRelu(ParametricRelu), Rectify::Guided, Some(0.1))?;
        assert_eq!(parts[1].as_ref().map(flat), Some(vec![8.0]));
        let parts = through(&Operator::Activation(Activation::Negate), Rectify::Guided, None)?;
        assert_eq!(parts[0].as_ref().map(flat), Some(vec![-1.0, 2.0, 3.0, -4.0]));
        Ok(())
    }
}
