//! Guided backpropagation: Springenberg et al. 2014, "Striving for simplicity: the all convolutional net".
//!
//! The gradient, with negative parts of the incoming gradient cut off at every rectifier of the graph, functional ones too.

use super::{
    Compute, Cost, Family, Map, Method, PAPER, Request, Result, applies,
    backward::{Done, input_gradient},
};
use crate::{control::Control, network::Guided};

pub const METHOD: Method = Method {
    id: "guided-backpropagation",
    name: "Guided backpropagation",
    paper: "Springenberg 2014",
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
    let gradient = input_gradient(request, &Guided, control)?;
    let trust = gradient.of_rectifiers(request, Done::Guided);
    Ok(gradient.into_map(true, trust))
}
