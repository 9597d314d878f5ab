//! A layer's maps together with the target's gradient at them: what the gradient-weighted class activation methods share.

use super::{Request, Result, layer_maps::LayerMaps, shared::numbers};
use crate::{control::Control, network::Plain};

/// Maps `A` of a layer and the gradient `g` of the target at them.
pub struct LayerGradients {
    /// The maps.
    pub maps: LayerMaps,
    gradients: Vec<f32>,
}

impl LayerGradients {
    /// Runs the network forwards and back to the layer of the request.
    pub fn new(request: &Request<'_>, control: &Control) -> Result<Self> {
        let layer = request.layer()?;
        let forward = request.forward(control)?;
        let gradients = request.engine.gradient(&forward, &request.target, &[layer], &Plain, control)?;
        Ok(Self {
            maps: LayerMaps::new(request, layer, &forward)?,
            gradients: numbers(gradients.get(request.network(), layer)?)?,
        })
    }

    /// The numbers of all gradients, one channel after the other.
    pub fn gradients(&self) -> &[f32] {
        &self.gradients
    }

    /// `sum_k w_k A_k`, each channel weighted by one number made from its map and its gradient.
    pub fn weighted_sum(&self, weight: impl Fn(&[f32], &[f32]) -> f64) -> Vec<f32> {
        let area = self.maps.size().iter().product();
        let channels = self.maps.channels().zip(self.gradients.chunks_exact(area));
        self.maps.weighted_sum(channels.map(|(map, gradient)| weight(map, gradient)))
    }

    /// `sum_k alpha_k A_k` with `alpha_k` the mean gradient of channel `k`: Grad-CAM, with its sign.
    pub fn grad_cam(&self) -> Vec<f32> {
        let mean = |gradient: &[f32]| gradient.iter().map(|&value| f64::from(value)).sum::<f64>() / gradient.len() as f64;
        self.weighted_sum(|_, gradient| mean(gradient))
    }

    /// `sum_k f(A_k, g_k)`, position by position.
    pub fn sum_of(&self, each: impl Fn(f64, f64) -> f64) -> Vec<f32> {
        let area = self.maps.size().iter().product();
        let mut sum = vec![0.0; area];
        for (map, gradient) in self.maps.channels().zip(self.gradients.chunks_exact(area)) {
            for ((sum, &value), &gradient) in sum.iter_mut().zip(map).zip(gradient) {
                *sum += each(f64::from(value), f64::from(gradient));
            }
        }
        sum.into_iter().map(|value| value as f32).collect()
    }
}
