//! Asks for the drawing as a picture, so that the network answers at every stroke. Knows neither sheet nor pixels.

use crate::app::{
    desk::{Desk, Seat},
    open::{self, OpenPicture, PictureSource},
    questions::Forward,
    state::State,
};

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
