//! The gradient of the score with respect to the input: Simonyan, Vedaldi & Zisserman 2013, "Deep inside convolutional
//! networks: visualising image classification models and saliency maps".
//!
//! The signed derivative itself, before the paper's maximum over channels for display.

use super::{Compute, Cost, Family, Map, Method, PAPER, Request, Result, applies, backward::input_gradient, shared::CAPTUM};
use crate::{control::Control, network::Plain, words::trust};

pub const METHOD: Method = Method {
    id: "gradient",
    name: "Gradient",
    paper: "Simonyan 2013",
    family: Family::Gradients,
    parameters: &[],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::Pass,
    conventions: &[PAPER, CAPTUM],
    signed: true,
    compute: Compute::Whole(compute),
};

fn compute(request: &Request<'_>, control: &Control) -> Result<Map> {
    let mut gradient = input_gradient(request, &Plain, control)?;
    let signed = !request.follows(CAPTUM.id);
    if !signed {
        gradient.values.iter_mut().for_each(|value| *value = value.abs());
    }
    Ok(gradient.into_map(signed, vec![trust::EXACT_DERIVATIVE]))
}
