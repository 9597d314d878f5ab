//! Yosinski, Clune, Nguyen, Fuchs & Lipson 2015, "Understanding neural networks through deep visualization"
//! (yosinski/deep-visualization-toolbox, optimize/gradient_optimizer.py, doc/running-optimize-image.md): plain steps, then decay,
//! a blur every few steps, and pixels cleared that are small or contribute little, in the four sets of the paper's table 1.
//!
//! The order is the code's: clip, look, ascend, decay, blur, clear. Contributions are taken by size, as the paper has them; the
//! code's signed ones clear first what would hurt most. Rates and progress were chosen for CaffeNet's units; the goal's gradient
//! is multiplied so that it is always equally steep at the start, and they do for every network.

use super::{Begin, Needs, Preset, REDIRECT, Spread, ordered, steps, towards};
use crate::{
    methods::{PAPER, Parameter, Value},
    visualization::{
        Order, Recipe, Result, Space, Unit,
        projection::Projection,
        recipe::{Finish, Stage, Start},
        step::StepRule,
    },
};

const SET: Parameter = Parameter::whole("set", [1, 4], &Value::Whole(3));
/// Sets 1 and 2 have fewer unless it is set.
const STEPS: Parameter = steps(&Value::Whole(1000));
/// As a multiple of what the set has.
const RATE: Parameter = Parameter::number("rate", [0.01, 100.0], &Value::Number(1.0));
/// As a multiple of what the set has.
const BLUR: Parameter = Parameter::number("blur", [0.0, 4.0], &Value::Number(1.0));

pub(super) const PRESET: Preset = Preset {
    id: "yosinski",
    name: "Yosinski",
    paper: "Yosinski, Clune, Nguyen, Fuchs, Lipson 2015",
    year: 2015,
    parameters: &[SET, STEPS, RATE, BLUR, REDIRECT],
    conventions: &[PAPER],
    needs: Needs::Nothing,
    spread: Spread::AsItIs,
    begin: Begin::Recipe(recipe),
};

/// The numbers of the recipe.
#[derive(Clone, Debug, PartialEq)]
pub struct Yosinski {
    /// Steps.
    pub steps: usize,
    /// How the gradient becomes a step.
    pub rule: StepRule,
    /// How far it goes.
    pub rate: f64,
    /// What the goal's gradient is multiplied by.
    pub pull: f64,
    /// By what share the picture fades after each step.
    pub decay: f64,
    /// The standard deviation of the blur in pixels, 0 for none, and after how many steps it comes again.
    pub blur: (f64, usize),
    /// Pixels are cleared whose norm lies below this percentile; 0 clears none.
    pub norm: f64,
    /// Pixels are cleared whose contribution lies below this percentile; 0 clears none.
    pub contribution: f64,
}

/// How steep the goal is made at the start, root mean square over all numbers of the canvas: by trying, so that pictures of
/// networks without CaffeNet's large numbers come out as its pictures did.
const STEEPNESS: f64 = 1.8e-3;
/// Standard deviation of the start.
const NOISE: f32 = 10.0;
/// Steps between two blurs.
const EVERY: usize = 4;

impl Yosinski {
    /// One of the four sets of the paper; the third for any other number.
    pub fn set(number: usize) -> Self {
        let plain = Self {
            steps: 1000,
            rule: StepRule::Plain,
            rate: 100.0,
            pull: 1.0,
            decay: 0.0,
            blur: (0.0, EVERY),
            norm: 0.0,
            contribution: 0.0,
        };
        let progress = |largest: f64| Self { rule: StepRule::Progress { desired: 2.0, largest }, rate: 1.0, ..plain.clone() };
        match number {
            1 => Self { steps: 500, blur: (0.5, EVERY), norm: 50.0, ..progress(100.0) },
            2 => Self { steps: 750, decay: 0.3, norm: 20.0, ..plain },
            4 => Self { blur: (0.5, EVERY), contribution: 90.0, ..progress(1e8) },
            _ => Self { decay: 1e-4, blur: (1.0, EVERY), ..plain },
        }
    }

    /// For a canvas of these rows and columns in Caffe's unit.
    pub fn recipe(&self, size: [usize; 2], space: &Space) -> Recipe {
        let (sigma, every) = self.blur;
        let finishes = [
            (self.decay, 1, Projection::Decay(self.decay)),
            (sigma, every, Projection::Blur(sigma)),
            (self.norm, 1, Projection::SmallNorm(self.norm)),
            (self.contribution, 1, Projection::SmallContribution(self.contribution)),
        ];
        let happens = finishes.into_iter().filter(|(amount, ..)| *amount > 0.0);
        let stage = Stage {
            before: Some(Projection::Box(space.bounds())),
            pull: self.pull,
            finishes: happens.map(|(_, every, projection)| (every, Finish::Fixed(projection))).collect(),
            ..Stage::plain(self.steps, self.rule.clone(), self.rate)
        };
        let start = Start::Normal { mean: 0.0, deviation: NOISE };
        Recipe { stages: vec![stage], ..Recipe::plain(size, Unit::Centred, start) }
    }
}

fn recipe(order: &Order) -> Result<Recipe> {
    let size = order.canvas();
    let set = Yosinski::set(order.whole(&SET));
    let slope = towards::slope(order, &order.goal, NOISE, size)?;
    let yosinski = Yosinski {
        steps: if order.parameters.is_set(&STEPS) { order.whole(&STEPS) } else { set.steps },
        rate: order.number(&RATE) * set.rate,
        pull: STEEPNESS / slope,
        blur: (order.number(&BLUR) * set.blur.0, set.blur.1),
        ..set
    };
    Ok(ordered(yosinski.recipe(size, &order.lens.space(Unit::Centred)), order))
}
