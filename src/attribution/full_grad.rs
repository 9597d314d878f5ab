//! FullGrad: Srinivas & Fleuret 2019, "Full-gradient representation for neural network visualization".
//!
//! The score of a network of rectifiers is `<x, df/dx>` plus, for each bias `b`, `<b, df/db>` at every position: nothing is
//! left out. The map adds up the magnitudes of all of these that have a place in the picture (convolutions, and what batch
//! normalisations add), each layer scaled to 0 to 1 and enlarged to the input, as the authors' code does; pytorch-grad-cam
//! scales each channel by itself.

use super::{
    Completeness, Compute, Cost, Family, Map, Method, PAPER, Request, Result, applies,
    layer_maps::{PYTORCH_GRAD_CAM, scale_to_one},
    shared::numbers,
};
use crate::{
    control::Control,
    network::{DType, Network, NodeId, Operator, Plain, Tensor},
    picture::upsampled,
    words::trust,
};

pub const METHOD: Method = Method {
    id: "full-grad",
    name: "FullGrad",
    paper: "Srinivas 2019",
    family: Family::Gradients,
    parameters: &[],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::Pass,
    conventions: &[PAPER, PYTORCH_GRAD_CAM],
    signed: false,
    compute: Compute::Whole(compute),
};

/// What a node adds to every position of a channel, whatever comes in.
fn offsets(network: &Network, id: NodeId) -> Result<Option<Vec<f64>>> {
    let node = network.node(id);
    let numbers = |index: usize| -> Result<Option<Vec<f64>>> {
        let constant = node.inputs.get(index).and_then(|&input| network.constant(input));
        Ok(constant.map(|constant: &Tensor| constant.to_dtype(DType::F64)?.flatten_all()?.to_vec1::<f64>()).transpose()?)
    };
    Ok(match &node.operator {
        Operator::Convolution(_) | Operator::TransposedConvolution(_) | Operator::Linear(_) => numbers(2)?,
        Operator::BatchNormalization(norm) => match (numbers(1)?, numbers(2)?, numbers(3)?, numbers(4)?) {
            (Some(scale), Some(shift), Some(mean), Some(variance)) => {
                let one = |at: usize| shift[at] - mean[at] * scale[at] / (variance[at] + norm.epsilon).sqrt();
                Some((0..shift.len()).map(one).collect())
            }
            _ => None,
        },
        _ => None,
    })
}

fn compute(request: &Request<'_>, control: &Control) -> Result<Map> {
    let network = request.network();
    let [channels, height, width] = request.input_size()?;
    let as_library = request.follows(PYTORCH_GRAD_CAM.id);
    let goal = request.target.layer(network);
    let (from_input, to_goal) = (network.depends_on(&[network.input()]), network.leads_to(&[goal]));
    let mut biased = Vec::new();
    for id in network.ids().filter(|id| from_input[id.index()] && to_goal[id.index()]) {
        if let Some(offsets) = offsets(network, id)? {
            biased.push((id, offsets));
        }
    }
    let activations = request.forward(control)?;
    let wanted: Vec<NodeId> = biased.iter().map(|(id, _)| *id).chain([network.input()]).collect();
    let gradients = request.engine.gradient(&activations, &request.target, &wanted, &Plain, control)?;
    let slopes = |id: NodeId| -> Result<Vec<f32>> { Ok(numbers(gradients.get(network, id)?)?) };
    let products: Vec<f64> =
        slopes(network.input())?.iter().zip(request.pixels()?).map(|(&g, x)| f64::from(g) * f64::from(x)).collect();
    let mut total: f64 = products.iter().sum();
    // The maps of one layer, scaled and summed over its channels.
    let together = |mut magnitudes: Vec<f32>, channels: usize| -> Vec<f32> {
        let area = magnitudes.len() / channels.max(1);
        let scaled = if as_library { area } else { magnitudes.len() };
        magnitudes.chunks_exact_mut(scaled).for_each(scale_to_one);
        (0..area).map(|at| (0..channels).map(|channel| magnitudes[channel * area + at]).sum()).collect()
    };
    let mut map = together(products.iter().map(|value| value.abs() as f32).collect(), channels);
    let mut layers = 0;
    for (id, offsets) in &biased {
        control.check()?;
        let gradient = slopes(*id)?;
        let area = gradient.len() / offsets.len().max(1);
        let terms: Vec<f64> =
            gradient.iter().enumerate().map(|(at, &gradient)| f64::from(gradient) * offsets[at / area.max(1)]).collect();
        total += terms.iter().sum::<f64>();
        // A bias without a place in the picture counts in the sum and not in the map.
        let &[_, _, rows, columns] = network.node(*id).shape.as_slice() else { continue };
        let own = together(terms.iter().map(|value| value.abs() as f32).collect(), offsets.len());
        for (sum, value) in map.iter_mut().zip(upsampled(&own, [rows, columns], [height, width])) {
            *sum += value;
        }
        layers += 1;
    }
    if as_library {
        scale_to_one(&mut map);
    }
    let score = gradients.score.first().copied().unwrap_or_default();
    let completeness = Completeness { sum: total, expected: score };
    let trust = vec![completeness.phrase(), trust::bias_layers(layers)];
    Ok(Map { completeness: Some(completeness), ..Map::whole(map, [1, height, width], false, trust) })
}
