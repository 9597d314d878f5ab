//! `convscope dream`: a picture in which a layer sees more and more of what it knows (Mordvintsev et al. 2015, DeepDream).

use std::{path::PathBuf, sync::Arc};

use super::{
    Common, Error, Result,
    model::ModelArguments,
    output::{Output, print, print_json},
    progress::Progress,
    visualize::{Page, RecipeArguments, canvas, document, grow, recipes_help, summary, write},
};
use crate::{
    anatomy::Anatomy,
    network::{Network, NodeId},
    picture::Picture,
    visualization::{Lens, Objective, Order, Unit},
    words::visualise as say,
};

/// The recipe unless one is named.
const USUAL: &str = "deepdream";

/// What to dream of, and how.
#[derive(Debug, clap::Args)]
#[command(after_long_help = recipes_help())]
pub struct Arguments {
    #[command(flatten)]
    model: ModelArguments,
    /// The picture to begin with.
    #[arg(value_name = "IMAGE")]
    image: PathBuf,
    /// The layer that is to see more: its name or any unambiguous end of it; the middle block's unless given.
    #[arg(long, value_name = "L")]
    layer: Option<String>,
    /// A picture to dream of: each place goes towards what is most like it there.
    #[arg(long, value_name = "PICTURE")]
    guide: Option<PathBuf>,
    #[command(flatten)]
    recipe: RecipeArguments,
    /// The longer side of the canvas in pixels, with all of the picture; what the network sees of it unless given.
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u16).range(4..=2048))]
    size: Option<u16>,
    /// The picture, or the network's input as it was last evaluated (1 x channels x rows x columns).
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
    let layer = match &arguments.layer {
        Some(name) => model.network.find(name)?,
        None => middle(&model.network)?,
    };
    let generator = arguments.recipe.source(&model, chosen.draws())?;
    let progress = Progress::new(words);
    let control = progress.control();
    let picture = canvas(&model, &Picture::open(&arguments.image)?, arguments.size);
    let objective = match &arguments.guide {
        Some(guide) => {
            let guide = canvas(&model, &Picture::open(guide)?, arguments.size);
            Objective::Guide(lens.reference(layer, &lens.space(Unit::Pixel).input(&guide), &control.silent())?)
        }
        None => Objective::Layer(layer),
    };
    let order = Order {
        parameters: chosen.parameters,
        convention: chosen.convention,
        seed: common.seed,
        generator,
        size: Some([picture.height, picture.width]),
        picture: Some(Arc::new(picture)),
        ..Order::new(lens, objective)
    };
    let grown = grow(chosen.recipe, &order, &control)?;
    drop(progress);
    let title = say::figure_dream(&model.name, &model.network.node(layer).name);
    write(&arguments.output, Page { title, before: None, grown: std::slice::from_ref(&grown), strongest: None }, words)?;
    if arguments.json { print_json(&document(&grown, None)) } else { print(&format!("{}\n", words.line(&summary(&grown, None)))) }
}

/// The value of the block in the middle, or of the part in the middle where there are no blocks.
fn middle(network: &Network) -> Result<NodeId> {
    let anatomy = Anatomy::of(network);
    let maps = |id: NodeId| network.node(id).shape.len() == 4;
    let all: Vec<_> = anatomy.parts.iter().filter(|part| part.exit != network.input() && maps(part.exit)).collect();
    let blocks: Vec<_> = all.iter().copied().filter(|part| part.is_block()).collect();
    let parts = if blocks.is_empty() { all } else { blocks };
    let none = || Error::Impossible("the network has no layer with maps; name a layer with --layer".to_owned());
    parts.get(parts.len() / 2).map(|part| part.exit).ok_or_else(none)
}
