//! The program: `convscope [FILE...]` opens the window, `convscope SUBCOMMAND ...` works without one.

use std::{path::PathBuf, process::ExitCode, time::Instant};

use clap::Parser;
use convscope::app::{self, Start, state::ThemeChoice};

/// A microscope for convolutional networks.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    /// A picture, a model or a folder of pictures to open.
    files: Vec<PathBuf>,
    #[command(flatten)]
    window: WindowOptions,
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

fn main() -> ExitCode {
    let began = Instant::now();
    let Arguments { files, window } = Arguments::parse();
    let start = Start {
        files,
        screenshot: window.screenshot,
        panel: window.panel,
        layer: window.layer,
        theme: window.theme,
        size: window.size,
        stage: window.stage,
        timing: window.timing,
        began: Some(began),
        ..Start::default()
    };
    match app::run(&start) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("convscope: {error}");
            ExitCode::FAILURE
        }
    }
}
