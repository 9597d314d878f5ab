//! Taking back what was set, and doing it again: between the window and its steps (`undo.rs`).

use super::{
    App,
    command::{Command, Request},
    desk::{About, Seat},
    open::{OPEN_FOLDER, OPEN_MODEL, OPEN_PICTURE, OpenModel},
    settings::Settings,
    undo::{Cause, Moment, Step},
};

impl App {
    /// What is shown and set now.
    fn moment(&self) -> Moment {
        let state = &self.state;
        let model = state.model.as_ref();
        let mut settings = Settings {
            recent_models: Vec::new(),
            recent_pictures: Vec::new(),
            chapters: std::collections::BTreeMap::new(),
            ..state.settings.clone()
        };
        // Where the pad lies is no step.
        settings.pad.place = None;
        Moment {
            model: model.map(|loaded| (loaded.model.name.clone(), loaded.rows.len())).unwrap_or_default(),
            settings,
            chapters: self.remembered(),
            selection: state.selection.clone(),
            preprocessing: state.preprocessing.clone(),
            folder: state.folder.clone(),
            open_blocks: state.open_blocks.clone(),
        }
    }

    /// Notes what came of a command, a signal or an arrival. While commands that were written down are done, their whole is what
    /// counts.
    pub(super) fn note(&mut self, cause: Cause) {
        let now = self.moment();
        let is_whole = self.script.is_done() && !self.in_script && self.leaving.is_none();
        if is_whole { self.undo.note(now, cause) } else { self.undo.stand(now) }
    }

    /// Notes that commands which are still to come lead away from here.
    pub(super) fn note_departure(&mut self, to_another_model: bool) {
        if to_another_model {
            self.undo.note_view(self.retelling());
        } else {
            self.undo.note_moment(self.moment());
        }
    }

    /// What made the step that a command or a signal of this frame makes.
    pub(super) fn cause(&self, ctx: &egui::Context) -> Cause {
        let (began, ends) = ctx.input(|input| (input.pointer.press_start_time(), input.pointer.any_released()));
        match began {
            _ if self.state.walking => Cause::Walk,
            Some(began) if !ends => Cause::Drag(began),
            _ => Cause::Command,
        }
    }

    /// Before a command that may open another model: the view that is left then.
    pub(super) fn view_before(&self, command: &Command) -> Option<Vec<Request>> {
        let may_open = match command {
            Command::Model(_) | Command::Open(_) => true,
            Command::UsePath(request, _) => [OPEN_MODEL, OPEN_PICTURE, OPEN_FOLDER].contains(request),
            _ => false,
        };
        let is_left = may_open && self.state.model.is_some() && self.script.is_done();
        is_left.then(|| self.retelling())
    }

    /// After it: the view is left if a model is being opened.
    pub(super) fn leave(&mut self, view: Option<Vec<Request>>) {
        if let Some(view) = view.filter(|_| self.desk.is_busy::<OpenModel>(Seat::ONE)) {
            self.leaving = Some(view);
        }
    }

    /// A step back, or forward again.
    pub(super) fn take_back(&mut self, backwards: bool) {
        if !self.script.is_done() || self.desk.is_busy::<OpenModel>(Seat::ONE) {
            return;
        }
        let here = self.moment();
        while let Some(step) = if backwards { self.undo.back() } else { self.undo.forward() } {
            match step {
                // A moment of a model that could not be opened again means nothing.
                Step::Moment(moment) if moment.model != here.model => (),
                Step::Moment(moment) => {
                    self.undo.arrive(Step::Moment(Box::new(here)), backwards);
                    self.stand_at(*moment);
                    return;
                }
                Step::View(view) => {
                    let from = self.retelling();
                    self.undo.arrive(Step::View(from), backwards);
                    self.script.add(view);
                    return;
                }
            }
        }
    }

    fn stand_at(&mut self, moment: Moment) {
        let state = &mut self.state;
        let now = std::mem::take(&mut state.settings);
        let pad = super::settings::PadSettings { place: now.pad.place, ..moment.settings.pad };
        let (recent_models, recent_pictures, chapters) = (now.recent_models, now.recent_pictures, now.chapters);
        state.settings = Settings { pad, recent_models, recent_pictures, chapters, ..moment.settings.clone() };
        state.selection = moment.selection.clone();
        state.preprocessing.clone_from(&moment.preprocessing);
        state.open_blocks.clone_from(&moment.open_blocks);
        let id = |folder: &Option<std::sync::Arc<super::open::Folder>>| folder.as_ref().map(|folder| folder.id);
        if id(&state.folder) != id(&moment.folder) {
            if let Some(closed) = id(&state.folder) {
                self.desk.forget(&About { model: None, folder: Some(closed) });
            }
            state.folder.clone_from(&moment.folder);
        }
        for (chapter, (_, remembered)) in self.chapters.iter_mut().zip(&moment.chapters) {
            if chapter.remembered() != *remembered {
                chapter.restore(remembered);
            }
        }
        self.undo.stand(moment);
    }
}
