//! Expected gradients: Erion et al. 2019, "Improving performance of deep learning models with axiomatic attribution priors
//! and expected gradients"; Lundberg's GradientSHAP.
//!
//! The mean of `(x - r) * df/dx at r + a (x - r)` over reference pictures `r` and places `a` from 0 to 1, both drawn by
//! chance: the numbers sum to `f(x)` minus the mean of `f(r)` in the limit of many samples.

use rand::Rng as _;

use super::{gradients_at, map_of};
use crate::{
    attribution::{
        Compute, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies,
        baseline::references,
        rerun::Rerun,
        shared::{CAPTUM, Growth, SEED, between},
    },
    control::Control,
    methods::normal,
    words::trust,
};

const SAMPLES: Parameter =
    Parameter::whole("samples", [1, 10_000], &Value::Whole(200)).elsewhere(&[("captum", &Value::Whole(5))]);

const NOISE: Parameter = Parameter::number("noise", [0.0, 100.0], &Value::Number(0.0));

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
    let mut random = request.chance();
    // As many of each picture as can be, so that only the place is left to chance.
    let drawn: Vec<(usize, f64)> = (0..count).map(|index| (index % others.len(), random.random::<f64>())).collect();
    let noisy = |random: &mut rand_chacha::ChaCha8Rng| -> Vec<f32> {
        let one = |&value: &f32| if noise > 0.0 { value + (noise * normal(random)) as f32 } else { value };
        input.iter().map(one).collect()
    };
    // The same noise again when the gradient comes back.
    let mut again = random.clone();
    let mut sums = vec![0.0; input.len()];
    let mut growth = Growth::new(control, observer, count, trust::samples_so_far);
    let map = |sums: &[f64], done: usize| map_of(request, sums.iter().map(|sum| sum / done as f64), true, Vec::new());
    let mut point = |index: usize| between(&others[drawn[index].0], &noisy(&mut random), drawn[index].1);
    gradients_at(request, count, &mut point, control, &mut |at| {
        let (from, to) = (&others[drawn[at.index].0], noisy(&mut again));
        for (((sum, &gradient), &to), &from) in sums.iter_mut().zip(at.gradient).zip(&to).zip(from) {
            *sum += f64::from(gradient) * (f64::from(to) - f64::from(from));
        }
        growth.reach(at.index + 1, || map(&sums, at.index + 1))
    })?;
    let mut compared: Vec<&[f32]> = others.iter().take(count).map(Vec::as_slice).collect();
    compared.push(&input);
    let mut scores = Rerun::of_input(request)?.all(&compared, control)?;
    let own = scores.pop().unwrap_or_default();
    let mean = scores.iter().sum::<f64>() / scores.len().max(1) as f64;
    let trust = vec![trust::samples(count), trust::references(others.len())];
    Ok(Map { trust, ..map(&sums, count)? }.which_sums_to(own - mean))
}
