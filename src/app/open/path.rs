//! Asking for a path: the system's file dialogs. They block, so they run on a job's thread.
//!
//! What a path is asked for is a value ([`PathRequest`]); whoever needs another one writes it down where it is needed.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use rfd::FileDialog;

use crate::{
    app::{
        desk::{Conduct, Question, Reporter},
        ids::ErrandId,
    },
    formats::MODEL_EXTENSIONS,
    picture::EXTENSIONS,
    words::{Phrase, Words},
};

/// Nobody reads and closes a dialog faster than this; without a portal the answer comes at once.
const TOO_QUICK: Duration = Duration::from_millis(500);

/// A kind of file in a dialog: its name, of `paths.ftl` where a language has its own, and its endings.
pub type FileType = (&'static str, &'static [&'static str]);

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathKind {
    /// A file to open.
    Open(&'static [FileType]),
    /// A folder to open.
    Folder,
    /// A file to write.
    Save(&'static [FileType]),
}

/// Why a path is asked for; `paths.ftl` has its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathRequest {
    /// What it is called in commands.
    pub id: &'static str,
    /// What is asked for.
    pub kind: PathKind,
    /// A path as an example.
    pub hint: &'static str,
}

impl PathRequest {
    /// What the dialog is called.
    pub fn title(&self) -> Phrase {
        Phrase::named(format!("path-{}", self.id))
    }

    /// What may be given, in a sentence.
    pub fn about(&self) -> Phrase {
        Phrase::named(format!("path-{}.about", self.id))
    }

    /// The ending that what is saved has unless the person says otherwise; `None` for what is opened.
    pub fn extension(&self) -> Option<&'static str> {
        match self.kind {
            PathKind::Save([(_, [first, ..]), ..]) => Some(first),
            _ => None,
        }
    }
}

const PICTURES: FileType = ("path-pictures", &EXTENSIONS);
const MODELS: FileType = ("path-models", &MODEL_EXTENSIONS);
const SESSIONS: FileType = ("path-sessions", &["convscope"]);

/// A picture to open.
pub const OPEN_PICTURE: PathRequest =
    PathRequest { id: "open-picture", kind: PathKind::Open(&[PICTURES, MODELS]), hint: "/home/me/picture.jpg" };

/// A model to open.
pub const OPEN_MODEL: PathRequest =
    PathRequest { id: "open-model", kind: PathKind::Open(&[MODELS, PICTURES]), hint: "/home/me/model.onnx" };

/// A folder of pictures to open.
pub const OPEN_FOLDER: PathRequest = PathRequest { id: "open-folder", kind: PathKind::Folder, hint: "/home/me/pictures" };

/// Where the chapter's figure goes.
pub const SAVE_PICTURE: PathRequest =
    PathRequest { id: "save-picture", kind: PathKind::Save(&[("PNG", &["png"]), ("SVG", &["svg"])]), hint: "/home/me/maps.png" };

/// Where the selected unit's map goes.
pub const SAVE_MAP: PathRequest = PathRequest { id: "save-map", ..SAVE_PICTURE };

/// Where the chapter's numbers go.
pub const SAVE_NUMBERS: PathRequest =
    PathRequest { id: "save-numbers", kind: PathKind::Save(&[("NPY", &["npy"]), ("CSV", &["csv"])]), hint: "/home/me/maps.npy" };

/// A session to take up.
pub const OPEN_SESSION: PathRequest =
    PathRequest { id: "open-session", kind: PathKind::Open(&[SESSIONS]), hint: "/home/me/lecture.convscope" };

/// Where the view goes.
pub const SAVE_SESSION: PathRequest = PathRequest { id: "save-session", kind: PathKind::Save(&[SESSIONS]), ..OPEN_SESSION };

/// A model or a picture that a session misses.
pub const FIND_FILE: PathRequest = PathRequest { id: "find-file", ..OPEN_MODEL };

/// A folder that a session misses.
pub const FIND_FOLDER: PathRequest = PathRequest { id: "find-folder", ..OPEN_FOLDER };

/// What the window asks a path for; chapters have their own.
pub static REQUESTS: [PathRequest; 10] = [
    OPEN_PICTURE,
    OPEN_MODEL,
    OPEN_FOLDER,
    OPEN_SESSION,
    SAVE_PICTURE,
    SAVE_MAP,
    SAVE_NUMBERS,
    SAVE_SESSION,
    FIND_FILE,
    FIND_FOLDER,
];

/// How a dialog ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Picked {
    /// With a path.
    Path(PathBuf),
    /// Without one: the person changed their mind.
    Nothing,
    /// The system has no dialogs.
    NoDialogs,
}

/// Asks a person for a path.
#[derive(Clone, Debug, PartialEq)]
pub struct AskPath {
    /// Different for every time.
    pub id: ErrandId,
    /// Why.
    pub request: PathRequest,
    /// What a saved file is called unless the person says otherwise.
    pub name: String,
    /// The dialog's language.
    pub words: Words,
}

impl Question for AskPath {
    type Answer = Picked;
    type Given = ();
    type Error = Phrase;

    const CONDUCT: Conduct = Conduct::WAITING;

    fn title(&self, (): &()) -> Phrase {
        self.request.title()
    }

    fn work(&self, (): (), _: &Reporter<'_, Picked>) -> Result<Picked, Phrase> {
        let begin = Instant::now();
        let dialog = FileDialog::new().set_title(self.words.say(&self.request.title()));
        let filtered = |dialog: FileDialog, types: &[FileType]| {
            types.iter().fold(dialog, |dialog, (name, endings)| dialog.add_filter(self.words.say(&Phrase::named(*name)), endings))
        };
        let path = match self.request.kind {
            PathKind::Open(types) => filtered(dialog, types).pick_file(),
            PathKind::Folder => dialog.pick_folder(),
            PathKind::Save(types) => filtered(dialog.set_file_name(&self.name), types).save_file(),
        };
        Ok(match path {
            Some(path) => Picked::Path(path),
            None if begin.elapsed() < TOO_QUICK => Picked::NoDialogs,
            None => Picked::Nothing,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_has_an_ending_and_what_is_opened_has_none() {
        assert_eq!(
            [SAVE_PICTURE, SAVE_NUMBERS, OPEN_MODEL, OPEN_FOLDER].map(|request| request.extension()),
            [Some("png"), Some("npy"), None, None]
        );
    }
}
