//! The way back over everything that a person set: what the window shows and remembers, as it was before each step.
//!
//! A step is what a command changed; a drag is one step and so is a walk with the arrow keys. Over an opened model the way leads
//! through commands that bring the earlier view back (`retell.rs`). Knows neither panels nor chapters; strokes on the pad have a
//! way of their own.

use std::{collections::HashSet, sync::Arc};

use super::{command::Request, open::Folder, selection::Selection, settings::Settings};
use crate::{network::NodeId, picture::Preprocessing};

/// Steps that are kept.
const STEPS: usize = 200;

/// Pictures that the steps may keep alive, in bytes.
const BYTES: usize = 256 << 20;

/// What is shown and set at one moment, for one model.
#[derive(Clone)]
pub struct Moment {
    /// Which model that is: its name, and how many layers it has.
    pub model: (String, usize),
    /// Settings without what only remembers files, and without what chapters remember.
    pub settings: Settings,
    /// What each chapter remembers.
    pub chapters: Vec<(&'static str, String)>,
    /// What is selected.
    pub selection: Selection,
    /// How pictures are prepared.
    pub preprocessing: Option<Preprocessing>,
    /// The open folder.
    pub folder: Option<Arc<Folder>>,
    /// Blocks of the layer list that are open.
    pub open_blocks: HashSet<NodeId>,
}

impl PartialEq for Moment {
    fn eq(&self, other: &Self) -> bool {
        let folder = |moment: &Self| moment.folder.as_ref().map(|folder| folder.id);
        self.model == other.model
            && self.settings == other.settings
            && self.chapters == other.chapters
            && self.selection == other.selection
            && self.preprocessing == other.preprocessing
            && folder(self) == folder(other)
            && self.open_blocks == other.open_blocks
    }
}

/// Where a step leads.
pub enum Step {
    /// To a moment of the same model.
    Moment(Box<Moment>),
    /// To a view that commands bring back.
    View(Vec<Request>),
}

/// What made a step, as far as steps that belong together are one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cause {
    /// A command by itself.
    Command,
    /// A drag that began at this time.
    Drag(f64),
    /// A walk with the arrow keys.
    Walk,
    /// A model, a folder or a picture arrived, perhaps because of another.
    Arrival,
    /// A stroke more in the same drawing.
    Stroke,
}

/// The steps back and forward.
#[derive(Default)]
pub struct Undo {
    past: Vec<Step>,
    future: Vec<Step>,
    now: Option<Moment>,
    last: Option<Cause>,
}

impl Undo {
    /// Notes what is now so; what was so before becomes a step, unless both belong to one.
    pub fn note(&mut self, now: Moment, cause: Cause) {
        let goes_on = cause != Cause::Command && self.last == Some(cause) || cause == Cause::Stroke;
        self.last = Some(cause);
        let before = self.now.replace(now);
        let Some(before) = before.filter(|before| Some(before) != self.now.as_ref()) else { return };
        self.future.clear();
        if !goes_on {
            self.push(Step::Moment(Box::new(before)));
        }
    }

    /// Notes that a whole other view takes the place of this one.
    pub fn note_view(&mut self, before: Vec<Request>) {
        self.future.clear();
        self.push(Step::View(before));
        self.last = Some(Cause::Arrival);
    }

    /// Notes that this moment is left for another one that is to come.
    pub fn note_moment(&mut self, before: Moment) {
        self.future.clear();
        self.push(Step::Moment(Box::new(before)));
        self.last = Some(Cause::Arrival);
    }

    /// What is now so, without a step: what led here is noted already.
    pub fn stand(&mut self, now: Moment) {
        self.now = Some(now);
        self.last = Some(Cause::Arrival);
    }

    /// Whether there is something to take back, and something to do again.
    #[cfg(test)]
    pub fn reach(&self) -> (bool, bool) {
        (!self.past.is_empty(), !self.future.is_empty())
    }

    /// The step back; [`Self::arrive`] says from where.
    pub fn back(&mut self) -> Option<Step> {
        self.past.pop()
    }

    /// The step forward; [`Self::arrive`] says from where.
    pub fn forward(&mut self) -> Option<Step> {
        self.future.pop()
    }

    /// Remembers where a step was taken from.
    pub fn arrive(&mut self, from: Step, backwards: bool) {
        if backwards { self.future.push(from) } else { self.past.push(from) }
    }

    fn push(&mut self, step: Step) {
        self.past.push(step);
        while self.past.len() > STEPS || (self.past.len() > 1 && self.picture_bytes() > BYTES) {
            self.past.remove(0);
        }
    }

    fn picture_bytes(&self) -> usize {
        let mut seen = HashSet::new();
        let moments = self.past.iter().filter_map(|step| match step {
            Step::Moment(moment) => moment.selection.picture.as_ref(),
            Step::View(_) => None,
        });
        moments.filter(|shown| seen.insert(shown.id)).map(|shown| shown.picture.pixels.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Class;

    fn at_class(class: usize) -> Moment {
        Moment {
            model: ("world".to_owned(), 9),
            settings: Settings::default(),
            chapters: vec![("filters", String::new())],
            selection: Selection { class: Some(Class(class)), ..Selection::default() },
            preprocessing: None,
            folder: None,
            open_blocks: HashSet::new(),
        }
    }

    fn back(undo: &mut Undo) -> Option<usize> {
        match undo.back()? {
            Step::Moment(moment) => moment.selection.class.map(Class::index),
            Step::View(_) => Some(usize::MAX),
        }
    }

    #[test]
    fn a_drag_and_a_walk_are_one_step_and_commands_are_one_each() {
        let mut undo = Undo::default();
        let steps = [
            (0, Cause::Arrival),
            (1, Cause::Command),
            (1, Cause::Command),
            (2, Cause::Drag(1.0)),
            (3, Cause::Drag(1.0)),
            (4, Cause::Drag(2.0)),
            (5, Cause::Walk),
            (6, Cause::Walk),
            (7, Cause::Command),
        ];
        for (class, cause) in steps {
            undo.note(at_class(class), cause);
        }
        let seen: Vec<usize> = std::iter::from_fn(|| back(&mut undo)).collect();
        assert_eq!(seen, [6, 4, 3, 1, 0]);
    }

    #[test]
    fn what_arrives_together_is_one_step_and_another_view_too() {
        let mut undo = Undo::default();
        undo.note(at_class(0), Cause::Arrival);
        undo.note(at_class(1), Cause::Arrival);
        assert_eq!(undo.reach(), (false, false));
        undo.note(at_class(1), Cause::Command);
        undo.note(at_class(2), Cause::Arrival);
        undo.note(at_class(3), Cause::Arrival);
        undo.note_view(Vec::new());
        undo.stand(at_class(8));
        undo.note(at_class(9), Cause::Arrival);
        let seen: Vec<usize> = std::iter::from_fn(|| back(&mut undo)).collect();
        assert_eq!(seen, [usize::MAX, 1]);
    }
}
