//! Where a model's preprocessing comes from: whoever wonders about an answer has to know whether it was said or guessed.

use crate::words::{Phrase, zoo};

/// Where a preprocessing comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PreprocessingSource {
    /// A file beside the model's, by its name.
    Sidecar(String),
    /// The model's file itself.
    Itself,
    /// The recipe that the network is trained by.
    Recipe,
    /// A person: what was said, and where the rest comes from.
    ByHand(String, Box<PreprocessingSource>),
    /// Nobody said it: what the published weights of this architecture take.
    AssumedOfWeights(String),
    /// Nobody said it: what most networks for coloured pictures take.
    AssumedImagenet,
    /// Nobody said it: grey from 0 to 1.
    AssumedGrey,
}

impl PreprocessingSource {
    /// Whether nobody said it, so that it is a guess.
    pub const fn is_assumed(&self) -> bool {
        matches!(self, Self::AssumedOfWeights(_) | Self::AssumedImagenet | Self::AssumedGrey)
    }

    /// In words.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Sidecar(file) => zoo::from_file(file),
            Self::Itself => zoo::FROM_ITSELF,
            Self::Recipe => zoo::FROM_RECIPE,
            Self::ByHand(said, rest) => zoo::by_hand(said, rest.phrase()),
            Self::AssumedOfWeights(architecture) => zoo::assumed_of_weights(architecture),
            Self::AssumedImagenet => zoo::ASSUMED_IMAGENET,
            Self::AssumedGrey => zoo::ASSUMED_GREY,
        }
    }
}
