//! Opening a lecture, as a question of the desk.

use std::path::PathBuf;

use super::lecture::Lecture;
use crate::{
    app::{
        desk::{Question, Reporter},
        ids::ErrandId,
    },
    words::{Phrase, frame},
};

/// Opens a lecture.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenLecture {
    /// Different for every time.
    pub id: ErrandId,
    /// The file.
    pub path: PathBuf,
}

impl Question for OpenLecture {
    type Answer = Lecture;
    type Given = ();
    type Error = Phrase;

    fn title(&self, (): &()) -> Phrase {
        frame::opening(self.path.display().to_string())
    }

    fn work(&self, (): (), _: &Reporter<'_, Lecture>) -> Result<Lecture, Phrase> {
        Lecture::open(&self.path).map_err(|problem| problem.phrase())
    }
}
