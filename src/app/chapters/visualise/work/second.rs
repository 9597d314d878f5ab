//! The second picture, read from its file.

use std::path::PathBuf;

use crate::{
    app::{
        desk::{Conduct, Question, Reporter},
        ids::PictureId,
        open::Shown,
    },
    picture::Error,
    words::{Phrase, frame},
};

/// What does the second picture show?
#[derive(Clone, Debug, PartialEq)]
pub struct SecondPicture {
    /// Its file.
    pub path: PathBuf,
}

impl Question for SecondPicture {
    type Answer = Shown;
    type Given = ();
    type Error = Error;

    const CONDUCT: Conduct = Conduct::WAITING;

    fn title(&self, (): &()) -> Phrase {
        frame::reading(self.path.display().to_string())
    }

    fn work(&self, (): (), _: &Reporter<'_, Shown>) -> Result<Shown, Error> {
        Shown::open(PictureId::new(), &self.path)
    }
}
