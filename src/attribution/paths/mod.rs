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

use super::{Map, Request, Result};
use crate::{
    control::Control,
    network::{DType, Device, Keep, Network, NodeId, Plain, Tensor},
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

/// Differentiates the target at `count` inputs that `point` makes, in order.
pub fn gradients_at(
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
        let activations = request.engine.forward(&inputs, &Keep::All, &quiet)?;
        let found = request.engine.gradient(&activations, &request.target, &[network.input()], &Plain, &quiet)?;
        let gradients: Vec<f32> = found.get(network, network.input())?.flatten_all()?.to_dtype(DType::F32)?.to_vec1()?;
        for (offset, gradient) in gradients.chunks_exact(own).enumerate() {
            each(At { index: first + offset, gradient, score: found.score[offset] })?;
        }
    }
    Ok(())
}

/// The target's number for some inputs.
pub fn scores_of(request: &Request<'_>, inputs: &[&[f32]], control: &Control) -> Result<Vec<f64>> {
    let [channels, height, width] = request.input_size()?;
    let goal = request.target.layer(request.network());
    let one = |input: &&[f32]| {
        let input = Tensor::from_slice(input, (1, channels, height, width), &Device::Cpu)?;
        let kept = request.engine.forward(&input, &Keep::Only(vec![goal]), &control.silent())?;
        Ok(request.target.read(&kept.get(request.network(), goal)?)?[0])
    };
    inputs.iter().map(one).collect()
}

/// Whether somebody should see what has grown so far: after the first batch, then each time a sixteenth is done.
pub fn is_worth_showing(done: usize, total: usize) -> bool {
    done < total && (done <= MOST || done.is_multiple_of((total / 16).max(1)))
}

/// Sums as a map of the input's size.
pub fn map_of(request: &Request<'_>, sums: impl Iterator<Item = f64>, signed: bool) -> Result<Map> {
    Ok(Map::whole(sums.map(|value| value as f32).collect(), request.input_size()?, signed, Vec::new()))
}
