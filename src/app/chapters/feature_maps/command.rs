//! What a person asks of the chapter, and what it remembers.

use crate::app::deed::{Deed, Form, json};
use crate::{figures::ScaleBy, units::Sort};

/// Show maps this way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Show(pub Settings);

/// How maps are shown.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Tiles are this much larger than what fits best.
    pub zoom: f32,
    /// The order.
    pub sort: Sort,
    /// Each map or the whole layer.
    pub scale: ScaleBy,
}

impl Default for Settings {
    fn default() -> Self {
        Self { zoom: 1.0, sort: Sort::Channel, scale: ScaleBy::Map }
    }
}

impl Deed for Show {
    const FORMS: &'static [Form] = &[Form { word: "feature-maps", takes: "{\"sort\":\"Mean\",\"scale\":\"Map\",\"zoom\":1.0}" }];

    fn written(&self) -> String {
        format!("feature-maps {}", json(&self.0))
    }

    fn read(word: &str, rest: &str) -> Option<Self> {
        (word == "feature-maps").then(|| serde_json::from_str(rest).ok().map(Self)).flatten()
    }
}
