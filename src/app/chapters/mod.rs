//! The chapters, each in a folder of its own: a `mod` here, a line in [`all`], and a variant in `deeds.rs` for what is asked of
//! it.
//!
//! Knows only their names; a chapter never names another one.

pub mod attribution;
mod deeds;
pub mod embedding;
pub mod feature_maps;
pub mod filters;
pub mod network;
pub mod training;
pub mod visualise;

pub use deeds::{ChapterCommand, REQUESTS};

use super::chapter::Chapter;

/// The chapter that the window begins with.
pub const HOME: &str = "feature-maps";

/// All chapters in the order of their tabs.
pub fn all() -> Vec<Box<dyn Chapter>> {
    vec![
        Box::<network::NetworkChapter>::default(),
        Box::<filters::FiltersChapter>::default(),
        Box::<feature_maps::FeatureMaps>::default(),
        Box::<attribution::Attribution>::default(),
        Box::<visualise::Visualise>::default(),
        Box::<embedding::Embedding>::default(),
        Box::<training::Training>::default(),
    ]
}
