//! Models from end to end: those that ship, those that are trained here, and the world that they are trained on.

#![expect(clippy::unwrap_used, reason = "a helper of a test may panic")]

mod generators;
mod shapes;
mod shipped_models;
#[path = "../support/mod.rs"]
mod support;
mod training;
mod world;
