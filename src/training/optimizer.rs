//! Optimisers: SGD with momentum (Sutskever et al. 2013), Adam (Kingma and Ba 2015) and AdamW (Loshchilov and Hutter 2019), each
//! with the arithmetic of PyTorch's `torch.optim`.
//!
//! ```toml
//! [optimizer]
//! method = "sgd"            # or "adam", "adamw"
//! learning_rate = 0.1       # the largest; the schedule says how much of it when
//! momentum = 0.9            # sgd
//! nesterov = true           # sgd
//! betas = [0.9, 0.999]      # adam, adamw
//! weight_decay = 5e-4       # of weights; biases and batch normalisation are never decayed
//! ```

use rayon::prelude::*;
use serde::Deserialize;

use crate::network::training::{Parameter, ParameterKind};

/// Which optimiser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// Stochastic gradient descent with momentum.
    #[default]
    Sgd,
    /// Adam; weight decay is part of the gradient.
    Adam,
    /// Adam whose weight decay is apart from the gradient.
    AdamW,
}

/// An optimiser's settings.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OptimizerSettings {
    /// Which one.
    pub method: Method,
    /// The largest learning rate.
    pub learning_rate: f64,
    /// How much of the last step stays (SGD).
    pub momentum: f64,
    /// Whether the momentum is looked ahead of (SGD).
    pub nesterov: bool,
    /// How much of the averaged gradient and of its square stays (Adam).
    pub betas: [f64; 2],
    /// Added to the root of the averaged square (Adam).
    pub epsilon: f64,
    /// How much weights shrink.
    pub weight_decay: f64,
}

impl Default for OptimizerSettings {
    fn default() -> Self {
        Self {
            method: Method::Sgd,
            learning_rate: 0.05,
            momentum: 0.9,
            nesterov: true,
            betas: [0.9, 0.999],
            epsilon: 1e-8,
            weight_decay: 5e-4,
        }
    }
}

impl OptimizerSettings {
    pub(super) fn check(&self) -> Result<(), String> {
        let numbers = [
            ("learning_rate", self.learning_rate, 1e-12, 1e3),
            ("momentum", self.momentum, 0.0, 0.9999),
            ("betas", self.betas[0], 0.0, 0.999_999),
            ("betas", self.betas[1], 0.0, 0.999_999),
            ("epsilon", self.epsilon, 0.0, 1.0),
            ("weight_decay", self.weight_decay, 0.0, 1.0),
        ];
        for (key, value, least, most) in numbers {
            if !(least..=most).contains(&value) {
                return Err(format!("optimizer: {key} = {value} is not from {least} to {most}"));
            }
        }
        Ok(())
    }
}

/// An optimiser with what it remembers of each parameter.
#[derive(Clone, Debug)]
pub struct Optimizer {
    settings: OptimizerSettings,
    /// Steps done.
    pub(super) steps: u64,
    /// Momentum, or the averaged gradient; as long as the parameter, empty before the first step.
    pub(super) first: Vec<Vec<f32>>,
    /// The averaged square of the gradient (Adam).
    pub(super) second: Vec<Vec<f32>>,
}

impl Optimizer {
    /// An optimiser that remembers nothing yet.
    pub fn new(settings: OptimizerSettings, parameters: &[Parameter]) -> Self {
        let zeros = |needed: bool| {
            let length = |parameter: &Parameter| if needed && parameter.kind.is_learned() { parameter.values.len() } else { 0 };
            parameters.iter().map(|parameter| vec![0.0; length(parameter)]).collect()
        };
        let (first, second) = (zeros(true), zeros(settings.method != Method::Sgd));
        Self { settings, steps: 0, first, second }
    }

    /// Moves every learned parameter by its gradient; `parameters` are those that [`Self::new`] saw, in the same order.
    pub fn apply(&mut self, parameters: &mut [Parameter], learning_rate: f64) {
        self.steps += 1;
        let (settings, step) = (self.settings, self.steps);
        let state = self.first.par_iter_mut().zip(&mut self.second);
        parameters.par_iter_mut().zip(state).filter(|(parameter, _)| parameter.kind.is_learned()).for_each(
            |(parameter, (first, second))| {
                let decay = if parameter.kind == ParameterKind::Weight { settings.weight_decay } else { 0.0 };
                let moved = Move { settings, learning_rate, decay, step };
                match settings.method {
                    Method::Sgd => moved.sgd(parameter, first),
                    Method::Adam | Method::AdamW => moved.adam(parameter, first, second),
                }
            },
        );
    }
}

/// One step of one parameter.
struct Move {
    settings: OptimizerSettings,
    learning_rate: f64,
    decay: f64,
    step: u64,
}

impl Move {
    fn sgd(&self, parameter: &mut Parameter, momentum: &mut [f32]) {
        let (rate, decay, keep) = (self.learning_rate as f32, self.decay as f32, self.settings.momentum as f32);
        for ((value, gradient), velocity) in parameter.values.iter_mut().zip(&parameter.gradient).zip(momentum) {
            let gradient = gradient + decay * *value;
            *velocity = keep * *velocity + gradient;
            *value -= rate * if self.settings.nesterov { gradient + keep * *velocity } else { *velocity };
        }
    }

    fn adam(&self, parameter: &mut Parameter, first: &mut [f32], second: &mut [f32]) {
        let [beta1, beta2] = self.settings.betas;
        let steps = i32::try_from(self.step).unwrap_or(i32::MAX);
        let corrected = |beta: f64| 1.0 - beta.powi(steps);
        let (correction1, correction2) = (corrected(beta1), corrected(beta2));
        let step = (self.learning_rate / correction1) as f32;
        let root = correction2.sqrt() as f32;
        let apart = self.settings.method == Method::AdamW;
        let shrink = if apart { (1.0 - self.learning_rate * self.decay) as f32 } else { 1.0 };
        let decay = if apart { 0.0 } else { self.decay as f32 };
        let (fresh1, fresh2, keep2) = ((1.0 - beta1) as f32, (1.0 - beta2) as f32, beta2 as f32);
        let epsilon = self.settings.epsilon as f32;
        let state = first.iter_mut().zip(second);
        for ((value, gradient), (mean, square)) in parameter.values.iter_mut().zip(&parameter.gradient).zip(state) {
            *value *= shrink;
            let gradient = gradient + decay * *value;
            *mean += (gradient - *mean) * fresh1;
            *square = keep2 * *square + fresh2 * gradient * gradient;
            *value -= step * *mean / (square.sqrt() / root + epsilon);
        }
    }
}
