//! The system's file dialogs. They block, so they run on a job's thread.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use rfd::FileDialog;

const PICTURES: [&str; 8] = ["png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff"];
const MODELS: [&str; 4] = ["onnx", "safetensors", "pth", "pt"];

/// Nobody reads and closes a dialog faster than this; without a portal the answer comes at once.
const TOO_QUICK: Duration = Duration::from_millis(500);

/// What a path is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A picture to open.
    OpenPicture,
    /// A model to open.
    OpenModel,
    /// A folder of pictures to open.
    OpenFolder,
    /// Where the chapter's picture goes.
    SavePicture,
    /// Where the selected unit's map goes.
    SaveMap,
    /// Where the chapter's numbers go.
    SaveNumbers,
    /// A data set to train on.
    OpenTrainingData,
    /// A recipe to train by.
    OpenRecipe,
    /// A checkpoint to go on from.
    OpenCheckpoint,
    /// Where the training's checkpoint goes.
    SaveCheckpoint,
    /// Where the trained network goes.
    SaveTrained,
}

impl Purpose {
    /// What the dialog is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::OpenPicture => "Open picture",
            Self::OpenModel => "Open model",
            Self::OpenFolder => "Open folder",
            Self::SavePicture => "Save picture",
            Self::SaveMap => "Save map",
            Self::SaveNumbers => "Save numbers",
            Self::OpenTrainingData => "Open pictures to learn from",
            Self::OpenRecipe => "Open recipe",
            Self::OpenCheckpoint => "Resume from a checkpoint",
            Self::SaveCheckpoint => "Save checkpoint",
            Self::SaveTrained => "Save trained network",
        }
    }

    /// The extension of what is saved; `None` for what is opened.
    pub fn extension(self) -> Option<&'static str> {
        match self {
            Self::OpenPicture
            | Self::OpenModel
            | Self::OpenFolder
            | Self::OpenTrainingData
            | Self::OpenRecipe
            | Self::OpenCheckpoint => None,
            Self::SavePicture | Self::SaveMap => Some("png"),
            Self::SaveNumbers => Some("npy"),
            Self::SaveCheckpoint => Some("checkpoint"),
            Self::SaveTrained => Some("safetensors"),
        }
    }
}

/// How a dialog ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Picked {
    /// With a path.
    Path(Purpose, PathBuf),
    /// Without one: the person changed their mind.
    Nothing,
    /// The system has no dialogs.
    NoDialogs(Purpose),
}

/// Asks for a path; `name` is what a saved file is called unless the person says otherwise.
pub fn ask_for_path(purpose: Purpose, name: &str) -> Picked {
    let begin = Instant::now();
    let dialog = FileDialog::new().set_title(purpose.title());
    let path = match purpose {
        Purpose::OpenPicture => dialog.add_filter("Pictures", &PICTURES).add_filter("Models", &MODELS).pick_file(),
        Purpose::OpenModel => dialog.add_filter("Models", &MODELS).add_filter("Pictures", &PICTURES).pick_file(),
        Purpose::OpenFolder | Purpose::OpenTrainingData => dialog.pick_folder(),
        Purpose::OpenRecipe => dialog.add_filter("Recipes", &["toml"]).pick_file(),
        Purpose::OpenCheckpoint => dialog.pick_file(),
        Purpose::SaveCheckpoint => dialog.set_file_name(name).save_file(),
        Purpose::SaveTrained => dialog.set_file_name(name).add_filter("Networks", &["safetensors"]).save_file(),
        Purpose::SavePicture | Purpose::SaveMap => dialog.set_file_name(name).add_filter("PNG", &["png"]).save_file(),
        Purpose::SaveNumbers => dialog.set_file_name(name).add_filter("NPY", &["npy"]).save_file(),
    };
    match path {
        Some(path) => Picked::Path(purpose, path),
        None if begin.elapsed() < TOO_QUICK => Picked::NoDialogs(purpose),
        None => Picked::Nothing,
    }
}
