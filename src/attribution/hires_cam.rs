//! HiResCAM: Draelos & Carin 2020, "Use HiResCAM instead of Grad-CAM for faithful explanations of convolutional neural
//! networks".
//!
//! `sum_k g_k * A_k`, position by position, with its sign. Behind the last maps of a network with one linear layer on
//! top it sums to the score but for the bias.

use super::{
    Compute, Cost, Family, Map, Method, PAPER, Request, Result, applies, layer_gradients::LayerGradients,
    layer_maps::PYTORCH_GRAD_CAM,
};
use crate::control::Control;

pub const METHOD: Method = Method {
    id: "hirescam",
    name: "HiResCAM",
    paper: "Draelos 2020",
    family: Family::Layers,
    parameters: &[],
    looks_at_layer: true,
    applies: applies::with_maps,
    cost: Cost::Pass,
    conventions: &[PAPER, PYTORCH_GRAD_CAM],
    signed: true,
    compute: Compute::Whole(compute),
};

fn compute(request: &Request<'_>, control: &Control) -> Result<Map> {
    let at = LayerGradients::new(request, control)?;
    Ok(at.maps.signed_map(at.sum_of(|value, gradient| value * gradient)))
}
