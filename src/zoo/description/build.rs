//! From a plan and its weights to a network.

use crate::{
    network::{
        self, Device, Network, NodeId, Tensor,
        ops::{Activation, ResizeSize},
    },
    picture::Preprocessing,
};

use super::{
    super::{
        assembly::{Assembly, Built, Mismatch, Window},
        weights::Weights,
    },
    End, Pool,
    plan::{Placed, PlacedConvolution, PlacedKind, Plan},
};

/// Builds the network up to its end.
pub(super) fn build(plan: &Plan, weights: &Weights, end: &End) -> Result<Network, Mismatch> {
    let mut assembly = Assembly::new(weights);
    let [channels, rows, columns] = plan.input;
    let input = assembly.input(channels, [rows, columns]);
    let value = sequence(&mut assembly, &plan.layers, input)?;
    if let End::Picture(picture) = end {
        let output = prepared(&mut assembly, picture, value)?;
        return assembly.finish(input, output, &[]);
    }
    let ends_in_linear = matches!(plan.layers.last(), Some(Placed { kind: PlacedKind::Linear { .. }, .. }));
    let scores = if ends_in_linear { value } else { assembly.flatten("scores", value)? };
    assembly.finish(input, scores, &[])
}

/// A picture's numbers, 0 to 1, as the network takes them that it is for.
fn prepared(net: &mut Assembly<'_>, picture: &Preprocessing, value: NodeId) -> Built {
    let channels = picture.channels();
    let constant = |net: &mut Assembly<'_>, name: &str, of: fn(&Preprocessing, usize) -> f32| {
        let numbers: Vec<f32> = (0..channels).map(|channel| of(picture, channel)).collect();
        let tensor = Tensor::from_vec(numbers, (1, channels, 1, 1), &Device::Cpu).map_err(network::Error::from)?;
        Ok::<_, Mismatch>(net.fixed(name, tensor))
    };
    let scale = constant(net, "picture.scale", |picture, channel| picture.range / picture.std[channel])?;
    let shift = constant(net, "picture.shift", |picture, channel| -picture.mean[channel] / picture.std[channel])?;
    let scaled = net.multiply("picture.scaled", value, scale)?;
    net.add("picture", scaled, shift)
}

fn sequence(net: &mut Assembly<'_>, layers: &[Placed], input: NodeId) -> Built {
    layers.iter().try_fold(input, |value, layer| place(net, layer, value))
}

fn place(net: &mut Assembly<'_>, layer: &Placed, input: NodeId) -> Built {
    let path = &layer.path;
    match &layer.kind {
        PlacedKind::Convolution(convolution) => {
            let stored = net.weights().get(&format!("{path}.weight")).map(|tensor| tensor.dims().to_vec()).unwrap_or_default();
            let inputs = convolution.inputs / convolution.groups;
            let expected = [convolution.outputs, inputs, convolution.kernel, convolution.kernel];
            if stored.len() == 4 && stored != expected {
                let key = format!("{path}.weight");
                return Err(Mismatch::Shape { key, found: stored, expected: format!("{expected:?}") });
            }
            let value = net.convolution(path, input, convolution.stride, convolution.padding)?;
            normalized(net, path, value, convolution)
        }
        PlacedKind::Transposed(convolution) => {
            let value = net.transposed_convolution(path, input, convolution.stride, convolution.groups)?;
            normalized(net, path, value, convolution)
        }
        PlacedKind::Upsample { factor } => net.upsample(path, input, ResizeSize::Scaled([*factor as f64; 2])),
        PlacedKind::UpsampleTo { side } => net.upsample(path, input, ResizeSize::Fixed([*side; 2])),
        PlacedKind::MaxPool(pool) => net.max_pool(path, input, window(pool)),
        PlacedKind::AveragePool(pool) => net.average_pool(path, input, window(pool), false),
        PlacedKind::GlobalAverage => net.global_average(path, input),
        PlacedKind::Linear { activation, .. } => {
            let flat = net.flatten(&format!("{path}.flatten"), input)?;
            let value = net.linear(path, flat)?;
            activated(net, path, value, activation.as_ref())
        }
        PlacedKind::Residual { layers, shortcut, activation } => {
            let value = sequence(net, layers, input)?;
            let passed = match shortcut {
                Some(shortcut) => place(net, shortcut, input)?,
                None => input,
            };
            let sum = net.add(&format!("{path}.add"), value, passed)?;
            let output = activated(net, path, sum, activation.as_ref())?;
            Ok(net.block(path, output))
        }
        PlacedKind::Concat { branches } => {
            let mut values = Vec::new();
            for branch in branches {
                values.push(sequence(net, branch, input)?);
            }
            let output = net.concatenate(&format!("{path}.concat"), &values)?;
            Ok(net.block(path, output))
        }
    }
}

/// What follows a convolution.
fn normalized(net: &mut Assembly<'_>, path: &str, value: NodeId, convolution: &PlacedConvolution) -> Built {
    let value = if convolution.normalization { net.batch_normalization(&format!("{path}.bn"), value)? } else { value };
    activated(net, path, value, convolution.activation.as_ref())
}

fn activated(net: &mut Assembly<'_>, path: &str, value: NodeId, activation: Option<&Activation>) -> Built {
    let Some(activation) = activation else { return Ok(value) };
    let name = if activation.is_rectifier() { "relu" } else { "activation" };
    net.activation(&format!("{path}.{name}"), value, activation.clone())
}

fn window(pool: &Pool) -> Window {
    Window::new(pool.kernel, pool.stride).padded(pool.padding)
}

#[cfg(test)]
mod tests {
    use super::super::{Description, InitialWeights};
    use crate::{
        control::Control,
        network::{Device, Engine, Keep, Tensor},
    };

    const TEXT: &str = "layers = [
        { convolution = 8, kernel = 5, stride = 2 }, { max_pool = 3, stride = 2, padding = 1 },
        { residual = [{ convolution = 8 }, { convolution = 8, activation = 'none' }] },
        { repeat = 2, residual = [{ convolution = 12, stride = 2 }, { convolution = 12, activation = 'none' }] },
        { concat = [[{ convolution = 4, kernel = 1 }], [{ convolution = 2, kernel = 1 }, { convolution = 6, groups = 2 }], [{ \
        average_pool = 3, stride = 1, padding = 1 }]] },
        { name = 'last', convolution = 10, kernel = 1, normalization = 'none' }, { global_average = true }, { linear = \
        'classes' }]";

    #[test]
    fn a_description_becomes_a_network_with_readable_names() {
        let description = Description::parse(TEXT).unwrap();
        let weights = description.initial_weights(&InitialWeights { seed: 7, zero_residual: false }, 3, [64, 48], 5).unwrap();
        let network = description.network(&weights, 3, [64, 48], 5).unwrap();
        let shape = |name: &str| network.node(network.find(name).unwrap()).shape.clone();
        assert_eq!(shape("conv1"), [1, 8, 32, 24]);
        assert_eq!(shape("pool1"), [1, 8, 16, 12]);
        assert_eq!(shape("block1"), [1, 8, 16, 12]);
        assert_eq!(shape("block2.shortcut.bn"), [1, 12, 8, 6]);
        assert_eq!(shape("block3"), [1, 12, 4, 3]);
        assert_eq!(shape("mixed1"), [1, 22, 4, 3]);
        assert_eq!(shape("mixed1.branch2.conv2"), [1, 6, 4, 3]);
        assert_eq!(network.node(network.scores()).name, "fc");
        assert!(network.find("block1.shortcut").is_err(), "an unchanged shape needs no projection");
        for key in ["last.bias", "block2.conv1.bn.running_var", "fc.weight", "fc.bias"] {
            assert!(weights.has(key), "{key}");
        }
        assert!(!weights.has("conv1.bias"));

        let engine = Engine::native(network.into(), true).unwrap();
        let input = Tensor::rand(-1f32, 1.0, (2, 3, 64, 48), &Device::Cpu).unwrap();
        let scores = engine.scores(&engine.forward(&input, &Keep::Scores, &Control::default()).unwrap()).unwrap();
        assert!(scores.iter().flatten().all(|score| score.is_finite()) && scores[0].len() == 5);
    }

    #[test]
    fn maps_are_enlarged() {
        let text = "layers = [{ upsample = 3 }, { transposed = 6, kernel = 5, groups = 2 }, { transposed = 4, stride = 3, kernel \
                    = 3 }, { global_average = true }, { linear = 'classes' }]";
        let description = Description::parse(text).unwrap();
        let weights = description.initial_weights(&InitialWeights { seed: 7, zero_residual: false }, 4, [2, 3], 5).unwrap();
        let network = description.network(&weights, 4, [2, 3], 5).unwrap();
        let shape = |name: &str| network.node(network.find(name).unwrap()).shape.clone();
        assert_eq!(shape("upsample1"), [1, 4, 6, 9]);
        assert_eq!((shape("transposed1"), shape("transposed2.relu")), (vec![1, 6, 12, 18], vec![1, 4, 36, 54]));
        let [rows, columns] = [0, 1].map(|axis| weights.size("transposed1.weight", axis));
        assert_eq!([rows, columns], [4, 3], "its rows are the input's channels");
    }

    #[test]
    fn zero_residual_blocks_pass_their_input_on() {
        let description = Description::parse(TEXT).unwrap();
        let initial = InitialWeights { seed: 7, zero_residual: true };
        let weights = description.initial_weights(&initial, 3, [64, 48], 5).unwrap();
        let scale = |key: &str| weights.get(key).unwrap().to_vec1::<f32>().unwrap()[0];
        assert_eq!((scale("block1.conv2.bn.weight"), scale("block1.conv1.bn.weight")), (0.0, 1.0));
        assert_eq!(scale("block2.shortcut.bn.weight"), 1.0);
    }

    #[test]
    fn what_does_not_fit_is_named() {
        for (layers, expected) in [
            ("{ convolution = 4, kernel = 9, padding = 0 }", "conv1: a window of 9 x 9 does not fit into a map of 8 x 8"),
            ("{ max_pool = 2 }, { linear = 3 }", "its last layer fc makes 3 numbers for 5 classes"),
            ("{ convolution = 4 }", "its last layer conv1 makes 4 x 8 x 8 numbers for 5 classes"),
            ("{ convolution = 4, groups = 2 }", "conv1: 3 channels to 4 do not fall into 2 equal groups"),
            ("{ concat = [[{ convolution = 4 }], [{ max_pool = 2 }]] }", "mixed1: its branches make maps of different sizes"),
            ("{ residual = [{ convolution = 4, padding = 0 }] }", "block1: its layers make a map of 6 x 6"),
            ("{ name = 'a', max_pool = 2 }, { name = 'a', max_pool = 2 }", "two layers are called a"),
            ("{ repeat = 20000, convolution = 3 }", "more than 10000 layers"),
        ] {
            let description = Description::parse(&format!("layers = [{layers}]")).unwrap();
            let initial = InitialWeights { seed: 0, zero_residual: false };
            let sentence = description.initial_weights(&initial, 3, [8, 8], 5).unwrap_err();
            assert!(sentence.contains(expected), "{layers}: {sentence}");
        }
    }
}
