//! The maps of one layer for one picture: the values, and what can be said of each channel. Numbers only.

use std::sync::Arc;

use crate::network::{Activations, Channel, Network, NodeId, Result, numbers};

/// What can be said of a channel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChannelStatistics {
    /// Mean over the map.
    pub mean: f32,
    /// Largest value.
    pub maximum: f32,
    /// Row and column of the largest value.
    pub peak: [usize; 2],
}

/// The order of a layer's channels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Sort {
    /// By number.
    #[default]
    Channel,
    /// The largest mean first.
    Mean,
    /// The largest maximum first.
    Maximum,
}

/// The maps of one layer.
#[derive(Clone, Debug)]
pub struct Maps {
    /// The layer.
    pub layer: NodeId,
    /// Channels, rows, columns; 1 x 1 maps for a vector.
    pub shape: [usize; 3],
    /// `channels * rows * columns` values, channel by channel, row by row.
    pub values: Arc<Vec<f32>>,
    /// One per channel.
    pub statistics: Vec<ChannelStatistics>,
    /// Whether any value is below 0.
    pub signed: bool,
}

/// Channels, rows and columns of a shape at batch size 1, if it can be seen as maps; a vector has maps of 1 x 1.
pub fn map_shape(shape: &[usize]) -> Option<[usize; 3]> {
    match *shape {
        [1, channels] => Some([channels, 1, 1]),
        [1, channels, height, width] => Some([channels, height, width]),
        _ => None,
    }
}

impl Maps {
    /// The maps of a layer that a forward pass of one picture kept; `None` if its value cannot be seen as maps.
    ///
    /// # Errors
    /// The value was not kept.
    pub fn of(network: &Network, activations: &Activations, layer: NodeId) -> Result<Option<Self>> {
        if map_shape(&network.node(layer).shape).is_none() {
            return Ok(None);
        }
        Ok(Self::new(network, layer, numbers(&activations.get(network, layer)?)?))
    }

    /// Numbers of a layer, channel by channel: its values, or gradients at them. `None` if the layer cannot be seen as maps.
    pub fn new(network: &Network, layer: NodeId, values: Vec<f32>) -> Option<Self> {
        let shape = map_shape(&network.node(layer).shape)?;
        let [_, height, width] = shape;
        let statistics = values.chunks_exact((height * width).max(1)).map(|map| statistics(map, width)).collect();
        let signed = values.iter().any(|value| *value < 0.0);
        Some(Self { layer, shape, values: Arc::new(values), statistics, signed })
    }

    /// The map of a channel, row by row.
    pub fn map(&self, channel: Channel) -> Option<&[f32]> {
        let area = self.shape[1] * self.shape[2];
        self.values.get(channel.index() * area..(channel.index() + 1) * area)
    }

    /// The value of a position.
    pub fn value(&self, channel: Channel, [y, x]: [usize; 2]) -> Option<f32> {
        let [_, height, width] = self.shape;
        self.values.get((channel.index() * height + y) * width + x).copied()
    }

    /// What can be said of a channel.
    pub fn of_channel(&self, channel: Channel) -> Option<&ChannelStatistics> {
        self.statistics.get(channel.index())
    }

    /// The channel with the largest maximum.
    pub fn strongest(&self) -> Option<Channel> {
        let by_maximum = |a: &usize, b: &usize| self.statistics[*a].maximum.total_cmp(&self.statistics[*b].maximum);
        (0..self.statistics.len()).max_by(by_maximum).map(Channel)
    }

    /// Whether the layer is a vector: maps of 1 x 1.
    pub fn is_vector(&self) -> bool {
        self.shape[1] * self.shape[2] == 1
    }

    /// The channels in an order.
    pub fn sorted(&self, sort: Sort) -> Vec<Channel> {
        let mut order: Vec<Channel> = (0..self.statistics.len()).map(Channel).collect();
        let falling = |key: fn(&ChannelStatistics) -> f32| {
            move |a: &Channel, b: &Channel| key(&self.statistics[b.index()]).total_cmp(&key(&self.statistics[a.index()]))
        };
        match sort {
            Sort::Channel => (),
            Sort::Mean => order.sort_by(falling(|channel| channel.mean)),
            Sort::Maximum => order.sort_by(falling(|channel| channel.maximum)),
        }
        order
    }
}

fn statistics(map: &[f32], width: usize) -> ChannelStatistics {
    let mut peak = 0;
    for (index, value) in map.iter().enumerate() {
        if *value > map[peak] {
            peak = index;
        }
    }
    let mean = map.iter().sum::<f32>() / map.len().max(1) as f32;
    ChannelStatistics { mean, maximum: map.get(peak).copied().unwrap_or(0.0), peak: [peak / width.max(1), peak % width.max(1)] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_knows_its_peak() {
        let found = statistics(&[0.0, 1.0, -4.0, 7.0, 2.0, 0.0], 3);
        assert_eq!(found, ChannelStatistics { mean: 1.0, maximum: 7.0, peak: [1, 0] });
    }

    #[test]
    fn channels_come_in_the_order_that_is_asked_for() {
        let maps = Maps {
            layer: NodeId(0),
            shape: [3, 1, 2],
            values: Arc::new(vec![0.0, 1.0, 5.0, 5.0, -1.0, 8.0]),
            statistics: [[0.0, 1.0], [5.0, 5.0], [-1.0, 8.0]].map(|map| statistics(&map, 2)).to_vec(),
            signed: true,
        };
        assert_eq!(maps.sorted(Sort::Channel), [0, 1, 2].map(Channel));
        assert_eq!(maps.sorted(Sort::Mean), [1, 2, 0].map(Channel));
        assert_eq!(maps.sorted(Sort::Maximum), [2, 1, 0].map(Channel));
        assert_eq!((maps.strongest(), maps.value(Channel(2), [0, 1])), (Some(Channel(2)), Some(8.0)));
        assert_eq!((maps.map(Channel(1)), maps.map(Channel(3))), (Some(&[5.0, 5.0][..]), None));
    }
}
