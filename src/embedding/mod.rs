//! The chapter "embedding": pictures as points. One file per published method, one registry.
//!
//! [`features`] makes `count x width` numbers of a data set (one row per picture); a method returns one point in the plane
//! per row, and knows no network, no picture and no window.

mod error;
mod features;
mod lanczos;
mod pca;
mod tsne;

pub use error::{Error, Result};
pub use features::{Features, Pool, features};
pub use pca::{PrincipalComponents, principal_components};

use crate::{
    control::Control,
    methods::{Domain, Named, Parameter, Parameters, Registry, Value},
    words::Phrase,
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
    pub parameters: Parameters,
    /// Seed of every random choice.
    pub seed: u64,
}

/// The points, one per row, in the order of the rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    /// Coordinates.
    pub positions: Vec<[f32; 2]>,
    /// How far to trust it, "61 % of the variance", "Kullback-Leibler divergence 0.83".
    pub trust: Vec<Phrase>,
}

/// All methods, in the order of the menu.
pub static METHODS: Registry<Method> = Registry::new("embedding", &[pca::METHOD, tsne::METHOD]);

impl Named for Method {
    fn id(&self) -> &'static str {
        self.id
    }
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
        self.parameters.number(parameter, None)
    }

    fn count(&self) -> usize {
        self.rows.len() / self.width.max(1)
    }

    fn check(&self, method: &Method) -> Result<()> {
        if self.width == 0 || !self.rows.len().is_multiple_of(self.width) || self.count() < 3 {
            return Err(Error::TooFew { count: self.count() });
        }
        if let Some(index) = self.rows.iter().position(|value| !value.is_finite()) {
            return Err(Error::NotFinite { picture: index / self.width });
        }
        Ok(self.parameters.check(method.name, method.parameters)?)
    }
}

#[cfg(test)]
mod tests;
