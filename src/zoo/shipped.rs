//! The model that ships inside the program: a small network that this project trained on its own drawings
//! (`models/shapes/train.py`), so that nobody else owns it. What it is stands in its sidecar and is shown.

use std::path::Path;

use super::{Model, Result, open};

/// The name that the command line and [`super::open`] know it by.
pub const NAME: &str = "shapes";

static WEIGHTS: &[u8] = include_bytes!("../../models/shapes.safetensors");

const SIDECAR: &str = include_str!("../../models/shapes.toml");

/// The model, with a preprocessing said by hand above its own (empty for none).
pub fn shapes(preprocessing: &str) -> Result<Model> {
    open::open_bytes(NAME, WEIGHTS, SIDECAR, preprocessing)
}

/// Whether a person who wrote this means the shipped model: its name, where no file is called so.
pub fn is_meant(file_or_name: &Path) -> bool {
    file_or_name == Path::new(NAME) && !file_or_name.exists()
}
