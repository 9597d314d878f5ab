//! The block that MobileNet v2 (Sandler et al. 2018) brought and MobileNet v3, MNASNet and EfficientNet share: widen by 1x1,
//! filter every channel by itself, reweigh channels (squeeze and excitation, Hu et al. 2018), narrow by 1x1, add the input.
//!
//! Families differ in keys and activations only; the steps are given as a list.

use crate::network::{NodeId, ops::Activation};

use super::super::assembly::{Assembly, Built, Padding};

/// One step of a block.
pub(super) enum Step {
    /// A convolution and its normalisation, and the path of the activation behind them, if there is one.
    Convolution {
        /// The convolution's path.
        convolution: String,
        /// The normalisation's path.
        normalization: String,
        /// The activation's path.
        activation: Option<String>,
    },
    /// Squeeze and excitation.
    Excitation {
        /// The block's path.
        path: String,
        /// The names of the two 1x1 convolutions below it.
        layers: [&'static str; 2],
    },
}

/// What the shapes of a block do not tell.
pub(super) struct Style {
    /// Of the block's widest convolution.
    pub stride: usize,
    /// Behind convolutions.
    pub activation: Activation,
    /// Between the layers of squeeze and excitation.
    pub squeezed: Activation,
    /// Behind squeeze and excitation, from 0 to 1.
    pub gate: Activation,
}

/// PyTorch's hard sigmoid.
pub(super) const HARD_SIGMOID: Activation = Activation::HardSigmoid { slope: 1.0 / 6.0, offset: 0.5 };

/// ReLU cut off at 6.
pub(super) const RELU6: Activation = Activation::Clip { minimum: 0.0, maximum: 6.0 };

/// A convolution, its normalisation and an activation, as stems and heads have them: `path.0`, `path.1`, `path.2` in
/// torchvision's files.
pub(super) fn unit(net: &mut Assembly<'_>, path: &str, value: NodeId, stride: usize, activation: &Activation) -> Built {
    let value = net.convolution(&format!("{path}.0"), value, stride, Padding::Half)?;
    let value = net.batch_normalization(&format!("{path}.1"), value)?;
    let value = net.activation(&format!("{path}.2"), value, activation.clone())?;
    Ok(net.block(path, value))
}

/// Runs the steps, and adds the input where stride and channels allow it.
pub(super) fn block(net: &mut Assembly<'_>, path: &str, input: NodeId, steps: &[Step], style: &Style) -> Built {
    let mut value = input;
    for step in steps {
        value = match step {
            Step::Convolution { convolution, normalization, activation } => {
                let kernel = net.weights().size(&format!("{convolution}.weight"), 2);
                let stride = if kernel > 1 { style.stride } else { 1 };
                let value = net.convolution(convolution, value, stride, Padding::Half)?;
                let value = net.batch_normalization(normalization, value)?;
                match activation {
                    Some(path) => net.activation(path, value, style.activation.clone())?,
                    None => value,
                }
            }
            Step::Excitation { path, layers } => excitation(net, path, *layers, value, [&style.squeezed, &style.gate])?,
        };
    }
    if style.stride == 1 && net.size(input, 1) == net.size(value, 1) {
        value = net.add(&format!("{path}.add"), value, input)?;
    }
    Ok(net.block(path, value))
}

/// Every channel times a factor that a small network finds from all channels' means.
pub(super) fn excitation(
    net: &mut Assembly<'_>,
    path: &str,
    layers: [&str; 2],
    input: NodeId,
    activations: [&Activation; 2],
) -> Built {
    let mut value = net.global_average(&format!("{path}.avgpool"), input)?;
    for ((layer, activation), name) in layers.into_iter().zip(activations).zip(["activation", "scale_activation"]) {
        value = net.convolution(&format!("{path}.{layer}"), value, 1, Padding::None)?;
        value = net.activation(&format!("{path}.{name}"), value, activation.clone())?;
    }
    let scaled = net.multiply(&format!("{path}.multiply"), input, value)?;
    Ok(net.block(path, scaled))
}

/// The steps of torchvision's MobileNet v3 and EfficientNet: units `path.0`, `path.1`, ..., the last one without activation
/// (unless it is the only one), squeeze and excitation among them.
pub(super) fn numbered_steps(net: &Assembly<'_>, path: &str) -> Vec<Step> {
    let count = net.weights().count(path).max(1);
    let step = |index| {
        let path = format!("{path}.{index}");
        if net.weights().has(&format!("{path}.fc1.weight")) {
            return Step::Excitation { path, layers: ["fc1", "fc2"] };
        }
        let activation = (index + 1 < count || count == 1).then(|| format!("{path}.2"));
        Step::Convolution { convolution: format!("{path}.0"), normalization: format!("{path}.1"), activation }
    };
    (0..count).map(step).collect()
}
