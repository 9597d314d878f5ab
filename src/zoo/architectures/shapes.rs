//! Shapes: the small network that this project trains on its own drawings (`models/shapes/train.py` defines it).

use crate::{
    network::NodeId,
    picture::{Fit, Preprocessing},
};

use super::{
    super::{
        assembly::{Assembly, Built, Padding, Window},
        weights::Weights,
    },
    Architecture,
};

/// The family: one network.
pub const SHAPES: Architecture = Architecture {
    name: "Shapes",
    paper: "this project",
    variants: &["shapes"],
    stems: &["conv1.weight"],
    signature: &["conv1.weight", "conv4.weight", "block.conv1.weight", "block.bn2.weight", "fc.weight"],
    ignored: &[],
    variant: |_: &Weights| Some("shapes"),
    build,
    preprocessing: |_| Preprocessing {
        size: [96; 2],
        fit: Fit::Stretch,
        mean: [0.5; 3],
        std: [0.25; 3],
        ..Preprocessing::imagenet()
    },
};

fn build(net: &mut Assembly<'_>, input: NodeId) -> Built {
    let halve = Window::new(2, 2);
    let value = stage(net, 1, input, 2)?;
    let value = net.max_pool("pool1", value, halve)?;
    let value = stage(net, 2, value, 1)?;
    let value = net.max_pool("pool2", value, halve)?;
    let value = stage(net, 3, value, 1)?;
    let value = block(net, value)?;
    let value = stage(net, 4, value, 1)?;
    let value = net.global_average("average", value)?;
    let value = net.flatten("flatten", value)?;
    net.linear("fc", value)
}

/// Convolution, batch normalisation, ReLU: `conv1`, `bn1`, `relu1`.
fn stage(net: &mut Assembly<'_>, number: usize, value: NodeId, stride: usize) -> Built {
    let value = net.convolution(&format!("conv{number}"), value, stride, Padding::Half)?;
    let value = net.batch_normalization(&format!("bn{number}"), value)?;
    net.relu(&format!("relu{number}"), value)
}

/// Two convolutions whose result is added to their input (He et al. 2015).
fn block(net: &mut Assembly<'_>, input: NodeId) -> Built {
    let value = net.convolution("block.conv1", input, 1, Padding::Half)?;
    let value = net.batch_normalization("block.bn1", value)?;
    let value = net.relu("block.relu1", value)?;
    let value = net.convolution("block.conv2", value, 1, Padding::Half)?;
    let value = net.batch_normalization("block.bn2", value)?;
    let sum = net.add("block.add", input, value)?;
    let value = net.relu("block.relu2", sum)?;
    Ok(net.block("block", value))
}
