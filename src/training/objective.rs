//! What a training is for: telling classes apart, or drawing what another network saw.

use super::{CrossEntropy, Error, Examples, Recipe, Result, adversary::Adversary, batches::Batch, reconstruction::Encoder};
use crate::{
    control::Control,
    network::{self, Network, training::TrainingEngine},
    zoo::{
        Model, Weights,
        description::{End, InitialWeights},
    },
};

/// What is learned.
pub(super) enum Objective {
    /// As many classes as the data has.
    Classification { classes: usize },
    /// A generator for a frozen network.
    Reconstruction { encoder: Box<Encoder>, adversary: Option<Box<Adversary>> },
}

/// What a step was worth.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lesson {
    pub loss: f64,
    pub correct: usize,
}

impl Objective {
    /// Telling the classes of these pictures apart.
    pub fn classes_of(examples: &Examples) -> Self {
        Self::Classification { classes: examples.classes.len() }
    }

    /// A generator for this model.
    pub fn drawing_for(model: &Model, recipe: &Recipe) -> Result<Self> {
        let encoder = Box::new(encoder(model, recipe)?);
        let ([rows, columns], channels) = (encoder.preprocessing().size, encoder.preprocessing().channels());
        let picture = [channels, rows, columns];
        let adversary = recipe.adversary.as_ref().map(|settings| Adversary::new(settings, picture, recipe.seed)).transpose()?;
        Ok(Self::Reconstruction { encoder, adversary: adversary.map(Box::new) })
    }

    /// The network's input, `C x H x W`, for pictures of a side, and its end.
    fn ends(&self, recipe: &Recipe, side: usize) -> ([usize; 3], End) {
        match self {
            Self::Classification { classes } => ([recipe.preprocessing.channels(), side, side], End::Scores(*classes)),
            Self::Reconstruction { encoder, .. } => (encoder.origin.code, End::Picture(encoder.preprocessing().clone())),
        }
    }

    /// First weights.
    pub fn initial_weights(&self, recipe: &Recipe, side: usize) -> Result<Weights> {
        let initial = InitialWeights { seed: recipe.seed, zero_residual: recipe.zero_residual };
        let (input, end) = self.ends(recipe, side);
        recipe.network.initial_weights_between(&initial, input, &end).map_err(|problem| wrong(&problem))
    }

    /// The recipe's network for pictures of a side.
    pub fn network(&self, recipe: &Recipe, weights: &Weights, side: usize) -> Result<Network> {
        let (input, end) = self.ends(recipe, side);
        recipe.network.network_between(weights, input, &end).map_err(|problem| wrong(&problem))
    }

    /// One pass forward and one back.
    pub fn learn(&mut self, engine: &mut TrainingEngine, batch: &Batch, smoothing: f64, control: &Control) -> Result<Lesson> {
        let (count, mut lesson) = (batch.classes.len(), Lesson::default());
        match self {
            Self::Classification { .. } => {
                let mut loss = |scores: &[f32], gradient: &mut [f32]| {
                    let answers = batch.classes.iter().map(Vec::as_slice);
                    let CrossEntropy { loss, correct } = CrossEntropy::spread(scores, answers, smoothing, gradient);
                    lesson = Lesson { loss, correct };
                    Ok(())
                };
                engine.step(&batch.inputs, count, &mut loss, control)?;
            }
            Self::Reconstruction { encoder, adversary } => {
                let seen = encoder.see(&batch.inputs, count, control)?;
                let mut loss = |drawn: &[f32], gradient: &mut [f32]| -> network::Result<()> {
                    lesson.loss = encoder.loss(&seen, drawn, gradient, control)?;
                    match adversary {
                        Some(adversary) => adversary.judge(drawn, &batch.inputs, count, gradient, control),
                        None => Ok(()),
                    }
                };
                engine.step(&seen.code, count, &mut loss, control)?;
            }
        }
        Ok(lesson)
    }

    /// Lets what learns beside the network follow, when the network does; `share` is that of the largest learning rate.
    pub fn follow(&mut self, share: f64) {
        if let Some(adversary) = self.adversary_mut() {
            adversary.follow(share);
        }
    }

    /// Who tells drawings from pictures.
    pub fn adversary(&self) -> Option<&Adversary> {
        match self {
            Self::Reconstruction { adversary, .. } => adversary.as_deref(),
            Self::Classification { .. } => None,
        }
    }

    /// The same, to teach.
    pub fn adversary_mut(&mut self) -> Option<&mut Adversary> {
        match self {
            Self::Reconstruction { adversary, .. } => adversary.as_deref_mut(),
            Self::Classification { .. } => None,
        }
    }

    /// Whose codes are drawn; nothing where classes are told apart.
    pub fn encoder(&self) -> Option<&Encoder> {
        match self {
            Self::Classification { .. } => None,
            Self::Reconstruction { encoder, .. } => Some(encoder),
        }
    }
}

/// What a recipe's generator is measured by.
fn encoder(model: &Model, recipe: &Recipe) -> Result<Encoder> {
    let Some(settings) = &recipe.generator else {
        return Err(Error::Recipe("it has no [generator] that says what is drawn; add one".to_owned()));
    };
    let encoder = Encoder::new(model, settings)?;
    if recipe.preprocessing != *encoder.preprocessing() {
        let expected = encoder.preprocessing().to_overrides();
        return Err(Error::Recipe(format!("preprocessing: it is not that of {}, which is {expected}", model.name)));
    }
    Ok(encoder)
}

fn wrong(problem: &str) -> Error {
    Error::Recipe(format!("network: {problem}"))
}
