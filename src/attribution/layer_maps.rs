//! A layer's maps and how a sum of them becomes a class activation map: what these methods share, and the way
//! pytorch-grad-cam scales their maps.

use super::{Convention, Map, Request, Result, shared::numbers};
use crate::{
    network::{Activations, NodeId},
    picture::upsampled,
    words::trust,
};

pub const PYTORCH_GRAD_CAM: Convention = Convention { id: "pytorch-grad-cam" };

/// Maps `A` of a layer.
pub struct LayerMaps {
    activations: Vec<f32>,
    height: usize,
    width: usize,
    input_size: [usize; 2],
    library_scaling: bool,
}

impl LayerMaps {
    /// The maps of `layer` that a forward pass kept.
    pub fn new(request: &Request<'_>, layer: NodeId, forward: &Activations) -> Result<Self> {
        let maps = forward.get(request.network(), layer)?;
        let (_, _, height, width) = maps.dims4()?;
        let [_, input_height, input_width] = request.input_size()?;
        Ok(Self {
            activations: numbers(&maps)?,
            height,
            width,
            input_size: [input_height, input_width],
            library_scaling: request.follows(PYTORCH_GRAD_CAM.id),
        })
    }

    /// Rows and columns of a map.
    pub fn size(&self) -> [usize; 2] {
        [self.height, self.width]
    }

    /// The numbers of all maps, one after the other.
    pub fn values(&self) -> &[f32] {
        &self.activations
    }

    /// The map of each channel.
    pub fn channels(&self) -> std::slice::ChunksExact<'_, f32> {
        self.activations.chunks_exact(self.height * self.width)
    }

    /// All channels, the one with the largest sum of magnitudes first: a sum over the first ones is close to the whole sum
    /// soonest.
    pub fn strongest_first(&self) -> Vec<usize> {
        let magnitude = |map: &[f32]| map.iter().map(|value| f64::from(value.abs())).sum::<f64>();
        let magnitudes: Vec<f64> = self.channels().map(magnitude).collect();
        let mut order: Vec<usize> = (0..magnitudes.len()).collect();
        order.sort_by(|&a, &b| magnitudes[b].total_cmp(&magnitudes[a]));
        order
    }

    /// `sum_k w_k A_k`, each channel weighted by its number.
    pub fn weighted_sum(&self, weights: impl IntoIterator<Item = f64>) -> Vec<f32> {
        let mut sum = vec![0.0; self.height * self.width];
        for (map, weight) in self.channels().zip(weights) {
            for (sum, &value) in sum.iter_mut().zip(map) {
                *sum += weight * f64::from(value);
            }
        }
        sum.into_iter().map(|value| value as f32).collect()
    }

    /// The finished map at the layer's own size, with its sign.
    pub fn signed_map(&self, values: Vec<f32>) -> Map {
        if self.library_scaling { self.as_pytorch_grad_cam(values) } else { self.own_size(values, true) }
    }

    /// The finished map at the layer's own size, negative values cut off.
    pub fn positive_map(&self, mut values: Vec<f32>) -> Map {
        if self.library_scaling {
            return self.as_pytorch_grad_cam(values);
        }
        values.iter_mut().for_each(|value| *value = value.max(0.0));
        self.own_size(values, false)
    }

    fn own_size(&self, values: Vec<f32>, signed: bool) -> Map {
        let (height, width) = (self.height, self.width);
        let trust = vec![trust::bilinear(height, width)];
        Map { values, channels: 1, height, width, signed, trust, done: 1.0, known: None, completeness: None }
    }

    fn as_pytorch_grad_cam(&self, mut values: Vec<f32>) -> Map {
        values.iter_mut().for_each(|value| *value = value.max(0.0));
        scale_to_one(&mut values);
        let [height, width] = self.input_size;
        let mut values = upsampled(&values, self.size(), [height, width]);
        scale_to_one(&mut values);
        let trust = vec![trust::resized_and_scaled(self.height, self.width)];
        Map { values, channels: 1, height, width, signed: false, trust, done: 1.0, known: None, completeness: None }
    }
}

/// `(v - min) / (1e-7 + max(v - min))`.
pub fn scale_to_one(values: &mut [f32]) {
    let low = values.iter().copied().fold(f32::INFINITY, f32::min);
    let high = values.iter().copied().fold(f32::NEG_INFINITY, f32::max) - low;
    values.iter_mut().for_each(|value| *value = (*value - low) / (1e-7 + high));
}
