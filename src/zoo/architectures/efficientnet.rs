//! EfficientNet B0 to B7 (Tan & Le 2019) and V2 (2021), with torchvision's keys.

use crate::network::{NodeId, ops::Activation};

use super::{
    super::{
        assembly::{Assembly, Built},
        weights::Weights,
    },
    Architecture, imagenet_at, inception_at,
    inverted_residual::{Style, block, numbered_steps, unit},
};
use crate::picture::Preprocessing;

/// The family.
pub const EFFICIENTNET: Architecture = Architecture {
    name: "EfficientNet",
    paper: "Tan & Le 2019, 2021",
    variants: &[
        "efficientnet_b0",
        "efficientnet_b1",
        "efficientnet_b2",
        "efficientnet_b3",
        "efficientnet_b4",
        "efficientnet_b5",
        "efficientnet_b6",
        "efficientnet_b7",
        "efficientnet_v2_s",
        "efficientnet_v2_m",
        "efficientnet_v2_l",
    ],
    stems: &["features.0.0.weight"],
    signature: &["features.0.0.weight", "features.1.0.block.0.0.weight", "features.2.0.block.1.0.weight", "classifier.1.weight"],
    ignored: &[],
    variant,
    build,
    preprocessing,
};

/// Published variants differ in their number of blocks; B1 and B2 have as many and differ in width.
fn variant(weights: &Weights) -> Option<&'static str> {
    let stages = weights.count("features").saturating_sub(1);
    let blocks: usize = (1..stages).map(|stage| weights.count(&format!("features.{stage}"))).sum();
    let head = weights.size("classifier.1.weight", 1);
    by_size(blocks, head)
}

/// The published variant with so many blocks and so many channels before the classifier.
pub(super) fn by_size(blocks: usize, head: usize) -> Option<&'static str> {
    Some(match (blocks, head) {
        (16, 1280) => "efficientnet_b0",
        (23, 1280) => "efficientnet_b1",
        (23, 1408) => "efficientnet_b2",
        (26, 1536) => "efficientnet_b3",
        (32, 1792) => "efficientnet_b4",
        (39, 2048) => "efficientnet_b5",
        (45, 2304) => "efficientnet_b6",
        (55, 2560) => "efficientnet_b7",
        (40, 1280) => "efficientnet_v2_s",
        (57, 1280) => "efficientnet_v2_m",
        (79, 1280) => "efficientnet_v2_l",
        _ => return None,
    })
}

/// torchvision's for its published weights.
fn preprocessing(weights: &Weights) -> Preprocessing {
    match variant(weights) {
        Some("efficientnet_b1") => imagenet_at(240, 256),
        Some("efficientnet_b2") => imagenet_at(288, 288),
        Some("efficientnet_b3") => imagenet_at(300, 320),
        Some("efficientnet_b4") => imagenet_at(380, 384),
        Some("efficientnet_b5") => imagenet_at(456, 456),
        Some("efficientnet_b6") => imagenet_at(528, 528),
        Some("efficientnet_b7") => imagenet_at(600, 600),
        Some("efficientnet_v2_s") => imagenet_at(384, 384),
        Some("efficientnet_v2_m") => imagenet_at(480, 480),
        Some("efficientnet_v2_l") => inception_at(480, 480),
        _ => imagenet_at(224, 256),
    }
}

fn build(net: &mut Assembly<'_>, input: NodeId) -> Built {
    let variant = variant(net.weights());
    if matches!(variant, Some("efficientnet_b5" | "efficientnet_b6" | "efficientnet_b7")) || is_second_version(net) {
        net.set_epsilon(1e-3);
    }
    let mut value = unit(net, "features.0", input, 2, &Activation::Silu)?;
    let last = net.weights().count("features").max(2) - 1;
    for stage in 1..last {
        let path = format!("features.{stage}");
        for index in 0..net.weights().count(&path).max(1) {
            let path = format!("{path}.{index}");
            let steps = numbered_steps(net, &format!("{path}.block"));
            let style = Style {
                stride: if index == 0 && [2, 3, 4, 6].contains(&stage) { 2 } else { 1 },
                activation: Activation::Silu,
                squeezed: Activation::Silu,
                gate: Activation::Sigmoid,
            };
            value = block(net, &path, value, &steps, &style)?;
        }
        net.block(&path, value);
    }
    value = unit(net, &format!("features.{last}"), value, 1, &Activation::Silu)?;
    net.block("features", value);
    let value = net.global_average("avgpool", value)?;
    let value = net.flatten("flatten", value)?;
    let value = net.dropout("classifier.0", value)?;
    let value = net.linear("classifier.1", value)?;
    Ok(net.block("classifier", value))
}

/// Version 2 begins with full 3x3 convolutions where version 1 has depthwise ones.
fn is_second_version(net: &Assembly<'_>) -> bool {
    net.weights().size("features.1.0.block.0.0.weight", 1) > 1
}
