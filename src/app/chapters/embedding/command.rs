//! What a person asks of the chapter, and what it remembers.

use std::collections::BTreeMap;

use crate::app::deed::{Deed, Form, json};
use crate::methods::Parameters;

/// Embed this way.
#[derive(Clone, Debug, PartialEq)]
pub struct Embed(pub Settings);

/// How a folder becomes points.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The method's id.
    pub method: String,
    /// Pictures used at most.
    pub most: usize,
    /// Whether the selected layer is used instead of the last one with maps.
    pub selected_layer: bool,
    /// Whether points are small pictures.
    pub thumbnails: bool,
    /// Parameters that were set, by method.
    pub parameters: BTreeMap<String, Parameters>,
}

/// More pictures than any folder has.
pub const ALL: usize = i64::MAX as usize;

impl Default for Settings {
    fn default() -> Self {
        Self { method: "tsne".to_owned(), most: 300, selected_layer: false, thumbnails: false, parameters: BTreeMap::new() }
    }
}

impl Deed for Embed {
    const FORMS: &'static [Form] = &[Form { word: "embedding", takes: "{\"method\":\"pca\",\"most\":300,…}" }];

    fn written(&self) -> String {
        format!("embedding {}", json(&self.0))
    }

    fn read(word: &str, rest: &str) -> Option<Self> {
        (word == "embedding").then(|| serde_json::from_str(rest).ok().map(Self)).flatten()
    }
}
