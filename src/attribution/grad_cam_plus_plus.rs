//! Grad-CAM++: Chattopadhay et al. 2018, "Grad-CAM++: generalized gradient-based visual explanations for deep
//! convolutional networks", equation 19.
//!
//! The paper differentiates `exp(score)`, which scales the map by one positive number; here it is the score itself.

use super::{
    Compute, Cost, Family, Map, Method, PAPER, Request, Result, applies, layer_gradients::LayerGradients,
    layer_maps::PYTORCH_GRAD_CAM,
};
use crate::control::Control;

pub const METHOD: Method = Method {
    id: "grad-cam++",
    name: "Grad-CAM++",
    paper: "Chattopadhay 2018",
    family: Family::Layers,
    parameters: &[],
    looks_at_layer: true,
    applies: applies::with_maps,
    cost: Cost::Pass,
    conventions: &[PAPER, PYTORCH_GRAD_CAM],
    signed: false,
    compute: Compute::Whole(compute),
};

fn compute(request: &Request<'_>, control: &Control) -> Result<Map> {
    let at = LayerGradients::new(request, control)?;
    // The library keeps its denominator away from zero, which matters when gradients are small.
    let guard = if request.follows(PYTORCH_GRAD_CAM.id) { 1e-6 } else { 0.0 };
    let sum = at.weighted_sum(|map, gradient| {
        let total: f64 = map.iter().map(|&value| f64::from(value)).sum();
        gradient.iter().map(|&value| weight(f64::from(value), total, guard)).sum()
    });
    Ok(at.maps.positive_map(sum))
}

/// `alpha * ReLU(g)` of one position, with `total` the sum of the channel's map.
fn weight(gradient: f64, total: f64, guard: f64) -> f64 {
    let square = gradient * gradient;
    let denominator = 2.0 * square + total * square * gradient + guard;
    if gradient > 0.0 && denominator != 0.0 { square / denominator * gradient } else { 0.0 }
}
