//! A named library's way of computing a method.

use super::registry::part_of_method;
use crate::words::Phrase;

/// A convention; the first one that a method lists is the default, the paper's.
#[derive(Clone, Copy, Debug)]
pub struct Convention {
    /// The key on the command line: "paper", "captum", "pytorch-grad-cam".
    pub id: &'static str,
}

/// The paper's own definition, which every method has and takes unless told otherwise.
pub const PAPER: Convention = Convention { id: "paper" };

/// A method has no such convention.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{method} has no convention {id:?}; choose {}", known.join(" or "))]
pub struct UnknownConvention {
    /// The method's name.
    pub method: &'static str,
    /// What was asked for.
    pub id: String,
    /// What there is.
    pub known: Vec<&'static str>,
}

impl Convention {
    /// What differs in the method of this id, in a sentence.
    pub fn about(&self, method: &str) -> Phrase {
        part_of_method(method, self.id)
    }

    /// The convention of this id among those of a method; the first one if `None`.
    ///
    /// # Errors
    /// There is none of this id.
    pub fn find(method: &'static str, known: &'static [Self], id: Option<&str>) -> Result<&'static Self, UnknownConvention> {
        let found = match id {
            Some(id) => known.iter().find(|convention| convention.id == id),
            None => known.first(),
        };
        found.ok_or_else(|| UnknownConvention {
            method,
            id: id.unwrap_or_default().to_owned(),
            known: known.iter().map(|convention| convention.id).collect(),
        })
    }
}
