//! How many pictures, steps and draws the numbers of the list come from. Whoever changes one changes the numbers.

/// Steps in which a picture is erased.
pub const ERASING_STEPS: usize = 32;
/// Squares that are erased to see whether a map foretells it.
pub const FORETOLD: usize = 48;
/// Pictures a little beside the picture.
pub const BESIDE: usize = 8;
/// How far beside at most, in the input's own numbers (Captum's default radius).
pub const RADIUS: f64 = 0.02;
/// Stages in which a network is randomised.
pub const STAGES: usize = 4;
