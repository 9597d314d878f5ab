//! What a person asks of the covering hand, and what it remembers.

use super::stroke::{Stroke, lay};
use crate::{
    app::deed::{Deed, Form, json, points, written_points},
    attribution::FILLS,
};

/// Something that is asked of the covering hand.
#[derive(Clone, Debug, PartialEq)]
pub enum Cover {
    /// Cover by hand, or go back to the methods; the other of both if `None`.
    Open(Option<bool>),
    /// Cover this way.
    Like(Settings),
    /// Lay the patch down, its middle at x and y as fractions of the picture's sides.
    Patch([f32; 2]),
    /// Cover with this; with the next fill if `None`.
    With(Option<String>),
    /// Cover what a stroke of the brush goes over.
    Erase(Vec<[f32; 2]>),
    /// Bare what a stroke of the brush goes over.
    Restore(Vec<[f32; 2]>),
    /// Cover nothing.
    Nothing,
}

impl Deed for Cover {
    const FORMS: &'static [Form] = &[
        Form { word: "by-hand", takes: "[on|off]" },
        Form { word: "hand", takes: "{\"tool\":\"Brush\",\"fill\":\"mean\",…}" },
        Form { word: "cover", takes: "X,Y" },
        Form { word: "cover-with", takes: "[mean|grey|black|white|blur|noise|in-painted]" },
        Form { word: "erase", takes: "X,Y [X,Y]…" },
        Form { word: "restore", takes: "X,Y [X,Y]…" },
        Form { word: "uncover", takes: "" },
    ];

    fn written(&self) -> String {
        match self {
            Self::Open(None) => "by-hand".to_owned(),
            Self::Open(Some(true)) => "by-hand on".to_owned(),
            Self::Open(Some(false)) => "by-hand off".to_owned(),
            Self::Like(settings) => format!("hand {}", json(settings)),
            Self::Patch(at) => format!("cover {}", written_points(&[*at])),
            Self::With(None) => "cover-with".to_owned(),
            Self::With(Some(fill)) => format!("cover-with {fill}"),
            Self::Erase(points) => format!("erase {}", written_points(points)),
            Self::Restore(points) => format!("restore {}", written_points(points)),
            Self::Nothing => "uncover".to_owned(),
        }
    }

    fn read(word: &str, rest: &str) -> Option<Self> {
        match word {
            "by-hand" => match rest {
                "" => Some(Self::Open(None)),
                "on" => Some(Self::Open(Some(true))),
                "off" => Some(Self::Open(Some(false))),
                _ => None,
            },
            "hand" => serde_json::from_str(rest).ok().map(Self::Like),
            "cover" => match points(rest)?.as_slice() {
                &[at] => Some(Self::Patch(at)),
                _ => None,
            },
            "cover-with" if rest.is_empty() => Some(Self::With(None)),
            "cover-with" => FILLS.iter().find(|fill| fill.id == rest).map(|fill| Self::With(Some(fill.id.to_owned()))),
            "erase" => points(rest).map(Self::Erase),
            "restore" => points(rest).map(Self::Restore),
            "uncover" => rest.is_empty().then_some(Self::Nothing),
            _ => None,
        }
    }
}

/// What is covered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Surface {
    /// The picture, as the network sees it.
    #[default]
    Picture,
    /// The shown map of the selected layer; the layer's other maps stay as they are.
    Channel,
    /// All maps of the selected layer.
    Layer,
}

/// What covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Tool {
    /// A square under the pointer.
    #[default]
    Patch,
    /// A round brush that leaves a stroke.
    Brush,
}

/// Sizes that patches and brushes can have, as fractions of the picture's side.
const SIZES: [f32; 2] = [0.02, 1.0];

/// How it is covered by hand, and what is.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Whether the hand is shown instead of the methods.
    pub open: bool,
    /// What is covered.
    pub surface: Surface,
    /// What covers.
    pub tool: Tool,
    /// The fill, by its id.
    pub fill: String,
    /// The patch's side, as a fraction of the picture's shorter one.
    pub patch: f32,
    /// The brush's width, as a fraction of the picture's.
    pub brush: f32,
    /// Where the patch was laid down: its middle, as fractions of the picture's sides. Until then it is under the pointer.
    pub laid: Option<[f32; 2]>,
    /// What the brush left, the first stroke lowest.
    pub strokes: Vec<Stroke>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            open: false,
            surface: Surface::Picture,
            tool: Tool::Patch,
            fill: FILLS[0].id.to_owned(),
            patch: 0.25,
            brush: 0.1,
            laid: None,
            strokes: Vec::new(),
        }
    }
}

impl Settings {
    /// Does what is asked.
    pub fn act(&mut self, asked: &Cover) {
        match asked {
            Cover::Open(open) => self.open = open.unwrap_or(!self.open),
            Cover::Like(settings) => *self = settings.clone(),
            Cover::Patch(at) => (self.laid, self.tool, self.open) = (Some(*at), Tool::Patch, true),
            Cover::With(Some(fill)) => self.fill.clone_from(fill),
            Cover::With(None) => {
                let next = FILLS.iter().position(|fill| fill.id == self.fill).map_or(0, |now| (now + 1) % FILLS.len());
                FILLS[next].id.clone_into(&mut self.fill);
            }
            Cover::Erase(points) => self.stroke(false, points),
            Cover::Restore(points) => self.stroke(true, points),
            Cover::Nothing => (self.laid, self.strokes) = (None, Vec::new()),
        }
    }

    /// Makes the tool in use larger or smaller.
    pub fn scale(&mut self, factor: f32) {
        let size = if self.tool == Tool::Patch { &mut self.patch } else { &mut self.brush };
        *size = (*size * factor).clamp(SIZES[0], SIZES[1]);
    }

    /// Whether something stays covered when the pointer leaves.
    pub fn is_covered(&self) -> bool {
        self.laid.is_some() || !self.strokes.is_empty()
    }

    fn stroke(&mut self, restores: bool, points: &[[f32; 2]]) {
        (self.tool, self.open) = (Tool::Brush, true);
        lay(&mut self.strokes, Stroke { restores, width: self.brush, points: points.to_vec() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_comes_back() {
        let mut settings = Settings { surface: Surface::Layer, patch: 0.3, ..Settings::default() };
        for asked in ["erase 0.1,0.2 0.3,0.4", "restore 0.3,0.4", "cover 0.5,0.25", "cover-with in-painted"] {
            let (word, rest) = asked.split_once(' ').unwrap();
            let read = Cover::read(word, rest).unwrap();
            assert_eq!(read.written(), asked);
            settings.act(&read);
        }
        assert_eq!((settings.strokes.len(), settings.laid, settings.open), (2, Some([0.5, 0.25]), true));
        assert_eq!(toml::from_str::<Settings>(&toml::to_string(&settings).unwrap()), Ok(settings.clone()));
        assert_eq!(Cover::read("hand", &json(&settings)), Some(Cover::Like(settings.clone())));
        settings.act(&Cover::Nothing);
        assert!(!settings.is_covered());
        assert!(Cover::read("cover-with", "pink").is_none() && Cover::read("cover", "0.1,0.2 0.3,0.4").is_none());
    }

    #[test]
    fn every_fill_comes_round() {
        let mut settings = Settings::default();
        let mut seen = Vec::new();
        for _ in FILLS {
            seen.push(settings.fill.clone());
            settings.act(&Cover::With(None));
        }
        assert_eq!(seen, FILLS.iter().map(|fill| fill.id).collect::<Vec<_>>());
        assert_eq!(settings, Settings::default());
    }
}
