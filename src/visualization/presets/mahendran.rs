//! Mahendran & Vedaldi 2015, "Understanding deep image representations by inverting them" (aravindhm/deep-goggle,
//! core/invert_nn.m, experiments/experiment_cnn.m): a picture whose layer is like that of another picture, held to the size of
//! natural pictures and to neighbours that are alike, by momentum at a rate that falls twice.
//!
//! With an open picture a whole layer is inverted. A unit, a channel or a class is maximised by the same priors, with a gradient
//! that is a few natural pictures long at the start; the paper has inversions alone. The code multiplies the energy's gradient by the squared norm of
//! natural pictures, measured over some; here it is that of ImageNet's standard deviation.

use super::{Begin, Needs, Preset, REDIRECT, Spread, octaves, ordered, steps, towards};
use crate::{
    methods::{PAPER, Parameter, Value},
    network::NodeId,
    visualization::{
        Goal, Order, Recipe, Result, Unit,
        penalty::Penalty,
        recipe::{Stage, Start},
        step::StepRule,
    },
};

const STEPS: Parameter = steps(&Value::Whole(400));
const RATE: Parameter = Parameter::number("rate", [0.00001, 0.1], &Value::Number(0.004));
/// 0 is what the paper has at the layer's depth.
const VARIATION: Parameter = Parameter::number("variation", [0.0, 10_000.0], &Value::Number(0.0));
const EXPONENT: Parameter = Parameter::number("exponent", [0.5, 4.0], &Value::Number(2.0));
pub(super) const STRENGTH: Parameter = Parameter::number("strength", [0.01, 100.0], &Value::Number(1.0));

pub(super) const PRESET: Preset = Preset {
    id: "mahendran",
    name: "Mahendran",
    paper: "Mahendran, Vedaldi 2015",
    year: 2015,
    parameters: &[STEPS, RATE, VARIATION, EXPONENT, STRENGTH, REDIRECT],
    conventions: &[PAPER],
    needs: Needs::Nothing,
    spread: Spread::AsItIs,
    begin: Begin::Towards(recipe),
};

/// The numbers of the recipe.
#[derive(Clone, Debug, PartialEq)]
pub struct Mahendran {
    /// Steps and their rates, stretch by stretch; momentum is forgotten in between.
    pub stretches: Vec<(usize, f64)>,
    /// What stays of the last step.
    pub keep: f64,
    /// The norm of a natural picture, sigma, in Caffe's unit.
    pub norm: f64,
    /// What the goal's gradient is multiplied by: the norm's square, if the goal is likeness.
    pub pull: f64,
    /// Lambda of the total variation.
    pub variation: f64,
    /// Its power, beta: 2, or 1 for the spikes of the paper's figure 2.
    pub exponent: f64,
    /// Lambda of the alpha norm.
    pub alpha_weight: f64,
    /// Alpha.
    pub alpha: f64,
}

/// Published stretches of steps, and what the first rate is multiplied by.
const STRETCHES: [(usize, f64); 3] = [(100, 1.0), (200, 0.1), (100, 0.01)];
/// Standard deviation of ImageNet's pixels.
const CONTRAST: f64 = 57.6;
/// How long the gradient is at the start where the goal is no likeness, in norms of natural pictures.
const LENGTH: f64 = 5.0;
/// Up to which share of all layers the paper has which lambda: layers 1 to 6, 7 to 12 and 13 to 20 of AlexNet's 20.
const BY_DEPTH: [(f64, f64); 3] = [(0.3, 1.0), (0.6, 10.0), (1.0, 100.0)];

impl Mahendran {
    /// For a canvas of these rows and columns.
    pub fn recipe(&self, size: [usize; 2]) -> Recipe {
        let penalties = vec![
            Penalty::TotalVariation { weight: self.variation / 2.0, exponent: self.exponent },
            Penalty::AlphaNorm { weight: self.alpha_weight / 2.0, alpha: self.alpha },
        ];
        let stage = |&(steps, rate): &(usize, f64)| Stage {
            pull: self.pull,
            penalties: penalties.clone(),
            ..Stage::plain(steps, StepRule::Momentum { keep: self.keep }, rate)
        };
        let stages = self.stretches.iter().map(stage).collect();
        Recipe { stages, ..Recipe::plain(size, Unit::Centred, Start::Norm(self.norm)) }
    }
}

fn recipe(order: &Order) -> Result<(Goal, Recipe)> {
    let (goal, size) = towards::likeness(order)?;
    let numbers = order.lens.space(Unit::Centred).channels() * size[0] * size[1];
    let norm = CONTRAST * (numbers as f64).sqrt();
    let pull = match towards::is_likeness(&goal) {
        true => norm * norm,
        false => LENGTH * CONTRAST / towards::slope(order, &goal, CONTRAST as f32, size)?,
    };
    let steps = octaves::shared(order.whole(&STEPS), &STRETCHES.map(|(steps, _)| steps));
    let rate = order.number(&RATE);
    let asked = order.number(&VARIATION);
    let mahendran = Mahendran {
        stretches: steps.into_iter().zip(STRETCHES).map(|(steps, (_, factor))| (steps, factor * rate)).collect(),
        keep: 0.9,
        norm,
        pull: order.number(&STRENGTH) * pull,
        variation: if asked > 0.0 { asked } else { by_depth(order, &goal) },
        exponent: order.number(&EXPONENT),
        alpha_weight: 8e-10,
        alpha: 6.0,
    };
    Ok((goal, ordered(mahendran.recipe(size), order)))
}

/// The published weight of the total variation for layers as deep as the goal's.
fn by_depth(order: &Order, goal: &Goal) -> f64 {
    let network = order.lens.network();
    let deepest = goal.layers(network).into_iter().map(NodeId::index).max().unwrap_or(0);
    let depth = deepest as f64 / network.scores().index().max(1) as f64;
    BY_DEPTH.iter().find(|(until, _)| depth <= *until).map_or(100.0, |(_, weight)| *weight)
}
