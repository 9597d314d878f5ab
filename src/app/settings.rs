//! What the person has chosen and finds again after a restart: how each chapter shows things, the theme, recent files.
//!
//! Every struct fills what a saved version does not know with its default. Knows no answers and no selection.

use std::{collections::BTreeMap, path::PathBuf};

use super::command::Chapter;
use crate::picture::ColourMap;

/// Dark, light, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ThemeChoice {
    /// As the system says.
    #[default]
    System,
    /// Always dark.
    Dark,
    /// Always light.
    Light,
}

/// The order of the maps of a layer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Sort {
    /// By number.
    #[default]
    Channel,
    /// The largest mean first.
    Mean,
    /// The largest maximum first.
    Maximum,
}

/// Over what the ends of the colour scale are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ScaleBy {
    /// Each map has its own.
    #[default]
    Map,
    /// One for the whole layer.
    Layer,
}

/// How maps are shown.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct MapSettings {
    /// Tiles are this much larger than what fits best.
    pub zoom: f32,
    /// The order.
    pub sort: Sort,
    /// Each map or the whole layer.
    pub scale: ScaleBy,
    /// The colour map of values without a sign.
    pub colours: ColourMap,
    /// The scale's end is divided by this.
    pub contrast: f32,
    /// Bends the scale.
    pub gamma: f32,
}

impl Default for MapSettings {
    fn default() -> Self {
        Self { zoom: 1.0, sort: Sort::Channel, scale: ScaleBy::Map, colours: ColourMap::Magma, contrast: 1.0, gamma: 1.0 }
    }
}

/// How weights are shown.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct FilterSettings {
    /// Tiles are this much larger than what fits best.
    pub zoom: f32,
    /// Each filter or the whole layer.
    pub scale: ScaleBy,
    /// Blue and orange instead of grey.
    pub signed_colours: bool,
}

impl Default for FilterSettings {
    fn default() -> Self {
        Self { zoom: 1.0, scale: ScaleBy::Map, signed_colours: false }
    }
}

/// How one method is run.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct MethodChoice {
    /// The convention; the paper's if `None`.
    pub convention: Option<String>,
    /// Parameters that were set.
    pub parameters: BTreeMap<String, f64>,
}

/// How answers are explained.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct AttributionSettings {
    /// Ids of the methods that are shown.
    pub shown: Vec<String>,
    /// How methods are run, by id; the others as published.
    pub choices: BTreeMap<String, MethodChoice>,
    /// How strongly maps cover the picture, 0 to 1.
    pub opacity: f32,
    /// Whether maps of single pixels lie over the picture too.
    pub over_picture: bool,
    /// Whether class activation maps look at the selected layer instead of the last one with maps.
    pub selected_layer: bool,
}

impl Default for AttributionSettings {
    fn default() -> Self {
        let shown = ["gradient", "guided-backpropagation", "deconvnet", "grad-cam", "cam", "occlusion"];
        Self {
            shown: shown.map(str::to_owned).to_vec(),
            choices: BTreeMap::new(),
            opacity: 0.85,
            over_picture: false,
            selected_layer: false,
        }
    }
}

/// How a folder becomes points.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct EmbeddingSettings {
    /// The method's id.
    pub method: String,
    /// Parameters that were set, by method.
    pub parameters: BTreeMap<String, BTreeMap<String, f64>>,
    /// Pictures used at most.
    pub most: usize,
    /// Whether the selected layer is used instead of the last one with maps.
    pub selected_layer: bool,
    /// Whether points are small pictures.
    pub thumbnails: bool,
}

impl Default for EmbeddingSettings {
    fn default() -> Self {
        Self { method: "tsne".to_owned(), parameters: BTreeMap::new(), most: 300, selected_layer: false, thumbnails: false }
    }
}

/// How the drawing pad draws, and where it lies.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct PadSettings {
    /// The brush's width as a fraction of the sheet's, 0 to 1.
    pub brush: f32,
    /// The colour, for networks that see colours.
    pub colour: [u8; 3],
    /// Whether the brush takes ink away.
    pub erases: bool,
    /// The pad's upper left corner in the window, in points, once it was moved.
    pub place: Option<[f32; 2]>,
}

impl Default for PadSettings {
    fn default() -> Self {
        Self { brush: 0.08, colour: [0; 3], erases: false, place: None }
    }
}

/// What is to be trained.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct TrainingSettings {
    /// The data set, as on the command line.
    pub data: String,
    /// The recipe.
    pub text: String,
}

impl Default for TrainingSettings {
    fn default() -> Self {
        let text = super::training::recipes().next().map(|(_, text)| text.to_owned()).unwrap_or_default();
        Self { data: "world:2000".to_owned(), text }
    }
}

/// What survives a restart. Unknown or missing parts take their defaults.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Of this description; a different one is forgotten.
    pub version: u32,
    /// Dark or light.
    pub theme: ThemeChoice,
    /// Large text for a lecture hall.
    pub stage: bool,
    /// Whether the left column is open.
    pub left_open: bool,
    /// Whether the right column is open.
    pub right_open: bool,
    /// The chapter shown.
    pub chapter: Chapter,
    /// How maps are shown.
    pub maps: MapSettings,
    /// How weights are shown.
    pub filters: FilterSettings,
    /// How answers are explained.
    pub attribution: AttributionSettings,
    /// How a folder becomes points.
    pub embedding: EmbeddingSettings,
    /// How the pad draws.
    pub pad: PadSettings,
    /// What is to be trained.
    pub training: TrainingSettings,
    /// Model files opened, the latest first.
    pub recent_models: Vec<PathBuf>,
    /// Pictures opened, the latest first.
    pub recent_pictures: Vec<PathBuf>,
}

/// The version of [`Settings`].
pub const SETTINGS_VERSION: u32 = 1;

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: SETTINGS_VERSION,
            theme: ThemeChoice::System,
            stage: false,
            left_open: true,
            right_open: true,
            chapter: Chapter::FeatureMaps,
            maps: MapSettings::default(),
            filters: FilterSettings::default(),
            attribution: AttributionSettings::default(),
            embedding: EmbeddingSettings::default(),
            pad: PadSettings::default(),
            training: TrainingSettings::default(),
            recent_models: Vec::new(),
            recent_pictures: Vec::new(),
        }
    }
}

/// Puts a path at the head of a list of recent ones.
pub fn remember(list: &mut Vec<PathBuf>, path: PathBuf) {
    list.retain(|known| *known != path);
    list.insert(0, path);
    list.truncate(8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recent_files_come_once_and_first() {
        let mut list = vec![PathBuf::from("a"), PathBuf::from("b")];
        remember(&mut list, PathBuf::from("b"));
        assert_eq!(list, [PathBuf::from("b"), PathBuf::from("a")]);
    }

    #[test]
    fn settings_of_an_older_version_keep_what_they_know() {
        let settings: Settings = serde_json::from_str(r#"{"stage": true, "maps": {"zoom": 2.0}}"#).unwrap();
        assert!(settings.stage);
        assert_eq!(settings.maps, MapSettings { zoom: 2.0, ..MapSettings::default() });
    }
}
