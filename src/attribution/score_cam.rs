//! Score-CAM: Wang et al. 2020, "Score-CAM: score-weighted visual explanations for convolutional neural networks".
//!
//! `ReLU(sum_k w_k A_k)`. Each map, enlarged to the input and scaled to 0 to 1, masks the preprocessed input; `w` is the softmax
//! over the channels of the target's values for the masked inputs. (The paper subtracts the value of a baseline from each,
//! which the softmax cancels.) A map that is the same everywhere masks nothing and is left out; channels whose masks are
//! the same share one pass.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{
    Compute, Convention, Cost, Family, Map, Method, PAPER, Request, Result, applies,
    layer_maps::{LayerMaps, PYTORCH_GRAD_CAM},
    rerun::Rerun,
};
use crate::{
    control::Control,
    picture::{upsampled, upsampled_to_corners},
    words::trust,
};

const LIBRARY: Convention = PYTORCH_GRAD_CAM;

pub const METHOD: Method = Method {
    id: "score-cam",
    name: "Score-CAM",
    paper: "Wang 2020",
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
    let layer = request.layer()?;
    let forward = request.forward_keeping(vec![layer], control)?;
    let maps = LayerMaps::new(request, layer, &forward)?;
    let rerun = Rerun::of_input(request)?;
    let masks = Masks::new(request, &maps)?;
    let input = request.pixels()?;
    let mut scores = Vec::with_capacity(masks.channels.len());
    let total = masks.channels.len();
    let map = |scores: &[f64]| {
        let map = maps.positive_map(maps.weighted_sum(masks.weights(scores, maps.channels().len())));
        let done = scores.len();
        let progress = if done < total { trust::masks_so_far(done, total) } else { trust::masks(total) };
        let trust = [progress].into_iter().chain(map.trust).collect();
        Map { trust, done: if done < total { done as f32 / total as f32 } else { 1.0 }, ..map }
    };
    for batch in masks.channels.chunks(rerun.batch()) {
        control.step(scores.len(), total, &trust::masks_so_far(scores.len(), total))?;
        let mut masked = vec![0.0; batch.len() * input.len()];
        masked.par_chunks_exact_mut(input.len()).zip(batch).for_each(|(masked, channels)| {
            let mask = masks.mask(&maps, channels[0]);
            let plane = masked.chunks_exact_mut(mask.len()).zip(input.chunks_exact(mask.len()));
            for (masked, plane) in plane {
                for ((masked, &mask), &value) in masked.iter_mut().zip(&mask).zip(plane) {
                    *masked = mask * value;
                }
            }
        });
        scores.extend(rerun.run(masked, control)?);
        if scores.len() < total {
            observer(&map(&scores));
        }
    }
    Ok(map(&scores))
}

/// The masks that a layer's maps make.
struct Masks {
    /// The channels of each mask, which are more than one where maps differ in height and scale only.
    channels: Vec<Vec<usize>>,
    as_library: bool,
    /// Rows and columns of the input.
    size: [usize; 2],
}

impl Masks {
    fn new(request: &Request<'_>, maps: &LayerMaps) -> Result<Self> {
        let [_, height, width] = request.input_size()?;
        let as_library = request.follows(LIBRARY.id);
        let mut masks = Self { channels: Vec::new(), as_library, size: [height, width] };
        let all: Vec<&[f32]> = maps.channels().collect();
        let mut known: HashMap<Vec<u32>, usize> = HashMap::new();
        for channel in maps.strongest_first() {
            let mut scaled = all[channel].to_vec();
            let varies = masks.scale(&mut scaled);
            if !varies && !as_library {
                continue;
            }
            let next = masks.channels.len();
            let mask = *known.entry(scaled.into_iter().map(f32::to_bits).collect()).or_insert(next);
            if mask == next {
                masks.channels.push(Vec::new());
            }
            masks.channels[mask].push(channel);
        }
        Ok(masks)
    }

    /// Scales a map to 0 to 1, or to 0 if it is the same everywhere; whether it varies.
    fn scale(&self, map: &mut [f32]) -> bool {
        let low = map.iter().copied().fold(f32::INFINITY, f32::min);
        let span = map.iter().copied().fold(f32::NEG_INFINITY, f32::max) - low;
        let divisor = if self.as_library { span + 1e-8 } else { span };
        let varies = span > 0.0;
        map.iter_mut().for_each(|value| *value = if varies { (*value - low) / divisor } else { 0.0 });
        varies
    }

    /// The mask of a channel, one number for each pixel of the input.
    fn mask(&self, maps: &LayerMaps, channel: usize) -> Vec<f32> {
        let area = maps.size().iter().product::<usize>();
        let map = &maps.values()[channel * area..][..area];
        let enlarge = if self.as_library { upsampled_to_corners } else { upsampled };
        let mut mask = enlarge(map, maps.size(), self.size);
        self.scale(&mut mask);
        mask
    }

    /// The weight of each of `count` channels, from the scores of the first masks: their softmax.
    fn weights(&self, scores: &[f64], count: usize) -> Vec<f64> {
        let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut weights = vec![0.0; count];
        for (channels, score) in self.channels.iter().zip(scores) {
            for &channel in channels {
                weights[channel] = (score - highest).exp();
            }
        }
        let sum: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= sum.max(f64::MIN_POSITIVE));
        weights
    }
}
