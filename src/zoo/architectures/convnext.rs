//! ConvNeXt (Liu et al. 2022), with torchvision's and timm's keys.

use crate::network::{NodeId, ops::Activation};

use super::{
    super::{
        assembly::{Assembly, Built, Padding},
        weights::Weights,
    },
    Architecture, imagenet_at,
};
use crate::picture::Preprocessing;

/// torchvision's keys.
pub const CONVNEXT: Architecture = Architecture {
    name: "ConvNeXt",
    paper: "Liu et al. 2022",
    variants: &["convnext_tiny", "convnext_small", "convnext_base", "convnext_large"],
    stems: &["features.0.0.weight"],
    signature: &["features.0.0.weight", "features.1.0.block.0.weight", "features.1.0.layer_scale", "classifier.2.weight"],
    ignored: &[],
    variant: |weights| by_size(weights.count("features.5"), weights.size("classifier.2.weight", 1)),
    build: |net, input| build(net, input, &TORCHVISION),
    preprocessing,
};

/// timm's keys.
pub const CONVNEXT_TIMM: Architecture = Architecture {
    name: "ConvNeXt (timm)",
    stems: &["stem.0.weight"],
    signature: &["stem.0.weight", "stages.0.blocks.0.conv_dw.weight", "stages.0.blocks.0.gamma", "head.fc.weight"],
    variant: |weights| by_size(weights.count("stages.2.blocks"), weights.size("head.fc.weight", 1)),
    build: |net, input| build(net, input, &TIMM),
    ..CONVNEXT
};

/// The published variant with so many blocks in its third stage and so many channels in its last.
fn by_size(blocks: usize, width: usize) -> Option<&'static str> {
    match (blocks, width) {
        (9, 768) => Some("convnext_tiny"),
        (27, 768) => Some("convnext_small"),
        (27, 1024) => Some("convnext_base"),
        (27, 1536) => Some("convnext_large"),
        _ => None,
    }
}

/// torchvision's for its published weights.
fn preprocessing(weights: &Weights) -> Preprocessing {
    match (CONVNEXT.variant)(weights).or_else(|| (CONVNEXT_TIMM.variant)(weights)) {
        Some("convnext_tiny") => imagenet_at(224, 236),
        Some("convnext_small") => imagenet_at(224, 230),
        _ => imagenet_at(224, 232),
    }
}

/// How a file calls its parts; stages count from 0.
struct Keys {
    stem: [&'static str; 2],
    /// A later stage's normalisation and halving convolution.
    downsample: fn(usize) -> [String; 2],
    stage: fn(usize) -> String,
    /// The path below which a stage's blocks are numbered.
    blocks: fn(usize) -> String,
    /// Depthwise convolution, normalisation, the two fully connected layers and the activation between them.
    depthwise: &'static str,
    normalization: &'static str,
    widen: &'static str,
    activation: &'static str,
    narrow: &'static str,
    scale: &'static str,
    head: [&'static str; 2],
}

const TORCHVISION: Keys = Keys {
    stem: ["features.0.0", "features.0.1"],
    downsample: |stage| [format!("features.{}.0", 2 * stage), format!("features.{}.1", 2 * stage)],
    stage: |stage| format!("features.{}", 2 * stage + 1),
    blocks: |stage| format!("features.{}", 2 * stage + 1),
    depthwise: "block.0",
    normalization: "block.2",
    widen: "block.3",
    activation: "block.4",
    narrow: "block.5",
    scale: "layer_scale",
    head: ["classifier.0", "classifier.2"],
};

const TIMM: Keys = Keys {
    stem: ["stem.0", "stem.1"],
    downsample: |stage| [format!("stages.{stage}.downsample.0"), format!("stages.{stage}.downsample.1")],
    stage: |stage| format!("stages.{stage}"),
    blocks: |stage| format!("stages.{stage}.blocks"),
    depthwise: "conv_dw",
    normalization: "norm",
    widen: "mlp.fc1",
    activation: "mlp.act",
    narrow: "mlp.fc2",
    scale: "gamma",
    head: ["head.norm", "head.fc"],
};

fn build(net: &mut Assembly<'_>, input: NodeId, keys: &Keys) -> Built {
    net.set_epsilon(1e-6);
    let kernel = net.weights().size(&format!("{}.weight", keys.stem[0]), 2).max(1);
    let value = net.convolution(keys.stem[0], input, kernel, Padding::None)?;
    let mut value = channel_normalization(net, keys.stem[1], value)?;
    for stage in 0..4 {
        if stage > 0 {
            let [normalization, convolution] = (keys.downsample)(stage);
            value = channel_normalization(net, &normalization, value)?;
            value = net.convolution(&convolution, value, 2, Padding::None)?;
        }
        let blocks = (keys.blocks)(stage);
        for index in 0..net.weights().count(&blocks).max(1) {
            value = residual(net, &format!("{blocks}.{index}"), value, keys)?;
        }
        net.block(&(keys.stage)(stage), value);
    }
    let value = net.global_average("avgpool", value)?;
    let value = channel_normalization(net, keys.head[0], value)?;
    let value = net.flatten("flatten", value)?;
    net.linear(keys.head[1], value)
}

/// Layer normalisation over the channels of every position: with channels last, then back.
fn channel_normalization(net: &mut Assembly<'_>, path: &str, value: NodeId) -> Built {
    let value = channels_last(net, &format!("{path}.channels_last"), value)?;
    let value = net.layer_normalization(path, value)?;
    channels_first(net, &format!("{path}.channels_first"), value)
}

fn channels_last(net: &mut Assembly<'_>, path: &str, value: NodeId) -> Built {
    net.transpose(path, value, &[0, 2, 3, 1])
}

fn channels_first(net: &mut Assembly<'_>, path: &str, value: NodeId) -> Built {
    net.transpose(path, value, &[0, 3, 1, 2])
}

/// A depthwise 7x7 convolution and two fully connected layers at every position, scaled per channel, added to the input.
fn residual(net: &mut Assembly<'_>, path: &str, input: NodeId, keys: &Keys) -> Built {
    let part = |name: &str| format!("{path}.{name}");
    let value = net.convolution(&part(keys.depthwise), input, 1, Padding::Half)?;
    let value = channels_last(net, &part("channels_last"), value)?;
    let value = net.layer_normalization(&part(keys.normalization), value)?;
    let value = net.linear(&part(keys.widen), value)?;
    let value = net.activation(&part(keys.activation), value, Activation::Gelu { tanh: false })?;
    let value = net.linear(&part(keys.narrow), value)?;
    let value = channels_first(net, &part("channels_first"), value)?;
    let channels = net.size(value, 1);
    let scale = net.reshaped_constant(&part(keys.scale), &[channels, 1, 1])?;
    let value = net.multiply(&part("multiply"), value, scale)?;
    let sum = net.add(&part("add"), value, input)?;
    Ok(net.block(path, sum))
}
