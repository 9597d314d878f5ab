//! What a picture is to excite: numbers computed from layers' values, and their gradients there.
//!
//! | file | objectives |
//! |---|---|
//! | `single.rs` | a unit, a channel, a class before and after softmax, a layer (DeepDream) |
//! | `direction.rs` | a direction in the space of a layer's channels |
//! | `likeness.rs` | like the values of another picture: inversion, caricature, guide, style |
//! | `batch.rs` | what the pictures of a batch are to each other: interpolation, diversity, alignment |
//!
//! It knows networks by their nodes alone, no canvas and no step.

mod batch;
mod direction;
mod likeness;
mod single;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, sync::Arc};

use super::{Error, Planes, Result};
use crate::network::{Channel, Class, DType, Device, Network, NodeId, Target, Tensor};

/// A layer's value for another picture: what a likeness is measured against.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The layer.
    pub layer: NodeId,
    /// Its value, one picture: `1 x C x H x W`.
    pub value: Arc<Planes>,
}

/// One number that is to become large.
#[derive(Clone, Debug, PartialEq)]
pub enum Objective {
    /// The mean of a channel's map.
    Channel(NodeId, Channel),
    /// One position of a channel's map; the middle one (row and column `size / 2`) unless said.
    Unit(NodeId, Channel, Option<[usize; 2]>),
    /// A class score before softmax.
    Class(Class),
    /// A class probability.
    Probability(Class),
    /// Half the sum of a layer's squares (Mordvintsev et al. 2015, DeepDream).
    Layer(NodeId),
    /// A direction in a layer's channels, for every position alike.
    Direction {
        /// The layer.
        layer: NodeId,
        /// One number for each channel.
        direction: Arc<Vec<f32>>,
        /// The power of the cosine that the dot product is multiplied by (0: the dot product alone).
        power: f64,
        /// How the cosine is computed.
        cosine: Cosine,
    },
    /// Minus the squared distance to a picture's values over their squares (Mahendran & Vedaldi 2015).
    Inversion(Reference),
    /// The dot product with a picture's values, times their cosine to a power (Olah et al. 2018's caricature).
    Caricature(Reference, f64),
    /// At each position the dot product with the guide's most similar feature vector (DeepDream's guide).
    Guide(Reference),
    /// Minus the mean absolute difference of Gram matrices (Lucid's style).
    Style(Reference),
    /// From the first to the second over the batch, linearly.
    Interpolation(Box<Objective>, Box<Objective>),
    /// Minus the mean cosine of the Gram matrices of different pictures of the batch.
    Diversity(NodeId),
    /// Minus the mean squared difference of pictures next to each other in the batch.
    Alignment(NodeId),
}

/// How a cosine is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cosine {
    /// By both norms, at least 0.1 where it is a factor (Carter et al. 2019, as written).
    True,
    /// As Lucid's code does: the mean over channels, by one norm alone.
    Lucid,
}

/// A sum of objectives with weights; a negative weight is what to avoid.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Goal(pub Vec<(f64, Objective)>);

impl From<Objective> for Goal {
    fn from(objective: Objective) -> Self {
        Self(vec![(1.0, objective)])
    }
}

impl Objective {
    /// The objective that a target is; `None` for a difference, which is two of them with weights.
    pub fn of(target: &Target) -> Option<Self> {
        Some(match *target {
            Target::Class(class) => Self::Class(class),
            Target::Difference { .. } => return None,
            Target::Channel { layer, channel } => Self::Channel(layer, channel),
            Target::Position { layer, channel, y, x } => Self::Unit(layer, channel, Some([y, x])),
        })
    }

    /// The layers that it is read from.
    pub fn layers(&self, network: &Network) -> Vec<NodeId> {
        match self {
            Self::Class(_) | Self::Probability(_) => vec![network.scores()],
            Self::Channel(layer, _)
            | Self::Unit(layer, ..)
            | Self::Layer(layer)
            | Self::Direction { layer, .. }
            | Self::Diversity(layer)
            | Self::Alignment(layer) => vec![*layer],
            Self::Inversion(reference) | Self::Caricature(reference, _) | Self::Guide(reference) | Self::Style(reference) => {
                vec![reference.layer]
            }
            Self::Interpolation(from, to) => [from.layers(network), to.layers(network)].concat(),
        }
    }

    /// Whether it is one unit of a layer with maps, for which a canvas of its receptive field will do.
    pub fn is_unit(&self) -> bool {
        matches!(self, Self::Unit(..))
    }

    /// The same unit, channel or class as a target; `None` for anything else.
    pub fn target(&self, network: &Network) -> Option<Target> {
        match *self {
            Self::Channel(layer, channel) => Some(Target::Channel { layer, channel }),
            Self::Unit(layer, channel, at) => {
                let middle = |axis: usize| network.node(layer).shape.get(axis).map(|size| size / 2);
                let [y, x] = at.or_else(|| Some([middle(2)?, middle(3)?]))?;
                Some(Target::Position { layer, channel, y, x })
            }
            Self::Class(class) | Self::Probability(class) => Some(Target::Class(class)),
            _ => None,
        }
    }

    /// The number for each picture; adds `weight` times its gradient to that of the layer.
    fn evaluate(&self, values: &Values<'_>, weight: f64, gradients: &mut Gradients) -> Result<Vec<f64>> {
        match self {
            Self::Channel(layer, channel) => single::channel(values.at(*layer)?, channel.index(), weight, gradients.at(*layer)),
            Self::Unit(layer, channel, at) => {
                single::unit(values.at(*layer)?, channel.index(), *at, weight, gradients.at(*layer))
            }
            Self::Class(class) => {
                let layer = values.network.scores();
                single::channel(values.at(layer)?, class.index(), weight, gradients.at(layer))
            }
            Self::Probability(class) => {
                let layer = values.network.scores();
                single::probability(values.at(layer)?, class.index(), weight, gradients.at(layer))
            }
            Self::Layer(layer) => single::layer(values.at(*layer)?, weight, gradients.at(*layer)),
            Self::Direction { layer, direction, power, cosine } => {
                direction::along(values.at(*layer)?, direction, *power, *cosine, weight, gradients.at(*layer))
            }
            Self::Inversion(reference) => {
                let layer = reference.layer;
                likeness::inversion(values.at(layer)?, &reference.value, weight, gradients.at(layer))
            }
            Self::Caricature(reference, power) => {
                let layer = reference.layer;
                likeness::caricature(values.at(layer)?, &reference.value, *power, weight, gradients.at(layer))
            }
            Self::Guide(reference) => {
                let layer = reference.layer;
                likeness::guide(values.at(layer)?, &reference.value, weight, gradients.at(layer))
            }
            Self::Style(reference) => {
                let layer = reference.layer;
                likeness::style(values.at(layer)?, &reference.value, weight, gradients.at(layer))
            }
            Self::Interpolation(from, to) => batch::interpolation(from, to, values, weight, gradients),
            Self::Diversity(layer) => batch::diversity(values.at(*layer)?, weight, gradients.at(*layer)),
            Self::Alignment(layer) => batch::alignment(values.at(*layer)?, weight, gradients.at(*layer)),
        }
    }
}

impl Goal {
    /// Both.
    pub fn and(&self, other: &Self) -> Self {
        Self(self.0.iter().chain(&other.0).cloned().collect())
    }

    /// The layers that it is read from, each once.
    pub fn layers(&self, network: &Network) -> Vec<NodeId> {
        let mut layers: Vec<NodeId> = self.0.iter().flat_map(|(_, objective)| objective.layers(network)).collect();
        layers.sort();
        layers.dedup();
        layers
    }

    /// The number for each picture, and for each layer the gradient there.
    ///
    /// # Errors
    /// A unit, channel, class or shape that the values do not have.
    pub fn evaluate(&self, values: &Values<'_>) -> Result<Evaluated> {
        let mut gradients = Gradients { values, planes: BTreeMap::new() };
        let mut sums = vec![0.0; values.count];
        for (weight, objective) in &self.0 {
            let scores = objective.evaluate(values, *weight, &mut gradients)?;
            for (sum, score) in sums.iter_mut().zip(scores) {
                *sum += weight * score;
            }
        }
        Ok((sums, gradients.planes.into_iter().collect()))
    }
}

/// The number for each picture, and for each layer the gradient there.
pub type Evaluated = (Vec<f64>, Vec<(NodeId, Planes)>);

/// Layers' values for a batch of pictures.
pub struct Values<'a> {
    network: &'a Network,
    count: usize,
    planes: BTreeMap<NodeId, Planes>,
}

impl<'a> Values<'a> {
    /// The values of some layers of the network that objectives speak of (`network`), each taken from the part of it that ran.
    pub fn new(network: &'a Network, count: usize, values: impl IntoIterator<Item = (NodeId, Tensor)>) -> Result<Self> {
        let planes = values.into_iter().map(|(id, tensor)| Ok((id, to_planes(network, id, &tensor)?)));
        Ok(Self { network, count, planes: planes.collect::<Result<_>>()? })
    }

    /// One layer's.
    pub(super) fn at(&self, layer: NodeId) -> Result<&Planes> {
        let missing = || crate::network::Error::NotKept { layer: self.network.node(layer).name.clone() };
        Ok(self.planes.get(&layer).ok_or_else(missing)?)
    }
}

/// A layer's value (`N x C x H x W` or `N x C`) as plain numbers.
pub(super) fn to_planes(network: &Network, layer: NodeId, value: &Tensor) -> Result<Planes> {
    let (count, channels, height, width) = match *value.dims() {
        [count, channels] => (count, channels, 1, 1),
        [count, channels, height, width] => (count, channels, height, width),
        _ => return Err(Error::NoChannels { layer: network.node(layer).name.clone(), shape: value.dims().to_vec() }),
    };
    let values = value.to_device(&Device::Cpu)?.to_dtype(DType::F32)?.flatten_all()?.to_vec1()?;
    Ok(Planes { count, channels, height, width, values })
}

/// Gradients so far, by layer.
struct Gradients<'a> {
    values: &'a Values<'a>,
    planes: BTreeMap<NodeId, Planes>,
}

impl Gradients<'_> {
    fn at(&mut self, layer: NodeId) -> &mut Planes {
        let values = self.values;
        let zeros = || values.planes.get(&layer).map_or_else(Planes::default, |value| Planes::zeros(value.dims()));
        self.planes.entry(layer).or_insert_with(zeros)
    }
}
