//! `convscope dream`: a picture in which a layer sees more and more of what it knows (Mordvintsev et al. 2015, DeepDream).

use std::path::PathBuf;

use super::{
    Common, Error, Result,
    visualize::{Errand, PictureArguments, recipes_help},
};
use crate::{
    anatomy::Anatomy,
    network::{Network, NodeId},
    visualization::Objective,
    words::visualise as say,
};

/// The recipe unless one is named.
const USUAL: &str = "deepdream";

/// What to dream of, and how.
#[derive(Debug, clap::Args)]
#[command(after_long_help = recipes_help())]
pub struct Arguments {
    #[command(flatten)]
    picture: PictureArguments,
    /// The layer that is to see more: its name or any unambiguous end of it; the middle block's unless given.
    #[arg(long, value_name = "L")]
    layer: Option<String>,
    /// A picture to dream of: each place goes towards what is most like it there.
    #[arg(long, value_name = "PICTURE")]
    guide: Option<PathBuf>,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<()> {
    arguments.picture.run(common, USUAL, |opened| {
        let network = &opened.model.network;
        let layer = match &arguments.layer {
            Some(name) => network.find(name)?,
            None => middle(network)?,
        };
        let objective = match &arguments.guide {
            Some(guide) => Objective::Guide(opened.reference(layer, &opened.second(guide)?)?),
            None => Objective::Layer(layer),
        };
        let title = say::figure_dream(&opened.model.name, &network.node(layer).name);
        Ok(Errand { objective, title, shows_before: false })
    })
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
