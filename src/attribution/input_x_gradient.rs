//! Input times gradient: Shrikumar et al. 2016, "Not just a black box: learning important features through propagating
//! activation differences".
//!
//! For a network of ReLUs without biases the numbers sum to the score; the trust line says how near they come.

use super::{Compute, Cost, Family, Map, Method, PAPER, Request, Result, applies, backward::input_gradient};
use crate::{control::Control, network::Plain, words::trust};

pub const METHOD: Method = Method {
    id: "input-x-gradient",
    name: "Input × gradient",
    paper: "Shrikumar 2016",
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
    let mut gradient = input_gradient(request, &Plain, control)?;
    let input = request.pixels()?;
    for (value, input) in gradient.values.iter_mut().zip(input) {
        *value *= input;
    }
    let sum: f64 = gradient.values.iter().map(|&value| f64::from(value)).sum();
    let trust = vec![trust::sum_and_score(sum as f32, gradient.score as f32)];
    Ok(gradient.into_map(true, trust))
}
