//! Taking results away: the chapter as a figure with its caption, the selected unit's map, the raw numbers behind them. And the
//! way to the
//! path where they go, or from which something comes.

use std::path::Path;

use super::{
    App,
    command::{Request, Written},
    desk::Seat,
    ids::ErrandId,
    link::Link,
    open::{
        AskPath, Content, FIND_FILE, FIND_FOLDER, Numbers, OPEN_FOLDER, OPEN_MODEL, OPEN_PICTURE, OPEN_SESSION, PathRequest,
        SAVE_MAP, SAVE_NUMBERS, SAVE_PICTURE, SAVE_SESSION, Save, Saving,
    },
    questions::unit_figure,
    session::OpenSession,
};
use crate::{
    figures,
    words::{Phrase, frame},
};

impl App {
    /// Asks where to save, or what to open.
    pub(super) fn ask_for_path(&mut self, request: &PathRequest) {
        let name = self.file_name(request);
        let question = AskPath { id: ErrandId::new(), request: *request, name, words: self.state.words };
        self.desk.ask(Seat::ONE, Some(question), || Some(()));
    }

    /// What a saved file is called unless the person says otherwise; empty for what is opened.
    fn file_name(&self, request: &PathRequest) -> String {
        let Some(extension) = request.extension() else { return String::new() };
        let sight = self.sight();
        let of_chapter = || self.chapter().map(|chapter| chapter.file_name(sight));
        let name = if *request == SAVE_MAP { sight.unit_name() } else { of_chapter() };
        let plain = |letter: char| if letter.is_alphanumeric() || letter == '.' { letter } else { '-' };
        let plain: String = name.unwrap_or_else(|| "convscope".to_owned()).chars().map(plain).collect();
        format!("{plain}.{extension}")
    }

    /// Opens what lies at a path, or follows the link that it is or that a figure holds.
    pub(super) fn open(&mut self, path: &Path) {
        let link = Link::of_path(path).or_else(|| figures::link_of(path)?.parse().ok());
        match link {
            Some(link) => self.follow(&link),
            None if Content::of(path) == Content::Session => {
                let question = OpenSession { id: ErrandId::new(), path: path.to_owned() };
                self.desk.ask(Seat::ONE, Some(question), || Some(()));
            }
            None if Content::of(path) == Content::Lecture => self.open_lecture(&path.to_string_lossy()),
            None => self.opener.open(path.to_owned(), &mut self.desk),
        }
    }

    /// Does with a path what it was asked for.
    pub(super) fn use_path(&mut self, ctx: &egui::Context, request: &PathRequest, path: &Path) -> Vec<Request> {
        if [OPEN_PICTURE, OPEN_MODEL, OPEN_FOLDER, OPEN_SESSION].contains(request) {
            self.open(path);
        } else if [FIND_FILE, FIND_FOLDER].contains(request) {
            self.decide(|taking_up| taking_up.use_path(path));
        } else if *request == SAVE_SESSION {
            self.save_session(path);
        } else if *request == SAVE_PICTURE {
            self.save_picture(path);
        } else if *request == SAVE_MAP {
            self.save_map(path);
        } else if *request == SAVE_NUMBERS {
            self.save_numbers(path);
        } else {
            return self.each_chapter(ctx, |chapter, hands| _ = chapter.use_path(request, path, hands));
        }
        Vec::new()
    }

    fn save_picture(&mut self, path: &Path) {
        let figure = self.chapter().and_then(|chapter| chapter.figure(self.sight()));
        let Some(figure) = figure else {
            self.state.say(frame::NO_PICTURE_TO_SAVE, true);
            return;
        };
        let numbers = if self.state.settings.numbers_beside { self.numbers() } else { Vec::new() };
        self.save(frame::SAVING_PICTURE, path, Saving::Figure(Box::new(figure), self.link().to_string(), numbers));
    }

    fn save_map(&mut self, path: &Path) {
        match unit_figure(self.sight()) {
            Some((figure, numbers)) => {
                let numbers = if self.state.settings.numbers_beside { vec![numbers] } else { Vec::new() };
                self.save(frame::SAVING_MAP, path, Saving::Figure(Box::new(figure), self.link().to_string(), numbers));
            }
            None => self.state.say(frame::NO_MAP_TO_SAVE, true),
        }
    }

    fn save_numbers(&mut self, path: &Path) {
        let numbers = self.numbers();
        if numbers.is_empty() {
            self.state.say(frame::NO_NUMBERS_TO_SAVE, true);
        } else {
            self.save(frame::SAVING_NUMBERS, path, Saving::Numbers(numbers));
        }
    }

    pub(super) fn save_written(&mut self, title: Phrase, path: &Path, written: &Written) {
        if let Some(saving) = written.take() {
            self.save(title, path, saving);
        }
    }

    fn numbers(&self) -> Vec<Numbers> {
        self.chapter().map(|chapter| chapter.numbers(self.sight())).unwrap_or_default()
    }

    /// Each file has a seat of its own: none takes the place of another.
    pub(super) fn save(&mut self, title: Phrase, path: &Path, saving: Saving) {
        let question = Save { id: ErrandId::new(), path: path.to_owned(), title, words: self.state.words };
        self.desk.ask(Seat { name: "", number: question.id.number() }, Some(question), || Some(saving));
    }
}
