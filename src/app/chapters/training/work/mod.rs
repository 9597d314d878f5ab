//! A training that is watched: it runs on a job's thread, step by step, and hands out what the window shows; and the questions
//! beside it.

mod check;
mod dials;
mod look;
mod mistakes;
mod paint;
mod record;
mod session;
mod shortcut;

pub use check::{CheckRecipe, Checked, ReadRecipe, Summary};
pub use dials::{Dials, Setting};
pub use look::LayerSpread;
pub use mistakes::{Mistakes, MistakesOf};
pub use paint::{LookPaint, PaintedLook};
pub use record::{Measured, Record};
pub use session::{Session, TrainingRun, TrainingView, Way};
pub use shortcut::{CatchShortcut, Seen, Shortcut, Suspect};
