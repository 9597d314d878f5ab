//! Olah, Mordvintsev & Schubert 2017, "Feature visualization", as their program Lucid does it: waves of decaying strength in
//! decorrelated colours behind a sigmoid, Adam, and a picture that is shifted, scaled and turned before every step.
//!
//! The convention `lucid` carries the transformations out one by one as Lucent, Lucid's port, does; by default they are one warp.

use std::borrow::Cow;

use super::{Begin, Needs, Preset, Spread, steps};
use crate::{
    methods::{Choice, Convention, Domain, PAPER, Parameter, Value},
    visualization::{
        Goal, Objective, Order, Recipe, Result, Unit,
        canvas::{DEVIATION, Parameterisation},
        penalty::Penalty,
        recipe::{Redirect, Resampling, Stage, Start},
        step::{Norm, StepRule},
        transform::{Fill, Transform},
    },
};

const STEPS: Parameter = steps(&Value::Whole(512));
const RATE: Parameter = Parameter::number("rate", [0.001, 1.0], &Value::Number(0.05));
/// Half of it again after scaling and turning.
const SHIFT: Parameter = Parameter::whole("shift", [0, 64], &Value::Whole(8));
/// In percent.
const SCALE: Parameter = Parameter::number("scale", [0.0, 50.0], &Value::Number(10.0));
/// In degrees.
const TURN: Parameter = Parameter::number("turn", [0.0, 90.0], &Value::Number(10.0));
const DECAY: Parameter = Parameter::number("decay", [0.0, 3.0], &Value::Number(1.0));
const VARIATION: Parameter = Parameter::number("variation", [0.0, 1.0], &Value::Number(0.0));
/// Against the likeness of the pictures of a batch; Lucid's notebook has 100.
const DIVERSITY: Parameter = Parameter::number("diversity", [0.0, 1000.0], &Value::Number(0.0));
/// For the likeness of neighbours in a batch.
const ALIGNMENT: Parameter = Parameter::number("alignment", [0.0, 1000.0], &Value::Number(0.0));
const DECORRELATE: Parameter =
    Parameter { id: "decorrelate", domain: Domain::Switch, default: &Value::Switch(true), elsewhere: &[] };
/// How the picture is written: waves, a Laplacian pyramid, plain pixels, or a network of coordinates.
const WRITTEN: Parameter = Parameter {
    id: "written",
    domain: Domain::Choice(&[Choice { id: WAVES }, Choice { id: PYRAMID }, Choice { id: PIXELS }, Choice { id: COORDINATES }]),
    default: &Value::Choice(Cow::Borrowed(WAVES)),
    elsewhere: &[],
};
const WAVES: &str = "waves";
const PYRAMID: &str = "pyramid";
const PIXELS: &str = "pixels";
const COORDINATES: &str = "coordinates";
/// How parameters follow gradients.
const RULE: Parameter = Parameter {
    id: "rule",
    domain: Domain::Choice(&[Choice { id: ADAM }, Choice { id: RMSPROP }, Choice { id: LBFGS }, Choice { id: NORMALISED }]),
    default: &Value::Choice(Cow::Borrowed(ADAM)),
    elsewhere: &[],
};
const ADAM: &str = "adam";
const RMSPROP: &str = "rmsprop";
const LBFGS: &str = "lbfgs";
const NORMALISED: &str = "normalised";
/// Against far from grey, against fine detail, against a busy border: the penalties of Lucid's notebook on regularisation.
const GREYNESS: Parameter = Parameter::number("greyness", [0.0, 1.0], &Value::Number(0.0));
const BLUR: Parameter = Parameter::number("blur", [0.0, 10.0], &Value::Number(0.0));
const BORDER: Parameter = Parameter::number("border", [0.0, 10.0], &Value::Number(0.0));
const FLIP: Parameter = Parameter { id: "flip", domain: Domain::Switch, default: &Value::Switch(false), elsewhere: &[] };
/// Lucent redirects in InceptionV1 alone.
const REDIRECT: Parameter = Parameter { elsewhere: &[(LUCID, &Value::Switch(false))], ..super::REDIRECT };

/// The convention of Lucid's port to PyTorch.
const LUCID: &str = "lucid";

pub(super) const PRESET: Preset = Preset {
    id: "lucid",
    name: "Lucid",
    paper: "Olah, Mordvintsev, Schubert 2017",
    year: 2017,
    parameters: &[
        STEPS,
        RATE,
        SHIFT,
        SCALE,
        TURN,
        DECAY,
        VARIATION,
        DECORRELATE,
        WRITTEN,
        RULE,
        GREYNESS,
        BLUR,
        BORDER,
        FLIP,
        DIVERSITY,
        ALIGNMENT,
        REDIRECT,
    ],
    conventions: &[PAPER, Convention { id: LUCID }],
    needs: Needs::Nothing,
    spread: Spread::AsItIs,
    begin: Begin::Recipe(recipe),
};

/// Side of the canvas that the published amounts are for.
const PUBLISHED_SIDE: f64 = 128.0;
/// Lucent enlarges what the network sees to this side.
const SEEN: usize = 224;
/// Grey around the picture, in pixels.
const PAD: f64 = 12.0;
const GREY: f32 = 0.5;
/// As many even steps from the least to the largest scale, and from the most left to the most right turn.
const SCALES: usize = 11;
const TURNS: usize = 21;
/// Unturned besides.
const STRAIGHT: usize = 5;
/// Levels of a Laplacian pyramid, and layers of a network of coordinates with their channels.
const LEVELS: usize = 4;
const LAYERS: usize = 8;
const WIDTH: usize = 24;
/// How much smaller the coarse pictures are that a batch shares, and those that its two ends have.
const SHARED: [usize; 4] = [2, 4, 8, 16];
const ENDS: [usize; 2] = [8, 16];
/// Redirected steps in Lucid and Lucent.
const REDIRECTED: usize = 16;

fn recipe(order: &Order) -> Result<Recipe> {
    let size = order.canvas();
    // Small canvases are shaken less.
    let small = (size[0].min(size[1]) as f64 / PUBLISHED_SIDE).min(1.0);
    let pixels = |amount: f64| (amount * small).round() as usize;
    let shift = order.number(&SHIFT);
    let mut transforms = Vec::new();
    let separate = order.convention.as_deref() == Some(LUCID);
    let again = (shift / 2.0).floor();
    // One warp needs no border but for what its shifts cut off, so that the network sees as much as there is.
    let pad = if separate { PAD } else { (shift + again) / 2.0 };
    transforms.push(Transform::Pad { amount: pixels(pad), fill: Fill::Value(GREY) });
    if shift > 0.0 {
        transforms.push(Transform::Jitter(pixels(shift)));
    }
    let even = |count: usize, largest: f64| {
        let half = (count / 2) as f64;
        (0..count).map(move |index| largest * (index as f64 - half) / half)
    };
    let (scale, turn) = (order.number(&SCALE) / 100.0, order.number(&TURN));
    if scale > 0.0 {
        transforms.push(Transform::Scale(even(SCALES, scale).map(|by| 1.0 + by).collect()));
    }
    if turn > 0.0 {
        transforms.push(Transform::Rotate(even(TURNS, turn).chain([0.0; STRAIGHT]).collect()));
    }
    if again > 0.0 {
        transforms.push(Transform::Jitter(pixels(again)));
    }
    if order.on(&FLIP) {
        transforms.push(Transform::Flip);
    }
    let stage = Stage {
        transforms,
        penalties: penalties(order, size),
        seen: if separate { Some([SEEN; 2]) } else { Some(size) },
        resampling: if separate { Resampling::Separate } else { Resampling::Composed },
        ..Stage::plain(order.whole(&STEPS), rule(order), order.number(&RATE))
    };
    let redirect = match (order.on(&REDIRECT), separate) {
        (false, _) => Redirect::Never,
        (true, false) => Redirect::WhenDead,
        (true, true) => Redirect::First(REDIRECTED),
    };
    let start = order.start.clone().map_or(Start::Own, Start::Parameters);
    Ok(Recipe {
        count: order.count,
        size,
        seed: order.seed,
        unit: Unit::Pixel,
        written: written(order),
        start,
        stages: vec![stage],
        also: among(order),
        redirect,
        leak: 0.0,
    })
}

/// Waves; pictures on the way from one goal to another share coarse ones, so that they are alike where both goals allow it.
fn written(order: &Order) -> Parameterisation {
    let (decay, decorrelate) = (order.number(&DECAY), order.on(&DECORRELATE));
    let between = order.count > 1 && order.goal.0.iter().any(|(_, objective)| matches!(objective, Objective::Interpolation(..)));
    if between {
        let (divisors, ends) = (SHARED.to_vec(), ENDS.to_vec());
        return Parameterisation::Pyramid { divisors, ends, decay, deviation: DEVIATION, decorrelate, squash: true };
    }
    let (deviation, squash) = (DEVIATION, true);
    if order.chooses(&WRITTEN, PYRAMID) {
        return Parameterisation::Laplacian { levels: LEVELS, deviation, decorrelate, squash };
    }
    if order.chooses(&WRITTEN, PIXELS) {
        return Parameterisation::Laplacian { levels: 1, deviation, decorrelate, squash };
    }
    if order.chooses(&WRITTEN, COORDINATES) {
        return Parameterisation::Cppn { width: WIDTH, layers: LAYERS };
    }
    Parameterisation::Fourier { decay, deviation, decorrelate, squash }
}

/// How parameters follow gradients; a rate of 0.05 is Adam's, and the others' steps are about as long.
fn rule(order: &Order) -> StepRule {
    if order.chooses(&RULE, RMSPROP) {
        return StepRule::RmsProp { keep: 0.99, epsilon: 1e-8 };
    }
    if order.chooses(&RULE, LBFGS) {
        return StepRule::Lbfgs { history: 10 };
    }
    if order.chooses(&RULE, NORMALISED) {
        return StepRule::Normalised(Norm::RootMeanSquare);
    }
    StepRule::Adam { first: 0.9, second: 0.999, epsilon: 1e-8 }
}

/// What is held against the picture.
fn penalties(order: &Order, size: [usize; 2]) -> Vec<Penalty> {
    let mut penalties = Vec::new();
    let mut add = |parameter: &Parameter, penalty: &dyn Fn(f64) -> Penalty| {
        let weight = order.number(parameter);
        if weight > 0.0 {
            penalties.push(penalty(weight));
        }
    };
    add(&VARIATION, &|weight| Penalty::TotalVariationAbsolute { weight });
    add(&GREYNESS, &|weight| Penalty::L1 { weight, centre: f64::from(GREY) });
    add(&BLUR, &|weight| Penalty::Blur { weight });
    let width = (size[0].min(size[1]) / 6).max(1);
    add(&BORDER, &|weight| Penalty::Border { weight, width, centre: f64::from(GREY) });
    penalties
}

/// What the pictures of a batch are to be to each other.
fn among(order: &Order) -> Goal {
    let layers = order.goal.layers(order.lens.network());
    let Some(&layer) = layers.first().filter(|_| order.count > 1) else { return Goal::default() };
    let (diversity, alignment) = (order.number(&DIVERSITY), order.number(&ALIGNMENT));
    let terms = [(diversity, Objective::Diversity(layer)), (alignment, Objective::Alignment(layer))];
    Goal(terms.into_iter().filter(|(weight, _)| *weight > 0.0).collect())
}
