//! What happened on the desk since the last frame: what was opened is shown, what failed is said, and every chapter hears of it.

use std::sync::Arc;

use super::{
    App,
    command::{Command, Request},
    desk::{About, News, Seat, What},
    open::{AskPath, Folder, Loaded, OpenFolder, OpenModel, OpenPicture, Picked, Save, Shown, open_item},
    questions::{FitsOf, better},
    scenes::OpenLecture,
    selection::{History, Selection},
    session::{KeepView, OpenSession},
    settings::remember,
    state::Dialog,
    undo::Cause,
};
use crate::{
    data::ItemId,
    units::Unit,
    words::{Phrase, frame},
};

impl App {
    /// Takes in everything that happened since the last frame.
    pub(super) fn receive(&mut self, ctx: &egui::Context) {
        for news in self.desk.receive() {
            let mut next = self.take_in(ctx, &news);
            next.extend(self.each_chapter(ctx, |chapter, hands| chapter.receive(&news, hands)));
            for command in next {
                self.handle(ctx, command);
            }
        }
    }

    fn take_in(&mut self, ctx: &egui::Context, news: &News) -> Vec<Request> {
        match &news.what {
            What::Partial => Vec::new(),
            What::Whole => self.take_answer(ctx, news),
            What::Failed(sentence) => {
                if !news.shows_failure {
                    self.state.say(frame::failed(sentence.clone()), true);
                }
                if news.fails::<OpenModel>() {
                    self.leaving = None;
                }
                self.opener.fall_back(news, &self.state, &mut self.desk);
                Vec::new()
            }
            // A person who closes a dialog of the system has seen it.
            What::Stopped if news.key.is::<AskPath>() => Vec::new(),
            What::Stopped => {
                self.state.say(frame::CANCELLED, false);
                Vec::new()
            }
        }
    }

    /// Takes what was done once off the desk; what lies there to be looked at stays.
    fn take_answer(&mut self, ctx: &egui::Context, news: &News) -> Vec<Request> {
        let seat = news.key.seat;
        if news.answers::<OpenModel>() {
            if let Some(answer) = self.desk.take::<OpenModel>(seat) {
                self.show_model(ctx, answer.value);
            }
        } else if news.answers::<OpenPicture>() {
            if let Some(answer) = self.desk.take::<OpenPicture>(seat) {
                self.show_picture(answer.value, answer.question.unit);
            }
        } else if news.answers::<OpenFolder>() {
            if let Some(answer) = self.desk.take::<OpenFolder>(seat) {
                self.show_folder(answer.value);
            }
        } else if news.answers::<OpenSession>() {
            if let Some(answer) = self.desk.take::<OpenSession>(seat) {
                self.take_up(answer.value);
                self.forget_recovered();
            }
        } else if news.answers::<OpenLecture>() {
            if let Some(answer) = self.desk.take::<OpenLecture>(seat) {
                self.begin_lecture(answer.value);
            }
        } else if news.answers::<KeepView>() {
            let _ = self.desk.take::<KeepView>(seat);
        } else if news.answers::<Save>() {
            if let Some(answer) = self.desk.take::<Save>(seat) {
                let names = answer.value.iter().map(|path| Phrase::verbatim(path.display().to_string()));
                let names = names.reduce(frame::two_things);
                self.state.say(frame::saved(names.unwrap_or_else(|| Phrase::verbatim(""))), false);
            }
        } else if news.answers::<FitsOf>() {
            self.warn_of_misfit();
        } else if let Some(answer) = news.answers::<AskPath>().then(|| self.desk.take::<AskPath>(Seat::ONE)).flatten() {
            let request = answer.question.request;
            match answer.value.as_ref() {
                Picked::Path(path) => return vec![Command::UsePath(request, path.clone()).into()],
                Picked::NoDialogs => self.state.dialog = Dialog::Path(request),
                Picked::Nothing if self.state.taking_up.is_some() => self.state.dialog = Dialog::Missing,
                Picked::Nothing => self.state.say(frame::NO_FILE_CHOSEN, false),
            }
        }
        Vec::new()
    }

    /// Says so if pictures are clearly prepared in another way than the network takes them.
    fn warn_of_misfit(&mut self) {
        if let Some((trial, used)) = better(&self.state, &self.desk) {
            self.state.say(frame::fits_better(trial.candidate.name(), used.candidate.name()), false);
        }
    }

    /// Shows a model. Layers and classes of another one mean nothing here: the history begins anew.
    pub(super) fn show_model(&mut self, ctx: &egui::Context, loaded: Arc<Loaded>) {
        if self.state.model.is_some() && self.script.is_done() {
            let view = self.leaving.take().unwrap_or_else(|| self.retelling());
            self.undo.note_view(view);
        }
        self.leaving = None;
        self.forget_model();
        let layer = loaded.first_layer();
        let state = &mut self.state;
        if let Some(path) = &loaded.path {
            remember(&mut state.settings.recent_models, path.clone());
        }
        state.preprocessing = Some(loaded.model.preprocessing.clone());
        state.selection = Selection { layer, picture: state.selection.picture.clone(), ..Selection::default() };
        state.history = History::default();
        state.hover = None;
        state.open_blocks.clear();
        ctx.send_viewport_cmd(egui::ViewportCommand::Title(format!("{} - Convscope", loaded.model.name)));
        state.model = Some(loaded);
        self.note(Cause::Arrival);
    }

    pub(super) fn show_picture(&mut self, shown: Arc<Shown>, unit: Option<Unit>) {
        let state = &mut self.state;
        if let Some(path) = &shown.path {
            remember(&mut state.settings.recent_pictures, path.clone());
        }
        let now = &state.selection;
        let first = now.picture.is_none();
        // A drawing is one step of the history, however many strokes it has; what was asked of it stays asked.
        let goes_on = shown.drawn && now.picture.as_ref().is_some_and(|before| before.drawn);
        let class = if goes_on { now.class } else { None };
        let next = Selection { picture: Some(shown), class, unit: unit.or(now.unit), ..now.clone() };
        if first || goes_on {
            state.selection = next;
        } else {
            state.select(next);
        }
        self.note(if goes_on { Cause::Stroke } else { Cause::Arrival });
    }

    fn show_folder(&mut self, folder: Arc<Folder>) {
        if let Some(closed) = &self.state.folder {
            self.desk.forget(&About { model: None, folder: Some(closed.id) });
        }
        let is_brought_along = !folder.is_shipped();
        if is_brought_along {
            self.state.say(frame::pictures_in(folder.dataset.len(), folder.title.clone()), false);
        }
        self.state.folder = Some(folder);
        self.note(Cause::Arrival);
        if is_brought_along {
            open_item(ItemId(0), None, &self.state, &mut self.desk);
        }
    }
}
