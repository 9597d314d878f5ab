//! ResNet (He et al. 2016) with basic and bottleneck blocks, Wide ResNet, ResNeXt and the deep stem of ResNet-D; torchvision's
//! keys, which timm shares.
//!
//! The stride of a bottleneck sits in its 3x3 convolution (torchvision's and timm's "v1.5"), not in its first one as in the
//! paper.

use crate::network::NodeId;

use super::{
    super::{
        assembly::{Assembly, Built, Padding, Window},
        weights::Weights,
    },
    Architecture, imagenet_at,
};

/// The family.
pub const RESNET: Architecture = Architecture {
    name: "ResNet",
    paper: "He et al. 2016",
    variants: &[
        "resnet18",
        "resnet34",
        "resnet50",
        "resnet101",
        "resnet152",
        "wide_resnet50_2",
        "wide_resnet101_2",
        "resnext50_32x4d",
        "resnext101_32x8d",
        "resnext101_64x4d",
        "resnet50d",
        "resnet101d",
    ],
    stems: &["conv1.weight", "conv1.0.weight"],
    signature: &[
        "layer1.0.conv1.weight",
        "layer1.0.bn1.weight",
        "layer2.0.conv2.weight",
        "layer2.0.bn2.weight",
        "layer4.0.conv2.weight",
        "fc.weight",
    ],
    ignored: &[],
    variant,
    build,
    preprocessing: |_| imagenet_at(224, 256),
};

fn variant(weights: &Weights) -> Option<&'static str> {
    let depth = [1, 2, 3, 4].map(|stage| weights.count(&format!("layer{stage}")));
    let bottleneck = weights.has("layer1.0.conv3.weight");
    let width = weights.size("layer1.0.conv2.weight", 0);
    let groups = width / weights.size("layer1.0.conv2.weight", 1).max(1);
    let deep_stem = weights.has("conv1.0.weight");
    Some(match (depth, bottleneck, width, groups, deep_stem) {
        ([2, 2, 2, 2], false, 64, 1, false) => "resnet18",
        ([3, 4, 6, 3], false, 64, 1, false) => "resnet34",
        ([3, 4, 6, 3], true, 64, 1, false) => "resnet50",
        ([3, 4, 23, 3], true, 64, 1, false) => "resnet101",
        ([3, 8, 36, 3], true, 64, 1, false) => "resnet152",
        ([3, 4, 6, 3], true, 128, 1, false) => "wide_resnet50_2",
        ([3, 4, 23, 3], true, 128, 1, false) => "wide_resnet101_2",
        ([3, 4, 6, 3], true, 128, 32, false) => "resnext50_32x4d",
        ([3, 4, 23, 3], true, 256, 32, false) => "resnext101_32x8d",
        ([3, 4, 23, 3], true, 256, 64, false) => "resnext101_64x4d",
        ([3, 4, 6, 3], true, 64, 1, true) => "resnet50d",
        ([3, 4, 23, 3], true, 64, 1, true) => "resnet101d",
        _ => return None,
    })
}

fn build(net: &mut Assembly<'_>, input: NodeId) -> Built {
    let value = stem(net, input)?;
    let value = net.batch_normalization("bn1", value)?;
    let value = net.relu("relu", value)?;
    let mut value = net.max_pool("maxpool", value, Window::new(3, 2).padded(1))?;
    for stage in 1..=4 {
        let path = format!("layer{stage}");
        for block in 0..net.weights().count(&path).max(1) {
            let stride = if stage > 1 && block == 0 { 2 } else { 1 };
            value = residual(net, &format!("{path}.{block}"), value, stride)?;
        }
        net.block(&path, value);
    }
    let value = net.global_average("avgpool", value)?;
    let value = net.flatten("flatten", value)?;
    net.linear("fc", value)
}

/// One 7x7 convolution, or three 3x3 ones (ResNet-D).
fn stem(net: &mut Assembly<'_>, input: NodeId) -> Built {
    if !net.weights().has("conv1.0.weight") {
        return net.convolution("conv1", input, 2, Padding::Half);
    }
    let mut value = net.convolution("conv1.0", input, 2, Padding::Half)?;
    for index in [1, 4] {
        value = net.batch_normalization(&format!("conv1.{index}"), value)?;
        value = net.relu(&format!("conv1.{}", index + 1), value)?;
        value = net.convolution(&format!("conv1.{}", index + 2), value, 1, Padding::Half)?;
    }
    Ok(net.block("conv1", value))
}

/// Two 3x3 convolutions, or a bottleneck of three, added to the input.
fn residual(net: &mut Assembly<'_>, path: &str, input: NodeId, stride: usize) -> Built {
    let bottleneck = net.weights().has_module(&format!("{path}.conv3")) || net.weights().has_module(&format!("{path}.bn3"));
    let (parts, strided) = if bottleneck { (3, 2) } else { (2, 1) };
    let mut value = input;
    for part in 1..=parts {
        let stride = if part == strided { stride } else { 1 };
        value = net.convolution(&format!("{path}.conv{part}"), value, stride, Padding::Half)?;
        value = net.batch_normalization(&format!("{path}.bn{part}"), value)?;
        if part < parts {
            value = net.relu(&format!("{path}.relu"), value)?;
        }
    }
    let shortcut = shortcut(net, &format!("{path}.downsample"), input, stride)?;
    let sum = net.add(&format!("{path}.add"), value, shortcut)?;
    let output = net.relu(&format!("{path}.relu"), sum)?;
    Ok(net.block(path, output))
}

/// The input itself, or projected to the block's channels and size (ResNet-D averages before it projects).
fn shortcut(net: &mut Assembly<'_>, path: &str, input: NodeId, stride: usize) -> Built {
    if !net.weights().has_module(path) {
        return Ok(input);
    }
    let averaged = net.weights().size(&format!("{path}.1.weight"), 2) > 0;
    let value = if averaged {
        let value = if stride > 1 {
            net.average_pool(&format!("{path}.0"), input, Window::new(stride, stride).ceil(), false)?
        } else {
            net.dropout(&format!("{path}.0"), input)?
        };
        let value = net.convolution(&format!("{path}.1"), value, 1, Padding::None)?;
        net.batch_normalization(&format!("{path}.2"), value)?
    } else {
        let value = net.convolution(&format!("{path}.0"), input, stride, Padding::Half)?;
        net.batch_normalization(&format!("{path}.1"), value)?
    };
    Ok(net.block(path, value))
}
