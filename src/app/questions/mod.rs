//! The questions that more than one part of the window looks at: what the network answers, what a layer's maps are, what is known
//! of the
//! selected unit. Chapters have questions of their own.
//!
//! A chain: the forward pass, then the layer's maps, then the unit; and beside each the paint of it, so that another colour map
//! or
//! theme computes nothing anew.

mod fits;
mod forward;
mod grown;
mod maps;
mod strongest;
mod thumbnails;
mod unit;

pub use fits::{FitsOf, TriedOn, better, fits, tried};
pub use forward::{Forward, ForwardPass, last_pass, pass};
pub use grown::{GrownOf, GrownView};
pub use maps::LayerMaps;
pub use strongest::{ELSEWHERE, Exemplars, ExemplarsOf, StrongestIn, ask_elsewhere, ask_exemplars, strongest_of};
pub use thumbnails::{Thumbnails, ThumbnailsOf};
pub use unit::{UnitOf, UnitPaint, UnitView, unit_figure};

use super::{desk::Desk, state::State};

/// Says what the window wants to know of what is selected.
pub fn ask(state: &State, desk: &mut Desk) {
    forward::ask(state, desk);
    thumbnails::ask(state, desk);
    maps::ask(state, desk);
    unit::ask(state, desk);
    strongest::ask(state, desk);
    grown::ask(state, desk);
    fits::ask(state, desk);
}
