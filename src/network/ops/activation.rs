//! Element-wise functions of one value.

use candle_core::Tensor;

use crate::network::operator::{Evaluated, Footprint, Operation};

/// An element-wise function.
#[derive(Clone, Debug, PartialEq)]
pub enum Activation {
    /// `max(x, 0)`; its derivative at 0 is 0, as in PyTorch.
    Relu,
    /// `x` above 0, `slope * x` below.
    LeakyRelu {
        /// The slope below 0.
        slope: f64,
    },
    /// Clamped to a range (ReLU6 is 0 to 6); infinities stand for no bound.
    Clip {
        /// The lower bound.
        minimum: f64,
        /// The upper bound.
        maximum: f64,
    },
    /// `1 / (1 + exp(-x))`.
    Sigmoid,
    /// Hyperbolic tangent.
    Tanh,
    /// `x * sigmoid(x)`, also called swish.
    Silu,
    /// `clamp(slope * x + offset, 0, 1)`.
    HardSigmoid {
        /// Multiplier (1/6 in PyTorch, 0.2 by ONNX's default).
        slope: f64,
        /// Added (1/2).
        offset: f64,
    },
    /// `x * clamp(x / 6 + 1/2, 0, 1)`.
    HardSwish,
    /// Gaussian error linear unit.
    Gelu {
        /// Whether the tanh approximation is meant.
        tanh: bool,
    },
    /// `x` above 0, `alpha * (exp(x) - 1)` below.
    Elu {
        /// The limit below.
        alpha: f64,
    },
    /// Scaled ELU: `scale * (x above 0, alpha * (exp(x) - 1) below)`.
    Selu {
        /// 1.67326...
        alpha: f64,
        /// 1.05070...
        scale: f64,
    },
    /// `ln(1 + exp(x))`.
    Softplus,
    /// `x * tanh(softplus(x))`.
    Mish,
    /// `x / (1 + |x|)`.
    Softsign,
    /// The error function.
    Erf,
    /// Exponential.
    Exp,
    /// Natural logarithm.
    Log,
    /// Square root.
    Sqrt,
    /// Absolute value.
    Abs,
    /// `-x`.
    Negate,
    /// `1 / x`.
    Reciprocal,
}

impl Activation {
    /// Whether this is one of the ReLU family (ReLU, leaky ReLU, a clip from 0).
    pub fn is_rectifier(&self) -> bool {
        match self {
            Self::Relu | Self::LeakyRelu { .. } => true,
            Self::Clip { minimum, .. } => *minimum == 0.0,
            _ => false,
        }
    }
}

impl Operation for Activation {
    fn name(&self) -> &'static str {
        "Activation"
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
