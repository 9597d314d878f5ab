//! What the chapter's parts ask of the desk. The network in space: the maps of its planes, what flows into the selected number,
//! and the paint. Its picture: the parts, their maps, and what moves the selected one.
//!
//! Knows neither camera nor panel.

use std::sync::Arc;

use super::{
    command::PictureSettings,
    orbit::Orbit,
    work::{
        AnatomyOf, ArithmeticOf, BESIDE, BOXES, COLUMNS, EffectiveOf, FacesPaint, FlowOf, Given, IN_BOX, PlanesOf, PlanesPaint,
        SheetPaint, Whose, planes_of, wanted_maps,
    },
};
use crate::{
    anatomy::Inside,
    app::{
        desk::{Desk, Seat},
        open::Loaded,
        questions::{UnitOf, pass},
        state::State,
    },
    arithmetic::Wanted,
    network::NodeId,
    units::middle,
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
        FlowOf { of: ArithmeticOf { pass, layer, channel: unit.channel, position: answer.value.position, change: None }, wanted }
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

/// Asks for the parts, their maps, and what moves the selected one.
pub fn picture(state: &State, desk: &mut Desk, picture: &PictureSettings, shown: bool) {
    let open = state.model.as_ref().map(|loaded| (Whose::Open(loaded.id), Given::Open(Arc::clone(loaded))));
    let published = |name| (Whose::Published(name), Given::Published(name));
    let ask = |desk: &mut Desk, seat: Seat, of: Option<(Whose, Given)>| {
        let (whose, given) = of.unzip();
        desk.ask(seat, whose.map(|whose| AnatomyOf { whose }), || given.filter(|_| shown));
    };
    ask(desk, Seat::ONE, picture.published.map(published).or(open));
    ask(desk, BESIDE, picture.beside.map(published));
    let taken = desk.fresh::<AnatomyOf>(Seat::ONE).map(|answer| Arc::clone(&answer.value));
    let Some(taken) = taken.filter(|_| picture.published.is_none()) else { return };
    let anatomy = &taken.anatomy;
    let opened = state.selection.layer.and_then(|layer| picture.level.opened(anatomy, layer));
    // One map for each column, some for each box: another part opened leaves the columns as they are.
    let columns: Vec<(NodeId, usize)> =
        anatomy.runs(picture.folding).iter().map(|run| (anatomy.parts[run.first].exit, 1)).collect();
    let boxes: Vec<(NodeId, usize)> = opened
        .map_or_else(Vec::new, |part| Inside::of(&taken.network, part).pieces.iter().map(|piece| (piece.node, IN_BOX)).collect());
    let look = state.settings.colours.look(state.dark);
    let pass = pass(desk).map(|answer| (answer.question.clone(), Arc::clone(&answer.value)));
    let given = || {
        let (_, pass) = pass.as_ref().filter(|_| shown)?;
        Some((state.model.clone()?, Arc::clone(&pass.activations), Arc::clone(&pass.visible)))
    };
    for (seat, wanted) in [(COLUMNS, columns), (BOXES, boxes)] {
        let faces = pass.as_ref().map(|(pass, _)| FacesPaint { pass: pass.clone(), wanted, look });
        desk.ask(seat, faces, given);
    }
    let sheet = pass.as_ref().zip(opened).map(|((pass, _), part)| SheetPaint { pass: pass.clone(), node: part.exit, look });
    desk.ask(Seat::ONE, sheet, || given().map(|(loaded, activations, _)| (loaded, activations)));
    let of_layer = state.selection.layer.filter(|layer| picture.effective && middle(&taken.network, *layer).is_some());
    let (model, preprocessing) = (state.model.as_ref(), state.preprocessing.clone());
    let effective = of_layer.zip(model).zip(preprocessing).map(|((layer, loaded), preprocessing)| EffectiveOf {
        model: loaded.id,
        preprocessing,
        layer,
        folder: state.folder.as_ref().map(|folder| folder.id),
        picture: state.selection.picture.as_ref().map(|shown| shown.id).filter(|_| state.folder.is_none()),
        look,
    });
    desk.ask(Seat::ONE, effective, || {
        Some((state.model.clone()?, state.folder.clone(), state.selection.picture.clone())).filter(|_| shown)
    });
}

/// Whether a layer has a number for each class.
fn is_scores(loaded: &Loaded, layer: NodeId) -> bool {
    let network = loaded.engine.network();
    let is_behind = loaded.is_scores(layer) || layer > network.scores();
    is_behind && loaded.map_shape(layer) == Some([network.class_count(), 1, 1])
}
