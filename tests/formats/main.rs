//! Files of every kind: what they hold is what a reference read from them, and a broken one is refused in a sentence.

#![expect(clippy::unwrap_used, reason = "a helper of a test may panic")]

mod broken_files;
mod data_sets;
mod drawing;
mod onnx;
mod open_models;
mod picture_files;
#[path = "../support/mod.rs"]
mod support;
