//! The deconvnet: Zeiler & Fergus 2013, "Visualizing and understanding convolutional networks".
//!
//! The signal that runs back is rectified itself, whatever the forward pass did; pools route by their maxima.

use super::{
    Compute, Cost, Family, Map, Method, PAPER, Request, Result, applies,
    backward::{Done, input_gradient},
};
use crate::{control::Control, network::Deconvnet};

pub const METHOD: Method = Method {
    id: "deconvnet",
    name: "Deconvnet",
    paper: "Zeiler & Fergus 2013",
    family: Family::Gradients,
    parameters: &[],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::Pass,
    conventions: &[PAPER],
    signed: true,
    compute: Compute::Whole(compute),
};

fn compute(request: &Request<'_>, control: &Control) -> Result<Map> {
    let gradient = input_gradient(request, &Deconvnet, control)?;
    let trust = gradient.of_rectifiers(request, Done::RectifiedBackwards);
    Ok(gradient.into_map(true, trust))
}
