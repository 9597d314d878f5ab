//! MNASNet-B1 (Tan et al. 2019), any width, with torchvision's keys.

use crate::network::{NodeId, ops::Activation};

use super::{
    super::assembly::{Assembly, Built, Padding},
    Architecture, imagenet_at,
    inverted_residual::{HARD_SIGMOID, Step, Style, block},
};

/// The family.
pub const MNASNET: Architecture = Architecture {
    name: "MNASNet",
    paper: "Tan et al. 2019",
    variants: &["mnasnet0_5", "mnasnet0_75", "mnasnet1_0", "mnasnet1_3"],
    stems: &["layers.0.weight"],
    signature: &["layers.0.weight", "layers.3.weight", "layers.8.0.layers.0.weight", "layers.14.weight", "classifier.1.weight"],
    ignored: &[],
    variant: |weights| match weights.size("layers.8.0.layers.6.weight", 0) {
        16 if weights.size("layers.0.weight", 0) == 16 => Some("mnasnet0_5"),
        24 if weights.size("layers.0.weight", 0) == 24 => Some("mnasnet0_75"),
        24 if weights.size("layers.0.weight", 0) == 32 => Some("mnasnet1_0"),
        32 => Some("mnasnet1_3"),
        _ => None,
    },
    build,
    preprocessing: |_| imagenet_at(224, 256),
};

/// Strides of `layers.8` to `layers.13`.
const STRIDES: [usize; 6] = [2, 2, 2, 1, 2, 1];

fn build(net: &mut Assembly<'_>, input: NodeId) -> Built {
    let value = net.convolution("layers.0", input, 2, Padding::Half)?;
    let value = net.batch_normalization("layers.1", value)?;
    let value = net.relu("layers.2", value)?;
    let value = net.convolution("layers.3", value, 1, Padding::Half)?;
    let value = net.batch_normalization("layers.4", value)?;
    let value = net.relu("layers.5", value)?;
    let value = net.convolution("layers.6", value, 1, Padding::None)?;
    let mut value = net.batch_normalization("layers.7", value)?;
    for (stage, stage_stride) in (8..).zip(STRIDES) {
        let path = format!("layers.{stage}");
        for index in 0..net.weights().count(&path).max(1) {
            let path = format!("{path}.{index}");
            let step = |position: usize| Step::Convolution {
                convolution: format!("{path}.layers.{position}"),
                normalization: format!("{path}.layers.{}", position + 1),
                activation: (position < 6).then(|| format!("{path}.layers.{}", position + 2)),
            };
            let stride = if index == 0 { stage_stride } else { 1 };
            let style = Style { stride, activation: Activation::Relu, squeezed: Activation::Relu, gate: HARD_SIGMOID };
            value = block(net, &path, value, &[0, 3, 6].map(step), &style)?;
        }
        net.block(&path, value);
    }
    let value = net.convolution("layers.14", value, 1, Padding::None)?;
    let value = net.batch_normalization("layers.15", value)?;
    let value = net.relu("layers.16", value)?;
    net.block("layers", value);
    let value = net.global_average("mean", value)?;
    let value = net.flatten("flatten", value)?;
    let value = net.dropout("classifier.0", value)?;
    let value = net.linear("classifier.1", value)?;
    Ok(net.block("classifier", value))
}
