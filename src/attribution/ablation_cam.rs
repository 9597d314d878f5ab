//! Ablation-CAM: Desai & Ramaswamy 2020, "Ablation-CAM: visual explanations for deep convolutional network via gradient-free
//! localization".
//!
//! `ReLU(sum_k w_k A_k)` with `w_k = (y - y_k) / y`, where `y_k` is the score with channel `k` of the layer set to zero. Only
//! what follows the layer runs again. A channel that is zero everywhere adds nothing to the sum and is not run.

use rayon::prelude::*;

use super::{
    Compute, Convention, Cost, Error, Family, Map, Method, PAPER, Request, Result, applies,
    layer_maps::{LayerMaps, PYTORCH_GRAD_CAM},
    rerun::Rerun,
};
use crate::{control::Control, words::trust};

const LIBRARY: Convention = PYTORCH_GRAD_CAM;

/// By how much the library goes below the smallest value, and how many channels share its batch.
const DROP: f32 = 1e7;
const LIBRARY_BATCH: usize = 32;

pub const METHOD: Method = Method {
    id: "ablation-cam",
    name: "Ablation-CAM",
    paper: "Desai & Ramaswamy 2020",
    family: Family::Layers,
    parameters: &[],
    looks_at_layer: true,
    applies: applies::with_maps,
    cost: Cost::ManyPasses,
    conventions: &[PAPER, LIBRARY],
    signed: false,
    compute: Compute::Growing(compute),
};

fn compute(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let (network, layer) = (request.network(), request.layer()?);
    let goal = request.target.layer(network);
    let mut needed = Rerun::needs(network, layer, goal);
    needed.extend([layer, goal]);
    let forward = request.forward_keeping(needed, control)?;
    let score = request.target.read(&forward.get(network, goal)?)?[0];
    if score == 0.0 {
        return Err(Error::NothingToLose);
    }
    let maps = LayerMaps::new(request, layer, &forward)?;
    let rerun = Rerun::new(request, layer, &forward)?;
    let area: usize = maps.size().iter().product();
    let is_silent = |channel: &usize| maps.values()[channel * area..][..area].iter().all(|&value| value == 0.0);
    let mut channels = maps.strongest_first();
    channels.retain(|channel| !is_silent(channel));
    let ablated = Ablated::new(&maps, request.follows(LIBRARY.id));
    let mut weights = vec![0.0; maps.channels().len()];
    let map = |weights: &[f64], done: usize| {
        let map = maps.positive_map(maps.weighted_sum(weights.iter().copied()));
        let (total, all) = (channels.len(), weights.len());
        let progress = if done < total { trust::channels_so_far(done, total) } else { trust::channels(all) };
        let negative = (score < 0.0).then(|| trust::negative_score(score as f32));
        let trust = [progress].into_iter().chain(map.trust).chain(negative).collect();
        Map { trust, done: if done < total { done as f32 / total as f32 } else { 1.0 }, ..map }
    };
    let mut done = 0;
    for batch in channels.chunks(rerun.batch()) {
        control.step(done, channels.len(), &trust::channels_so_far(done, channels.len()))?;
        let mut values = vec![0.0; batch.len() * maps.values().len()];
        values.par_chunks_exact_mut(maps.values().len()).zip(batch).for_each(|(values, &channel)| {
            values.copy_from_slice(maps.values());
            values[channel * area..][..area].fill(ablated.value(channel));
        });
        for (&channel, without) in batch.iter().zip(rerun.run(values, control)?) {
            weights[channel] = (score - without) / score;
        }
        done += batch.len();
        if done < channels.len() {
            observer(&map(&weights, done));
        }
    }
    Ok(map(&weights, done))
}

/// What takes the place of a channel's values.
enum Ablated {
    Zero,
    /// The library's value lies below the layer's smallest, and sinks with every channel of a batch, since it looks for the
    /// smallest value again after each.
    Below(f32),
}

impl Ablated {
    fn new(maps: &LayerMaps, as_library: bool) -> Self {
        let smallest = maps.values().iter().copied().fold(f32::INFINITY, f32::min);
        if as_library && smallest != 0.0 { Self::Below(smallest) } else { Self::Zero }
    }

    fn value(&self, channel: usize) -> f32 {
        match self {
            Self::Zero => 0.0,
            Self::Below(smallest) => (0..=channel % LIBRARY_BATCH).fold(*smallest, |value, _| value - DROP),
        }
    }
}
