//! Grad-CAM: Selvaraju et al. 2017, "Grad-CAM: visual explanations from deep networks via gradient-based localization".
//!
//! `ReLU(sum_k alpha_k A_k)` with `alpha_k` the mean gradient of channel `k`, at the layer's own size.

use super::{Convention, Map, Method, Needs, PAPER, Request, layer_gradients::LayerGradients, layer_maps::PYTORCH_GRAD_CAM};
use crate::{control::Control, network::Result};

const CAPTUM: Convention = Convention { id: "captum", about: "The weighted sum with its sign, without the final ReLU." };

pub const METHOD: Method = Method {
    id: "grad-cam",
    name: "Grad-CAM",
    paper: "Selvaraju 2017",
    about: "Where a layer's maps speak for the score, each map weighted by its mean gradient.",
    parameters: &[],
    needs: Needs { layer: true, all_values: true, pooled_head: false },
    conventions: &[PAPER, CAPTUM, PYTORCH_GRAD_CAM],
    signed: false,
    compute,
};

fn compute(request: &Request<'_>, control: &Control, _observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let at = LayerGradients::new(request, control)?;
    let mean = |gradient: &[f32]| gradient.iter().map(|&value| f64::from(value)).sum::<f64>() / gradient.len() as f64;
    let sum = at.weighted_sum(|_, gradient| mean(gradient));
    Ok(if request.follows(CAPTUM.id) { at.maps.signed_map(sum) } else { at.maps.positive_map(sum) })
}
