//! Starting the window, with OpenGL or else with wgpu, and the hidden options by which the program photographs itself.

use std::{path::PathBuf, time::Instant};

use super::{
    App,
    command::Chapter,
    state::{SETTINGS_VERSION, Settings, ThemeChoice},
    theme::SMALLEST_WINDOW,
    widgets::seconds,
    work::{on_white, save_picture},
};
use crate::network::Device;

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
    /// The chapter to show, by digit or name.
    pub panel: Option<String>,
    /// The layer to show, by name.
    pub layer: Option<String>,
    /// The theme to use.
    pub theme: Option<ThemeChoice>,
    /// Width and height of the window in points.
    pub size: [f32; 2],
    /// Large text for a lecture hall.
    pub stage: bool,
    /// Strokes to draw on the pad: points as fractions of its sides.
    pub draw: Vec<Vec<[f32; 2]>>,
    /// Train what is prepared for so many steps.
    pub train: Option<usize>,
    /// Tell the whole ruler story.
    pub story: bool,
    /// The data set to train on instead of the one that is prepared.
    pub data: Option<String>,
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
            panel: None,
            layer: None,
            theme: None,
            size: [1440.0, 900.0],
            stage: false,
            draw: Vec::new(),
            train: None,
            data: None,
            story: false,
            timing: false,
            began: None,
        }
    }
}

static ICON: &[u8] = include_bytes!("../../assets/icon.png");

/// A picture of the window that is still to be taken.
pub struct Photograph {
    path: PathBuf,
    /// Frames painted since everything was answered: textures and animations settle.
    settled: u32,
    requested: bool,
}

impl Start {
    pub(super) fn photograph(&self) -> Option<Photograph> {
        self.screenshot.as_ref().map(|path| Photograph { path: path.clone(), settled: 0, requested: false })
    }

    fn adjust(&self, settings: &mut Settings) {
        let by_name = |name: &str| {
            let digit = name.parse::<usize>().ok().and_then(|digit| Chapter::ALL.get(digit.checked_sub(1)?).copied());
            digit.or_else(|| Chapter::ALL.into_iter().find(|chapter| chapter.name().eq_ignore_ascii_case(name)))
        };
        if let Some(chapter) = self.panel.as_deref().and_then(by_name) {
            settings.chapter = chapter;
        }
        if let Some(data) = &self.data {
            settings.training.data.clone_from(data);
        }
        if self.train.is_some() {
            settings.chapter = Chapter::Training;
        }
        if let Some(theme) = self.theme {
            settings.theme = theme;
        }
        if self.stage {
            (settings.stage, settings.right_open) = (true, false);
        }
    }
}

/// Opens the window and returns when it is closed.
pub fn run(start: &Start) -> Result<(), Error> {
    let failure = std::sync::Arc::new(std::sync::Mutex::new(None));
    let opened = open(start, eframe::Renderer::Glow, &failure);
    #[cfg(feature = "wgpu")]
    let opened = match opened {
        Err(eframe::Error::Glutin(_) | eframe::Error::OpenGL(_) | eframe::Error::NoGlutinConfigs(..)) => {
            open(start, eframe::Renderer::Wgpu, &failure)
        }
        other => other,
    };
    opened.map_err(|error| Error::Window(error.to_string()))?;
    let said = failure.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
    said.map_or(Ok(()), |sentence| Err(Error::OnScreen(sentence)))
}

type Failure = std::sync::Arc<std::sync::Mutex<Option<String>>>;

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
    let start = start.clone();
    let failure = std::sync::Arc::clone(failure);
    eframe::run_native(
        "convscope",
        options,
        Box::new(move |creation| {
            let stored = creation.storage.filter(|_| !photographed);
            let stored = stored.and_then(|storage| eframe::get_value::<Settings>(storage, eframe::APP_KEY));
            let mut settings = stored.filter(|settings| settings.version == SETTINGS_VERSION).unwrap_or_default();
            start.adjust(&mut settings);
            let mut app = App::new(&creation.egui_ctx, settings, start);
            app.failure = failure;
            Ok(Box::new(app))
        }),
    )
}

impl App {
    /// What is left to do when a frame has been painted: printing times, taking the picture of the window.
    pub(super) fn after_frame(&mut self, ctx: &egui::Context) {
        if let Some(began) = self.timing
            && !self.told.0
        {
            self.told.0 = true;
            tell("first frame", began);
        }
        if let Some(began) = self.timing
            && !self.told.1
            && self.state.answers.forward.is_some()
        {
            self.told.1 = true;
            tell("first prediction", began);
        }
        // Not until everything is answered: what failed never is.
        let idle = self.jobs.all_idle();
        let Some(photograph) = &mut self.photograph else { return };
        ctx.request_repaint();
        if !idle {
            photograph.settled = 0;
            return;
        }
        photograph.settled += 1;
        if photograph.settled < 12 || photograph.requested {
            return;
        }
        photograph.requested = true;
        if self.timing.is_some() {
            eprintln!("slowest frame: {:.1} ms", self.slowest_frame * 1000.0);
        }
        let (path, closing) = (photograph.path.clone(), ctx.clone());
        let error = self.what_is_wrong();
        let failure = std::sync::Arc::clone(&self.failure);
        ctx.request_screenshot(move |image| {
            let saved = save_picture(&path, &on_white(&image)).err();
            *failure.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = saved.or(error);
            closing.send_viewport_cmd(egui::ViewportCommand::Close);
        });
    }

    /// What is wrong with what the window shows.
    fn what_is_wrong(&self) -> Option<String> {
        let error = self.state.messages.iter().rev().find(|message| message.is_error).map(|message| message.text.clone());
        error.or_else(|| (!self.is_idle()).then(|| "not everything that is shown was answered".to_owned()))
    }
}

fn tell(what: &str, began: Instant) {
    eprintln!("{what}: {}", seconds(began.elapsed().as_secs_f64()));
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
            app.request_missing(ctx);
            app.after_frame(ctx);
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    #[test]
    fn a_photograph_is_taken_though_a_forward_pass_failed() {
        let ctx = egui::Context::default();
        let start = Start { screenshot: Some(PathBuf::from("never-written.png")), ..Start::default() };
        let mut app = App::new(&ctx, Settings::default(), start);
        work(&mut app, &ctx, |app| app.state.answers.forward.is_some());
        // An input that the network does not take.
        app.state.preprocessing.as_mut().unwrap().size = [7, 7];
        work(&mut app, &ctx, |app| app.photograph.as_ref().is_some_and(|photograph| photograph.requested));
        let sentence = app.what_is_wrong().unwrap();
        assert!(sentence.contains("takes an input of"), "{sentence}");
    }
}
