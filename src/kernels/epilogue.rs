//! What a convolution does with its sums before it writes them: add a residual, then clamp.

use super::maps::Maps;

/// Bounds of the result; ReLU is 0 to infinity. NaN stays NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clamp {
    /// The lower bound.
    pub minimum: f32,
    /// The upper bound.
    pub maximum: f32,
}

impl Clamp {
    /// No bounds.
    pub const NONE: Self = Self { minimum: f32::NEG_INFINITY, maximum: f32::INFINITY };
    /// `max(x, 0)`.
    pub const RELU: Self = Self { minimum: 0.0, maximum: f32::INFINITY };
    /// `min(max(x, 0), 6)`.
    pub const RELU6: Self = Self { minimum: 0.0, maximum: 6.0 };

    pub(super) fn apply(self, value: f32) -> f32 {
        let value = if self.minimum > value { self.minimum } else { value };
        if self.maximum < value { self.maximum } else { value }
    }
}

/// What happens to a convolution's sums: residual, then clamp.
#[derive(Clone, Copy, Debug)]
pub struct Epilogue<'a> {
    /// Added to the sums.
    pub residual: Residual<'a>,
    /// Bounds of the result.
    pub clamp: Clamp,
}

/// Maps added to a convolution's sums.
#[derive(Clone, Copy, Debug)]
pub enum Residual<'a> {
    /// None.
    Nothing,
    /// Maps of the output's shape.
    Maps(Maps<'a>),
    /// What the output holds already: gradients of several consumers add up this way.
    Output,
}

impl Epilogue<'_> {
    /// The sums as they are.
    pub const NONE: Self = Self { residual: Residual::Nothing, clamp: Clamp::NONE };
    /// The sums through a ReLU.
    pub const RELU: Self = Self { residual: Residual::Nothing, clamp: Clamp::RELU };
    /// Added to what the output holds.
    pub const ACCUMULATE: Self = Self { residual: Residual::Output, clamp: Clamp::NONE };
}
