//! The window: what a person sees and does.
//!
//! A frame goes one way. What happened on the desk arrives (`receive.rs`); panels read the [`state`](State) and the desk and send
//! commands ([`command`]); after the frame the commands are carried out (`handle.rs`); then everybody says again what they want
//! to know,
//! and the desk starts what is missing and stops what is no longer wanted.
//!
//! **Invariants**, kept by `tests/rooms.rs`: the window never waits for work, and work never touches the window. A chapter is a
//! folder
//! in [`chapters`] behind one trait (`chapter.rs`); no file outside that folder names one, and no chapter names another. The desk
//! knows
//! neither chapters nor panels. `work.rs` never imports a panel. Colours come from `theme.rs` alone, textures from `textures.rs`
//! alone.

mod bars;
mod card;
mod chapter;
pub mod chapters;
mod columns;
pub mod command;
pub mod deed;
pub mod desk;
mod dialogs;
mod exemplars;
mod export;
mod following;
mod handle;
pub mod ids;
mod layout;
mod lecturing;
pub mod link;
mod memory;
pub mod open;
pub mod pad;
mod presenter;
pub mod questions;
mod receive;
mod recent;
mod retell;
mod say;
pub mod scenes;
pub mod script;
pub mod selection;
pub mod session;
pub mod settings;
mod shelf;
mod sight;
mod start;
pub mod state;
mod taking_back;
mod taking_up;
mod textures;
mod theme;
mod tiles;
mod undo;
mod view;
pub mod way;
mod widgets;

use std::{
    path::PathBuf,
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

pub use card::{Card, Group};
pub use sight::Sight;
pub use start::{Error, Start, run};

use chapter::{Asking, Chapter, Hands};
use command::{Command, Entry, Request, Signal, Suggestion};
use desk::Desk;
use link::Link;
use open::{Content, Opener, PictureSource};
use say::Say;
use script::Script;
use settings::{Settings, ThemeChoice};
use start::{Failure, Photographer};
use state::State;
use taking_up::Keeping;
use textures::Textures;
use undo::Undo;
use view::View;

use crate::words::{Language, Words};

/// The window's application.
pub struct App {
    state: State,
    desk: Desk,
    textures: Textures,
    chapters: Vec<Box<dyn Chapter>>,
    /// What menus, keys and the palette show: the window's commands, then those of the chapters.
    entries: Vec<Entry>,
    /// What the palette offers beside them.
    suggestions: Vec<Suggestion>,
    opener: Opener,
    /// Commands that were written down and wait for their turn.
    script: Script,
    /// Where the view is kept while the program runs.
    keeping: Option<Keeping>,
    /// Whether what is carried out now was written down.
    in_script: bool,
    /// The way back over what was set.
    undo: Undo,
    /// The view that is left as soon as the model that is being opened arrives.
    leaving: Option<Vec<Request>>,
    photographer: Photographer,
    /// The theme and the size of text that egui was given last.
    applied: Option<(ThemeChoice, bool)>,
    /// When memory was read last.
    memory_read: Option<Instant>,
}

impl App {
    /// An application that opens `start`'s files, or what comes with Convscope, and does what it is told to begin with.
    /// In `failure` it leaves why it could not photograph itself.
    pub fn new(ctx: &egui::Context, settings: Settings, start: Start, failure: Failure) -> Self {
        let wake = ctx.clone();
        let mut chapters = chapters::all();
        for chapter in &mut chapters {
            if let Some(remembered) = settings.chapters.get(chapter.card().id) {
                chapter.restore(remembered);
            }
        }
        let cards: Vec<&'static Card> = chapters.iter().map(|chapter| chapter.card()).collect();
        let entries = command::entries(&cards, chapters.iter().flat_map(|chapter| chapter.entries().iter().cloned()));
        let suggestions = chapters.iter().flat_map(|chapter| chapter.suggestions()).collect();
        let mut app = Self {
            state: State { settings, ..State::default() },
            desk: Desk::new(move || wake.request_repaint()),
            textures: Textures::new(ctx),
            chapters,
            entries,
            suggestions,
            opener: Opener::new(start.device.clone()),
            script: Script::new(start.commands.iter().cloned()),
            keeping: None,
            in_script: false,
            undo: Undo::default(),
            leaving: None,
            photographer: Photographer::new(&start, failure),
            applied: None,
            memory_read: None,
        };
        app.state.dark = ctx.theme() == egui::Theme::Dark;
        let remembered = app.state.settings.chapter.clone();
        let card = app.known_chapter(&remembered).or_else(|| app.known_chapter(chapters::HOME));
        if let Some(card) = card {
            card.id.clone_into(&mut app.state.settings.chapter);
        }
        let (links, files): (Vec<PathBuf>, Vec<PathBuf>) =
            start.files.into_iter().partition(|file| Link::of_path(file).is_some());
        let (sessions, files) = files.into_iter().partition(|file| !Content::of(file).is_of_window());
        app.opener.open_at_start(files, &mut app.desk);
        let links = links.iter().filter_map(|link| Link::of_path(link)).map(Command::Follow);
        let first = links.chain(Vec::into_iter(sessions).map(Command::Open));
        app.script.begin_with(first.map(Request::from));
        app.state.shelf = start.shelf.clone().map(|folder| Arc::new(shelf::Shelf::new(folder)));
        if let Some(folder) = &start.recovery {
            app.begin_to_keep(folder);
        }
        app
    }

    /// What the window knows.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Questions and answers.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// What follows from both: the class that is explained, the unit that is looked at, and what they are called.
    pub fn sight(&self) -> Sight<'_> {
        Sight { state: &self.state, desk: &self.desk }
    }

    /// The chapters in the order of their tabs.
    pub fn cards(&self) -> Vec<&'static Card> {
        self.chapters.iter().map(|chapter| chapter.card()).collect()
    }

    /// What each chapter remembers over a restart, by its id.
    pub fn remembered(&self) -> Vec<(&'static str, String)> {
        self.chapters.iter().map(|chapter| (chapter.card().id, chapter.remembered())).collect()
    }

    /// Whether everything that was asked has been answered.
    pub fn is_idle(&self) -> bool {
        self.desk.is_settled() && self.script.is_done()
    }

    /// Whether what is selected has been answered; what nobody waits for may still run.
    pub fn is_answered(&self) -> bool {
        self.desk.is_answered()
    }

    /// The chapter of this digit or id, or of a part of an id that no other one has.
    fn known_chapter(&self, name: &str) -> Option<&'static Card> {
        let cards = self.cards();
        let is_meant = |card: &&&Card| card.id.eq_ignore_ascii_case(name) || card.key().name() == name;
        let mut alike = cards.iter().filter(|card| !name.is_empty() && card.id.contains(&name.to_lowercase()));
        let only = alike.next().filter(|_| alike.next().is_none());
        cards.iter().find(is_meant).or(only).copied()
    }

    /// Does what was written down, as far as what it needs has arrived.
    fn go_on_with_script(&mut self, ctx: &egui::Context) {
        while let Some(request) = self.script.next(&self.state, &self.desk) {
            self.in_script = true;
            self.handle(ctx, request);
            self.in_script = false;
            ctx.request_repaint();
        }
    }

    /// The chapter that is shown.
    fn chapter(&self) -> Option<&dyn Chapter> {
        let shown = self.chapters.iter().find(|chapter| self.state.shows(chapter.card().id));
        shown.or(self.chapters.first()).map(AsRef::as_ref)
    }

    /// Lets every chapter do something; answers what they ask of the window.
    fn each_chapter(&mut self, ctx: &egui::Context, mut deed: impl FnMut(&mut dyn Chapter, &mut Hands<'_>)) -> Vec<Request> {
        let mut hands = Hands { state: &mut self.state, desk: &mut self.desk, ctx, next: Vec::new() };
        for chapter in &mut self.chapters {
            deed(chapter.as_mut(), &mut hands);
        }
        hands.next
    }

    /// Everybody says what they want to know now.
    fn ask(&mut self) {
        pad::ask(&mut self.state, &mut self.desk);
        questions::ask(&self.state, &mut self.desk);
        for chapter in &mut self.chapters {
            let shown = self.state.shows(chapter.card().id);
            chapter.ask(&mut Asking { state: &self.state, desk: &mut self.desk, shown });
        }
    }

    /// Whether a command of a menu asks for what is already so.
    fn is_on(&self, command: &Command) -> bool {
        let settings = &self.state.settings;
        match command {
            Command::Theme(choice) => *choice == settings.theme && *choice != ThemeChoice::System,
            Command::Language(language) => language.is_some() && *language == settings.language,
            Command::Stage(_) => settings.stage,
            Command::NumbersBeside(_) => settings.numbers_beside,
            Command::Chapter(chapter) => self.state.shows(chapter),
            Command::Pad(_) => self.state.pad.open,
            Command::Of(command) => self.chapters.iter().any(|chapter| chapter.is_on(command)),
            _ => false,
        }
    }

    fn apply_theme(&mut self, ctx: &egui::Context) {
        let wanted = (self.state.settings.theme, self.state.settings.stage);
        if self.applied != Some(wanted) {
            let preference = match wanted.0 {
                ThemeChoice::System => egui::ThemePreference::System,
                ThemeChoice::Dark => egui::ThemePreference::Dark,
                ThemeChoice::Light => egui::ThemePreference::Light,
            };
            theme::apply(ctx, preference, wanted.1);
            self.applied = Some(wanted);
        }
        self.state.dark = ctx.theme() == egui::Theme::Dark;
    }

    /// The language that is chosen, else that of the system, which is read once.
    fn apply_language(&mut self, ctx: &egui::Context) {
        static OF_SYSTEM: LazyLock<Language> = LazyLock::new(Language::of_system);
        let words = Words(self.state.settings.language.unwrap_or(*OF_SYSTEM));
        if self.state.words != words || ctx.words() != words {
            self.state.words = words;
            say::speak(ctx, words);
        }
    }

    fn read_memory(&mut self, ctx: &egui::Context) {
        if self.memory_read.is_none_or(|read| read.elapsed() > Duration::from_secs(1)) {
            self.memory_read = Some(Instant::now());
            self.state.memory = memory::resident_memory();
            if !self.is_idle() {
                ctx.request_repaint_after(Duration::from_secs(1));
            }
        }
    }

    fn dropped_and_pasted(ctx: &egui::Context) -> Vec<Request> {
        let is_typing = ctx.egui_wants_keyboard_input();
        ctx.input(|input| {
            let dropped = input.raw.dropped_files.iter().map(|file| Command::Open(file.path().to_owned()).into());
            let pasted = input.events.iter().filter_map(|event| match event {
                egui::Event::PasteImage(image) => {
                    Some(Signal::Picture(command::Picture::new(PictureSource::Pixels(Arc::clone(image)))).into())
                }
                egui::Event::Paste(text) if !is_typing => text.parse().ok().map(|link| Command::Follow(link).into()),
                _ => None,
            });
            dropped.chain(pasted).collect()
        })
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, frame: &mut eframe::Frame) {
        self.photographer.time(ctx, frame);
        self.apply_theme(ctx);
        self.apply_language(ctx);
        self.receive(ctx);
        self.go_on_with_script(ctx);
        self.apply_theme(ctx);
        self.apply_language(ctx);
        self.state.samples = self.opener.samples();
        self.ask();
        self.keep(ctx);
        self.read_memory(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        let mut requests = Self::dropped_and_pasted(&ctx);
        let cards = self.cards();
        requests.extend(command::listen(&ctx, &self.entries).map(Request::from));
        let is_on = |command: &Command| self.is_on(command);
        let view = View::new((&self.state, &self.desk, &self.textures), (&self.entries, &self.suggestions), &cards, &is_on);
        if let Some(chapter) = self.chapter() {
            layout::show(ui, &view, chapter);
        }
        if let Some(walk) = self.state.scenes.as_ref().filter(|walk| walk.has_presenter) {
            presenter::show(&ctx, &view, walk);
        }
        requests.extend(view.into_requests());
        let changed = !requests.is_empty();
        for request in requests {
            self.handle(&ctx, request);
        }
        if changed {
            // What waits for nothing is done before anybody sees the frame.
            self.go_on_with_script(&ctx);
            self.apply_theme(&ctx);
            self.apply_language(&ctx);
            self.ask();
            ctx.request_repaint();
        }
        self.textures.free();
        self.after_frame(&ctx);
    }

    fn raw_input_hook(&mut self, _ctx: &egui::Context, raw_input: &mut egui::RawInput) {
        if self.photographer.is_at_work() {
            // A pointer that happens to be there does not belong into the picture.
            raw_input.events.retain(|event| !matches!(event, egui::Event::PointerMoved(_)));
        }
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        if self.photographer.is_at_work() {
            return;
        }
        let remembered = self.remembered().into_iter().map(|(id, text)| (id.to_owned(), text));
        // What a later version's chapters remember is kept for them.
        self.state.settings.chapters.extend(remembered);
        eframe::set_value(storage, eframe::APP_KEY, &self.state.settings);
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}
