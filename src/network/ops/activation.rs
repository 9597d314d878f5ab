//! Element-wise functions of one value.

use std::{f64::consts::PI, ops::Range};

use candle_core::{Result, Tensor};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::common::{only, total};

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

/// 1 where the comparison holds, 0 elsewhere, in the type of `like`.
fn indicator(condition: &Tensor, like: &Tensor) -> Result<Tensor> {
    condition.to_dtype(like.dtype())
}

/// 1 strictly between two bounds, 0 elsewhere.
fn between(x: &Tensor, minimum: f64, maximum: f64) -> Result<Tensor> {
    indicator(&x.gt(minimum)?, x)? * indicator(&x.lt(maximum)?, x)?
}

/// `1 / (1 + exp(-x))`.
fn sigmoid(x: &Tensor) -> Result<Tensor> {
    (x.neg()?.exp()? + 1.0)?.recip()
}

/// `ln(1 + exp(x))`, without overflow.
fn softplus(x: &Tensor) -> Result<Tensor> {
    x.relu()? + (x.abs()?.neg()?.exp()? + 1.0)?.log()?
}

/// The argument of the hyperbolic tangent in the approximated GELU: `sqrt(2 / pi) * (x + 0.044715 x^3)`.
fn gelu_argument(x: &Tensor) -> Result<Tensor> {
    (x * x.sqr()?.affine(0.044_715, 1.0)?)?.affine((2.0 / PI).sqrt(), 0.0)
}

impl Activation {
    fn apply(&self, x: &Tensor) -> Result<Tensor> {
        match *self {
            Self::Relu => x.relu(),
            Self::LeakyRelu { slope } => x.relu()? + x.minimum(0.0)?.affine(slope, 0.0)?,
            Self::Clip { minimum, maximum } => {
                let x = if minimum == f64::NEG_INFINITY { x.clone() } else { x.maximum(minimum)? };
                if maximum == f64::INFINITY { Ok(x) } else { x.minimum(maximum) }
            }
            Self::Sigmoid => sigmoid(x),
            Self::Tanh => x.tanh(),
            Self::Silu => x * sigmoid(x)?,
            Self::HardSigmoid { slope, offset } => x.affine(slope, offset)?.clamp(0.0, 1.0),
            Self::HardSwish => x * x.affine(1.0 / 6.0, 0.5)?.clamp(0.0, 1.0)?,
            Self::Gelu { tanh: false } => x * (x.affine(0.5f64.sqrt(), 0.0)?.erf()?.affine(0.5, 0.5))?,
            Self::Gelu { tanh: true } => x * gelu_argument(x)?.tanh()?.affine(0.5, 0.5)?,
            Self::Elu { alpha } => x.relu()? + (x.minimum(0.0)?.exp()?.affine(alpha, -alpha))?,
            Self::Selu { alpha, scale } => Self::Elu { alpha }.apply(x)?.affine(scale, 0.0),
            Self::Softplus => softplus(x),
            Self::Mish => x * softplus(x)?.tanh()?,
            Self::Softsign => x / (x.abs()? + 1.0)?,
            Self::Erf => x.erf(),
            Self::Exp => x.exp(),
            Self::Log => x.log(),
            Self::Sqrt => x.sqrt(),
            Self::Abs => x.abs(),
            Self::Negate => x.neg(),
            Self::Reciprocal => x.recip(),
        }
    }

    /// The derivative at `x`, where the function is `y`.
    fn derivative(&self, x: &Tensor, y: &Tensor) -> Result<Tensor> {
        match *self {
            Self::Relu => indicator(&x.gt(0.0)?, x),
            Self::LeakyRelu { slope } => indicator(&x.gt(0.0)?, x)?.affine(1.0 - slope, slope),
            Self::Clip { minimum, maximum } => between(x, minimum, maximum),
            Self::Sigmoid => y * y.affine(-1.0, 1.0)?,
            Self::Tanh => y.sqr()?.affine(-1.0, 1.0),
            Self::Silu => {
                let sigmoid = sigmoid(x)?;
                &sigmoid + (y * sigmoid.affine(-1.0, 1.0)?)?
            }
            Self::HardSigmoid { slope, .. } => between(y, 0.0, 1.0)?.affine(slope, 0.0),
            Self::HardSwish => {
                let ramp = (between(x, -3.0, 3.0)? * x.affine(1.0 / 3.0, 0.5)?)?;
                ramp + indicator(&x.ge(3.0)?, x)?
            }
            Self::Gelu { tanh: false } => {
                let cumulative = x.affine(0.5f64.sqrt(), 0.0)?.erf()?.affine(0.5, 0.5)?;
                let density = x.sqr()?.affine(-0.5, 0.0)?.exp()?.affine((2.0 * PI).sqrt().recip(), 0.0)?;
                cumulative + (x * density)?
            }
            Self::Gelu { tanh: true } => {
                let tanh = gelu_argument(x)?.tanh()?;
                let inner = x.sqr()?.affine(3.0 * 0.044_715, 1.0)?.affine((2.0 / PI).sqrt(), 0.0)?;
                let slope = (tanh.sqr()?.affine(-0.5, 0.5)? * inner)?;
                tanh.affine(0.5, 0.5)? + (x * slope)?
            }
            Self::Elu { alpha } => {
                let below = indicator(&x.le(0.0)?, x)?;
                indicator(&x.gt(0.0)?, x)? + (below * x.minimum(0.0)?.exp()?.affine(alpha, 0.0)?)?
            }
            Self::Selu { alpha, scale } => Self::Elu { alpha }.derivative(x, y)?.affine(scale, 0.0),
            Self::Softplus => sigmoid(x),
            Self::Mish => {
                let tanh = softplus(x)?.tanh()?;
                let slope = (tanh.sqr()?.affine(-1.0, 1.0)? * sigmoid(x)?)?;
                tanh + (x * slope)?
            }
            Self::Softsign => (x.abs()? + 1.0)?.sqr()?.recip(),
            Self::Erf => x.sqr()?.neg()?.exp()?.affine(2.0 / PI.sqrt(), 0.0),
            Self::Exp => Ok(y.clone()),
            Self::Log => x.recip(),
            Self::Sqrt => y.recip()?.affine(0.5, 0.0),
            Self::Abs => indicator(&x.gt(0.0)?, x)? - indicator(&x.lt(0.0)?, x)?,
            Self::Negate => x.zeros_like()?.affine(1.0, -1.0),
            Self::Reciprocal => y.sqr()?.neg(),
        }
    }
}

impl Operation for Activation {
    fn name(&self) -> &'static str {
        match self {
            Self::Relu => "ReLU",
            Self::LeakyRelu { .. } => "Leaky ReLU",
            Self::Clip { minimum: 0.0, maximum: 6.0 } => "ReLU6",
            Self::Clip { .. } => "Clip",
            Self::Sigmoid => "Sigmoid",
            Self::Tanh => "Tanh",
            Self::Silu => "SiLU",
            Self::HardSigmoid { .. } => "Hard sigmoid",
            Self::HardSwish => "Hard swish",
            Self::Gelu { .. } => "GELU",
            Self::Elu { .. } => "ELU",
            Self::Selu { .. } => "SELU",
            Self::Softplus => "Softplus",
            Self::Mish => "Mish",
            Self::Softsign => "Softsign",
            Self::Erf => "Erf",
            Self::Exp => "Exp",
            Self::Log => "Log",
            Self::Sqrt => "Sqrt",
            Self::Abs => "Abs",
            Self::Negate => "Negate",
            Self::Reciprocal => "Reciprocal",
        }
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        Ok(only(inputs)?.to_vec())
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        self.apply(&inputs[0])
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        if !wanted[0] {
            return Ok(vec![None]);
        }
        Ok(vec![Some((gradient * self.derivative(&at.inputs[0], at.output)?)?)])
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        total(tangents, at.output, |(_, tangent)| tangent * self.derivative(&at.inputs[0], at.output)?)
    }

    fn sees(&self, _index: usize, region: &[Range<isize>], _inputs: &[&[usize]], _output: &[usize]) -> Region {
        region.to_vec()
    }
}

#[cfg(test)]
mod tests {
    use candle_core::Device;

    use super::{
        super::finite_difference::{Cases, flat},
        *,
    };

    const EVERYWHERE: [Activation; 20] = [
        Activation::Relu,
        Activation::LeakyRelu { slope: 0.1 },
        Activation::Clip { minimum: 0.0, maximum: 1.5 },
        Activation::Clip { minimum: f64::NEG_INFINITY, maximum: 0.5 },
        Activation::Sigmoid,
        Activation::Tanh,
        Activation::Silu,
        Activation::HardSigmoid { slope: 0.4, offset: 0.5 },
        Activation::HardSwish,
        Activation::Gelu { tanh: false },
        Activation::Gelu { tanh: true },
        Activation::Elu { alpha: 1.3 },
        Activation::Selu { alpha: 1.6, scale: 1.05 },
        Activation::Softplus,
        Activation::Mish,
        Activation::Softsign,
        Activation::Erf,
        Activation::Exp,
        Activation::Abs,
        Activation::Negate,
    ];

    #[test]
    fn gradients_match_finite_differences() {
        let mut cases = Cases::new(4);
        for activation in EVERYWHERE {
            let x = cases.between(-5.0, 5.0, &[2, 3, 4, 4]);
            cases.check(&activation, &[x]);
        }
        for activation in [Activation::Log, Activation::Sqrt, Activation::Reciprocal] {
            let x = cases.between(0.3, 3.0, &[2, 3, 4]);
            cases.check(&activation, &[x]);
        }
    }

    #[test]
    fn rectifiers_have_no_slope_at_zero_and_no_activation_overflows() -> Result<()> {
        let x = Tensor::new(&[-1e4f32, 0.0, 6.0, 1e4], &Device::Cpu)?;
        let slope = |activation: Activation| {
            let y = activation.apply(&x)?;
            Ok::<_, candle_core::Error>(flat(&activation.derivative(&x, &y)?))
        };
        assert_eq!(slope(Activation::Relu)?, [0.0, 0.0, 1.0, 1.0]);
        assert_eq!(slope(Activation::Clip { minimum: 0.0, maximum: 6.0 })?, [0.0; 4]);
        for activation in EVERYWHERE.into_iter().filter(|activation| *activation != Activation::Exp) {
            let y = activation.apply(&x)?;
            assert!(flat(&y).into_iter().all(f64::is_finite), "{activation:?}");
            assert!(slope(activation.clone())?.into_iter().all(f64::is_finite), "{activation:?}");
        }
        Ok(())
    }
}
