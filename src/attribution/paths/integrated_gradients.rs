//! Integrated gradients: Sundararajan, Taly & Yan 2017, "Axiomatic attribution for deep networks".
//!
//! `(x - b) * integral of df/dx along the straight path from the baseline b to x`: the numbers sum to `f(x) - f(b)`. The paper
//! takes a black picture as baseline and a Riemann sum; the integral is the same whatever sums it, and what looks where the path
//! bends (`adaptive.rs`) comes nearest in few steps.

use super::{adaptive::Bends, gradients_at, map_of, quadrature, rise};
use crate::{
    attribution::{
        Compute, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies,
        baseline::{BASELINE, baseline},
        shared::{CAPTUM, Growth, between},
    },
    control::Control,
    words::trust,
};

pub const STEPS: Parameter = Parameter::whole("steps", [1, 1000], &Value::Whole(50));

pub const METHOD: Method = Method {
    id: "integrated-gradients",
    name: "Integrated gradients",
    paper: "Sundararajan 2017",
    family: Family::Gradients,
    parameters: &[BASELINE, STEPS, quadrature::RULE],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::ManyPasses,
    conventions: &[PAPER, CAPTUM],
    signed: true,
    compute: Compute::Growing(compute),
};

fn compute(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let (from, to) = (baseline(request, &BASELINE)?, request.pixels()?);
    let count = request.count(&STEPS);
    let rise = rise(request, &from, &to, control)?;
    let mut growth = Growth::new(control, observer, count, trust::steps_so_far);
    // The mean gradient, times the way.
    let map = |mean: Vec<f64>| {
        let each = mean.into_iter().zip(&from).zip(&to);
        map_of(request, each.map(|((mean, &from), &to)| mean * (f64::from(to) - f64::from(from))), true, Vec::new())
    };
    let rule = request.choice(&quadrature::RULE);
    let (mean, looked) = if rule == quadrature::ADAPTIVE {
        let mut bends = Bends::new(&from, &to);
        bends.look(request, count, control, &mut |bends| growth.reach(bends.count(), || map(bends.mean_gradient())))?;
        (bends.mean_gradient(), bends.count())
    } else {
        let places = quadrature::places(&rule, count, request.follows(CAPTUM.id));
        let (mut sums, mut weight_so_far) = (vec![0.0; to.len()], 0.0);
        gradients_at(request, count, &mut |index| between(&from, &to, places[index][0]), control, &mut |at| {
            let [_, weight] = places[at.index];
            weight_so_far += weight;
            for (sum, &gradient) in sums.iter_mut().zip(at.gradient) {
                *sum += weight * f64::from(gradient);
            }
            growth.reach(at.index + 1, || map(sums.iter().map(|sum| sum / weight_so_far).collect()))
        })?;
        (sums, count)
    };
    Ok(Map { trust: vec![trust::steps(looked)], ..map(mean)? }.which_sums_to(rise))
}
