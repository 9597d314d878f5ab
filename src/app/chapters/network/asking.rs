//! What the network in space asks of the desk: the maps of its planes, what flows into the selected number, and the paint.
//!
//! Knows neither camera nor panel.

use std::sync::Arc;

use super::{
    orbit::Orbit,
    work::{ArithmeticOf, FlowOf, PlanesOf, PlanesPaint, planes_of, wanted_maps},
};
use crate::{
    app::{
        desk::{Desk, Seat},
        open::Loaded,
        questions::{UnitOf, pass},
        state::State,
    },
    arithmetic::Wanted,
    network::NodeId,
};

/// How many sources of the selected number have an edge, unless all are wanted.
const STRONGEST: usize = 18;

/// Asks for everything that is drawn.
pub fn space(state: &State, desk: &mut Desk, orbit: Orbit) {
    let Some(loaded) = state.model.clone() else { return };
    let layers = planes_of(&loaded, state.selection.layer);
    let pass = pass(desk).map(|answer| (answer.question.clone(), Arc::clone(&answer.value)));
    let planes = pass.as_ref().map(|(pass, _)| PlanesOf { pass: pass.clone(), layers: layers.clone() });
    let given = pass.map(|(_, pass)| (Arc::clone(&loaded), Arc::clone(&pass.activations), Arc::clone(&pass.visible)));
    desk.ask(Seat::ONE, planes, || given.clone());
    let wanted = Wanted { drawn: layers.clone(), sources: (!orbit.all).then_some(STRONGEST), to_input: !orbit.one_layer };
    let flow = desk.fresh::<UnitOf>(Seat::ONE).map(|answer| {
        let UnitOf { pass, layer, unit } = answer.question.clone();
        FlowOf { of: ArithmeticOf { pass, layer, channel: unit.channel, position: answer.value.position }, wanted }
    });
    desk.ask(Seat::ONE, flow, || given.map(|(loaded, activations, _)| (loaded, activations)));
    // Where the edges of the last answer ended stays drawn until the next one comes.
    let edges = desk.answer::<FlowOf>(Seat::ONE).map(|answer| Arc::clone(&answer.value));
    let planes = desk.fresh::<PlanesOf>(Seat::ONE).map(|answer| (answer.stamp, Arc::clone(&answer.value)));
    let selected = state.selection.layer.zip(state.selection.unit).map(|(layer, unit)| (layer, unit.channel));
    let paint = planes.as_ref().map(|(stamp, _)| PlanesPaint {
        planes: *stamp,
        input: loaded.engine.network().input(),
        scores: layers.iter().copied().filter(|layer| is_scores(&loaded, *layer)).collect(),
        wanted: wanted_maps(&loaded, edges.as_deref(), selected),
        look: state.settings.colours.look(state.dark),
    });
    desk.ask(Seat::ONE, paint, || planes.map(|(_, planes)| planes));
}

/// Whether a layer has a number for each class.
fn is_scores(loaded: &Loaded, layer: NodeId) -> bool {
    let network = loaded.engine.network();
    let is_behind = loaded.is_scores(layer) || layer > network.scores();
    is_behind && loaded.map_shape(layer) == Some([network.class_count(), 1, 1])
}
