//! The pictures of a data set that excite each channel of a layer most: one maximum a picture and channel, the best nine
//! of a channel kept (the Deep Visualization Toolbox's maximum tracker).

use crate::{
    control::Control,
    data::ItemId,
    methods::{Pass, PassError, Unreadable},
    network::{self, Channel, DType, NodeId, Tensor},
};

/// Pictures kept for each channel.
pub const KEPT: usize = 9;

/// How strongly a picture excites a channel, and where.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Excitation {
    /// The picture's index in the data set.
    pub item: ItemId,
    /// The channel's largest value.
    pub value: f32,
    /// The row of the map where it lies (0 for layers without maps).
    pub y: usize,
    /// The column of the map.
    pub x: usize,
}

/// The strongest pictures of every channel of a layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strongest {
    channels: Vec<Vec<Excitation>>,
    /// Pictures seen so far.
    pub seen: usize,
    /// Pictures that could not be read; filled when finished.
    pub unreadable: Vec<Unreadable>,
}

impl Strongest {
    /// A channel's pictures, the strongest first, up to [`KEPT`]; nothing for a channel that does not exist.
    pub fn channel(&self, channel: Channel) -> &[Excitation] {
        self.channels.get(channel.index()).map_or(&[], Vec::as_slice)
    }

    /// Bytes that it holds.
    pub fn bytes(&self) -> usize {
        self.channels.iter().map(|kept| size_of_val(kept.as_slice())).sum()
    }

    /// Takes in a batch of a layer's values, `N x C x H x W` or `N x C`.
    fn take_in(&mut self, items: &[ItemId], value: &Tensor) -> network::Result<()> {
        let channels = value.dims()[1];
        let width = value.dims().get(3).copied().unwrap_or(1);
        let area = value.elem_count() / (items.len() * channels);
        self.channels.resize(channels, Vec::new());
        let values: Vec<f32> = value.flatten_all()?.to_dtype(DType::F32)?.to_vec1()?;
        for (&item, maps) in items.iter().zip(values.chunks_exact(channels * area)) {
            for (kept, map) in self.channels.iter_mut().zip(maps.chunks_exact(area)) {
                if let Some((index, value)) = largest(map) {
                    insert(kept, Excitation { item, value, y: index / width, x: index % width });
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

/// Keeps the list short and falling; of equals the earlier picture comes first.
fn insert(kept: &mut Vec<Excitation>, new: Excitation) {
    let place = kept.partition_point(|old| old.value >= new.value);
    if place < KEPT {
        kept.truncate(KEPT - 1);
        kept.insert(place, new);
    }
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
        assert_eq!(found.channel(Channel(0)), [Excitation { item: ItemId(4), value: 5.0, y: 0, x: 1 }]);
        assert_eq!(found.channel(Channel(1)), [Excitation { item: ItemId(4), value: 9.0, y: 0, x: 0 }]);
        assert_eq!((found.channel(Channel(2)), found.seen), (&[][..], 1));
    }

    #[test]
    fn the_best_nine_are_kept_in_order_and_of_equals_the_earlier_ones() {
        let mut found = Strongest::default();
        for start in [0usize, 20] {
            let items: Vec<ItemId> = (start..start + 20).map(ItemId).collect();
            let values: Vec<f32> = items.iter().map(|item| (item.index() % 10) as f32).collect();
            found.take_in(&items, &Tensor::from_vec(values, (20, 1), &Device::Cpu).unwrap()).unwrap();
        }
        let items: Vec<usize> = found.channel(Channel(0)).iter().map(|excitation| excitation.item.index()).collect();
        assert_eq!(items, [9, 19, 29, 39, 8, 18, 28, 38, 7]);
        assert_eq!(found.seen, 40);
    }

    #[test]
    fn values_that_are_not_numbers_are_passed_over() {
        assert_eq!(largest(&[f32::NAN, -1.0, f32::NAN, -0.5]), Some((3, -0.5)));
        assert_eq!(largest(&[f32::NAN]), None);
    }
}
