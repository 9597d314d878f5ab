//! DeepLIFT: Shrikumar, Greenside & Kundaje 2017, "Learning important features through propagating activation differences",
//! with the rescale rule or reveal-cancel (`reveal_cancel.rs`); and its mean over many references, DeepSHAP: Lundberg & Lee
//! 2017, "A unified approach to interpreting model predictions".
//!
//! What differs from a baseline is shared out: at a function of one number the multiplier is its difference over its input's,
//! all else passes as derivatives do. The numbers sum to `f(x) - f(b)`. A max pool's difference goes to where the larger of
//! both maxima is; a product of two computed values shares with the mean of the other one. Norms that are no function of one
//! number pass their derivative, and the gap says so. Captum writes a max pool's share instead of adding where windows
//! overlap, knows no products, and its hooks lose the rule of whatever stands right behind an activation or a max pool: a max
//! pool behind a ReLU passes its derivative there.

use std::borrow::Cow;

use candle_core::{Result as Computed, WithDType};
use rayon::prelude::*;

use super::{
    pooled_difference::{SMALL, pooled},
    reveal_cancel,
    walk::WALK,
};
use crate::{
    attribution::{
        Choice, Compute, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies,
        baseline::{BASELINE, baseline, references},
        shared::{CAPTUM, Growth, numbers},
    },
    control::Control,
    network::{
        BackwardRule, Device, Keep, Operator, Replacement, Tensor,
        operation::Evaluated,
        ops::{Arithmetic, ReduceKind},
        rules::{CustomRule, Points, PointwiseRule, Site},
    },
    words::trust,
};

const RESCALE: &str = "rescale";
const REVEAL_CANCEL: &str = "reveal-cancel";

const RULE: Parameter =
    Parameter::choice("rule", &[Choice { id: RESCALE }, Choice { id: REVEAL_CANCEL }], &Value::Choice(Cow::Borrowed(RESCALE)));

pub const METHOD: Method = Method {
    id: "deeplift",
    name: "DeepLIFT",
    paper: "Shrikumar 2017",
    family: Family::Relevance,
    parameters: &[RULE, BASELINE],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::Pass,
    conventions: &[PAPER, CAPTUM],
    signed: true,
    compute: Compute::Whole(compute),
};

pub const SHAP: Method = Method {
    id: "deeplift-shap",
    name: "DeepSHAP",
    paper: "Lundberg 2017",
    family: Family::Relevance,
    parameters: &[],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::ManyPasses,
    conventions: &[PAPER, CAPTUM],
    signed: true,
    compute: Compute::Growing(compute_shap),
};

fn compute(request: &Request<'_>, control: &Control) -> Result<Map> {
    let from = baseline(request, &BASELINE)?;
    let (values, rise) = if request.choice(&RULE) == REVEAL_CANCEL {
        reveal_cancel::shares(request, &from, control)?
    } else {
        shares(request, &from, control)?
    };
    let values = values.into_iter().map(|value| value as f32).collect();
    Ok(Map::whole(values, request.input_size()?, true, Vec::new()).which_sums_to(rise))
}

fn compute_shap(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let others = references(request)?;
    let mut sums = vec![0.0; request.pixels()?.len()];
    let mut rises = 0.0;
    let (count, size) = (others.len(), request.input_size()?);
    let mut growth = Growth::new(control, observer, count, trust::samples_so_far);
    let map = |sums: &[f64], done: usize| {
        Map::whole(sums.iter().map(|sum| (sum / done as f64) as f32).collect(), size, true, Vec::new())
    };
    for (index, from) in others.iter().enumerate() {
        let (values, rise) = shares(request, from, control)?;
        rises += rise;
        sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
        growth.reach(index + 1, || Ok(map(&sums, index + 1)))?;
    }
    Ok(Map { trust: vec![trust::references(count)], ..map(&sums, count) }.which_sums_to(rises / count as f64))
}

/// What each number of the input adds to the difference of the score, and that difference, by the rescale rule.
fn shares(request: &Request<'_>, from: &[f32], control: &Control) -> Result<(Vec<f64>, f64)> {
    let [channels, height, width] = request.input_size()?;
    let (network, to) = (request.network(), request.pixels()?);
    let both = Tensor::from_vec([to.as_slice(), from].concat(), (2, channels, height, width), &Device::Cpu)?;
    let quiet = control.silent();
    let activations = request.engine.forward(&both, &Keep::Each, &quiet)?;
    let rule = Rescale { as_captum: request.follows(CAPTUM.id) };
    let found = request.engine.gradient(&activations, &request.target, &[network.input()], &rule, &quiet)?;
    let multipliers = numbers(&found.get(network, network.input())?.get(0)?)?;
    let each = |((&multiplier, &to), &from): ((&f32, &f32), &f32)| f64::from(multiplier) * (f64::from(to) - f64::from(from));
    let values = multipliers.iter().zip(&to).zip(from).map(each).collect();
    Ok((values, found.score[0] - found.score[1]))
}

/// The rescale rule, for a batch of the picture and its baseline.
struct Rescale {
    as_captum: bool,
}

impl BackwardRule for Rescale {
    fn replacement(&self, at: &Site<'_>) -> Replacement<'_> {
        let node = at.network.node(at.node);
        let computed = node.inputs.iter().filter(|&&input| at.network.constant(input).is_none()).count();
        // Captum's hooks hand an activation what its output's gradient was before the next one replaced it.
        let before = node.inputs.first().map(|&input| &at.network.node(input).operator);
        let is_lost = self.as_captum && matches!(before, Some(Operator::Activation(_) | Operator::MaxPool(_)));
        match at.operator() {
            _ if is_lost => Replacement::Plain,
            Operator::Activation(_) | Operator::ParametricRelu(_) => Replacement::Pointwise(self),
            Operator::MaxPool(_) => Replacement::Custom(self),
            Operator::Reduce(reduce) if reduce.kind == ReduceKind::Maximum && !self.as_captum => Replacement::Custom(self),
            Operator::Arithmetic(Arithmetic::Multiply) if computed == 2 && !self.as_captum => Replacement::Custom(self),
            _ => Replacement::Plain,
        }
    }
}

/// The picture's and the baseline's half of a value.
fn halves(value: &Tensor) -> Computed<[Tensor; 2]> {
    Ok([value.narrow(0, 0, 1)?, value.narrow(0, 1, 1)?])
}

fn twice(value: &Tensor) -> Computed<Tensor> {
    Tensor::cat(&[value, value], 0)
}

/// By how much both halves differ, in both halves.
fn difference(value: &Tensor) -> Computed<Tensor> {
    let [own, other] = halves(value)?;
    twice(&(own - other)?)
}

impl CustomRule for Rescale {
    fn gradient(&self, site: &Site<'_>, at: &Evaluated<'_>, coming: &Tensor, wanted: &[bool]) -> Computed<Vec<Option<Tensor>>> {
        let Some(operation) = site.operator().operation() else { return Ok(vec![None; wanted.len()]) };
        if let Operator::Arithmetic(Arithmetic::Multiply) = site.operator() {
            // d(ab) = da * mean of b + db * mean of a, exactly.
            let mean = |value: &Tensor| {
                let [own, other] = halves(value)?;
                twice(&((own + other)? * 0.5)?)
            };
            let inputs = at.inputs.iter().map(mean).collect::<Computed<Vec<_>>>()?;
            return operation.gradient(&Evaluated { inputs: &inputs, output: at.output }, coming, wanted);
        }
        let mut parts = vec![None; wanted.len()];
        if let Operator::MaxPool(pool) = site.operator() {
            parts[0] = Some(pooled(pool, at, coming, self.as_captum)?);
            return Ok(parts);
        }
        let plain = operation.gradient(at, coming, wanted)?;
        let Some(Some(derivative)) = plain.into_iter().next() else { return Ok(parts) };
        let before = difference(&at.inputs[0])?;
        let [own, other] = halves(at.output)?;
        let larger = own.maximum(&other)?;
        let shares = (coming * Tensor::cat(&[(&larger - &other)?, (own - larger)?], 0)?)?;
        let placed = operation.gradient(at, &shares, wanted)?.swap_remove(0).map_or_else(|| derivative.zeros_like(), Ok)?;
        let [own, other] = halves(&placed)?;
        let quotient = (twice(&(own + other)?)? / nonzero(&before)?)?;
        let tiny = before.abs()?.lt(SMALL)?;
        parts[0] = Some(tiny.where_cond(&derivative, &quotient)?);
        Ok(parts)
    }
}

impl PointwiseRule for Rescale {
    fn narrow(&self, _: &Site<'_>, points: Points<'_, f32>) {
        quotients(points);
    }

    fn wide(&self, _: &Site<'_>, points: Points<'_, f64>) {
        quotients(points);
    }
}

/// What comes back times the quotient of the differences behind the function and before it, or what its derivative lets pass
/// where there is none before it.
fn quotients<'a, T: WithDType>(points: Points<'a, T>) {
    let Points { input, output, coming, passing, .. } = points;
    let half = input.len() / 2;
    for (coming, passing) in coming.chunks(half.max(1)).zip(passing.chunks_mut(half.max(1))) {
        passing.par_chunks_mut(WALK).enumerate().for_each(|(chunk, passing)| {
            let range = chunk * WALK..chunk * WALK + passing.len();
            let halves = |numbers: &'a [T]| numbers[range.clone()].iter().zip(&numbers[half..][range.clone()]);
            let differences = halves(input).zip(halves(output));
            let each = passing.iter_mut().zip(&coming[range.clone()]).zip(differences);
            for ((value, &coming), ((&own, &other), (&up, &down))) in each {
                let before = own - other;
                let quotient = coming * (up - down) / before;
                *value = if before.to_f64().abs() >= SMALL { quotient } else { *value };
            }
        });
    }
}

/// A value with 1 in the places of zeros.
fn nonzero(value: &Tensor) -> Computed<Tensor> {
    value + value.abs()?.lt(SMALL)?.to_dtype(value.dtype())?
}
