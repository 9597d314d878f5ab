//! What everything follows, and where it was: every click sets the one [`Selection`], back and forward walk its [`History`].

use std::{collections::HashSet, sync::Arc};

use super::open::Shown;
use crate::{
    network::{Class, NodeId},
    units::Unit,
};

/// What everything follows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// The layer whose maps and weights are shown.
    pub layer: Option<NodeId>,
    /// The channel, and perhaps the position.
    pub unit: Option<Unit>,
    /// The class that is explained; the top one if `None`.
    pub class: Option<Class>,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn at_class(class: usize) -> Selection {
        Selection { class: Some(Class(class)), ..Selection::default() }
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
