//! Expected gradients: Erion et al. 2019, "Improving performance of deep learning models with axiomatic attribution priors
//! and expected gradients"; Lundberg's GradientSHAP.
//!
//! The mean of `(x - r) * df/dx at r + a (x - r)` over reference pictures `r` and places `a` from 0 to 1, both drawn by
//! chance: the numbers sum to `f(x)` minus the mean of `f(r)` in the limit of many samples.

use std::cell::RefCell;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::{gradients_at, is_worth_showing, map_of, scores_of};
use crate::{
    attribution::{
        Compute, Convention, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies, baseline::references,
    },
    control::Control,
    methods::normal,
    words::trust,
};

const CAPTUM: Convention = Convention { id: "captum" };

const SAMPLES: Parameter =
    Parameter::whole("samples", [1, 10_000], &Value::Whole(200)).elsewhere(&[("captum", &Value::Whole(5))]);

const NOISE: Parameter = Parameter::number("noise", [0.0, 100.0], &Value::Number(0.0));

const SEED: Parameter = Parameter::whole("seed", [0, 1_000_000], &Value::Whole(0));

pub const METHOD: Method = Method {
    id: "expected-gradients",
    name: "Expected gradients",
    paper: "Erion 2019",
    family: Family::Gradients,
    parameters: &[SAMPLES, NOISE, SEED],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::ManyPasses,
    conventions: &[PAPER, CAPTUM],
    signed: true,
    compute: Compute::Growing(compute),
};

fn compute(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let others = references(request)?;
    let input = request.pixels()?;
    let count = request.count(&SAMPLES);
    let noise = request.parameter(&NOISE);
    let mut random = ChaCha8Rng::seed_from_u64(request.parameter(&SEED) as u64);
    // As many of each picture as can be, so that only the place is left to chance.
    let drawn: Vec<(usize, f64)> = (0..count).map(|index| (index % others.len(), random.random::<f64>())).collect();
    let ends: RefCell<Vec<Vec<f32>>> = RefCell::default();
    let mut sums = vec![0.0; input.len()];
    let mut point = |index: usize| {
        let (other, at) = drawn[index];
        let noisy = |&value: &f32| if noise > 0.0 { value + (noise * normal(&mut random)) as f32 } else { value };
        let end: Vec<f32> = input.iter().map(noisy).collect();
        let between = |(&end, &from): (&f32, &f32)| (f64::from(from) + at * (f64::from(end) - f64::from(from))) as f32;
        let point = end.iter().zip(&others[other]).map(between).collect();
        ends.borrow_mut().push(end);
        point
    };
    gradients_at(request, count, &mut point, control, &mut |at| {
        let end = std::mem::take(&mut ends.borrow_mut()[at.index]);
        let from = &others[drawn[at.index].0];
        for (((sum, &gradient), &end), &from) in sums.iter_mut().zip(at.gradient).zip(&end).zip(from) {
            *sum += f64::from(gradient) * (f64::from(end) - f64::from(from));
        }
        let done = at.index + 1;
        control.step(done, count, &trust::samples_so_far(done, count))?;
        if is_worth_showing(done, count) {
            let mut map = map_of(request, sums.iter().map(|sum| sum / done as f64), true)?.at(done, count);
            map.trust = vec![trust::samples_so_far(done, count)];
            observer(&map);
        }
        Ok(())
    })?;
    let mut compared: Vec<&[f32]> = others.iter().take(count).map(Vec::as_slice).collect();
    compared.push(&input);
    let mut scores = scores_of(request, &compared, control)?;
    let own = scores.pop().unwrap_or_default();
    let mean = scores.iter().sum::<f64>() / scores.len().max(1) as f64;
    let mut map = map_of(request, sums.iter().map(|sum| sum / count as f64), true)?;
    map.trust = vec![trust::samples(count), trust::references(others.len())];
    Ok(map.which_sums_to(own - mean))
}
