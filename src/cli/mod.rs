//! The same work without a window, one file per subcommand.
//!
//! Knows no window: `main.rs` opens it when no subcommand is named. What subcommands share: `error.rs` (and with it the
//! exit status), `model.rs` (a model ready to run), `input.rs` (a picture or numbers as the network's input), `output.rs`
//! (files and standard output), `parameters.rs` (`--param`), `progress.rs`.

mod activations;
mod attribute;
mod bench;
mod draw;
mod dream;
mod embed;
mod error;
mod evaluate;
mod explain;
mod filters;
mod guess;
mod info;
mod input;
mod invert;
mod judge;
mod model;
mod models;
mod output;
mod parameters;
mod predict;
mod progress;
mod train;
mod visualize;
mod world;

use crate::words::{Language, Words};

pub use error::{Error, Result};
pub use model::DeviceChoice;
pub use output::{complain, warn};

/// What holds everywhere.
#[derive(Clone, Debug, clap::Args)]
pub struct Common {
    /// Where networks run.
    #[arg(long, global = true, default_value = "cpu", value_name = "DEVICE")]
    pub device: DeviceChoice,
    /// Threads to use; all cores unless given.
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Seed of every random choice.
    #[arg(long, global = true, default_value_t = 0, value_name = "S")]
    pub seed: u64,
    /// The language of answers and of the window: en, ca or es; the system's unless given.
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = language)]
    pub language: Option<Language>,
}

fn language(code: &str) -> Result<Language, String> {
    Language::of(code).ok_or_else(|| "en (English), ca (Catalan) or es (Spanish)".to_owned())
}

impl Common {
    /// The language of answers, speaking.
    pub fn words(&self) -> Words {
        Words(self.language.unwrap_or_else(Language::of_system))
    }
}

/// What to do without a window.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// List the layers of a model.
    Info(info::Arguments),
    /// Classify pictures.
    Predict(predict::Arguments),
    /// Show a layer's filters: its learned weights.
    Filters(filters::Arguments),
    /// Show a layer's feature maps for a picture.
    Activations(activations::Arguments),
    /// Explain an answer by an attribution map.
    Attribute(attribute::Arguments),
    /// Draw a network: its parts in a row, a block opened, the steps of a layer.
    Draw(draw::Arguments),
    /// Say where one number of a layer comes from, term by term.
    Explain(explain::Arguments),
    /// Lay out a data set's pictures as points by what a layer makes of them.
    Embed(embed::Arguments),
    /// Grow the picture that a unit, a channel or a class would love to see.
    Visualize(visualize::Arguments),
    /// Let a layer see more of what it knows in a picture.
    Dream(dream::Arguments),
    /// Grow what is left of a picture at a layer.
    Invert(invert::Arguments),
    /// Train a network as a recipe says.
    Train(train::Arguments),
    /// Measure a model on a data set.
    Evaluate(evaluate::Arguments),
    /// Say how true the maps of a model are, method by method.
    Judge(judge::Arguments),
    /// Render the built-in data set with its annotations.
    World(world::Arguments),
    /// Time a model on this machine.
    Bench(bench::Arguments),
    /// List the models that come with the program.
    Models,
}

/// Prepares threads for either way of working; call once, before anything else.
///
/// # Errors
/// The system gave no threads.
pub fn prepare(common: &Common) -> Result<()> {
    let Some(threads) = common.threads else { return Ok(()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads));
    pool.build_global().map_err(|failure| Error::Threads(failure.to_string()))
}

/// Does what was asked.
///
/// # Errors
/// One sentence: what failed, on which file, what to do. [`Error::exit_status`] is the program's.
pub fn run(command: &Command, common: &Common) -> Result<()> {
    match command {
        Command::Info(arguments) => info::run(arguments, common),
        Command::Predict(arguments) => predict::run(arguments, common),
        Command::Filters(arguments) => filters::run(arguments, common),
        Command::Activations(arguments) => activations::run(arguments, common),
        Command::Attribute(arguments) => attribute::run(arguments, common),
        Command::Draw(arguments) => draw::run(arguments, common),
        Command::Explain(arguments) => explain::run(arguments, common),
        Command::Embed(arguments) => embed::run(arguments, common),
        Command::Train(arguments) => train::run(arguments, common),
        Command::Evaluate(arguments) => evaluate::run(arguments, common),
        Command::Judge(arguments) => judge::run(arguments, common),
        Command::Visualize(arguments) => visualize::run(arguments, common),
        Command::Dream(arguments) => dream::run(arguments, common),
        Command::Invert(arguments) => invert::run(arguments, common),
        Command::World(arguments) => world::run(arguments, common),
        Command::Bench(arguments) => bench::run(arguments, common),
        Command::Models => models::run(common),
    }
}
