//! The pictures of a data set that excite each channel of a layer most: one number a picture and channel, the largest value of
//! its map or the mean, the best nine of a channel kept (the Deep Visualization Toolbox's maximum tracker).

use crate::{
    control::Control,
    data::ItemId,
    methods::{Pass, PassError, Unreadable},
    network::{self, Channel, DType, NodeId, Tensor},
};

/// Pictures kept for each channel.
pub const KEPT: usize = 9;

/// How a channel's map becomes one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The largest value.
    Maximum,
    /// The mean over the positions.
    Mean,
}

/// How strongly a picture excites a channel, and where.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Excitation {
    /// The picture's index in the data set.
    pub item: ItemId,
    /// The number that counts: the map's largest value or its mean.
    pub value: f32,
    /// The row of the map where its largest value lies (0 for layers without maps).
    pub y: usize,
    /// The column of the map.
    pub x: usize,
}

impl Excitation {
    /// Both numbers of one map of `width` columns, in the order of [`By`]; `None` where it holds no number.
    pub fn of(item: ItemId, map: &[f32], width: usize) -> Option<[Self; 2]> {
        let (index, value) = largest(map)?;
        let mean = map.iter().map(|&value| f64::from(value)).sum::<f64>() / map.len() as f64;
        let by_maximum = Self { item, value, y: index / width, x: index % width };
        Some([by_maximum, Self { value: mean as f32, ..by_maximum }])
    }

    /// Row and column of the map's largest value.
    pub fn position(&self) -> [usize; 2] {
        [self.y, self.x]
    }

    /// Takes its place in a short list that falls, unless it is too weak; of equals the earlier picture comes first.
    pub fn enter(self, kept: &mut Vec<Self>) {
        // What is not a number would be first for ever.
        let place = kept.partition_point(|old| old.value >= self.value);
        if place < KEPT && !self.value.is_nan() {
            kept.truncate(KEPT - 1);
            kept.insert(place, self);
        }
    }
}

/// What one number says of one channel.
#[derive(Clone, Debug, Default, PartialEq)]
struct Ranking {
    kept: Vec<Excitation>,
    /// Of every picture, rising.
    values: Vec<f32>,
}

/// The strongest pictures of every channel of a layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strongest {
    /// In the order of [`By`].
    channels: Vec<[Ranking; 2]>,
    /// Pictures seen so far.
    pub seen: usize,
    /// Pictures that could not be read; filled when finished.
    pub unreadable: Vec<Unreadable>,
}

impl Strongest {
    fn ranking(&self, channel: Channel, by: By) -> Option<&Ranking> {
        self.channels.get(channel.index()).map(|rankings| &rankings[by as usize])
    }

    /// A channel's pictures, the strongest first, up to [`KEPT`]; nothing for a channel that does not exist.
    pub fn channel(&self, channel: Channel, by: By) -> &[Excitation] {
        self.ranking(channel, by).map_or(&[], |ranking| ranking.kept.as_slice())
    }

    /// The number of a channel's middle picture; `None` before the first.
    pub fn median(&self, channel: Channel, by: By) -> Option<f32> {
        let values = &self.ranking(channel, by)?.values;
        values.get(values.len().checked_sub(1)? / 2).copied()
    }

    /// Bytes that it holds.
    pub fn bytes(&self) -> usize {
        let each = |ranking: &Ranking| size_of_val(ranking.kept.as_slice()) + size_of_val(ranking.values.as_slice());
        self.channels.iter().flatten().map(each).sum()
    }

    /// Takes in a batch of a layer's values, `N x C x H x W` or `N x C`.
    fn take_in(&mut self, items: &[ItemId], value: &Tensor) -> network::Result<()> {
        let channels = value.dims()[1];
        let width = value.dims().get(3).copied().unwrap_or(1);
        let area = value.elem_count() / (items.len() * channels);
        self.channels.resize(channels, Default::default());
        let values: Vec<f32> = value.flatten_all()?.to_dtype(DType::F32)?.to_vec1()?;
        for (&item, maps) in items.iter().zip(values.chunks_exact(channels * area)) {
            for (rankings, map) in self.channels.iter_mut().zip(maps.chunks_exact(area)) {
                for (ranking, excitation) in rankings.iter_mut().zip(Excitation::of(item, map, width).into_iter().flatten()) {
                    let place = ranking.values.partition_point(|value| value.total_cmp(&excitation.value).is_lt());
                    ranking.values.insert(place, excitation.value);
                    excitation.enter(&mut ranking.kept);
                }
            }
        }
        self.seen += items.len();
        Ok(())
    }
}

/// The first largest value that is a number.
fn largest(map: &[f32]) -> Option<(usize, f32)> {
    let numbers = map.iter().copied().enumerate().filter(|(_, value)| !value.is_nan());
    numbers.reduce(|best, other| if other.1 > best.1 { other } else { best })
}

/// Runs a network over a data set and keeps the strongest pictures of every channel of a layer; the observer receives what
/// is known so far after every batch.
///
/// # Errors
/// When cancelled, when the pictures do not fit the network, or when none can be read.
pub fn strongest(
    pass: Pass<'_>,
    layer: NodeId,
    control: &Control,
    observer: &mut dyn FnMut(&Strongest),
) -> Result<Strongest, PassError> {
    let mut found = Strongest::default();
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
    use crate::network::Device;

    #[test]
    fn a_picture_counts_once_a_channel_at_its_maximum() {
        let values = [[1.0f32, 5.0, 5.0, 2.0, 0.0, 3.0], [9.0, 0.0, 0.0, 0.0, 0.0, 0.0]];
        let tensor = Tensor::from_vec(values.concat(), (1, 2, 2, 3), &Device::Cpu).unwrap();
        let mut found = Strongest::default();
        found.take_in(&[ItemId(4)], &tensor).unwrap();
        assert_eq!(found.channel(Channel(0), By::Maximum), [Excitation { item: ItemId(4), value: 5.0, y: 0, x: 1 }]);
        assert_eq!(found.channel(Channel(1), By::Maximum), [Excitation { item: ItemId(4), value: 9.0, y: 0, x: 0 }]);
        assert_eq!((found.channel(Channel(2), By::Maximum), found.seen), (&[][..], 1));
    }

    #[test]
    fn the_best_nine_are_kept_in_order_and_of_equals_the_earlier_ones() {
        let mut found = Strongest::default();
        for start in [0usize, 20] {
            let items: Vec<ItemId> = (start..start + 20).map(ItemId).collect();
            let values: Vec<f32> = items.iter().map(|item| (item.index() % 10) as f32).collect();
            found.take_in(&items, &Tensor::from_vec(values, (20, 1), &Device::Cpu).unwrap()).unwrap();
        }
        let items: Vec<usize> = found.channel(Channel(0), By::Maximum).iter().map(|excitation| excitation.item.index()).collect();
        assert_eq!(items, [9, 19, 29, 39, 8, 18, 28, 38, 7]);
        assert_eq!(found.seen, 40);
    }

    #[test]
    fn a_channel_can_count_by_its_mean() {
        let values = [[1.0f32, 5.0, 0.0, 0.0], [2.0, 2.0, 2.0, 2.0], [0.0, 0.0, 0.0, 1.0]];
        let tensor = Tensor::from_vec(values.concat(), (3, 1, 2, 2), &Device::Cpu).unwrap();
        let mut found = Strongest::default();
        found.take_in(&[3, 4, 5].map(ItemId), &tensor).unwrap();
        let first = |by| found.channel(Channel(0), by)[0];
        assert_eq!(first(By::Mean), Excitation { item: ItemId(4), value: 2.0, y: 0, x: 0 });
        assert_eq!(first(By::Maximum), Excitation { item: ItemId(3), value: 5.0, y: 0, x: 1 });
        assert_eq!([By::Mean, By::Maximum].map(|by| found.median(Channel(0), by)), [Some(1.5), Some(2.0)]);
        assert_eq!(found.median(Channel(1), By::Mean), None);
    }

    #[test]
    fn values_that_are_not_numbers_are_passed_over() {
        assert_eq!(largest(&[f32::NAN, -1.0, f32::NAN, -0.5]), Some((3, -0.5)));
        assert_eq!(largest(&[f32::NAN]), None);
    }
}
