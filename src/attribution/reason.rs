//! Why a method does not apply to a network and a target, and what does.

use std::fmt;

use crate::words::{Phrase, Words, trust};

/// Why a method does not apply, and what does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It explains classes alone.
    ClassesAlone,
    /// The network's end is of another kind.
    NoPooledHead,
    /// There are no maps.
    NoMapsOnTheWay,
    /// What black and white are is not known.
    UnknownLevels,
    /// There are no pictures to compare with.
    NoReferences,
    /// The network does not end in a linear layer.
    NoClassifier,
    /// Nobody knows where the object is.
    NoTruth,
    /// What is explained does not depend on the layer's maps alone.
    LayerIsTarget,
}

impl Reason {
    /// In words.
    pub const fn phrase(self) -> Phrase {
        match self {
            Self::ClassesAlone => trust::CLASSES_ALONE,
            Self::NoPooledHead => trust::NO_POOLED_HEAD,
            Self::NoMapsOnTheWay => trust::NO_MAPS_ON_THE_WAY,
            Self::UnknownLevels => trust::UNKNOWN_LEVELS,
            Self::NoReferences => trust::NO_REFERENCES,
            Self::NoClassifier => trust::NO_CLASSIFIER,
            Self::NoTruth => trust::NO_TRUTH,
            Self::LayerIsTarget => trust::LAYER_IS_TARGET,
        }
    }
}

/// As other errors say it, in English.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Words::ENGLISH.say(&self.phrase()))
    }
}

impl std::error::Error for Reason {}
