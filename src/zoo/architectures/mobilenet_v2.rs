//! MobileNet v2 (Sandler et al. 2018), any width, with torchvision's keys.

use crate::network::NodeId;

use super::{
    super::assembly::{Assembly, Built},
    Architecture, imagenet_at,
    inverted_residual::{HARD_SIGMOID, RELU6, Step, Style, block, unit},
};

/// The family.
pub const MOBILENET_V2: Architecture = Architecture {
    name: "MobileNet v2",
    paper: "Sandler et al. 2018",
    variants: &["mobilenet_v2"],
    stems: &["features.0.0.weight"],
    signature: &["features.0.0.weight", "features.1.conv.0.0.weight", "features.2.conv.1.0.weight", "classifier.1.weight"],
    ignored: &[],
    variant: |weights| (weights.size("features.0.0.weight", 0) == 32).then_some("mobilenet_v2"),
    build,
    preprocessing: |_| imagenet_at(224, 256),
};

/// The blocks that halve the map (the paper's table 2).
const STRIDED: [usize; 4] = [2, 4, 7, 14];

fn build(net: &mut Assembly<'_>, input: NodeId) -> Built {
    let mut value = unit(net, "features.0", input, 2, &RELU6)?;
    let last = net.weights().count("features").max(2) - 1;
    for index in 1..last {
        let path = format!("features.{index}");
        let steps = steps(net, &format!("{path}.conv"));
        let stride = if STRIDED.contains(&index) { 2 } else { 1 };
        let style = Style { stride, activation: RELU6, squeezed: RELU6, gate: HARD_SIGMOID };
        value = block(net, &path, value, &steps, &style)?;
    }
    value = unit(net, &format!("features.{last}"), value, 1, &RELU6)?;
    net.block("features", value);
    let value = net.global_average("avgpool", value)?;
    let value = net.flatten("flatten", value)?;
    let value = net.dropout("classifier.0", value)?;
    let value = net.linear("classifier.1", value)?;
    Ok(net.block("classifier", value))
}

/// Units `path.0` (and `path.1`), then a convolution and its normalisation side by side.
fn steps(net: &Assembly<'_>, path: &str) -> Vec<Step> {
    let units = (0..).take_while(|index| net.weights().has(&format!("{path}.{index}.0.weight"))).count();
    let unit = |index| {
        let path = format!("{path}.{index}");
        Step::Convolution {
            convolution: format!("{path}.0"),
            normalization: format!("{path}.1"),
            activation: Some(format!("{path}.2")),
        }
    };
    let project = Step::Convolution {
        convolution: format!("{path}.{units}"),
        normalization: format!("{path}.{}", units + 1),
        activation: None,
    };
    (0..units).map(unit).chain([project]).collect()
}
