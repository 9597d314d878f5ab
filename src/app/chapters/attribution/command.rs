//! What a person asks of the chapter, and what it remembers.

use std::collections::BTreeMap;

use crate::methods::Parameters;

/// Explain this way.
#[derive(Clone, Debug, PartialEq)]
pub struct Explain(pub Settings);

/// How one method is run.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Way {
    /// The convention; the paper's if `None`.
    pub convention: Option<String>,
    /// Parameters that were set.
    pub parameters: Parameters,
}

/// How answers are explained.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Ids of the methods that are shown.
    pub shown: Vec<String>,
    /// How strongly maps cover the picture, 0 to 1.
    pub opacity: f32,
    /// Whether maps of single pixels lie over the picture too.
    pub over_picture: bool,
    /// Whether class activation maps look at the selected layer instead of the last one with maps.
    pub selected_layer: bool,
    /// Whether the selected unit is explained instead of a class.
    pub of_unit: bool,
    /// How methods are run, by id; the others as published.
    pub ways: BTreeMap<String, Way>,
}

impl Default for Settings {
    fn default() -> Self {
        let shown = ["gradient", "guided-backpropagation", "deconvnet", "grad-cam", "cam", "occlusion"];
        Self {
            shown: shown.map(str::to_owned).to_vec(),
            opacity: 0.85,
            over_picture: false,
            selected_layer: false,
            of_unit: false,
            ways: BTreeMap::new(),
        }
    }
}
