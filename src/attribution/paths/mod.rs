//! Methods that differentiate at many inputs: along a path from a baseline, or around the picture.
//!
//! One file for each; what they share is here: gradients at many inputs, several in one pass, and where along a path
//! (`quadrature.rs`).

pub mod adaptive;
pub mod blur_ig;
pub mod expected_gradients;
pub mod guided_ig;
pub mod integrated_gradients;
pub mod quadrature;
pub mod smooth_grad;

use super::{Map, Request, Result, rerun::Rerun, shared::numbers};
use crate::{
    control::Control,
    network::{Device, Engine, Keep, Network, NodeId, Plain, Tensor},
    words::Phrase,
};

/// Inputs in one pass at most: from here on kernels get no faster.
const MOST: usize = 8;
/// Numbers that the passes of one batch may keep (256 MB).
const BUDGET: usize = 64 << 20;

/// How many inputs of this network are differentiated together.
pub fn together(network: &Network) -> usize {
    let size = |id: NodeId| if network.constant(id).is_some() { 0 } else { network.node(id).shape.iter().product::<usize>() };
    (BUDGET / network.ids().map(size).sum::<usize>().max(1)).clamp(1, MOST)
}

/// The gradient of the target at one input.
pub struct At<'a> {
    /// The input's number.
    pub index: usize,
    /// `C * H * W` numbers.
    pub gradient: &'a [f32],
    /// The target's number.
    pub score: f64,
}

/// Differentiates the target at `count` inputs that `point` makes, in order; gradients round as where they are averaged.
pub fn gradients_at(
    request: &Request<'_>,
    count: usize,
    point: &mut dyn FnMut(usize) -> Vec<f32>,
    control: &Control,
    each: &mut dyn FnMut(At<'_>) -> Result<()>,
) -> Result<()> {
    differentiated(&request.engine.hasty(), request, count, point, control, each)
}

/// The same, as the engine rounds.
pub fn differentiated(
    engine: &Engine,
    request: &Request<'_>,
    count: usize,
    point: &mut dyn FnMut(usize) -> Vec<f32>,
    control: &Control,
    each: &mut dyn FnMut(At<'_>) -> Result<()>,
) -> Result<()> {
    let [channels, height, width] = request.input_size()?;
    let (network, own) = (request.network(), channels * height * width);
    let batch = together(network);
    for first in (0..count).step_by(batch) {
        control.check()?;
        let size = batch.min(count - first);
        let mut points = Vec::with_capacity(size * own);
        for index in first..first + size {
            points.extend(point(index));
        }
        let inputs = Tensor::from_vec(points, (size, channels, height, width), &Device::Cpu)?;
        let quiet = control.silent();
        let activations = engine.forward(&inputs, &Keep::All, &quiet)?;
        let found = engine.gradient(&activations, &request.target, &[network.input()], &Plain, &quiet)?;
        let gradients: Vec<f32> = numbers(found.get(network, network.input())?)?;
        for (offset, gradient) in gradients.chunks_exact(own).enumerate() {
            each(At { index: first + offset, gradient, score: found.score[offset] })?;
        }
    }
    Ok(())
}

/// How far the target's number rises from one input to another.
pub fn rise(request: &Request<'_>, from: &[f32], to: &[f32], control: &Control) -> Result<f64> {
    let scores = Rerun::of_input(request)?.all(&[from, to], control)?;
    Ok(scores[1] - scores[0])
}

/// Sums as a map of the input's size.
pub fn map_of(request: &Request<'_>, sums: impl Iterator<Item = f64>, signed: bool, trust: Vec<Phrase>) -> Result<Map> {
    Ok(Map::whole(sums.map(|value| value as f32).collect(), request.input_size()?, signed, trust))
}
