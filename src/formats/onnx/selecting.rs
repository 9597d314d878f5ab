//! Operators that pick parts of a value, join values, or add a border.

use candle_core::{Device, Tensor};

use super::{array::Array, draft::Value, shaping::emit_reshape, step::Step};
use crate::{
    formats::Result,
    network::{
        Operator,
        ops::{Concatenate, Pad, PadMode, Slice, SliceRange},
    },
};

/// More runs than this in one picked axis become too many nodes; channel reversals and shuffles of colours need three.
const MOST_RUNS: usize = 64;

/// Concat.
pub fn concatenate(step: &mut Step<'_, '_>) -> Result<Value> {
    let inputs = step.inputs()?;
    let Some(first) = inputs.first() else { return Err(step.problem("it has no inputs; export the model again")) };
    let Some(axis) = step.integer("axis") else { return Err(step.problem("its axis is missing; export the model again")) };
    let axis = step.axis(axis, step.shape(first).len())?;
    step.emit(Operator::Concatenate(Concatenate { axis }), &inputs)
}

/// Split: one slice per output.
pub fn split(step: &mut Step<'_, '_>) -> Result<Vec<Value>> {
    let x = step.input(0)?;
    let shape = step.shape(&x);
    let axis = step.axis(step.integer("axis").unwrap_or(0), shape.len())?;
    let count = step.outputs().len().max(1);
    let sizes: Vec<usize> = match step.list("split", 1)? {
        Some(sizes) => sizes.iter().map(|&size| step.size(size, "size")).collect::<Result<_>>()?,
        None => {
            let parts = step.positive(step.integer("num_outputs").unwrap_or(count as i64), "number of outputs")?;
            let size = shape[axis].div_ceil(parts);
            (0..parts).map(|part| size.min(shape[axis].saturating_sub(part * size))).collect()
        }
    };
    if sizes.len() != count || sizes.iter().sum::<usize>() != shape[axis] {
        return Err(step.problem(format!("it splits {} entries into {sizes:?} for {count} outputs", shape[axis])));
    }
    let mut start = 0;
    let mut parts = Vec::with_capacity(count);
    for size in sizes {
        let indices: Vec<usize> = (start..start + size).collect();
        parts.push(pick(step, &x, axis, &indices, Naming::Own)?);
        start += size;
    }
    Ok(parts)
}

/// Slice; the bounds were attributes before opset 10.
pub fn slice(step: &mut Step<'_, '_>) -> Result<Value> {
    let mut x = step.input(0)?;
    let (Some(starts), Some(ends)) = (step.list("starts", 1)?, step.list("ends", 2)?) else {
        return Err(step.problem("its bounds are missing"));
    };
    let axes = step.list("axes", 3)?.unwrap_or_else(|| (0..starts.len() as i64).collect());
    let steps = step.known_integers(4)?.unwrap_or_else(|| vec![1; starts.len()]);
    if [ends.len(), axes.len(), steps.len()].iter().any(|&length| length != starts.len()) {
        return Err(step.problem("its bounds are not of one length; export the model again"));
    }
    let shape = step.shape(&x);
    let mut cuts = Vec::new();
    for (((&start, &end), &axis), &stride) in starts.iter().zip(&ends).zip(&axes).zip(&steps) {
        let axis = step.axis(axis, shape.len())?;
        if stride == 0 {
            return Err(step.problem("its step is 0; export the model again"));
        }
        let indices = range(start, end, stride, shape[axis]);
        if !indices.iter().copied().eq(0..shape[axis]) {
            cuts.push((axis, indices));
        }
    }
    // All plain cuts together are one node.
    if matches!(x, Value::Computed(_))
        && let Some(ranges) = cuts.iter().map(|(axis, indices)| single_run(*axis, indices)).collect::<Option<Vec<_>>>()
        && !ranges.is_empty()
    {
        return step.emit(Operator::Slice(Slice { ranges }), &[x]);
    }
    let Some((last, before)) = cuts.split_last() else { return step.pass(&x) };
    for (axis, indices) in before {
        x = pick(step, &x, *axis, indices, Naming::Part)?;
    }
    pick(step, &x, last.0, &last.1, Naming::Own)
}

/// What `[start:end:step]` selects of an axis, as ONNX (and NumPy) define it.
fn range(start: i64, end: i64, step: i64, size: usize) -> Vec<usize> {
    let mut indices = Vec::new();
    if size == 0 {
        return indices;
    }
    let size = size as i64;
    let from_end = |index: i64| if index < 0 { index.saturating_add(size) } else { index };
    let (lowest, highest) = if step > 0 { (0, size) } else { (-1, size - 1) };
    let mut at = from_end(start).clamp(0, highest);
    let end = from_end(end).clamp(lowest, highest);
    while (step > 0 && at < end) || (step < 0 && at > end) {
        indices.extend(usize::try_from(at));
        at = at.saturating_add(step);
    }
    indices
}

/// Gather with indices that are known: picks entries of one axis.
pub fn gather(step: &mut Step<'_, '_>) -> Result<Value> {
    let x = step.input(0)?;
    let Some(indices) = step.known(1)? else { return Err(step.problem("its indices are missing")) };
    let shape = step.shape(&x);
    let axis = step.axis(step.integer("axis").unwrap_or(0), shape.len())?;
    let picked: Vec<usize> = indices.integers().iter().map(|&index| step.axis(index, shape[axis])).collect::<Result<_>>()?;
    if indices.shape.len() == 1 {
        return pick(step, &x, axis, &picked, Naming::Own);
    }
    let flat = pick(step, &x, axis, &picked, Naming::Part)?;
    let shape = [&shape[..axis], &indices.shape, &shape[axis + 1..]].concat();
    emit_reshape(step, &flat, &shape)
}

/// Whether a node is the ONNX node itself or a part of it.
#[derive(Clone, Copy)]
enum Naming {
    Own,
    Part,
}

impl Naming {
    fn emit(self, step: &mut Step<'_, '_>, operator: Operator, inputs: &[Value]) -> Result<Value> {
        match self {
            Self::Own => step.emit(operator, inputs),
            Self::Part => step.emit_part("part", operator, inputs),
        }
    }
}

/// The entries `indices` of one axis, in their order.
fn pick(step: &mut Step<'_, '_>, x: &Value, axis: usize, indices: &[usize], naming: Naming) -> Result<Value> {
    if let Value::Known(known) = x {
        let count = indices.len();
        let indices: Vec<i64> = indices.iter().map(|&index| index as i64).collect();
        let picked = Tensor::from_vec(indices, count, &Device::Cpu)
            .and_then(|indices| known.tensor.contiguous()?.index_select(&indices, axis));
        return Ok(step.constant(step.computed(picked)?));
    }
    let runs = runs(axis, indices);
    match runs.as_slice() {
        [] => Err(step.problem("it picks nothing; the input is too small for this network")),
        [run] => naming.emit(step, Operator::Slice(Slice { ranges: vec![*run] }), std::slice::from_ref(x)),
        many if many.len() > MOST_RUNS => {
            Err(step.problem(format!("it reorders {} entries of an axis, which Convscope does not read", indices.len())))
        }
        many => {
            let mut parts = Vec::with_capacity(many.len());
            for run in many {
                parts.push(step.emit_part("part", Operator::Slice(Slice { ranges: vec![*run] }), std::slice::from_ref(x))?);
            }
            naming.emit(step, Operator::Concatenate(Concatenate { axis }), &parts)
        }
    }
}

fn single_run(axis: usize, indices: &[usize]) -> Option<SliceRange> {
    match runs(axis, indices).as_slice() {
        [run] => Some(*run),
        _ => None,
    }
}

/// The fewest evenly rising runs, from the left, that make up a list of indices.
fn runs(axis: usize, indices: &[usize]) -> Vec<SliceRange> {
    let mut runs = Vec::new();
    let mut rest = indices;
    while let Some(&first) = rest.first() {
        let distance = rest.get(1).and_then(|&second| second.checked_sub(first)).filter(|&distance| distance > 0);
        let (length, step) = match distance {
            None => (1, 1),
            Some(distance) => {
                (1 + rest.windows(2).take_while(|pair| pair[1].checked_sub(pair[0]) == Some(distance)).count(), distance)
            }
        };
        let end = first + (length - 1) * step + 1;
        runs.push(SliceRange { axis, start: first as i64, end: end as i64, step });
        rest = &rest[length..];
    }
    runs
}

/// Pad, with its amounts as an attribute (before opset 11) or an input; negative amounts cut.
pub fn pad(step: &mut Step<'_, '_>) -> Result<Value> {
    let x = step.input(0)?;
    let shape = step.shape(&x);
    let Some(pads) = step.list("pads", 1)? else { return Err(step.problem("its amounts are missing")) };
    let axes: Vec<usize> = match step.known_integers(3)? {
        Some(axes) => axes.iter().map(|&axis| step.axis(axis, shape.len())).collect::<Result<_>>()?,
        None => (0..shape.len()).collect(),
    };
    if pads.len() != axes.len() * 2 {
        return Err(step.problem(format!("it lists {} amounts for {} axes; export the model again", pads.len(), axes.len())));
    }
    let mut amounts = vec![[0; 2]; shape.len()];
    let mut cuts = Vec::new();
    for (position, &axis) in axes.iter().enumerate() {
        let both = [pads[position], pads[position + axes.len()]];
        for (amount, &pad) in amounts[axis].iter_mut().zip(&both) {
            *amount = step.size(pad.max(0), "padding")?;
        }
        if both.iter().any(|&pad| pad < 0) {
            let start = (-both[0].clamp(-(shape[axis] as i64), 0)).max(0);
            let end = shape[axis] as i64 + both[1].clamp(-(shape[axis] as i64), 0);
            cuts.push(SliceRange { axis, start, end, step: 1 });
        }
    }
    let mode = match step.text("mode").unwrap_or("constant") {
        "constant" => {
            let number = step.known(2)?.as_ref().and_then(Array::single);
            PadMode::Constant(number.unwrap_or_else(|| step.float("value", 0.0)))
        }
        "reflect" => PadMode::Reflect,
        "edge" => PadMode::Edge,
        other => return Err(step.problem(format!("its mode {other:?} is not read; constant, reflect and edge are"))),
    };
    if amounts.iter().all(|amount| *amount == [0, 0]) {
        return if cuts.is_empty() { step.pass(&x) } else { step.emit(Operator::Slice(Slice { ranges: cuts }), &[x]) };
    }
    let x = if cuts.is_empty() { x } else { step.emit_part("cut", Operator::Slice(Slice { ranges: cuts }), &[x])? };
    step.emit(Operator::Pad(Pad { amounts, mode }), &[x])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_follow_numpy() {
        assert_eq!(range(0, i64::MAX, 1, 4), [0, 1, 2, 3]);
        assert_eq!(range(-2, i64::MAX, 1, 4), [2, 3]);
        assert_eq!(range(1, -1, 2, 6), [1, 3]);
        assert_eq!(range(-1, i64::MIN, -1, 3), [2, 1, 0]);
        assert_eq!(range(3, 0, -2, 4), [3, 1]);
        assert_eq!(range(5, 9, 1, 4), [0usize; 0]);
        assert_eq!(range(0, i64::MAX, i64::MAX, 4), [0]);
        assert_eq!(range(0, 5, 1, 0), [0usize; 0]);
        assert_eq!(range(-1, i64::MIN, -1, 0), [0usize; 0]);
    }

    #[test]
    fn runs_are_few() {
        let shape = |indices: &[usize]| runs(1, indices).iter().map(|run| (run.start, run.end, run.step)).collect::<Vec<_>>();
        assert_eq!(shape(&[2, 3, 4]), [(2, 5, 1)]);
        assert_eq!(shape(&[0, 2, 4]), [(0, 5, 2)]);
        assert_eq!(shape(&[2, 1, 0]), [(2, 3, 1), (1, 2, 1), (0, 1, 1)]);
        assert_eq!(shape(&[1, 1]), [(1, 2, 1), (1, 2, 1)]);
    }
}
