//! How much of a map lies on each part of an animal. Knows planes and masks.

use super::PARTS;
use crate::{
    data::world::fauna::{PartKind, PartKinds},
    judge::{Importance, inside},
};

/// Pixels that a mask is grown by on all sides, as published.
const GROWN: usize = 2;

/// How much of a map lies where.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Shares {
    /// On each part.
    pub parts: [f64; PARTS],
    /// On each thing behind the animal that is seen.
    pub things: Vec<f64>,
    /// Everywhere.
    pub total: f64,
}

impl Shares {
    /// Adds up a map over (grown) masks of the parts and of the things.
    pub fn of(map: &Importance, parts: &[Vec<bool>], things: &[Vec<bool>]) -> Self {
        let on = |mask: &Vec<bool>| {
            let inside = map.values.iter().zip(mask).filter(|(_, inside)| **inside);
            inside.map(|(value, _)| f64::from(*value)).sum::<f64>()
        };
        Self {
            parts: std::array::from_fn(|part| parts.get(part).map_or(0.0, on)),
            things: things.iter().map(on).collect(),
            total: map.values.iter().map(|value| f64::from(*value)).sum(),
        }
    }

    /// The parts that have more than this share of the whole map.
    pub fn important(&self, threshold: f64) -> PartKinds {
        PartKind::ALL.into_iter().filter(|kind| self.parts[*kind as usize] > self.total * threshold).collect()
    }

    /// The same of the things behind the animal.
    pub fn important_things(&self, threshold: f64) -> impl Iterator<Item = bool> {
        self.things.iter().map(move |share| *share > self.total * threshold)
    }

    /// How much lies on some parts together.
    pub fn on(&self, parts: PartKinds) -> f64 {
        parts.iter().map(|kind| self.parts[kind as usize]).sum()
    }
}

/// A mask (rows, columns), grown by two pixels on all sides: a square of five pixels around each of its own.
pub fn grown(mask: &[bool], size: [usize; 2]) -> Vec<bool> {
    inside::grown(mask, size, GROWN)
}
