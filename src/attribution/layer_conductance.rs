//! Layer conductance: Dhamdhere, Sundararajan & Yan 2018, "How important is a neuron?".
//!
//! What flows through each unit of a layer while the picture appears out of the baseline: the sum over the path of the
//! gradient at the layer times the change of the layer. All units of a layer together make `f(x) - f(b)`. Between two places
//! the mean of both gradients counts; Captum takes the first one's and the places of its rule, which reach neither end.

use super::{
    Compute, Cost, Family, Map, Method, PAPER, Request, Result, applies,
    baseline::{BASELINE, baseline},
    paths::{integrated_gradients::STEPS, quadrature, rise, together},
    shared::{CAPTUM, Growth, between, numbers},
};
use crate::{
    control::Control,
    network::{Device, Keep, Plain, Tensor},
    words::trust,
};

pub const METHOD: Method = Method {
    id: "layer-conductance",
    name: "Layer conductance",
    paper: "Dhamdhere 2018",
    family: Family::Layers,
    parameters: &[BASELINE, STEPS, quadrature::RULE],
    looks_at_layer: true,
    applies: applies::with_maps,
    cost: Cost::ManyPasses,
    conventions: &[PAPER, CAPTUM],
    signed: true,
    compute: Compute::Growing(compute),
};

fn compute(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let (network, layer) = (request.network(), request.layer()?);
    let [channels, height, width] = request.input_size()?;
    let (from, to) = (baseline(request, &BASELINE)?, request.pixels()?);
    let as_captum = request.follows(CAPTUM.id);
    let count = request.count(&STEPS);
    let places = if as_captum {
        quadrature::places(&request.choice(&quadrature::RULE), count + 1, true)
    } else {
        quadrature::places(quadrature::TRAPEZOID, count + 1, false)
    };
    let rise = rise(request, &from, &to, control)?;
    let shape = network.node(layer).shape.clone();
    let own: usize = shape.iter().product();
    let mut sums = vec![0.0f64; own];
    let mut last: Option<(Vec<f32>, Vec<f32>)> = None;
    let map = |sums: &[f64]| {
        let values = sums.iter().map(|&sum| sum as f32).collect();
        Map::whole(values, [shape[1], shape[2], shape[3]], true, vec![trust::bilinear(shape[2], shape[3])])
    };
    let mut growth = Growth::new(control, observer, places.len(), trust::steps_so_far);
    let batch = together(network);
    for first in (0..places.len()).step_by(batch) {
        let size = batch.min(places.len() - first);
        let mut points = Vec::with_capacity(size * to.len());
        for [at, _] in &places[first..first + size] {
            points.extend(between(&from, &to, *at));
        }
        let inputs = Tensor::from_vec(points, (size, channels, height, width), &Device::Cpu)?;
        let quiet = control.silent();
        let kept = request.engine.forward(&inputs, &Keep::All, &quiet)?;
        let back = request.engine.gradient(&kept, &request.target, &[layer], &Plain, &quiet)?;
        let (values, gradients) = (numbers(&kept.get(network, layer)?)?, numbers(back.get(network, layer)?)?);
        for (values, gradients) in values.chunks_exact(own).zip(gradients.chunks_exact(own)) {
            if let Some((before, slopes)) = &last {
                for (at, sum) in sums.iter_mut().enumerate() {
                    let slope = if as_captum { slopes[at] } else { f32::midpoint(slopes[at], gradients[at]) };
                    *sum += f64::from(slope) * (f64::from(values[at]) - f64::from(before[at]));
                }
            }
            last = Some((values.to_vec(), gradients.to_vec()));
        }
        growth.reach(first + size, || Ok(map(&sums)))?;
    }
    Ok(map(&sums).which_sums_to(rise))
}
