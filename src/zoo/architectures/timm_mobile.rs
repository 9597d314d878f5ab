//! MobileNet v2 and v3, MNASNet and EfficientNet with timm's keys, which all four share (`conv_stem`, `blocks.0.0.conv_dw`,
//! `conv_head`).
//!
//! Which one a file holds is read off its shapes. Files of timm's `tf_` models look the same too, but want TensorFlow's
//! padding; they are built with PyTorch's, and their scores differ a little from timm's.

use crate::network::{NodeId, ops::Activation};

use super::{
    super::{
        assembly::{Assembly, Built, Padding},
        weights::Weights,
    },
    Architecture, efficientnet, imagenet_at,
    inverted_residual::{HARD_SIGMOID, RELU6, Step, Style, block},
};

/// The four families.
pub const TIMM_MOBILE: Architecture = Architecture {
    name: "MobileNet, MNASNet or EfficientNet (timm)",
    paper: "Sandler et al. 2018, Howard et al. 2019, Tan et al. 2019, Tan & Le 2019",
    variants: &[
        "mobilenetv2_100",
        "mobilenetv3_small_100",
        "mobilenetv3_large_100",
        "mnasnet_100",
        "semnasnet_100",
        "efficientnet_b0",
        "efficientnet_b1",
        "efficientnet_b2",
        "efficientnet_b3",
        "efficientnet_b4",
        "efficientnet_b5",
        "efficientnet_b6",
        "efficientnet_b7",
    ],
    stems: &["conv_stem.weight"],
    signature: &["conv_stem.weight", "bn1.weight", "blocks.1.0.bn1.weight", "conv_head.weight", "classifier.weight"],
    ignored: &[],
    variant,
    build,
    preprocessing: |_| imagenet_at(224, 256),
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    MobileNetV2,
    MobileNetV3Small,
    MobileNetV3Large,
    MnasNet,
    SemNasNet,
    EfficientNet,
}

impl Family {
    fn of(weights: &Weights) -> Self {
        let reweighs = |path: &str| weights.has(&format!("{path}.se.conv_reduce.weight"));
        if weights.has("conv_head.bias") {
            return if weights.count("blocks") == 6 { Self::MobileNetV3Small } else { Self::MobileNetV3Large };
        }
        if reweighs("blocks.0.0") || weights.has("blocks.0.0.conv.weight") {
            return Self::EfficientNet;
        }
        let expansion = weights.size("blocks.1.0.conv_pw.weight", 0) / weights.size("blocks.1.0.conv_pw.weight", 1).max(1);
        match (expansion, reweighs("blocks.2.0")) {
            (_, true) => Self::SemNasNet,
            (3, false) => Self::MnasNet,
            _ => Self::MobileNetV2,
        }
    }

    /// Strides of the stages' first blocks.
    fn strides(self) -> [usize; 7] {
        match self {
            Self::MobileNetV3Small => [2, 2, 2, 1, 2, 1, 1],
            _ => [1, 2, 2, 2, 1, 2, 1],
        }
    }

    /// Activation of a stage; `None` stands for stem and head.
    fn activation(self, stage: Option<usize>) -> Activation {
        match (self, stage) {
            (Self::MobileNetV2, _) => RELU6,
            (Self::MnasNet | Self::SemNasNet, _)
            | (Self::MobileNetV3Small, Some(0 | 1))
            | (Self::MobileNetV3Large, Some(0..=2)) => Activation::Relu,
            (Self::MobileNetV3Small | Self::MobileNetV3Large, _) => Activation::HardSwish,
            (Self::EfficientNet, _) => Activation::Silu,
        }
    }

    fn style(self, stage: usize, stride: usize) -> Style {
        let (squeezed, gate) = match self {
            Self::EfficientNet => (Activation::Silu, Activation::Sigmoid),
            Self::SemNasNet | Self::MnasNet | Self::MobileNetV2 => (Activation::Relu, Activation::Sigmoid),
            Self::MobileNetV3Small | Self::MobileNetV3Large => (Activation::Relu, HARD_SIGMOID),
        };
        Style { stride, activation: self.activation(Some(stage)), squeezed, gate }
    }
}

fn variant(weights: &Weights) -> Option<&'static str> {
    let stem = weights.size("conv_stem.weight", 0);
    match (Family::of(weights), stem) {
        (Family::MobileNetV2, 32) => Some("mobilenetv2_100"),
        (Family::MobileNetV3Small, 16) => Some("mobilenetv3_small_100"),
        (Family::MobileNetV3Large, 16) => Some("mobilenetv3_large_100"),
        (Family::MnasNet, 32) => Some("mnasnet_100"),
        (Family::SemNasNet, 32) => Some("semnasnet_100"),
        (Family::EfficientNet, _) => {
            let blocks = (0..weights.count("blocks")).map(|stage| weights.count(&format!("blocks.{stage}"))).sum();
            efficientnet::by_size(blocks, weights.size("classifier.weight", 1))
        }
        _ => None,
    }
}

fn build(net: &mut Assembly<'_>, input: NodeId) -> Built {
    let family = Family::of(net.weights());
    let value = net.convolution("conv_stem", input, 2, Padding::Half)?;
    let value = net.batch_normalization("bn1", value)?;
    let mut value = net.activation("bn1.act", value, family.activation(None))?;
    for (stage, stage_stride) in (0..net.weights().count("blocks")).zip(family.strides()) {
        let path = format!("blocks.{stage}");
        for index in 0..net.weights().count(&path).max(1) {
            let path = format!("{path}.{index}");
            let steps = steps(net.weights(), &path);
            value = block(net, &path, value, &steps, &family.style(stage, if index == 0 { stage_stride } else { 1 }))?;
        }
        net.block(&path, value);
    }
    net.block("blocks", value);
    let value = if matches!(family, Family::MobileNetV3Small | Family::MobileNetV3Large) {
        let value = net.global_average("global_pool", value)?;
        let value = net.convolution("conv_head", value, 1, Padding::None)?;
        net.activation("act2", value, family.activation(None))?
    } else {
        let value = net.convolution("conv_head", value, 1, Padding::None)?;
        let value = net.batch_normalization("bn2", value)?;
        let value = net.activation("bn2.act", value, family.activation(None))?;
        net.global_average("global_pool", value)?
    };
    let value = net.flatten("flatten", value)?;
    net.linear("classifier", value)
}

/// timm's four kinds of blocks are told apart by the convolutions they have; all but the last one are followed by an activation.
fn steps(weights: &Weights, path: &str) -> Vec<Step> {
    let convolutions: &[&str] = if weights.has_module(&format!("{path}.conv")) {
        &["conv"]
    } else if weights.has_module(&format!("{path}.conv_exp")) {
        &["conv_exp", "conv_pwl"]
    } else if weights.has_module(&format!("{path}.conv_pwl")) {
        &["conv_pw", "conv_dw", "conv_pwl"]
    } else {
        &["conv_dw", "conv_pw"]
    };
    let mut steps = Vec::new();
    for (position, convolution) in convolutions.iter().enumerate() {
        let is_last = position + 1 == convolutions.len();
        if is_last && weights.has_module(&format!("{path}.se")) {
            steps.push(Step::Excitation { path: format!("{path}.se"), layers: ["conv_reduce", "conv_expand"] });
        }
        let normalization = format!("{path}.bn{}", position + 1);
        let activation = (!is_last || convolutions.len() == 1).then(|| format!("{normalization}.act"));
        steps.push(Step::Convolution { convolution: format!("{path}.{convolution}"), normalization, activation });
    }
    steps
}
