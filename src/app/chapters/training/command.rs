//! What a person asks of the chapter, and what it remembers.

use super::work::Setting;
use crate::{
    app::deed::{Deed, Form, json, quoted, unquoted},
    training::recipes,
};

/// Something that is asked of a training.
#[derive(Clone, Debug, PartialEq)]
pub enum TrainingCommand {
    /// Change what is to be trained.
    Prepare(Settings),
    /// Learn from another data set.
    Data(String),
    /// Begin, go on or pause.
    Go,
    /// Train on so many batches.
    Steps(usize),
    /// Wait after every step, or not.
    Slowly,
    /// Turn the dials.
    Turn(Setting),
    /// Leave this training and prepare another one.
    Leave,
    /// Make the network so far the model that is explored.
    Explore,
    /// Show the held-out pictures of a class that were taken for a class; none of them.
    Cell(Option<[usize; 2]>),
    /// Begin the ruler story: the shipped network that learned a shortcut, and a picture that it falls for.
    Story,
    /// The same for the network so far.
    Catch,
    /// Tell the story further: where it looks, then what it says without the cue.
    Tell,
    /// Leave the story.
    EndStory,
    /// Explain that picture with all methods.
    ExplainShortcut,
    /// Show a held-out picture, and its maps while training goes on.
    HeldOut(usize),
}

/// What is to be trained.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The data set, as on the command line.
    pub data: String,
    /// The recipe.
    pub text: String,
}

impl Default for Settings {
    fn default() -> Self {
        let text = recipes().next().map(|(_, text)| text.to_owned()).unwrap_or_default();
        Self { data: "world:2000".to_owned(), text }
    }
}

/// Those that are a word alone.
static PLAIN: [(&str, TrainingCommand); 8] = [
    ("slow-motion", TrainingCommand::Slowly),
    ("leave-training", TrainingCommand::Leave),
    ("explore", TrainingCommand::Explore),
    ("story", TrainingCommand::Story),
    ("catch", TrainingCommand::Catch),
    ("tell", TrainingCommand::Tell),
    ("end-story", TrainingCommand::EndStory),
    ("explain-shortcut", TrainingCommand::ExplainShortcut),
];

impl Deed for TrainingCommand {
    const FORMS: &'static [Form] = &[
        Form { word: "train", takes: "[STEPS]" },
        Form { word: "recipe", takes: "{\"data\":\"world:2000\",\"text\":\"…\"}" },
        Form { word: "learn-from", takes: "DATASET" },
        Form { word: "dials", takes: "{\"learning_rate\":1.0,\"slow\":false,…}" },
        Form { word: "cell", takes: "[CLASS ANSWER]" },
        Form { word: "held-out", takes: "NUMBER" },
        Form { word: "slow-motion", takes: "" },
        Form { word: "leave-training", takes: "" },
        Form { word: "explore", takes: "" },
        Form { word: "story", takes: "" },
        Form { word: "catch", takes: "" },
        Form { word: "tell", takes: "" },
        Form { word: "end-story", takes: "" },
        Form { word: "explain-shortcut", takes: "" },
    ];

    fn written(&self) -> String {
        if let Some((word, _)) = PLAIN.iter().find(|(_, command)| command == self) {
            return (*word).to_owned();
        }
        match self {
            Self::Steps(count) => format!("train {count}"),
            Self::Prepare(settings) => format!("recipe {}", json(settings)),
            Self::Data(data) => format!("learn-from {}", quoted(data)),
            Self::Turn(setting) => format!("dials {}", json(setting)),
            Self::Cell(Some([class, answer])) => format!("cell {class} {answer}"),
            Self::Cell(None) => "cell".to_owned(),
            Self::HeldOut(index) => format!("held-out {index}"),
            // Those that are a word alone are written above.
            _ => "train".to_owned(),
        }
    }

    fn read(word: &str, rest: &str) -> Option<Self> {
        if let Some((_, command)) = PLAIN.iter().find(|(plain, _)| *plain == word) {
            return rest.is_empty().then(|| command.clone());
        }
        match word {
            "train" if rest.is_empty() => Some(Self::Go),
            "train" => rest.parse().ok().map(Self::Steps),
            "recipe" => serde_json::from_str(rest).ok().map(Self::Prepare),
            "learn-from" => unquoted(rest).map(Self::Data),
            "dials" => serde_json::from_str(rest).ok().map(Self::Turn),
            "cell" if rest.is_empty() => Some(Self::Cell(None)),
            "cell" => {
                let (class, answer) = rest.split_once(' ')?;
                Some(Self::Cell(Some([class.parse().ok()?, answer.trim().parse().ok()?])))
            }
            "held-out" => rest.parse().ok().map(Self::HeldOut),
            _ => None,
        }
    }
}
