//! Many pictures at once: neighbours of a unit, all recipes of one, all layers of a picture. What is on screen grows first.

use std::sync::Arc;

use egui::ColorImage;

use super::{Wanted, grow::drawn_by, plant::images};
use crate::{
    app::{
        chapters::visualise::plants::Drawer,
        desk::{About, Conduct, Question, Reporter},
        ids::{ModelId, PictureId},
        open::Loaded,
        way::Way,
    },
    jobs::Lane,
    methods::Value,
    visualization::{Error, Goal, Growing, Lens, Order, Planes, Portrait, Preset},
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
    /// The recipe.
    pub preset: &'static Preset,
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

/// One that has begun.
struct Sprout {
    order: Order,
    growing: Box<dyn Growing>,
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
        let mut sprouts: Vec<Option<Sprout>> = self.seedlings.iter().map(|_| None).collect();
        let mut view = BedView { plots: vec![Plot::default(); self.seedlings.len()] };
        let many = self.seedlings.len();
        while view.done() < many {
            for (place, sprout) in sprouts.iter_mut().enumerate() {
                if view.plots[place].is_done() {
                    continue;
                }
                loop {
                    reporter.control().step(view.done(), many, &say::grown_of(view.done(), many)).map_err(Error::from)?;
                    let turn = self.turn((&self.seedlings[place], &soil), sprout, &mut view.plots[place], reporter);
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
                    *sprout = None;
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
        let mut parameters = seedling.way.parameters.clone();
        if let Some(steps) = self.steps {
            parameters.set("steps", Value::Whole(steps as i64));
        }
        Order {
            parameters: parameters.known_to(seedling.preset.parameters),
            convention: seedling.way.convention.clone(),
            seed: self.seed,
            picture: soil.picture.clone(),
            generator: drawn_by(seedling.preset, &soil.loaded, &soil.drawer),
            ..Order::new(Arc::clone(&soil.lens), Goal(Vec::new()))
        }
    }

    /// A few steps of one picture.
    fn turn(
        &self,
        (seedling, soil): (&Seedling, &Soil),
        sprout: &mut Option<Sprout>,
        plot: &mut Plot,
        reporter: &Reporter<'_, BedView>,
    ) -> Result<(), Error> {
        let control = reporter.control().silent();
        let Sprout { order, growing } = match sprout {
            Some(sprout) => sprout,
            None => {
                let mut order = self.order(seedling, soil);
                order.goal = seedling.wanted.goal(&order, None, &control)?;
                let growing = seedling.preset.begin(&order)?;
                sprout.insert(Sprout { order, growing })
            }
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
        plot.image = images(&pictures, seedling.preset).into_iter().next();
        if plot.is_done() {
            plot.score = order.scores_of(growing.as_ref(), &control)?.first().copied().unwrap_or(0.0);
            plot.portrait = Portrait::of(&pictures.item(0)).into_iter().next();
        }
        Ok(())
    }
}
