//! Operators that give the same numbers another shape or order, and reductions.
//!
//! Files contain shapes for one batch size (or compute them from it); the targets written here hold for any.

use super::{array::Array, array::broadcast_shape, draft::Value, fold, step::Step};
use crate::{
    formats::{Result, numbers::element_count},
    network::{
        Operator,
        ops::{Arithmetic, Reduce, ReduceKind, Reshape, Transpose},
    },
};

/// The same numbers as `x` in `shape` (at batch size 1), under the node's own name.
pub fn emit_reshape(step: &mut Step<'_, '_>, x: &Value, shape: &[usize]) -> Result<Value> {
    if let Value::Known(known) = x {
        return Ok(step.constant(step.computed(known.tensor.reshape(shape))?));
    }
    let target = batch_free(&step.shape(x), shape);
    step.emit(Operator::Reshape(Reshape { target }), std::slice::from_ref(x))
}

/// A target that holds for any batch size: the first axis keeps its size, or takes the batch into itself where it changes.
fn batch_free(from: &[usize], to: &[usize]) -> Vec<i64> {
    let mut target: Vec<i64> = to.iter().map(|&size| size as i64).collect();
    if let Some(first) = target.first_mut() {
        *first = if from.first() == to.first() { 0 } else { -1 };
    }
    target
}

/// Reshape.
pub fn reshape(step: &mut Step<'_, '_>) -> Result<Value> {
    let x = step.input(0)?;
    let Some(target) = step.known_integers(1)? else { return Err(step.problem("its shape is missing")) };
    let from = step.shape(&x);
    let count: usize = from.iter().product();
    let mut shape = Vec::with_capacity(target.len());
    let mut open = None;
    for (axis, &size) in target.iter().enumerate() {
        match size {
            -1 if open.is_none() => {
                open = Some(axis);
                shape.push(1);
            }
            0 if !step.flag("allowzero") && axis < from.len() => shape.push(from[axis]),
            // A batch size that the export has fixed.
            size if axis == 0 && size > 1 && size as usize == step.file_batch() && from.first() == Some(&1) => shape.push(1),
            size => shape.push(step.size(size, "size")?),
        }
    }
    let known = element_count(&shape).unwrap_or(usize::MAX);
    if let Some(axis) = open
        && known > 0
    {
        shape[axis] = count / known;
    }
    if element_count(&shape) != Some(count) {
        return Err(step.problem(format!(
            "{from:?} cannot be reshaped to {target:?}; the model may need another input size than {:?}",
            &from[from.len().min(2)..]
        )));
    }
    emit_reshape(step, &x, &shape)
}

/// Flatten: everything before the axis, and everything from it on.
pub fn flatten(step: &mut Step<'_, '_>) -> Result<Value> {
    let x = step.input(0)?;
    let from = step.shape(&x);
    let axis = match step.integer("axis").unwrap_or(1) {
        axis if axis == from.len() as i64 => from.len(),
        axis => step.axis(axis, from.len())?,
    };
    emit_reshape(step, &x, &[from[..axis].iter().product(), from[axis..].iter().product()])
}

/// Squeeze; without axes it takes away every axis of size 1 but the batch.
pub fn squeeze(step: &mut Step<'_, '_>) -> Result<Value> {
    let x = step.input(0)?;
    let from = step.shape(&x);
    let gone: Vec<usize> = match step.list("axes", 1)? {
        Some(axes) => axes.iter().map(|&axis| step.axis(axis, from.len())).collect::<Result<_>>()?,
        None => {
            let first = usize::from(matches!(x, Value::Computed(_)));
            (first..from.len()).filter(|&axis| from[axis] == 1).collect()
        }
    };
    if let Some(&axis) = gone.iter().find(|&&axis| from[axis] != 1) {
        return Err(step.problem(format!("it takes away axis {axis}, which has {} entries", from[axis])));
    }
    let shape: Vec<usize> = (0..from.len()).filter(|axis| !gone.contains(axis)).map(|axis| from[axis]).collect();
    emit_reshape(step, &x, &shape)
}

/// Unsqueeze.
pub fn unsqueeze(step: &mut Step<'_, '_>) -> Result<Value> {
    let x = step.input(0)?;
    let Some(axes) = step.list("axes", 1)? else { return Err(step.problem("its axes are missing")) };
    let from = step.shape(&x);
    let rank = from.len() + axes.len();
    let mut added: Vec<usize> = axes.iter().map(|&axis| step.axis(axis, rank)).collect::<Result<_>>()?;
    added.sort_unstable();
    added.dedup();
    if added.len() != axes.len() {
        return Err(step.problem(format!("it adds the same axis twice ({axes:?})")));
    }
    let mut kept = from.iter();
    let shape: Vec<usize> =
        (0..rank).map(|axis| if added.contains(&axis) { 1 } else { kept.next().copied().unwrap_or(1) }).collect();
    emit_reshape(step, &x, &shape)
}

/// Transpose.
pub fn transpose(step: &mut Step<'_, '_>) -> Result<Value> {
    let x = step.input(0)?;
    if step.is_turned_input(&x) {
        return step.pass(&x);
    }
    let rank = step.shape(&x).len();
    let permutation: Vec<usize> = match step.integers("perm") {
        Some(axes) => axes.iter().map(|&axis| step.axis(axis, rank)).collect::<Result<_>>()?,
        None => (0..rank).rev().collect(),
    };
    if permutation.len() != rank || (0..rank).any(|axis| !permutation.contains(&axis)) {
        return Err(step.problem(format!("{permutation:?} is no order of {rank} axes")));
    }
    step.emit(Operator::Transpose(Transpose { permutation }), &[x])
}

/// Expand: a shape that already fits passes; otherwise the value is multiplied with ones.
pub fn expand(step: &mut Step<'_, '_>) -> Result<Value> {
    let x = step.input(0)?;
    let mut shape = fold::known_shape(step, 1)?;
    let from = step.shape(&x);
    if shape.len() == from.len() && from.first() == Some(&1) && shape[0] == step.file_batch() {
        shape[0] = 1;
    }
    let Some(shape) = broadcast_shape(&from, &shape) else {
        return Err(step.problem(format!("{from:?} cannot be expanded to {shape:?}")));
    };
    if shape == from {
        return step.pass(&x);
    }
    let one = Array { shape: Vec::new(), values: vec![1.0], whole: false };
    let ones = one.expand(&shape).ok_or_else(|| step.problem(format!("{shape:?} is too large")))?;
    if let Some(array) = step.as_array(&x)? {
        let expanded = array.expand(&shape).ok_or_else(|| step.problem(format!("{shape:?} is too large")))?;
        return fold::finish(step, &expanded);
    }
    let ones = step.constant(step.computed(ones.tensor())?);
    step.emit(Operator::Arithmetic(Arithmetic::Multiply), &[x, ones])
}

/// ReduceMean and its kin; axes were an attribute before opset 18 (13 for sums).
pub fn reduce(step: &mut Step<'_, '_>, kind: ReduceKind) -> Result<Value> {
    let x = step.input(0)?;
    let rank = step.shape(&x).len();
    let listed = step.list("axes", 1)?.filter(|axes| !axes.is_empty());
    if listed.is_none() && step.flag("noop_with_empty_axes") {
        return step.pass(&x);
    }
    let mut axes: Vec<usize> = match listed {
        Some(axes) => axes.iter().map(|&axis| step.axis(axis, rank)).collect::<Result<_>>()?,
        None => (0..rank).collect(),
    };
    axes.sort_unstable();
    axes.dedup();
    if axes.contains(&0) && matches!(x, Value::Computed(_)) {
        return Err(step.problem("it mixes the pictures of a batch, as only losses do; export the network without its loss"));
    }
    let keep = step.integer("keepdims").unwrap_or(1) != 0;
    step.emit(Operator::Reduce(Reduce { kind, axes, keep }), &[x])
}
