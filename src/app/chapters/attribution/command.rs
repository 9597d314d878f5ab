//! What a person asks of the chapter, and what it remembers.

use std::collections::BTreeMap;

use super::hand::Settings as HandSettings;
use crate::app::{
    deed::{Deed, Form, json},
    way::Way,
};

/// Something that is asked of explanations.
#[derive(Clone, Debug, PartialEq)]
pub enum Explain {
    /// Explain this way.
    Like(Settings),
    /// Show a method too, by its id.
    Show(String),
    /// Show a method no longer.
    Hide(String),
    /// Run a method otherwise: parameters and `convention`, by their ids. With none, as published.
    Set(String, Vec<(String, String)>),
}

impl Deed for Explain {
    const FORMS: &'static [Form] = &[
        Form { word: "attribution", takes: "{\"shown\":[\"grad-cam\"],\"opacity\":0.85,…}" },
        Form { word: "show", takes: "METHOD" },
        Form { word: "hide", takes: "METHOD" },
        Form { word: "set", takes: "METHOD [KEY=VALUE]…" },
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
        }
    }

    fn read(word: &str, rest: &str) -> Option<Self> {
        let one = || (!rest.is_empty() && !rest.contains(char::is_whitespace)).then(|| rest.to_owned());
        match word {
            "attribution" => serde_json::from_str(rest).ok().map(Self::Like),
            "show" => one().map(Self::Show),
            "hide" => one().map(Self::Hide),
            "set" => {
                let mut words = rest.split_whitespace();
                let method = words.next()?.to_owned();
                let pair = |word: &str| word.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()));
                Some(Self::Set(method, words.map(pair).collect::<Option<_>>()?))
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
    /// How it is covered by hand.
    pub hand: HandSettings,
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
            hand: HandSettings::default(),
        }
    }
}
