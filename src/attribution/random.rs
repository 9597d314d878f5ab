//! The control: a map that knows nothing of the network and nothing of the picture. What a method shows has to be told apart from
//! this
//! one (Adebayo et al. 2018, "Sanity checks for saliency maps", compare maps with those of randomised networks).

use std::borrow::Cow;

use rand::Rng as _;

use super::{
    Choice, Compute, Cost, Domain, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies, last_maps,
    shared::SEED,
};
use crate::{control::Control, words::trust};

const PIXELS: &str = "pixels";
const COARSE: &str = "coarse";

const GRAIN: Parameter = Parameter {
    id: "grain",
    domain: Domain::Choice(&[Choice { id: PIXELS }, Choice { id: COARSE }]),
    default: &Value::Choice(Cow::Borrowed(PIXELS)),
    elsewhere: &[],
};

pub const METHOD: Method = Method {
    id: "random",
    name: "Random",
    paper: "control, Adebayo 2018",
    family: Family::Controls,
    parameters: &[GRAIN, SEED],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::Pass,
    conventions: &[PAPER],
    signed: true,
    compute: Compute::Whole(compute),
};

fn compute(request: &Request<'_>, control: &Control) -> Result<Map> {
    control.check()?;
    let [channels, height, width] = request.input_size()?;
    let is_coarse = request.parameters.chooses(&GRAIN, request.convention.as_deref(), COARSE);
    let layer = last_maps(request.network(), &request.target).filter(|_| is_coarse);
    let [channels, height, width] = match layer.map(|layer| request.network().node(layer).shape.as_slice()) {
        Some(&[_, _, rows, columns]) => [1, rows, columns],
        _ => [channels, height, width],
    };
    let mut random = request.chance();
    let values = (0..channels * height * width).map(|_| random.random_range(-1.0..1.0)).collect();
    let trust = vec![trust::NOISE];
    Ok(Map { values, channels, height, width, signed: true, trust, done: 1.0, known: None, completeness: None })
}
