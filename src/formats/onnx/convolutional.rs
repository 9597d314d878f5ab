//! Convolution and pools: kernels, strides and the many ways in which ONNX says how to pad.

use super::{draft::Value, step::Step};
use crate::{
    formats::Result,
    network::{
        Operator,
        ops::{AveragePool, Convolution, MaxPool, Pads, Reduce, ReduceKind, TransposedConvolution},
    },
};

/// What convolutions and pools share.
struct Window {
    kernel: [usize; 2],
    stride: [usize; 2],
    dilation: [usize; 2],
    pads: Pads,
}

/// Conv.
pub fn convolution(step: &mut Step<'_, '_>) -> Result<Value> {
    let (x, weight) = (step.input(0)?, step.input(1)?);
    let shape = step.shape(&weight);
    let &[_, _, height, width] = shape.as_slice() else {
        return Err(dimensions(step, shape.len().saturating_sub(2)));
    };
    let Window { kernel, stride, dilation, pads } = window(step, &x, [height, width])?;
    let groups = step.positive(step.integer("group").unwrap_or(1), "number of groups")?;
    let mut inputs = vec![x, weight];
    inputs.extend(step.optional(2)?);
    step.emit(Operator::Convolution(Convolution { kernel, stride, dilation, pads, groups }), &inputs)
}

/// ConvTranspose.
pub fn transposed_convolution(step: &mut Step<'_, '_>) -> Result<Value> {
    let (x, weight) = (step.input(0)?, step.input(1)?);
    let shape = step.shape(&weight);
    let &[_, _, height, width] = shape.as_slice() else {
        return Err(dimensions(step, shape.len().saturating_sub(2)));
    };
    if step.integers("output_shape").is_some() || !matches!(step.text("auto_pad").unwrap_or("NOTSET"), "" | "NOTSET" | "VALID") {
        return Err(step.problem("its padding follows from the output's size; export it with pads that are said"));
    }
    let Window { kernel, stride, dilation, pads } = window(step, &x, [height, width])?;
    let output_padding = match step.integers("output_padding") {
        None | Some([]) => [0, 0],
        Some(&[rows, columns]) => [step.size(rows, "output padding")?, step.size(columns, "output padding")?],
        Some(other) => return Err(dimensions(step, other.len())),
    };
    let groups = step.positive(step.integer("group").unwrap_or(1), "number of groups")?;
    let turned = Convolution { kernel, stride, dilation, pads, groups };
    let mut inputs = vec![x, weight];
    inputs.extend(step.optional(2)?);
    step.emit(Operator::TransposedConvolution(TransposedConvolution { turned, output_padding }), &inputs)
}

/// MaxPool.
pub fn max_pool(step: &mut Step<'_, '_>) -> Result<Value> {
    let x = step.input(0)?;
    let kernel = kernel_shape(step)?;
    let Window { kernel, stride, dilation, pads } = window(step, &x, kernel)?;
    let ceil = step.flag("ceil_mode");
    step.emit(Operator::MaxPool(MaxPool { kernel, stride, dilation, pads, ceil }), &[x])
}

/// AveragePool.
pub fn average_pool(step: &mut Step<'_, '_>) -> Result<Value> {
    let x = step.input(0)?;
    let kernel = kernel_shape(step)?;
    let Window { kernel, stride, dilation, pads } = window(step, &x, kernel)?;
    if dilation != [1, 1] {
        return Err(step.problem("average pools with dilation are not read"));
    }
    let (ceil, count_padding) = (step.flag("ceil_mode"), step.flag("count_include_pad"));
    step.emit(Operator::AveragePool(AveragePool { kernel, stride, pads, ceil, count_padding }), &[x])
}

/// GlobalAveragePool and GlobalMaxPool.
pub fn global_pool(step: &mut Step<'_, '_>, kind: ReduceKind) -> Result<Value> {
    let x = step.input(0)?;
    let axes = (2..step.shape(&x).len()).collect();
    step.emit(Operator::Reduce(Reduce { kind, axes, keep: true }), &[x])
}

fn dimensions(step: &Step<'_, '_>, found: usize) -> crate::formats::Error {
    step.problem(format!("it works along {found} dimensions; Convscope knows maps of two (height and width)"))
}

fn kernel_shape(step: &Step<'_, '_>) -> Result<[usize; 2]> {
    match step.integers("kernel_shape") {
        Some(&[height, width]) => Ok([step.positive(height, "kernel size")?, step.positive(width, "kernel size")?]),
        Some(other) => Err(dimensions(step, other.len())),
        None => Err(step.problem("its kernel size is missing; export the model again")),
    }
}

fn window(step: &Step<'_, '_>, x: &Value, kernel: [usize; 2]) -> Result<Window> {
    let shape = step.shape(x);
    let &[_, _, height, width] = shape.as_slice() else {
        return Err(step.problem(format!("its input is {shape:?}, not maps of height and width")));
    };
    let pair = |name: &str, what: &str| match step.integers(name) {
        None | Some([]) => Ok([1, 1]),
        Some(&[vertical, horizontal]) => Ok([step.positive(vertical, what)?, step.positive(horizontal, what)?]),
        Some(other) => Err(dimensions(step, other.len())),
    };
    let (stride, dilation) = (pair("strides", "stride")?, pair("dilations", "dilation")?);
    let pads = match step.text("auto_pad").unwrap_or("NOTSET") {
        "" | "NOTSET" => explicit_pads(step)?,
        "VALID" => Pads::default(),
        mode @ ("SAME_UPPER" | "SAME_LOWER") => {
            let [vertical, horizontal] = [(0, height), (1, width)].map(|(axis, size)| {
                // As many outputs as strides fit into the input; an odd row of padding goes to the end or to the front.
                let extent = (kernel[axis] - 1) * dilation[axis] + 1;
                let total = ((size.div_ceil(stride[axis]).max(1) - 1) * stride[axis] + extent).saturating_sub(size);
                if mode == "SAME_UPPER" { [total / 2, total - total / 2] } else { [total - total / 2, total / 2] }
            });
            Pads { top: vertical[0], left: horizontal[0], bottom: vertical[1], right: horizontal[1] }
        }
        other => return Err(step.problem(format!("its padding mode {other:?} is unknown"))),
    };
    Ok(Window { kernel, stride, dilation, pads })
}

fn explicit_pads(step: &Step<'_, '_>) -> Result<Pads> {
    match step.integers("pads") {
        None | Some([]) => Ok(Pads::default()),
        Some(&[top, left, bottom, right]) => Ok(Pads {
            top: step.size(top, "padding")?,
            left: step.size(left, "padding")?,
            bottom: step.size(bottom, "padding")?,
            right: step.size(right, "padding")?,
        }),
        Some(other) => Err(dimensions(step, other.len() / 2)),
    }
}
