//! What is asked and not yet answered: compares the selection with the answers and gives the rest to jobs.
//!
//! The only place that starts computations that follow the selection; commands only change what is selected.

use std::sync::Arc;

use super::{
    App,
    command::Chapter,
    state::{State, Unit},
    textures::Slot,
    work::{self, Answer, Colouring, Forward, Kind, Loaded, Output, Question},
};
use crate::{
    jobs::{Reporter, Request},
    network::Error,
    picture::ColourMap,
    units::Excitation,
};

/// Longest side of a tile's texture in pixels, and when tiles are enlarged.
const TILE_PIXELS: [usize; 2] = [128, 256];

/// Strongest pictures that are shown.
const EXEMPLARS: usize = 8;

impl State {
    /// The channel shown at the right: the selected one, else the one that answers most strongly.
    pub fn unit(&self) -> Option<Unit> {
        self.selection.unit.or_else(|| {
            let maps = self.answers.maps.as_ref().filter(|maps| maps.question.layer == self.selection.layer)?;
            let strongest = maps.value.strongest()?;
            Some(Unit { channel: strongest, position: None })
        })
    }

    /// How maps become colours in this theme.
    fn colouring(&self, dark: bool) -> Colouring {
        let maps = &self.settings.maps;
        let longest = TILE_PIXELS[usize::from(maps.zoom > 1.5)];
        Colouring { colours: maps.colours, dark, contrast: maps.contrast, gamma: maps.gamma, longest }
    }

    fn forward_question(&self, loaded: &Loaded) -> Option<Question> {
        let picture = self.selection.picture.as_ref()?.id;
        let preprocessing = Some(self.preprocessing.clone()?);
        Some(Question { model: loaded.id, picture: Some(picture), preprocessing, ..Question::default() })
    }

    fn maps_question(&self, loaded: &Loaded, dark: bool) -> Option<Question> {
        let layer = self.selection.layer?;
        let colouring = Some(self.colouring(dark));
        let scale = Some(self.settings.maps.scale);
        Some(Question { layer: Some(layer), colouring, scale, ..self.forward_question(loaded)? })
    }

    /// Whether the answers about the selected layer and picture are those that are asked for.
    pub(super) fn answers_complete(&self) -> bool {
        fn settled<T>(answer: Option<&Answer<T>>) -> bool {
            answer.is_none_or(|answer| answer.fresh)
        }
        let answers = &self.answers;
        settled(answers.forward.as_ref())
            && settled(answers.maps.as_ref())
            && settled(answers.unit.as_ref())
            && (self.settings.chapter != Chapter::Attribution || self.explained())
            && (self.settings.chapter != Chapter::Embedding || settled(answers.embedding.as_ref()))
    }
}

fn judge<T>(answer: &mut Option<Answer<T>>, wanted: Option<&Question>) {
    if let Some(answer) = answer {
        answer.fresh = wanted == Some(&answer.question);
    }
}

impl App {
    /// Marks answers that are no longer asked for, and starts what is missing.
    pub(super) fn request_missing(&mut self, ctx: &egui::Context) {
        self.upload_picture(ctx);
        self.request_drawing();
        self.request_training(ctx.theme() == egui::Theme::Dark);
        let Some(loaded) = self.state.model.clone() else { return };
        let dark = ctx.theme() == egui::Theme::Dark;
        let forward_question = self.state.forward_question(&loaded);
        judge(&mut self.state.answers.forward, forward_question.as_ref());
        judge(&mut self.state.answers.thumbnails, forward_question.as_ref());
        let maps_question = self.state.maps_question(&loaded, dark);
        judge(&mut self.state.answers.maps, maps_question.as_ref());
        let unit_question = maps_question.clone().map(|question| Question { unit: self.state.unit(), scale: None, ..question });
        judge(&mut self.state.answers.unit, unit_question.as_ref());
        let strongest_question = self.strongest_question(&loaded);
        judge(&mut self.state.answers.strongest, strongest_question.as_ref());
        let exemplars_question = self.exemplars_question(&loaded);
        judge(&mut self.state.answers.exemplars, exemplars_question.as_ref().map(|(question, _)| question));
        self.request_filters(&loaded, dark);
        self.request_embedding(&loaded);
        let Some(question) = forward_question else { return };
        self.request_forward(&loaded, question);
        let forward = self.state.answers.forward.as_ref().filter(|answer| answer.fresh).map(|answer| answer.value.clone());
        self.request_attribution(&loaded, forward.as_ref(), dark);
        let Some(forward) = forward else { return };
        if let Some(question) = maps_question {
            self.request_maps(&loaded, &forward, question);
        }
        if let Some(question) = unit_question {
            self.request_unit(&loaded, &forward, question);
        }
        self.request_thumbnails(&loaded, &forward);
        if let Some(question) = strongest_question {
            self.request_strongest(&loaded, question);
        }
        if let Some((question, excitations)) = exemplars_question {
            self.request_exemplars(&loaded, question, excitations);
        }
    }

    /// The strongest pictures of the folder depend on the layer, not on the picture that is open.
    fn strongest_question(&self, loaded: &Loaded) -> Option<Question> {
        let layer = self.state.selection.layer?;
        loaded.map_shape(layer)?;
        let folder = Some(self.state.folder.as_ref()?.id);
        let preprocessing = self.state.preprocessing.clone();
        Some(Question { model: loaded.id, layer: Some(layer), folder, preprocessing, ..Question::default() })
    }

    fn request_strongest(&mut self, loaded: &Arc<Loaded>, question: Question) {
        let (Some(folder), Some(preprocessing)) = (self.state.folder.clone(), self.state.preprocessing.clone()) else { return };
        // The shipped drawings say nothing about a network that somebody brought along.
        if folder.shipped && loaded.path.is_some() {
            return;
        }
        let (loaded, Some(layer)) = (Arc::clone(loaded), question.layer) else { return };
        let title = format!("Strongest pictures of “{}” for {}", folder.dataset.name, loaded.title(layer));
        self.ask(Kind::Strongest, question, title, move |reporter, question| {
            let found = work::strongest(&loaded, &folder, &preprocessing, layer, (reporter, &question))?;
            Ok::<_, Error>(Output::Strongest(question, found))
        });
    }

    /// What the selected channel's strongest pictures show, and which they are as far as is known.
    fn exemplars_question(&self, loaded: &Loaded) -> Option<(Question, Vec<Excitation>)> {
        let strongest = self.state.answers.strongest.as_ref().filter(|answer| answer.fresh)?;
        let channel = self.state.unit()?.channel;
        let found: Vec<Excitation> =
            strongest.value.channel(crate::network::Channel(channel)).iter().take(EXEMPLARS).copied().collect();
        let excitations = found.iter().map(|found| [found.item.index(), found.y, found.x]).collect();
        Some((Question { excitations, ..self.strongest_question(loaded)? }, found))
    }

    fn request_exemplars(&mut self, loaded: &Arc<Loaded>, question: Question, excitations: Vec<Excitation>) {
        let (Some(folder), Some(preprocessing)) = (self.state.folder.clone(), self.state.preprocessing.clone()) else { return };
        let (loaded, Some(layer)) = (Arc::clone(loaded), question.layer) else { return };
        self.ask(Kind::Exemplars, question, "Cutting out the strongest pictures".to_owned(), move |reporter, question| {
            let found = work::exemplars(&loaded, &folder, &preprocessing, (layer, &excitations), reporter.control())?;
            Ok::<_, Error>(Output::Exemplars(question, found))
        });
    }

    /// Gives a question to a job, unless it was given before.
    pub(super) fn ask<E: std::fmt::Display>(
        &mut self,
        kind: Kind,
        question: Question,
        title: String,
        work: impl FnOnce(&Reporter<Output>, Question) -> Result<Output, E> + Send + 'static,
    ) {
        if self.asked.get(&kind) != Some(&question) {
            self.asked.insert(kind, question.clone());
            self.jobs.start(Request::new(kind, title), move |reporter| work(reporter, question));
        }
    }

    /// Makes the drawing the picture after every change; while a network still answers to the last one, it waits, so that a slow
    /// network answers during a stroke too.
    fn request_drawing(&mut self) {
        let Some(preprocessing) = self.state.preprocessing.clone() else { return };
        let revision = self.state.drawing.revision();
        let is_shown = self.state.selection.picture.as_ref().is_some_and(|shown| shown.drawn);
        let wanted = match &self.drawn {
            Some((drawn, prepared)) => *drawn != revision || (is_shown && *prepared != preprocessing),
            None => revision > 0,
        };
        if !wanted || !self.jobs.is_idle(&Kind::Picture) || !self.jobs.is_idle(&Kind::Forward) {
            return;
        }
        self.drawn = Some((revision, preprocessing.clone()));
        let id = self.new_id();
        let strokes = self.state.drawing.strokes().to_vec();
        self.jobs.start(Request::new(Kind::Picture, "Drawing"), move |_| {
            Ok::<_, String>(Output::Picture(Arc::new(work::drawn(id, &strokes, &preprocessing)), None))
        });
    }

    fn upload_picture(&mut self, ctx: &egui::Context) {
        if let Some(shown) = &self.state.selection.picture
            && self.uploaded != Some(shown.id)
        {
            self.uploaded = Some(shown.id);
            self.textures.set(ctx, Slot::Picture, &shown.display);
        }
    }

    fn request_forward(&mut self, loaded: &Arc<Loaded>, question: Question) {
        let Some(shown) = self.state.selection.picture.clone() else { return };
        let Some(preprocessing) = self.state.preprocessing.clone() else { return };
        let loaded = Arc::clone(loaded);
        let title = format!("Running {} on {}", loaded.model.name, shown.name);
        self.ask(Kind::Forward, question, title, move |reporter, question| {
            let forward = work::forward(&loaded, &shown.picture, &preprocessing, reporter.control())?;
            Ok::<_, Error>(Output::Forward(question, forward))
        });
    }

    fn request_thumbnails(&mut self, loaded: &Arc<Loaded>, forward: &Forward) {
        let Some(question) = self.state.forward_question(loaded) else { return };
        let (loaded, activations) = (Arc::clone(loaded), Arc::clone(&forward.activations));
        self.ask(Kind::Thumbnails, question, "Painting the layers".to_owned(), move |reporter, question| {
            Ok::<_, Error>(Output::Thumbnails(question, work::thumbnails(&loaded, &activations, reporter.control())?))
        });
    }

    fn request_maps(&mut self, loaded: &Arc<Loaded>, forward: &Forward, question: Question) {
        let (Some(layer), Some(colouring), Some(scale)) = (question.layer, question.colouring, question.scale) else { return };
        let (loaded, activations) = (Arc::clone(loaded), Arc::clone(&forward.activations));
        let title = format!("Painting {}", loaded.title(layer));
        self.ask(Kind::Maps, question, title, move |reporter, question| {
            let maps = work::maps(&loaded, &activations, layer, (&colouring, scale), reporter.control())?;
            Ok::<_, Error>(Output::Maps(question, Arc::new(maps)))
        });
    }

    fn request_unit(&mut self, loaded: &Arc<Loaded>, forward: &Forward, question: Question) {
        let maps = self.state.answers.maps.as_ref().filter(|answer| answer.fresh).map(|answer| Arc::clone(&answer.value));
        let (Some(maps), Some(unit), Some(colouring)) = (maps, question.unit, question.colouring) else { return };
        let (loaded, forward) = (Arc::clone(loaded), forward.clone());
        let title = format!("Painting {} : {}", loaded.title(maps.layer), unit.channel);
        self.ask(Kind::Unit, question, title, move |_, question| {
            let view = work::unit_view(&loaded, &forward, &maps, unit, &colouring);
            view.map(|view| Output::Unit(question, view))
                .ok_or_else(|| format!("{} has no channel {}", loaded.title(maps.layer), unit.channel))
        });
    }

    fn request_filters(&mut self, loaded: &Arc<Loaded>, dark: bool) {
        let Some(layer) = self.state.selection.layer else { return };
        let settings = self.state.settings.filters;
        let colours = match (settings.signed_colours, dark) {
            (false, _) => ColourMap::Grey,
            (true, true) => ColourMap::SignedDark,
            (true, false) => ColourMap::SignedLight,
        };
        let preprocessing = self.state.preprocessing.clone().unwrap_or_else(|| loaded.model.preprocessing.clone());
        let order = preprocessing.order;
        let colouring = Some(Colouring { colours, dark, contrast: 1.0, gamma: 1.0, longest: 0 });
        let question = Question {
            model: loaded.id,
            layer: Some(layer),
            preprocessing: Some(preprocessing),
            colouring,
            scale: Some(settings.scale),
            ..Question::default()
        };
        judge(&mut self.state.answers.filters, Some(&question));
        if self.state.settings.chapter != Chapter::Filters || loaded.weight(layer).is_none() {
            return;
        }
        let loaded = Arc::clone(loaded);
        let title = format!("Painting the weights of {}", loaded.title(layer));
        self.ask(Kind::Filters, question, title, move |reporter, question| {
            let painted = work::filters(&loaded, layer, (order, settings.scale, colours), reporter.control())?;
            Ok::<_, Error>(Output::Filters(question, painted))
        });
    }
}
