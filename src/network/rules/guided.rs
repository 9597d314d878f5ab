//! Guided backpropagation: Springenberg et al. 2014, "Striving for simplicity: the all convolutional net".

use super::{BackwardRule, Rectify, Replacement, Site};

/// At every rectifier of the graph only what raises the target passes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Guided;

impl BackwardRule for Guided {
    fn replacement(&self, at: &Site<'_>) -> Replacement<'_> {
        Rectify::Guided.at(at)
    }
}
