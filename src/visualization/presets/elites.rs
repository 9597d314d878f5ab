//! Nguyen, Yosinski & Clune 2015, "Deep neural networks are easily fooled: high confidence predictions for unrecognizable
//! images", with pictures that are networks of coordinates: bred, class by class, until the network is sure.
//!
//! Published are 400 children a generation and 5,001 generations; fewer children and generations than that are the default here,
//! since somebody is waiting.

use super::{Begin, Needs, Preset, Spread, steps};
use crate::{
    methods::{PAPER, Parameter, Value},
    visualization::{
        Error, Growing, Order, Result,
        elites::{Breeding, Several},
    },
};

/// Generations.
const STEPS: Parameter = steps(&Value::Whole(300));
/// Of each generation.
const CHILDREN: Parameter = Parameter::whole("children", [1, 400], &Value::Whole(32));

pub(super) const PRESET: Preset = Preset {
    id: "cppn",
    name: "CPPN",
    paper: "Nguyen, Yosinski, Clune 2015",
    year: 2015,
    parameters: &[STEPS, CHILDREN],
    conventions: &[PAPER],
    needs: Needs::Class,
    spread: Spread::AsItIs,
    begin: Begin::Other(begin),
};

fn begin(order: &Order) -> Result<Box<dyn Growing>> {
    let class = order.class().ok_or(Error::Target { recipe: PRESET.name, needs: "a class" })?;
    let breeding = Breeding {
        lens: order.lens.clone(),
        goal: order.goal.clone(),
        class,
        size: order.canvas(),
        generations: order.whole(&STEPS),
        children: order.whole(&CHILDREN),
        seed: order.seed,
    };
    Ok(Box::new(Several::new(order.count, &breeding)?))
}
