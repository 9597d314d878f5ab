//! One picture of the fauna, ready for being judged by: where its parts and the things behind it are, and what the network
//! answers to the same scene drawn without them. Knows no method.

use rayon::prelude::*;

use super::{super::Result, Reaction, Shares, grown};
use crate::{
    control::Control,
    data::world::fauna::{Fauna, PartKind, PartKinds, SPECIES, Without},
    judge::Importance,
    network::{Class, Device, Engine, Keep, Target, Tensor},
    picture::{Picture, Preprocessing},
};

/// A picture of the fauna.
#[derive(Clone, Debug)]
pub struct Animal {
    /// What the network makes of it.
    pub reaction: Reaction,
    /// The network's class of each species.
    classes: Vec<usize>,
    /// Where each part is, grown, in the network's input.
    parts: Vec<Vec<bool>>,
    /// The same of the things behind it that are seen.
    things: Vec<Vec<bool>>,
}

/// Share of a pixel from which it belongs to a part.
const HALF: u8 = 128;

impl Animal {
    /// Draws a scene without its parts, one by one and all together, and asks the network. `classes` are the network's classes
    /// of the species. `None` where the picture lacks parts as it is: nothing is known without a whole one.
    ///
    /// # Errors
    /// Cancellation, and what the network refuses.
    pub fn ask(
        (fauna, index): (Fauna, usize),
        (engine, preprocessing, classes): (&Engine, &Preprocessing, &[usize]),
        control: &Control,
    ) -> Result<Option<Self>> {
        if classes.len() != SPECIES.len() || !fauna.missing(index).is_empty() {
            return Ok(None);
        }
        let truth = fauna.annotated(index, &Without::default()).1;
        let seen = |mask: Vec<bool>| seen(&mask, truth.size, preprocessing);
        let parts: Vec<Vec<bool>> = PartKind::ALL.into_iter().map(|kind| seen(truth.part(kind))).collect();
        // What is hidden behind the animal is no thing that a map could point at.
        let things: Vec<(usize, Vec<bool>)> = (0..fauna.clutter_count(index))
            .map(|number| (number, seen(truth.clutter(number))))
            .filter(|(_, mask)| mask.contains(&true))
            .collect();
        let numbers: Vec<[usize; 1]> = things.iter().map(|(number, _)| [*number]).collect();
        let sets = PartKinds::sets().map(|parts| Without { parts, clutter: &[] });
        let less = numbers.iter().map(|number| Without { parts: PartKinds::NONE, clutter: number });
        let scenes: Vec<Without<'_>> = sets.chain(less).collect();
        let inputs: Vec<Vec<f32>> =
            scenes.par_iter().map(|without| preprocessing.apply(&fauna.picture(index, without))).collect();
        control.check()?;
        let [height, width] = preprocessing.size;
        let dims = (inputs.len(), preprocessing.channels(), height, width);
        let input = Tensor::from_vec(inputs.concat(), dims, &Device::Cpu)?;
        let pass = engine.forward(&input, &Keep::Only(vec![engine.network().scores()]), control)?;
        let by_species = |scores: Vec<f32>| classes.iter().map(|class| f64::from(scores[*class])).collect();
        let mut answers: Vec<Vec<f64>> = engine.scores(&pass)?.into_iter().map(by_species).collect();
        let without_things = answers.split_off(PartKinds::ALL.place() + 1);
        let grow = |mask: Vec<bool>| grown(&mask, preprocessing.size);
        Ok(Some(Self {
            reaction: Reaction::of(fauna.class(index), &answers, &without_things),
            classes: classes.to_vec(),
            parts: parts.into_iter().map(grow).collect(),
            things: things.into_iter().map(|(_, mask)| grow(mask)).collect(),
        }))
    }

    /// How much of a map lies on each of its parts.
    pub fn shares(&self, map: &Importance) -> Shares {
        Shares::of(map, &self.parts, &self.things)
    }

    /// A species as the network's target.
    pub fn target(&self, species: usize) -> Target {
        Target::Class(Class(self.classes[species]))
    }

    /// Where each part is, grown as published, in the network's input: what a map made by hand is drawn with.
    pub fn parts(&self) -> &[Vec<bool>] {
        &self.parts
    }
}

/// A mask as the network sees the picture.
fn seen(mask: &[bool], size: usize, preprocessing: &Preprocessing) -> Vec<bool> {
    let seen = preprocessing.visible(&Picture::of_mask(size, size, mask.iter().copied()));
    seen.pixels.chunks_exact(3).map(|pixel| pixel[0] >= HALF).collect()
}
