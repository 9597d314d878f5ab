//! Numbers against references: both backends, every method, every family of architectures, what trains a network.

#![expect(clippy::unwrap_used, reason = "a helper of a test may panic")]

mod architectures;
mod arithmetic;
mod attribution;
mod attribution_channels;
mod attribution_reference;
mod changed_inputs;
mod cone;
mod covering;
mod embedding;
mod funny_birds;
mod generated;
mod judge;
mod layers;
mod libraries;
mod lucent;
mod native_backend;
#[path = "../support/mod.rs"]
mod support;
mod training_reference;
mod transfer;
mod units;
mod visualization;
