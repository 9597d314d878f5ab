//! What a network makes of an animal, and of the same animal without some of its parts: what its answers say about parts, kept
//! as far as the protocol asks for it. Knows numbers, no picture.

use crate::data::world::fauna::{PartKind, PartKinds, SPECIES};

use super::PARTS;

/// A change of the score below this share of it is none, as published.
const NOTHING: f64 = 0.05;

/// What the network makes of an animal.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Reaction {
    /// What it is, as a place in [`SPECIES`].
    pub species: usize,
    /// What the network takes it for, by the set of parts that are left out.
    pub said: Vec<usize>,
    /// How far the score of its species falls without each part.
    pub falls: [f64; PARTS],
    /// Whether its species can do without each part.
    pub idle_parts: [bool; PARTS],
    /// The same of each thing behind it that is seen.
    pub idle_things: Vec<bool>,
    /// Two other species that share two parts each with it, if the network really takes these parts for theirs.
    pub rivals: Option<[usize; 2]>,
}

impl Reaction {
    /// From the scores of all species by the set of parts that are left out (as [`PartKinds::sets`]), and without each thing
    /// behind it.
    pub fn of(species: usize, answers: &[Vec<f64>], without_things: &[Vec<f64>]) -> Self {
        let whole = answers[0][species];
        let without = |kind: PartKind| answers[PartKinds::from(kind).place()][species];
        let is_idle = |left: f64| (whole - left).abs() < (NOTHING * whole).abs() || whole < left;
        let best =
            |scores: &Vec<f64>| (0..scores.len()).fold(0, |best, other| if scores[other] > scores[best] { other } else { best });
        let leans = |[first, second]: &[usize; 2]| {
            let [own, others] = [*first, *second].map(|rival| answers[shared(species, rival).place()].as_slice());
            own[*first] < others[*first] && others[*second] < own[*second]
        };
        Self {
            species,
            said: answers.iter().map(best).collect(),
            falls: PartKind::ALL.map(|kind| whole - without(kind)),
            idle_parts: PartKind::ALL.map(|kind| is_idle(without(kind))),
            idle_things: without_things.iter().map(|scores| is_idle(scores[species])).collect(),
            // The first pair is taken, as published.
            rivals: SPECIES[species].rivals().first().filter(|pair| leans(pair)).copied(),
        }
    }

    /// Whether the network recognises the whole animal.
    pub fn is_right(&self) -> bool {
        self.said[0] == self.species
    }

    /// What the network takes it for without some parts.
    pub fn without(&self, parts: PartKinds) -> usize {
        self.said[parts.place()]
    }
}

/// The parts in which two species are alike.
pub fn shared(one: usize, other: usize) -> PartKinds {
    SPECIES[one].shared(&SPECIES[other])
}
