//! What a person asks of the chapter, and what it remembers.

use crate::app::deed::{Deed, Form, json};
use crate::figures::ScaleBy;

/// Show weights this way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Show(pub Settings);

/// How weights are shown.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Tiles are this much larger than what fits best.
    pub zoom: f32,
    /// Each filter or the whole layer.
    pub scale: ScaleBy,
    /// Blue and orange instead of grey.
    pub signed_colours: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { zoom: 1.0, scale: ScaleBy::Map, signed_colours: false }
    }
}

impl Deed for Show {
    const FORMS: &'static [Form] =
        &[Form { word: "filters", takes: "{\"scale\":\"Layer\",\"signed_colours\":true,\"zoom\":1.0}" }];

    fn written(&self) -> String {
        format!("filters {}", json(&self.0))
    }

    fn read(word: &str, rest: &str) -> Option<Self> {
        (word == "filters").then(|| serde_json::from_str(rest).ok().map(Self)).flatten()
    }
}
