//! The sanity check: how alike the maps of a network and of the same network randomised are (Adebayo et al. 2018). A method
//! that says something of what was learned changes; one that shows the picture's edges does not.

use std::sync::Arc;

use super::{Direction, Importance, Result, likeness, randomized};
use crate::network::Engine;

/// A randomised network, ready to run.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The layer up to which it is randomised.
    pub edge: String,
    /// The network.
    pub engine: Engine,
}

/// A network, randomised stage by stage.
#[derive(Clone, Debug)]
pub struct Stages {
    /// From the scores down.
    pub top: Vec<Stage>,
    /// From the input up.
    pub bottom: Vec<Stage>,
}

impl Stages {
    /// Randomises a network from both ends in so many stages.
    ///
    /// # Errors
    /// A network that cannot be prepared.
    pub fn new(engine: &Engine, stages: usize, seed: u64) -> Result<Self> {
        let (top, bottom) = (Direction::FromTop, Direction::FromBottom);
        Ok(Self { top: in_stages(engine, top, stages, seed)?, bottom: in_stages(engine, bottom, stages, seed)? })
    }

    /// The network with nothing learned.
    pub fn last(&self) -> Option<&Stage> {
        self.top.last()
    }
}

/// A network, randomised in one way, ready to run.
///
/// # Errors
/// A network that cannot be prepared.
pub fn in_stages(engine: &Engine, direction: Direction, stages: usize, seed: u64) -> Result<Vec<Stage>> {
    let prepared = |one: super::Randomized| {
        let edge = one.network.node(one.edge).name.clone();
        Ok(Stage { edge, engine: engine.like(Arc::new(one.network), false)? })
    };
    randomized(engine.network(), direction, stages, seed)?.into_iter().map(prepared).collect()
}

/// How alike two maps are, each number at most 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    /// Spearman's rank correlation.
    pub spearman: f64,
    /// Structural similarity of the maps, each scaled to 0 to 1.
    pub structural: f64,
    /// Spearman's correlation of their histograms of oriented gradients.
    pub gradients: f64,
}

impl Likeness {
    /// Of two maps of one size.
    pub fn of(own: &Importance, other: &Importance) -> Self {
        let (a, b) = (own.wide(), other.wide());
        let (first, second) = (scaled(&a), scaled(&b));
        let hog = |values: &[f64]| likeness::oriented_gradients(values, own.size);
        Self {
            spearman: likeness::spearman(&a, &b),
            structural: likeness::structural(&first, &second, own.size, 1.0),
            gradients: likeness::spearman(&hog(&first), &hog(&second)),
        }
    }
}

/// Numbers from 0 to 1.
fn scaled(values: &[f64]) -> Vec<f64> {
    let [low, high] =
        values.iter().fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], &value| [low.min(value), high.max(value)]);
    let span = (high - low).max(f64::MIN_POSITIVE);
    values.iter().map(|value| (value - low) / span).collect()
}
