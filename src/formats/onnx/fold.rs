//! Shape arithmetic: operators whose answer is known while importing, because it follows from constants and shapes alone
//! (at batch size 1; `shaping.rs` frees the answers from that again).

use rten_onnx::onnx::DataType;

use super::{
    array::{Array, MOST_NUMBERS},
    draft::Value,
    step::Step,
    tensor,
};
use crate::formats::{Result, numbers::element_count};

/// The answer of an operator that is folded whenever its inputs are known and small; `None` if it must be translated.
pub fn fold(step: &mut Step<'_, '_>, operator: &str) -> Result<Option<Value>> {
    let mut arrays = Vec::new();
    for index in 0..step.input_count() {
        let Some(value) = step.optional(index)? else { return Ok(None) };
        let Some(array) = step.as_array(&value)? else { return Ok(None) };
        arrays.push(array);
    }
    let answer = match arrays.as_slice() {
        [only] => one(step, operator, only)?,
        [left, right] => two(step, operator, left, right)?,
        [condition, yes, no] if operator == "Where" => Some(choose(step, condition, yes, no)?),
        [first, rest @ ..] if matches!(operator, "Min" | "Max" | "Sum") => {
            let mut answer = Some(first.clone());
            for next in rest {
                answer = match answer {
                    Some(so_far) => two(step, operator, &so_far, next)?,
                    None => None,
                };
            }
            answer
        }
        _ => None,
    };
    answer.map(|array| finish(step, &array)).transpose()
}

/// Folded numbers as the node's value.
pub fn finish(step: &Step<'_, '_>, array: &Array) -> Result<Value> {
    Ok(step.constant(step.computed(array.tensor())?))
}

fn one(step: &mut Step<'_, '_>, operator: &str, x: &Array) -> Result<Option<Array>> {
    let reduced = |values: fn(&[f64]) -> f64| {
        // Only whole lists are reduced in shape arithmetic.
        let shape = if step.integer("keepdims").unwrap_or(1) != 0 { vec![1; x.shape.len()] } else { Vec::new() };
        Array { shape, values: vec![values(&x.values)], whole: x.whole }
    };
    Ok(Some(match operator {
        "Neg" => x.map(x.whole, |value| -value),
        "Abs" => x.map(x.whole, f64::abs),
        "Sign" => x.map(x.whole, |value| if value == 0.0 { 0.0 } else { value.signum() }),
        "Floor" => x.map(x.whole, f64::floor),
        "Ceil" => x.map(x.whole, f64::ceil),
        "Round" => x.map(x.whole, f64::round_ties_even),
        "Sqrt" => x.map(x.whole, f64::sqrt),
        "Exp" => x.map(x.whole, f64::exp),
        "Log" => x.map(x.whole, f64::ln),
        "Reciprocal" => x.map(x.whole, f64::recip),
        "Not" => x.map(true, |value| f64::from(value == 0.0)),
        "Cast" => return cast(step, x).map(Some),
        "ReduceProd" if x.shape.len() <= 1 => reduced(|values| values.iter().product()),
        "ReduceSum" if x.shape.len() <= 1 => reduced(|values| values.iter().sum()),
        "ReduceMax" if x.shape.len() <= 1 => reduced(|values| values.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
        "ReduceMin" if x.shape.len() <= 1 => reduced(|values| values.iter().copied().fold(f64::INFINITY, f64::min)),
        "NonZero" if x.shape.len() <= 1 => {
            let places: Vec<i64> = (0..).zip(&x.values).filter(|(_, value)| **value != 0.0).map(|(index, _)| index).collect();
            Array { shape: vec![x.shape.len(), places.len()], ..Array::list(places) }
        }
        _ => return Ok(None),
    }))
}

fn cast(step: &Step<'_, '_>, x: &Array) -> Result<Array> {
    let code = step.integer("to").and_then(|code| i32::try_from(code).ok()).map(DataType);
    Ok(match code {
        Some(DataType::FLOAT | DataType::FLOAT16 | DataType::DOUBLE | DataType::BFLOAT16) => x.map(false, |value| value),
        Some(DataType::BOOL) => x.map(true, |value| f64::from(value != 0.0)),
        Some(
            DataType::INT8
            | DataType::INT16
            | DataType::INT32
            | DataType::INT64
            | DataType::UINT8
            | DataType::UINT16
            | DataType::UINT32
            | DataType::UINT64,
        ) => x.map(true, f64::trunc),
        _ => return Err(step.problem("it casts to a type that Convscope does not know; export the model in float32")),
    })
}

fn two(step: &Step<'_, '_>, operator: &str, left: &Array, right: &Array) -> Result<Option<Array>> {
    let whole = left.whole && right.whole;
    let logical = |test: fn(f64, f64) -> bool| left.zip(right, true, |left, right| f64::from(test(left, right)));
    let answer = match operator {
        "Add" | "Sum" => left.zip(right, whole, |left, right| left + right),
        "Sub" => left.zip(right, whole, |left, right| left - right),
        "Mul" => left.zip(right, whole, |left, right| left * right),
        "Div" | "Mod" if whole && right.values.contains(&0.0) => return Err(step.problem("it divides a shape by 0")),
        "Div" if whole => left.zip(right, true, |left, right| (left / right).trunc()),
        "Div" => left.zip(right, false, |left, right| left / right),
        "Mod" if step.flag("fmod") => left.zip(right, whole, |left, right| left % right),
        "Mod" => left.zip(right, whole, |left, right| left - right * (left / right).floor()),
        "Pow" => left.zip(right, left.whole, f64::powf),
        "Min" => left.zip(right, whole, f64::min),
        "Max" => left.zip(right, whole, f64::max),
        "Equal" => logical(|left, right| left == right),
        "Less" => logical(|left, right| left < right),
        "LessOrEqual" => logical(|left, right| left <= right),
        "Greater" => logical(|left, right| left > right),
        "GreaterOrEqual" => logical(|left, right| left >= right),
        "And" => logical(|left, right| left != 0.0 && right != 0.0),
        "Or" => logical(|left, right| left != 0.0 || right != 0.0),
        "Xor" => logical(|left, right| (left != 0.0) != (right != 0.0)),
        "Tile" => return tile(step, left, right).map(Some),
        _ => return Ok(None),
    };
    match answer {
        Some(array) => Ok(Some(array)),
        None => Err(step.problem(format!("the shapes {:?} and {:?} do not fit together", left.shape, right.shape))),
    }
}

fn choose(step: &Step<'_, '_>, condition: &Array, yes: &Array, no: &Array) -> Result<Array> {
    let answer = || {
        let shape = yes.zip(no, yes.whole, |yes, _| yes)?.zip(condition, yes.whole, |yes, _| yes)?.shape;
        let (condition, yes, no) = (condition.expand(&shape)?, yes.expand(&shape)?, no.expand(&shape)?);
        let pick = |index: usize| if condition.values[index] != 0.0 { yes.values[index] } else { no.values[index] };
        Some(Array { values: (0..condition.values.len()).map(pick).collect(), shape, whole: yes.whole && no.whole })
    };
    answer().ok_or_else(|| step.problem("the shapes of its inputs do not fit together"))
}

fn tile(step: &Step<'_, '_>, x: &Array, repeats: &Array) -> Result<Array> {
    let [size] = x.shape.as_slice() else { return Err(step.problem("it tiles more than a list; simplify the model (onnxsim)")) };
    let repeats = step.size(repeats.integers().first().copied().unwrap_or(1), "number of repeats")?;
    if repeats.checked_mul(*size).is_none_or(|count| count > MOST_NUMBERS) {
        return Err(step.problem("it tiles to more than shape arithmetic ever needs"));
    }
    let values = x.values.repeat(repeats);
    Ok(Array { shape: vec![values.len()], values, whole: x.whole })
}

/// Shape: a value's sizes, from `start` to `end`.
pub fn shape(step: &mut Step<'_, '_>) -> Result<Value> {
    let value = step.input(0)?;
    let shape = step.shape(&value);
    let rank = shape.len() as i64;
    let clamp = |index: i64| (if index < 0 { index.saturating_add(rank) } else { index }).clamp(0, rank) as usize;
    let (start, end) = (clamp(step.integer("start").unwrap_or(0)), clamp(step.integer("end").unwrap_or(rank)));
    finish(step, &Array::list(shape[start..end.max(start)].iter().map(|&size| size as i64)))
}

/// Size: how many numbers a value has.
pub fn size(step: &mut Step<'_, '_>) -> Result<Value> {
    let value = step.input(0)?;
    let count = element_count(&step.shape(&value)).unwrap_or(usize::MAX);
    finish(step, &Array { shape: Vec::new(), values: vec![count as f64], whole: true })
}

/// Constant, in all its forms.
pub fn constant(step: &mut Step<'_, '_>) -> Result<Value> {
    if let Some(proto) = step.tensor("value") {
        // A constant inside a node has no folder of its own: exporters put only initializers into other files.
        return Ok(step.constant(tensor::read(proto, None)?));
    }
    let array = if let Some(value) = step.integer("value_int") {
        Array { shape: Vec::new(), ..Array::list([value]) }
    } else if let Some(values) = step.integers("value_ints") {
        Array::list(values.iter().copied())
    } else if let Some(values) = step.floats("value_floats") {
        Array { shape: vec![values.len()], values: values.iter().map(|&value| f64::from(value)).collect(), whole: false }
    } else {
        let value = step.float("value_float", f64::NAN);
        if value.is_nan() {
            return Err(step.problem("it holds no dense numbers (text and sparse tensors are not read); export the model again"));
        }
        Array { shape: Vec::new(), values: vec![value], whole: false }
    };
    finish(step, &array)
}

/// ConstantOfShape: one number, repeated.
pub fn constant_of_shape(step: &mut Step<'_, '_>) -> Result<Value> {
    let shape = known_shape(step, 0)?;
    let fill = match step.tensor("value") {
        Some(proto) => step.computed(Array::of(&tensor::read(proto, None)?))?,
        None => Array { shape: vec![1], values: vec![0.0], whole: false },
    };
    let Some(number) = fill.single() else { return Err(step.problem("its value must be one number")) };
    let single = Array { shape: Vec::new(), values: vec![number], whole: fill.whole };
    let filled = single.expand(&shape).ok_or_else(|| step.problem(format!("its shape {shape:?} is too large")))?;
    finish(step, &filled)
}

/// Range: start, start + delta, ... before limit.
pub fn range(step: &mut Step<'_, '_>) -> Result<Value> {
    let mut bounds = Vec::new();
    let mut whole = true;
    for index in 0..3 {
        let array = step.known(index)?;
        let Some(number) = array.as_ref().and_then(Array::single) else {
            return Err(step.problem("its start, limit and delta must be one number each"));
        };
        whole &= array.is_some_and(|array| array.whole);
        bounds.push(number);
    }
    let count = ((bounds[1] - bounds[0]) / bounds[2]).ceil().max(0.0);
    if count.is_nan() || count > MOST_NUMBERS as f64 {
        return Err(step.problem("it counts further than shape arithmetic ever needs"));
    }
    let values: Vec<f64> = (0..count as usize).map(|index| bounds[0] + index as f64 * bounds[2]).collect();
    finish(step, &Array { shape: vec![values.len()], values, whole })
}

/// A shape that is known while importing.
pub fn known_shape(step: &mut Step<'_, '_>, index: usize) -> Result<Vec<usize>> {
    let Some(sizes) = step.known_integers(index)? else { return Err(step.problem("its shape is missing")) };
    sizes.iter().map(|&size| step.size(size, "size")).collect()
}
