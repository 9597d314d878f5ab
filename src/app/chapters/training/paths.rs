//! The paths that the chapter asks for.

use crate::app::open::{PathKind, PathRequest};

const CHECKPOINT: (&str, &[&str]) = ("Checkpoints", &["checkpoint"]);

/// Pictures to learn from.
pub const OPEN_DATA: PathRequest = PathRequest {
    id: "open-training-data",
    title: "Open pictures to learn from",
    kind: PathKind::Folder,
    hint: "/home/me/pictures",
    about: "A folder with a folder of pictures per class, or of MNIST or CIFAR-10 files",
};

/// A recipe.
pub const OPEN_RECIPE: PathRequest = PathRequest {
    id: "open-recipe",
    title: "Open recipe",
    kind: PathKind::Open(&[("Recipes", &["toml"])]),
    hint: "/home/me/recipe.toml",
    about: "A recipe in TOML",
};

/// What a training left to go on from.
pub const OPEN_CHECKPOINT: PathRequest = PathRequest {
    id: "open-checkpoint",
    title: "Resume from a checkpoint",
    kind: PathKind::Open(&[CHECKPOINT]),
    hint: "/home/me/network.checkpoint",
    about: "A checkpoint of the recipe and the data that are written",
};

/// Where what is needed to go on later is written.
pub const SAVE_CHECKPOINT: PathRequest = PathRequest {
    id: "save-checkpoint",
    title: "Save checkpoint",
    kind: PathKind::Save(&[CHECKPOINT]),
    hint: "/home/me/network.checkpoint",
    about: "Everything that is needed to go on later",
};

/// Where the network is written.
pub const SAVE_NETWORK: PathRequest = PathRequest {
    id: "save-trained",
    title: "Save trained network",
    kind: PathKind::Save(&[("Safetensors", &["safetensors"])]),
    hint: "/home/me/network.safetensors",
    about: "The trained network; a TOML file beside it says how it came about",
};
