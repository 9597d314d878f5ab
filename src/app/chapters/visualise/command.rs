//! What a person asks of the chapter, and what it remembers.

use std::{collections::BTreeMap, path::PathBuf};

use crate::app::{
    deed::{Deed, Form, json},
    way::Way,
};

/// Something that is asked of pictures that grow.
#[derive(Clone, Debug, PartialEq)]
pub enum Grow {
    /// Grow this way.
    Like(Settings),
    /// Hold what grows, or let it go on.
    Pause,
    /// Take so many steps and rest.
    Steps(usize),
    /// So many steps more than the recipe has.
    More(usize),
    /// Begin again from the start.
    Anew,
    /// Show the picture as it was after so many steps; the newest if `None`.
    After(Option<usize>),
    /// Take the recipe of this id, as published.
    Recipe(String),
    /// Run the recipe otherwise: parameters and `convention`, by their ids. With none, as published.
    Set(Vec<(String, String)>),
    /// Show the grown picture to the network.
    AsInput,
    /// Copy the call of the command line that grows the same.
    CopyCall,
    /// Train a generator for the network on the open folder, or go on with one.
    Learn,
}

impl Deed for Grow {
    const FORMS: &'static [Form] = &[
        Form { word: "visualise", takes: "{\"aim\":\"Channel\",\"recipe\":\"lucid\",\"seed\":0,…}" },
        Form { word: "grow", takes: "" },
        Form { word: "grow-steps", takes: "1" },
        Form { word: "grow-more", takes: "128" },
        Form { word: "grow-anew", takes: "" },
        Form { word: "grow-after", takes: "64" },
        Form { word: "grow-by", takes: "RECIPE" },
        Form { word: "grow-with", takes: "[KEY=VALUE]…" },
        Form { word: "grown-as-input", takes: "" },
        Form { word: "copy-grow-call", takes: "" },
        Form { word: "learn-to-draw", takes: "" },
    ];

    fn written(&self) -> String {
        match self {
            Self::Like(settings) => format!("visualise {}", json(settings)),
            Self::Pause => "grow".to_owned(),
            Self::Steps(count) => format!("grow-steps {count}"),
            Self::More(count) => format!("grow-more {count}"),
            Self::Anew => "grow-anew".to_owned(),
            Self::After(Some(step)) => format!("grow-after {step}"),
            Self::After(None) => "grow-after".to_owned(),
            Self::Recipe(id) => format!("grow-by {id}"),
            Self::Set(values) => {
                let values: Vec<String> = values.iter().map(|(key, value)| format!(" {key}={value}")).collect();
                format!("grow-with{}", values.concat())
            }
            Self::AsInput => "grown-as-input".to_owned(),
            Self::CopyCall => "copy-grow-call".to_owned(),
            Self::Learn => "learn-to-draw".to_owned(),
        }
    }

    fn read(word: &str, rest: &str) -> Option<Self> {
        let alone = |deed: Self| rest.is_empty().then_some(deed);
        match word {
            "visualise" => serde_json::from_str(rest).ok().map(Self::Like),
            "grow" => alone(Self::Pause),
            "grow-steps" => rest.parse().ok().map(Self::Steps),
            "grow-more" => rest.parse().ok().map(Self::More),
            "grow-anew" => alone(Self::Anew),
            "grow-after" if rest.is_empty() => Some(Self::After(None)),
            "grow-after" => rest.parse().ok().map(|step| Self::After(Some(step))),
            "grow-by" => (!rest.is_empty() && !rest.contains(char::is_whitespace)).then(|| Self::Recipe(rest.to_owned())),
            "grow-with" => {
                let pair = |word: &str| word.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()));
                rest.split_whitespace().map(pair).collect::<Option<_>>().map(Self::Set)
            }
            "grown-as-input" => alone(Self::AsInput),
            "copy-grow-call" => alone(Self::CopyCall),
            "learn-to-draw" => alone(Self::Learn),
            _ => None,
        }
    }
}

/// What is to become large.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Aim {
    /// One position of the selected channel.
    Unit,
    /// The mean of the selected channel's map.
    #[default]
    Channel,
    /// Everything in the selected layer.
    Layer,
    /// The class that is explained.
    Class,
    /// The direction of the open picture's values where the selected channel is strongest.
    Direction,
    /// The selected channel and a second one.
    Pair,
    /// Everything in the selected layer, starting from the open picture.
    Dream,
    /// What the selected layer leaves of the open picture.
    Left,
    /// From the selected channel to a second one, in a row of pictures.
    Between,
    /// What the selected layer finds in the open picture, exaggerated.
    Caricature,
    /// Everything in the selected layer that a second picture has there, starting from the open picture.
    Guide,
    /// The texture of a second picture in the selected layer.
    Style,
}

impl Aim {
    /// Those that are chosen most, in the order of their chips.
    pub const FIRST: [Self; 6] = [Self::Unit, Self::Channel, Self::Layer, Self::Class, Self::Dream, Self::Left];
    /// The others.
    pub const MORE: [Self; 6] = [Self::Direction, Self::Pair, Self::Between, Self::Caricature, Self::Guide, Self::Style];

    /// Whether it is about the open picture.
    pub fn needs_picture(self) -> bool {
        matches!(self, Self::Dream | Self::Left | Self::Direction | Self::Caricature | Self::Guide)
    }

    /// Whether it is about a second picture.
    pub fn needs_second(self) -> bool {
        matches!(self, Self::Guide | Self::Style)
    }

    /// Whether it changes the open picture, step by step.
    pub fn dreams(self) -> bool {
        matches!(self, Self::Dream | Self::Guide)
    }

    /// Whether its number says how near a layer comes to what it is to see, 0 at best, and not how much it answers.
    pub fn is_nearness(self) -> bool {
        matches!(self, Self::Left | Self::Style)
    }

    /// Whether there is a second channel.
    pub fn is_of_two(self) -> bool {
        matches!(self, Self::Pair | Self::Between)
    }
}

/// What is shown.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Shows {
    /// One picture and what tells it from noise.
    #[default]
    One,
    /// Four seeds of it.
    Seeds,
    /// The same by a second recipe beside it.
    Beside(String),
    /// All recipes in a table.
    All,
}

/// How pictures grow.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Settings {
    /// What is to become large.
    pub aim: Aim,
    /// The recipe, by its id.
    pub recipe: String,
    /// What chance follows.
    pub seed: u64,
    /// What is shown.
    pub shows: Shows,
    /// The second channel of a pair.
    pub second: usize,
    /// The file of the second picture.
    pub second_picture: Option<PathBuf>,
    /// By how much the second channel counts.
    pub weight: f64,
    /// Whether the next channel starts from the picture of the one before.
    pub carries_on: bool,
    /// Whether the strongest pictures stand beside those along a random direction.
    pub along: bool,
    /// How recipes are carried out, by id; the others as published.
    pub ways: BTreeMap<String, Way>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            aim: Aim::default(),
            recipe: "lucid".to_owned(),
            seed: 0,
            shows: Shows::One,
            second: 1,
            second_picture: None,
            weight: 1.0,
            carries_on: true,
            along: false,
            ways: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// How this recipe is carried out.
    pub fn way(&self, recipe: &str) -> Way {
        self.ways.get(recipe).cloned().unwrap_or_default()
    }
}
