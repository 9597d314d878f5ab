//! AlexNet in its one-tower form (Krizhevsky 2014), with torchvision's keys.

use crate::network::NodeId;

use super::{
    super::assembly::{Assembly, Built, Padding, Window},
    Architecture, imagenet_at,
};

/// The family.
pub const ALEXNET: Architecture = Architecture {
    name: "AlexNet",
    paper: "Krizhevsky 2014",
    variants: &["alexnet"],
    stems: &["features.0.weight"],
    signature: &[
        "features.0.weight",
        "features.3.weight",
        "features.6.weight",
        "features.8.weight",
        "features.10.weight",
        "classifier.1.weight",
        "classifier.4.weight",
        "classifier.6.weight",
    ],
    ignored: &[],
    variant: |_| Some("alexnet"),
    build,
    preprocessing: |_| imagenet_at(224, 256),
};

fn build(net: &mut Assembly<'_>, input: NodeId) -> Built {
    let window = Window::new(3, 2);
    let value = net.convolution("features.0", input, 4, Padding::Each(2))?;
    let value = net.relu("features.1", value)?;
    let value = net.max_pool("features.2", value, window)?;
    let value = net.convolution("features.3", value, 1, Padding::Half)?;
    let value = net.relu("features.4", value)?;
    let mut value = net.max_pool("features.5", value, window)?;
    for index in [6, 8, 10] {
        value = net.convolution(&format!("features.{index}"), value, 1, Padding::Half)?;
        value = net.relu(&format!("features.{}", index + 1), value)?;
    }
    let value = net.max_pool("features.12", value, window)?;
    net.block("features", value);
    let value = net.adaptive_average("avgpool", value, [6, 6])?;
    let mut value = net.flatten("flatten", value)?;
    for index in [1, 4] {
        value = net.dropout(&format!("classifier.{}", index - 1), value)?;
        value = net.linear(&format!("classifier.{index}"), value)?;
        value = net.relu(&format!("classifier.{}", index + 1), value)?;
    }
    let value = net.linear("classifier.6", value)?;
    Ok(net.block("classifier", value))
}
