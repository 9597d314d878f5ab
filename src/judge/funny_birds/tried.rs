//! A map held against what the network makes of the parts: the published checks, each for one picture. Knows numbers alone.

use super::{Reaction, Shares, reaction::shared};
use crate::{
    data::world::fauna::{PartKind, PartKinds, SPECIES},
    judge::likeness::{correlation, ranks},
};

/// A map that was tried on an animal.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Tried {
    /// What the network makes of the animal.
    pub reaction: Reaction,
    /// Where the map for its species lies.
    pub own: Shares,
    /// Where the map for what the network takes it for lies, if that is another species.
    pub said: Option<Shares>,
    /// Where the maps for its two rivals lie, if they are asked for.
    pub rivals: Option<[Shares; 2]>,
}

impl Tried {
    /// Controlled synthetic data check: how much of a minimal sufficient part set the map calls important, 0 to 1; of the one
    /// it knows best. `None` where the network is wrong about the animal.
    pub fn sufficient(&self, threshold: f64) -> Option<f64> {
        let important = self.own.important(threshold);
        let known = |parts: PartKinds| parts.and(important).len() as f64 / parts.len() as f64;
        let best = SPECIES[self.reaction.species].sufficient().into_iter().map(known).fold(0.0, f64::max);
        self.reaction.is_right().then_some(best)
    }

    /// Preservation check: whether the network says the same with the important parts alone.
    pub fn preserves(&self, threshold: f64) -> bool {
        self.says_the_same_without(self.said().important(threshold).others())
    }

    /// Deletion check: whether it says something else without the important parts.
    pub fn deletes(&self, threshold: f64) -> bool {
        !self.says_the_same_without(self.said().important(threshold))
    }

    /// 1 less the share of the parts and things that the network can do without, and that the map calls important all the
    /// same. `None` where it can do without none.
    pub fn distractibility(&self, threshold: f64) -> Option<f64> {
        let Reaction { idle_parts, idle_things, .. } = &self.reaction;
        let important = self.own.important(threshold);
        let parts = PartKind::ALL.map(|kind| important.contains(kind));
        let all = idle_parts.iter().zip(parts).chain(idle_things.iter().zip(self.own.important_things(threshold)));
        let idle: Vec<bool> = all.filter(|(idle, _)| **idle).map(|(_, important)| important).collect();
        let wrong = idle.iter().filter(|important| **important).count();
        (!idle.is_empty()).then(|| 1.0 - wrong as f64 / idle.len() as f64)
    }

    /// Completeness at a threshold, 0 to 1: half of it the mean of the three checks, half of it distractibility.
    pub fn completeness(&self, threshold: f64) -> Option<f64> {
        let as_number = |holds: bool| if holds { 1.0 } else { 0.0 };
        let checks = self.sufficient(threshold)? + as_number(self.preserves(threshold)) + as_number(self.deletes(threshold));
        Some(f64::midpoint(checks / 3.0, self.distractibility(threshold)?))
    }

    /// Single deletion, 0 to 1: whether the map orders the parts as their loss orders the score (Spearman, from -1..1 to 0..1).
    /// `None` where all parts are alike.
    pub fn single_deletion(&self) -> Option<f64> {
        let [falls, shares] = [self.reaction.falls, self.own.parts].map(|values| ranks(&values));
        let moves = |ranks: &[f64]| ranks.iter().any(|rank| *rank != ranks[0]);
        (moves(&falls) && moves(&shares)).then(|| f64::midpoint(1.0, correlation(&falls, &shares)))
    }

    /// Target sensitivity, 0 to 1: whether the parts that it shares with either rival are more important to that rival's map
    /// than to the other's. `None` without rivals.
    pub fn target_sensitivity(&self) -> Option<f64> {
        let ([first, second], [for_first, for_second]) = (self.reaction.rivals?, self.rivals.as_ref()?);
        let better = |rival: usize, own: &Shares, other: &Shares| {
            let parts = shared(self.reaction.species, rival);
            let (own, other) = (own.on(parts), other.on(parts));
            // A map that is blind to the class is as good as a coin.
            if own == other {
                0.5
            } else if own > other {
                1.0
            } else {
                0.0
            }
        };
        Some(f64::midpoint(better(first, for_first, for_second), better(second, for_second, for_first)))
    }

    /// Things behind the animal that the network can do without, and all that are seen.
    pub fn independence(&self) -> [usize; 2] {
        let things = &self.reaction.idle_things;
        [things.iter().filter(|idle| **idle).count(), things.len()]
    }

    fn said(&self) -> &Shares {
        self.said.as_ref().unwrap_or(&self.own)
    }

    fn says_the_same_without(&self, parts: PartKinds) -> bool {
        self.reaction.without(parts) == self.reaction.said[0]
    }
}
