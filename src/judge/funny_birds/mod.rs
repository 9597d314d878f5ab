//! Judging by parts, as FunnyBirds does (Hesse, Schaub-Meyer and Roth 2023, "FunnyBirds: A synthetic vision dataset for a
//! part-based analysis of explainable AI methods"): a picture is drawn again without some of its parts, which is a picture as
//! the network knows them, so that what a part is worth to the network is known and not guessed.
//!
//! | file | what |
//! |---|---|
//! | `animal.rs` | one picture of the fauna: where its parts are, and the pictures without some of them |
//! | `reaction.rs` | what the network makes of it with and without its parts |
//! | `shares.rs` | how much of a map lies on each part |
//! | `tried.rs` | a map held against the reaction: the published checks, each for one picture |
//!
//! What all pictures together say of a method stands in `protocol.rs`. It follows the published code but for two faults: that
//! finds no minimal sufficient part sets for the last class, and it counts a map that is blind to the class as wrong in target
//! sensitivity, where here a tie is worth one half, as much as a coin.

mod animal;
mod reaction;
mod shares;
mod tried;

use crate::data::world::fauna::PartKind;

pub use animal::Animal;
pub use reaction::Reaction;
pub use shares::{Shares, grown};
pub use tried::Tried;

/// Kinds of parts.
pub const PARTS: usize = PartKind::ALL.len();

/// The threshold that favours no method: a part is important that has more than its equal share of the whole map.
pub const FIXED: f64 = 1.0 / PARTS as f64;

/// The thresholds among which the published protocol takes the best one for each method.
pub fn thresholds() -> impl Iterator<Item = f64> {
    const COUNT: usize = 80;
    (0..COUNT).map(|step| 0.01 + (0.5 - 0.01) * step as f64 / (COUNT - 1) as f64)
}
