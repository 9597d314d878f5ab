//! `convscope visualize`: the picture that a unit, a channel, a layer or a class would love to see, by a published recipe or by
//! all of them.
//!
//! `grow.rs` carries a recipe out and says what became of it, `write.rs` writes that; `recipe.rs` reads which recipe is meant.
//! They serve `dream.rs` and `invert.rs` too.

mod grow;
mod recipe;
mod write;

pub(super) use grow::{canvas, document, grow, summary};
pub(super) use recipe::{RecipeArguments, recipes_help};
pub(super) use write::{Page, write};

use std::{path::PathBuf, sync::Arc};

use serde_json::{Value as Json, json};

use super::{
    Common, Result,
    model::ModelArguments,
    output::{Output, print, print_json},
    progress::Progress,
};
use crate::{
    control::Control,
    data::Dataset,
    methods::Pass,
    network::Engine,
    picture::Picture,
    visualization::{Goal, Lens, Objective, Order, PRESETS, Preset, rivals},
    words::visualise as say,
    zoo::Model,
};

/// The recipe unless one is named.
const USUAL: &str = "lucid";

/// What to grow, and how.
#[derive(Debug, clap::Args)]
#[command(after_long_help = recipes_help())]
pub struct Arguments {
    #[command(flatten)]
    model: ModelArguments,
    /// A class by index or label, p(CLASS) for its probability, LAYER:CHANNEL, LAYER:CHANNEL@Y,X, LAYER:CHANNEL@middle, a whole
    /// LAYER; sums and differences ("A + 0.5 * B - C"), or "A .. B" for a row of pictures from one to the other.
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    target: String,
    #[command(flatten)]
    recipe: RecipeArguments,
    /// Every recipe that the target allows, side by side.
    #[arg(long, conflicts_with_all = ["recipe", "convention", "parameters"])]
    all_recipes: bool,
    /// Side of the canvas in pixels; what the target wants unless given.
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u16).range(4..=2048))]
    size: Option<u16>,
    /// Pictures that grow at once, each from its own start.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=64))]
    count: u8,
    /// A data set whose strongest picture is to be beaten: a folder, an MNIST or CIFAR-10 folder, world:N.
    #[arg(long, value_name = "D")]
    dataset: Option<String>,
    /// A picture to start from, for recipes that do.
    #[arg(long, value_name = "PICTURE")]
    input: Option<PathBuf>,
    /// The picture, or the network's input as it was last evaluated (pictures x channels x rows x columns).
    #[arg(short, long, value_name = "OUT.png|OUT.svg|OUT.npy", value_parser = Output::figure_or_npy)]
    output: Output,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<()> {
    let words = common.words();
    let chosen = arguments.recipe.settle(USUAL)?;
    let device = common.device.open()?;
    let model = arguments.model.open()?;
    let goal = Goal::read(&arguments.target, &model)?;
    let lens = Arc::new(Lens::new(model.network.clone(), model.preprocessing.clone(), device.clone()));
    let generator = arguments.recipe.source(&model, arguments.all_recipes || chosen.draws())?;
    let picture = |file: &PathBuf| Ok::<_, super::Error>(canvas(&model, &Picture::open(file)?, None));
    let order = Order {
        parameters: chosen.parameters,
        convention: chosen.convention,
        seed: common.seed,
        generator,
        count: usize::from(arguments.count),
        size: arguments.size.map(|side| [usize::from(side); 2]),
        picture: arguments.input.as_ref().map(picture).transpose()?.map(Arc::new),
        ..Order::new(lens, goal)
    };
    let progress = Progress::new(words);
    let control = progress.control();
    let strongest = match &arguments.dataset {
        Some(dataset) => {
            let engine = Engine::new(model.network.clone(), &device)?;
            strongest(&model, &engine, &Dataset::parse_seeded(dataset, common.seed)?, &order.goal, &control)?
        }
        None => None,
    };
    let recipes: Vec<&'static Preset> = if arguments.all_recipes {
        PRESETS.iter().filter(|recipe| recipe.applies(&order).is_ok()).collect()
    } else {
        vec![chosen.recipe]
    };
    let mut all = Vec::new();
    for recipe in recipes {
        all.push(grow(recipe, &order, &control)?);
    }
    drop(progress);
    let title = say::figure(&model.name, order.goal.write(&model));
    write(&arguments.output, Page { title, before: None, grown: &all, strongest }, words)?;
    let documents: Vec<Json> = all.iter().map(|grown| document(grown, strongest)).collect();
    match (arguments.json, arguments.all_recipes) {
        (true, true) => print_json(&json!({ "recipes": documents })),
        (true, false) => print_json(documents.first().unwrap_or(&Json::Null)),
        (false, _) => print(&all.iter().map(|grown| format!("{}\n", words.line(&summary(grown, strongest)))).collect::<String>()),
    }
}

/// The objective of a data set's strongest picture; none where the goal is no channel, unit or class.
fn strongest(model: &Model, engine: &Engine, dataset: &Dataset, goal: &Goal, control: &Control) -> Result<Option<f64>> {
    let [(_, objective)] = goal.0.as_slice() else { return Ok(None) };
    if !matches!(objective, Objective::Channel(..) | Objective::Unit(..) | Objective::Class(_)) {
        return Ok(None);
    }
    let Some(&layer) = objective.layers(&model.network).first() else { return Ok(None) };
    let pass = Pass { engine, preprocessing: &model.preprocessing, dataset };
    let found = rivals(pass, layer, control, &mut |_| {})?;
    let standing = found.of(objective, model.network.scores());
    Ok(standing.and_then(|standing| Some(f64::from(standing.strongest.first()?.value))))
}
