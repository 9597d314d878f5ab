//! GoogLeNet (Szegedy et al. 2015) in torchvision's form: batch normalisation after every convolution, none of the paper's local
//! response normalisation, 3x3 where the paper has 5x5.

use crate::network::NodeId;

use super::{
    super::assembly::{Assembly, Built, Padding, Window},
    Architecture, inception_at,
    inception_v3::unit,
};

/// The family. The published weights come from TensorFlow and want pictures from -1 to 1 (torchvision's `transform_input`).
pub const GOOGLENET: Architecture = Architecture {
    name: "GoogLeNet",
    paper: "Szegedy et al. 2015",
    variants: &["googlenet"],
    stems: &["conv1.conv.weight"],
    signature: &[
        "conv1.conv.weight",
        "conv1.bn.weight",
        "inception3a.branch1.conv.weight",
        "inception4a.branch2.0.conv.weight",
        "fc.weight",
    ],
    ignored: &["aux1", "aux2"],
    variant: |_| Some("googlenet"),
    build,
    preprocessing: |_| inception_at(224, 256),
};

fn build(net: &mut Assembly<'_>, input: NodeId) -> Built {
    net.set_epsilon(1e-3);
    let value = unit(net, "conv1", input, 2, Padding::Half)?;
    let value = net.max_pool("maxpool1", value, Window::new(3, 2).ceil())?;
    let value = unit(net, "conv2", value, 1, Padding::Half)?;
    let value = unit(net, "conv3", value, 1, Padding::Half)?;
    let mut value = net.max_pool("maxpool2", value, Window::new(3, 2).ceil())?;
    for (stage, blocks) in [(3, "ab"), (4, "abcde"), (5, "ab")] {
        for block in blocks.chars() {
            value = inception(net, &format!("inception{stage}{block}"), value)?;
        }
        value = match stage {
            3 => net.max_pool("maxpool3", value, Window::new(3, 2).ceil())?,
            4 => net.max_pool("maxpool4", value, Window::new(2, 2).ceil())?,
            _ => value,
        };
    }
    let value = net.global_average("avgpool", value)?;
    let value = net.flatten("flatten", value)?;
    let value = net.dropout("dropout", value)?;
    net.linear("fc", value)
}

/// Four branches side by side: 1x1; 1x1 then 3x3, twice; pool then 1x1.
fn inception(net: &mut Assembly<'_>, path: &str, input: NodeId) -> Built {
    let mut branches = vec![unit(net, &format!("{path}.branch1"), input, 1, Padding::Half)?];
    for branch in ["branch2", "branch3"] {
        let value = unit(net, &format!("{path}.{branch}.0"), input, 1, Padding::Half)?;
        let value = unit(net, &format!("{path}.{branch}.1"), value, 1, Padding::Half)?;
        branches.push(net.block(&format!("{path}.{branch}"), value));
    }
    let value = net.max_pool(&format!("{path}.branch4.0"), input, Window::new(3, 1).padded(1).ceil())?;
    let value = unit(net, &format!("{path}.branch4.1"), value, 1, Padding::Half)?;
    branches.push(net.block(&format!("{path}.branch4"), value));
    let joined = net.concatenate(&format!("{path}.concat"), &branches)?;
    Ok(net.block(path, joined))
}
