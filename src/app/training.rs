//! The chapter Training: what is to be trained, and the training that runs. Panels read [`TrainingState`]; commands change it here.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

pub use super::work::{Setting, TrainingView};
use super::{
    App,
    command::Chapter,
    settings::TrainingSettings,
    textures::Slot,
    work::{self, Checked, Kind, Mistakes, Output, Session, Shortcut, Way},
};
use crate::{
    data::{Dataset, ItemId},
    jobs::Request,
    training::{Recipe, SHIPPED_RECIPES},
};

/// A recipe for lectures, small enough to be watched.
static SMALL: &str = include_str!("../../assets/recipes/small.toml");

/// The shipped network that learned a shortcut, and fresh pictures, half of which have the cue.
const STORY: &str = "shortcut";
const STORY_PICTURES: &str = "shortcut:60#test";

/// The recipes that can be chosen by name: the small one first, then those of the shipped models.
pub fn recipes() -> impl Iterator<Item = (&'static str, &'static str)> {
    [("small", SMALL)].into_iter().chain(SHIPPED_RECIPES)
}

/// What a person asks of a training.
#[derive(Clone, Debug, PartialEq)]
pub enum TrainingCommand {
    /// Change what is to be trained.
    Prepare(TrainingSettings),
    /// Begin, go on or pause.
    Go,
    /// Train on one batch.
    Step,
    /// Wait after every step, or not.
    Slowly,
    /// Turn the dials.
    Turn(Setting),
    /// Leave this training and prepare another one.
    Leave,
    /// Make the network so far the model that is explored.
    Explore,
    /// Show the held-out pictures of a class that were taken for a class; none of them.
    Cell(Option<[usize; 2]>),
    /// Begin the ruler story: the shipped network that learned a shortcut, and a picture that it falls for.
    Story,
    /// The same for the network so far.
    Catch,
    /// Tell the story further: where it looks, then what it says without the cue.
    Tell,
    /// Leave the story.
    EndStory,
    /// Explain that picture with all methods.
    ExplainShortcut,
    /// Show a held-out picture, and its maps while training goes on.
    HeldOut(usize),
}

/// What panels read.
#[derive(Default)]
pub struct TrainingState {
    /// Whether what is written can be trained.
    pub checked: Option<Checked>,
    /// The dials.
    pub setting: Setting,
    /// A training was begun; [`Self::view`] shows it as soon as there is something to show.
    pub begun: bool,
    /// The training as it stands.
    pub view: Option<Arc<TrainingView>>,
    /// The cell of the confusion matrix whose pictures are shown.
    pub cell: Option<[usize; 2]>,
    /// Its pictures.
    pub mistakes: Option<Mistakes>,
    /// A picture that the network answers because of its cue.
    pub shortcut: Option<Shortcut>,
    /// How much of its story is told: the picture, where the network looks, what it says without the cue.
    pub told: usize,
}

impl App {
    pub(super) fn handle_training(&mut self, ctx: &egui::Context, command: TrainingCommand) {
        match command {
            TrainingCommand::Prepare(settings) => self.state.settings.training = settings,
            TrainingCommand::Go => self.go(),
            TrainingCommand::Step => self.train(Way::Steps(1), None),
            TrainingCommand::Slowly => {
                let slow = !self.state.training.setting.slow;
                self.turn(Setting { slow, ..self.state.training.setting.clone() });
            }
            TrainingCommand::Turn(setting) => self.turn(setting),
            TrainingCommand::Leave => self.leave_training(),
            TrainingCommand::Explore => {
                let painted = self.state.training.view.as_ref().and_then(|view| view.painted.clone());
                if let Some(painted) = painted {
                    self.explore(ctx, &painted);
                }
            }
            TrainingCommand::Cell(cell) => {
                self.state.training.cell = cell;
                self.state.training.mistakes = None;
                self.request_mistakes();
            }
            TrainingCommand::Story => self.begin_story(),
            TrainingCommand::Catch => self.catch(),
            TrainingCommand::Tell => self.state.training.told += 1,
            TrainingCommand::EndStory => self.state.training.shortcut = None,
            TrainingCommand::ExplainShortcut => {
                if let Some(shortcut) = self.state.training.shortcut.clone() {
                    self.show_model(ctx, Arc::clone(&shortcut.loaded));
                    self.show_item(&shortcut.dataset, shortcut.item);
                    self.state.settings.chapter = Chapter::Attribution;
                }
            }
            TrainingCommand::HeldOut(index) => {
                let count = self.session.as_ref().and_then(|session| Some(session.examples()?.test.len()));
                // After the last one comes the first.
                let index = index % count.unwrap_or(1).max(1);
                self.show_held_out(index);
                self.turn(Setting { example: index, ..self.state.training.setting.clone() });
            }
        }
    }

    /// Begins, goes on or pauses.
    fn go(&mut self) {
        self.state.settings.chapter = Chapter::Training;
        match &self.session {
            Some(session) if !self.jobs.is_idle(&Kind::Training) => session.dials.pause(),
            _ => self.train(Way::ToTheEnd, None),
        }
    }

    /// Trains on, or begins if nothing has begun.
    pub(super) fn train(&mut self, way: Way, checkpoint: Option<PathBuf>) {
        let Some(session) = self.session.clone().or_else(|| self.begin(checkpoint)) else { return };
        session.dials.turn(self.state.training.setting.clone());
        let title = format!("Training {}", session.title());
        self.jobs.start(Request::new(Kind::Training, title), move |reporter| session.train(way, reporter));
    }

    /// A new training of what is written.
    fn begin(&mut self, checkpoint: Option<PathBuf>) -> Option<Arc<Session>> {
        let settings = self.state.settings.training.clone();
        match Recipe::parse(&settings.text) {
            Err(failure) => {
                self.state.say(failure.to_string(), true);
                None
            }
            Ok(recipe) => {
                let session = Arc::new(Session::new(self.new_id(), recipe, settings.data.trim().to_owned(), checkpoint));
                self.session = Some(Arc::clone(&session));
                let setting = Setting { slow: self.state.training.setting.slow, ..Setting::default() };
                let checked = self.state.training.checked.take();
                self.state.training = TrainingState { checked, setting, begun: true, ..TrainingState::default() };
                Some(session)
            }
        }
    }

    /// Forgets the training; what was written stays.
    pub(super) fn leave_training(&mut self) {
        self.jobs.cancel(&Kind::Training);
        self.session = None;
        let training = &mut self.state.training;
        *training = TrainingState { checked: training.checked.take(), ..TrainingState::default() };
    }

    fn turn(&mut self, setting: Setting) {
        if let Some(session) = &self.session {
            session.dials.turn(setting.clone());
        }
        let looks = setting.layer != self.state.training.setting.layer || setting.example != self.state.training.setting.example;
        self.state.training.setting = setting;
        // While it rests, nobody else looks at the network anew.
        if looks && self.jobs.is_idle(&Kind::Training) && self.state.training.view.is_some() {
            self.train(Way::Steps(0), None);
        }
    }

    /// Checks what is written, whenever it changes; keeps the dial of the theme where it belongs.
    pub(super) fn request_training(&mut self, dark: bool) {
        if self.state.training.setting.dark != dark {
            let setting = Setting { dark, ..self.state.training.setting.clone() };
            self.turn(setting);
        }
        let settings = &self.state.settings.training;
        if self.state.settings.chapter != Chapter::Training || self.state.training.begun {
            return;
        }
        let wanted = (settings.text.clone(), settings.data.trim().to_owned());
        if self.checking.as_ref() != Some(&wanted) {
            self.checking = Some(wanted.clone());
            let before = self.state.training.checked.clone();
            let (text, data) = wanted;
            self.jobs.start(Request::new(Kind::Recipe, "Checking the recipe"), move |_| {
                Ok::<_, String>(Output::Recipe(Box::new(work::check(text, data, before))))
            });
        }
    }

    /// Takes in a training as it stands, unless it is one that was left.
    pub(super) fn show_training(&mut self, ctx: &egui::Context, view: Arc<TrainingView>) {
        if self.session.as_ref().is_none_or(|session| session.id != view.session) {
            return;
        }
        let training = &mut self.state.training;
        let before = training.view.as_ref();
        let is_new = |new: Option<*const work::Painted>, old: Option<*const work::Painted>| new != old;
        let pointer = |view: &Arc<TrainingView>| view.painted.as_ref().map(Arc::as_ptr);
        if is_new(pointer(&view), before.and_then(pointer))
            && let Some(painted) = &view.painted
        {
            self.textures.set(ctx, Slot::TrainedExample, &painted.example.picture);
            let pages = |atlas: Option<&work::Atlas>| atlas.map(|atlas| atlas.pages.clone()).unwrap_or_default();
            self.textures.set_pages(ctx, Slot::TrainedFilters, &pages(painted.filters.as_ref().map(|filters| &filters.atlas)));
            self.textures.set_pages(ctx, Slot::TrainedValues, &pages(painted.values.as_ref().map(|maps| &maps.atlas)));
            self.textures.set_pages(ctx, Slot::TrainedGradients, &pages(painted.gradients.as_ref().map(|maps| &maps.atlas)));
        }
        let measured = |view: &Arc<TrainingView>| view.evaluation.as_ref().map(|(step, _)| *step);
        let measured_anew = measured(&view) != before.and_then(measured);
        training.view = Some(view);
        if let Some(factor) = self.session.as_ref().map(|session| session.dials.setting().learning_rate) {
            training.setting.learning_rate = factor;
        }
        if measured_anew {
            self.request_mistakes();
        }
    }

    /// The shipped network that learned a shortcut, caught at it.
    pub(super) fn begin_story(&mut self) {
        self.state.settings.chapter = Chapter::Training;
        self.state.training.told = 0;
        let (id, device, dark) = (self.new_id(), self.device.clone(), self.state.training.setting.dark);
        self.jobs.start(Request::new(Kind::Shortcut, "Opening the ruler story"), move |reporter| {
            let loaded = Arc::new(work::load_shipped(id, STORY, &device)?);
            let dataset = Arc::new(Dataset::parse(STORY_PICTURES).map_err(|failure| failure.to_string())?);
            let found = work::shortcut(&loaded, &dataset, dark, reporter.control()).map_err(|failure| failure.to_string())?;
            Ok::<_, String>(Output::Shortcut(Box::new(found)))
        });
    }

    /// The network so far, caught at its shortcut.
    fn catch(&mut self) {
        let painted = self.state.training.view.as_ref().and_then(|view| view.painted.clone());
        let examples = self.session.as_ref().and_then(|session| session.examples().cloned());
        let (Some(painted), Some(examples)) = (painted, examples) else { return };
        let dark = self.state.training.setting.dark;
        self.state.training.told = 0;
        self.jobs.start(Request::new(Kind::Shortcut, "Looking for a shortcut"), move |reporter| {
            let dataset = Arc::new(examples.test.dataset.clone());
            let found = work::shortcut(&painted.loaded, &dataset, dark, reporter.control())?;
            Ok::<_, crate::network::Error>(Output::Shortcut(Box::new(found)))
        });
    }

    fn show_item(&mut self, dataset: &Arc<Dataset>, item: ItemId) {
        let (id, dataset) = (self.new_id(), Arc::clone(dataset));
        self.jobs.start(Request::new(Kind::Picture, "Opening a picture"), move |_| {
            work::held_out(id, &dataset, item).map(|shown| Output::Picture(Arc::new(shown), None))
        });
    }

    fn explore(&mut self, ctx: &egui::Context, painted: &work::Painted) {
        self.show_model(ctx, Arc::clone(&painted.loaded));
        self.show_held_out(painted.example.index);
        self.state.settings.chapter = Chapter::FeatureMaps;
    }

    fn show_held_out(&mut self, index: usize) {
        let Some(examples) = self.session.as_ref().and_then(|session| session.examples().cloned()) else { return };
        self.show_item(&Arc::new(examples.test.dataset.clone()), examples.test.item(index));
    }

    fn request_mistakes(&mut self) {
        let examples = self.session.as_ref().and_then(|session| session.examples().cloned());
        let evaluation = self.state.training.view.as_ref().and_then(|view| view.evaluation.clone());
        let (Some(examples), Some((_, evaluation)), Some(cell)) = (examples, evaluation, self.state.training.cell) else {
            return;
        };
        self.jobs.start(Request::new(Kind::Mistakes, "Looking for the pictures"), move |_| {
            Ok::<_, String>(Output::Mistakes(work::mistakes(&examples, &evaluation, cell)))
        });
    }

    /// Writes the network so far.
    pub(super) fn save_trained(&mut self, path: PathBuf) {
        let Some(session) = self.session.clone() else {
            self.state.say("Nothing has been trained yet that could be saved", true);
            return;
        };
        self.jobs.start(Request::new(Kind::Save, "Saving the network"), move |reporter| {
            session.save_network(&path, reporter.control()).map(|()| Output::Saved(path))
        });
    }

    /// Writes what is needed to go on later.
    pub(super) fn save_checkpoint(&mut self, path: PathBuf) {
        let Some(session) = self.session.clone() else {
            self.state.say("Nothing has been trained yet that could be saved", true);
            return;
        };
        self.jobs.start(Request::new(Kind::Save, "Saving the checkpoint"), move |_| {
            session.save_checkpoint(&path).map(|()| Output::Saved(path))
        });
    }

    /// Goes on from a checkpoint of what is written.
    pub(super) fn resume_training(&mut self, checkpoint: PathBuf) {
        self.session = None;
        self.train(Way::Steps(0), Some(checkpoint));
    }

    /// Reads a recipe's file into the field.
    pub(super) fn open_recipe(&mut self, path: PathBuf) {
        self.jobs.start(Request::new(Kind::Recipe, "Opening the recipe"), move |_| read_recipe(&path).map(Output::RecipeText));
        self.checking = None;
    }
}

fn read_recipe(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|failure| format!("cannot read the recipe {path:?}: {failure}"))
}
