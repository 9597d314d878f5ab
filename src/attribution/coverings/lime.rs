//! LIME: Ribeiro, Singh & Guestrin 2016, "Why should I trust you? Explaining the predictions of any classifier".
//!
//! Regions are covered by chance, and a linear model of which are visible is fitted to the score, near pictures counting
//! more: `exp(-d² / width²)` with `d` the cosine distance to the whole picture; ridge regression, as the authors' program
//! does. Captum draws fewer, weights by `exp(-d² / (2 width²))` with the distance between pixels, and fits the lasso.

use rand::Rng as _;

use super::{
    covered,
    feature_ablation::FILL,
    least_squares::{Seen, lasso, ridge},
    map_of_regions,
    regions::{CELLS, COARSENESS, REGIONS, regions},
};
use crate::{
    attribution::{
        Compute, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies,
        baseline::baseline,
        rerun::Rerun,
        shared::{CAPTUM, Growth, SEED},
    },
    control::Control,
    words::trust,
};

pub const SAMPLES: Parameter =
    Parameter::whole("samples", [2, 100_000], &Value::Whole(1000)).elsewhere(&[("captum", &Value::Whole(25))]);

const WIDTH: Parameter =
    Parameter::number("width", [0.01, 100.0], &Value::Number(0.25)).elsewhere(&[("captum", &Value::Number(1.0))]);

const PENALTY: Parameter =
    Parameter::number("penalty", [0.0, 1000.0], &Value::Number(1.0)).elsewhere(&[("captum", &Value::Number(0.01))]);

pub const METHOD: Method = Method {
    id: "lime",
    name: "LIME",
    paper: "Ribeiro 2016",
    family: Family::Coverings,
    parameters: &[REGIONS, CELLS, COARSENESS, FILL, SAMPLES, WIDTH, PENALTY, SEED],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::ManyPasses,
    conventions: &[PAPER, CAPTUM],
    signed: true,
    compute: Compute::Growing(compute),
};

/// One minus the cosine of the angle between two pictures.
fn angle(a: &[f32], b: &[f32]) -> f64 {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum::<f64>();
    1.0 - dot(a, b) / (dot(a, a) * dot(b, b)).sqrt().max(f64::MIN_POSITIVE)
}

/// One minus the cosine of the angle between which regions are visible and all of them.
fn distance(on: &[bool]) -> f64 {
    let visible = on.iter().filter(|&&on| on).count() as f64;
    if visible == 0.0 { 1.0 } else { 1.0 - (visible / on.len() as f64).sqrt() }
}

fn compute(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let (labels, features) = regions(request)?;
    let (input, fill) = (request.pixels()?, baseline(request, &FILL)?);
    let as_captum = request.follows(CAPTUM.id);
    let rerun = Rerun::of_input(request)?;
    let rerun = if as_captum { rerun } else { rerun.by_probability() };
    let count = request.count(&SAMPLES);
    let width = request.parameter(&WIDTH) * if as_captum { f64::sqrt(2.0) } else { 1.0 };
    let mut random = request.chance();
    let mut growth = Growth::new(control, observer, count, trust::samples_so_far);
    let fit = |seen: &[Seen]| {
        let penalty = request.parameter(&PENALTY);
        if as_captum { lasso(seen, features, penalty) } else { ridge(seen, features, penalty) }
    };
    let mut seen: Vec<Seen> = Vec::with_capacity(count);
    for first in (0..count).step_by(rerun.batch()) {
        let some = first..(first + rerun.batch()).min(count);
        let drawn: Vec<Vec<bool>> = some
            .clone()
            .map(|index| {
                // The picture itself comes first, as in the authors' program.
                let whole = index == 0 && !as_captum;
                (0..features).map(|_| whole || random.random::<f64>() < 0.5).collect()
            })
            .collect();
        let inputs: Vec<f32> = drawn.iter().flat_map(|on| covered(&input, &fill, &labels, |label| on[label])).collect();
        // Captum measures how far the pixels have gone.
        let far = |index: usize, on: &[bool]| {
            if as_captum { angle(&input, &inputs[index * input.len()..][..input.len()]) } else { distance(on) }
        };
        let distances: Vec<f64> = drawn.iter().enumerate().map(|(index, on)| far(index, on)).collect();
        for ((on, distance), value) in drawn.into_iter().zip(distances).zip(rerun.run(inputs, control)?) {
            let weight = (-(distance / width).powi(2)).exp();
            seen.push(Seen { on, value, weight });
        }
        growth.reach(some.end, || map_of_regions(request, &labels, &fit(&seen), Vec::new()))?;
    }
    map_of_regions(request, &labels, &fit(&seen), vec![trust::samples(count), trust::regions(features)])
}
