//! The drawing pad: a sheet that lies over the window; what is drawn on it becomes the picture at every stroke.
//!
//! `drawing.rs` knows strokes, `work.rs` makes a picture of them, `asking.rs` asks for it, `panel.rs` shows the sheet. Knows no
//! chapter; and this file never names the window's state, which holds the pad.

mod asking;
mod drawing;
mod panel;
mod work;

pub use asking::ask;
pub use drawing::{Drawing, Ink, Movement, Stroke};
pub use panel::show;
pub use work::{drawn, draws_digits};

use super::settings::PadSettings;
use crate::picture::Preprocessing;

/// The pad.
#[derive(Clone, Debug, Default)]
pub struct Pad {
    /// Whether it lies over the window.
    pub open: bool,
    /// What is drawn.
    pub drawing: Drawing,
    /// The drawing that became the picture last, and how it was prepared.
    shown: Option<(u64, Preprocessing)>,
}

impl Pad {
    /// Whether something was drawn that is no picture yet.
    pub fn is_ahead(&self) -> bool {
        self.shown.as_ref().map_or(0, |(revision, _)| *revision) != self.drawing.revision()
    }

    /// Opens the pad and draws a whole stroke: points as fractions of the sheet's sides.
    pub fn draw(&mut self, points: &[[f32; 2]], brush: &PadSettings) {
        self.open = true;
        self.drawing.draw(points, brush);
    }
}
