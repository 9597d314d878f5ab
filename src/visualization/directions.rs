//! Whether a channel means more than any direction of its layer (Szegedy et al. 2013, section 3): the pictures of a data set that
//! go furthest along a random direction. In the paper they look as much alike as those that excite a channel the most, which
//! [`crate::units::strongest`] finds.
//!
//! A picture counts by the mean over the positions of the layer, as a channel does elsewhere. It knows no recipe.

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use crate::{
    control::Control,
    data::ItemId,
    methods::{Pass, PassError, Unreadable, normal},
    network::{DType, NodeId, Tensor},
    units::{By, Excitation},
};

/// The pictures furthest along a direction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Furthest {
    /// The furthest first.
    pub kept: Vec<Excitation>,
    /// Pictures seen so far.
    pub seen: usize,
    /// Pictures that could not be read; filled when finished.
    pub unreadable: Vec<Unreadable>,
}

impl Furthest {
    /// Takes in a batch of the layer's values, `N x C x H x W` or `N x C`.
    fn take_in(&mut self, direction: &[f32], items: &[ItemId], value: &Tensor) -> crate::network::Result<()> {
        let channels = value.dims().get(1).copied().unwrap_or(1);
        let width = value.dims().get(3).copied().unwrap_or(1);
        let area = (value.elem_count() / (items.len() * channels).max(1)).max(1);
        let values: Vec<f32> = value.flatten_all()?.to_dtype(DType::F32)?.to_vec1()?;
        for (&item, maps) in items.iter().zip(values.chunks_exact(channels * area)) {
            let mut along = vec![0.0; area];
            for (map, share) in maps.chunks_exact(area).zip(direction) {
                along.iter_mut().zip(map).for_each(|(along, value)| *along += share * value);
            }
            if let Some(excitations) = Excitation::of(item, &along, width) {
                excitations[By::Mean as usize].enter(&mut self.kept);
            }
        }
        self.seen += items.len();
        Ok(())
    }
}

/// A direction of norm 1, every direction as likely as any other: a number for each channel.
pub fn random_direction(channels: usize, seed: u64) -> Vec<f32> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let numbers: Vec<f64> = (0..channels).map(|_| normal(&mut random)).collect();
    let norm = numbers.iter().map(|value| value * value).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
    numbers.iter().map(|value| (value / norm) as f32).collect()
}

/// Runs a network over a data set for the pictures that go furthest along a direction of a layer, a number for each of its
/// channels; the observer receives what is known so far after every batch.
///
/// # Errors
/// When cancelled, when the pictures do not fit the network, or when none can be read.
pub fn furthest(
    pass: Pass<'_>,
    layer: NodeId,
    direction: &[f32],
    control: &Control,
    observer: &mut dyn FnMut(&Furthest),
) -> Result<Furthest, PassError> {
    let mut found = Furthest::default();
    found.unreadable = pass.over(layer, control, |items, value| {
        found.take_in(direction, items, value)?;
        observer(&found);
        Ok::<_, PassError>(())
    })?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        data::Dataset,
        network::{Channel, Device, Engine, Keep},
        units::{KEPT, strongest},
    };

    #[test]
    fn a_channel_and_a_direction_have_their_strongest_scenes() {
        let model = crate::zoo::default_model().unwrap();
        let engine = Engine::new(model.network.clone(), &Device::Cpu).unwrap();
        let scenes = Dataset::parse("world:12").unwrap();
        let pass = Pass { engine: &engine, preprocessing: &model.preprocessing, dataset: &scenes };
        let layer = model.network.find("block3").unwrap();
        let control = Control::default();
        let channels = model.network.node(layer).shape[1];
        let find = |direction: &[f32]| furthest(pass, layer, direction, &control, &mut |_| {}).unwrap();
        let direction = random_direction(channels, 1);
        let found = find(&direction);
        assert_eq!(found, find(&random_direction(channels, 1)));
        assert_ne!(direction, random_direction(channels, 2));
        let norm: f32 = direction.iter().map(|value| value * value).sum();
        assert!((norm - 1.0).abs() < 1e-5 && found.seen == 12 && found.kept.len() == KEPT);
        // Along a channel it is the row that everybody else shows.
        let all = strongest(pass, layer, &control, &mut |_| {}).unwrap();
        let channel: Vec<f32> = (0..channels).map(|channel| f32::from(channel == 5)).collect();
        assert_eq!(find(&channel).kept, all.channel(Channel(5), By::Mean));
        // Along the direction, picture by picture.
        let mut values: Vec<f32> = (0..12)
            .map(|item| {
                let input = model.preprocessing.apply(&scenes.picture(ItemId(item)).unwrap());
                let shape = model.network.node(model.network.input()).shape.clone();
                let input = Tensor::from_vec(input, shape, &Device::Cpu).unwrap();
                let kept = engine.forward(&input, &Keep::Only(vec![layer]), &control).unwrap();
                let value = kept.get(&model.network, layer).unwrap();
                let means: Vec<f32> = value.mean((0, 2, 3)).unwrap().to_vec1().unwrap();
                means.iter().zip(&direction).map(|(mean, share)| mean * share).sum()
            })
            .collect();
        values.sort_by(|left, right| right.total_cmp(left));
        for (found, expected) in found.kept.iter().zip(&values) {
            assert!((found.value - expected).abs() < 1e-4, "{} for {expected}", found.value);
        }
    }
}
