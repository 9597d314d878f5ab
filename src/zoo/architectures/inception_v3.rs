//! Inception v3 (Szegedy et al. 2016), with the keys that torchvision and timm share.

use crate::network::NodeId;

use super::{
    super::assembly::{Assembly, Built, Padding, Window},
    Architecture, inception_at,
};

/// The family. The published weights come from TensorFlow and want pictures from -1 to 1 (torchvision's `transform_input`).
pub const INCEPTION_V3: Architecture = Architecture {
    name: "Inception v3",
    paper: "Szegedy et al. 2016",
    variants: &["inception_v3"],
    stems: &["Conv2d_1a_3x3.conv.weight"],
    signature: &["Conv2d_1a_3x3.conv.weight", "Mixed_5b.branch1x1.conv.weight", "Mixed_7c.branch_pool.conv.weight", "fc.weight"],
    ignored: &["AuxLogits"],
    variant: |_| Some("inception_v3"),
    build,
    preprocessing: |_| inception_at(299, 342),
};

/// A branch of a block that goes straight on: each convolution's key, stride and padding.
type Branch = &'static [(&'static str, usize, Padding)];

const HALF: Padding = Padding::Half;

const BLOCK_A: &[Branch] = &[
    &[("branch1x1", 1, HALF)],
    &[("branch5x5_1", 1, HALF), ("branch5x5_2", 1, HALF)],
    &[("branch3x3dbl_1", 1, HALF), ("branch3x3dbl_2", 1, HALF), ("branch3x3dbl_3", 1, HALF)],
];
const BLOCK_B: &[Branch] = &[
    &[("branch3x3", 2, Padding::None)],
    &[("branch3x3dbl_1", 1, HALF), ("branch3x3dbl_2", 1, HALF), ("branch3x3dbl_3", 2, Padding::None)],
];
const BLOCK_C: &[Branch] = &[
    &[("branch1x1", 1, HALF)],
    &[("branch7x7_1", 1, HALF), ("branch7x7_2", 1, HALF), ("branch7x7_3", 1, HALF)],
    &[
        ("branch7x7dbl_1", 1, HALF),
        ("branch7x7dbl_2", 1, HALF),
        ("branch7x7dbl_3", 1, HALF),
        ("branch7x7dbl_4", 1, HALF),
        ("branch7x7dbl_5", 1, HALF),
    ],
];
const BLOCK_D: &[Branch] = &[
    &[("branch3x3_1", 1, HALF), ("branch3x3_2", 2, Padding::None)],
    &[("branch7x7x3_1", 1, HALF), ("branch7x7x3_2", 1, HALF), ("branch7x7x3_3", 1, HALF), ("branch7x7x3_4", 2, Padding::None)],
];

fn build(net: &mut Assembly<'_>, input: NodeId) -> Built {
    net.set_epsilon(1e-3);
    let shrink = Window::new(3, 2);
    let value = unit(net, "Conv2d_1a_3x3", input, 2, Padding::None)?;
    let value = unit(net, "Conv2d_2a_3x3", value, 1, Padding::None)?;
    let value = unit(net, "Conv2d_2b_3x3", value, 1, HALF)?;
    let value = net.max_pool("maxpool1", value, shrink)?;
    let value = unit(net, "Conv2d_3b_1x1", value, 1, Padding::None)?;
    let value = unit(net, "Conv2d_4a_3x3", value, 1, Padding::None)?;
    let mut value = net.max_pool("maxpool2", value, shrink)?;
    for (path, branches) in [
        ("Mixed_5b", BLOCK_A),
        ("Mixed_5c", BLOCK_A),
        ("Mixed_5d", BLOCK_A),
        ("Mixed_6a", BLOCK_B),
        ("Mixed_6b", BLOCK_C),
        ("Mixed_6c", BLOCK_C),
        ("Mixed_6d", BLOCK_C),
        ("Mixed_6e", BLOCK_C),
        ("Mixed_7a", BLOCK_D),
    ] {
        value = mixed(net, path, branches, value)?;
    }
    for path in ["Mixed_7b", "Mixed_7c"] {
        value = widened(net, path, value)?;
    }
    let value = net.global_average("avgpool", value)?;
    let value = net.dropout("dropout", value)?;
    let value = net.flatten("flatten", value)?;
    net.linear("fc", value)
}

/// Straight branches and a pool side by side; where a branch has stride 2 the pool is a plain maximum.
fn mixed(net: &mut Assembly<'_>, path: &str, branches: &[Branch], input: NodeId) -> Built {
    let mut values = Vec::new();
    for branch in branches {
        let mut value = input;
        for (key, stride, padding) in *branch {
            value = unit(net, &format!("{path}.{key}"), value, *stride, *padding)?;
        }
        values.push(value);
    }
    let shrinks = branches.iter().any(|branch| branch.iter().any(|(_, stride, _)| *stride == 2));
    values.push(if shrinks {
        net.max_pool(&format!("{path}.max_pool"), input, Window::new(3, 2))?
    } else {
        pooled(net, path, input)?
    });
    let joined = net.concatenate(&format!("{path}.concat"), &values)?;
    Ok(net.block(path, joined))
}

/// The widest blocks: two of the branches part once more into 1x3 and 3x1.
fn widened(net: &mut Assembly<'_>, path: &str, input: NodeId) -> Built {
    let mut values = vec![unit(net, &format!("{path}.branch1x1"), input, 1, HALF)?];
    for (stem, ends, join) in [
        (&["branch3x3_1"][..], ["branch3x3_2a", "branch3x3_2b"], "branch3x3"),
        (&["branch3x3dbl_1", "branch3x3dbl_2"][..], ["branch3x3dbl_3a", "branch3x3dbl_3b"], "branch3x3dbl"),
    ] {
        let mut value = input;
        for key in stem {
            value = unit(net, &format!("{path}.{key}"), value, 1, HALF)?;
        }
        let mut sides = Vec::new();
        for key in ends {
            sides.push(unit(net, &format!("{path}.{key}"), value, 1, HALF)?);
        }
        values.push(net.concatenate(&format!("{path}.{join}.concat"), &sides)?);
    }
    values.push(pooled(net, path, input)?);
    let joined = net.concatenate(&format!("{path}.concat"), &values)?;
    Ok(net.block(path, joined))
}

/// Average pool, then 1x1.
fn pooled(net: &mut Assembly<'_>, path: &str, input: NodeId) -> Built {
    let value = net.average_pool(&format!("{path}.avg_pool"), input, Window::new(3, 1).padded(1), true)?;
    unit(net, &format!("{path}.branch_pool"), value, 1, HALF)
}

/// Convolution, batch normalisation, ReLU (torchvision's `BasicConv2d`).
pub(super) fn unit(net: &mut Assembly<'_>, path: &str, value: NodeId, stride: usize, padding: Padding) -> Built {
    let value = net.convolution(&format!("{path}.conv"), value, stride, padding)?;
    let value = net.batch_normalization(&format!("{path}.bn"), value)?;
    let value = net.relu(&format!("{path}.relu"), value)?;
    Ok(net.block(path, value))
}
