//! The picture that grows for what is selected.

use std::sync::Arc;

use super::{Plant, PlantView, Wanted};
use crate::{
    app::{
        chapters::visualise::command::Way,
        desk::{About, Conduct, Question, Reporter},
        ids::{ModelId, PictureId, SessionId},
        open::Loaded,
    },
    visualization::{Goal, Lens, Order, Planes, Preset},
    words::{Phrase, visualise as say},
};

/// What would it love to see?
#[derive(Clone, Debug, PartialEq)]
pub struct GrowPicture {
    /// The network.
    pub model: ModelId,
    /// The plant: its goal, recipe and seed.
    pub plant: SessionId,
    /// The recipe, by its id.
    pub recipe: &'static str,
    /// What is to become large.
    pub wanted: Wanted,
    /// The recipe's convention and parameters.
    pub way: Way,
    /// What chance follows.
    pub seed: u64,
    /// Pictures that grow at once.
    pub count: usize,
    /// The open picture, if it is about that.
    pub picture: Option<PictureId>,
    /// When to rest.
    pub until: usize,
}

/// What the work reads.
pub struct Given {
    /// The network.
    pub loaded: Arc<Loaded>,
    /// The parts of it that are prepared already.
    pub lens: Arc<Lens>,
    /// The recipe.
    pub preset: &'static Preset,
    /// What grows.
    pub plant: Arc<Plant>,
    /// The plant from whose picture it starts.
    pub before: Option<Arc<Plant>>,
    /// The open picture: pixels of 0 to 1 as the network sees them.
    pub picture: Option<Arc<Planes>>,
    /// What is to become large, for people.
    pub name: Phrase,
}

impl Question for GrowPicture {
    type Answer = PlantView;
    type Given = Given;
    type Error = Phrase;

    const CONDUCT: Conduct = Conduct { shows_failure: true, ..Conduct::ON_SCREEN };

    fn title(&self, given: &Given) -> Phrase {
        say::growing_for(given.name.clone())
    }

    fn about(&self) -> About {
        About { model: Some(self.model), folder: None }
    }

    fn work(&self, given: Given, reporter: &Reporter<'_, PlantView>) -> Result<PlantView, Phrase> {
        let Given { loaded, lens, preset, plant, before, picture, .. } = given;
        let mut order = Order {
            parameters: self.way.parameters.known_to(preset.parameters),
            convention: self.way.convention.clone(),
            seed: self.seed,
            count: self.count,
            picture,
            start: before.and_then(|before| before.parameters()),
            ..Order::new(lens, Goal(Vec::new()))
        };
        order.goal = self.wanted.goal(&order, &reporter.control().silent()).map_err(Phrase::from)?;
        plant.grow((&loaded, preset), &order, self.until, reporter)
    }
}
