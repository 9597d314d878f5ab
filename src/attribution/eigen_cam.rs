//! Eigen-CAM: Muhammad & Yeasin 2020, "Eigen-CAM: class activation map using principal components".
//!
//! A layer's maps, projected on the first right singular vector of the matrix positions x channels: what the layer is most
//! busy with, whatever the class. With gradients (Eigen-Grad-CAM) the matrix holds `g * A` and the class counts. A singular
//! vector has no sign: here the larger end of the map is positive (Chung & Ying 2025); pytorch-grad-cam centres each channel
//! first and leaves the sign to its linear algebra.

use std::borrow::Cow;

use super::{
    Choice, Compute, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies,
    layer_gradients::LayerGradients, layer_maps::PYTORCH_GRAD_CAM,
};
use crate::control::Control;

const ACTIVATIONS: &str = "activations";
const GRADIENTS: &str = "gradients";

const OF: Parameter =
    Parameter::choice("of", &[Choice { id: ACTIVATIONS }, Choice { id: GRADIENTS }], &Value::Choice(Cow::Borrowed(ACTIVATIONS)));

pub const METHOD: Method = Method {
    id: "eigen-cam",
    name: "Eigen-CAM",
    paper: "Muhammad 2020",
    family: Family::Layers,
    parameters: &[OF],
    looks_at_layer: true,
    applies: applies::with_maps,
    cost: Cost::Pass,
    conventions: &[PAPER, PYTORCH_GRAD_CAM],
    signed: true,
    compute: Compute::Whole(compute),
};

/// Turns of the power iteration at most, and the change at which it stands.
const TURNS: usize = 2000;
const STILL: f64 = 1e-13;

fn compute(request: &Request<'_>, control: &Control) -> Result<Map> {
    let at = LayerGradients::new(request, control)?;
    let area: usize = at.maps.size().iter().product();
    let with_gradients = request.choice(&OF) == GRADIENTS;
    let mut rows: Vec<Vec<f64>> = at
        .maps
        .channels()
        .zip(at.gradients().chunks_exact(area))
        .map(|(map, gradient)| {
            let product = |(&value, &gradient): (&f32, &f32)| f64::from(value) * f64::from(gradient);
            if with_gradients {
                map.iter().zip(gradient).map(product).collect()
            } else {
                map.iter().map(|&value| f64::from(value)).collect()
            }
        })
        .collect();
    if request.follows(PYTORCH_GRAD_CAM.id) {
        for row in &mut rows {
            let mean = row.iter().sum::<f64>() / area as f64;
            row.iter_mut().for_each(|value| *value -= mean);
        }
    }
    let map = projection(&rows, area, control)?;
    Ok(at.maps.signed_map(map.into_iter().map(|value| value as f32).collect()))
}

/// `M v` for the matrix `M` whose columns (channels) are `rows`, with `v` its first right singular vector: `M Mᵀ` and `Mᵀ M` lead
/// to the same map, and the smaller of them is turned.
fn projection(rows: &[Vec<f64>], area: usize, control: &Control) -> Result<Vec<f64>> {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let map = if rows.len() <= area {
        let gram: Vec<Vec<f64>> = rows.iter().map(|a| rows.iter().map(|b| dot(a, b)).collect()).collect();
        let weights = first_eigenvector(&gram, control)?;
        (0..area).map(|at| rows.iter().zip(&weights).map(|(row, weight)| row[at] * weight).sum()).collect()
    } else {
        let mut gram = vec![vec![0.0; area]; area];
        for row in rows {
            for (line, &a) in gram.iter_mut().zip(row) {
                line.iter_mut().zip(row).for_each(|(sum, b)| *sum += a * b);
            }
        }
        let direction = first_eigenvector(&gram, control)?;
        let across = |at: usize| gram[at].iter().zip(&direction).map(|(a, b)| a * b).sum::<f64>();
        let value = (0..area).map(|at| across(at) * direction[at]).sum::<f64>().max(0.0);
        direction.into_iter().map(|entry| entry * value.sqrt()).collect::<Vec<f64>>()
    };
    let low = map.iter().copied().fold(f64::INFINITY, f64::min);
    let high = map.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sign = if low.abs() > high.abs() { -1.0 } else { 1.0 };
    Ok(map.into_iter().map(|value| value * sign).collect())
}

/// The eigenvector of the largest eigenvalue of a symmetric matrix without negative ones, of length 1.
fn first_eigenvector(gram: &[Vec<f64>], control: &Control) -> Result<Vec<f64>> {
    let length = |vector: &[f64]| vector.iter().map(|value| value * value).sum::<f64>().sqrt();
    // The longest row is never at a right angle to what is sought, unless all is zero.
    let longest = gram.iter().max_by(|a, b| length(a).total_cmp(&length(b)));
    let mut vector = longest.cloned().unwrap_or_default();
    let scale = length(&vector).max(f64::MIN_POSITIVE);
    vector.iter_mut().for_each(|value| *value /= scale);
    for _ in 0..TURNS {
        control.check()?;
        let mut turned: Vec<f64> = gram.iter().map(|row| row.iter().zip(&vector).map(|(a, b)| a * b).sum()).collect();
        let scale = length(&turned).max(f64::MIN_POSITIVE);
        turned.iter_mut().for_each(|value| *value /= scale);
        let moved = turned.iter().zip(&vector).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        vector = turned;
        if moved < STILL {
            break;
        }
    }
    Ok(vector)
}
