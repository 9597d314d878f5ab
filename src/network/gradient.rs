//! Differentiating a network: from any target back to any earlier value, with a replaceable rule per operator.
//!
//! The rules of guided backpropagation (Springenberg et al. 2014) and of the deconvnet (Zeiler & Fergus 2013) replace the
//! derivative of rectifying activations only; LRP and DeepLIFT will replace more through [`Replacement::Custom`].

use std::collections::HashMap;

use candle_core::{DType, Device, Tensor};

use super::{Activations, Channel, Class, Error, Network, NodeId, Operator, Result, operator::Evaluated};

/// What is explained: one number computed from one value of the network.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A class score before softmax.
    Class(Class),
    /// The mean of one channel's map (`N x C x H x W`), or the number itself for `N x C`.
    Channel {
        /// The layer.
        layer: NodeId,
        /// The channel.
        channel: Channel,
    },
    /// One position of one channel's map.
    Position {
        /// The layer.
        layer: NodeId,
        /// The channel.
        channel: Channel,
        /// The row.
        y: usize,
        /// The column.
        x: usize,
    },
}

impl Target {
    /// The value that the target is read from.
    pub fn layer(&self, network: &Network) -> NodeId {
        match self {
            Self::Class(_) => network.scores(),
            Self::Channel { layer, .. } | Self::Position { layer, .. } => *layer,
        }
    }

    /// Errors, in one sentence, when the target does not exist in this network.
    pub fn check(&self, network: &Network) -> Result<()> {
        let shape = &network.node(self.layer(network)).shape;
        let name = &network.node(self.layer(network)).name;
        match *self {
            Self::Class(class) if class.index() >= network.class_count() => {
                Err(Error::Target(format!("class {class} does not exist: this network has {} classes", network.class_count())))
            }
            Self::Channel { channel, .. } | Self::Position { channel, .. } if shape.len() < 2 || channel.index() >= shape[1] => {
                let channels = shape.get(1).copied().unwrap_or(0);
                Err(Error::Target(format!("layer {name:?} has {channels} channels, so there is no channel {channel}")))
            }
            Self::Position { y, x, .. } if shape.len() != 4 || y >= shape[2] || x >= shape[3] => {
                Err(Error::Target(format!("layer {name:?} has maps of {:?}, so there is no position {y},{x}", &shape[2..])))
            }
            _ => Ok(()),
        }
    }

    /// The derivative of the target with respect to the value it is read from (same shape as `value`, every batch item).
    /// [`Self::check`] tells whether the target exists there.
    pub fn seed(&self, value: &Tensor) -> Result<Tensor> {
        let item = self.weights(value.dims());
        let batch = value.dims().first().copied().unwrap_or(1);
        let all: Vec<f64> = std::iter::repeat_n(item, batch).flatten().collect();
        Ok(Tensor::from_vec(all, value.dims(), &Device::Cpu)?.to_dtype(value.dtype())?.to_device(value.device())?)
    }

    /// The target's number for each batch item.
    pub fn read(&self, value: &Tensor) -> Result<Vec<f64>> {
        let weights = self.weights(value.dims());
        // On the CPU first: not every device has f64.
        let numbers: Vec<f64> = value.to_device(&Device::Cpu)?.to_dtype(DType::F64)?.flatten_all()?.to_vec1()?;
        let item = |item: &[f64]| item.iter().zip(&weights).map(|(number, weight)| number * weight).sum();
        Ok(numbers.chunks(weights.len().max(1)).map(item).collect())
    }

    /// By how much each number of one batch item counts in the target.
    fn weights(&self, dims: &[usize]) -> Vec<f64> {
        let (channels, area) = (dims.get(1).copied().unwrap_or(1), dims.iter().skip(2).product::<usize>());
        let mut weights = vec![0.0; channels * area];
        match *self {
            Self::Class(class) => weights[class.index()] = 1.0,
            Self::Channel { channel, .. } => weights[channel.index() * area..][..area].fill(1.0 / area as f64),
            Self::Position { channel, y, x, .. } => weights[(channel.index() * dims[2] + y) * dims[3] + x] = 1.0,
        }
        weights
    }
}

/// How the gradient of a rectifying activation (ReLU, ReLU6, leaky and parametric ReLU) is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivationRule {
    /// Guided backpropagation: the plain gradient where the incoming gradient is positive, else 0.
    Guided,
    /// Deconvnet: the positive part of the incoming gradient, whatever the forward pass did.
    Deconvnet,
}

/// A rule of a caller's own for one operator.
pub trait CustomRule: Send + Sync {
    /// As [`super::Operation::gradient`], with the operator at hand.
    fn gradient(
        &self,
        operator: &Operator,
        at: &Evaluated<'_>,
        gradient: &Tensor,
        wanted: &[bool],
    ) -> candle_core::Result<Vec<Option<Tensor>>>;
}

/// What a [`BackwardRule`] wants for an operator.
pub enum Replacement<'a> {
    /// The operator's own derivative.
    Plain,
    /// One of the built-in rules for rectifying activations (backends know these and keep them fast).
    Activation(ActivationRule),
    /// Anything else.
    Custom(&'a dyn CustomRule),
}

/// Chooses, operator by operator, how gradients pass.
pub trait BackwardRule: Send + Sync {
    /// The replacement for this operator.
    fn replacement(&self, operator: &Operator) -> Replacement<'_>;
}

/// The derivative itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain;

/// Guided backpropagation at every rectifying activation of the graph.
#[derive(Clone, Copy, Debug, Default)]
pub struct Guided;

/// The deconvnet's rule at every rectifying activation of the graph.
#[derive(Clone, Copy, Debug, Default)]
pub struct Deconvnet;

impl BackwardRule for Plain {
    fn replacement(&self, _operator: &Operator) -> Replacement<'_> {
        Replacement::Plain
    }
}

fn at_rectifiers(operator: &Operator, rule: ActivationRule) -> Replacement<'static> {
    if operator.is_rectifier() { Replacement::Activation(rule) } else { Replacement::Plain }
}

impl BackwardRule for Guided {
    fn replacement(&self, operator: &Operator) -> Replacement<'_> {
        at_rectifiers(operator, ActivationRule::Guided)
    }
}

impl BackwardRule for Deconvnet {
    fn replacement(&self, operator: &Operator) -> Replacement<'_> {
        at_rectifiers(operator, ActivationRule::Deconvnet)
    }
}

impl Operator {
    /// Whether the operator rectifies (ReLU, ReLU6 and other clips from 0, leaky and parametric ReLU).
    pub fn is_rectifier(&self) -> bool {
        match self {
            Self::Activation(activation) => activation.is_rectifier(),
            Self::ParametricRelu(_) => true,
            _ => false,
        }
    }
}

/// Gradients of one target with respect to the values that were asked for.
#[derive(Clone, Debug, Default)]
pub struct Gradients {
    pub(crate) values: HashMap<NodeId, Tensor>,
    /// The target's number for each batch item, as the forward pass computed it.
    pub score: Vec<f64>,
    /// Nodes on the way whose rule was replaced ("57 of 57 ReLUs guided").
    pub replaced: usize,
}

impl Gradients {
    /// The gradient at a value that was asked for; zeros are explicit.
    pub fn get(&self, network: &Network, id: NodeId) -> Result<&Tensor> {
        self.values.get(&id).ok_or_else(|| Error::NotKept { layer: network.node(id).name.clone() })
    }
}

/// What the backward pass needs to know; handed to a backend as one thing.
pub struct Question<'a> {
    /// What is explained.
    pub target: &'a Target,
    /// At which values the gradient is wanted.
    pub wanted: &'a [NodeId],
    /// How gradients pass.
    pub rule: &'a dyn BackwardRule,
    /// The forward pass; it must hold every value between `wanted` and the target.
    pub activations: &'a Activations,
}
