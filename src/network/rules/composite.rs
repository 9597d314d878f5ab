//! Several rules as one: a table that says where each of them stands, as zennit's composites are maps from layers to rules
//! (Anders et al. 2021).

use std::ops::Range;

use super::{BackwardRule, Replacement, Site};
use crate::network::Operator;

/// Where a row of a composite applies.
#[derive(Clone, Copy, Debug)]
pub enum Matcher {
    /// At layers with weights that no other layer with weights stands before: those that read the input.
    First,
    /// Where so many layers with weights lie before it.
    Depth(usize, usize),
    /// At operators that are so.
    Operator(fn(&Operator) -> bool),
    /// Everywhere.
    Everywhere,
}

impl Matcher {
    /// Whether it applies at a site.
    pub fn matches(&self, at: &Site<'_>) -> bool {
        match self {
            Self::First => at.operator().is_weighted_sum() && at.depth() == 0,
            Self::Depth(from, to) => Range { start: *from, end: *to }.contains(&at.depth()),
            Self::Operator(is_so) => is_so(at.operator()),
            Self::Everywhere => true,
        }
    }
}

/// A table of rules: the first row that matches counts; where none does, the derivative itself passes.
#[derive(Clone, Copy)]
pub struct Composite<'a> {
    /// Where, and what.
    pub rows: &'a [(Matcher, &'a dyn BackwardRule)],
}

impl BackwardRule for Composite<'_> {
    fn replacement(&self, at: &Site<'_>) -> Replacement<'_> {
        let row = self.rows.iter().find(|(matcher, _)| matcher.matches(at));
        row.map_or(Replacement::Plain, |(_, rule)| rule.replacement(at))
    }
}
