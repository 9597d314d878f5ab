//! Element-wise operators: activations, arithmetic, and those that pass their input.

use rten_onnx::onnx::DataType;

use super::{draft::Value, step::Step};
use crate::{
    formats::Result,
    network::{
        Operator,
        ops::{Activation, Arithmetic, ParametricRelu},
    },
};

/// An activation without attributes.
pub fn activation(step: &mut Step<'_, '_>, activation: Activation) -> Result<Value> {
    let x = step.input(0)?;
    step.emit(Operator::Activation(activation), &[x])
}

/// Activations with attributes, each with ONNX's defaults.
pub fn with_attributes(step: &mut Step<'_, '_>, operator: &str) -> Result<Value> {
    let made = match operator {
        "LeakyRelu" => Activation::LeakyRelu { slope: step.float("alpha", 0.01) },
        "Elu" => Activation::Elu { alpha: step.float("alpha", 1.0) },
        "HardSigmoid" => Activation::HardSigmoid { slope: step.float("alpha", 0.2), offset: step.float("beta", 0.5) },
        "Gelu" => Activation::Gelu { tanh: step.text("approximate") == Some("tanh") },
        _ => Activation::Selu {
            alpha: step.float("alpha", 1.673_263_242_354_377_3),
            scale: step.float("gamma", 1.050_700_987_355_480_5),
        },
    };
    activation(step, made)
}

/// Clip, with its bounds as attributes (before opset 11) or inputs.
pub fn clip(step: &mut Step<'_, '_>) -> Result<Value> {
    let bound = |step: &mut Step<'_, '_>, name: &str, index: usize, default: f64| -> Result<f64> {
        let Some(bound) = step.known(index)? else { return Ok(step.float(name, default)) };
        bound.single().ok_or_else(|| step.problem("its bounds must be one number each"))
    };
    let minimum = bound(step, "min", 1, f64::NEG_INFINITY)?;
    let maximum = bound(step, "max", 2, f64::INFINITY)?;
    activation(step, Activation::Clip { minimum, maximum })
}

/// PRelu.
pub fn parametric_relu(step: &mut Step<'_, '_>) -> Result<Value> {
    let inputs = step.inputs()?;
    step.emit(Operator::ParametricRelu(ParametricRelu), &inputs)
}

/// Arithmetic on two values, or on any number of them one after the other.
pub fn arithmetic(step: &mut Step<'_, '_>, kind: Arithmetic) -> Result<Value> {
    let inputs = step.inputs()?;
    combine(step, kind, &inputs)
}

fn combine(step: &mut Step<'_, '_>, kind: Arithmetic, inputs: &[Value]) -> Result<Value> {
    let operator = || Operator::Arithmetic(kind);
    match inputs {
        [] => Err(step.problem("it has no inputs; export the model again")),
        [only] => step.pass(only),
        [first, middle @ .., last] => {
            let mut so_far = first.clone();
            for next in middle {
                so_far = step.emit_part("partial", operator(), &[so_far, next.clone()])?;
            }
            step.emit(operator(), &[so_far, last.clone()])
        }
    }
}

/// Mul; `x * sigmoid(x)` and `x * hard sigmoid(x)` are the activations that exporters take apart.
pub fn multiply(step: &mut Step<'_, '_>) -> Result<Value> {
    let inputs = step.inputs()?;
    if let [left, right] = inputs.as_slice() {
        for (x, gate) in [(left, right), (right, left)] {
            if let Some(activation) = gated(step, x, gate) {
                return step.emit(Operator::Activation(activation), std::slice::from_ref(x));
            }
        }
    }
    combine(step, Arithmetic::Multiply, &inputs)
}

/// The activation that `x * gate` is, if the gate is computed from `x` itself.
fn gated(step: &Step<'_, '_>, x: &Value, gate: &Value) -> Option<Activation> {
    let Value::Computed(x) = x else { return None };
    let (operator, inputs) = step.origin(gate)?;
    let reads_x = matches!(inputs.as_slice(), [Value::Computed(input)] if input == x);
    match operator {
        Operator::Activation(Activation::Sigmoid) if reads_x => Some(Activation::Silu),
        Operator::Activation(Activation::HardSigmoid { slope, offset })
            if reads_x && (slope - 1.0 / 6.0).abs() < 1e-6 && *offset == 0.5 =>
        {
            Some(Activation::HardSwish)
        }
        _ => None,
    }
}

/// Mean of any number of values.
pub fn mean(step: &mut Step<'_, '_>) -> Result<Value> {
    let inputs = step.inputs()?;
    let [first, rest @ ..] = inputs.as_slice() else { return Err(step.problem("it has no inputs; export the model again")) };
    let mut sum = first.clone();
    for next in rest {
        sum = step.emit_part("sum", Operator::Arithmetic(Arithmetic::Add), &[sum, next.clone()])?;
    }
    let count = super::array::Array { shape: Vec::new(), values: vec![inputs.len() as f64], whole: false };
    let count = step.constant(step.computed(count.tensor())?);
    step.emit(Operator::Arithmetic(Arithmetic::Divide), &[sum, count])
}

/// Dropout and Identity.
pub fn identity(step: &mut Step<'_, '_>) -> Result<Value> {
    let x = step.input(0)?;
    step.pass(&x)
}

/// Cast: between floating-point types nothing changes, since everything is computed in f32.
pub fn cast(step: &mut Step<'_, '_>) -> Result<Value> {
    let to = step.integer("to").and_then(|code| i32::try_from(code).ok()).map(DataType);
    if !matches!(to, Some(DataType::FLOAT | DataType::FLOAT16 | DataType::DOUBLE | DataType::BFLOAT16)) {
        return Err(step.problem("it turns what the network computes into integers, which Convscope does not read"));
    }
    identity(step)
}
