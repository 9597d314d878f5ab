//! The program: `convscope [FILE...]` opens the window, `convscope SUBCOMMAND ...` works without one.

use std::{path::PathBuf, process::ExitCode, time::Instant};

use clap::Parser;
use convscope::{
    app::{
        self, Start,
        chapters::{ChapterCommand, training::TrainingCommand},
        command::Command,
        settings::ThemeChoice,
    },
    cli,
    data::Dataset,
    words::Words,
    zoo::Shipped,
};

/// A microscope for convolutional networks. Without a subcommand the window opens.
#[derive(Parser)]
#[command(name = "convscope", version, about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Option<cli::Command>,
    /// A picture, a model (a file, or the name of one that ships), a folder of pictures or world:N to open in the window.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    window: WindowOptions,
    #[command(flatten)]
    common: cli::Common,
}

/// By these the program photographs and times itself, in tests and for the README.
#[derive(clap::Args)]
struct WindowOptions {
    #[arg(long, hide = true)]
    screenshot: Option<PathBuf>,
    #[arg(long, hide = true)]
    panel: Option<String>,
    #[arg(long, hide = true)]
    layer: Option<String>,
    #[arg(long, hide = true, value_parser = theme)]
    theme: Option<ThemeChoice>,
    #[arg(long, hide = true, value_parser = size, default_value = "1440x900")]
    size: [f32; 2],
    #[arg(long, hide = true)]
    stage: bool,
    #[arg(long, hide = true, value_parser = stroke, allow_hyphen_values = true)]
    draw: Vec<Stroke>,
    #[arg(long, hide = true)]
    train: Option<usize>,
    #[arg(long, hide = true)]
    data: Option<String>,
    #[arg(long, hide = true)]
    story: bool,
    #[arg(long, hide = true)]
    timing: bool,
}

fn theme(text: &str) -> Result<ThemeChoice, String> {
    match text {
        "dark" => Ok(ThemeChoice::Dark),
        "light" => Ok(ThemeChoice::Light),
        "system" => Ok(ThemeChoice::System),
        _ => Err("dark, light or system".to_owned()),
    }
}

fn size(text: &str) -> Result<[f32; 2], String> {
    let sides = text.split_once('x').and_then(|(width, height)| Some([width.parse().ok()?, height.parse().ok()?]));
    sides.ok_or_else(|| "WIDTHxHEIGHT in points, as 1440x900".to_owned())
}

/// Points of a stroke as fractions of the pad's sides.
#[derive(Clone)]
struct Stroke(Vec<[f32; 2]>);

fn stroke(text: &str) -> Result<Stroke, String> {
    let point = |point: &str| point.split_once(',').and_then(|(x, y)| Some([x.parse().ok()?, y.parse().ok()?]));
    let points = text.split_whitespace().map(point).collect::<Option<Vec<_>>>();
    points.map(Stroke).ok_or_else(|| "points between 0 and 1, as \"0.2,0.1 0.8,0.1 0.4,0.9\"".to_owned())
}

impl WindowOptions {
    /// What the window is told to begin with.
    fn commands(&self) -> Vec<Command> {
        let data = self.data.clone().map(TrainingCommand::Data);
        let steps = self.train.map(TrainingCommand::Steps);
        // The whole story: the picture, where the network looks, what it says without the ruler.
        let story = [TrainingCommand::Story, TrainingCommand::Tell, TrainingCommand::Tell];
        let story = self.story.then_some(story).into_iter().flatten();
        let all = data.into_iter().chain(steps).chain(story);
        all.map(|command| Command::Of(ChapterCommand::Training(command))).collect()
    }
}

fn main() -> ExitCode {
    let began = Instant::now();
    let arguments = Arguments::parse();
    let words = arguments.common.words();
    if let Err(error) = cli::prepare(&arguments.common) {
        return fail(&error, words);
    }
    match &arguments.command {
        Some(command) => match arguments.files.first() {
            Some(file) => fail(&cli::Error::Usage(format!("{file:?} stands before the subcommand; put it behind")), words),
            None => cli::run(command, &arguments.common).map_or_else(|error| fail(&error, words), |()| ExitCode::SUCCESS),
        },
        None => open_window(arguments, began),
    }
}

fn fail(error: &cli::Error, words: Words) -> ExitCode {
    cli::complain(error, words);
    ExitCode::from(error.exit_status())
}

fn open_window(arguments: Arguments, began: Instant) -> ExitCode {
    let Arguments { files, window, common, .. } = arguments;
    let known =
        |file: &PathBuf| file.exists() || Shipped::meant(file).is_some() || file.to_str().is_some_and(Dataset::is_rendered);
    if let Some(missing) = files.iter().find(|file| !known(file)) {
        return fail(&cli::Error::Usage(format!("{missing:?} is neither a file nor a subcommand")), common.words());
    }
    let device = match common.device.open() {
        Ok(device) => device,
        Err(error) => return fail(&error, common.words()),
    };
    let start = Start {
        commands: window.commands(),
        files,
        device,
        screenshot: window.screenshot,
        panel: window.panel,
        layer: window.layer,
        theme: window.theme,
        language: common.language,
        size: window.size,
        stage: window.stage,
        draw: window.draw.into_iter().map(|Stroke(points)| points).collect(),
        timing: window.timing,
        began: Some(began),
    };
    match app::run(&start) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            cli::warn(&error.to_string());
            ExitCode::FAILURE
        }
    }
}
