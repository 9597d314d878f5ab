//! The window: state, panels, widgets, theme.
//!
//! A frame goes one way: answers of jobs arrive (`receive.rs`), panels read [`State`] and send
//! [`Command`]s, the commands are carried out (`handle.rs`), and what is now asked but not answered is
//! given to jobs (`requests.rs`). The window never waits for work and work never touches the window.

mod chapters;
pub mod command;
pub mod drawing;
mod export;
mod handle;
mod panels;
mod receive;
mod requests;
mod settings;
mod start;
pub mod state;
mod textures;
mod theme;
pub mod training;
mod widgets;
mod work;

use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
    time::{Duration, Instant},
};

pub use start::{Error, Start, run};

use crate::{jobs::Jobs, network::Device, picture::Preprocessing};
use command::Command;
use export::Snapshot;
use panels::View;
use start::Photograph;
use state::{Settings, State};
use textures::Textures;
use work::{Kind, Output, Question, Session, Way};

/// The window's application.
pub struct App {
    state: State,
    jobs: Jobs<Kind, Output>,
    textures: Textures,
    device: Device,
    /// The last question given to each kind of job: asked once, whether it is answered, fails or is cancelled.
    asked: HashMap<Kind, Question>,
    /// Kinds of jobs that the person stopped.
    stopped: HashSet<Kind>,
    /// What was replaced by what comes with Convscope, because it could not be opened.
    fell_back: HashSet<Kind>,
    /// The pictures that ship and belong to the model.
    samples: work::Samples,
    /// Which of them was shown last.
    sample: usize,
    /// Whether the last command walked through layers or channels: a walk is one step of the history.
    walking: bool,
    /// The drawing that was given to a job last, and how it was prepared.
    drawn: Option<(u64, Preprocessing)>,
    /// The training that runs or rests.
    session: Option<std::sync::Arc<Session>>,
    /// The recipe and the data set that were given to a job last to be checked.
    checking: Option<(String, String)>,
    /// Which picture the picture's texture shows.
    uploaded: Option<u64>,
    photograph: Option<Photograph>,
    /// A picture of the window of which the chapter is to be saved.
    snapshot: Snapshot,
    /// When the process began, to print how long things took.
    timing: Option<Instant>,
    /// Whether the first frame and the first answer have been told.
    told: (bool, bool),
    /// The longest time of a frame so far, in seconds without waiting for the screen.
    slowest_frame: f32,
    /// What the program ends with after it photographed itself.
    failure: std::sync::Arc<std::sync::Mutex<Option<String>>>,
    /// The layer that the first model opens on.
    first_layer: Option<String>,
    next_id: u64,
    memory_read: Option<Instant>,
    applied: Option<(state::ThemeChoice, bool)>,
}

impl App {
    /// An application that opens `start`'s files, or what comes with Convscope.
    pub fn new(ctx: &egui::Context, settings: Settings, start: Start) -> Self {
        let wake = ctx.clone();
        let mut app = Self {
            state: State { settings, ..State::default() },
            jobs: Jobs::new(std::thread::available_parallelism().map_or(2, std::num::NonZero::get), move || {
                wake.request_repaint();
            }),
            textures: Textures::new(ctx),
            device: start.device.clone(),
            asked: HashMap::new(),
            stopped: HashSet::new(),
            fell_back: HashSet::new(),
            samples: work::Samples::default(),
            sample: 0,
            walking: false,
            drawn: None,
            session: None,
            checking: None,
            uploaded: None,
            photograph: start.photograph(),
            snapshot: Snapshot::default(),
            timing: start.timing.then_some(start.began).flatten(),
            told: (false, false),
            slowest_frame: 0.0,
            failure: std::sync::Arc::default(),
            first_layer: start.layer.clone(),
            next_id: 0,
            memory_read: None,
            applied: None,
        };
        for points in start.draw {
            app.state.pad_open = true;
            app.state.drawing.draw(&points, &app.state.settings.pad);
        }
        app.open_at_start(start.files);
        if let Some(steps) = start.train {
            app.train(Way::Steps(steps), None);
        }
        if start.story {
            app.begin_story();
            app.state.training.told = 2;
        }
        app
    }

    /// What the window knows.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Whether everything that was asked has been answered.
    pub fn is_idle(&self) -> bool {
        self.jobs.all_idle() && self.state.answers_complete()
    }

    /// Whether what is selected has been answered; the pass over the folder and a training may still run.
    pub fn is_answered(&self) -> bool {
        let background = [Kind::Strongest, Kind::Exemplars, Kind::Thumbnails, Kind::Training];
        self.jobs.running().iter().all(|status| background.contains(&status.key)) && self.state.answers_complete()
    }

    fn new_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    fn apply_theme(&mut self, ctx: &egui::Context) {
        let wanted = (self.state.settings.theme, self.state.settings.stage);
        if self.applied != Some(wanted) {
            let preference = match wanted.0 {
                state::ThemeChoice::System => egui::ThemePreference::System,
                state::ThemeChoice::Dark => egui::ThemePreference::Dark,
                state::ThemeChoice::Light => egui::ThemePreference::Light,
            };
            theme::apply(ctx, preference, wanted.1);
            self.applied = Some(wanted);
        }
    }

    fn read_memory(&mut self, ctx: &egui::Context) {
        if self.memory_read.is_none_or(|read| read.elapsed() > Duration::from_secs(1)) {
            self.memory_read = Some(Instant::now());
            self.state.memory = work::resident_memory();
            if !self.jobs.all_idle() {
                ctx.request_repaint_after(Duration::from_secs(1));
            }
        }
    }

    fn dropped_and_pasted(ctx: &egui::Context) -> Vec<Command> {
        let dropped: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        let pasted = ctx.input(|input| {
            let pictures = input.events.iter().filter_map(|event| match event {
                egui::Event::PasteImage(image) => Some(std::sync::Arc::clone(image)),
                _ => None,
            });
            pictures.collect::<Vec<_>>()
        });
        dropped.into_iter().map(Command::Open).chain(pasted.into_iter().map(Command::ShowPixels)).collect()
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, frame: &mut eframe::Frame) {
        // The first frames upload fonts and gradients.
        if ctx.cumulative_frame_nr() > 5 {
            self.slowest_frame = self.slowest_frame.max(frame.info().cpu_usage.unwrap_or(0.0));
        }

        self.receive(ctx);
        self.request_missing(ctx);
        self.read_memory(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.apply_theme(&ctx);
        let mut commands = Self::dropped_and_pasted(&ctx);
        commands.extend(command::listen(&ctx));
        let running = self.jobs.running();
        let view = View::new(&self.state, &self.textures, &running);
        panels::show(ui, &view);
        let chapter = view.chapter.get();
        commands.extend(view.into_commands());
        let changed = !commands.is_empty();
        for command in commands {
            self.handle(&ctx, command);
        }
        if changed {
            self.request_missing(&ctx);
            ctx.request_repaint();
        }
        self.save_snapshot(&ctx, chapter);
        self.after_frame(&ctx);
    }

    fn raw_input_hook(&mut self, _ctx: &egui::Context, raw_input: &mut egui::RawInput) {
        if self.photograph.is_some() {
            // A pointer that happens to be there does not belong into the picture.
            raw_input.events.retain(|event| !matches!(event, egui::Event::PointerMoved(_)));
        }
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        if self.photograph.is_none() {
            eframe::set_value(storage, eframe::APP_KEY, &self.state.settings);
        }
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}
