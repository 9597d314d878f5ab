//! NormGrad: Rebuffi, Fong, Ji & Vedaldi 2020, "There and back again: revisiting backpropagation saliency methods".
//!
//! A layer that changes nothing (a bias of 0, a scaling by 1, a convolution with the identity) is put behind a layer's maps;
//! how large its weights' gradient is at a position says how much that position counts. With `x` the values and `g` the
//! gradient at a position: bias `|g|`, scaling `|g * x|`, convolution 1 x 1 `|g| |x|`, convolution 3 x 3 `|g|` times the
//! length of `x` over the neighbourhood; and the sum `g . x` (linear approximation). All layers fused: the geometric mean of
//! their maps, each enlarged to the input and divided by its largest.

use std::borrow::Cow;

use super::{Choice, Compute, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies, shared::numbers};
use crate::{
    control::Control,
    network::{Activations, Gradients, NodeId, Plain},
    picture::upsampled,
    words::trust,
};

const BIAS: &str = "bias";
const SCALING: &str = "scaling";
const CONVOLUTION: &str = "convolution";
const CONVOLUTION_3: &str = "convolution-3";
const LINEAR: &str = "linear";

const BEHIND: Parameter = Parameter::choice(
    "behind",
    &[
        Choice { id: CONVOLUTION },
        Choice { id: CONVOLUTION_3 },
        Choice { id: SCALING },
        Choice { id: BIAS },
        Choice { id: LINEAR },
    ],
    &Value::Choice(Cow::Borrowed(CONVOLUTION)),
);

const FUSED: Parameter = Parameter::switch("fused", &Value::Switch(false));

pub const METHOD: Method = Method {
    id: "norm-grad",
    name: "NormGrad",
    paper: "Rebuffi 2020",
    family: Family::Layers,
    parameters: &[BEHIND, FUSED],
    looks_at_layer: true,
    applies: applies::with_maps,
    cost: Cost::Pass,
    conventions: &[PAPER],
    signed: false,
    compute: Compute::Whole(compute),
};

fn compute(request: &Request<'_>, control: &Control) -> Result<Map> {
    let network = request.network();
    let chosen = request.layer()?;
    let layers = if request.is_on(&FUSED) { layers(request) } else { vec![chosen] };
    let activations = request.forward(control)?;
    let gradients = request.engine.gradient(&activations, &request.target, &layers, &Plain, control)?;
    let behind = request.choice(&BEHIND);
    if let [layer] = layers[..] {
        let (map, [height, width]) = of_layer(request, &activations, &gradients, layer, &behind)?;
        return Ok(Map::whole(map, [1, height, width], behind == LINEAR, vec![trust::bilinear(height, width)]));
    }
    let [_, height, width] = request.input_size()?;
    let mut logarithms = vec![0.0f64; height * width];
    for &layer in &layers {
        control.check()?;
        let (map, size) = of_layer(request, &activations, &gradients, layer, &behind)?;
        let large = upsampled(&map, size, [height, width]);
        let largest = large.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
        for (sum, value) in logarithms.iter_mut().zip(large) {
            *sum += f64::from((value / largest).max(0.0)).ln();
        }
    }
    let count = layers.len();
    let fused = logarithms.into_iter().map(|sum| (sum / count as f64).exp() as f32).collect();
    let names = network.node(layers[0]).name.clone();
    Ok(Map::whole(fused, [1, height, width], false, vec![trust::layers_fused(count, names)]))
}

/// The layers with maps that everything passes on its way to the target: ends of blocks and convolutions outside of them.
fn layers(request: &Request<'_>) -> Vec<NodeId> {
    let network = request.network();
    let goal = request.target.layer(network);
    let to_goal = network.leads_to(&[goal]);
    let passed =
        |layer: &crate::network::Layer| layer.node != goal && to_goal[layer.node.index()] && network.has_maps(layer.node);
    network.layers().iter().filter(|layer| passed(layer)).map(|layer| layer.node).collect()
}

/// The map of one layer at its own size.
fn of_layer(
    request: &Request<'_>,
    activations: &Activations,
    gradients: &Gradients,
    layer: NodeId,
    behind: &str,
) -> Result<(Vec<f32>, [usize; 2])> {
    let network = request.network();
    let values = activations.get(network, layer)?;
    let (_, channels, height, width) = values.dims4()?;
    let area = height * width;
    let (x, g) = (numbers(&values)?, numbers(gradients.get(network, layer)?)?);
    let sum = |of: &dyn Fn(f64, f64) -> f64| -> Vec<f64> {
        let mut sums = vec![0.0; area];
        for channel in 0..channels {
            for (at, sum) in sums.iter_mut().enumerate() {
                let index = channel * area + at;
                *sum += of(f64::from(x[index]), f64::from(g[index]));
            }
        }
        sums
    };
    let product = |a: Vec<f64>, b: Vec<f64>| -> Vec<f32> { a.iter().zip(&b).map(|(a, b)| (a * b).sqrt() as f32).collect() };
    let map = match behind {
        BIAS => sum(&|_, g| g * g).into_iter().map(|sum| sum.sqrt() as f32).collect(),
        SCALING => sum(&|x, g| (x * g).powi(2)).into_iter().map(|sum| sum.sqrt() as f32).collect(),
        LINEAR => sum(&|x, g| x * g).into_iter().map(|sum| sum as f32).collect(),
        CONVOLUTION_3 => product(neighbourhoods(&sum(&|x, _| x * x), [height, width]), sum(&|_, g| g * g)),
        _ => product(sum(&|x, _| x * x), sum(&|_, g| g * g)),
    };
    Ok((map, [height, width]))
}

/// Sums over 3 x 3 positions.
fn neighbourhoods(values: &[f64], [height, width]: [usize; 2]) -> Vec<f64> {
    let near = |at: usize, length: usize| at.saturating_sub(1)..(at + 2).min(length);
    let one = |index: usize| {
        let (y, x) = (index / width, index % width);
        near(y, height).map(|y| near(x, width).map(|x| values[y * width + x]).sum::<f64>()).sum()
    };
    (0..values.len()).map(one).collect()
}
