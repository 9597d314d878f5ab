//! The control that knows the answer: where the object of the target really is, as the rendered world or a mask beside the
//! picture says. No method can do better where only the place is asked for.

use super::{Compute, Cost, Family, Map, Method, PAPER, Request, Result, applies, reason::Reason};
use crate::{control::Control, words::trust};

pub const METHOD: Method = Method {
    id: "truth",
    name: "Truth",
    paper: "control",
    family: Family::Controls,
    parameters: &[],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::Pass,
    conventions: &[PAPER],
    signed: false,
    compute: Compute::Whole(compute),
};

fn compute(request: &Request<'_>, control: &Control) -> Result<Map> {
    control.check()?;
    let [_, height, width] = request.input_size()?;
    let mask = request.truth.and_then(|look| look()).filter(|mask| mask.len() == height * width).ok_or(Reason::NoTruth)?;
    let inside = mask.iter().filter(|&&share| share >= 0.5).count() as f64 / (height * width) as f64;
    Ok(Map::whole(mask, [1, height, width], false, vec![trust::inside_mask(crate::words::Value::Percent(inside, 1))]))
}
