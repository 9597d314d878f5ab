//! Fully connected layers, which ONNX writes as Gemm or MatMul.

use candle_core::Tensor;

use super::{
    draft::{Known, Value},
    step::Step,
};
use crate::{
    formats::Result,
    network::{
        Operator,
        ops::{Arithmetic, Linear, MatrixProduct, Transpose},
    },
};

/// Gemm: `alpha * A * B + beta * C`, a fully connected layer if `B` (and `C`) are weights.
pub fn gemm(step: &mut Step<'_, '_>) -> Result<Value> {
    let (mut a, b, c) = (step.input(0)?, step.input(1)?, step.optional(2)?);
    let (alpha, beta) = (step.float("alpha", 1.0), step.float("beta", 1.0));
    for value in [&a, &b] {
        let shape = step.shape(value);
        if shape.len() != 2 {
            return Err(step.problem(format!("it multiplies matrices, but {shape:?} is none")));
        }
    }
    if step.flag("transA") {
        a = transpose(step, "a", &a)?;
    }
    if let (Value::Known(weight), None | Some(Value::Known(_))) = (&b, &c) {
        let oriented = if step.flag("transB") { weight.tensor.clone() } else { transposed(step, &weight.tensor)? };
        let outputs = oriented.dims()[0];
        let weight = step.derived(&b, scaled(step, oriented, alpha)?);
        let mut inputs = vec![a, weight];
        if let Some(value @ Value::Known(bias)) = &c {
            match bias_vector(&bias.tensor, outputs) {
                Some(vector) => {
                    let vector = step.computed(vector)?;
                    inputs.push(step.derived(value, scaled(step, vector, beta)?));
                }
                None => {
                    return Err(step.problem(format!("its C is {:?}, which is no bias of {outputs} numbers", bias.tensor.dims())));
                }
            }
        }
        return step.emit(Operator::Linear(Linear), &inputs);
    }
    let b = if step.flag("transB") { transpose(step, "b", &b)? } else { b };
    let Some(c) = c else {
        let product = step.emit_part("product", Operator::MatrixProduct(MatrixProduct), &[a, b])?;
        return times(step, None, product, alpha);
    };
    let product = step.emit_part("product", Operator::MatrixProduct(MatrixProduct), &[a, b])?;
    let product = times(step, Some("alpha"), product, alpha)?;
    let c = times(step, Some("beta"), c, beta)?;
    step.emit(Operator::Arithmetic(Arithmetic::Add), &[product, c])
}

/// MatMul: a fully connected layer if the right side is a matrix of weights.
pub fn matrix_product(step: &mut Step<'_, '_>) -> Result<Value> {
    let (a, b) = (step.input(0)?, step.input(1)?);
    if let (Value::Computed(_), Value::Known(Known { tensor, .. })) = (&a, &b)
        && tensor.rank() == 2
    {
        let weight = step.derived(&b, transposed(step, tensor)?);
        return step.emit(Operator::Linear(Linear), &[a, weight]);
    }
    step.emit(Operator::MatrixProduct(MatrixProduct), &[a, b])
}

fn transpose(step: &mut Step<'_, '_>, part: &str, value: &Value) -> Result<Value> {
    step.emit_part(part, Operator::Transpose(Transpose { permutation: vec![1, 0] }), std::slice::from_ref(value))
}

fn transposed(step: &Step<'_, '_>, tensor: &Tensor) -> Result<Tensor> {
    step.computed(tensor.t().and_then(|tensor| tensor.contiguous()))
}

fn scaled(step: &Step<'_, '_>, tensor: Tensor, factor: f64) -> Result<Tensor> {
    if factor == 1.0 { Ok(tensor) } else { step.computed(tensor * factor) }
}

/// The value times a factor; under the node's own name unless it is a part.
fn times(step: &mut Step<'_, '_>, part: Option<&str>, value: Value, factor: f64) -> Result<Value> {
    if factor == 1.0 && part.is_some() {
        return Ok(value);
    }
    let factor = step.constant(step.computed(Tensor::new(factor as f32, &candle_core::Device::Cpu))?);
    let operator = Operator::Arithmetic(Arithmetic::Multiply);
    match part {
        Some(part) => step.emit_part(part, operator, &[value, factor]),
        None => step.emit(operator, &[value, factor]),
    }
}

/// A bias that Gemm would broadcast, as one number per output.
fn bias_vector(bias: &Tensor, outputs: usize) -> Option<candle_core::Result<Tensor>> {
    match bias.dims() {
        [size] | [1, size] if *size == outputs => Some(bias.flatten_all()),
        [] | [1] | [1, 1] => {
            Some(bias.flatten_all().and_then(|bias| bias.broadcast_as(outputs)).and_then(|bias| bias.contiguous()))
        }
        _ => None,
    }
}
