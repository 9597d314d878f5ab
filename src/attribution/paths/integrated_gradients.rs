//! Integrated gradients: Sundararajan, Taly & Yan 2017, "Axiomatic attribution for deep networks".
//!
//! `(x - b) * integral of df/dx along the straight path from the baseline b to x`: the numbers sum to `f(x) - f(b)`. The paper
//! takes a black picture as baseline and a Riemann sum; the integral is the same whatever sums it, and what looks where the path
//! bends (`adaptive.rs`) comes nearest in few steps.

use std::borrow::Cow;

use super::{adaptive::Bends, gradients_at, is_worth_showing, map_of, quadrature, scores_of};
use crate::{
    attribution::{
        Compute, Convention, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies,
        baseline::{self, BLACK, MEAN},
    },
    control::Control,
    words::trust,
};

pub const CAPTUM: Convention = Convention { id: "captum" };

pub const BASELINE: Parameter = Parameter::choice("baseline", baseline::KINDS, &Value::Choice(Cow::Borrowed(BLACK)))
    .elsewhere(&[("captum", &Value::Choice(Cow::Borrowed(MEAN)))]);

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
    let from = baseline::baseline(request, &BASELINE)?;
    let to = request.pixels()?;
    let count = request.count(&STEPS);
    let scores = scores_of(request, &[&from, &to], control)?;
    let way = |index: usize| f64::from(to[index]) - f64::from(from[index]);
    let rule = request.choice(&quadrature::RULE);
    if rule == quadrature::ADAPTIVE {
        let mut bends = Bends::new(&from, &to);
        let map = |bends: &Bends<'_>| {
            map_of(request, bends.mean_gradient().into_iter().enumerate().map(|(index, mean)| mean * way(index)), true)
        };
        bends.look(request, count, control, &mut |bends| {
            let done = bends.knots.len();
            control.step(done, count, &trust::steps_so_far(done, count))?;
            let mut map = map(bends)?.at(done, count);
            map.trust = vec![trust::steps_so_far(done, count)];
            observer(&map);
            Ok(())
        })?;
        let mut map = map(&bends)?;
        map.trust = vec![trust::steps(bends.knots.len())];
        return Ok(map.which_sums_to(scores[1] - scores[0]));
    }
    let places = quadrature::places(&rule, count, request.follows(CAPTUM.id));
    let mut sums = vec![0.0; to.len()];
    let mut weight_so_far = 0.0;
    let on_the_way =
        |sums: &[f64], share: f64| map_of(request, sums.iter().enumerate().map(|(index, sum)| sum * way(index) / share), true);
    let mut point = |index: usize| {
        let [at, _] = places[index];
        (0..to.len()).map(|pixel| (f64::from(from[pixel]) + at * way(pixel)) as f32).collect()
    };
    gradients_at(request, count, &mut point, control, &mut |at| {
        let [_, weight] = places[at.index];
        weight_so_far += weight;
        for (sum, &gradient) in sums.iter_mut().zip(at.gradient) {
            *sum += weight * f64::from(gradient);
        }
        let done = at.index + 1;
        control.step(done, count, &trust::steps_so_far(done, count))?;
        if is_worth_showing(done, count) {
            let mut map = on_the_way(&sums, weight_so_far)?.at(done, count);
            map.trust = vec![trust::steps_so_far(done, count)];
            observer(&map);
        }
        Ok(())
    })?;
    let mut map = on_the_way(&sums, 1.0)?;
    map.trust = vec![trust::steps(count)];
    Ok(map.which_sums_to(scores[1] - scores[0]))
}
