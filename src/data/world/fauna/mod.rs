//! The fauna: invented animals for judging methods of attribution, as FunnyBirds (Hesse, Schaub-Meyer and Roth 2023) does.
//!
//! An animal is one body and five parts; what it is follows from the parts together and from nothing else. Parts and things of
//! the background can be left out, and nothing else of the picture changes. Knows no data set and no network.
//!
//! * `species.rs`: parts, classes, and what follows from their combinations. * `parts.rs`: how they are drawn.
//! * `plan.rs`: from numbers to a picture.
//!
//! ```
//! use convscope::data::world::fauna::{Fauna, PartKind, SPECIES, Without};
//!
//! let fauna = Fauna { seed: 0, test: true };
//! let (whole, truth) = fauna.annotated(7, &Without::default());
//! let tailless = fauna.picture(7, &Without { parts: PartKind::Tail.into(), clutter: &[0] });
//! assert_ne!(whole, tailless);
//! assert!(truth.part(PartKind::Tail).contains(&true));
//! assert!(SPECIES[fauna.class(7)].sufficient().iter().all(|parts| parts.len() <= 3));
//! ```

mod parts;
mod plan;
mod species;

use super::random::Random;
use crate::picture::Picture;
use plan::Plan;

pub use plan::{Truth, Without};
pub use species::{PartKind, PartKinds, SPECIES, Species, VARIANTS};

/// Rows and columns of a picture.
pub const SIZE: usize = 128;

/// A series of pictures, each drawn when it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fauna {
    /// Another seed gives other pictures.
    pub seed: u64,
    /// Whether it is for testing: no picture for testing is one for training.
    pub test: bool,
}

/// What the numbers of this series begin with; those of the world's collections are smaller.
const SERIES: u64 = 0x100;

/// In this share of the pictures for training, parts are missing: 1 to [`MOST_MISSING`].
const MISSING_SHARE: f32 = 0.5;
const MOST_MISSING: usize = 4;

impl Fauna {
    /// The class of a picture, as a place in [`SPECIES`]. Each block of as many pictures as there are classes shows all.
    pub fn class(self, index: usize) -> usize {
        let count = SPECIES.len();
        let mut block: Vec<usize> = (0..count).collect();
        shuffle(&mut block, &mut self.random(index / count, 0));
        block[index % count]
    }

    /// The parts that a picture lacks as it comes in the data set: none for testing; for training in every other picture 1 to 4,
    /// so that a network knows animals without some of their parts.
    pub fn missing(self, index: usize) -> PartKinds {
        let mut random = self.random(index, 1);
        if self.test || !random.chance(MISSING_SHARE) {
            return PartKinds::NONE;
        }
        let mut kinds = PartKind::ALL;
        shuffle(&mut kinds, &mut random);
        let count = random.count(1, MOST_MISSING);
        kinds.into_iter().take(count).collect()
    }

    /// How many things stand in the background of a picture.
    pub fn clutter_count(self, index: usize) -> usize {
        self.plan(index, Without::default()).clutter_count()
    }

    /// Draws a picture without some of it, [`SIZE`] pixels high and wide. Numbers of things that are not there are no error.
    pub fn picture(self, index: usize, without: &Without<'_>) -> Picture {
        self.plan(index, *without).render(SIZE, false).0
    }

    /// The same and the truth about it.
    pub fn annotated(self, index: usize, without: &Without<'_>) -> (Picture, Truth) {
        self.plan(index, *without).render(SIZE, true)
    }

    /// White where the animal is, [`SIZE`] pixels high and wide.
    pub fn object(self, index: usize) -> Picture {
        let truth = self.annotated(index, &Without::default()).1;
        Picture::of_mask(truth.size, truth.size, truth.animal())
    }

    fn plan(self, index: usize, without: Without<'_>) -> Plan<'_> {
        Plan { key: self.key(index), species: &SPECIES[self.class(index)], without }
    }

    fn key(self, index: usize) -> [u64; 3] {
        [self.seed, SERIES | u64::from(self.test), index as u64]
    }

    /// Choices about the series itself, beside those of [`Plan`].
    fn random(self, index: usize, purpose: u64) -> Random {
        let [seed, part, index] = self.key(index);
        Random::new([seed, part, index, u64::MAX - purpose])
    }
}

fn shuffle<T>(list: &mut [T], random: &mut Random) {
    for last in (1..list.len()).rev() {
        list.swap(last, random.below(last + 1));
    }
}

#[cfg(test)]
mod tests;
