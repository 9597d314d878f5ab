//! Feature ablation: how far the score falls when a region is covered, one region after the other (Zeiler & Fergus 2013 with
//! regions instead of windows; Captum's name for it).

use std::borrow::Cow;

use super::{
    Asking, TOGETHER, covered, map_of_regions,
    regions::{CELLS, COARSENESS, REGIONS, regions},
};
use crate::{
    attribution::{
        Compute, Convention, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies,
        baseline::{self, GREY, MEAN, baseline},
    },
    control::Control,
    words::trust,
};

pub const CAPTUM: Convention = Convention { id: "captum" };

pub const BASELINE: Parameter = Parameter::choice("baseline", baseline::KINDS, &Value::Choice(Cow::Borrowed(GREY)))
    .elsewhere(&[("captum", &Value::Choice(Cow::Borrowed(MEAN)))]);

pub const METHOD: Method = Method {
    id: "feature-ablation",
    name: "Feature ablation",
    paper: "Zeiler & Fergus 2013",
    family: Family::Coverings,
    parameters: &[REGIONS, CELLS, COARSENESS, BASELINE],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::ManyPasses,
    conventions: &[PAPER, CAPTUM],
    signed: true,
    compute: Compute::Growing(compute),
};

fn compute(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let (labels, count) = regions(request)?;
    let (input, fill) = (request.pixels()?, baseline(request, &BASELINE)?);
    let asking = Asking::new(request)?;
    let score = asking.of(input.clone(), control)?[0];
    let mut values = vec![0.0; count];
    for first in (0..count).step_by(TOGETHER) {
        let some = first..(first + TOGETHER).min(count);
        let inputs = some.clone().flat_map(|region| covered(&input, &fill, &labels, |label| label != region)).collect();
        for (region, without) in some.clone().zip(asking.of(inputs, control)?) {
            values[region] = score - without;
        }
        let done = some.end;
        control.step(done, count, &trust::regions_so_far(done, count))?;
        if done < count {
            let mut map = map_of_regions(request, &labels, &values, true)?.at(done, count);
            map.known = Some(labels.iter().map(|&label| label < done).collect());
            map.trust = vec![trust::regions_so_far(done, count)];
            observer(&map);
        }
    }
    let mut map = map_of_regions(request, &labels, &values, true)?;
    map.trust = vec![trust::regions(count)];
    Ok(map)
}
