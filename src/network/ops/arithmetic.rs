//! Element-wise functions of two values, with broadcasting (missing leading axes count as 1).

use std::ops::Range;

use candle_core::{DType, Device, Result, Tensor};

use crate::network::operation::{Checked, Evaluated, Operation, Region};

use super::common::{broadcast_shape, sees_broadcast, sum_to, total};

/// An element-wise function of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// `a + b`.
    Add,
    /// `a - b`.
    Subtract,
    /// `a * b`.
    Multiply,
    /// `a / b`.
    Divide,
    /// `a ^ b`; `a` must be positive unless `b` is a single number.
    Power,
    /// The smaller one.
    Minimum,
    /// The larger one.
    Maximum,
}

impl Arithmetic {
    /// The gradients at `a` and `b` before they are summed to the shapes of `a` and `b`.
    fn partial(self, index: usize, at: &Evaluated<'_>, gradient: &Tensor) -> Result<Tensor> {
        let (a, b) = (&at.inputs[0], &at.inputs[1]);
        match (self, index) {
            (Self::Add, _) | (Self::Subtract, 0) => Ok(gradient.clone()),
            (Self::Subtract, _) => gradient.neg(),
            (Self::Multiply, 0) => gradient.broadcast_mul(b),
            (Self::Multiply, _) => gradient.broadcast_mul(a),
            (Self::Divide, 0) => gradient.broadcast_div(b),
            (Self::Divide, _) => (gradient * at.output)?.broadcast_div(b)?.neg(),
            (Self::Power, 0) => match lone_number(b)? {
                Some(exponent) => gradient.broadcast_mul(&a.powf(exponent - 1.0)?.affine(exponent, 0.0)?),
                None => (gradient * at.output)?.broadcast_mul(b)?.broadcast_div(a),
            },
            (Self::Power, _) => (gradient * at.output)?.broadcast_mul(&a.log()?),
            (Self::Minimum | Self::Maximum, index) => {
                // As in PyTorch, equal numbers share the gradient.
                let (own, other) = if index == 0 { (a, b) } else { (b, a) };
                let wins = if self == Self::Maximum { own.broadcast_gt(other)? } else { own.broadcast_lt(other)? };
                let ties = own.broadcast_eq(other)?.to_dtype(gradient.dtype())?.affine(0.5, 0.0)?;
                gradient * (wins.to_dtype(gradient.dtype())? + ties)?
            }
        }
    }
}

/// The number of a value that holds only one.
fn lone_number(value: &Tensor) -> Result<Option<f64>> {
    if value.elem_count() != 1 {
        return Ok(None);
    }
    Ok(Some(value.to_device(&Device::Cpu)?.to_dtype(DType::F64)?.flatten_all()?.get(0)?.to_scalar()?))
}

impl Operation for Arithmetic {
    fn name(&self) -> &'static str {
        match self {
            Self::Add => "Add",
            Self::Subtract => "Subtract",
            Self::Multiply => "Multiply",
            Self::Divide => "Divide",
            Self::Power => "Power",
            Self::Minimum => "Minimum",
            Self::Maximum => "Maximum",
        }
    }

    fn shape(&self, inputs: &[&[usize]]) -> Checked<Vec<usize>> {
        match inputs {
            [a, b] => broadcast_shape(a, b),
            others => Err(format!("two inputs are needed, not {}", others.len())),
        }
    }

    fn forward(&self, inputs: &[Tensor]) -> Result<Tensor> {
        let (a, b) = (&inputs[0], &inputs[1]);
        match self {
            Self::Add => a.broadcast_add(b),
            Self::Subtract => a.broadcast_sub(b),
            Self::Multiply => a.broadcast_mul(b),
            Self::Divide => a.broadcast_div(b),
            Self::Power => match lone_number(b)? {
                // Candle's power of two values is exp(b ln a), which squares no negative number.
                Some(exponent) if b.rank() <= a.rank() => a.powf(exponent),
                _ => a.broadcast_pow(b),
            },
            Self::Minimum => a.broadcast_minimum(b),
            Self::Maximum => a.broadcast_maximum(b),
        }
    }

    fn gradient(&self, at: &Evaluated<'_>, gradient: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        let one = |index: usize| sum_to(&self.partial(index, at, gradient)?, at.inputs[index].dims());
        wanted.iter().enumerate().map(|(index, &wanted)| wanted.then(|| one(index)).transpose()).collect()
    }

    fn tangent(&self, at: &Evaluated<'_>, tangents: &[Option<Tensor>]) -> Result<Tensor> {
        total(tangents, at.output, |(index, tangent)| {
            self.partial(index, at, &tangent.broadcast_as(at.output.shape())?.contiguous()?)
        })
    }

    fn sees(&self, index: usize, region: &[Range<isize>], inputs: &[&[usize]], output: &[usize]) -> Region {
        sees_broadcast(region, inputs[index], output)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::finite_difference::Cases, *};

    #[test]
    fn gradients_match_finite_differences_with_broadcasting() {
        let mut cases = Cases::new(5);
        let shapes: [[&[usize]; 2]; 6] = [
            [&[2, 3, 4], &[2, 3, 4]],
            [&[2, 3, 4], &[3, 1]],
            [&[4], &[2, 3, 4]],
            [&[2, 1, 4], &[1, 3, 1]],
            [&[2, 3, 4], &[1]],
            [&[1], &[2, 3, 4]],
        ];
        for [a, b] in shapes {
            for operation in
                [Arithmetic::Add, Arithmetic::Subtract, Arithmetic::Multiply, Arithmetic::Minimum, Arithmetic::Maximum]
            {
                let inputs = [cases.values(a), cases.values(b)];
                cases.check(&operation, &inputs);
            }
            for operation in [Arithmetic::Divide, Arithmetic::Power] {
                let inputs = [cases.between(0.5, 2.0, a), cases.between(0.5, 2.0, b)];
                cases.check(&operation, &inputs);
            }
        }
    }

    #[test]
    fn negative_numbers_can_be_squared() -> Result<()> {
        let inputs = [Tensor::new(&[-3f64, 2.0], &Device::Cpu)?, Tensor::new(2f64, &Device::Cpu)?];
        let output = Arithmetic::Power.forward(&inputs)?;
        assert_eq!(output.to_vec1::<f64>()?, [9.0, 4.0]);
        let at = Evaluated { inputs: &inputs, output: &output };
        let gradients = Arithmetic::Power.gradient(&at, &output.ones_like()?, &[true, false])?;
        assert_eq!(gradients[0].as_ref().map(Tensor::to_vec1::<f64>).transpose()?, Some(vec![-6.0, 4.0]));
        Ok(())
    }

    #[test]
    fn shapes_that_do_not_broadcast_are_refused() {
        assert!(Arithmetic::Add.shape(&[&[2, 3], &[2]]).is_err());
        assert!(Arithmetic::Add.shape(&[&[2, 3]]).is_err());
    }
}
