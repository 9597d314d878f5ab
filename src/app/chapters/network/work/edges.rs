//! What flows together in the selected number, between the planes of the network in space, as a question to the desk.

use std::sync::Arc;

use super::ArithmeticOf;
use crate::{
    app::{
        desk::{About, Question, Reporter},
        open::Loaded,
    },
    arithmetic::{Flow, Place, Wanted, flow},
    network::{Activations, Result},
    words::{Phrase, space as say},
};

/// What flows together in a number?
#[derive(Clone, Debug, PartialEq)]
pub struct FlowOf {
    /// Which number.
    pub of: ArithmeticOf,
    /// Between which layers, and how far.
    pub wanted: Wanted,
}

impl Question for FlowOf {
    type Answer = Flow;
    type Given = (Arc<Loaded>, Arc<Activations>);
    type Error = crate::network::Error;

    fn title(&self, (loaded, _): &Self::Given) -> Phrase {
        say::following(loaded.title(self.of.layer))
    }

    fn about(&self) -> About {
        self.of.pass.about()
    }

    fn work(&self, (loaded, activations): Self::Given, reporter: &Reporter<'_, Flow>) -> Result<Flow> {
        let network = loaded.engine.network();
        let place = Place::new(network, self.of.layer, self.of.channel, Some(self.of.position))?;
        flow(network, &activations, place, &self.wanted, reporter.control())
    }
}
