//! The chapter "embedding": pictures as points. One file per published method, one registry.
//!
//! A method takes `count x width` numbers (one row per picture) and returns one point in the plane per row.

use std::collections::BTreeMap;

use crate::{
    attribution::Parameter,
    network::{Control, Result},
};

/// One method as the registry knows it.
pub struct Method {
    /// The key on the command line: "pca", "tsne".
    pub id: &'static str,
    /// The name as published.
    pub name: &'static str,
    /// Author and year.
    pub paper: &'static str,
    /// What it shows and what it does not, in a sentence.
    pub about: &'static str,
    /// What can be set.
    pub parameters: &'static [Parameter],
    /// Runs it; the observer receives the points as they move.
    pub run: fn(&Request<'_>, &Control, &mut dyn FnMut(&Points)) -> Result<Points>,
}

/// What is asked.
pub struct Request<'a> {
    /// `count x width` numbers, row by row.
    pub rows: &'a [f32],
    /// Numbers per row.
    pub width: usize,
    /// Values of parameters by id; missing ones take their defaults.
    pub parameters: BTreeMap<String, f64>,
    /// Seed of every random choice.
    pub seed: u64,
}

/// The points, one per row, in the order of the rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    /// Coordinates.
    pub positions: Vec<[f32; 2]>,
    /// How far to trust it, in one line: "61 % of the variance", "Kullback-Leibler divergence 0.83".
    pub trust: String,
}

/// All methods, in the order of the menu.
pub fn registry() -> &'static [Method] {
    todo!()
}
