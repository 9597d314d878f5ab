//! What the person has chosen and finds again after a restart: the theme, the columns, how values are coloured, recent files; and
//! what each chapter remembers, as a text of its own.
//!
//! What is missing or cannot be read falls back to its default, alone. Knows no answers, no selection and no chapter.

use std::{collections::BTreeMap, path::PathBuf};

use crate::{figures::Look, picture::ColourMap, words::Language};

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

/// How values become colours, wherever maps are shown.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Colours {
    /// The colour map of values without a sign.
    pub map: ColourMap,
    /// The scale's end is divided by this.
    pub contrast: f32,
    /// Bends the scale.
    pub gamma: f32,
}

impl Default for Colours {
    fn default() -> Self {
        Self { map: ColourMap::Magma, contrast: 1.0, gamma: 1.0 }
    }
}

impl Colours {
    /// As the figures take it.
    pub fn look(&self, dark: bool) -> Look {
        Look { colours: self.map, dark, contrast: self.contrast, gamma: self.gamma }
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

/// A column beside the chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// What goes in.
    Left,
    /// What is selected.
    Right,
}

/// What survives a restart. Unknown or missing parts take their defaults.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Dark or light.
    pub theme: ThemeChoice,
    /// The window's language; the system's if `None`.
    pub language: Option<Language>,
    /// Large text for a lecture hall.
    pub stage: bool,
    /// Whether the left column is open.
    pub left_open: bool,
    /// Whether the right column is open.
    pub right_open: bool,
    /// How wide the left column was dragged, in points at the usual text size.
    pub left_width: Option<f32>,
    /// How wide the right column was dragged, in points at the usual text size.
    pub right_width: Option<f32>,
    /// Whether the left column shows the picture, or its name alone.
    pub picture_open: bool,
    /// Whether the left column shows the answer, or the class that is explained alone.
    pub answer_open: bool,
    /// The chapter shown, by its id; the one that the window begins with if there is none of that id.
    pub chapter: String,
    /// How values become colours.
    pub colours: Colours,
    /// How the pad draws.
    pub pad: PadSettings,
    /// Whether saved pictures have their numbers beside them.
    pub numbers_beside: bool,
    /// Model files opened, the latest first.
    pub recent_models: Vec<PathBuf>,
    /// Pictures opened, the latest first.
    pub recent_pictures: Vec<PathBuf>,
    /// What each chapter remembers: TOML by its id.
    pub chapters: BTreeMap<String, String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::System,
            language: None,
            stage: false,
            left_open: true,
            right_open: true,
            left_width: None,
            right_width: None,
            picture_open: true,
            answer_open: true,
            chapter: String::new(),
            colours: Colours::default(),
            pad: PadSettings::default(),
            numbers_beside: true,
            recent_models: Vec::new(),
            recent_pictures: Vec::new(),
            chapters: BTreeMap::new(),
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
    fn settings_of_another_version_keep_what_they_know() {
        let text = r#"{"version": 1, "stage": true, "colours": {"gamma": 2.0}, "filters": {"zoom": 2.0}}"#;
        let settings: Settings = serde_json::from_str(text).unwrap();
        assert!(settings.stage);
        assert_eq!(settings.colours, Colours { gamma: 2.0, ..Colours::default() });
    }
}
