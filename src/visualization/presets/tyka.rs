//! Tyka 2016, "Class visualization with bilateral filters", a reconstruction: the post is a gallery with one sentence
//! (mtyka/mtyka.github.io, _posts/2016-02-05-bilateral-class-vis.markdown) and no constants were ever published.
//!
//! Øygard's recipe with a bilateral filter for its Gaussian, so that areas become flat and edges stay: as wide as Øygard's in space,
//! from 40 to 20 of 255 in colour, the distance taken over all three at once, and a slight Gaussian after it.

use super::{
    Begin, Needs, Preset, REDIRECT, Spread, ordered,
    oygard::{BLUR, RATE, STEPS, Smoothing, of_order},
};
use crate::{
    methods::{PAPER, Parameter, Value},
    visualization::{Order, Recipe, Result, recipe::Ramp},
};

/// In parts of 255, at an octave's first step; half of it at the last.
const RANGE: Parameter = Parameter::number("range", [1.0, 255.0], &Value::Number(40.0));

pub(super) const PRESET: Preset = Preset {
    id: "tyka",
    name: "Tyka",
    paper: "after Tyka 2016",
    year: 2016,
    parameters: &[STEPS, RATE, BLUR, RANGE, REDIRECT],
    conventions: &[PAPER],
    needs: Needs::Nothing,
    spread: Spread::AsItIs,
    begin: Begin::Recipe(recipe),
};

/// Standard deviation of the Gaussian.
const AFTER: f64 = 0.3;

fn recipe(order: &Order) -> Result<Recipe> {
    let range = order.number(&RANGE);
    let smoothing = Smoothing::Bilateral { range: Ramp { from: range, to: range / 2.0 }, after: AFTER, once: false };
    Ok(ordered(of_order(order, smoothing).recipe(), order))
}
