//! RegNet X and Y (Radosavovic et al. 2020), with torchvision's and timm's keys.

use crate::network::{NodeId, ops::Activation};

use super::{
    super::{
        assembly::{Assembly, Built, Padding},
        weights::Weights,
    },
    Architecture, imagenet_at,
    inverted_residual::excitation,
};

/// torchvision's keys.
pub const REGNET: Architecture = Architecture {
    name: "RegNet",
    paper: "Radosavovic et al. 2020",
    variants: &[
        "regnet_x_400mf",
        "regnet_x_800mf",
        "regnet_x_1_6gf",
        "regnet_x_3_2gf",
        "regnet_x_8gf",
        "regnet_x_16gf",
        "regnet_x_32gf",
        "regnet_y_400mf",
        "regnet_y_800mf",
        "regnet_y_1_6gf",
        "regnet_y_3_2gf",
        "regnet_y_8gf",
        "regnet_y_16gf",
        "regnet_y_32gf",
    ],
    stems: &["stem.0.weight"],
    signature: &[
        "stem.0.weight",
        "trunk_output.block1.block1-0.proj.0.weight",
        "trunk_output.block1.block1-0.f.b.0.weight",
        "trunk_output.block4.block4-0.f.c.0.weight",
        "fc.weight",
    ],
    ignored: &[],
    variant: |weights| by_width(weights.size("fc.weight", 1)),
    build: |net, input| build(net, input, &TORCHVISION),
    preprocessing: |_| imagenet_at(224, 256),
};

/// timm's keys.
pub const REGNET_TIMM: Architecture = Architecture {
    name: "RegNet (timm)",
    stems: &["stem.conv.weight"],
    signature: &[
        "stem.conv.weight",
        "s1.b1.downsample.conv.weight",
        "s1.b1.conv2.conv.weight",
        "s4.b1.conv3.conv.weight",
        "head.fc.weight",
    ],
    variant: |weights| by_width(weights.size("head.fc.weight", 1)),
    build: |net, input| build(net, input, &TIMM),
    ..REGNET
};

/// The published variant with so many channels before the classifier.
fn by_width(width: usize) -> Option<&'static str> {
    let widths = [400, 672, 912, 1008, 1920, 2048, 2520, 440, 784, 888, 1512, 2016, 3024, 3712];
    widths.iter().position(|&published| published == width).map(|position| REGNET.variants[position])
}

/// How a file calls its parts.
struct Keys {
    /// A stage's path, from 1 on.
    stage: fn(usize) -> String,
    /// A block's path in its stage, from 0 on.
    block: fn(usize, usize) -> String,
    /// The three convolutions of a block and its projected shortcut.
    parts: [&'static str; 3],
    shortcut: &'static str,
    /// The convolution and the normalisation of a part, and the activation behind them.
    convolution: &'static str,
    normalization: &'static str,
    activation: &'static str,
    /// Squeeze and excitation, and the last activation of a block.
    excitation: &'static str,
    output: &'static str,
    /// The classifier.
    classifier: &'static str,
}

const TORCHVISION: Keys = Keys {
    stage: |stage| format!("trunk_output.block{stage}"),
    block: |stage, index| format!("trunk_output.block{stage}.block{stage}-{index}"),
    parts: ["f.a", "f.b", "f.c"],
    shortcut: "proj",
    convolution: "0",
    normalization: "1",
    activation: "2",
    excitation: "f.se",
    output: "activation",
    classifier: "fc",
};

const TIMM: Keys = Keys {
    stage: |stage| format!("s{stage}"),
    block: |stage, index| format!("s{stage}.b{}", index + 1),
    parts: ["conv1", "conv2", "conv3"],
    shortcut: "downsample",
    convolution: "conv",
    normalization: "bn",
    activation: "bn.act",
    excitation: "se",
    output: "act3",
    classifier: "head.fc",
};

fn build(net: &mut Assembly<'_>, input: NodeId, keys: &Keys) -> Built {
    let mut value = activated(net, "stem", input, 2, keys)?;
    for stage in 1..=4 {
        let count = blocks(net.weights(), stage, keys);
        for index in 0..count.max(1) {
            value = residual(net, &(keys.block)(stage, index), value, if index == 0 { 2 } else { 1 }, keys)?;
        }
        net.block(&(keys.stage)(stage), value);
    }
    let value = net.global_average("avgpool", value)?;
    let value = net.flatten("flatten", value)?;
    net.linear(keys.classifier, value)
}

fn blocks(weights: &Weights, stage: usize, keys: &Keys) -> usize {
    (0..).take_while(|&index| weights.has_module(&(keys.block)(stage, index))).count()
}

fn normalized(net: &mut Assembly<'_>, path: &str, value: NodeId, stride: usize, keys: &Keys) -> Built {
    let value = net.convolution(&format!("{path}.{}", keys.convolution), value, stride, Padding::Half)?;
    net.batch_normalization(&format!("{path}.{}", keys.normalization), value)
}

fn activated(net: &mut Assembly<'_>, path: &str, value: NodeId, stride: usize, keys: &Keys) -> Built {
    let value = normalized(net, path, value, stride, keys)?;
    let value = net.relu(&format!("{path}.{}", keys.activation), value)?;
    Ok(net.block(path, value))
}

/// A bottleneck with a grouped middle convolution (and squeeze and excitation, in Y), added to the input.
fn residual(net: &mut Assembly<'_>, path: &str, input: NodeId, stride: usize, keys: &Keys) -> Built {
    let [narrow, grouped, widen] = keys.parts.map(|part| format!("{path}.{part}"));
    let value = activated(net, &narrow, input, 1, keys)?;
    let mut value = activated(net, &grouped, value, stride, keys)?;
    let squeeze = format!("{path}.{}", keys.excitation);
    if net.weights().has_module(&squeeze) {
        value = excitation(net, &squeeze, ["fc1", "fc2"], value, [&Activation::Relu, &Activation::Sigmoid])?;
    }
    let value = normalized(net, &widen, value, 1, keys)?;
    net.block(&widen, value);
    let shortcut_path = format!("{path}.{}", keys.shortcut);
    let shortcut = if net.weights().has_module(&shortcut_path) {
        let value = normalized(net, &shortcut_path, input, stride, keys)?;
        net.block(&shortcut_path, value)
    } else {
        input
    };
    let sum = net.add(&format!("{path}.add"), value, shortcut)?;
    let output = net.relu(&format!("{path}.{}", keys.output), sum)?;
    Ok(net.block(path, output))
}
