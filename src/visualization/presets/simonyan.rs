//! Simonyan, Vedaldi & Zisserman 2013, "Deep inside convolutional networks": along the gradient of a class score before softmax
//! less a multiple of the picture's squared norm, from the data set's mean picture.
//!
//! Neither the rate nor the weight is published. A step here changes pixels by so much on average (of 255), whatever the
//! gradient's length. The start has noise of one part in 255, so that no two pictures are the same and no max pool is a tie.

use super::{Begin, Needs, Preset, REDIRECT, Spread, ordered, steps, towards};
use crate::{
    methods::{PAPER, Parameter, Value},
    visualization::{
        Order, Recipe, Result, Unit,
        penalty::Penalty,
        recipe::{Stage, Start},
        step::{Norm, StepRule},
    },
};

const STEPS: Parameter = steps(&Value::Whole(200));
/// In parts of 255.
const RATE: Parameter = Parameter::number("rate", [0.01, 20.0], &Value::Number(1.0));
const NORM: Parameter = Parameter::number("norm", [0.0, 1000.0], &Value::Number(1.0));

pub(super) const PRESET: Preset = Preset {
    id: "simonyan",
    name: "Simonyan",
    paper: "Simonyan, Vedaldi, Zisserman 2013",
    year: 2013,
    parameters: &[STEPS, RATE, NORM, REDIRECT],
    conventions: &[PAPER],
    needs: Needs::Nothing,
    spread: Spread::AsItIs,
    begin: Begin::Recipe(recipe),
};

/// The numbers of the recipe.
#[derive(Clone, Debug, PartialEq)]
pub struct Simonyan {
    /// Steps.
    pub steps: usize,
    /// How the gradient becomes a step.
    pub rule: StepRule,
    /// How far it goes.
    pub rate: f64,
    /// What the squared norm is multiplied by, lambda.
    pub weight: f64,
}

/// Standard deviation of the start.
const NOISE: f32 = 1.0;
/// A weight of this many typical scores over the squared norm of a picture of usual contrast.
const SHARE: f64 = 0.1;
/// Standard deviation of photographs' pixels.
const CONTRAST: f64 = 57.0;

impl Simonyan {
    /// For a canvas of these rows and columns.
    pub fn recipe(&self, size: [usize; 2]) -> Recipe {
        let stage = Stage {
            penalties: vec![Penalty::SquaredL2 { weight: self.weight, centre: 0.0 }],
            ..Stage::plain(self.steps, self.rule.clone(), self.rate)
        };
        let start = Start::Normal { mean: 0.0, deviation: NOISE };
        Recipe { stages: vec![stage], ..Recipe::plain(size, Unit::Centred, start) }
    }
}

fn recipe(order: &Order) -> Result<Recipe> {
    let size = order.canvas();
    let numbers = (order.lens.space(Unit::Centred).channels() * size[0] * size[1]) as f64;
    let norm = order.number(&NORM);
    let typical = if norm > 0.0 { towards::typical(order, &order.goal, size)? } else { 0.0 };
    let simonyan = Simonyan {
        steps: order.whole(&STEPS),
        rule: StepRule::Normalised(Norm::RootMeanSquare),
        rate: order.number(&RATE),
        weight: norm * SHARE * typical / (numbers * CONTRAST * CONTRAST),
    };
    Ok(ordered(simonyan.recipe(size), order))
}
