//! What the chapters Attribution and Embedding ask: which methods on which target, which folder through which layer.
//!
//! Heavy work goes one after the other, quick methods first, and work that is no longer asked for is stopped.

use std::sync::Arc;

use super::{
    App,
    command::Chapter,
    state::State,
    work::{self, Colouring, Embed, Explain, Folder, Forward, Heatmap, Kind, Loaded, Output, Question},
};
use crate::{
    attribution,
    data::Dataset,
    embedding::{self, Pool},
    network::{Class, Error, NodeId, Target},
    units::Pass,
};

impl State {
    /// The methods that are shown, by their number in the registry: quick ones first.
    pub fn methods_shown(&self) -> Vec<usize> {
        let shown = |method: &attribution::Method| self.settings.attribution.shown.iter().any(|id| id == method.id);
        let mut methods: Vec<usize> = (0..attribution::registry().len()).collect();
        methods.retain(|&index| shown(&attribution::registry()[index]));
        methods.sort_by_key(|&index| {
            let needs = attribution::registry()[index].needs;
            !(needs.all_values || needs.pooled_head)
        });
        methods
    }

    /// Whether no answer of an attribution method waits for its successor.
    pub(super) fn explained(&self) -> bool {
        let mut answers = self.answers.attribution.iter();
        answers.all(|(method, answer)| answer.fresh || self.stopped.contains_key(method))
    }

    /// The layer at which class activation maps and embeddings look: the selected one if that is wanted, else the last maps.
    pub fn looking_layer(&self, loaded: &Loaded, selected: bool) -> Option<NodeId> {
        let last = attribution::last_maps(loaded.engine.network(), &Target::Class(Class(0)));
        if selected { self.selection.layer } else { last }
    }

    fn heatmap_question(&self, loaded: &Loaded, method: usize, dark: bool) -> Option<Question> {
        let settings = &self.settings.attribution;
        let id = attribution::registry().get(method)?.id;
        let choice = settings.choices.get(id).cloned().unwrap_or_default();
        let explain =
            Explain { method, convention: choice.convention, parameters: choice.parameters, opaque: !settings.over_picture };
        let layer = if settings.selected_layer { self.selection.layer } else { None };
        let colours = self.settings.maps.colours;
        Some(Question {
            model: loaded.id,
            picture: Some(self.selection.picture.as_ref()?.id),
            preprocessing: Some(self.preprocessing.clone()?),
            layer,
            target: self.target(),
            explain: Some(explain),
            colouring: Some(Colouring { colours, dark, contrast: 1.0, gamma: 1.0, longest: 0 }),
            ..Question::default()
        })
    }

    /// The map of an earlier answer to the same question, if only the paint changed and nothing is to be added to it.
    fn known_map(&self, method: usize, question: &Question) -> Option<Arc<attribution::Map>> {
        let answer = self.answers.attribution.get(&method);
        let answer = answer.filter(|answer| numbers_of(&answer.question) == numbers_of(question))?;
        let map = &answer.value.as_ref().ok()?.map;
        (map.is_finished() || self.stopped.contains_key(&method)).then(|| Arc::clone(map))
    }

    fn gallery_question(&self, folder: &Folder) -> Question {
        Question { folder: Some(folder.id), most: Some(self.settings.embedding.most), ..Question::default() }
    }

    fn features_question(&self, loaded: &Loaded, folder: &Folder) -> Option<Question> {
        let layer = self.looking_layer(loaded, self.settings.embedding.selected_layer);
        let preprocessing = Some(self.preprocessing.clone()?);
        Some(Question { model: loaded.id, layer, preprocessing, ..self.gallery_question(folder) })
    }

    fn embedding_question(&self, features: Question) -> Question {
        let settings = &self.settings.embedding;
        let method = embedding::registry().iter().position(|method| method.id == settings.method).unwrap_or(0);
        let id = embedding::registry()[method].id;
        let parameters = settings.parameters.get(id).cloned().unwrap_or_default();
        Question { embed: Some(Embed { method, parameters }), ..features }
    }
}

/// The part of a question that decides the numbers; the rest is paint.
fn numbers_of(question: &Question) -> Question {
    let explain = question.explain.clone().map(|explain| Explain { opaque: false, ..explain });
    Question { colouring: None, explain, ..question.clone() }
}

impl App {
    /// Starts the next method that is shown, not answered and not stopped, one at a time.
    pub(super) fn request_attribution(&mut self, loaded: &Arc<Loaded>, forward: Option<&Forward>, dark: bool) {
        let wanted: Vec<(usize, Question)> = (0..attribution::registry().len())
            .filter_map(|method| Some((method, self.state.heatmap_question(loaded, method, dark)?)))
            .collect();
        self.state.stopped.retain(|stopped, numbers| {
            wanted.iter().any(|(method, question)| method == stopped && numbers_of(question) == *numbers)
        });
        for (method, question) in &wanted {
            if let Some(answer) = self.state.answers.attribution.get_mut(method) {
                answer.fresh = answer.question == *question;
            }
            let kind = Kind::Attribution(*method);
            if self.asked.get(&kind).is_some_and(|asked| asked != question) && !self.jobs.is_idle(&kind) {
                self.jobs.cancel(&kind);
                // Whoever comes back to that question before another one was given asks anew.
                self.asked.remove(&kind);
            }
        }
        let Some(forward) = forward else { return };
        let busy = (0..attribution::registry().len()).any(|method| !self.jobs.is_idle(&Kind::Attribution(method)));
        if self.state.settings.chapter != Chapter::Attribution || busy {
            return;
        }
        for method in self.state.methods_shown() {
            let Some((_, question)) = wanted.iter().find(|(index, _)| *index == method) else { continue };
            let rests = self.state.stopped.contains_key(&method) && self.state.known_map(method, question).is_none();
            if !rests && self.asked.get(&Kind::Attribution(method)) != Some(question) {
                self.start_attribution(loaded, forward, method, question.clone());
                return;
            }
        }
    }

    /// Keeps every method that is shown and has no whole answer from starting, until the person asks for something again.
    pub(super) fn stop_attribution(&mut self, dark: bool) {
        for method in self.state.methods_shown() {
            self.stop_method(method, dark);
        }
    }

    /// The same for one method.
    pub(super) fn stop_method(&mut self, method: usize, dark: bool) {
        let Some(loaded) = self.state.model.clone() else { return };
        let Some(question) = self.state.heatmap_question(&loaded, method, dark) else { return };
        let numbers = numbers_of(&question);
        let answer = self.state.answers.attribution.get(&method).filter(|answer| numbers_of(&answer.question) == numbers);
        if answer.is_none_or(|answer| answer.value.as_ref().is_ok_and(|heatmap| !heatmap.map.is_finished())) {
            self.state.stopped.insert(method, numbers);
        }
    }

    /// Lets those methods that were stopped and that are `asked` for again start anew.
    pub(super) fn resume_attribution(&mut self, asked: impl Fn(&attribution::Method) -> bool) {
        for method in (0..attribution::registry().len()).filter(|&method| asked(&attribution::registry()[method])) {
            if self.state.stopped.remove(&method).is_some() {
                self.asked.remove(&Kind::Attribution(method));
            }
        }
    }

    fn start_attribution(&mut self, loaded: &Arc<Loaded>, forward: &Forward, method: usize, question: Question) {
        let (Some(target), Some(explain), Some(colouring)) =
            (question.target.clone(), question.explain.clone(), question.colouring)
        else {
            return;
        };
        let known = self.state.known_map(method, &question);
        let (loaded, forward, layer) = (Arc::clone(loaded), forward.clone(), question.layer);
        let title = format!(
            "{} of {}",
            attribution::registry()[method].name,
            self.state.class_name(self.state.class().unwrap_or_default())
        );
        self.ask(Kind::Attribution(method), question, title, move |reporter, question| {
            let mut observer = |paint: &dyn Fn() -> Heatmap| {
                reporter.partial(|| Output::Attribution(method, question.clone(), Ok(paint())));
            };
            let about = (&target, layer);
            let looks = (&explain, &colouring);
            match work::heatmap(&loaded, &forward, about, looks, known, reporter.control(), &mut observer) {
                Err(Error::Cancelled) => Err(Error::Cancelled),
                Ok(heatmap) => Ok(Output::Attribution(method, question, Ok(heatmap))),
                Err(problem) => Ok(Output::Attribution(method, question, Err(problem.to_string()))),
            }
        });
    }

    /// Starts what the embedding of the open folder still lacks.
    pub(super) fn request_embedding(&mut self, loaded: &Arc<Loaded>) {
        let Some(folder) = self.state.folder.clone() else { return };
        let gallery_question = self.state.gallery_question(&folder);
        let Some(features_question) = self.state.features_question(loaded, &folder) else { return };
        let embedding_question = self.state.embedding_question(features_question.clone());
        let answers = &mut self.state.answers;
        if let Some(answer) = &mut answers.gallery {
            answer.fresh = answer.question == gallery_question;
        }
        if let Some(answer) = &mut answers.features {
            answer.fresh = answer.question == features_question;
        }
        if let Some(answer) = &mut answers.embedding {
            answer.fresh = answer.question == embedding_question;
        }
        if self.state.settings.chapter != Chapter::Embedding {
            return;
        }
        let features = answers.features.as_ref().filter(|answer| answer.fresh).map(|answer| Arc::clone(&answer.value));
        self.request_gallery(&folder, gallery_question);
        self.request_features(loaded, &folder, features_question);
        let (Some(features), Some(embed)) = (features, embedding_question.embed.clone()) else { return };
        let title = format!("{} of {} pictures", embedding::registry()[embed.method].name, features.items.len());
        self.ask(Kind::Embedding, embedding_question, title, move |reporter, question| {
            let mut observer = |cloud: &dyn Fn() -> work::Cloud| {
                reporter.partial(|| Output::Embedding(question.clone(), cloud()));
            };
            let cloud = work::embed(&features, &embed, reporter.control(), &mut observer)?;
            Ok::<_, Error>(Output::Embedding(question, cloud))
        });
    }

    fn request_gallery(&mut self, folder: &Arc<Folder>, question: Question) {
        let items = work::sampled(&folder.dataset, self.state.settings.embedding.most);
        let folder = Arc::clone(folder);
        self.ask(Kind::Gallery, question, format!("Reading {}", folder.dataset.name), move |reporter, question| {
            let gallery = work::gallery(&folder.dataset, &items, reporter.control())?;
            Ok::<_, Error>(Output::Gallery(question, Arc::new(gallery)))
        });
    }

    fn request_features(&mut self, loaded: &Arc<Loaded>, folder: &Arc<Folder>, question: Question) {
        let (Some(layer), Some(preprocessing)) = (question.layer, question.preprocessing.clone()) else { return };
        let items = work::sampled(&folder.dataset, self.state.settings.embedding.most);
        let used = items.iter().map(|&item| folder.dataset.items[item].clone()).collect();
        let dataset = Dataset { items: used, ..folder.dataset.clone() };
        let loaded = Arc::clone(loaded);
        let title = format!("{} through {}", folder.dataset.name, loaded.title(layer));
        self.ask(Kind::Features, question, title, move |reporter, question| {
            let pass = Pass { engine: &loaded.engine, preprocessing: &preprocessing, dataset: &dataset };
            let features = embedding::features(pass, layer, Pool::default(), reporter.control())?;
            Ok::<_, Error>(Output::Features(question, Arc::new(features)))
        });
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::app::{Start, command::Command, state::Settings};

    fn wait(app: &mut App, ctx: &egui::Context, until: impl Fn(&App) -> bool) {
        for _ in 0..6000 {
            app.receive(ctx);
            app.request_missing(ctx);
            if until(app) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("nothing came within a minute");
    }

    #[test]
    fn a_question_that_comes_back_while_its_job_stops_is_asked_anew() {
        let ctx = egui::Context::default();
        let method = attribution::registry().iter().position(|method| method.id == "occlusion").unwrap();
        let mut settings = Settings { chapter: Chapter::Attribution, ..Settings::default() };
        settings.attribution.shown = vec!["occlusion".to_owned()];
        let mut app = App::new(&ctx, settings, Start::default());
        wait(&mut app, &ctx, |app| app.asked.contains_key(&Kind::Attribution(method)));
        let other = app.state.answers.forward.as_ref().unwrap().value.ranking[1];
        for command in [Command::Class(other), Command::Back] {
            app.handle(&ctx, command);
            app.request_missing(&ctx);
        }
        wait(&mut app, &ctx, |app| {
            let answer = app.state.answers.attribution.get(&method).filter(|answer| answer.fresh);
            answer.is_some_and(|answer| answer.value.as_ref().is_ok_and(|heatmap| heatmap.map.is_finished()))
        });
    }
}
