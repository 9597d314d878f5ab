//! What a person asks of the chapter, and what it remembers.

use super::orbit::Orbit;
use crate::{
    anatomy::{self, Anatomy, Folding},
    app::deed::{Deed, Form, Name, json},
    arithmetic::{Change, Place, Sliding},
    network::{Network, NodeId},
    zoo::ArchitectureName,
};

/// Something that is asked of the chapter.
#[derive(Clone, Debug, PartialEq)]
pub enum Show {
    /// The network this way.
    Like(Settings),
    /// Where the selected number comes from.
    Arithmetic,
    /// One number another one, and everything behind it: of a weight, a bias or a value, by its node's name and the index along
    /// each of its axes.
    Change {
        /// The node.
        node: Name,
        /// Which number of it.
        index: Vec<usize>,
        /// What it is now.
        to: f32,
    },
    /// Every number as the network has it.
    Reset,
    /// One level back: to the number before, else to where the arithmetic was asked for.
    Leave,
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
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
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
    /// A number that is another one.
    pub change: Option<Edit>,
}

/// How closely the selected part is opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Opening {
    /// The block around it, or the layer itself where there is none.
    #[default]
    Block,
    /// The steps of the layer.
    Layer,
}

impl Opening {
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
    pub level: Opening,
    /// A published architecture instead of the open network.
    pub published: Option<ArchitectureName>,
    /// The part of it that is opened.
    pub opened: Option<usize>,
    /// A published architecture beside it.
    pub beside: Option<ArchitectureName>,
    /// Whether to measure what really moves the selected layer.
    pub effective: bool,
}

/// A number of the open model that is another one, by its place among the network's nodes: what is behind it follows.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Edit {
    /// The node's place.
    pub node: usize,
    /// The number's place in its value.
    pub at: usize,
    /// What it is now.
    pub to: f32,
}

impl Edit {
    /// The change of a network; `None` if it has no such number.
    pub fn on(self, network: &Network) -> Option<Change> {
        let node = network.ids().nth(self.node)?;
        let is_there = self.at < network.node(node).shape.iter().product() && self.to.is_finite();
        is_there.then_some(Change { place: Place { node, at: self.at }, to: self.to })
    }

    /// The one of this node's name and index.
    pub fn named(network: &Network, name: &str, index: &[usize], to: f32) -> Option<Self> {
        let node = network.nodes().iter().position(|node| node.name == name)?;
        let shape = &network.nodes()[node].shape;
        let fits = index.len() == shape.len() && index.iter().zip(shape).all(|(along, size)| along < size) && to.is_finite();
        let at = index.iter().zip(shape).fold(0, |at, (along, size)| at * size + along);
        fits.then_some(Self { node, at, to })
    }
}

/// The command that makes a number another one.
pub fn changing(network: &Network, place: Place, to: f32) -> Show {
    Show::Change { node: network.node(place.node).name.clone().into(), index: place.index(network), to }
}

impl Deed for Show {
    const FORMS: &'static [Form] = &[
        Form { word: "network", takes: "{\"part\":\"Arithmetic\",\"all\":false}" },
        Form { word: "arithmetic", takes: "" },
        Form { word: "change", takes: "conv1.weight 0,0,1,2 0.5" },
        Form { word: "reset-change", takes: "" },
        Form { word: "leave-arithmetic", takes: "" },
    ];

    fn written(&self) -> String {
        match self {
            Self::Like(settings) => format!("network {}", json(settings)),
            Self::Arithmetic => "arithmetic".to_owned(),
            Self::Change { node, index, to } => {
                let index: Vec<String> = index.iter().map(usize::to_string).collect();
                format!("change {node} {} {to}", index.join(","))
            }
            Self::Reset => "reset-change".to_owned(),
            Self::Leave => "leave-arithmetic".to_owned(),
        }
    }

    fn read(word: &str, rest: &str) -> Option<Self> {
        match word {
            "network" => serde_json::from_str(rest).ok().map(Self::Like),
            "arithmetic" => rest.is_empty().then_some(Self::Arithmetic),
            "change" => read_change(rest),
            "reset-change" => rest.is_empty().then_some(Self::Reset),
            "leave-arithmetic" => rest.is_empty().then_some(Self::Leave),
            _ => None,
        }
    }
}

/// A name may hold spaces: index and number stand behind the last ones.
fn read_change(rest: &str) -> Option<Show> {
    let mut parts = rest.trim().rsplitn(3, ' ');
    let to: f32 = parts.next()?.parse().ok()?;
    let index = parts.next()?.split(',').map(|along| along.parse().ok()).collect::<Option<_>>()?;
    let node = parts.next()?.to_owned();
    Some(Show::Change { node: node.into(), index, to })
}
