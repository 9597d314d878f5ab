//! `convscope invert`: what is left of a picture at a layer, grown from nothing until the layer sees the same (Mahendran and
//! Vedaldi 2015).

use std::{path::PathBuf, sync::Arc};

use super::{
    Common, Result,
    model::ModelArguments,
    output::{Output, print, print_json},
    progress::Progress,
    visualize::{Page, RecipeArguments, canvas, document, grow, recipes_help, summary, write},
};
use crate::{
    picture::Picture,
    visualization::{Lens, Objective, Order, Unit},
    words::visualise as say,
};

/// The recipe unless one is named.
const USUAL: &str = "mahendran";

/// What to invert, and how.
#[derive(Debug, clap::Args)]
#[command(after_long_help = recipes_help())]
pub struct Arguments {
    #[command(flatten)]
    model: ModelArguments,
    /// The picture of which something is left.
    #[arg(value_name = "IMAGE")]
    image: PathBuf,
    /// Where: the layer's name or any unambiguous end of it.
    #[arg(long, value_name = "L")]
    layer: String,
    #[command(flatten)]
    recipe: RecipeArguments,
    /// The longer side of the canvas in pixels, with all of the picture; what the network sees of it unless given.
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u16).range(4..=2048))]
    size: Option<u16>,
    /// The picture beside what is left of it, or the network's input as it was last evaluated (1 x channels x rows x columns).
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
    let lens = Arc::new(Lens::new(model.network.clone(), model.preprocessing.clone(), device));
    let layer = model.network.find(&arguments.layer)?;
    let generator = arguments.recipe.source(&model, chosen.draws())?;
    let progress = Progress::new(words);
    let control = progress.control();
    let picture = Arc::new(canvas(&model, &Picture::open(&arguments.image)?, arguments.size));
    let reference = lens.reference(layer, &lens.space(Unit::Pixel).input(&picture), &control.silent())?;
    let order = Order {
        parameters: chosen.parameters,
        convention: chosen.convention,
        seed: common.seed,
        generator,
        size: Some([picture.height, picture.width]),
        picture: Some(Arc::clone(&picture)),
        ..Order::new(lens, Objective::Inversion(reference))
    };
    let grown = grow(chosen.recipe, &order, &control)?;
    drop(progress);
    let title = say::figure_left(&model.name, &model.network.node(layer).name);
    let page = Page { title, before: Some(&picture), grown: std::slice::from_ref(&grown), strongest: None };
    write(&arguments.output, page, words)?;
    if arguments.json { print_json(&document(&grown, None)) } else { print(&format!("{}\n", words.line(&summary(&grown, None)))) }
}
