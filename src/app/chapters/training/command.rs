//! What a person asks of the chapter, and what it remembers.

use super::work::Setting;
use crate::training::recipes;

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
