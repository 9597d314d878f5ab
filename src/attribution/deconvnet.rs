//! The deconvnet: Zeiler & Fergus 2013, "Visualizing and understanding convolutional networks".
//!
//! The signal that runs back is rectified itself, whatever the forward pass did; pools route by their maxima.

use super::{Map, Method, Needs, PAPER, Request, backward::input_gradient};
use crate::{
    control::Control,
    network::{Deconvnet, Result},
};

pub const METHOD: Method = Method {
    id: "deconvnet",
    name: "Deconvnet",
    paper: "Zeiler & Fergus 2013",
    about: "The score sent backwards through the filters, rectified at each ReLU on its way.",
    parameters: &[],
    needs: Needs { layer: false, all_values: true, pooled_head: false },
    conventions: &[PAPER],
    signed: true,
    compute,
};

fn compute(request: &Request<'_>, control: &Control, _observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let gradient = input_gradient(request, &Deconvnet, control)?;
    let trust = gradient.rectifiers_line(request, "rectify backwards");
    Ok(gradient.into_map(true, trust))
}
