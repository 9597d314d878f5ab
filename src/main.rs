//! The program: `convscope [FILE...]` opens the window, `convscope SUBCOMMAND ...` works without one.

use std::{path::PathBuf, process::ExitCode, time::Instant};

use clap::Parser;
use convscope::{
    app::{self, Start},
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
    /// A picture, a model (a file, or the name of one that ships), a folder of pictures or world:N to open in the window; a
    /// session, a lecture of scenes, a saved figure or a link, to go where it leads.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    window: WindowOptions,
    #[command(flatten)]
    common: cli::Common,
}

/// What the window begins with.
#[derive(clap::Args)]
struct WindowOptions {
    /// Do this in the window, as "layer conv1" or "chapter attribution"; any number of times, one after the other.
    #[arg(long = "do", value_name = "COMMAND")]
    deeds: Vec<app::command::Command>,
    /// Do what this file says, a command a line.
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
    /// Write a picture of the window to this file as soon as everything that was asked is answered, then end.
    #[arg(long, value_name = "OUT.png")]
    screenshot: Option<PathBuf>,
    /// Width and height of the window in points.
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = size, default_value = "1440x900")]
    size: [f32; 2],
    /// Print the time to the first frame and to the first answer, and how long the slowest frame took.
    #[arg(long, hide = true)]
    timing: bool,
}

fn size(text: &str) -> Result<[f32; 2], String> {
    let sides = text.split_once('x').and_then(|(width, height)| Some([width.parse().ok()?, height.parse().ok()?]));
    sides.ok_or_else(|| "WIDTHxHEIGHT in points, as 1440x900".to_owned())
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
    let script = match window.script.as_deref().map(app::script::read).transpose() {
        Ok(script) => script.unwrap_or_default(),
        Err(error) => return fail(&cli::Error::Usage(common.words().say(&error.phrase())), common.words()),
    };
    let start = Start {
        commands: script.into_iter().chain(window.deeds).collect(),
        files,
        device,
        screenshot: window.screenshot,
        language: common.language,
        size: window.size,
        recovery: None,
        shelf: None,
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
