//! What the window shows of a training: numbers after every step, and now and then the network so far with its filters, its
//! maps for one held-out picture, and how weights and gradients are spread.

use std::sync::Arc;

use egui::ColorImage;

use super::{Record, Setting};
use crate::{
    app::{
        state::ScaleBy,
        work::{Colouring, Filters, Loaded, Maps, Spread, coloured, filters, forward, maps, prepare},
    },
    control::Control,
    network::{DType, Device, NodeId, Plain, Target, training::ParameterKind},
    picture::{ChannelOrder, ColourMap},
    training::{Evaluation, Trainer},
    zoo::{Model, labels},
};

/// Longest side of a map's tile in pixels.
const TILE: usize = 64;

/// A training as it stands.
#[derive(Clone)]
pub struct TrainingView {
    /// Different for every training begun.
    pub session: u64,
    /// What is made.
    pub name: String,
    /// The data set as it was written.
    pub data: String,
    /// What the classes are called.
    pub classes: Arc<Vec<String>>,
    /// Steps done, of the whole training, of an epoch.
    pub steps: [usize; 3],
    /// The learning rate of the next step.
    pub learning_rate: f64,
    /// Seconds that a step takes, without the looking.
    pub seconds: f64,
    /// What was measured.
    pub record: Record,
    /// What held-out pictures said last, and after how many steps.
    pub evaluation: Option<(usize, Arc<Evaluation>)>,
    /// The network so far.
    pub painted: Option<Arc<Painted>>,
    /// Whether a cue that has nothing to do with the classes is planted in some of the pictures.
    pub is_cued: bool,
}

impl TrainingView {
    /// Whether every epoch is done.
    pub fn is_finished(&self) -> bool {
        self.steps[0] >= self.steps[1]
    }
}

/// The network after a step, and what it makes of one picture.
pub struct Painted {
    /// The network, ready to be explored.
    pub loaded: Arc<Loaded>,
    /// The first convolution's weights.
    pub filters: Option<Filters>,
    /// The layer whose maps are shown.
    pub layer: Option<NodeId>,
    /// Its maps for the example.
    pub values: Option<Maps>,
    /// The gradient of the score of the example's class at them.
    pub gradients: Option<Maps>,
    /// The example.
    pub example: Example,
    /// How the weights of each layer are spread, and their gradients in the last step.
    pub spreads: Vec<LayerSpread>,
}

/// The held-out picture that is looked at.
pub struct Example {
    /// Its number among the pictures held out.
    pub index: usize,
    /// What it shows.
    pub picture: Arc<ColorImage>,
    /// Its class.
    pub class: usize,
    /// The class that it is taken for, and how surely.
    pub answer: (usize, f32),
}

/// How a layer's weights are spread.
pub struct LayerSpread {
    /// The layer.
    pub name: String,
    /// The weights.
    pub weights: Spread,
    /// Their gradients in the last step; `None` before the first one.
    pub gradients: Option<Spread>,
}

/// Looks at the network so far.
///
/// # Errors
/// What the network refuses, in one sentence.
pub fn paint(trainer: &Trainer, session: u64, setting: &Setting) -> Result<Painted, String> {
    let loaded = prepare(snapshot_id(session, trainer.steps_done()), model(trainer)?, None, &Device::Cpu)?;
    let control = Control::default();
    let sentence = |failure: crate::network::Error| failure.to_string();
    let first = loaded.rows.iter().map(|row| row.layer.node).find(|&node| loaded.weight(node).is_some());
    let chosen = setting.layer.as_ref().and_then(|title| loaded.rows.iter().find(|row| row.layer.title == *title));
    let layer = chosen.map(|row| row.layer.node).or(first);
    let colours = if setting.dark { ColourMap::SignedDark } else { ColourMap::SignedLight };
    let colouring = Colouring { colours: ColourMap::Magma, dark: setting.dark, contrast: 1.0, gamma: 1.0, longest: TILE };
    let painted = first.map(|node| filters(&loaded, node, (ChannelOrder::Rgb, ScaleBy::Layer, colours), &control));
    let test = &trainer.examples().test;
    let index = setting.example.min(test.len().saturating_sub(1));
    let (picture, class) = (test.picture(index), test.class(index));
    let preprocessing = trainer.recipe().preprocessing_at(trainer.recipe().preprocessing.size[0]);
    let answered = forward(&loaded, &picture, &preprocessing, &control).map_err(sentence)?;
    let look = (&colouring, ScaleBy::Map);
    let values = layer.map(|layer| maps(&loaded, &answered.activations, layer, look, &control));
    let gradients = layer.map(|layer| {
        let target = Target::Class(crate::network::Class(class));
        let gradients = loaded.engine.gradient(&answered.activations, &target, &[layer], &Plain, &control)?;
        let values = gradients.get(loaded.engine.network(), layer)?.flatten_all()?.to_dtype(DType::F32)?.to_vec1()?;
        coloured(&loaded, layer, values, look, &control)
    });
    let best = answered.ranking.first().copied().unwrap_or_default();
    let example = Example {
        index,
        picture: Arc::new(ColorImage::from_rgb([picture.width, picture.height], &picture.pixels)),
        class,
        answer: (best, answered.probabilities.get(best).copied().unwrap_or_default()),
    };
    Ok(Painted {
        filters: painted.transpose().map_err(sentence)?,
        layer,
        values: values.transpose().map_err(sentence)?,
        gradients: gradients.transpose().map_err(sentence)?,
        example,
        spreads: spreads(trainer),
        loaded: Arc::new(loaded),
    })
}

/// Models opened from files have small numbers; the network after a step has one of its own that no file gets.
fn snapshot_id(session: u64, step: usize) -> u64 {
    (session << 32) | (step as u64 + 1)
}

fn model(trainer: &Trainer) -> Result<Model, String> {
    let (recipe, examples) = (trainer.recipe(), trainer.examples());
    let network = trainer.network().map_err(|failure| failure.to_string())?;
    let pictures = examples.train.len();
    Ok(Model {
        name: recipe.name.clone(),
        network: Arc::new(network),
        preprocessing: recipe.preprocessing.clone(),
        preprocessing_source: "from the recipe".to_owned(),
        labels: examples.classes.iter().map(|class| labels::of_folder(class).to_owned()).collect(),
        about: format!(
            "As it was after {} steps on {pictures} pictures of {}, trained here.",
            trainer.steps_done(),
            examples.source
        ),
    })
}

fn spreads(trainer: &Trainer) -> Vec<LayerSpread> {
    let weights = trainer.engine().parameters.iter().filter(|parameter| parameter.kind == ParameterKind::Weight);
    weights
        .map(|parameter| LayerSpread {
            name: parameter.name.trim_end_matches(".weight").to_owned(),
            weights: Spread::of(&parameter.values),
            gradients: (trainer.steps_done() > 0).then(|| Spread::of(&parameter.gradient)),
        })
        .collect()
}
