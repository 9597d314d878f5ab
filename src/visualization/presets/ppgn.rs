//! Nguyen et al. 2017, "Plug & play generative networks: conditional iterative generation of images in latent space"
//! (Evolving-AI-Lab/ppgn:sampler.py, 1_*.sh): a walk through codes that are drawn towards the codes of their own pictures, towards a
//! class, and a little at random.
//!
//! The encoder that says what a picture's code is, is the network itself, from whose layer the generator learned to draw. The
//! convention `as-coded` keeps the sampler's slope of the logarithm of a probability, (1 - p) times that of the score, which leaves
//! out what other classes lose; by default it is the whole one.

use super::{Begin, Needs, Preset, Spread, steps};
use crate::{
    methods::{Convention, PAPER, Parameter, Value},
    visualization::{Error, Generated, Growing, Order, Plan, Result, Way, recipe::Ramp},
};

const STEPS: Parameter = steps(&Value::Whole(200));
const RATE: Parameter = Parameter::number("rate", [0.001, 10.0], &Value::Number(0.25));
const PRIOR: Parameter = Parameter::number("prior", [0.0, 1.0], &Value::Number(1e-5));
const CONDITION: Parameter = Parameter::number("condition", [0.0, 10.0], &Value::Number(1.0));
const NOISE: Parameter = Parameter::number("noise", [0.0, 1.0], &Value::Number(1e-17));

const AS_CODED: &str = "as-coded";

pub(super) const PRESET: Preset = Preset {
    id: "ppgn",
    name: "PPGN",
    paper: "Nguyen, Clune, Bengio, Dosovitskiy, Yosinski 2017",
    year: 2016,
    parameters: &[STEPS, RATE, PRIOR, CONDITION, NOISE],
    conventions: &[PAPER, Convention { id: AS_CODED }],
    needs: Needs::Generator,
    spread: Spread::AsItIs,
    begin: Begin::Other(begin),
};

fn begin(order: &Order) -> Result<Box<dyn Growing>> {
    let source = order.generator.as_ref().ok_or(Error::NeedsGenerator { recipe: PRESET.name })?;
    let way = Way::Sample {
        prior: order.number(&PRIOR),
        condition: order.number(&CONDITION),
        noise: order.number(&NOISE),
        as_coded: order.convention.as_deref() == Some(AS_CODED),
    };
    let plan = Plan {
        steps: order.whole(&STEPS),
        rate: Ramp::from(order.number(&RATE) * source.scale),
        way,
        seed: order.seed,
        count: order.count,
    };
    let start = order.start.as_ref().map(|start| start.as_slice());
    Ok(Box::new(Generated::new(order.lens.clone(), order.goal.clone(), source.as_ref().clone(), plan, start)?))
}
