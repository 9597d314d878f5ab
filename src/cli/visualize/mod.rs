//! `convscope visualize`: the picture that a unit, a channel, a layer or a class would love to see, by a published recipe or by
//! all of them.
//!
//! `grow.rs` carries a recipe out and says what became of it, `write.rs` writes that and `answer.rs` prints it; `recipe.rs` reads
//! which recipe is meant. `of_picture.rs` is what `dream` and `invert` share.

mod answer;
mod grow;
mod of_picture;
mod recipe;
mod write;

pub(super) use of_picture::{Errand, PictureArguments};
pub(super) use recipe::recipes_help;

use std::{path::PathBuf, sync::Arc};

use super::{Common, Result, model::ModelArguments, progress::Progress};
use crate::{
    control::Control,
    data::Dataset,
    methods::Pass,
    network::Engine,
    picture::Picture,
    units,
    visualization::{Contest, Goal, Lens, Order, PRESETS, Preset},
    words::visualise as say,
    zoo::Model,
};
use answer::AnswerArguments;
use grow::{canvas, grow};
use recipe::RecipeArguments;
use write::Page;

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
    #[command(flatten)]
    answer: AnswerArguments,
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
    let page = Page { title, before: None, grown: &all, strongest };
    arguments.answer.answer(page, arguments.all_recipes, words)
}

/// The objective of a data set's strongest picture; none where the goal is no channel, unit or class.
fn strongest(model: &Model, engine: &Engine, dataset: &Dataset, goal: &Goal, control: &Control) -> Result<Option<f64>> {
    let [(_, objective)] = goal.0.as_slice() else { return Ok(None) };
    let Some(contest) = Contest::of(objective, model.network.scores()) else { return Ok(None) };
    let pass = Pass { engine, preprocessing: &model.preprocessing, dataset };
    let found = units::strongest(pass, contest.layer, control, &mut |_| {})?;
    Ok(contest.record(&found).map(f64::from))
}
