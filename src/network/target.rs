//! What is explained or differentiated: one number that is computed from one value of a network.

use candle_core::{DType, Device, Tensor};

use super::{Channel, Class, Error, Network, NodeId, Result};

/// What is explained: one number computed from one value of the network.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A class score before softmax.
    Class(Class),
    /// The score of one class minus that of another: why this and not that?
    Difference {
        /// The class that is explained.
        class: Class,
        /// The class that it is compared with.
        against: Class,
    },
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
            Self::Class(_) | Self::Difference { .. } => network.scores(),
            Self::Channel { layer, .. } | Self::Position { layer, .. } => *layer,
        }
    }

    /// Errors, in one sentence, when the target does not exist in this network.
    pub fn check(&self, network: &Network) -> Result<()> {
        let shape = &network.node(self.layer(network)).shape;
        let name = &network.node(self.layer(network)).name;
        match *self {
            Self::Class(class) if class.index() >= network.class_count() => {
                Err(Error::NoSuchClass { class, classes: network.class_count() })
            }
            Self::Difference { class, against } if class.index().max(against.index()) >= network.class_count() => {
                Err(Error::NoSuchClass { class: class.max(against), classes: network.class_count() })
            }
            Self::Channel { channel, .. } | Self::Position { channel, .. } if shape.len() < 2 || channel.index() >= shape[1] => {
                let channels = shape.get(1).copied().unwrap_or(0);
                Err(Error::NoSuchChannel { layer: name.clone(), channel, channels })
            }
            Self::Position { y, x, .. } if shape.len() != 4 || y >= shape[2] || x >= shape[3] => {
                let maps = shape.iter().skip(2).copied().collect();
                Err(Error::NoSuchPosition { layer: name.clone(), position: [y, x], maps })
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
            Self::Difference { class, against } => {
                weights[class.index()] += 1.0;
                weights[against.index()] -= 1.0;
            }
            Self::Channel { channel, .. } => weights[channel.index() * area..][..area].fill(1.0 / area as f64),
            Self::Position { channel, y, x, .. } => weights[(channel.index() * dims[2] + y) * dims[3] + x] = 1.0,
        }
        weights
    }
}
