//! The picture that was grown once for the selected unit, if one is kept.

use std::sync::Arc;

use egui::ColorImage;

use crate::{
    app::{
        desk::{About, Conduct, Desk, Question, Reporter, Seat},
        ids::ModelId,
        open::Loaded,
        shelf::Shelf,
        sight::Sight,
        state::State,
        tiles::pixels,
    },
    network::{Channel, NodeId},
    words::{Phrase, frame},
};

/// Is there a picture of this unit?
#[derive(Clone, Debug, PartialEq)]
pub struct GrownOf {
    /// The network.
    pub model: ModelId,
    /// The layer.
    pub layer: NodeId,
    /// The channel.
    pub channel: Channel,
    /// Pictures that were kept before: with every new one it is asked again.
    pub kept: u64,
}

/// A picture that was grown.
#[derive(Clone, Debug)]
pub struct GrownView {
    /// The picture.
    pub image: Arc<ColorImage>,
    /// The recipe, by its id.
    pub recipe: String,
}

impl Question for GrownOf {
    type Answer = Option<GrownView>;
    type Given = (Arc<Loaded>, Arc<Shelf>);
    type Error = Phrase;

    const CONDUCT: Conduct = Conduct::WAITING;

    fn title(&self, (loaded, _): &Self::Given) -> Phrase {
        frame::reading(format!("{}:{}", loaded.title(self.layer), self.channel))
    }

    fn about(&self) -> About {
        About { model: Some(self.model), folder: None }
    }

    fn work(&self, (loaded, shelf): Self::Given, _: &Reporter<'_, Self::Answer>) -> Result<Self::Answer, Phrase> {
        let kept = shelf.find(&loaded, self.layer, self.channel);
        Ok(kept.map(|kept| GrownView { image: Arc::new(pixels(&kept.picture)), recipe: kept.recipe }))
    }
}

pub(super) fn ask(state: &State, desk: &mut Desk) {
    let unit = Sight { state, desk }.unit();
    let question = state.model.as_ref().zip(state.shelf.as_ref()).and_then(|(loaded, shelf)| {
        Some(GrownOf { model: loaded.id, layer: state.selection.layer?, channel: unit?.channel, kept: shelf.count() })
    });
    desk.ask(Seat::ONE, question, || state.model.clone().zip(state.shelf.clone()));
}
