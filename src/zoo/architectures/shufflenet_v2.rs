//! ShuffleNet v2 (Ma et al. 2018), any width, with torchvision's keys.

use crate::network::{
    NodeId, Operator,
    ops::{Slice, SliceRange},
};

use super::{
    super::{
        assembly::{Assembly, Built, Padding, Window},
        weights::Weights,
    },
    Architecture, imagenet_at,
};

/// The family.
pub const SHUFFLENET_V2: Architecture = Architecture {
    name: "ShuffleNet v2",
    paper: "Ma et al. 2018",
    variants: &["shufflenet_v2_x0_5", "shufflenet_v2_x1_0", "shufflenet_v2_x1_5", "shufflenet_v2_x2_0"],
    stems: &["conv1.0.weight"],
    signature: &["conv1.0.weight", "stage2.0.branch1.0.weight", "stage4.0.branch2.0.weight", "conv5.0.weight", "fc.weight"],
    ignored: &[],
    variant,
    build,
    preprocessing: |_| imagenet_at(224, 256),
};

fn variant(weights: &Weights) -> Option<&'static str> {
    match weights.size("stage2.0.branch1.2.weight", 0) {
        24 => Some("shufflenet_v2_x0_5"),
        58 => Some("shufflenet_v2_x1_0"),
        88 => Some("shufflenet_v2_x1_5"),
        122 => Some("shufflenet_v2_x2_0"),
        _ => None,
    }
}

fn build(net: &mut Assembly<'_>, input: NodeId) -> Built {
    let value = normalized(net, "conv1", [0, 1], input, 2)?;
    let value = net.relu("conv1.2", value)?;
    net.block("conv1", value);
    let mut value = net.max_pool("maxpool", value, Window::new(3, 2).padded(1))?;
    for stage in 2..=4 {
        let path = format!("stage{stage}");
        for index in 0..net.weights().count(&path).max(1) {
            value = shuffled(net, &format!("{path}.{index}"), value)?;
        }
        net.block(&path, value);
    }
    let value = normalized(net, "conv5", [0, 1], value, 1)?;
    let value = net.relu("conv5.2", value)?;
    net.block("conv5", value);
    let value = net.global_average("mean", value)?;
    let value = net.flatten("flatten", value)?;
    net.linear("fc", value)
}

/// A convolution and its normalisation at two positions of a sequence.
fn normalized(net: &mut Assembly<'_>, path: &str, positions: [usize; 2], value: NodeId, stride: usize) -> Built {
    let value = net.convolution(&format!("{path}.{}", positions[0]), value, stride, Padding::Half)?;
    net.batch_normalization(&format!("{path}.{}", positions[1]), value)
}

/// Half the channels go through, the other half pass by (or, where the map shrinks, all go through both branches); then both are
/// interleaved.
fn shuffled(net: &mut Assembly<'_>, path: &str, input: NodeId) -> Built {
    let shrinks = net.weights().has_module(&format!("{path}.branch1"));
    let (stride, passing, entering) = if shrinks {
        let branch = format!("{path}.branch1");
        let value = normalized(net, &branch, [0, 1], input, 2)?;
        let value = normalized(net, &branch, [2, 3], value, 1)?;
        let value = net.relu(&format!("{branch}.4"), value)?;
        (2, net.block(&branch, value), input)
    } else {
        let channels = net.size(input, 1);
        let half = |net: &mut Assembly<'_>, name: &str, start: usize, end: usize| {
            let range = SliceRange { axis: 1, start: start as i64, end: end as i64, step: 1 };
            net.node(&format!("{path}.{name}"), Operator::Slice(Slice { ranges: vec![range] }), &[input])
        };
        (1, half(net, "chunk.0", 0, channels / 2)?, half(net, "chunk.1", channels / 2, channels)?)
    };
    let branch = format!("{path}.branch2");
    let value = normalized(net, &branch, [0, 1], entering, 1)?;
    let value = net.relu(&format!("{branch}.2"), value)?;
    let value = normalized(net, &branch, [3, 4], value, stride)?;
    let value = normalized(net, &branch, [5, 6], value, 1)?;
    let value = net.relu(&format!("{branch}.7"), value)?;
    net.block(&branch, value);
    let joined = net.concatenate(&format!("{path}.concat"), &[passing, value])?;
    let output = interleave(net, path, joined)?;
    Ok(net.block(path, output))
}

/// Channels 0, C/2, 1, C/2 + 1, ...: the paper's channel shuffle in two groups.
fn interleave(net: &mut Assembly<'_>, path: &str, value: NodeId) -> Built {
    let [channels, rows, columns] = [1, 2, 3].map(|axis| net.size(value, axis) as i64);
    let value = net.reshape(&format!("{path}.shuffle.split"), value, &[0, 2, channels / 2, rows, columns])?;
    let value = net.transpose(&format!("{path}.shuffle.transpose"), value, &[0, 2, 1, 3, 4])?;
    net.reshape(&format!("{path}.shuffle"), value, &[0, channels, rows, columns])
}
