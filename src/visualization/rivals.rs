//! The pictures of a data set that a grown one has to beat: for every channel of a layer the strongest by the mean of its map and
//! by its largest value, and the median.
//!
//! One number a picture and channel. It knows no recipe.

use super::{Objective, Result};
use crate::{
    control::Control,
    data::ItemId,
    methods::{Pass, PassError, Unreadable},
    network::{DType, NodeId, Tensor},
};

/// Pictures kept for each channel.
pub const RIVALS: usize = 8;

/// A picture of a data set, and what a channel makes of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rival {
    /// The picture's index in the data set.
    pub item: ItemId,
    /// The number that counts: the map's mean or its largest value.
    pub value: f32,
    /// Row and column of the map's largest value.
    pub at: [usize; 2],
}

/// How a channel's map becomes one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Mean,
    Maximum,
}

/// All of a channel.
#[derive(Clone, Debug, Default)]
struct Ranking {
    mean: Vec<Rival>,
    maximum: Vec<Rival>,
    /// Of every picture.
    means: Vec<f32>,
    maxima: Vec<f32>,
}

/// The rivals of a whole layer's channels.
#[derive(Clone, Debug)]
pub struct Rivals {
    /// The layer.
    pub layer: NodeId,
    /// Pictures seen so far.
    pub seen: usize,
    /// Pictures that could not be read; filled when finished.
    pub unreadable: Vec<Unreadable>,
    channels: Vec<Ranking>,
}

/// What one goal has to beat.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The strongest pictures, the first the strongest.
    pub strongest: Vec<Rival>,
    /// The number of the middle picture.
    pub median: f32,
    /// Pictures seen.
    pub seen: usize,
}

impl Rivals {
    /// What an objective has to beat: a channel's mean, a unit's largest value anywhere, a class score; `None` for other objectives,
    /// other layers, or before the first picture.
    pub fn of(&self, objective: &Objective, scores: NodeId) -> Option<Standing> {
        let (layer, channel, by) = match *objective {
            Objective::Channel(layer, channel) => (layer, channel.index(), By::Mean),
            Objective::Unit(layer, channel, _) => (layer, channel.index(), By::Maximum),
            Objective::Class(class) => (scores, class.index(), By::Mean),
            _ => return None,
        };
        let ranking = self.channels.get(channel).filter(|_| layer == self.layer)?;
        let (strongest, all) = match by {
            By::Mean => (&ranking.mean, &ranking.means),
            By::Maximum => (&ranking.maximum, &ranking.maxima),
        };
        let mut sorted = all.clone();
        let middle = sorted.len().checked_sub(1)? / 2;
        let (_, median, _) = sorted.select_nth_unstable_by(middle, f32::total_cmp);
        Some(Standing { strongest: strongest.clone(), median: *median, seen: self.seen })
    }

    /// Bytes that it holds.
    pub fn bytes(&self) -> usize {
        let each = |ranking: &Ranking| {
            size_of_val(ranking.mean.as_slice())
                + size_of_val(ranking.maximum.as_slice())
                + 2 * size_of_val(ranking.means.as_slice())
        };
        self.channels.iter().map(each).sum()
    }

    /// Takes in a batch of the layer's values, `N x C x H x W` or `N x C`.
    fn take_in(&mut self, items: &[ItemId], value: &Tensor) -> crate::network::Result<()> {
        let channels = value.dims().get(1).copied().unwrap_or(1);
        let width = value.dims().get(3).copied().unwrap_or(1);
        let area = (value.elem_count() / (items.len() * channels).max(1)).max(1);
        self.channels.resize(channels, Ranking::default());
        let values: Vec<f32> = value.flatten_all()?.to_dtype(DType::F32)?.to_vec1()?;
        for (&item, maps) in items.iter().zip(values.chunks_exact(channels * area)) {
            for (ranking, map) in self.channels.iter_mut().zip(maps.chunks_exact(area)) {
                let mean = (map.iter().map(|&value| f64::from(value)).sum::<f64>() / area as f64) as f32;
                let largest = (1..area).fold(0, |best, index| if map[index] > map[best] { index } else { best });
                let at = [largest / width, largest % width];
                insert(&mut ranking.mean, Rival { item, value: mean, at });
                insert(&mut ranking.maximum, Rival { item, value: map[largest], at });
                ranking.means.push(mean);
                ranking.maxima.push(map[largest]);
            }
        }
        self.seen += items.len();
        Ok(())
    }
}

/// Keeps the list short and falling; of equals the earlier picture comes first.
pub(super) fn insert(kept: &mut Vec<Rival>, new: Rival) {
    let place = kept.partition_point(|old| old.value >= new.value);
    if place < RIVALS {
        kept.truncate(RIVALS - 1);
        kept.insert(place, new);
    }
}

/// Runs a network over a data set for the rivals of all of a layer's channels; the observer receives what is known so far after
/// every batch.
///
/// # Errors
/// When cancelled, when the pictures do not fit the network, or when none can be read.
pub fn rivals(pass: Pass<'_>, layer: NodeId, control: &Control, observer: &mut dyn FnMut(&Rivals)) -> Result<Rivals, PassError> {
    let mut found = Rivals { layer, seen: 0, unreadable: Vec::new(), channels: Vec::new() };
    let unreadable = pass.over(layer, control, |items, value| {
        found.take_in(items, value)?;
        observer(&found);
        Ok::<_, PassError>(())
    })?;
    found.unreadable = unreadable;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::{Channel, Class, Device};

    #[test]
    fn a_channel_counts_by_its_mean_and_a_unit_by_its_largest() {
        let values = [[1.0f32, 5.0, 0.0, 0.0], [2.0, 2.0, 2.0, 2.0], [0.0, 0.0, 0.0, 1.0]];
        let tensor = Tensor::from_vec(values.concat(), (3, 1, 2, 2), &Device::Cpu).unwrap();
        let layer = crate::zoo::default_model().unwrap().network.find("conv1").unwrap();
        let scores = crate::zoo::default_model().unwrap().network.scores();
        let mut found = Rivals { layer, seen: 0, unreadable: Vec::new(), channels: Vec::new() };
        found.take_in(&[ItemId(3), ItemId(4), ItemId(5)], &tensor).unwrap();
        let channel = found.of(&Objective::Channel(layer, Channel(0)), scores).unwrap();
        assert_eq!(channel.strongest[0], Rival { item: ItemId(4), value: 2.0, at: [0, 0] });
        assert_eq!((channel.median, channel.seen), (1.5, 3));
        let unit = found.of(&Objective::Unit(layer, Channel(0), None), scores).unwrap();
        assert_eq!(unit.strongest[0], Rival { item: ItemId(3), value: 5.0, at: [0, 1] });
        assert_eq!(found.of(&Objective::Class(Class(0)), scores), None);
        assert_eq!(found.of(&Objective::Channel(layer, Channel(1)), scores), None);
    }
}
