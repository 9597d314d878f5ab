//! A layer's maps and the target's gradient at them: what the class activation methods share, and the way
//! pytorch-grad-cam scales their maps.

use super::{Convention, Map, Request};
use crate::{
    network::{Control, DType, Plain, Result},
    picture::upsampled,
};

pub const PYTORCH_GRAD_CAM: Convention = Convention {
    id: "pytorch-grad-cam",
    about: "Positive part, scaled to 0 to 1, resized to the input (bilinear), scaled to 0 to 1 again.",
};

/// Maps `A` of a layer and the gradient `g` of the target at them.
pub struct LayerMaps {
    activations: Vec<f32>,
    gradients: Vec<f32>,
    height: usize,
    width: usize,
    input_size: [usize; 2],
    library_scaling: bool,
}

impl LayerMaps {
    /// Runs the network forwards and back to the layer of the request.
    pub fn new(request: &Request<'_>, control: &Control) -> Result<Self> {
        let layer = request.layer()?;
        let forward = request.forward(control)?;
        let maps = forward.get(request.network(), layer)?;
        let (_, _, height, width) = maps.dims4()?;
        let gradients = request.engine.gradient(&forward, &request.target, &[layer], &Plain, control)?;
        let [_, input_height, input_width] = request.input_size()?;
        Ok(Self {
            activations: maps.flatten_all()?.to_dtype(DType::F32)?.to_vec1()?,
            gradients: gradients.get(request.network(), layer)?.flatten_all()?.to_dtype(DType::F32)?.to_vec1()?,
            height,
            width,
            input_size: [input_height, input_width],
            library_scaling: request.follows(PYTORCH_GRAD_CAM.id),
        })
    }

    /// `sum_k w_k A_k`, each channel weighted by one number made from its map and its gradient.
    pub fn weighted_sum(&self, weight: impl Fn(&[f32], &[f32]) -> f64) -> Vec<f32> {
        let area = self.height * self.width;
        let mut sum = vec![0.0; area];
        for (map, gradient) in self.activations.chunks_exact(area).zip(self.gradients.chunks_exact(area)) {
            let weight = weight(map, gradient);
            for (sum, &value) in sum.iter_mut().zip(map) {
                *sum += weight * f64::from(value);
            }
        }
        sum.into_iter().map(|value| value as f32).collect()
    }

    /// `sum_k f(A_k, g_k)`, position by position.
    pub fn sum_of(&self, each: impl Fn(f64, f64) -> f64) -> Vec<f32> {
        let area = self.height * self.width;
        let mut sum = vec![0.0; area];
        for (map, gradient) in self.activations.chunks_exact(area).zip(self.gradients.chunks_exact(area)) {
            for ((sum, &value), &gradient) in sum.iter_mut().zip(map).zip(gradient) {
                *sum += each(f64::from(value), f64::from(gradient));
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
        let trust = format!("{height} × {width}, bilinear");
        Map { values, channels: 1, height, width, signed, trust, done: 1.0, known: None }
    }

    fn as_pytorch_grad_cam(&self, mut values: Vec<f32>) -> Map {
        values.iter_mut().for_each(|value| *value = value.max(0.0));
        scale_to_one(&mut values);
        let [height, width] = self.input_size;
        let mut values = upsampled(&values, [self.height, self.width], [height, width]);
        scale_to_one(&mut values);
        let trust = format!("{} × {}, resized and scaled to 0–1", self.height, self.width);
        Map { values, channels: 1, height, width, signed: false, trust, done: 1.0, known: None }
    }
}

/// `(v - min) / (1e-7 + max(v - min))`.
fn scale_to_one(values: &mut [f32]) {
    let low = values.iter().copied().fold(f32::INFINITY, f32::min);
    let high = values.iter().copied().fold(f32::NEG_INFINITY, f32::max) - low;
    values.iter_mut().for_each(|value| *value = (*value - low) / (1e-7 + high));
}
