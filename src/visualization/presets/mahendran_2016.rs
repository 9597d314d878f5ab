//! Mahendran & Vedaldi 2016, "Visualizing deep convolutional neural networks using natural pre-images" (aravindhm/nnpreimage,
//! core/nnpreimage.m, core/get_defaults.m, experiments/get_preimage_opts.m): priors per pixel, colours that are bounded, steps
//! that adapt number by number, a window that moves by a quarter of the layer's stride, and rectifiers that leak on the way.
//!
//! Other constants than in 2015 by orders of magnitude. With an open picture a whole layer is inverted; the last steps are then a
//! tenth as large and do not move the window. The code divides a unit's score by its maximum over every thousandth training
//! picture; here it is what the layer comes to on noise. Its innerWeight(k), which takes the last filter's weight for all, and its
//! accumulator that a misspelt name keeps from being reset are not ported: every goal has its own weight, and the last stretch
//! begins anew.

use super::{Begin, Needs, Preset, REDIRECT, Spread, mahendran::STRENGTH, octaves, ordered, steps, towards};
use crate::{
    methods::{PAPER, Parameter, Value},
    network::NodeId,
    visualization::{
        Goal, Objective, Order, Recipe, Result, Unit,
        penalty::Penalty,
        projection::Projection,
        recipe::{Finish, Stage, Start},
        step::StepRule,
        transform::Transform,
    },
};

const STEPS: Parameter = steps(&Value::Whole(300));
/// In pixels' numbers, before it is multiplied by how many pixels there are.
const RATE: Parameter = Parameter::number("rate", [0.1, 1000.0], &Value::Number(53.3));
const VARIATION: Parameter = Parameter::number("variation", [0.0, 1.0], &Value::Number(0.0066));
const LEAK: Parameter = Parameter::number("leak", [0.0, 1.0], &Value::Number(0.05));

pub(super) const PRESET: Preset = Preset {
    id: "mahendran-2016",
    name: "Mahendran 2016",
    paper: "Mahendran, Vedaldi 2016",
    year: 2016,
    parameters: &[STEPS, RATE, VARIATION, LEAK, STRENGTH, REDIRECT],
    conventions: &[PAPER],
    needs: Needs::Nothing,
    spread: Spread::AsItIs,
    begin: Begin::Towards(recipe),
};

/// The numbers of the recipe.
#[derive(Clone, Debug, PartialEq)]
pub struct Mahendran2016 {
    /// Steps with a window that moves.
    pub steps: usize,
    /// Steps at a tenth of the rate with a window in the middle.
    pub settling: usize,
    /// The rate, before it is multiplied by the pixels of the window.
    pub rate: f64,
    /// What stays of both sums.
    pub keep: f64,
    /// As many places for the window in each direction.
    pub jitter: usize,
    /// What the goal's gradient is multiplied by.
    pub pull: f64,
    /// The weight of the total variation, of each pixel.
    pub variation: f64,
    /// Its power, beta.
    pub exponent: f64,
    /// The weight of the colour's norm to the power of alpha, of each pixel.
    pub alpha_weight: f64,
    /// Alpha.
    pub alpha: f64,
    /// The largest norm of a colour.
    pub bound: f64,
    /// What rectifiers let pass of what lies below 0.
    pub leak: f64,
}

/// A colour's usual norm, B / 2 in the paper.
const USUAL: f64 = 80.0;
/// The largest of uniform noise whose 95 per cent quantile is 1.
const OVER_QUANTILE: f64 = 1.0 / 0.9;
/// How much smaller the rate of the last steps is.
const SETTLED: f64 = 0.1;
/// Published steps, and last ones where a layer is inverted.
const PUBLISHED: [usize; 2] = [300, 50];
/// What scores are worth, before they are divided by how many pixels they come from.
const WORTH: f64 = 1e4;

impl Mahendran2016 {
    /// For a window of these rows and columns, which is what the network sees.
    pub fn recipe(&self, seen: [usize; 2]) -> Recipe {
        let slack = self.jitter.saturating_sub(1);
        let size = seen.map(|side| side + slack);
        let pixels = (size[0] * size[1]) as f64;
        let rate = self.rate * (seen[0] * seen[1]) as f64;
        let jittered = Stage {
            seen: Some(seen),
            transforms: vec![Transform::Jitter(slack)],
            pull: self.pull,
            penalties: vec![
                Penalty::TotalVariation { weight: self.variation / pixels, exponent: self.exponent },
                Penalty::ColourNorm { weight: self.alpha_weight / pixels, alpha: self.alpha },
            ],
            finishes: vec![(1, Finish::Fixed(Projection::PixelNorm(self.bound)))],
            ..Stage::plain(self.steps, StepRule::AdaGradLike { keep: self.keep }, rate)
        };
        let settling = Stage {
            steps: self.settling,
            rate: (rate * SETTLED).into(),
            transforms: vec![Transform::RandomCrop { deviation: 0.0 }],
            ..jittered.clone()
        };
        let high = (USUAL / 3.0_f64.sqrt() * OVER_QUANTILE) as f32;
        let start = Start::Uniform { low: -high, high };
        Recipe { stages: vec![jittered, settling], leak: self.leak, ..Recipe::plain(size, Unit::Centred, start) }
    }
}

fn recipe(order: &Order) -> Result<(Goal, Recipe)> {
    let (goal, seen) = towards::likeness(order)?;
    let steps = order.whole(&STEPS);
    let is_likeness = towards::is_likeness(&goal);
    let parts = if is_likeness { octaves::shared(steps, &PUBLISHED) } else { vec![steps, 0] };
    let pull = if is_likeness { 1.0 } else { WORTH / pixels(order, &goal, seen) / towards::typical(order, &goal, seen)? };
    let mahendran = Mahendran2016 {
        steps: parts[0],
        settling: parts[1],
        rate: order.number(&RATE),
        keep: 0.9,
        jitter: jitter(order, &goal),
        pull: order.number(&STRENGTH) * pull,
        variation: order.number(&VARIATION),
        exponent: 2.0,
        alpha_weight: USUAL.powi(-6),
        alpha: 6.0,
        bound: 2.0 * USUAL,
        leak: order.number(&LEAK),
    };
    Ok((goal, ordered(mahendran.recipe(seen), order)))
}

/// How many pixels the goal sees: those of a unit's receptive field, or all.
fn pixels(order: &Order, goal: &Goal, seen: [usize; 2]) -> f64 {
    let sides = match goal.0.as_slice() {
        [(_, Objective::Unit(layer, ..))] => order.lens.network().receptive_field_size(*layer),
        _ => seen,
    };
    (sides[0].min(seen[0]) * sides[1].min(seen[1])) as f64
}

/// A quarter of the stride of the goal's layer, or of the last one before it that has maps, and at least 1.
fn jitter(order: &Order, goal: &Goal) -> usize {
    let network = order.lens.network();
    let [rows, _] = order.lens.own_size();
    let last = goal.layers(network).into_iter().map(NodeId::index).max().unwrap_or(0);
    let maps = network.nodes().iter().take(last + 1).rev().find_map(|node| match *node.shape {
        [1, _, maps, _] if maps > 1 => Some(maps),
        _ => None,
    });
    ((rows as f64 / maps.unwrap_or(rows) as f64 / 4.0).round() as usize).max(1)
}
