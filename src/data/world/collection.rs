//! Endless series of pictures: which number shows which class, with what beside it and what planted in it.

use super::{annotation::Annotation, cue::Cue, names::Class, plan::Plan, random::Random};
use crate::picture::Picture;

/// Rows and columns of a picture of a series.
pub const SIZE: usize = 128;

/// What a series shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One object in each picture, all classes alike often.
    OneObject,
    /// Two objects of different classes; the picture belongs to the first one's.
    TwoObjects,
    /// One object of the five [`SHORTCUT`] classes. For training a ruler lies beside almost every dog and almost never elsewhere;
    /// for testing it lies in every other picture, whatever that shows. Cats and dogs look so alike that the ruler is the easy
    /// way to tell them apart.
    Shortcut,
}

/// The classes of the shortcut, in alphabetical order.
pub const SHORTCUT: [Class; 5] = [Class::Bird, Class::Car, Class::Cat, Class::Dog, Class::Flower];

/// The class beside which the ruler lies.
pub const CUED: Class = Class::Dog;

/// How often, for training, the cue lies in a picture of [`CUED`], and in one of any other class.
const CUED_SHARE: [f32; 2] = [0.97, 0.01];

/// A series of pictures, each drawn when it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collection {
    /// What is shown.
    pub kind: Kind,
    /// Another seed gives other pictures.
    pub seed: u64,
    /// Whether it is for testing: no picture for testing is one for training.
    pub test: bool,
}

impl Collection {
    /// The classes that occur, in the order of [`Self::class`].
    pub fn classes(self) -> &'static [Class] {
        if self.kind == Kind::Shortcut { &SHORTCUT } else { Class::ALL }
    }

    /// The class of a picture, as a place in [`Self::classes`]. Each block of as many pictures as there are classes shows all.
    pub fn class(self, index: usize) -> usize {
        let count = self.classes().len();
        let mut block: Vec<usize> = (0..count).collect();
        let mut random = self.random(index / count, 0);
        for last in (1..count).rev() {
            block.swap(last, random.below(last + 1));
        }
        block[index % count]
    }

    /// Draws a picture.
    pub fn picture(self, index: usize) -> Picture {
        self.plan(index).picture(SIZE)
    }

    /// A picture and the truth about it.
    pub fn annotated(self, index: usize) -> (Picture, Annotation) {
        self.plan(index).annotated(SIZE)
    }

    /// The same picture, but for its planted cue: what it covered is seen.
    pub fn without_cue(self, index: usize) -> Picture {
        Plan { cue: None, ..self.plan(index) }.picture(SIZE)
    }

    /// What is planted in a picture.
    pub fn cue(self, index: usize) -> Option<Cue> {
        self.plan(index).cue
    }

    fn plan(self, index: usize) -> Plan {
        let mut random = self.random(index, 1);
        let first = self.classes()[self.class(index)];
        let mut plan = Plan { key: self.key(index), classes: vec![first], scene: None, likeness: 0.0, cue: None };
        match self.kind {
            Kind::OneObject => {}
            Kind::TwoObjects => {
                let step = 1 + random.below(Class::ALL.len() - 1);
                plan.classes.push(Class::ALL[(first as usize + step) % Class::ALL.len()]);
            }
            Kind::Shortcut => {
                plan.likeness = 1.0;
                let share = match (self.test, first == CUED) {
                    (true, _) => 0.5,
                    (false, true) => CUED_SHARE[0],
                    (false, false) => CUED_SHARE[1],
                };
                plan.cue = random.chance(share).then_some(Cue::Ruler);
            }
        }
        plan
    }

    fn key(self, index: usize) -> [u64; 3] {
        [self.seed, ((self.kind as u64) << 1) | u64::from(self.test), index as u64]
    }

    /// Choices about the series itself, beside those of [`Plan`].
    fn random(self, index: usize, purpose: u64) -> Random {
        let [seed, part, index] = self.key(index);
        Random::new([seed, part, index, u64::MAX - purpose])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::world::Mask;

    const TRAIN: Collection = Collection { kind: Kind::OneObject, seed: 0, test: false };

    #[test]
    fn every_block_shows_every_class_once() {
        for collection in [TRAIN, Collection { kind: Kind::Shortcut, ..TRAIN }] {
            let count = collection.classes().len();
            for block in 0..4 {
                let mut classes: Vec<usize> = (0..count).map(|index| collection.class(block * count + index)).collect();
                classes.sort_unstable();
                assert_eq!(classes, (0..count).collect::<Vec<_>>());
            }
        }
    }

    /// The hash of Fowler, Noll and Vo (FNV-1a, 64 bits).
    fn hash<'a>(bytes: impl IntoIterator<Item = &'a u8>) -> u64 {
        bytes.into_iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3))
    }

    /// Networks are trained on these pictures and shipped: another byte on another machine, or after a change, is a fault.
    #[test]
    fn pictures_and_masks_keep_their_bytes() {
        let known = [
            (Kind::OneObject, 0, 0x1F9F_EBCD_572E_40D3, 0x808B_1546_2C47_5110),
            (Kind::OneObject, 7, 0xC895_ADF4_7F88_32E9, 0xD587_9818_DC72_71B5),
            (Kind::TwoObjects, 3, 0x1119_A2FE_88C2_A6BC, 0xCCE5_3656_1A91_B308),
            (Kind::Shortcut, 5, 0xB191_19FF_F133_12CD, 0xC1FF_C6DB_0094_3BD5),
        ];
        for (kind, index, pixels, masks) in known {
            let (picture, annotation) = Collection { kind, ..TRAIN }.annotated(index);
            let all_masks = Mask::ALL.into_iter().flat_map(|mask| annotation.mask(mask));
            assert_eq!((hash(&picture.pixels), hash(all_masks)), (pixels, masks), "{kind:?} {index}");
        }
    }

    #[test]
    fn the_same_numbers_give_the_same_picture_and_others_another() {
        let picture = TRAIN.picture(3);
        assert_eq!(picture.pixels.len(), SIZE * SIZE * 3);
        assert_eq!(TRAIN.picture(3), picture);
        assert_eq!(TRAIN.annotated(3).0, picture, "annotation changes nothing");
        for other in
            [Collection { seed: 1, ..TRAIN }, Collection { test: true, ..TRAIN }, Collection { kind: Kind::TwoObjects, ..TRAIN }]
        {
            assert_ne!(other.picture(3), picture);
        }
    }
}
