//! VGG (Simonyan & Zisserman 2015), with and without batch normalisation, with torchvision's and timm's keys.

use crate::network::NodeId;

use super::{
    super::{
        assembly::{Assembly, Built, Padding, Window},
        weights::Weights,
    },
    Architecture, imagenet_at,
};

const VARIANTS: &[&str] = &["vgg11", "vgg13", "vgg16", "vgg19", "vgg11_bn", "vgg13_bn", "vgg16_bn", "vgg19_bn"];

/// torchvision's keys: three fully connected layers.
pub const VGG: Architecture = Architecture {
    name: "VGG",
    paper: "Simonyan & Zisserman 2015",
    variants: VARIANTS,
    stems: &["features.0.weight"],
    signature: &["features.0.weight", "classifier.0.weight", "classifier.3.weight", "classifier.6.weight"],
    ignored: &[],
    variant,
    build,
    preprocessing: |_| imagenet_at(224, 256),
};

/// timm's keys: the first two fully connected layers are convolutions.
pub const VGG_TIMM: Architecture = Architecture {
    name: "VGG (timm)",
    signature: &["features.0.weight", "pre_logits.fc1.weight", "pre_logits.fc2.weight", "head.fc.weight"],
    build: build_timm,
    ..VGG
};

/// The published variants by their number of convolutions, normalised or not.
fn variant(weights: &Weights) -> Option<&'static str> {
    let convolutions = indices(weights).filter(|index| weights.size(&format!("features.{index}.weight"), 2) > 0).count();
    let normalised = weights.has("features.1.running_mean");
    let position = [8, 10, 13, 16].iter().position(|&count| count == convolutions)?;
    Some(VARIANTS[position + if normalised { 4 } else { 0 }])
}

/// The positions in `features` that have weights, in order.
fn indices(weights: &Weights) -> impl Iterator<Item = usize> {
    let position = |key: &str| key.strip_prefix("features.")?.strip_suffix(".weight")?.parse::<u16>().ok();
    let mut indices: Vec<usize> = weights.keys().filter_map(position).map(usize::from).collect();
    indices.sort_unstable();
    indices.into_iter()
}

/// Positions without weights behind a convolution (and its normalisation) are the ReLU and, where there is a second one, a pool.
fn features(net: &mut Assembly<'_>, input: NodeId) -> Built {
    let with_weights: Vec<usize> = indices(net.weights()).collect();
    let last = with_weights.last().map_or(0, |index| index + 2);
    let mut value = input;
    for index in 0..=last {
        let path = format!("features.{index}");
        value = if net.weights().has(&format!("{path}.running_mean")) {
            net.batch_normalization(&path, value)?
        } else if with_weights.contains(&index) {
            net.convolution(&path, value, 1, Padding::Half)?
        } else if index > 0 && with_weights.contains(&(index - 1)) {
            net.relu(&path, value)?
        } else {
            net.max_pool(&path, value, Window::new(2, 2))?
        };
    }
    Ok(net.block("features", value))
}

fn build(net: &mut Assembly<'_>, input: NodeId) -> Built {
    let value = features(net, input)?;
    let value = net.adaptive_average("avgpool", value, [7, 7])?;
    let mut value = net.flatten("flatten", value)?;
    for index in [0, 3] {
        value = net.linear(&format!("classifier.{index}"), value)?;
        value = net.relu(&format!("classifier.{}", index + 1), value)?;
        value = net.dropout(&format!("classifier.{}", index + 2), value)?;
    }
    let value = net.linear("classifier.6", value)?;
    Ok(net.block("classifier", value))
}

fn build_timm(net: &mut Assembly<'_>, input: NodeId) -> Built {
    let mut value = features(net, input)?;
    for part in [1, 2] {
        value = net.convolution(&format!("pre_logits.fc{part}"), value, 1, Padding::None)?;
        value = net.relu(&format!("pre_logits.act{part}"), value)?;
    }
    net.block("pre_logits", value);
    let value = net.global_average("head.global_pool", value)?;
    let value = net.flatten("head.flatten", value)?;
    let value = net.linear("head.fc", value)?;
    Ok(net.block("head", value))
}
