//! XGrad-CAM: Fu et al. 2020, "Axiom-based Grad-CAM: towards accurate visualization and explanation of CNNs".
//!
//! Grad-CAM with each gradient weighted by its position's share of the channel's map.

use super::{
    Compute, Cost, Family, Map, Method, PAPER, Request, Result, applies, layer_gradients::LayerGradients,
    layer_maps::PYTORCH_GRAD_CAM,
};
use crate::control::Control;

pub const METHOD: Method = Method {
    id: "xgrad-cam",
    name: "XGrad-CAM",
    paper: "Fu 2020",
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
    let guard = if request.follows(PYTORCH_GRAD_CAM.id) { 1e-7 } else { 0.0 };
    let sum = at.weighted_sum(|map, gradient| {
        let total = map.iter().map(|&value| f64::from(value)).sum::<f64>() + guard;
        let product: f64 = map.iter().zip(gradient).map(|(&value, &gradient)| f64::from(value) * f64::from(gradient)).sum();
        if total == 0.0 { 0.0 } else { product / total }
    });
    Ok(at.maps.positive_map(sum))
}
