//! A generator for a network that has none: it learns in the background from the open folder, and goes on where it was stopped.
//!
//! What it has learned lies on the shelf, beside a checkpoint while it is not finished.

use std::{
    fs,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{
    app::{
        desk::{About, Conduct, Question, Reporter},
        ids::{ErrandId, ModelId},
        open::Loaded,
    },
    network::NodeId,
    training::{Error, Examples, Recipe, Trainer, generator_recipe},
    words::{Phrase, trust, visualise as say},
    zoo::Model,
};

/// From one checkpoint to the next.
const CHECKPOINT: Duration = Duration::from_secs(60);
/// How much a layer in the middle and the code itself count in what is compared.
const MIDDLE: f64 = 0.5;
const CODE: f64 = 0.25;

/// Learns to draw what a network's layer says.
#[derive(Clone, Debug, PartialEq)]
pub struct LearnGenerator {
    /// The network.
    pub model: ModelId,
    /// The layer whose values are drawn.
    pub layer: NodeId,
    /// The pictures, as they are written.
    pub data: String,
    /// Different for every time.
    pub errand: ErrandId,
}

impl Question for LearnGenerator {
    /// The generator's file.
    type Answer = PathBuf;
    type Given = (Arc<Loaded>, PathBuf);
    type Error = Phrase;

    const CONDUCT: Conduct = Conduct::BACKGROUND;

    fn title(&self, (loaded, _): &Self::Given) -> Phrase {
        say::learning_to_draw(&loaded.model.name)
    }

    fn about(&self) -> About {
        About { model: Some(self.model), folder: None }
    }

    fn work(&self, (loaded, path): Self::Given, reporter: &Reporter<'_, PathBuf>) -> Result<PathBuf, Phrase> {
        let control = reporter.control();
        let recipe = recipe(&loaded.model, self.layer, &self.data)?;
        let examples = Arc::new(Examples::load(&recipe, Some(&self.data), control)?);
        let mut trainer = Trainer::generator(recipe, examples, &loaded.model)?;
        let checkpoint = path.with_extension("checkpoint");
        if checkpoint.is_file() {
            // One of other pictures or of an earlier version is no reason not to begin.
            let _ = trainer.resume(&checkpoint);
        }
        let mut saved = Instant::now();
        while !trainer.is_finished() {
            let (step, total) = (trainer.steps_done(), trainer.steps_total());
            let stopped = control.step(step, total, &trust::step(step, total)).is_err();
            if stopped || saved.elapsed() > CHECKPOINT {
                trainer.save_checkpoint(&checkpoint)?;
                saved = Instant::now();
            }
            control.check().map_err(Error::from)?;
            // Half a step would leave weights that nobody asked for.
            trainer.step(&crate::control::Control::default())?;
        }
        let drawn = trainer.reconstruct(&control.silent())?;
        trainer.finish_generator(&path, &drawn, "trained in the window", &control.silent())?;
        // Nothing can be done about a file that stays; it is taken up by nobody.
        let _ = fs::remove_file(&checkpoint);
        Ok(path)
    }
}

/// How a generator of this layer learns.
fn recipe(model: &Model, layer: NodeId, data: &str) -> Result<Recipe, Error> {
    let network = &model.network;
    let name = |id: NodeId| network.node(id).name.as_str();
    let needed = network.leads_to(&[layer]);
    let side = |id: &NodeId| network.node(*id).shape.get(2).copied().unwrap_or(0);
    // The middle: the last value on the way whose maps are four times as large in both directions, if there is one.
    let on_the_way = network.ids().filter(|id| needed[id.index()] && network.constant(*id).is_none() && *id != network.input());
    let mut on_the_way = on_the_way.rev();
    let middle = on_the_way.find(|id| network.node(*id).shape.len() == 4 && side(id) >= 4 * side(&layer));
    let mut features = vec![(name(layer), CODE)];
    features.extend(middle.map(|middle| (name(middle), MIDDLE)));
    Recipe::parse(&generator_recipe(model, &model.name, name(layer), &features, data)?)
}
