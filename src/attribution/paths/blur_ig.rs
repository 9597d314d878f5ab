//! Blur integrated gradients: Xu, Venugopalan & Sundararajan 2020, "Attribution in scale and space".
//!
//! The path does not lead through other colours but from a blurred picture to a sharp one: `- sum of df/dL * dL/dsigma` over
//! the blur's deviation `sigma`. The numbers sum to `f(x) - f(blurred x)`. As in the authors' library (PAIR's `saliency`):
//! steps of equal length in the deviation (or in its square), the change of the picture from a difference of 0.01, zeros
//! beyond the border.

use std::borrow::Cow;

use super::{gradients_at, map_of, rise};
use crate::{
    attribution::{
        Choice, Compute, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies, shared::Growth,
    },
    control::Control,
    picture::{Border, finely_blurred},
    words::trust,
};

const WIDEST: Parameter = Parameter::number("widest", [0.1, 200.0], &Value::Number(50.0));

const STEPS: Parameter = Parameter::whole("steps", [1, 1000], &Value::Whole(100));

const EVENLY: &str = "evenly";
const SQUARED: &str = "squared";

const SPACING: Parameter =
    Parameter::choice("spacing", &[Choice { id: EVENLY }, Choice { id: SQUARED }], &Value::Choice(Cow::Borrowed(EVENLY)));

/// By how much the deviation changes to see how the picture does.
const CHANGE: f64 = 0.01;

pub const METHOD: Method = Method {
    id: "blur-ig",
    name: "Blur IG",
    paper: "Xu 2020",
    family: Family::Gradients,
    parameters: &[WIDEST, STEPS, SPACING],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::ManyPasses,
    conventions: &[PAPER],
    signed: true,
    compute: Compute::Growing(compute),
};

fn compute(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let [_, height, width] = request.input_size()?;
    let input = request.pixels()?;
    let (widest, count) = (request.parameter(&WIDEST), request.count(&STEPS));
    let squared = request.choice(&SPACING) == SQUARED;
    let deviation = |index: usize| {
        let share = index as f64 / count as f64;
        if squared { (share * widest).sqrt() } else { share * widest }
    };
    let wide: Vec<f64> = input.iter().map(|&value| f64::from(value)).collect();
    let blur = |deviation: f64| finely_blurred(&wide, [height, width], deviation, Border::Zero);
    let narrow = |values: Vec<f64>| values.into_iter().map(|value| value as f32).collect::<Vec<f32>>();
    let mut sums = vec![0.0; input.len()];
    let rise = rise(request, &narrow(blur(widest)), &input, control)?;
    let mut growth = Growth::new(control, observer, count, trust::steps_so_far);
    gradients_at(request, count, &mut |index| narrow(blur(deviation(index))), control, &mut |at| {
        let step = deviation(at.index + 1) - deviation(at.index);
        let (now, next) = (blur(deviation(at.index)), blur(deviation(at.index) + CHANGE));
        for (((sum, &gradient), now), next) in sums.iter_mut().zip(at.gradient).zip(now).zip(next) {
            *sum -= step * f64::from(gradient) * (next - now) / CHANGE;
        }
        growth.reach(at.index + 1, || map_of(request, sums.iter().copied(), true, Vec::new()))
    })?;
    Ok(map_of(request, sums.into_iter(), true, vec![trust::steps(count)])?.which_sums_to(rise))
}
