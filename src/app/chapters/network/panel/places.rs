//! What a place of the network is called on screen, and the way there.

use crate::{
    app::{command::Command, open::Loaded, view::View},
    arithmetic::Place,
};

/// What a place is called on screen.
pub fn place_name(loaded: &Loaded, place: Place) -> String {
    let network = loaded.engine.network();
    format!("{}{}", loaded.title(loaded.listed(place.node)), place.unit(network))
}

/// Goes to a place, if it can be seen as a unit of a layer.
pub fn go_to(view: &View<'_>, loaded: &Loaded, place: Place) {
    let network = loaded.engine.network();
    if loaded.map_shape(place.node).is_some() {
        let unit = crate::units::Unit { channel: place.channel(network), position: place.position(network) };
        view.send(Command::LayerUnit(loaded.name(place.node), unit));
    }
}
