//! LayerCAM: Jiang et al. 2021, "LayerCAM: exploring hierarchical class activation maps for localization".
//!
//! `ReLU(sum_k ReLU(g_k) * A_k)`, position by position: fit for early layers with fine maps.

use super::{
    Compute, Cost, Family, Map, Method, PAPER, Request, Result, applies, layer_gradients::LayerGradients,
    layer_maps::PYTORCH_GRAD_CAM,
};
use crate::control::Control;

pub const METHOD: Method = Method {
    id: "layer-cam",
    name: "LayerCAM",
    paper: "Jiang 2021",
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
    Ok(at.maps.positive_map(at.sum_of(|value, gradient| value * gradient.max(0.0))))
}
