//! The picture that grows for what is selected.

use std::{path::Path, sync::Arc};

use super::{Plant, PlantView};
use crate::{
    app::{
        chapters::visualise::plants::{Drawer, Soil},
        desk::{About, Conduct, Question, Reporter},
        ids::{ModelId, SessionId},
        open::Loaded,
        shelf::Shelf,
        way::Way,
    },
    figures::grown_picture,
    visualization::{Goal, Lens, Needs, Order, Planes, Preset, Source},
    words::{Phrase, visualise as say},
    zoo::Generator,
};

/// What would it love to see?
#[derive(Clone, Debug, PartialEq)]
pub struct GrowPicture {
    /// The network.
    pub model: ModelId,
    /// The plant: what it grows from stays the same as long as it lives.
    pub plant: SessionId,
    /// The recipe's convention and parameters.
    pub way: Way,
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
    /// What it grows from.
    pub soil: Soil,
    /// What grows.
    pub plant: Arc<Plant>,
    /// The plant from whose picture it starts.
    pub before: Option<Arc<Plant>>,
    /// The open picture: pixels of 0 to 1 as the network sees them.
    pub picture: Option<Arc<Planes>>,
    /// The second picture, the same way.
    pub second: Option<Arc<Planes>>,
    /// The generator of the network.
    pub drawer: Drawer,
    /// Where finished pictures are kept.
    pub shelf: Option<Arc<Shelf>>,
    /// What is to become large, for people.
    pub name: Phrase,
}

/// The generator that a recipe draws with, if it draws with one.
pub fn drawn_by(preset: &Preset, loaded: &Loaded, drawer: &Drawer) -> Option<Arc<Source>> {
    let needs = preset.needs == Needs::Generator;
    needs.then(|| drawer.0.get_or_init(|| source(loaded, drawer.1.as_deref()).map(Arc::new)).clone()).flatten()
}

/// The generator that ships for a network, or the one that was trained for it here.
fn source(loaded: &Loaded, file: Option<&Path>) -> Option<Source> {
    let trained = || Source::of(&Generator::open(file.filter(|file| file.is_file())?).ok()?, &loaded.model).ok();
    Source::shipped_for(&loaded.model).or_else(trained)
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
        let Given { loaded, lens, preset, soil, plant, before, picture, second, drawer, shelf, .. } = given;
        let mut order = Order {
            parameters: self.way.parameters.known_to(preset.parameters),
            convention: self.way.convention.clone(),
            seed: soil.seed,
            count: soil.count,
            picture,
            generator: drawn_by(preset, &loaded, &drawer),
            start: before.and_then(|before| before.parameters()),
            ..Order::new(lens, Goal(Vec::new()))
        };
        order.goal = soil.wanted.goal(&order, second.as_deref(), &reporter.control().silent()).map_err(Phrase::from)?;
        let view = plant.grow((&loaded, preset), &order, self.until, reporter)?;
        let unit = soil.wanted.unit(loaded.engine.network().scores());
        if let Some(((layer, channel), shelf)) = unit.zip(shelf).filter(|_| view.is_finished()) {
            let size = [view.pictures.height, view.pictures.width];
            let first = view.pictures.items().next().unwrap_or_default();
            shelf.put(&loaded, layer, channel, preset.id, &grown_picture(first, size, preset.spread));
        }
        Ok(view)
    }
}
