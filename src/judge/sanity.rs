//! The sanity check: how alike the maps of a network and of the same network randomised are (Adebayo et al. 2018). A method
//! that says something of what was learned changes; one that shows the picture's edges does not.

use std::sync::Arc;

use super::{Direction, Importance, Randomized, Result, importance::ends, likeness, randomized};
use crate::network::{Engine, Network};

/// A randomised network.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The layer up to which it is randomised.
    pub edge: String,
    network: Arc<Network>,
}

impl Stage {
    /// The network, ready to run as another engine of its kind does. Made anew at each call: many of them at once would fill a
    /// laptop.
    ///
    /// # Errors
    /// A network that cannot be prepared.
    pub fn engine(&self, like: &Engine) -> Result<Engine> {
        Ok(like.like(Arc::clone(&self.network), false)?)
    }
}

/// A network, randomised stage by stage.
#[derive(Clone, Debug)]
pub struct Stages {
    /// From the scores down.
    pub top: Vec<Stage>,
    /// From the input up.
    pub bottom: Vec<Stage>,
    /// One part alone at a time.
    pub alone: Vec<Stage>,
}

/// Weights that all stages may hold together (512 MB): large networks get fewer stages.
const MOST_WEIGHTS: usize = 128 << 20;

impl Stages {
    /// Randomises a network from both ends and part by part, in at most so many stages.
    ///
    /// # Errors
    /// Weights that cannot be made.
    pub fn new(network: &Network, most: usize, seed: u64) -> Result<Self> {
        // From either end half of all weights are new in the mean, part by part each once.
        let stages = (MOST_WEIGHTS / network.parameter_count().max(1)).saturating_sub(1).clamp(1, most.max(1));
        let all = |direction| -> Result<Vec<Stage>> {
            let stage = |one: Randomized| Stage { edge: one.network.node(one.edge).name.clone(), network: Arc::new(one.network) };
            Ok(randomized(network, direction, stages, seed)?.into_iter().map(stage).collect())
        };
        let (top, mut bottom) = (all(Direction::FromTop)?, all(Direction::FromBottom)?);
        // With nothing learned both are the same network.
        if let (Some(last), Some(same)) = (bottom.last_mut(), top.last()) {
            last.network = Arc::clone(&same.network);
        }
        Ok(Self { top, bottom, alone: all(Direction::OneByOne)? })
    }

    /// The network with nothing learned.
    pub fn last(&self) -> Option<&Stage> {
        self.top.last()
    }
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
    let [low, high] = ends(values.iter().copied());
    let span = (high - low).max(f64::MIN_POSITIVE);
    values.iter().map(|value| (value - low) / span).collect()
}
