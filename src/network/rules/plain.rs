//! The derivative itself.

use super::{BackwardRule, Replacement, Site};

/// The derivative itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain;

impl BackwardRule for Plain {
    fn replacement(&self, _: &Site<'_>) -> Replacement<'_> {
        Replacement::Plain
    }
}
