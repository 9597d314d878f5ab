//! HiResCAM: Draelos & Carin 2020, "Use HiResCAM instead of Grad-CAM for faithful explanations of convolutional neural
//! networks".
//!
//! `sum_k g_k * A_k`, position by position, with its sign. Behind the last maps of a network with one linear layer on
//! top it sums to the score but for the bias.

use super::{Map, Method, Needs, PAPER, Request, layer_gradients::LayerGradients, layer_maps::PYTORCH_GRAD_CAM};
use crate::{control::Control, network::Result};

pub const METHOD: Method = Method {
    id: "hirescam",
    name: "HiResCAM",
    paper: "Draelos 2020",
    about: "Where a layer's maps speak for and against the score, each position weighted by its own gradient.",
    parameters: &[],
    needs: Needs { layer: true, all_values: true, pooled_head: false },
    conventions: &[PAPER, PYTORCH_GRAD_CAM],
    signed: true,
    compute,
};

fn compute(request: &Request<'_>, control: &Control, _observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let at = LayerGradients::new(request, control)?;
    Ok(at.maps.signed_map(at.sum_of(|value, gradient| value * gradient)))
}
