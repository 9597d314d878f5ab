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
};

/// Nobody reads and closes a dialog faster than this; without a portal the answer comes at once.
const TOO_QUICK: Duration = Duration::from_millis(500);

/// A kind of file in a dialog: its name and its endings.
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

/// Why a path is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathRequest {
    /// What it is called in commands.
    pub id: &'static str,
    /// What the dialog is called.
    pub title: &'static str,
    /// What is asked for.
    pub kind: PathKind,
    /// A path as an example.
    pub hint: &'static str,
    /// What may be given, in a sentence.
    pub about: &'static str,
}

impl PathRequest {
    /// The ending that what is saved has unless the person says otherwise; `None` for what is opened.
    pub fn extension(&self) -> Option<&'static str> {
        match self.kind {
            PathKind::Save([(_, [first, ..]), ..]) => Some(first),
            _ => None,
        }
    }
}

const PICTURES: FileType = ("Pictures", &EXTENSIONS);
const MODELS: FileType = ("Models", &MODEL_EXTENSIONS);
const ANYTHING: &str = "A picture, a model (ONNX, safetensors), a folder of pictures, or world:2000";

/// A picture to open.
pub const OPEN_PICTURE: PathRequest = PathRequest {
    id: "open-picture",
    title: "Open picture",
    kind: PathKind::Open(&[PICTURES, MODELS]),
    hint: "/home/me/picture.jpg",
    about: ANYTHING,
};

/// A model to open.
pub const OPEN_MODEL: PathRequest = PathRequest {
    id: "open-model",
    title: "Open model",
    kind: PathKind::Open(&[MODELS, PICTURES]),
    hint: "/home/me/model.onnx",
    about: ANYTHING,
};

/// A folder of pictures to open.
pub const OPEN_FOLDER: PathRequest =
    PathRequest { id: "open-folder", title: "Open folder", kind: PathKind::Folder, hint: "/home/me/pictures", about: ANYTHING };

/// Where the chapter's figure goes.
pub const SAVE_PICTURE: PathRequest = PathRequest {
    id: "save-picture",
    title: "Save picture",
    kind: PathKind::Save(&[("PNG", &["png"]), ("SVG", &["svg"])]),
    hint: "/home/me/maps.png",
    about: "A PNG file, or an SVG file with real text and vector axes",
};

/// Where the selected unit's map goes.
pub const SAVE_MAP: PathRequest = PathRequest { id: "save-map", title: "Save map", ..SAVE_PICTURE };

/// Where the chapter's numbers go.
pub const SAVE_NUMBERS: PathRequest = PathRequest {
    id: "save-numbers",
    title: "Save numbers",
    kind: PathKind::Save(&[("NPY", &["npy"]), ("CSV", &["csv"])]),
    hint: "/home/me/maps.npy",
    about: "An NPY or a CSV file with the raw values",
};

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
}

impl Question for AskPath {
    type Answer = Picked;
    type Given = ();
    type Error = String;

    const CONDUCT: Conduct = Conduct::WAITING;

    fn title(&self, (): &()) -> String {
        self.request.title.to_owned()
    }

    fn work(&self, (): (), _: &Reporter<'_, Picked>) -> Result<Picked, String> {
        let begin = Instant::now();
        let dialog = FileDialog::new().set_title(self.request.title);
        let filtered = |dialog: FileDialog, types: &[FileType]| {
            types.iter().fold(dialog, |dialog, (name, endings)| dialog.add_filter(*name, endings))
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
