//! Feature ablation: how far the score falls when a region is covered, one region after the other (Zeiler & Fergus 2013 with
//! regions instead of windows; Captum's name for it).

use std::borrow::Cow;

use super::{
    covered, map_of_regions,
    regions::{CELLS, COARSENESS, REGIONS, regions},
};
use crate::{
    attribution::{
        Compute, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies,
        baseline::{self, GREY, MEAN, baseline},
        rerun::Rerun,
        shared::{CAPTUM, Growth},
    },
    control::Control,
    words::trust,
};

pub const FILL: Parameter = Parameter::choice("baseline", baseline::KINDS, &Value::Choice(Cow::Borrowed(GREY)))
    .elsewhere(&[("captum", &Value::Choice(Cow::Borrowed(MEAN)))]);

pub const METHOD: Method = Method {
    id: "feature-ablation",
    name: "Feature ablation",
    paper: "Zeiler & Fergus 2013",
    family: Family::Coverings,
    parameters: &[REGIONS, CELLS, COARSENESS, FILL],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::ManyPasses,
    conventions: &[PAPER, CAPTUM],
    signed: true,
    compute: Compute::Growing(compute),
};

fn compute(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let (labels, count) = regions(request)?;
    let (input, fill) = (request.pixels()?, baseline(request, &FILL)?);
    let rerun = Rerun::of_input(request)?;
    let score = rerun.run(input.clone(), control)?[0];
    let mut growth = Growth::new(control, observer, count, trust::regions_so_far);
    let mut values = vec![0.0; count];
    for first in (0..count).step_by(rerun.batch()) {
        let some = first..(first + rerun.batch()).min(count);
        let inputs = some.clone().flat_map(|region| covered(&input, &fill, &labels, |label| label != region)).collect();
        for (region, without) in some.clone().zip(rerun.run(inputs, control)?) {
            values[region] = score - without;
        }
        growth.reach(some.end, || {
            let known = Some(labels.iter().map(|&label| label < some.end).collect());
            Ok(Map { known, ..map_of_regions(request, &labels, &values, Vec::new())? })
        })?;
    }
    map_of_regions(request, &labels, &values, vec![trust::regions(count)])
}
