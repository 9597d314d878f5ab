//! DenseNet (Huang et al. 2017), with the keys that torchvision and timm share (and the older ones of the published files).

use crate::network::NodeId;

use super::{
    super::{
        assembly::{Assembly, Built, Padding, Window},
        weights::Weights,
    },
    Architecture, imagenet_at,
};

/// The family.
pub const DENSENET: Architecture = Architecture {
    name: "DenseNet",
    paper: "Huang et al. 2017",
    variants: &["densenet121", "densenet161", "densenet169", "densenet201"],
    stems: &["features.conv0.weight"],
    signature: &["features.conv0.weight", "features.norm0.weight", "features.transition1.conv.weight", "features.norm5.weight"],
    ignored: &[],
    variant,
    build,
    preprocessing: |_| imagenet_at(224, 256),
};

fn variant(weights: &Weights) -> Option<&'static str> {
    Some(match [1, 2, 3, 4].map(|block| layers(weights, block)) {
        [6, 12, 24, 16] => "densenet121",
        [6, 12, 36, 24] => "densenet161",
        [6, 12, 32, 32] => "densenet169",
        [6, 12, 48, 32] => "densenet201",
        _ => return None,
    })
}

fn layers(weights: &Weights, block: usize) -> usize {
    (1..).take_while(|layer| weights.has_module(&format!("features.denseblock{block}.denselayer{layer}"))).count()
}

fn build(net: &mut Assembly<'_>, input: NodeId) -> Built {
    let value = net.convolution("features.conv0", input, 2, Padding::Half)?;
    let value = net.batch_normalization("features.norm0", value)?;
    let value = net.relu("features.relu0", value)?;
    let mut value = net.max_pool("features.pool0", value, Window::new(3, 2).padded(1))?;
    for block in 1..=4 {
        let path = format!("features.denseblock{block}");
        for layer in 1..=layers(net.weights(), block).max(1) {
            value = dense_layer(net, &format!("{path}.denselayer{layer}"), value)?;
        }
        net.block(&path, value);
        if block < 4 {
            value = transition(net, &format!("features.transition{block}"), value)?;
        }
    }
    let value = net.batch_normalization("features.norm5", value)?;
    net.block("features", value);
    let value = net.relu("relu", value)?;
    let value = net.global_average("avgpool", value)?;
    let value = net.flatten("flatten", value)?;
    net.linear("classifier", value)
}

/// Normalisation, ReLU, convolution, twice; the new channels are put behind all earlier ones.
fn dense_layer(net: &mut Assembly<'_>, path: &str, input: NodeId) -> Built {
    let mut value = input;
    for part in [1, 2] {
        let module = |weights: &Weights, kind: &str| {
            let older = format!("{path}.{kind}.{part}");
            if weights.has_module(&older) { older } else { format!("{path}.{kind}{part}") }
        };
        let normalization = module(net.weights(), "norm");
        value = net.batch_normalization(&normalization, value)?;
        value = net.relu(&format!("{path}.relu{part}"), value)?;
        let convolution = module(net.weights(), "conv");
        value = net.convolution(&convolution, value, 1, Padding::Half)?;
    }
    net.block(path, value);
    net.concatenate(&format!("{path}.concat"), &[input, value])
}

/// Fewer channels, half the size.
fn transition(net: &mut Assembly<'_>, path: &str, value: NodeId) -> Built {
    let value = net.batch_normalization(&format!("{path}.norm"), value)?;
    let value = net.relu(&format!("{path}.relu"), value)?;
    let value = net.convolution(&format!("{path}.conv"), value, 1, Padding::None)?;
    let value = net.average_pool(&format!("{path}.pool"), value, Window::new(2, 2), false)?;
    Ok(net.block(path, value))
}
