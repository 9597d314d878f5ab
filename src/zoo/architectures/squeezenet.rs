//! SqueezeNet (Iandola et al. 2016), versions 1.0 and 1.1, with torchvision's keys.

use crate::network::NodeId;

use super::{
    super::{
        assembly::{Assembly, Built, Padding, Window},
        weights::Weights,
    },
    Architecture, imagenet_at,
};

/// The family; the paper's input of 227 x 227.
pub const SQUEEZENET: Architecture = Architecture {
    name: "SqueezeNet",
    paper: "Iandola et al. 2016",
    variants: &["squeezenet1_0", "squeezenet1_1"],
    stems: &["features.0.weight"],
    signature: &["features.0.weight", "features.3.squeeze.weight", "features.12.squeeze.weight", "classifier.1.weight"],
    ignored: &[],
    variant,
    build,
    preprocessing: |_| imagenet_at(227, 256),
};

fn variant(weights: &Weights) -> Option<&'static str> {
    match weights.size("features.0.weight", 2) {
        7 => Some("squeezenet1_0"),
        3 => Some("squeezenet1_1"),
        _ => None,
    }
}

fn build(net: &mut Assembly<'_>, input: NodeId) -> Built {
    let pools = if variant(net.weights()) == Some("squeezenet1_0") { [6, 11] } else { [5, 8] };
    let window = Window::new(3, 2).ceil();
    let value = net.convolution("features.0", input, 2, Padding::None)?;
    let value = net.relu("features.1", value)?;
    let mut value = net.max_pool("features.2", value, window)?;
    for index in 3..=12 {
        let path = format!("features.{index}");
        value = if pools.contains(&index) { net.max_pool(&path, value, window)? } else { fire(net, &path, value)? };
    }
    net.block("features", value);
    let value = net.dropout("classifier.0", value)?;
    let value = net.convolution("classifier.1", value, 1, Padding::None)?;
    let value = net.relu("classifier.2", value)?;
    let value = net.global_average("classifier.3", value)?;
    net.block("classifier", value);
    net.flatten("flatten", value)
}

/// Squeeze to few channels, expand by 1x1 and 3x3 filters side by side.
fn fire(net: &mut Assembly<'_>, path: &str, value: NodeId) -> Built {
    let squeezed = net.convolution(&format!("{path}.squeeze"), value, 1, Padding::None)?;
    let squeezed = net.relu(&format!("{path}.squeeze_activation"), squeezed)?;
    let mut expanded = Vec::new();
    for side in ["expand1x1", "expand3x3"] {
        let value = net.convolution(&format!("{path}.{side}"), squeezed, 1, Padding::Half)?;
        expanded.push(net.relu(&format!("{path}.{side}_activation"), value)?);
    }
    let joined = net.concatenate(&format!("{path}.concat"), &expanded)?;
    Ok(net.block(path, joined))
}
