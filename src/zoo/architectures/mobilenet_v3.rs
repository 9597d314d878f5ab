//! MobileNet v3 small and large (Howard et al. 2019), any width, with torchvision's keys.

use crate::network::{NodeId, ops::Activation};

use super::{
    super::{
        assembly::{Assembly, Built},
        weights::Weights,
    },
    Architecture, imagenet_at,
    inverted_residual::{HARD_SIGMOID, Style, block, numbered_steps, unit},
};

/// The family.
pub const MOBILENET_V3: Architecture = Architecture {
    name: "MobileNet v3",
    paper: "Howard et al. 2019",
    variants: &["mobilenet_v3_small", "mobilenet_v3_large"],
    stems: &["features.0.0.weight"],
    signature: &["features.0.0.weight", "features.1.block.0.0.weight", "features.2.block.1.0.weight", "classifier.3.weight"],
    ignored: &[],
    variant,
    build,
    preprocessing: |_| imagenet_at(224, 256),
};

fn variant(weights: &Weights) -> Option<&'static str> {
    match weights.count("features") {
        13 => Some("mobilenet_v3_small"),
        17 => Some("mobilenet_v3_large"),
        _ => None,
    }
}

fn build(net: &mut Assembly<'_>, input: NodeId) -> Built {
    net.set_epsilon(1e-3);
    // Which blocks halve the map and which is the first one with hard swish (the paper's tables 1 and 2).
    let (strided, first_swish) =
        if variant(net.weights()) == Some("mobilenet_v3_small") { (&[1, 2, 4, 9][..], 4) } else { (&[2, 4, 7, 13][..], 7) };
    let mut value = unit(net, "features.0", input, 2, &Activation::HardSwish)?;
    let last = net.weights().count("features").max(2) - 1;
    for index in 1..last {
        let path = format!("features.{index}");
        let steps = numbered_steps(net, &format!("{path}.block"));
        let style = Style {
            stride: if strided.contains(&index) { 2 } else { 1 },
            activation: if index >= first_swish { Activation::HardSwish } else { Activation::Relu },
            squeezed: Activation::Relu,
            gate: HARD_SIGMOID,
        };
        value = block(net, &path, value, &steps, &style)?;
    }
    value = unit(net, &format!("features.{last}"), value, 1, &Activation::HardSwish)?;
    net.block("features", value);
    let value = net.global_average("avgpool", value)?;
    let value = net.flatten("flatten", value)?;
    let value = net.linear("classifier.0", value)?;
    let value = net.activation("classifier.1", value, Activation::HardSwish)?;
    let value = net.dropout("classifier.2", value)?;
    let value = net.linear("classifier.3", value)?;
    Ok(net.block("classifier", value))
}
