//! What a person asks of the chapter, and what it remembers.

use super::orbit::Orbit;
use crate::{
    anatomy::{self, Anatomy, Folding},
    app::deed::{Deed, Form, json},
    arithmetic::Sliding,
    network::NodeId,
    zoo::ArchitectureName,
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
    /// Its picture: volumes in a row, and a part of it opened.
    #[default]
    Picture,
    /// The layers with what they cost.
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
    /// How the picture is drawn.
    pub picture: PictureSettings,
    /// From where the network in space is looked at.
    pub space: Orbit,
}

/// How closely the selected part is opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Level {
    /// The block around it, or the layer itself where there is none.
    #[default]
    Block,
    /// The steps of the layer.
    Layer,
}

impl Level {
    /// The part that is opened where a value is selected.
    pub fn opened(self, anatomy: &Anatomy, selected: NodeId) -> Option<&anatomy::Part> {
        let way = anatomy.way_to(selected);
        match self {
            Self::Block => way.iter().rev().find(|part| part.is_block()).or(way.last()).copied(),
            Self::Layer => way.last().copied(),
        }
    }
}

/// How the network's picture is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct PictureSettings {
    /// Whether heights and depths are in true proportion.
    pub true_sizes: bool,
    /// Whether the maps are upright.
    pub flat: bool,
    /// How parts that are alike are drawn.
    pub folding: Folding,
    /// How closely the selected part is opened.
    pub level: Level,
    /// A published architecture instead of the open network.
    pub published: Option<ArchitectureName>,
    /// The part of it that is opened.
    pub opened: Option<usize>,
    /// A published architecture beside it.
    pub beside: Option<ArchitectureName>,
    /// Whether to measure what really moves the selected layer.
    pub effective: bool,
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
