//! `convscope invert`: what is left of a picture at a layer, grown from nothing until the layer sees the same (Mahendran and
//! Vedaldi 2015).

use super::{
    Common, Result,
    visualize::{Errand, PictureArguments, recipes_help},
};
use crate::{visualization::Objective, words::visualise as say};

/// The recipe unless one is named.
const USUAL: &str = "mahendran";

/// What to invert, and how.
#[derive(Debug, clap::Args)]
#[command(after_long_help = recipes_help())]
pub struct Arguments {
    #[command(flatten)]
    picture: PictureArguments,
    /// Where: the layer's name or any unambiguous end of it.
    #[arg(long, value_name = "L")]
    layer: String,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<()> {
    arguments.picture.run(common, USUAL, |opened| {
        let network = &opened.model.network;
        let layer = network.find(&arguments.layer)?;
        let objective = Objective::Inversion(opened.reference(layer, opened.picture)?);
        let title = say::figure_left(&opened.model.name, &network.node(layer).name);
        Ok(Errand { objective, title, shows_before: true })
    })
}
