//! Nguyen, Yosinski & Clune 2015, "Deep neural networks are easily fooled", by gradients (Evolving-AI-Lab/fooling,
//! caffe/ascent/find_fooling_image.py): a probability is raised by a step that would be small if it were linear, and the picture
//! fades by a hundredth. Noise that a network is sure of.
//!
//! A class is raised by its probability. Other goals, which the paper does not have, grow in each step by the same share of what
//! their layer comes to on noise. The code hands `lr` to a function that does not take it, and compares a best result with one that
//! it never stores; the last picture is taken here, as it is there in effect.

use super::{Begin, Needs, Preset, REDIRECT, Spread, ordered, steps, towards};
use crate::{
    methods::{PAPER, Parameter, Value},
    visualization::{
        Goal, Objective, Order, Recipe, Result, Space, Unit,
        projection::Projection,
        recipe::{Finish, Stage, Start},
        step::StepRule,
    },
};

const STEPS: Parameter = steps(&Value::Whole(300));
const PROGRESS: Parameter = Parameter::number("progress", [0.001, 1.0], &Value::Number(0.03));
const DECAY: Parameter = Parameter::number("decay", [0.0, 0.5], &Value::Number(0.01));

pub(super) const PRESET: Preset = Preset {
    id: "nguyen",
    name: "Nguyen",
    paper: "Nguyen, Yosinski, Clune 2015",
    year: 2015,
    parameters: &[STEPS, PROGRESS, DECAY, REDIRECT],
    conventions: &[PAPER],
    needs: Needs::Nothing,
    spread: Spread::AsItIs,
    begin: Begin::Towards(recipe),
};

/// The numbers of the recipe.
#[derive(Clone, Debug, PartialEq)]
pub struct Nguyen {
    /// Steps.
    pub steps: usize,
    /// How the gradient becomes a step.
    pub rule: StepRule,
    /// By what share the picture fades after each step.
    pub decay: f64,
}

/// Of what is missing to 1, a step takes this much at most.
const LATE: f64 = 0.1;
/// The largest factor of the gradient.
const LARGEST: f64 = 1e12;

impl Nguyen {
    /// For a canvas of these rows and columns in Caffe's unit.
    pub fn recipe(&self, size: [usize; 2], space: &Space) -> Recipe {
        let stage = Stage {
            before: Some(Projection::Box(space.bounds())),
            finishes: vec![(1, Finish::Fixed(Projection::Decay(self.decay)))],
            ..Stage::plain(self.steps, self.rule.clone(), 1.0)
        };
        let start = Start::Normal { mean: 0.0, deviation: 1.0 };
        Recipe { stages: vec![stage], ..Recipe::plain(size, Unit::Centred, start) }
    }
}

fn recipe(order: &Order) -> Result<(Goal, Recipe)> {
    let size = order.canvas();
    let early = order.number(&PROGRESS);
    let (goal, rule) = match order.goal.0.as_slice() {
        [(weight, Objective::Class(class) | Objective::Probability(class))] => {
            let rule = StepRule::TaperedProgress { early, late: LATE, largest: LARGEST };
            (Goal(vec![(*weight, Objective::Probability(*class))]), rule)
        }
        _ => {
            let desired = early * towards::typical(order, &order.goal, size)?;
            (order.goal.clone(), StepRule::Progress { desired, largest: LARGEST })
        }
    };
    let nguyen = Nguyen { steps: order.whole(&STEPS), rule, decay: order.number(&DECAY) };
    Ok((goal, ordered(nguyen.recipe(size, &order.lens.space(Unit::Centred)), order)))
}
