//! What can be asked of chapters: each one's own commands under its name, so that they can be written, compared and undone.
//!
//! Knows their words alone, none of their deeds.

use super::{attribution, embedding, feature_maps, filters, network, training, visualise};
use crate::app::{
    deed::{Deed, Form},
    open::PathRequest,
};

/// What chapters ask a path for.
pub static REQUESTS: &[&[PathRequest]] = &[&training::REQUESTS, &[visualise::OPEN_SECOND]];

/// Something that a chapter is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum ChapterCommand {
    /// Show the network.
    Network(network::Show),
    /// Show weights.
    Filters(filters::Show),
    /// Show maps.
    FeatureMaps(feature_maps::Show),
    /// Explain.
    Attribution(attribution::Explain),
    /// Cover by hand.
    Hand(attribution::Cover),
    /// Embed.
    Embedding(embedding::Embed),
    /// Train.
    Training(training::TrainingCommand),
    /// Grow pictures.
    Visualise(visualise::Grow),
}

impl ChapterCommand {
    /// As it is written, in one line.
    pub fn written(&self) -> String {
        match self {
            Self::Network(deed) => deed.written(),
            Self::Filters(deed) => deed.written(),
            Self::FeatureMaps(deed) => deed.written(),
            Self::Attribution(deed) => deed.written(),
            Self::Hand(deed) => deed.written(),
            Self::Embedding(deed) => deed.written(),
            Self::Training(deed) => deed.written(),
            Self::Visualise(deed) => deed.written(),
        }
    }

    /// How all of them are written.
    pub fn forms() -> impl Iterator<Item = Form> {
        let all = [
            network::Show::FORMS,
            filters::Show::FORMS,
            feature_maps::Show::FORMS,
            attribution::Explain::FORMS,
            attribution::Cover::FORMS,
            embedding::Embed::FORMS,
            training::TrainingCommand::FORMS,
            visualise::Grow::FORMS,
        ];
        all.into_iter().flatten().copied()
    }

    /// Reads one; `None` if the word is not theirs, or what stands behind it makes no sense.
    pub fn read(word: &str, rest: &str) -> Option<Self> {
        let of_network = network::Show::read(word, rest).map(Self::Network);
        of_network
            .or_else(|| filters::Show::read(word, rest).map(Self::Filters))
            .or_else(|| feature_maps::Show::read(word, rest).map(Self::FeatureMaps))
            .or_else(|| attribution::Explain::read(word, rest).map(Self::Attribution))
            .or_else(|| attribution::Cover::read(word, rest).map(Self::Hand))
            .or_else(|| embedding::Embed::read(word, rest).map(Self::Embedding))
            .or_else(|| training::TrainingCommand::read(word, rest).map(Self::Training))
            .or_else(|| visualise::Grow::read(word, rest).map(Self::Visualise))
    }
}
