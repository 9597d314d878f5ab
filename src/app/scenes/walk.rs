//! Where the lecturer is. Knows no window.

use std::{sync::Arc, time::Instant};

use super::lecture::{Lecture, Scene};

/// A lecture that is being given.
#[derive(Clone, Debug)]
pub struct Walk {
    /// The lecture.
    pub lecture: Arc<Lecture>,
    /// The scene, from 0.
    pub at: usize,
    /// Whether the screen is black.
    pub is_black: bool,
    /// Whether the lecturer's own window is open.
    pub has_presenter: bool,
    /// When it began.
    pub began: Instant,
}

impl Walk {
    /// At the beginning of a lecture.
    pub fn new(lecture: Arc<Lecture>) -> Self {
        Self { lecture, at: 0, is_black: false, has_presenter: false, began: Instant::now() }
    }

    /// The scene that is shown.
    pub fn scene(&self) -> Option<&Scene> {
        self.lecture.scenes.get(self.at)
    }

    /// The one after it.
    pub fn next(&self) -> Option<&Scene> {
        self.lecture.scenes.get(self.at + 1)
    }

    /// The scene so many steps on; the first and the last are the ends.
    pub fn after(&self, step: isize) -> usize {
        self.at.saturating_add_signed(step).min(self.lecture.scenes.len().saturating_sub(1))
    }
}
