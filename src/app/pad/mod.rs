//! The drawing pad: a sheet that lies over the window; what is drawn on it becomes the picture at every stroke.
//!
//! `drawing.rs` knows strokes, `work.rs` makes a picture of them, `panel.rs` shows the sheet. Knows no chapter.

mod drawing;
mod panel;
mod work;

pub use drawing::{Drawing, Ink, Movement, Stroke};
pub use panel::show;
pub use work::{drawn, draws_digits};

use super::{
    desk::{Desk, Seat},
    open::{self, OpenPicture, PictureSource},
    questions::Forward,
    settings::PadSettings,
    state::State,
};
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
    /// Opens the pad and draws a whole stroke: points as fractions of the sheet's sides.
    pub fn draw(&mut self, points: &[[f32; 2]], brush: &PadSettings) {
        self.open = true;
        self.drawing.draw(points, brush);
    }
}

/// Makes the drawing the picture after every change; while a network still answers to the last one, it waits, so that a slow
/// network answers during a stroke too.
pub fn ask(state: &mut State, desk: &mut Desk) {
    let Some(preprocessing) = state.preprocessing.clone() else { return };
    let revision = state.pad.drawing.revision();
    let is_shown = state.selection.picture.as_ref().is_some_and(|shown| shown.drawn);
    let is_wanted = match &state.pad.shown {
        Some((drawn, prepared)) => *drawn != revision || (is_shown && *prepared != preprocessing),
        None => revision > 0,
    };
    if is_wanted && !desk.is_busy::<OpenPicture>(Seat::ONE) && !desk.is_busy::<Forward>(Seat::ONE) {
        state.pad.shown = Some((revision, preprocessing.clone()));
        let strokes = state.pad.drawing.strokes().to_vec();
        open::show(PictureSource::Drawing(strokes, preprocessing), None, desk);
    }
}
