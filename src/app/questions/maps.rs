//! The maps of the selected layer: their values. Their paint belongs to the chapter that shows them.

use std::sync::Arc;

use super::{Forward, pass};
use crate::{
    app::{
        desk::{About, Desk, Question, Reporter, Seat},
        open::Loaded,
        state::State,
    },
    network::{Activations, NodeId},
    units::Maps,
    words::{Phrase, frame},
};

/// What are the maps of a layer?
#[derive(Clone, Debug, PartialEq)]
pub struct LayerMaps {
    /// The pass.
    pub pass: Forward,
    /// The layer.
    pub layer: NodeId,
}

impl Question for LayerMaps {
    type Answer = Maps;
    type Given = (Arc<Loaded>, Arc<Activations>);
    type Error = Phrase;

    fn title(&self, (loaded, _): &Self::Given) -> Phrase {
        frame::reading(loaded.title(self.layer))
    }

    fn about(&self) -> About {
        self.pass.about()
    }

    fn work(&self, (loaded, activations): Self::Given, _: &Reporter<'_, Maps>) -> Result<Maps, Phrase> {
        let network = loaded.engine.network();
        let maps = Maps::of(network, &activations, self.layer)?;
        maps.ok_or_else(|| {
            let node = network.node(self.layer);
            frame::no_maps(&node.name, format!("{:?}", node.shape))
        })
    }
}

pub(super) fn ask(state: &State, desk: &mut Desk) {
    let pass = pass(desk).map(|answer| (answer.question.clone(), Arc::clone(&answer.value.activations)));
    let layer =
        state.selection.layer.filter(|layer| state.model.as_ref().is_some_and(|loaded| loaded.map_shape(*layer).is_some()));
    let question = pass.as_ref().zip(layer).map(|((pass, _), layer)| LayerMaps { pass: pass.clone(), layer });
    desk.ask(Seat::ONE, question, || Some((state.model.clone()?, pass?.1)));
}
