//! Resize and its older name Upsample.

use super::{
    draft::{LARGEST_SIZE, Value},
    step::Step,
};
use crate::{
    formats::Result,
    network::{
        Operator,
        ops::{NearestRounding, Resize, ResizeCoordinates, ResizeMode, ResizeSize},
    },
};

/// Upsample (opsets 7 to 9): scales as an attribute or an input, corners aligned to the grid.
pub fn upsample(step: &mut Step<'_, '_>) -> Result<Value> {
    let x = step.input(0)?;
    let scales = match step.floats("scales") {
        Some(scales) => scales.iter().map(|&scale| f64::from(scale)).collect(),
        None => step.known(1)?.map(|array| array.values).unwrap_or_default(),
    };
    let size = from_scales(step, &x, &scales, None)?;
    emit(step, x, size, ResizeCoordinates::Asymmetric, NearestRounding::Floor)
}

/// Resize (opset 10 and later).
pub fn resize(step: &mut Step<'_, '_>) -> Result<Value> {
    let x = step.input(0)?;
    if step.opset() < 11 {
        let scales = step.known(1)?.map(|array| array.values).unwrap_or_default();
        let size = from_scales(step, &x, &scales, None)?;
        return emit(step, x, size, ResizeCoordinates::Asymmetric, NearestRounding::Floor);
    }
    if step.flag("antialias") {
        return Err(step.problem("it resizes with antialiasing, which Convscope does not read; export it without"));
    }
    if !matches!(step.text("keep_aspect_ratio_policy"), None | Some("" | "stretch")) {
        return Err(step.problem("it keeps the picture's proportions, which Convscope does not read; give it a fixed size"));
    }
    let rank = step.shape(&x).len();
    let axes = match step.integers("axes") {
        Some(axes) => Some(axes.iter().map(|&axis| step.axis(axis, rank)).collect::<Result<Vec<_>>>()?),
        None => None,
    };
    let sizes = step.known_integers(3)?.filter(|sizes| !sizes.is_empty());
    let size = match sizes {
        Some(sizes) => from_sizes(step, &x, &sizes, axes.as_deref())?,
        None => {
            let scales = step.known(2)?.map(|array| array.values).unwrap_or_default();
            from_scales(step, &x, &scales, axes.as_deref())?
        }
    };
    let coordinates = match step.text("coordinate_transformation_mode").unwrap_or("half_pixel") {
        "half_pixel" => ResizeCoordinates::HalfPixel,
        "pytorch_half_pixel" => ResizeCoordinates::PytorchHalfPixel,
        "align_corners" => ResizeCoordinates::AlignCorners,
        "asymmetric" => ResizeCoordinates::Asymmetric,
        other => {
            return Err(step.problem(format!("its coordinates {other:?} are not read; export with align_corners or half_pixel")));
        }
    };
    let rounding = match step.text("nearest_mode").unwrap_or("round_prefer_floor") {
        "round_prefer_floor" => NearestRounding::RoundPreferFloor,
        "round_prefer_ceil" => NearestRounding::RoundPreferCeil,
        "floor" => NearestRounding::Floor,
        "ceil" => NearestRounding::Ceil,
        other => return Err(step.problem(format!("its rounding {other:?} is unknown; export the model again"))),
    };
    emit(step, x, size, coordinates, rounding)
}

fn emit(
    step: &mut Step<'_, '_>,
    x: Value,
    size: ResizeSize,
    coordinates: ResizeCoordinates,
    rounding: NearestRounding,
) -> Result<Value> {
    let mode = match step.text("mode").unwrap_or("nearest") {
        "nearest" => ResizeMode::Nearest(rounding),
        "linear" | "bilinear" => ResizeMode::Bilinear,
        other => return Err(step.problem(format!("it resizes with {other:?}; Convscope reads nearest and linear"))),
    };
    step.emit(Operator::Resize(Resize { mode, coordinates, size }), &[x])
}

/// One entry per axis of the value, from a list that may leave axes out.
fn per_axis<T: Copy>(step: &Step<'_, '_>, rank: usize, listed: &[T], axes: Option<&[usize]>, absent: T) -> Result<Vec<T>> {
    let positions: Vec<usize> = axes.map_or_else(|| (0..rank).collect(), <[usize]>::to_vec);
    if rank != 4 || positions.len() != listed.len() {
        return Err(step
            .problem(format!("it resizes {rank} axes by {} numbers; Convscope resizes maps of height and width", listed.len())));
    }
    let mut all = vec![absent; rank];
    for (&axis, &value) in positions.iter().zip(listed) {
        all[axis] = value;
    }
    Ok(all)
}

fn from_scales(step: &Step<'_, '_>, x: &Value, scales: &[f64], axes: Option<&[usize]>) -> Result<ResizeSize> {
    if scales.is_empty() {
        return Err(step.problem("neither its scales nor its size are known; export the model with a fixed input size"));
    }
    let shape = step.shape(x);
    match per_axis(step, shape.len(), scales, axes, 1.0)?.as_slice() {
        &[batch, channels, vertical, horizontal] if batch == 1.0 && channels == 1.0 => {
            for (scale, size) in [(vertical, shape[2]), (horizontal, shape[3])] {
                let sane = scale > 0.0 && scale * size as f64 <= LARGEST_SIZE as f64;
                if !sane {
                    return Err(step.problem(format!("its scale {scale} makes no sense; export the model again")));
                }
            }
            Ok(ResizeSize::Scaled([vertical, horizontal]))
        }
        _ => Err(step.problem("it resizes the batch or the channels, which Convscope does not read")),
    }
}

fn from_sizes(step: &Step<'_, '_>, x: &Value, sizes: &[i64], axes: Option<&[usize]>) -> Result<ResizeSize> {
    let shape = step.shape(x);
    let same =
        |axis: usize, size: i64| size == -1 || size == shape[axis] as i64 || (axis == 0 && size == step.file_batch() as i64);
    match per_axis(step, shape.len(), sizes, axes, -1)?.as_slice() {
        &[batch, channels, height, width] if same(0, batch) && same(1, channels) => {
            let size = |axis: usize, size: i64| if size == -1 { Ok(shape[axis]) } else { step.positive(size, "size") };
            Ok(ResizeSize::Fixed([size(2, height)?, size(3, width)?]))
        }
        _ => Err(step.problem("it resizes the batch or the channels, which Convscope does not read")),
    }
}
