//! What a person asks of the chapter, and what it remembers.

use std::collections::BTreeMap;

use super::{
    hand::Settings as HandSettings,
    tile::{Tile, next_number},
    truth::Erasing,
};
use crate::{
    app::{
        deed::{Deed, Form, json},
        way::Way,
    },
    attribution::METHODS,
    figures::{DrawnAs, Sign},
};

/// Something that is asked of explanations.
#[derive(Clone, Debug, PartialEq)]
pub enum Explain {
    /// Explain this way.
    Like(Box<Settings>),
    /// Show a method too, by its id.
    Show(String),
    /// Show a method no longer.
    Hide(String),
    /// Run a method otherwise: parameters and `convention`, by their ids. With none, as published.
    Set(String, Vec<(String, String)>),
    /// Show a tile of its own too; it gets the next free number of its method.
    Beside(Box<Tile>),
    /// Show a method's tile of this number no longer.
    Aside(String, usize),
}

impl Deed for Explain {
    const FORMS: &'static [Form] = &[
        Form { word: "attribution", takes: "{\"shown\":[\"grad-cam\"],\"opacity\":0.85,…}" },
        Form { word: "show", takes: "METHOD" },
        Form { word: "hide", takes: "METHOD" },
        Form { word: "set", takes: "METHOD [KEY=VALUE]…" },
        Form { word: "beside", takes: "{\"method\":\"grad-cam\",\"layer\":\"block5\",…}" },
        Form { word: "aside", takes: "METHOD NUMBER" },
    ];

    fn written(&self) -> String {
        match self {
            Self::Like(settings) => format!("attribution {}", json(settings)),
            Self::Show(method) => format!("show {method}"),
            Self::Hide(method) => format!("hide {method}"),
            Self::Set(method, values) => {
                let values: Vec<String> = values.iter().map(|(key, value)| format!(" {key}={value}")).collect();
                format!("set {method}{}", values.concat())
            }
            Self::Beside(tile) => format!("beside {}", json(tile)),
            Self::Aside(method, number) => format!("aside {method} {number}"),
        }
    }

    fn read(word: &str, rest: &str) -> Option<Self> {
        let one = || (!rest.is_empty() && !rest.contains(char::is_whitespace)).then(|| rest.to_owned());
        match word {
            "attribution" => serde_json::from_str(rest).ok().map(Box::new).map(Self::Like),
            "show" => one().map(Self::Show),
            "hide" => one().map(Self::Hide),
            "set" => {
                let mut words = rest.split_whitespace();
                let method = words.next()?.to_owned();
                let pair = |word: &str| word.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()));
                Some(Self::Set(method, words.map(pair).collect::<Option<_>>()?))
            }
            "beside" => serde_json::from_str(rest).ok().map(Box::new).map(Self::Beside),
            "aside" => {
                let (method, number) = rest.split_once(' ')?;
                Some(Self::Aside(method.to_owned(), number.trim().parse().ok()?))
            }
            _ => None,
        }
    }
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
    /// Tiles of their own.
    pub beside: Vec<Tile>,
    /// Whether all maps have one scale.
    pub one_scale: bool,
    /// What of signed maps is shown.
    pub sign: Sign,
    /// As what maps are drawn.
    pub drawn_as: DrawnAs,
    /// Above which share of the largest number a box is drawn; none if `None`.
    pub boxes: Option<f32>,
    /// Whether one method is shown at every layer too.
    pub strip: bool,
    /// Whether the maps are tested instead of shown side by side.
    pub truth: bool,
    /// With what the picture is erased.
    pub eraser: Erasing,
    /// How it is covered by hand.
    pub hand: HandSettings,
}

/// What every map is compared with when it is tested.
const CONTROLS: [&str; 4] = ["random", "area", "edge", "truth"];

impl Settings {
    /// Everything that stands side by side: each method that is shown in the order of the menu, what is its own behind it.
    pub fn tiles(&self) -> Vec<Tile> {
        let mut tiles = Vec::new();
        for method in &METHODS {
            if self.shown.iter().any(|id| id == method.id) {
                tiles.push(Tile::following(method, self.ways.get(method.id)));
            }
            tiles.extend(self.beside.iter().filter(|tile| tile.method == method.id).cloned());
        }
        tiles
    }

    /// What is tested: what is shown, but differences, and the controls.
    pub fn tested(&self) -> Vec<Tile> {
        let mut tiles: Vec<Tile> = self.tiles().into_iter().filter(|tile| tile.less.is_none()).collect();
        for method in METHODS.iter().filter(|method| CONTROLS.contains(&method.id)) {
            if !tiles.iter().any(|tile| tile.method == method.id) {
                tiles.push(Tile::following(method, self.ways.get(method.id)));
            }
        }
        tiles
    }

    /// Adds a tile of its own.
    pub fn add(&mut self, tile: Tile) {
        let number = next_number(&self.beside, &tile.method);
        self.beside.push(Tile { number, ..tile });
    }

    /// Takes a tile away; number 0 is the one that follows.
    pub fn remove(&mut self, method: &str, number: usize) {
        if number == 0 {
            self.shown.retain(|id| id != method);
        }
        let is_it = |known: &str, other: usize| known == method && other == number;
        self.beside.retain(|tile| !is_it(&tile.method, tile.number));
        // What was taken from it is shown as it is.
        for tile in &mut self.beside {
            tile.less.take_if(|(known, other)| is_it(known, *other));
        }
    }
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
            beside: Vec::new(),
            one_scale: false,
            sign: Sign::default(),
            drawn_as: DrawnAs::default(),
            boxes: None,
            strip: false,
            truth: false,
            eraser: Erasing::default(),
            hand: HandSettings::default(),
        }
    }
}
