//! The maps of one layer: values, what can be said of each channel, and their pixels.

use std::sync::Arc;

use super::{Atlas, Colouring, Loaded, colouring::Table, colouring::averaged};
use crate::{
    app::state::ScaleBy,
    control::Control,
    network::{Activations, DType, Device, Error, Network, NodeId, Result},
    picture::{ColourMap, Scale},
};

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

/// The maps of one layer.
#[derive(Clone, Debug)]
pub struct Maps {
    /// The layer.
    pub layer: NodeId,
    /// Channels, rows, columns.
    pub shape: [usize; 3],
    /// `channels * rows * columns` values.
    pub values: Arc<Vec<f32>>,
    /// One per channel.
    pub statistics: Vec<ChannelStatistics>,
    /// The scale of each channel's colours.
    pub scales: Vec<Scale>,
    /// The colour map used.
    pub colours: ColourMap,
    /// Whether values have a sign.
    pub signed: bool,
    /// One tile per channel; none for vectors, which are shown as bars.
    pub atlas: Atlas,
}

impl Maps {
    /// The value of a position.
    pub fn value(&self, channel: usize, [y, x]: [usize; 2]) -> Option<f32> {
        let [_, height, width] = self.shape;
        self.values.get((channel * height + y) * width + x).copied()
    }

    /// The channel with the largest maximum.
    pub fn strongest(&self) -> Option<usize> {
        let by_maximum = |a: &usize, b: &usize| self.statistics[*a].maximum.total_cmp(&self.statistics[*b].maximum);
        (0..self.statistics.len()).max_by(by_maximum)
    }

    /// Whether the layer is a vector: maps of 1 x 1.
    pub fn is_vector(&self) -> bool {
        self.shape[1] * self.shape[2] == 1
    }
}

/// All values of a layer in f32, channel by channel.
pub fn channel_values(network: &Network, activations: &Activations, layer: NodeId) -> Result<Vec<f32>> {
    let value = activations.get(network, layer)?;
    Ok(value.flatten_all()?.to_dtype(DType::F32)?.to_device(&Device::Cpu)?.to_vec1()?)
}

/// Reads a layer's maps and colours them.
pub fn maps(
    loaded: &Loaded,
    activations: &Activations,
    layer: NodeId,
    (colouring, scale_by): (&Colouring, ScaleBy),
    control: &Control,
) -> Result<Maps> {
    let values = channel_values(loaded.engine.network(), activations, layer)?;
    coloured(loaded, layer, values, (colouring, scale_by), control)
}

/// Colours numbers of a layer, channel by channel: its values, or gradients at them.
pub fn coloured(
    loaded: &Loaded,
    layer: NodeId,
    values: Vec<f32>,
    (colouring, scale_by): (&Colouring, ScaleBy),
    control: &Control,
) -> Result<Maps> {
    let node = loaded.engine.network().node(layer);
    let shape = super::model::map_shape(&node.shape)
        .ok_or_else(|| Error::Target(format!("layer {:?} has the shape {:?}, which is no set of maps", node.name, node.shape)))?;
    let [channels, height, width] = shape;
    let signed = values.iter().any(|value| *value < 0.0);
    let maps_of = || values.chunks_exact((height * width).max(1));
    let statistics: Vec<ChannelStatistics> = maps_of().map(|map| statistics(map, width)).collect();
    control.check()?;
    let scales: Vec<Scale> = match scale_by {
        ScaleBy::Map => maps_of().map(|map| colouring.scale(map, signed)).collect(),
        ScaleBy::Layer => vec![colouring.scale(&values, signed); channels],
    };
    control.check()?;
    let colours = colouring.map(signed);
    let table = Table::new(colours);
    let tiles = if height * width == 1 { 0 } else { channels };
    let block = height.max(width).div_ceil(colouring.longest).max(1);
    let tile = [width.div_ceil(block), height.div_ceil(block)];
    let atlas = Atlas::paint(tiles, tile, |channel, pixels| {
        let map = &values[channel * height * width..][..height * width];
        let (small, _) = averaged(map, [height, width], colouring.longest);
        table.paint(&scales[channel], &small, pixels);
    });
    Ok(Maps { layer, shape, values: Arc::new(values), statistics, scales, colours, signed, atlas })
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
}
