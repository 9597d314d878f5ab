//! Grad-CAM: Selvaraju et al. 2017, "Grad-CAM: visual explanations from deep networks via gradient-based localization".
//!
//! `ReLU(sum_k alpha_k A_k)` with `alpha_k` the mean gradient of channel `k`, at the layer's own size.

use super::{
    Compute, Cost, Family, Map, Method, PAPER, Request, Result, applies, layer_gradients::LayerGradients,
    layer_maps::PYTORCH_GRAD_CAM, shared::CAPTUM,
};
use crate::control::Control;

pub const METHOD: Method = Method {
    id: "grad-cam",
    name: "Grad-CAM",
    paper: "Selvaraju 2017",
    family: Family::Layers,
    parameters: &[],
    looks_at_layer: true,
    applies: applies::with_maps,
    cost: Cost::Pass,
    conventions: &[PAPER, CAPTUM, PYTORCH_GRAD_CAM],
    signed: false,
    compute: Compute::Whole(compute),
};

fn compute(request: &Request<'_>, control: &Control) -> Result<Map> {
    let at = LayerGradients::new(request, control)?;
    let sum = at.grad_cam();
    Ok(if request.follows(CAPTUM.id) { at.maps.signed_map(sum) } else { at.maps.positive_map(sum) })
}
