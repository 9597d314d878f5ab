//! Normalizations and softmax.

use super::{
    draft::{Known, Value},
    step::Step,
};
use crate::{
    formats::Result,
    network::{
        Operator,
        ops::{
            BatchNormalization, GroupNormalization, LayerNormalization, LocalResponseNormalization, LpNormalization, Reshape,
            Softmax,
        },
    },
};

const EPSILON: f64 = 1e-5;

/// BatchNormalization while predicting.
pub fn batch(step: &mut Step<'_, '_>) -> Result<Value> {
    if step.flag("training_mode") || step.integer("spatial") == Some(0) {
        return Err(step.problem("it was exported for training; call model.eval() and export again"));
    }
    let inputs = step.inputs()?;
    let epsilon = step.float("epsilon", EPSILON);
    step.emit(Operator::BatchNormalization(BatchNormalization { epsilon }), &inputs)
}

/// InstanceNormalization: each channel is a group of its own.
pub fn instance(step: &mut Step<'_, '_>) -> Result<Value> {
    let inputs = step.inputs()?;
    let groups = inputs.first().and_then(|x| step.shape(x).get(1).copied()).unwrap_or(1);
    let epsilon = step.float("epsilon", EPSILON);
    step.emit(Operator::GroupNormalization(GroupNormalization { groups, epsilon }), &inputs)
}

/// GroupNormalization; opset 18 gives scale and shift per group, opset 21 per channel.
pub fn group(step: &mut Step<'_, '_>) -> Result<Value> {
    let groups = step.positive(step.integer("num_groups").unwrap_or(1), "number of groups")?;
    let mut inputs = step.inputs()?;
    let channels = inputs.first().and_then(|x| step.shape(x).get(1).copied()).unwrap_or(1);
    for input in inputs.iter_mut().skip(1) {
        if let Value::Known(Known { tensor, .. }) = input
            && tensor.dims() == [groups]
            && groups < channels
        {
            let each = channels / groups;
            let repeated = tensor
                .reshape((groups, 1))
                .and_then(|tensor| tensor.broadcast_as((groups, each)))
                .and_then(|tensor| tensor.flatten_all());
            *input = step.derived(input, step.computed(repeated)?);
        }
    }
    let epsilon = step.float("epsilon", EPSILON);
    step.emit(Operator::GroupNormalization(GroupNormalization { groups, epsilon }), &inputs)
}

/// LayerNormalization over the last axes.
pub fn layer(step: &mut Step<'_, '_>) -> Result<Value> {
    let mut inputs = vec![step.input(0)?];
    let rank = step.shape(&inputs[0]).len();
    let axes = rank - step.axis(step.integer("axis").unwrap_or(-1), rank)?;
    inputs.extend(step.optional(1)?);
    inputs.extend(step.optional(2)?);
    let epsilon = step.float("epsilon", EPSILON);
    step.emit(Operator::LayerNormalization(LayerNormalization { axes, epsilon }), &inputs)
}

/// LRN.
pub fn local_response(step: &mut Step<'_, '_>) -> Result<Value> {
    let x = step.input(0)?;
    let size = step.positive(step.integer("size").unwrap_or(0), "size")?;
    let (alpha, beta, bias) = (step.float("alpha", 1e-4), step.float("beta", 0.75), step.float("bias", 1.0));
    step.emit(Operator::LocalResponseNormalization(LocalResponseNormalization { size, alpha, beta, bias }), &[x])
}

/// LpNormalization: p is 2 unless said, and nothing but 1 and 2.
pub fn length(step: &mut Step<'_, '_>) -> Result<Value> {
    let x = step.input(0)?;
    let axis = step.axis(step.integer("axis").unwrap_or(-1), step.shape(&x).len())?;
    let of_magnitudes = step.integer("p") == Some(1);
    step.emit(Operator::LpNormalization(LpNormalization { axis, of_magnitudes }), &[x])
}

/// Softmax and LogSoftmax; before opset 13 they work on everything from the axis on, flattened.
pub fn softmax(step: &mut Step<'_, '_>, logarithm: bool) -> Result<Value> {
    let x = step.input(0)?;
    let shape = step.shape(&x);
    let flattens = step.opset() < 13;
    let axis = step.axis(step.integer("axis").unwrap_or(if flattens { 1 } else { -1 }), shape.len())?;
    if flattens && shape[axis + 1..].iter().any(|&size| size != 1) {
        let kept: Vec<i64> = (0..axis).map(|_| 0).collect();
        let flat = Operator::Reshape(Reshape { target: [&kept[..], &[-1]].concat() });
        let back = shape[axis..].iter().map(|&size| size as i64);
        let back = Operator::Reshape(Reshape { target: kept.iter().copied().chain(back).collect() });
        let flattened = step.emit_part("flatten", flat, &[x])?;
        let softmax = step.emit_part("softmax", Operator::Softmax(Softmax { axis, logarithm }), &[flattened])?;
        return step.emit(back, &[softmax]);
    }
    step.emit(Operator::Softmax(Softmax { axis, logarithm }), &[x])
}
