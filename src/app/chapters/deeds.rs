//! What can be asked of chapters: each one's own commands under its name, so that they can be written, compared and undone.
//!
//! Knows their words alone, none of their deeds.

use super::{attribution, embedding, feature_maps, filters, training};

/// Something that a chapter is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum ChapterCommand {
    /// Show weights.
    Filters(filters::Show),
    /// Show maps.
    FeatureMaps(feature_maps::Show),
    /// Explain.
    Attribution(attribution::Explain),
    /// Embed.
    Embedding(embedding::Embed),
    /// Train.
    Training(training::TrainingCommand),
}
