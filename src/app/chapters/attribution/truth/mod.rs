//! "Is it true?": what can be measured of the maps that are shown, beside the controls. Asked only while the page is open.

mod column;
mod erasing;
mod page;
mod parts;
mod tables;
mod work;

use std::sync::Arc;

pub use column::column;
pub use erasing::Erasing;
pub use page::page;
pub use tables::tables;
pub use work::{Randomised, StripPaint, Tested, Verdict};

use super::{Settings, Tile, asking::Seen, work::Explanation};
use crate::{
    app::{chapter::Asking, desk::Seat, sight::Sight},
    figures::Look,
};
use work::Given;

/// Asks about every tile that is tested.
pub fn ask(settings: &Settings, asking: &mut Asking<'_>) {
    let state = asking.state;
    let is_shown = asking.shown && settings.truth;
    let model = state.model.clone();
    let question = model.as_ref().filter(|_| is_shown).map(|loaded| Randomised { model: loaded.id });
    asking.desk.ask(Seat::ONE, question, || model);
    if !is_shown {
        return;
    }
    for tile in settings.tested() {
        ask_one(settings, asking, &tile);
    }
}

fn ask_one(settings: &Settings, asking: &mut Asking<'_>, tile: &Tile) {
    let state = asking.state;
    let (Some(method), Some(seat)) = (tile.method(), tile.seat()) else { return };
    let map = asking.desk.fresh::<Explanation>(seat).filter(|answer| answer.is_whole);
    let map = map.map(|answer| (answer.question.clone(), Arc::clone(&answer.value)));
    let place = Seen::of(Sight { state, desk: asking.desk }, tile);
    let stages = asking.desk.fresh::<Randomised>(Seat::ONE).map(|answer| Arc::clone(&answer.value));
    let question = map.as_ref().map(|(explained, _)| Tested { explained: explained.clone(), eraser: settings.eraser });
    let given = || {
        let Seen { loaded, shown, pass, .. } = place?;
        // Another network is randomised by itself.
        let stages = if tile.model.is_none() { Some(stages?) } else { None };
        Some(Given { method, map: map?.1, loaded, pass, shown, folder: state.folder.clone(), stages })
    };
    asking.desk.ask(seat, question, given);
    let verdict = asking.desk.fresh::<Tested>(seat).map(|answer| (answer.stamp, Arc::clone(&answer.value)));
    let look = Look::plain(state.settings.colours.map, state.dark);
    let paint = verdict.as_ref().map(|(stamp, _)| StripPaint { verdict: *stamp, look });
    asking.desk.ask(seat, paint, || verdict.map(|(_, verdict)| verdict));
}
