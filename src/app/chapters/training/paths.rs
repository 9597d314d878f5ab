//! The paths that the chapter asks for.

use crate::app::open::{PathKind, PathRequest};

const CHECKPOINT: (&str, &[&str]) = ("path-checkpoints", &["checkpoint"]);

/// Pictures to learn from.
pub const OPEN_DATA: PathRequest = PathRequest { id: "open-training-data", kind: PathKind::Folder, hint: "/home/me/pictures" };

/// A recipe.
pub const OPEN_RECIPE: PathRequest =
    PathRequest { id: "open-recipe", kind: PathKind::Open(&[("path-recipes", &["toml"])]), hint: "/home/me/recipe.toml" };

/// What a training left to go on from.
pub const OPEN_CHECKPOINT: PathRequest =
    PathRequest { id: "open-checkpoint", kind: PathKind::Open(&[CHECKPOINT]), hint: "/home/me/network.checkpoint" };

/// Where what is needed to go on later is written.
pub const SAVE_CHECKPOINT: PathRequest =
    PathRequest { id: "save-checkpoint", kind: PathKind::Save(&[CHECKPOINT]), hint: "/home/me/network.checkpoint" };

/// Where the network is written.
pub const SAVE_NETWORK: PathRequest = PathRequest {
    id: "save-trained",
    kind: PathKind::Save(&[("safetensors", &["safetensors"])]),
    hint: "/home/me/network.safetensors",
};

/// All of them.
pub static REQUESTS: [PathRequest; 5] = [OPEN_DATA, OPEN_RECIPE, OPEN_CHECKPOINT, SAVE_CHECKPOINT, SAVE_NETWORK];
