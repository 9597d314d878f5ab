//! The chapter "embedding": pictures as points. One file per published method, one registry.
//!
//! [`features`] makes `count x width` numbers of a data set (one row per picture); a method returns one point in the plane
//! per row, and knows no network, no picture and no window.

mod features;
mod lanczos;
mod pca;
mod tsne;

use std::collections::BTreeMap;

pub use features::{Features, Pool, features};
pub use pca::{PrincipalComponents, principal_components};

use crate::{
    attribution::Parameter,
    control::Control,
    network::{Error, Result},
};

type Compute = fn(&Request<'_>, &Control, &mut dyn FnMut(&Points)) -> Result<Points>;

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
    compute: Compute,
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

static METHODS: [Method; 2] = [pca::METHOD, tsne::METHOD];

/// All methods, in the order of the menu.
pub fn registry() -> &'static [Method] {
    &METHODS
}

/// The method with this id, or a sentence that lists them all.
pub fn find(id: &str) -> Result<&'static Method, String> {
    let wanted = id.trim().to_lowercase().replace(['-', '_', ' '], "");
    METHODS.iter().find(|method| method.id == wanted).ok_or_else(|| {
        let ids: Vec<&str> = METHODS.iter().map(|method| method.id).collect();
        format!("there is no embedding method {id:?}; choose one of {}", ids.join(", "))
    })
}

impl Method {
    /// Runs the method after checking the request; the observer receives the points as they move.
    ///
    /// # Errors
    /// Too few rows, values that are not finite, a parameter that does not exist or lies out of its range; cancellation.
    pub fn run(&self, request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Points)) -> Result<Points> {
        request.check(self)?;
        (self.compute)(request, control, observer)
    }
}

impl std::fmt::Debug for Method {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Method").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Request<'_> {
    fn parameter(&self, parameter: &Parameter) -> f64 {
        self.parameters.get(parameter.id).copied().unwrap_or(parameter.default)
    }

    fn count(&self) -> usize {
        self.rows.len() / self.width.max(1)
    }

    fn check(&self, method: &Method) -> Result<()> {
        if self.width == 0 || !self.rows.len().is_multiple_of(self.width) || self.count() < 3 {
            let problem = format!("an embedding needs at least three pictures, not {}; open a folder with more", self.count());
            return Err(Error::Target(problem));
        }
        if let Some(index) = self.rows.iter().position(|value| !value.is_finite()) {
            let problem = format!("picture {} has values that are not finite numbers; choose another layer", index / self.width);
            return Err(Error::Target(problem));
        }
        crate::attribution::check_parameters(method.name, method.parameters, &self.parameters)
    }
}

#[cfg(test)]
mod tests;
