//! SmoothGrad: Smilkov et al. 2017, "SmoothGrad: removing noise by adding noise"; its square, and VarGrad: Adebayo et al. 2018,
//! "Local explanation methods for deep neural networks lack sensitivity to parameter values".
//!
//! The mean, the mean square or the variance of the gradient around the picture. The paper's noise is a share of what the
//! picture spans (10 to 20 per cent), Captum's is in units of the input.

use std::borrow::Cow;

use super::{gradients_at, map_of};
use crate::{
    attribution::{
        Choice, Compute, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies,
        shared::{CAPTUM, Growth, SEED},
    },
    control::Control,
    methods::normal,
    words::trust,
};

const MEAN: &str = "mean";
const SQUARED: &str = "squared";
const VARIANCE: &str = "variance";

const SAMPLES: Parameter = Parameter::whole("samples", [1, 10_000], &Value::Whole(50)).elsewhere(&[("captum", &Value::Whole(5))]);

const NOISE: Parameter =
    Parameter::number("noise", [0.0, 100.0], &Value::Number(0.15)).elsewhere(&[("captum", &Value::Number(1.0))]);

const AGGREGATE: Parameter = Parameter::choice(
    "aggregate",
    &[Choice { id: MEAN }, Choice { id: SQUARED }, Choice { id: VARIANCE }],
    &Value::Choice(Cow::Borrowed(MEAN)),
);

pub const METHOD: Method = Method {
    id: "smooth-grad",
    name: "SmoothGrad",
    paper: "Smilkov 2017",
    family: Family::Gradients,
    parameters: &[AGGREGATE, SAMPLES, NOISE, SEED],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::ManyPasses,
    conventions: &[PAPER, CAPTUM],
    signed: true,
    compute: Compute::Growing(compute),
};

fn compute(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let input = request.pixels()?;
    let as_captum = request.follows(CAPTUM.id);
    let low = input.iter().copied().fold(f32::INFINITY, f32::min);
    let high = input.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let span = if as_captum { 1.0 } else { f64::from(high - low) };
    let deviation = request.parameter(&NOISE) * span;
    let count = request.count(&SAMPLES);
    let aggregate = request.choice(&AGGREGATE);
    let mut random = request.chance();
    let mut growth = Growth::new(control, observer, count, trust::samples_so_far);
    let (mut sums, mut squares) = (vec![0.0; input.len()], vec![0.0; input.len()]);
    let signed = aggregate == MEAN && !as_captum;
    let so_far = |sums: &[f64], squares: &[f64], done: usize| {
        let count = done as f64;
        let one = |(sum, square): (&f64, &f64)| match aggregate.as_ref() {
            SQUARED => square / count,
            VARIANCE => (square / count - (sum / count).powi(2)).max(0.0),
            _ => sum / count,
        };
        map_of(request, sums.iter().zip(squares).map(one), signed, vec![trust::samples(done)])
    };
    let mut point = |_: usize| input.iter().map(|&value| value + (deviation * normal(&mut random)) as f32).collect();
    gradients_at(request, count, &mut point, control, &mut |at| {
        for ((sum, square), &gradient) in sums.iter_mut().zip(&mut squares).zip(at.gradient) {
            // Captum differentiates with `Saliency`, which drops the sign before anything is averaged.
            let gradient = f64::from(if as_captum { gradient.abs() } else { gradient });
            *sum += gradient;
            *square += gradient * gradient;
        }
        growth.reach(at.index + 1, || so_far(&sums, &squares, at.index + 1))
    })?;
    so_far(&sums, &squares, count)
}
