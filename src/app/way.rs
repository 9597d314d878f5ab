//! How a person wants a method or a recipe carried out, where that is not as published.

use crate::methods::Parameters;

/// A convention and parameters.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Way {
    /// The convention; the paper's if `None`.
    pub convention: Option<String>,
    /// Parameters that were set.
    pub parameters: Parameters,
}
