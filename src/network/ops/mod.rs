//! One file per operator: its attributes, shape, forward in candle's primitives, and vector-Jacobian product.
//!
//! Candle's own pools, autograd and grouped convolutions are not used where they are wrong, absent or narrow; what is
//! missing is composed of primitives that exist on CPU, CUDA and Metal alike. Nothing here knows graphs.

mod activation;
mod arithmetic;
mod average_pool;
mod batch_normalization;
mod common;
mod concatenate;
mod convolution;
#[cfg(test)]
pub(crate) mod finite_difference;
mod group_normalization;
mod identity;
mod layer_normalization;
mod linear;
mod local_response;
mod matrix_product;
mod max_pool;
mod pad;
mod parametric_relu;
mod reduce;
mod reshape;
mod resize;
mod slice;
mod softmax;
#[cfg(test)]
mod torch;
mod transpose;
mod windows;

pub use activation::Activation;
pub use arithmetic::Arithmetic;
pub use average_pool::AveragePool;
pub use batch_normalization::BatchNormalization;
pub use concatenate::Concatenate;
pub use convolution::Convolution;
pub use group_normalization::GroupNormalization;
pub use identity::Identity;
pub use layer_normalization::LayerNormalization;
pub use linear::Linear;
pub use local_response::LocalResponseNormalization;
pub use matrix_product::MatrixProduct;
pub use max_pool::MaxPool;
pub use pad::{Pad, PadMode};
pub use parametric_relu::ParametricRelu;
pub use reduce::{Reduce, ReduceKind};
pub use reshape::Reshape;
pub use resize::{NearestRounding, Resize, ResizeCoordinates, ResizeMode, ResizeSize};
pub use slice::{Slice, SliceRange};
pub use softmax::Softmax;
pub use transpose::Transpose;

use candle_core::Tensor;

use super::{ActivationRule, Operator, operator::Evaluated};

/// Rows and columns of padding around a map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pads {
    /// Rows above.
    pub top: usize,
    /// Columns to the left.
    pub left: usize,
    /// Rows below.
    pub bottom: usize,
    /// Columns to the right.
    pub right: usize,
}

impl Pads {
    /// The same number on every side.
    pub const fn all(amount: usize) -> Self {
        Self { top: amount, left: amount, bottom: amount, right: amount }
    }

    /// `vertical` rows above and below, `horizontal` columns to both sides.
    pub const fn symmetric(vertical: usize, horizontal: usize) -> Self {
        Self { top: vertical, left: horizontal, bottom: vertical, right: horizontal }
    }

    /// Before and after the values of one direction: 0 vertical, 1 horizontal.
    pub const fn along(self, axis: usize) -> [usize; 2] {
        if axis == 0 { [self.top, self.bottom] } else { [self.left, self.right] }
    }
}

/// The gradient of a rectifying activation under a replaced rule; other operators pass their own derivative.
///
/// Guided backpropagation (Springenberg et al. 2014) passes the plain gradient where the incoming one is positive, the
/// deconvnet (Zeiler & Fergus 2013) the positive part of the incoming one. A slope's own gradient is never replaced.
pub fn rectified_gradient(
    operator: &Operator,
    rule: ActivationRule,
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
            ActivationRule::Deconvnet => Some(positive),
            ActivationRule::Guided => operation.gradient(at, &positive, &first_alone)?.swap_remove(0),
        };
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use candle_core::{Device, Result};

    use super::{finite_difference::flat, *};

    /// The gradient at -1, 2, -3, 4 where 1, -2, -3, 4 comes in.
    fn through(operator: &Operator, rule: ActivationRule, slope: Option<f64>) -> Result<Vec<Option<Tensor>>> {
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
            assert_eq!(first(ActivationRule::Guided)?, Some(guided.to_vec()), "{operator:?}");
            assert_eq!(first(ActivationRule::Deconvnet)?, Some(vec![1.0, 0.0, 0.0, 4.0]), "{operator:?}");
        }
        Ok(())
    }

    #[test]
    fn slopes_and_other_operators_keep_their_own_gradient() -> Result<()> {
        let parts = through(&Operator::ParametricRelu(ParametricRelu), ActivationRule::Guided, Some(0.1))?;
        assert_eq!(parts[1].as_ref().map(flat), Some(vec![8.0]));
        let parts = through(&Operator::Activation(Activation::Negate), ActivationRule::Guided, None)?;
        assert_eq!(parts[0].as_ref().map(flat), Some(vec![-1.0, 2.0, 3.0, -4.0]));
        Ok(())
    }
}
