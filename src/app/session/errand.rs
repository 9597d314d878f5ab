//! Opening a session, as a question of the desk, and keeping the view in a file while the program runs.

use std::{path::PathBuf, sync::Arc};

use super::{
    archive,
    needs::{Look, Need},
    text::Text,
};
use crate::{
    app::{
        command::Request,
        desk::{Conduct, Question, Reporter},
        ids::ErrandId,
        open::Shown,
    },
    formats::atomic,
    words::{Phrase, frame},
};

/// Opens a session and looks for what it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenSession {
    /// Different for every time.
    pub id: ErrandId,
    /// The file.
    pub path: PathBuf,
}

/// A session that was opened.
#[derive(Debug)]
pub struct Opened {
    /// What it needs, and what became of that.
    pub needs: Vec<(Need, Look)>,
    /// What brings its view back.
    pub requests: Vec<Request>,
}

impl Question for OpenSession {
    type Answer = Opened;
    type Given = ();
    type Error = Phrase;

    fn title(&self, (): &()) -> Phrase {
        frame::opening(self.path.display().to_string())
    }

    fn work(&self, (): (), reporter: &Reporter<'_, Opened>) -> Result<Opened, Phrase> {
        let (text, requests) = archive::read(&self.path).map_err(|problem| problem.phrase())?;
        let mut needs = Vec::new();
        for need in text.needs {
            let look = need.look(&self.path, reporter.control())?;
            needs.push((need, look));
        }
        Ok(Opened { needs, requests })
    }
}

/// Keeps the view in a file, in case the program ends without closing its window.
#[derive(Clone, Debug, PartialEq)]
pub struct KeepView {
    /// Different for every time.
    pub id: ErrandId,
    /// The file.
    pub path: PathBuf,
}

impl Question for KeepView {
    type Answer = ();
    type Given = (Text, Vec<Arc<Shown>>);
    type Error = Phrase;

    const CONDUCT: Conduct = Conduct { can_stop: false, can_pause: false, ..Conduct::BACKGROUND };

    fn title(&self, _: &Self::Given) -> Phrase {
        frame::KEEPING_VIEW
    }

    fn work(&self, (text, pictures): Self::Given, _: &Reporter<'_, ()>) -> Result<(), Phrase> {
        let bytes = archive::bytes(&text, &pictures)?;
        Ok(atomic::write(&self.path, |file| file.write_all(&bytes))?)
    }
}
