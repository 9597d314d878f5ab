//! Is it true? What can be measured of an explanation without asking whom it convinces.
//!
//! | file | question |
//! |---|---|
//! | `inside.rs` | does it point at the object, where somebody knows which pixels are the object? |
//! | `erasing.rs`, `kept.rs` | does the score fall when what it calls important is erased, and stay while the rest is? |
//! | `faithful.rs` | do its numbers foretell what small changes do, and does it stay itself meanwhile? |
//! | `randomized.rs`, `sanity.rs`, `likeness.rs`, `complexity.rs` | does it notice that the network was randomised? |
//! | `funny_birds/`, `protocol.rs` | does it know what each part of an animal is worth, where the animal can be drawn without it? |
//! | `measure.rs` | all of that as one list, each a number for a map |
//! | `study.rs`, `journal.rs` | methods, measures and pictures, one after the other, and going on after a break |
//! | `ranking.rs` | methods side by side, with standard errors, and whether they can be told apart |
//!
//! A measure takes maps as numbers (`importance.rs`); it knows no method's formula and no window.

mod complexity;
pub mod constants;
mod erasing;
mod error;
mod faithful;
pub mod funny_birds;
mod importance;
mod inside;
mod journal;
mod kept;
pub mod likeness;
mod measure;
pub mod protocol;
mod randomized;
pub mod ranking;
mod sanity;
mod study;

pub use complexity::{complexity, rise_of_complexity};
pub use erasing::{Curve, Eraser, Order, ROAD_SHARES, erase, erased_at, road};
pub use error::{Error, Result};
pub use faithful::{Foretold, foretold, most_changed};
pub use importance::{Importance, is_sensitivity};
pub use inside::{Inside, inside};
pub use journal::{Journal, Record};
pub use kept::{Kept, kept};
pub use measure::{Better, MEASURES, Measure, Needs, Trial};
pub use randomized::{Direction, Randomized, randomized};
pub use sanity::{Likeness, Stage, Stages};
pub use study::Study;
