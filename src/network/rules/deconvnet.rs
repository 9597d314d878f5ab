//! The deconvnet: Zeiler & Fergus 2013, "Visualizing and understanding convolutional networks".

use super::{BackwardRule, Rectify, Replacement, Site};

/// At every rectifier of the graph the positive part of what comes back passes, whatever the forward pass did.
#[derive(Clone, Copy, Debug, Default)]
pub struct Deconvnet;

impl BackwardRule for Deconvnet {
    fn replacement(&self, at: &Site<'_>) -> Replacement<'_> {
        Rectify::Deconvnet.at(at)
    }
}
