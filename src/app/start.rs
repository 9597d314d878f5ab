//! Starting the window, with OpenGL or else with wgpu; photographing it (`--screenshot`), and timing it.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use super::{App, command::Command, open::on_white, questions::last_pass, settings::Settings, theme::SMALLEST_WINDOW};
use crate::{
    formats::atomic,
    network::Device,
    picture::Picture,
    words::{Language, Words},
};

/// Why the window could not start or ended badly.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system gave no window.
    #[error("the window could not open: {0}; it needs a graphics driver with OpenGL 2 or newer")]
    Window(String),
    /// While the program photographed itself, a message of an error was on screen.
    #[error("{0}")]
    OnScreen(String),
}

/// What the window starts with.
#[derive(Clone, Debug)]
pub struct Start {
    /// A picture, a model, a folder: each is opened.
    pub files: Vec<PathBuf>,
    /// Where networks run.
    pub device: Device,
    /// Save a picture of the window to this file as soon as everything is answered, then end.
    pub screenshot: Option<PathBuf>,
    /// The language to use.
    pub language: Option<Language>,
    /// Width and height of the window in points.
    pub size: [f32; 2],
    /// What to do to begin with.
    pub commands: Vec<Command>,
    /// Keep the view in this folder while the program runs, and offer what a crash left behind there.
    pub recovery: Option<PathBuf>,
    /// Where grown pictures are kept; they are not kept if `None`.
    pub shelf: Option<PathBuf>,
    /// Print the time from process start to the first frame and to the first answer.
    pub timing: bool,
    /// When the process began.
    pub began: Option<Instant>,
}

impl Default for Start {
    fn default() -> Self {
        Self {
            files: Vec::new(),
            device: Device::Cpu,
            screenshot: None,
            language: None,
            size: [1440.0, 900.0],
            commands: Vec::new(),
            recovery: None,
            shelf: None,
            timing: false,
            began: None,
        }
    }
}

impl Start {
    fn adjust(&self, settings: &mut Settings) {
        if self.language.is_some() {
            settings.language = self.language;
        }
    }
}

/// What the program ends with after it photographed itself, if something was wrong.
pub type Failure = Arc<Mutex<Option<String>>>;

static ICON: &[u8] = include_bytes!("../../assets/icon.png");

/// Opens the window and returns when it is closed.
///
/// # Errors
/// There is no window; a photograph shows an error.
pub fn run(start: &Start) -> Result<(), Error> {
    let failure = Failure::default();
    let opened = open(start, eframe::Renderer::Glow, &failure);
    #[cfg(feature = "wgpu")]
    let opened = match opened {
        Err(eframe::Error::Glutin(_) | eframe::Error::OpenGL(_) | eframe::Error::NoGlutinConfigs(..)) => {
            open(start, eframe::Renderer::Wgpu, &failure)
        }
        other => other,
    };
    opened.map_err(|error| Error::Window(error.to_string()))?;
    let said = failure.lock().unwrap_or_else(PoisonError::into_inner).take();
    said.map_or(Ok(()), |sentence| Err(Error::OnScreen(sentence)))
}

fn open(start: &Start, renderer: eframe::Renderer, failure: &Failure) -> eframe::Result {
    let photographed = start.screenshot.is_some();
    let icon = eframe::icon_data::from_png_bytes(ICON).unwrap_or_default();
    let viewport = egui::ViewportBuilder::default()
        .with_icon(icon)
        .with_app_id("convscope")
        .with_title("Convscope")
        .with_inner_size(start.size)
        .with_min_inner_size(SMALLEST_WINDOW)
        .with_drag_and_drop(true);
    let options =
        eframe::NativeOptions { viewport, renderer, persist_window: !photographed, run_and_return: true, ..Default::default() };
    let folder = eframe::storage_dir("convscope").filter(|_| !photographed);
    let [recovery, shelf] = ["recovery", "grown"].map(|name| folder.as_ref().map(|folder| folder.join(name)));
    let (start, failure) = (Start { recovery, shelf, ..start.clone() }, Arc::clone(failure));
    eframe::run_native(
        "convscope",
        options,
        Box::new(move |creation| {
            let stored = creation.storage.filter(|_| !photographed);
            let mut settings: Settings =
                stored.and_then(|storage| eframe::get_value(storage, eframe::APP_KEY)).unwrap_or_default();
            start.adjust(&mut settings);
            Ok(Box::new(App::new(&creation.egui_ctx, settings, start, failure)))
        }),
    )
}

/// Photographs the window and times it.
#[derive(Default)]
pub struct Photographer {
    /// Where the picture goes.
    path: Option<PathBuf>,
    /// Frames painted since everything was answered: textures and animations settle.
    settled: u32,
    requested: bool,
    /// When the process began, to print how long things took.
    began: Option<Instant>,
    /// Whether the first frame and the first answer have been told.
    told: [bool; 2],
    /// The longest time of a frame so far, in seconds without waiting for the screen.
    slowest_frame: f32,
    failure: Failure,
}

impl Photographer {
    /// Does what `start` says, and leaves in `failure` what went wrong.
    pub fn new(start: &Start, failure: Failure) -> Self {
        let began = start.began.filter(|_| start.timing);
        Self { path: start.screenshot.clone(), began, failure, ..Self::default() }
    }

    /// Whether a photograph will be or was taken.
    pub fn is_at_work(&self) -> bool {
        self.path.is_some()
    }

    /// Notes how long the last frame took.
    pub fn time(&mut self, ctx: &egui::Context, frame: &eframe::Frame) {
        // The first frames upload fonts and gradients.
        if ctx.cumulative_frame_nr() > 5 {
            self.slowest_frame = self.slowest_frame.max(frame.info().cpu_usage.unwrap_or(0.0));
        }
    }

    fn tell(&mut self, has_answer: bool) {
        let Some(began) = self.began else { return };
        for ((told, what), happened) in self.told.iter_mut().zip(["first frame", "first prediction"]).zip([true, has_answer]) {
            if happened && !std::mem::replace(told, *told || happened) {
                eprintln!("{what}: {}", Words::ENGLISH.seconds(began.elapsed().as_secs_f64()));
            }
        }
    }

    /// Where the picture goes, if it is to be taken now: everything has been answered for some frames.
    fn is_due(&mut self, is_idle: bool) -> Option<PathBuf> {
        let path = self.path.as_ref()?;
        self.settled = if is_idle { self.settled + 1 } else { 0 };
        if self.settled < 12 || self.requested {
            return None;
        }
        self.requested = true;
        if self.began.is_some() {
            eprintln!("slowest frame: {:.1} ms", self.slowest_frame * 1000.0);
        }
        Some(path.clone())
    }
}

impl App {
    /// What is left to do when a frame has been painted: printing times, taking the picture of the window.
    pub(super) fn after_frame(&mut self, ctx: &egui::Context) {
        self.photographer.tell(last_pass(&self.desk).is_some());
        if !self.photographer.is_at_work() {
            return;
        }
        ctx.request_repaint();
        let Some(path) = self.photographer.is_due(self.is_idle()) else { return };
        let error = self
            .state
            .messages
            .iter()
            .rev()
            .find(|message| message.is_error)
            .map(|message| self.state.words.say(&message.phrase));
        let (closing, failure) = (ctx.clone(), Arc::clone(&self.photographer.failure));
        ctx.request_screenshot(move |image| {
            let saved = write(&path, &on_white(&image)).err();
            *failure.lock().unwrap_or_else(PoisonError::into_inner) = saved.or(error);
            closing.send_viewport_cmd(egui::ViewportCommand::Close);
        });
    }
}

fn write(path: &std::path::Path, picture: &Picture) -> Result<(), String> {
    let bytes = picture.to_png().map_err(|error| error.to_string())?;
    atomic::write(path, |file| file.write_all(&bytes)).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Works as frames do until `done`.
    fn work(app: &mut App, ctx: &egui::Context, done: impl Fn(&App) -> bool) {
        let begin = Instant::now();
        while !done(app) {
            assert!(begin.elapsed() < Duration::from_secs(120), "never happened; messages: {:?}", app.state.messages);
            app.receive(ctx);
            app.go_on_with_script(ctx);
            app.ask();
            app.after_frame(ctx);
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    #[test]
    fn a_photograph_is_taken_though_a_forward_pass_failed() {
        let ctx = egui::Context::default();
        let start = Start { screenshot: Some(PathBuf::from("never-written.png")), ..Start::default() };
        let mut app = App::new(&ctx, Settings::default(), start, Failure::default());
        work(&mut app, &ctx, |app| last_pass(&app.desk).is_some());
        // An input that the network does not take.
        app.state.preprocessing.as_mut().unwrap().size = [7, 7];
        work(&mut app, &ctx, |app| app.photographer.requested);
        let sentence = app.state.words.say(&app.state.messages.last().unwrap().phrase);
        assert!(sentence.contains("takes an input of"), "{sentence}");
    }
}
