//! Methods that cover parts of the picture and ask again: no derivative is needed, so that they work with any network and target.
//!
//! | file | what |
//! |---|---|
//! | `regions.rs`, `felzenszwalb.rs` | the parts: a grid, or superpixels |
//! | `least_squares.rs` | a linear model of what covering does |
//! | `feature_ablation.rs`, `lime.rs`, `kernel_shap.rs`, `xrai.rs` | methods on regions |
//! | `rise.rs`, `extremal.rs` | methods on masks |
//!
//! What they share is here: the target's number for many changed inputs, several in one pass.

pub mod extremal;
pub mod feature_ablation;
mod felzenszwalb;
pub mod kernel_shap;
mod least_squares;
pub mod lime;
mod regions;
pub mod rise;
pub mod xrai;

use super::{Map, Request, Result};
use crate::{
    control::Control,
    network::{DType, Device, Keep, Target, Tensor},
};

/// Inputs in one pass.
pub const TOGETHER: usize = 16;

/// The target's number for many inputs.
pub struct Asking<'a> {
    request: &'a Request<'a>,
    size: [usize; 3],
    /// Whether a class counts by its probability instead of its score.
    probability: bool,
}

impl<'a> Asking<'a> {
    /// Asks for the target's own number.
    pub fn new(request: &'a Request<'a>) -> Result<Self> {
        Ok(Self { request, size: request.input_size()?, probability: false })
    }

    /// Asks for a class's probability; any other target has none and keeps its number.
    pub fn for_probability(request: &'a Request<'a>) -> Result<Self> {
        Ok(Self { probability: matches!(request.target, Target::Class(_)), ..Self::new(request)? })
    }

    /// The numbers for inputs that lie one after the other.
    pub fn of(&self, inputs: Vec<f32>, control: &Control) -> Result<Vec<f64>> {
        let [channels, height, width] = self.size;
        let count = inputs.len() / (channels * height * width).max(1);
        let network = self.request.network();
        let goal = self.request.target.layer(network);
        let inputs = Tensor::from_vec(inputs, (count, channels, height, width), &Device::Cpu)?;
        let kept = self.request.engine.forward(&inputs, &Keep::Only(vec![goal]), &control.silent())?;
        let value = kept.get(network, goal)?;
        match (&self.request.target, self.probability) {
            (Target::Class(class), true) => {
                let scores: Vec<Vec<f64>> = value.flatten_from(1)?.to_device(&Device::Cpu)?.to_dtype(DType::F64)?.to_vec2()?;
                let share = |scores: &Vec<f64>| {
                    let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                    let sum: f64 = scores.iter().map(|score| (score - highest).exp()).sum();
                    (scores[class.index()] - highest).exp() / sum
                };
                Ok(scores.iter().map(share).collect())
            }
            _ => Ok(self.request.target.read(&value)?),
        }
    }
}

/// `input` with `fill` where a region is off: `is_on` knows each region.
pub fn covered(input: &[f32], fill: &[f32], labels: &[usize], is_on: impl Fn(usize) -> bool) -> Vec<f32> {
    let pixel = |(index, (&own, &fill)): (usize, (&f32, &f32))| if is_on(labels[index % labels.len()]) { own } else { fill };
    input.iter().zip(fill).enumerate().map(pixel).collect()
}

/// A number for each region as a map of the input's rows and columns.
pub fn map_of_regions(request: &Request<'_>, labels: &[usize], values: &[f64], signed: bool) -> Result<Map> {
    let [_, height, width] = request.input_size()?;
    let plane = labels.iter().map(|&label| values[label] as f32).collect();
    Ok(Map::whole(plane, [1, height, width], signed, Vec::new()))
}
