//! What a network in training is made of; the engine behind it is in the native backend.
//!
//! Knows arrays and what they are for; knows nothing of losses, optimisers or data.

use super::Result;

pub use super::backend::TrainingEngine;

/// A loss: given a network's answer, it writes its gradient there.
pub type Loss<'a> = dyn FnMut(&[f32], &mut [f32]) -> Result<()> + 'a;

/// One learned or measured array of a network.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The constant node's name, which is its key in a file: `conv1.weight`.
    pub name: String,
    /// `O x C / groups x KH x KW` for convolutions, `O x I` for fully connected layers, `C` for the rest.
    pub shape: Vec<usize>,
    /// What it is for.
    pub kind: ParameterKind,
    /// Its numbers now, in reading order.
    pub values: Vec<f32>,
    /// The gradient at them after a step; empty for what is measured.
    pub gradient: Vec<f32>,
}

/// What a parameter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParameterKind {
    /// Weights of a convolution or a fully connected layer.
    Weight,
    /// What is added to their sums.
    Bias,
    /// A normalisation's factors.
    Scale,
    /// A normalisation's offsets.
    Shift,
    /// The mean that a batch normalisation will use when predicting: measured, not learned.
    RunningMean,
    /// Its variance.
    RunningVariance,
}

impl ParameterKind {
    /// Whether the number is learned; otherwise it is measured on the way.
    pub fn is_learned(self) -> bool {
        !matches!(self, Self::RunningMean | Self::RunningVariance)
    }
}
