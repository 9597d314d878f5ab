//! What the window knows: the selection and its history, and the answers that arrived. What it remembers is in `settings.rs`.
//!
//! Panels read it; only `handle.rs`, `receive.rs` and `requests.rs` change it.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use super::drawing::Drawing;
pub use super::settings::{
    AttributionSettings, EmbeddingSettings, FilterSettings, MapSettings, MethodChoice, PadSettings, SETTINGS_VERSION, ScaleBy,
    Settings, Sort, ThemeChoice, TrainingSettings, remember,
};
use super::training::TrainingState;
use super::work::{
    Answer, Cloud, Exemplars, Filters, Folder, Forward, Gallery, Heatmap, Loaded, Maps, Purpose, Question, Row, Shown,
    Thumbnails, UnitView,
};
use crate::{
    embedding::Features,
    network::{Class, NodeId, Target},
    picture::Preprocessing,
    units::Strongest,
};

/// A channel of the selected layer, and optionally one position of its map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The channel.
    pub channel: usize,
    /// Row and column in its map.
    pub position: Option<[usize; 2]>,
}

/// What everything follows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// The layer whose maps and weights are shown.
    pub layer: Option<NodeId>,
    /// The channel, and perhaps the position.
    pub unit: Option<Unit>,
    /// The class that is explained; the top one if `None`.
    pub class: Option<usize>,
    /// The picture.
    pub picture: Option<Arc<Shown>>,
}

/// The selections that were, and where we are among them.
#[derive(Clone, Debug, Default)]
pub struct History {
    past: Vec<Selection>,
    future: Vec<Selection>,
}

/// Pictures that the history may keep alive, in bytes.
const HISTORY_BYTES: usize = 256 << 20;

impl History {
    /// Remembers the selection that is about to be left.
    pub fn leave(&mut self, selection: Selection) {
        if self.past.last() != Some(&selection) {
            self.past.push(selection);
        }
        self.future.clear();
        while self.past.len() > 100 || self.picture_bytes() > HISTORY_BYTES {
            self.past.remove(0);
        }
    }

    /// The selection before `now`.
    pub fn back(&mut self, now: &Selection) -> Option<Selection> {
        let earlier = self.past.pop()?;
        self.future.push(now.clone());
        Some(earlier)
    }

    /// The selection that [`Self::back`] left.
    pub fn forward(&mut self, now: &Selection) -> Option<Selection> {
        let later = self.future.pop()?;
        self.past.push(now.clone());
        Some(later)
    }

    /// Whether there is something to go back and forward to.
    pub fn reach(&self) -> (bool, bool) {
        (!self.past.is_empty(), !self.future.is_empty())
    }

    fn picture_bytes(&self) -> usize {
        let mut seen = HashSet::new();
        let pictures = self.past.iter().filter_map(|selection| selection.picture.as_ref());
        pictures.filter(|shown| seen.insert(shown.id)).map(|shown| shown.picture.pixels.len()).sum()
    }
}

/// The answers that arrived; each knows its question and whether it is still the one asked.
#[derive(Default)]
pub struct Answers {
    /// The forward pass.
    pub forward: Option<Answer<Forward>>,
    /// A small picture of every layer.
    pub thumbnails: Option<Answer<Thumbnails>>,
    /// The maps of the selected layer.
    pub maps: Option<Answer<Arc<Maps>>>,
    /// The weights of the selected layer.
    pub filters: Option<Answer<Filters>>,
    /// The selected unit.
    pub unit: Option<Answer<UnitView>>,
    /// The strongest pictures of the folder for every channel of the layer.
    pub strongest: Option<Answer<Arc<Strongest>>>,
    /// Cut-outs of the selected channel's strongest pictures.
    pub exemplars: Option<Answer<Exemplars>>,
    /// What attribution methods answer, by their number in the registry; or why they cannot.
    pub attribution: BTreeMap<usize, Answer<Result<Heatmap, String>>>,
    /// Small pictures of the folder.
    pub gallery: Option<Answer<Arc<Gallery>>>,
    /// The folder's pictures as rows.
    pub features: Option<Answer<Arc<Features>>>,
    /// The folder's pictures as points.
    pub embedding: Option<Answer<Cloud>>,
}

/// A line for the person at the bottom of the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// One sentence.
    pub text: String,
    /// Whether something went wrong.
    pub is_error: bool,
}

/// What lies over the window, one at a time.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Dialog {
    /// Nothing.
    #[default]
    None,
    /// The list of keys.
    Keys,
    /// Go to a layer, unit, class or command.
    Palette,
    /// How pictures are prepared.
    Preprocessing,
    /// A path to open or to save to.
    Path(Purpose),
    /// What Convscope and the model are.
    About,
}

/// All that panels read.
#[derive(Default)]
pub struct State {
    /// What survives a restart.
    pub settings: Settings,
    /// What everything follows.
    pub selection: Selection,
    /// Where it was.
    pub history: History,
    /// The model.
    pub model: Option<Arc<Loaded>>,
    /// The open folder of pictures.
    pub folder: Option<Arc<Folder>>,
    /// How pictures are prepared: the model's, unless changed in the window.
    pub preprocessing: Option<Preprocessing>,
    /// What has been answered.
    pub answers: Answers,
    /// Attribution methods that the person stopped, by their number in the registry, and the numbers they were asked for.
    pub stopped: BTreeMap<usize, Question>,
    /// Blocks of the layer list that are open.
    pub open_blocks: HashSet<NodeId>,
    /// The latest lines for the person, the newest last.
    pub messages: Vec<Message>,
    /// What lies over the window.
    pub dialog: Dialog,
    /// The training.
    pub training: TrainingState,
    /// What is drawn on the pad.
    pub drawing: Drawing,
    /// Whether the pad is open.
    pub pad_open: bool,
    /// The position under the pointer: its receptive field is drawn on the picture.
    pub hover: Option<Unit>,
    /// Resident memory in bytes.
    pub memory: u64,
}

impl State {
    /// The class that is explained.
    pub fn class(&self) -> Option<usize> {
        let forward = self.answers.forward.as_ref();
        self.selection.class.or_else(|| forward.and_then(|answer| answer.value.ranking.first().copied()))
    }

    /// What is explained.
    pub fn target(&self) -> Option<Target> {
        self.class().map(|class| Target::Class(Class(class)))
    }

    /// A class in words; its number where the model has no names.
    pub fn class_name(&self, class: usize) -> String {
        let labels = self.model.as_ref().map(|loaded| &loaded.model.labels);
        labels.and_then(|labels| labels.get(class)).cloned().unwrap_or_else(|| format!("class {class}"))
    }

    /// The selected unit's name: `conv3:114`, or `conv3:114@5,20` for a position.
    pub fn unit_name(&self) -> Option<String> {
        let (layer, unit) = (self.selection.layer?, self.unit()?);
        let layer = self.model.as_ref()?.title(layer);
        let position = unit.position.map(|[y, x]| format!("@{y},{x}")).unwrap_or_default();
        Some(format!("{layer}:{}{position}", unit.channel))
    }

    /// The rows of the layer list that are not folded away.
    pub fn visible_rows<'a>(&'a self, loaded: &'a Loaded) -> impl Iterator<Item = &'a Row> {
        loaded.rows.iter().filter(|row| row.inside.iter().all(|block| self.open_blocks.contains(block)))
    }

    /// Says something to the person.
    pub fn say(&mut self, text: impl Into<String>, is_error: bool) {
        let message = Message { text: text.into(), is_error };
        if self.messages.last() != Some(&message) {
            self.messages.push(message);
        }
        if self.messages.len() > 20 {
            self.messages.remove(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_class(class: usize) -> Selection {
        Selection { class: Some(class), ..Selection::default() }
    }

    #[test]
    fn back_and_forward_walk_the_same_way() {
        let mut history = History::default();
        history.leave(at_class(1));
        history.leave(at_class(2));
        let now = at_class(3);
        let back = history.back(&now).unwrap();
        assert_eq!(back, at_class(2));
        assert_eq!(history.forward(&back), Some(now));
        assert_eq!(history.reach(), (true, false));
    }

    #[test]
    fn a_new_way_forgets_the_old_future() {
        let mut history = History::default();
        history.leave(at_class(1));
        let back = history.back(&at_class(2)).unwrap();
        history.leave(back);
        assert_eq!(history.reach(), (true, false));
    }
}
