//! Kernel SHAP: Lundberg & Lee 2017, "A unified approach to interpreting model predictions".
//!
//! Shapley values of regions: the weighted least squares fit, with weights `(M - 1) / (C(M, k) k (M - k))` for `k` of `M`
//! visible regions, whose coefficients sum to the difference between the whole picture and the covered one. Where there are
//! no more sets of regions than samples, all are asked about and the values are exact; otherwise sets are drawn by their
//! weight, each with its complement. Captum draws without complements and meets the sum by weights of a million.

use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::{
    covered,
    feature_ablation::FILL,
    least_squares::{Seen, summing_to},
    lime::SAMPLES,
    map_of_regions,
    regions::{CELLS, COARSENESS, REGIONS, regions},
};
use crate::{
    attribution::{
        Completeness, Compute, Cost, Family, Map, Method, PAPER, Request, Result, applies,
        baseline::baseline,
        rerun::Rerun,
        shared::{CAPTUM, Growth, SEED},
    },
    control::Control,
    words::trust,
};

pub const METHOD: Method = Method {
    id: "kernel-shap",
    name: "Kernel SHAP",
    paper: "Lundberg 2017",
    family: Family::Coverings,
    parameters: &[REGIONS, CELLS, COARSENESS, FILL, SAMPLES, SEED],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::ManyPasses,
    conventions: &[PAPER, CAPTUM],
    signed: true,
    compute: Compute::Growing(compute),
};

/// The sets to ask about, with their weights; the empty one and the whole are not among them.
fn sets(features: usize, count: usize, random: &mut ChaCha8Rng, with_complements: bool) -> Vec<(Vec<bool>, f64)> {
    let size_weight = |size: usize| (features - 1) as f64 / (size * (features - size)) as f64;
    if features < 2 {
        return Vec::new();
    }
    let all = if features < 24 { 1usize << features } else { usize::MAX };
    if all <= count.saturating_add(2) {
        let bits = |set: usize| (0..features).map(|feature| set >> feature & 1 == 1).collect::<Vec<bool>>();
        let one = |set: usize| {
            let on = bits(set);
            let size = on.iter().filter(|&&on| on).count();
            let choices = (0..size).fold(1.0, |product, at| product * (features - at) as f64 / (at + 1) as f64);
            (on, size_weight(size) / choices)
        };
        return (1..all - 1).map(one).collect();
    }
    let total: f64 = (1..features).map(size_weight).sum();
    let mut drawn = Vec::with_capacity(count);
    while drawn.len() < count {
        let mut left = random.random::<f64>() * total;
        let size = (1..features).find(|&size| {
            left -= size_weight(size);
            left <= 0.0
        });
        let size = size.unwrap_or(features - 1);
        // A set of this size by chance: the first ones of a shuffled list.
        let mut order: Vec<usize> = (0..features).collect();
        for at in 0..size {
            let other = at + (random.random::<f64>() * (features - at) as f64) as usize;
            order.swap(at, other.min(features - 1));
        }
        let mut on = vec![false; features];
        order[..size].iter().for_each(|&feature| on[feature] = true);
        let complement = on.iter().map(|on| !on).collect();
        drawn.push((on, 1.0));
        if with_complements && drawn.len() < count {
            drawn.push((complement, 1.0));
        }
    }
    drawn
}

fn compute(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let (labels, features) = regions(request)?;
    let (input, fill) = (request.pixels()?, baseline(request, &FILL)?);
    let rerun = Rerun::of_input(request)?;
    let ends = rerun.all(&[&input, &fill], control)?;
    let mut random = request.chance();
    let sets = sets(features, request.count(&SAMPLES), &mut random, !request.follows(CAPTUM.id));
    let count = sets.len();
    let fit = |seen: &[Seen]| summing_to(seen, features, ends[0] - ends[1]);
    let mut growth = Growth::new(control, observer, count, trust::samples_so_far);
    let mut seen: Vec<Seen> = Vec::with_capacity(count);
    for some in sets.chunks(rerun.batch()) {
        let inputs = some.iter().flat_map(|(on, _)| covered(&input, &fill, &labels, |label| on[label])).collect();
        for ((on, weight), value) in some.iter().zip(rerun.run(inputs, control)?) {
            seen.push(Seen { on: on.clone(), value: value - ends[1], weight: *weight });
        }
        growth.reach(seen.len(), || map_of_regions(request, &labels, &fit(&seen), Vec::new()))?;
    }
    let values = fit(&seen);
    let completeness = Some(Completeness { sum: values.iter().sum(), expected: ends[0] - ends[1] });
    let exact = features < 24 && count + 2 == 1 << features;
    let trust = vec![if exact { trust::all_sets(count + 2) } else { trust::samples(count) }, trust::regions(features)];
    Ok(Map { completeness, ..map_of_regions(request, &labels, &values, trust)? })
}
