//! Nguyen et al. 2016, "Synthesizing the preferred inputs for neurons in neural networks via deep generator networks"
//! (Evolving-AI-Lab/synthesizing:act_max.py, 1_*.sh): the code of a generator climbs, so that only what the generator can draw is
//! ever seen.
//!
//! The published generators draw ImageNet from AlexNet's fc6; ours draws what its own network's last maps say, and a step is measured
//! by how much these vary. Each unit of a code stays between 0 and three deviations above its mean.

use super::{Begin, Needs, Preset, Spread, steps};
use crate::{
    methods::{PAPER, Parameter, Value},
    visualization::{Error, Generated, Growing, Order, Plan, Result, Way, recipe::Ramp},
};

const STEPS: Parameter = steps(&Value::Whole(200));
const RATE: Parameter = Parameter::number("rate", [0.001, 10.0], &Value::Number(0.5));
const KEEP: Parameter = Parameter::number("keep", [0.5, 1.0], &Value::Number(0.99));

/// Steps end as small as the published ones do.
const LAST: f64 = 1e-10;

pub(super) const PRESET: Preset = Preset {
    id: "dgn",
    name: "DGN",
    paper: "Nguyen, Dosovitskiy, Yosinski, Brox, Clune 2016",
    year: 2016,
    parameters: &[STEPS, RATE, KEEP],
    conventions: &[PAPER],
    needs: Needs::Generator,
    spread: Spread::AsItIs,
    begin: Begin::Other(begin),
};

fn begin(order: &Order) -> Result<Box<dyn Growing>> {
    let source = order.generator.as_ref().ok_or(Error::NeedsGenerator { recipe: PRESET.name })?;
    let plan = Plan {
        steps: order.whole(&STEPS),
        rate: Ramp { from: order.number(&RATE) * source.scale, to: LAST },
        way: Way::Climb { keep: order.number(&KEEP) },
        seed: order.seed,
        count: order.count,
    };
    let start = order.start.as_ref().map(|start| start.as_slice());
    Ok(Box::new(Generated::new(order.lens.clone(), order.goal.clone(), source.as_ref().clone(), plan, start)?))
}
