//! Many pictures at once: neighbours of a unit, all recipes of one, all layers of a picture. What is on screen grows first.

use std::sync::Arc;

use egui::ColorImage;

use super::{Wanted, grow::drawn_by, plant::images};
use crate::{
    app::{
        chapters::visualise::{command::Way, plants::Drawer},
        desk::{About, Conduct, Question, Reporter},
        ids::{ModelId, PictureId},
        open::Loaded,
    },
    jobs::Lane,
    methods::{Named as _, Value},
    visualization::{Error, Goal, Growing, Lens, Order, PRESETS, Planes, Portrait},
    words::{Phrase, visualise as say},
};

/// How several pictures take turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turns {
    /// A few steps each, all over again.
    Round,
    /// One after the other.
    InOrder,
}

/// Steps of a turn.
const TURN: usize = 8;

/// What one picture grows for, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Seedling {
    /// The recipe, by its id.
    pub recipe: &'static str,
    /// What is to become large.
    pub wanted: Wanted,
    /// The recipe's convention and parameters.
    pub way: Way,
}

/// Many pictures.
#[derive(Clone, Debug, PartialEq)]
pub struct Bed {
    /// The network.
    pub model: ModelId,
    /// What grows.
    pub seedlings: Vec<Seedling>,
    /// What chance follows.
    pub seed: u64,
    /// Steps of each, if not the recipe's own.
    pub steps: Option<usize>,
    /// How they take turns.
    pub turns: Turns,
    /// The open picture, if it is about that.
    pub picture: Option<PictureId>,
}

/// What the work reads.
pub struct Soil {
    /// The network.
    pub loaded: Arc<Loaded>,
    /// The parts of it that are prepared already.
    pub lens: Arc<Lens>,
    /// The open picture: pixels of 0 to 1 as the network sees them.
    pub picture: Option<Arc<Planes>>,
    /// The generator of the network.
    pub drawer: Drawer,
}

/// One picture of many.
#[derive(Clone, Default)]
pub struct Plot {
    /// The picture; none before it began.
    pub image: Option<Arc<ColorImage>>,
    /// Steps done, and all of them.
    pub steps: [usize; 2],
    /// The objective: as the network saw it while it grows, of the picture as it is at the end.
    pub score: f64,
    /// What tells it from noise, at the end.
    pub portrait: Option<Portrait>,
    /// Why there is none.
    pub failure: Option<Phrase>,
}

impl Plot {
    /// Whether nothing is still to come.
    pub fn is_done(&self) -> bool {
        self.failure.is_some() || (self.steps[1] > 0 && self.steps[0] >= self.steps[1])
    }
}

/// All of them, in the order of the seedlings.
#[derive(Clone)]
pub struct BedView {
    /// One for each seedling.
    pub plots: Vec<Plot>,
}

impl BedView {
    /// How many are done.
    pub fn done(&self) -> usize {
        self.plots.iter().filter(|plot| plot.is_done()).count()
    }
}

impl Question for Bed {
    type Answer = BedView;
    type Given = Soil;
    type Error = Phrase;

    /// One after the other, and never in the way of the picture in front of the person.
    const CONDUCT: Conduct = Conduct { lane: Lane::narrow("bed"), ..Conduct::BACKGROUND };

    fn title(&self, _: &Self::Given) -> Phrase {
        say::growing_many(self.seedlings.len())
    }

    fn about(&self) -> About {
        About { model: Some(self.model), folder: None }
    }

    fn work(&self, soil: Self::Given, reporter: &Reporter<'_, BedView>) -> Result<BedView, Phrase> {
        let mut growing: Vec<Option<Box<dyn Growing>>> = self.seedlings.iter().map(|_| None).collect();
        let mut view = BedView { plots: vec![Plot::default(); self.seedlings.len()] };
        let many = self.seedlings.len();
        while view.done() < many {
            for (place, growing) in growing.iter_mut().enumerate() {
                if view.plots[place].is_done() {
                    continue;
                }
                let order = self.order(&self.seedlings[place], &soil);
                loop {
                    reporter.control().step(view.done(), many, &say::grown_of(view.done(), many)).map_err(Error::from)?;
                    let turn = self.turn(place, &order, growing, &mut view.plots[place], reporter);
                    if let Err(error) = turn {
                        if error.is_cancelled() {
                            return Err(error.into());
                        }
                        view.plots[place].failure = Some(error.into());
                    }
                    reporter.partial(|| view.clone());
                    if self.turns == Turns::Round || view.plots[place].is_done() {
                        break;
                    }
                }
                if view.plots[place].is_done() {
                    *growing = None;
                }
            }
        }
        Ok(view)
    }

    fn bytes(answer: &BedView) -> usize {
        let image = |plot: &Plot| plot.image.as_ref().map_or(0, |image| size_of_val(image.pixels.as_slice()));
        answer.plots.iter().map(image).sum::<usize>() + 1
    }
}

impl Bed {
    fn order(&self, seedling: &Seedling, soil: &Soil) -> Order {
        let preset = PRESETS.iter().find(|preset| preset.id() == seedling.recipe);
        let mut parameters = seedling.way.parameters.clone();
        if let Some(steps) = self.steps {
            parameters.set("steps", Value::Whole(steps as i64));
        }
        Order {
            parameters,
            convention: seedling.way.convention.clone(),
            seed: self.seed,
            picture: soil.picture.clone(),
            generator: preset.and_then(|preset| drawn_by(preset, &soil.loaded, &soil.drawer)),
            ..Order::new(Arc::clone(&soil.lens), Goal(Vec::new()))
        }
    }

    /// A few steps of one picture.
    fn turn(
        &self,
        place: usize,
        order: &Order,
        growing: &mut Option<Box<dyn Growing>>,
        plot: &mut Plot,
        reporter: &Reporter<'_, BedView>,
    ) -> Result<(), Error> {
        let control = reporter.control().silent();
        let seedling = &self.seedlings[place];
        let Some(preset) = PRESETS.iter().find(|preset| preset.id() == seedling.recipe) else {
            return Err(Error::NoGoal);
        };
        let mut order = order.clone();
        order.parameters = order.parameters.known_to(preset.parameters);
        order.goal = seedling.wanted.goal(&order, None, &control)?;
        let growing = match growing {
            Some(growing) => growing,
            None => growing.insert(preset.begin(&order)?),
        };
        for _ in 0..TURN {
            if growing.is_finished() {
                break;
            }
            let report = growing.step(&control)?;
            plot.score = report.scores.first().copied().unwrap_or(0.0);
        }
        plot.steps = [growing.step_count(), if growing.is_finished() { growing.step_count() } else { growing.steps() }];
        let pictures = growing.pictures();
        plot.image = images(&pictures, preset).into_iter().next();
        if plot.is_done() {
            plot.score = order.scores_of(growing.as_ref(), &control)?.first().copied().unwrap_or(0.0);
            plot.portrait = Portrait::of(&pictures.item(0)).into_iter().next();
        }
        Ok(())
    }
}
