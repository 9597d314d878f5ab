//! Guided Grad-CAM: Selvaraju et al. 2017, section 3.1: guided backpropagation times Grad-CAM, enlarged to the input.

use super::{
    Compute, Cost, Family, Map, Method, PAPER, Request, Result, applies,
    backward::{Done, input_gradient},
    layer_gradients::LayerGradients,
    shared::CAPTUM,
};
use crate::{control::Control, network::Guided, picture::upsampled, words::trust};

pub const METHOD: Method = Method {
    id: "guided-grad-cam",
    name: "Guided Grad-CAM",
    paper: "Selvaraju 2017",
    family: Family::Gradients,
    parameters: &[],
    looks_at_layer: true,
    applies: applies::with_maps,
    cost: Cost::Pass,
    conventions: &[PAPER, CAPTUM],
    signed: true,
    compute: Compute::Whole(compute),
};

fn compute(request: &Request<'_>, control: &Control) -> Result<Map> {
    let at = LayerGradients::new(request, control)?;
    let cam: Vec<f32> = at.grad_cam().into_iter().map(|value| value.max(0.0)).collect();
    let mut guided = input_gradient(request, &Guided, control)?;
    let [_, height, width] = guided.size;
    let from = at.maps.size();
    let enlarged =
        if request.follows(CAPTUM.id) { nearest(&cam, from, [height, width]) } else { upsampled(&cam, from, [height, width]) };
    for plane in guided.values.chunks_exact_mut(height * width) {
        for (value, weight) in plane.iter_mut().zip(&enlarged) {
            *value *= weight;
        }
    }
    let mut trust_lines = guided.of_rectifiers(request, Done::Guided);
    trust_lines.push(trust::bilinear(from[0], from[1]));
    Ok(guided.into_map(true, trust_lines))
}

/// A plane enlarged by repeating its values (`floor(i * from / to)`, as PyTorch counts).
fn nearest(values: &[f32], from: [usize; 2], to: [usize; 2]) -> Vec<f32> {
    let source = |at: usize, axis: usize| (at * from[axis] / to[axis]).min(from[axis] - 1);
    (0..to[0] * to[1]).map(|index| values[source(index / to[1], 0) * from[1] + source(index % to[1], 1)]).collect()
}
