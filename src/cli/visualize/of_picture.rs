//! What `dream` and `invert` share: a picture is opened, a recipe carried out on it, and the answer given.

use std::{path::PathBuf, sync::Arc};

use super::{
    answer::AnswerArguments,
    grow::{canvas, grow},
    recipe::RecipeArguments,
    write::Page,
};
use crate::{
    cli::{Common, Result, model::ModelArguments, progress::Progress},
    control::Control,
    network::NodeId,
    picture::Picture,
    visualization::{Lens, Objective, Order, Planes, Reference, Unit},
    words::Phrase,
    zoo::Model,
};

/// A picture, and how another is made of it.
#[derive(Debug, clap::Args)]
pub struct PictureArguments {
    #[command(flatten)]
    model: ModelArguments,
    /// The picture to begin with.
    #[arg(value_name = "IMAGE")]
    image: PathBuf,
    #[command(flatten)]
    recipe: RecipeArguments,
    /// The longer side of the canvas in pixels, with all of the picture; what the network sees of it unless given.
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u16).range(4..=2048))]
    size: Option<u16>,
    #[command(flatten)]
    answer: AnswerArguments,
}

/// What an objective is made of.
pub struct Opened<'a> {
    pub model: &'a Model,
    /// The picture: pixels of 0 to 1.
    pub picture: &'a Planes,
    lens: &'a Lens,
    control: &'a Control,
    size: Option<u16>,
}

impl Opened<'_> {
    /// A second picture on the same canvas.
    pub fn second(&self, file: &std::path::Path) -> Result<Planes> {
        Ok(canvas(self.model, &Picture::open(file)?, self.size))
    }

    /// What a layer makes of a picture.
    pub fn reference(&self, layer: NodeId, picture: &Planes) -> Result<Reference> {
        Ok(self.lens.reference(layer, &self.lens.space(Unit::Pixel).input(picture), &self.control.silent())?)
    }
}

/// What becomes of the picture.
pub struct Errand {
    /// What is to become large.
    pub objective: Objective,
    /// What the figure is called.
    pub title: Phrase,
    /// Whether the picture itself stands beside what became of it.
    pub shows_before: bool,
}

impl PictureArguments {
    /// Does the errand by the recipe that was chosen, or the `usual` one.
    pub fn run(&self, common: &Common, usual: &str, errand: impl FnOnce(&Opened<'_>) -> Result<Errand>) -> Result<()> {
        let words = common.words();
        let chosen = self.recipe.settle(usual)?;
        let device = common.device.open()?;
        let model = self.model.open()?;
        let lens = Arc::new(Lens::new(model.network.clone(), model.preprocessing.clone(), device));
        let generator = self.recipe.source(&model, chosen.draws())?;
        let progress = Progress::new(words);
        let control = progress.control();
        let picture = Arc::new(canvas(&model, &Picture::open(&self.image)?, self.size));
        let opened = Opened { model: &model, picture: &picture, lens: &lens, control: &control, size: self.size };
        let Errand { objective, title, shows_before } = errand(&opened)?;
        let order = Order {
            parameters: chosen.parameters,
            convention: chosen.convention,
            seed: common.seed,
            generator,
            size: Some([picture.height, picture.width]),
            picture: Some(Arc::clone(&picture)),
            ..Order::new(lens, objective)
        };
        let grown = grow(chosen.recipe, &order, &control)?;
        drop(progress);
        let before = Some(picture.as_ref()).filter(|_| shows_before);
        let page = Page { title, before, grown: std::slice::from_ref(&grown), strongest: None };
        self.answer.answer(page, false, words)
    }
}
