//! The control that finds every pixel alike: what it earns, size alone earns.

use super::{Compute, Cost, Family, Map, Method, PAPER, Request, Result, applies};
use crate::{control::Control, words::trust};

pub const METHOD: Method = Method {
    id: "area",
    name: "Area",
    paper: "control, Hesse 2023",
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
    Ok(Map::whole(vec![1.0; height * width], [1, height, width], false, vec![trust::ALL_ALIKE]))
}
