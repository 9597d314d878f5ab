//! What jobs hand back: answers into the state, their pixels into textures, failures into one sentence for the person.

use std::sync::Arc;

use super::{
    App,
    state::{Dialog, Selection, Unit, remember},
    textures::Slot,
    work::{Answer, Kind, Loaded, Output, Picked, Question, Shown},
};
use crate::{jobs::Outcome, zoo};

impl App {
    /// Takes in everything that happened since the last frame.
    pub(super) fn receive(&mut self, ctx: &egui::Context) {
        for event in self.jobs.poll() {
            match event.outcome {
                Outcome::Partial(output) => self.take_in(ctx, output),
                Outcome::Done(output) => {
                    // It was done before it noticed that it should stop.
                    self.stopped.remove(&event.key);
                    self.take_in(ctx, output);
                }
                Outcome::Failed(sentence) => {
                    self.state.say(sentence, true);
                    self.fall_back(event.key);
                    if event.key == Kind::Training && self.state.training.view.is_none() {
                        // It never began: back to what is written.
                        self.leave_training();
                    }
                }
                Outcome::Cancelled if event.key == Kind::Dialog => (),
                Outcome::Cancelled => self.note_cancelled(event.key),
            }
        }
    }

    /// When the first model or picture cannot be opened, what comes with Convscope takes its place, once.
    fn fall_back(&mut self, kind: Kind) {
        let missing = match kind {
            Kind::Model => self.state.model.is_none(),
            Kind::Picture => self.state.selection.picture.is_none(),
            _ => false,
        };
        if missing && self.fell_back.insert(kind) {
            if kind == Kind::Model { self.open_shipped_model(zoo::DEFAULT_MODEL) } else { self.open_sample() }
        }
    }

    /// A job that a person stopped is said; one that a newer request replaced is not.
    fn note_cancelled(&mut self, kind: Kind) {
        if self.stopped.remove(&kind) {
            self.state.say("Cancelled", false);
        }
    }

    /// Whether an answer is about the model and the folder that are open: layers, classes and items of others mean nothing.
    fn is_about_what_is_open(&self, question: &Question) -> bool {
        let model = self.state.model.as_ref().map(|loaded| loaded.id);
        let folder = self.state.folder.as_ref().map(|folder| folder.id);
        (question.model == 0 || Some(question.model) == model) && (question.folder.is_none() || question.folder == folder)
    }

    fn take_in(&mut self, ctx: &egui::Context, output: Output) {
        if output.question().is_some_and(|question| !self.is_about_what_is_open(question)) {
            return;
        }
        let answers = &mut self.state.answers;
        match output {
            Output::Model(loaded) => self.show_model(ctx, loaded),
            Output::Picture(shown, unit) => self.show_picture(shown, unit),
            Output::Folder(folder) => {
                let shipped = folder.shipped;
                if !shipped {
                    self.state.say(format!("{} pictures in {}", folder.dataset.len(), folder.dataset.name), false);
                }
                self.state.folder = Some(folder);
                let answers = &mut self.state.answers;
                (answers.strongest, answers.exemplars) = (None, None);
                (answers.gallery, answers.features, answers.embedding) = (None, None, None);
                if !shipped {
                    self.open_item(0, None);
                }
            }
            Output::Forward(question, forward) => answers.forward = Some(Answer::new(question, forward)),
            Output::Thumbnails(question, thumbnails) => {
                self.textures.set_pages(ctx, Slot::Thumbnails, &thumbnails.atlas.pages);
                answers.thumbnails = Some(Answer::new(question, thumbnails));
            }
            Output::Maps(question, maps) => {
                self.textures.set_pages(ctx, Slot::Maps, &maps.atlas.pages);
                answers.maps = Some(Answer::new(question, maps));
            }
            Output::Filters(question, filters) => {
                self.textures.set_pages(ctx, Slot::Filters, &filters.atlas.pages);
                answers.filters = Some(Answer::new(question, filters));
            }
            Output::Unit(question, view) => {
                self.textures.set(ctx, Slot::UnitMap, &view.map);
                self.textures.set(ctx, Slot::UnitCrop, &view.crop);
                answers.unit = Some(Answer::new(question, view));
            }
            Output::Strongest(question, found) => answers.strongest = Some(Answer::new(question, found)),
            Output::Exemplars(question, exemplars) => {
                self.textures.set_pages(ctx, Slot::Exemplars, &exemplars.atlas.pages);
                answers.exemplars = Some(Answer::new(question, exemplars));
            }
            Output::Attribution(method, question, result) => {
                if result.as_ref().map_or(true, |heatmap| heatmap.map.is_finished()) {
                    self.state.stopped.remove(&method);
                }
                if let Ok(heatmap) = &result {
                    self.textures.set(ctx, Slot::Attribution(method), &heatmap.image);
                }
                answers.attribution.insert(method, Answer::new(question, result));
            }
            Output::Gallery(question, gallery) => {
                self.textures.set_pages(ctx, Slot::Gallery, &gallery.atlas.pages);
                answers.gallery = Some(Answer::new(question, gallery));
            }
            Output::Features(question, features) => answers.features = Some(Answer::new(question, features)),
            Output::Embedding(question, cloud) => answers.embedding = Some(Answer::new(question, cloud)),
            Output::Recipe(checked) => self.state.training.checked = Some(*checked),
            Output::RecipeText(text) => self.state.settings.training.text = text,
            Output::Training(view) => self.show_training(ctx, view),
            Output::Mistakes(mistakes) => {
                self.textures.set_pages(ctx, Slot::Mistakes, &mistakes.atlas.pages);
                self.state.training.mistakes = Some(mistakes);
            }
            Output::Shortcut(shortcut) => {
                self.textures.set(ctx, Slot::ShortcutWith, &shortcut.with.picture);
                self.textures.set(ctx, Slot::ShortcutWithout, &shortcut.without.picture);
                self.textures.set(ctx, Slot::ShortcutLooks, &shortcut.looks.image);
                self.state.training.shortcut = Some(*shortcut);
            }
            Output::Saved(path) => self.state.say(format!("Saved {}", path.display()), false),
            Output::Picked(Picked::Path(purpose, path)) => self.use_path(ctx, purpose, path),
            Output::Picked(Picked::NoDialogs(purpose)) => self.state.dialog = Dialog::Path(purpose),
            Output::Picked(Picked::Nothing) => self.state.say("No file was chosen; Ctrl+L takes a typed path", false),
        }
    }

    pub(super) fn show_model(&mut self, ctx: &egui::Context, loaded: Arc<Loaded>) {
        let first = loaded.rows.iter().find(|row| !row.is_block && row.layer.kind != "Input");
        let named =
            self.first_layer.take().and_then(|name| loaded.engine.network().find(&name).ok()).map(|node| loaded.listed(node));
        let layer = named.or_else(|| first.or(loaded.rows.first()).map(|row| row.layer.node));
        if let Some(path) = &loaded.path {
            remember(&mut self.state.settings.recent_models, path.clone());
        }
        let state = &mut self.state;
        state.preprocessing = Some(loaded.model.preprocessing.clone());
        // Layers and classes of another model mean nothing here: the history begins anew.
        state.selection = Selection { layer, picture: state.selection.picture.clone(), ..Selection::default() };
        state.history = super::state::History::default();
        state.answers = super::state::Answers::default();
        state.open_blocks.clear();
        ctx.send_viewport_cmd(egui::ViewportCommand::Title(format!("{} - Convscope", loaded.model.name)));
        state.model = Some(loaded);
    }

    fn show_picture(&mut self, shown: Arc<Shown>, unit: Option<Unit>) {
        if let Some(path) = &shown.path {
            remember(&mut self.state.settings.recent_pictures, path.clone());
        }
        let first = self.state.selection.picture.is_none();
        let now = &self.state.selection;
        // A drawing is one step of the history, however many strokes it has; what was asked of it stays asked.
        let goes_on = shown.drawn && now.picture.as_ref().is_some_and(|before| before.drawn);
        let class = if goes_on { now.class } else { None };
        let next = Selection { picture: Some(shown), class, unit: unit.or(now.unit), ..now.clone() };
        if first || goes_on {
            self.state.selection = next;
        } else {
            self.select(next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Start, state::Settings};

    #[test]
    fn answers_about_a_model_or_a_folder_that_is_not_open_are_dropped() {
        let ctx = egui::Context::default();
        let mut app = App::new(&ctx, Settings::default(), Start::default());
        let elsewhere = [Question { model: 99, ..Question::default() }, Question { folder: Some(99), ..Question::default() }];
        for question in elsewhere {
            app.take_in(&ctx, Output::Attribution(0, question, Err("too late".to_owned())));
            assert!(app.state.answers.attribution.is_empty());
        }
        app.take_in(&ctx, Output::Attribution(0, Question::default(), Err("in time".to_owned())));
        assert!(app.state.answers.attribution.contains_key(&0));
    }
}
