//! The network so far, looked at now and then: its filters, its maps for one held-out picture with the gradients at them, and how
//! weights
//! and gradients are spread. Numbers only; `paint.rs` paints them.

use std::sync::Arc;

use crate::{
    app::{ids::ModelId, open::Loaded, questions::ForwardPass},
    control::Control,
    network::{Class, Device, NodeId, Plain, Target, training::ParameterKind},
    picture::Picture,
    training::Trainer,
    units::{Filters, Maps, Spread, numbers},
    words::{Phrase, zoo},
    zoo::{Model, PreprocessingSource, labels},
};

/// The network after a step, and what it makes of one picture.
pub struct Look {
    /// Different for every look.
    pub id: ModelId,
    /// The network, ready to be explored.
    pub loaded: Arc<Loaded>,
    /// The first layer with weights.
    pub first: Option<NodeId>,
    /// Its weights.
    pub filters: Option<Arc<Filters>>,
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
    pub picture: Arc<Picture>,
    /// Its class.
    pub class: usize,
    /// The class that it is taken for, and how surely.
    pub answer: (Class, f32),
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

impl Look {
    /// Looks at the network so far: the maps of the layer with this title (the first one with weights if there is none) for the
    /// held-out
    /// picture of this number.
    ///
    /// # Errors
    /// What the network refuses, in one sentence.
    pub fn at(trainer: &Trainer, title: Option<&str>, example: usize) -> Result<Self, Phrase> {
        let sentence = |failure: crate::network::Error| Phrase::from(failure);
        let (id, control) = (ModelId::new(), Control::default());
        let loaded = Loaded::prepare(id, model(trainer)?, None, &Device::Cpu)?;
        let network = loaded.engine.network();
        let first = loaded.rows.iter().map(|row| row.layer.node).find(|&node| loaded.weight(node).is_some());
        let chosen = title.and_then(|title| loaded.rows.iter().find(|row| row.layer.title == *title));
        let layer = chosen.map(|row| row.layer.node).or(first);
        let filters = first.map(|first| loaded.filters(first)).transpose().map_err(sentence)?.flatten();
        let test = &trainer.examples().test;
        let index = example.min(test.len().saturating_sub(1));
        let (picture, class) = (test.picture(index), test.class(index));
        let preprocessing = trainer.recipe().preprocessing_at(trainer.recipe().preprocessing.size[0]);
        let pass = ForwardPass::of(&loaded, &picture, &preprocessing, &control).map_err(sentence)?;
        let values = layer.map(|layer| Maps::of(network, &pass.activations, layer)).transpose().map_err(sentence)?.flatten();
        let gradients = |layer: NodeId| -> Result<Option<Maps>, crate::network::Error> {
            let target = Target::Class(Class(class));
            let gradients = loaded.engine.gradient(&pass.activations, &target, &[layer], &Plain, &control)?;
            Ok(Maps::new(network, layer, numbers(gradients.get(network, layer)?)?))
        };
        let gradients = layer.map(gradients).transpose().map_err(sentence)?.flatten();
        let best = pass.answer.best().unwrap_or_default();
        let probability = pass.answer.of(best).map_or(0.0, |(_, probability)| probability as f32);
        let example = Example { index, picture: Arc::new(picture), class, answer: (best, probability) };
        let spreads = spreads(trainer);
        Ok(Self {
            id,
            first,
            filters: filters.map(Arc::new),
            layer,
            values,
            gradients,
            example,
            spreads,
            loaded: Arc::new(loaded),
        })
    }
}

fn model(trainer: &Trainer) -> Result<Model, Phrase> {
    let (recipe, examples) = (trainer.recipe(), trainer.examples());
    let network = trainer.network()?;
    let pictures = examples.train.len();
    Ok(Model {
        name: recipe.name.clone(),
        network: Arc::new(network),
        preprocessing: recipe.preprocessing.clone(),
        preprocessing_source: PreprocessingSource::Recipe,
        labels: examples.classes.iter().map(|class| labels::of_folder(class).to_owned()).collect(),
        about: zoo::so_far(trainer.steps_done(), pictures, &examples.source),
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
