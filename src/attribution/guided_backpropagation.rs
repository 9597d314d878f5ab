//! Guided backpropagation: Springenberg et al. 2014, "Striving for simplicity: the all convolutional net".
//!
//! The gradient, with negative parts of the incoming gradient cut off at every rectifier of the graph, functional ones too.

use super::{Map, Method, Needs, PAPER, Request, backward::input_gradient};
use crate::{
    control::Control,
    network::{Guided, Result},
};

pub const METHOD: Method = Method {
    id: "guided-backpropagation",
    name: "Guided backpropagation",
    paper: "Springenberg 2014",
    about: "The gradient, letting only what raises the score pass each ReLU: sharp, but more about edges than about the class.",
    parameters: &[],
    needs: Needs { layer: false, all_values: true, pooled_head: false },
    conventions: &[PAPER],
    signed: true,
    compute,
};

fn compute(request: &Request<'_>, control: &Control, _observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let gradient = input_gradient(request, &Guided, control)?;
    let trust = gradient.rectifiers_line(request, "guided");
    Ok(gradient.into_map(true, trust))
}
