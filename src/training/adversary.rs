//! An adversary (Goodfellow et al. 2014): a second network that learns to tell drawings from pictures, patch by patch (Isola et
//! al. 2017). From it a generator learns what its losses leave open, and draws sharply where they would have it draw the mean of
//! all that is possible (Dosovitskiy and Brox 2016).
//!
//! ```toml
//! [adversary]
//! weight = 0.5                      # its pull at a drawing, as a share of that of the other losses
//! learning_rate = 4e-4              # the largest; the schedule is that of the generator
//! layers = [                        # from a picture to one map of judgements
//!     { convolution = 32, kernel = 4, stride = 2, padding = 1, normalization = "none" },
//!     { convolution = 1, normalization = "none", activation = "none" },
//! ]
//! ```
//!
//! Judgements are logits, above 0 for a picture. Generator and adversary learn in the same step, the adversary from the drawings
//! that the generator made before the step.

use super::{Error, Optimizer, OptimizerSettings, Result, optimizer::Method};
use crate::{
    control::Control,
    network::{self, NodeId, training::TrainingEngine},
    zoo::description::{Description, End, InitialWeights},
};

/// An adversary's settings.
#[derive(Clone, Debug, PartialEq)]
pub struct AdversarySettings {
    /// Its pull at a drawing, as a share of that of the other losses.
    pub weight: f64,
    /// Its largest learning rate.
    pub learning_rate: f64,
    /// Its layers.
    pub network: Description,
}

impl AdversarySettings {
    /// Reads the table `[adversary]`.
    pub(super) fn from_table(mut table: toml::Table) -> Result<Self, String> {
        let mut number = |key: &str, otherwise: f64| match table.remove(key) {
            None => Ok(otherwise),
            Some(toml::Value::Float(number)) if (0.0..=1e3).contains(&number) => Ok(number),
            Some(toml::Value::Integer(number)) if (0..=1000).contains(&number) => Ok(number as f64),
            Some(_) => Err(format!("adversary: {key} is a number from 0 to 1000")),
        };
        let (weight, learning_rate) = (number("weight", 0.5)?, number("learning_rate", 4e-4)?);
        let network = Description::from_table(&table).map_err(|problem| format!("adversary: {problem}"))?;
        Ok(Self { weight, learning_rate, network })
    }
}

/// An adversary in training.
pub(super) struct Adversary {
    settings: AdversarySettings,
    pub engine: TrainingEngine,
    pub optimizer: Optimizer,
    input: NodeId,
}

impl Adversary {
    /// Begins with first weights, for pictures of `C x H x W`.
    pub fn new(settings: &AdversarySettings, picture: [usize; 3], seed: u64) -> Result<Self> {
        let sentence = |problem: String| Error::Recipe(format!("adversary: {problem}"));
        let initial = InitialWeights { seed, zero_residual: false };
        let weights = settings.network.initial_weights_between(&initial, picture, &End::Judgements).map_err(sentence)?;
        let network = settings.network.network_between(&weights, picture, &End::Judgements).map_err(sentence)?;
        let mut engine = TrainingEngine::new(&network)?;
        let input = network.input();
        engine.watch(&[input]);
        let chosen = OptimizerSettings {
            method: Method::Adam,
            learning_rate: settings.learning_rate,
            betas: [0.5, 0.999],
            weight_decay: 0.0,
            ..OptimizerSettings::default()
        };
        Ok(Self { settings: settings.clone(), optimizer: Optimizer::new(chosen, &engine.parameters), engine, input })
    }

    /// Adds its pull to `gradient`, which holds that of the other losses at `drawn`, and learns to tell `drawn` from `real`; its
    /// weights wait for [`Self::follow`].
    ///
    /// # Errors
    /// Somebody asks to stop.
    pub fn judge(
        &mut self,
        drawn: &[f32],
        real: &[f32],
        count: usize,
        gradient: &mut [f32],
        control: &Control,
    ) -> network::Result<()> {
        let mut fool = |judgements: &[f32], gradient: &mut [f32]| {
            let share = 1.0 / judgements.len().max(1) as f32;
            // The gradient of -ln sigmoid.
            gradient.iter_mut().zip(judgements).for_each(|(gradient, judgement)| *gradient = (sigmoid(*judgement) - 1.0) * share);
            Ok(())
        };
        self.engine.step(drawn, count, &mut fool, control)?;
        let Some(pull) = self.engine.gradient(self.input) else { return Ok(()) };
        let pull: Vec<f32> = pull.flatten_all()?.to_vec1()?;
        let size = |values: &[f32]| values.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>().sqrt();
        let factor = (self.settings.weight * size(gradient) / size(&pull).max(f64::MIN_POSITIVE)) as f32;
        gradient.iter_mut().zip(pull).for_each(|(sum, pull)| *sum += factor * pull);

        let mut tell = |judgements: &[f32], gradient: &mut [f32]| {
            let share = 1.0 / judgements.len().max(1) as f32;
            let half = judgements.len() / 2;
            for (index, (gradient, judgement)) in gradient.iter_mut().zip(judgements).enumerate() {
                *gradient = (sigmoid(*judgement) - if index < half { 0.0 } else { 1.0 }) * share;
            }
            Ok(())
        };
        self.engine.step(&[drawn, real].concat(), 2 * count, &mut tell, control)
    }

    /// Moves its weights by what it has learned; `share` is that of the largest learning rate.
    pub fn follow(&mut self, share: f64) {
        self.optimizer.apply(&mut self.engine.parameters, self.settings.learning_rate * share);
    }
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
