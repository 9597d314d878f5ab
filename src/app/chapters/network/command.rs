//! What a person asks of the chapter, and what it remembers.

use super::orbit::Orbit;
use crate::{
    app::deed::{Deed, Form, json},
    arithmetic::Sliding,
};

/// Something that is asked of the chapter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Show {
    /// The network this way.
    Like(Settings),
    /// Where the selected number comes from.
    Arithmetic,
}

/// What of the network is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Part {
    /// The layers with what they cost.
    #[default]
    Layers,
    /// Where one number comes from.
    Arithmetic,
    /// How a window slides over a map.
    Sliding,
    /// The network in space, with what flows into the selected number.
    Space,
}

/// How the network is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Settings {
    /// What of it.
    pub part: Part,
    /// Whether every channel of a sum has its row, not only those that matter.
    pub all: bool,
    /// The window that slides.
    pub sliding: Sliding,
    /// From where the network in space is looked at.
    pub space: Orbit,
}

impl Deed for Show {
    const FORMS: &'static [Form] =
        &[Form { word: "network", takes: "{\"part\":\"Arithmetic\",\"all\":false}" }, Form { word: "arithmetic", takes: "" }];

    fn written(&self) -> String {
        match self {
            Self::Like(settings) => format!("network {}", json(settings)),
            Self::Arithmetic => "arithmetic".to_owned(),
        }
    }

    fn read(word: &str, rest: &str) -> Option<Self> {
        match word {
            "network" => serde_json::from_str(rest).ok().map(Self::Like),
            "arithmetic" => rest.is_empty().then_some(Self::Arithmetic),
            _ => None,
        }
    }
}
