//! The loop: a batch through the network, the loss, the gradients, the optimiser, the average; step by step, so that whoever runs
//! it can look, steer and stop in between.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use super::{
    CrossEntropy, Error, Evaluation, Examples, Optimizer, Recipe, Result, Storage,
    batches::{Batch, Batches, Pace},
    checkpoint::Checkpoint,
};
use crate::{
    control::Control,
    network::{self, Device, Engine, Network, NodeId, Tensor, training::TrainingEngine},
    zoo::{
        Weights,
        description::{InitialWeights, Trained},
        labels,
    },
};

/// What a step did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepReport {
    /// Which one, counted from 0.
    pub step: usize,
    /// The epoch it belongs to, counted from 0.
    pub epoch: usize,
    /// The mean loss of its pictures, labels smoothed.
    pub loss: f64,
    /// How many of its pictures got the right answer.
    pub correct: usize,
    /// How many pictures it had.
    pub count: usize,
    /// The learning rate.
    pub learning_rate: f64,
}

/// A training.
pub struct Trainer {
    recipe: Arc<Recipe>,
    examples: Arc<Examples>,
    pace: Pace,
    engine: TrainingEngine,
    /// The side of the inputs that the engine is made for.
    side: usize,
    optimizer: Optimizer,
    /// The averaged parameters, in the engine's order; empty without an average.
    average: Vec<Vec<f32>>,
    batches: Batches,
    /// A batch whose step was stopped.
    waiting: Option<Batch>,
    step: usize,
    factor: f64,
    watched: Vec<NodeId>,
}

impl Trainer {
    /// Begins with first weights.
    ///
    /// # Errors
    /// The recipe's network cannot be built or trained.
    pub fn new(recipe: Recipe, examples: Arc<Examples>) -> Result<Self> {
        let recipe = Arc::new(recipe);
        let initial = InitialWeights { seed: recipe.seed, zero_residual: recipe.zero_residual };
        let side = recipe.side(0);
        let channels = recipe.preprocessing.channels();
        let sentence = |problem: String| Error::Recipe(format!("network: {problem}"));
        let weights = recipe.network.initial_weights(&initial, channels, [side; 2], examples.classes.len()).map_err(sentence)?;
        let engine = TrainingEngine::new(&network(&recipe, &examples, &weights, side)?)?;
        // Every size of input must do, now and not in the middle of the night.
        for (_, side) in &recipe.sizes {
            network(&recipe, &examples, &weights, *side)?;
        }
        network(&recipe, &examples, &weights, recipe.preprocessing.size[0])?;
        let average = match recipe.average {
            Some(_) => engine.parameters.iter().map(|parameter| parameter.values.clone()).collect(),
            None => Vec::new(),
        };
        Ok(Self {
            pace: Pace::new(&recipe, examples.train.len()),
            optimizer: Optimizer::new(recipe.optimizer, &engine.parameters),
            batches: Batches::start(Arc::clone(&recipe), Arc::clone(&examples), 0)?,
            waiting: None,
            recipe,
            examples,
            engine,
            side,
            average,
            step: 0,
            factor: 1.0,
            watched: Vec::new(),
        })
    }

    /// The recipe.
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// The pictures.
    pub fn examples(&self) -> &Arc<Examples> {
        &self.examples
    }

    /// Values and gradients of the last step.
    pub fn engine(&self) -> &TrainingEngine {
        &self.engine
    }

    /// Keeps the gradients of these layers in the steps to come, for [`TrainingEngine::gradient`].
    pub fn watch(&mut self, layers: &[NodeId]) {
        self.watched = layers.to_vec();
        self.engine.watch(layers);
    }

    /// Steps done.
    pub fn steps_done(&self) -> usize {
        self.step
    }

    /// Steps of the whole training.
    pub fn steps_total(&self) -> usize {
        self.pace.total
    }

    /// Steps of an epoch.
    pub fn steps_per_epoch(&self) -> usize {
        self.pace.per_epoch
    }

    /// Whether every epoch is done.
    pub fn is_finished(&self) -> bool {
        self.step >= self.pace.total
    }

    /// The learning rate of a step, counted from 0.
    pub fn learning_rate(&self, step: usize) -> f64 {
        let share = self.recipe.schedule.share(step, self.pace.total, self.pace.per_epoch);
        self.recipe.optimizer.learning_rate * share * self.factor
    }

    /// Multiplies the schedule's learning rate from here on.
    pub fn set_learning_rate_factor(&mut self, factor: f32) {
        self.factor = f64::from(factor);
    }

    /// What the schedule's learning rate is multiplied by.
    pub fn learning_rate_factor(&self) -> f32 {
        self.factor as f32
    }

    /// Trains on the next batch. A step that is stopped has done nothing, and can be done again.
    ///
    /// # Errors
    /// All epochs are done, somebody asks to stop, or the loss is no number any more.
    pub fn step(&mut self, control: &Control) -> Result<StepReport> {
        let Some(batch) = self.waiting.take().or_else(|| self.batches.next()) else {
            return Err(Error::Recipe("all epochs are done; raise epochs to train on".to_owned()));
        };
        match self.learn(&batch, control) {
            Ok(report) => Ok(report),
            Err(failure) => {
                self.waiting = Some(batch);
                Err(failure)
            }
        }
    }

    fn learn(&mut self, batch: &Batch, control: &Control) -> Result<StepReport> {
        if batch.side != self.side {
            self.resize(batch.side)?;
        }
        let (classes, smoothing) = (&batch.classes, self.recipe.label_smoothing);
        let mut answer = CrossEntropy::default();
        let mut loss = |scores: &[f32], gradient: &mut [f32]| answer = CrossEntropy::of(scores, classes, smoothing, gradient);
        self.engine.step(&batch.inputs, classes.len(), &mut loss, control)?;
        if !answer.loss.is_finite() {
            return Err(Error::Diverged { step: self.step });
        }
        let (step, learning_rate) = (self.step, self.learning_rate(self.step));
        self.optimizer.apply(&mut self.engine.parameters, learning_rate);
        self.follow();
        self.step += 1;
        let CrossEntropy { loss, correct } = answer;
        Ok(StepReport { step, epoch: batch.epoch, loss, correct, count: classes.len(), learning_rate })
    }

    /// Lets the average follow the parameters; at first more quickly, or the first weights would stay in it for long.
    fn follow(&mut self) {
        let Some(kept) = self.recipe.average else { return };
        let steps = self.step as f64;
        let fresh = (1.0 - kept.min((1.0 + steps) / (10.0 + steps))) as f32;
        for (average, parameter) in self.average.iter_mut().zip(&self.engine.parameters) {
            for (average, value) in average.iter_mut().zip(&parameter.values) {
                *average += (value - *average) * fresh;
            }
        }
    }

    /// Makes the engine anew for inputs of another size, with the same parameters.
    fn resize(&mut self, side: usize) -> Result<()> {
        let network = network(&self.recipe, &self.examples, &self.current()?, side)?;
        self.engine = TrainingEngine::new(&network)?;
        self.engine.watch(&self.watched);
        self.side = side;
        Ok(())
    }

    /// The weights as the last step left them.
    fn current(&self) -> Result<Weights> {
        let values = self.engine.parameters.iter().map(|parameter| parameter.values.as_slice());
        self.named(values)
    }

    /// The weights that are kept: averaged, if the recipe says so.
    pub fn weights(&self) -> Result<Weights> {
        if self.average.is_empty() { self.current() } else { self.named(self.average.iter().map(Vec::as_slice)) }
    }

    fn named<'a>(&self, values: impl Iterator<Item = &'a [f32]>) -> Result<Weights> {
        let mut tensors = BTreeMap::new();
        for (parameter, values) in self.engine.parameters.iter().zip(values) {
            let tensor = Tensor::from_slice(values, parameter.shape.as_slice(), &Device::Cpu).map_err(network::Error::from)?;
            tensors.insert(parameter.name.clone(), tensor);
        }
        Ok(Weights::new(tensors))
    }

    /// The model as it would be kept now: weights averaged and rounded, as the recipe says.
    ///
    /// # Errors
    /// There is no memory for it.
    pub fn trained(&self) -> Result<Trained> {
        let trained = Trained {
            description: self.recipe.network.clone(),
            weights: self.weights()?,
            labels: self.examples.classes.iter().map(|class| labels::of_folder(class).to_owned()).collect(),
            preprocessing: self.recipe.preprocessing.clone(),
        };
        Ok(if self.recipe.storage == Storage::F16 { trained.halved()? } else { trained })
    }

    /// Its network, for inputs of its final size.
    ///
    /// # Errors
    /// The network refuses.
    pub fn network(&self) -> Result<Network> {
        let network = self.trained()?.network(self.recipe.preprocessing.size);
        network.map_err(|problem| Error::Recipe(format!("network: {problem}")))
    }

    /// Measures the network as it would be kept now on the pictures held out.
    ///
    /// # Errors
    /// The network refuses, or somebody asks to stop.
    pub fn evaluate(&self, control: &Control) -> Result<Evaluation> {
        let engine = Engine::native(Arc::new(self.network()?), false)?;
        let test = &self.examples.test;
        let preprocessing = self.recipe.preprocessing_at(self.recipe.preprocessing.size[0]);
        let read = |index: usize| (test.item(index), test.class(index), preprocessing.apply(&test.picture(index)));
        Ok(Evaluation::measure(&engine, test.len(), read, control)?)
    }

    /// Which training this is: a checkpoint of another one does not fit.
    fn identity(&self) -> String {
        format!("{:?} on {} with {} pictures", self.recipe, self.examples.source, self.examples.train.len())
    }

    /// Writes everything that is needed to go on later, complete or not at all.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn save_checkpoint(&self, path: &Path) -> Result<()> {
        let named = |values: &mut dyn Iterator<Item = &Vec<f32>>| -> BTreeMap<String, Vec<f32>> {
            let named = self.engine.parameters.iter().zip(values);
            named
                .filter(|(_, values)| !values.is_empty())
                .map(|(parameter, values)| (parameter.name.clone(), values.clone()))
                .collect()
        };
        let arrays = BTreeMap::from([
            ("weights", named(&mut self.engine.parameters.iter().map(|parameter| &parameter.values))),
            ("first", named(&mut self.optimizer.first.iter())),
            ("second", named(&mut self.optimizer.second.iter())),
            ("average", named(&mut self.average.iter())),
        ]);
        Checkpoint { training: self.identity(), step: self.step, factor: self.factor, arrays }.write(path)
    }

    /// Goes on from a checkpoint of the same training.
    ///
    /// # Errors
    /// The file cannot be read or belongs to another training; then nothing has changed.
    pub fn resume(&mut self, path: &Path) -> Result<()> {
        let checkpoint = Checkpoint::read(path, &self.identity())?;
        let fits = |kind: &str, name: &str, values: &Vec<f32>| {
            let stored = checkpoint.arrays.get(kind).and_then(|arrays| arrays.get(name));
            stored.map_or(0, Vec::len) == values.len()
        };
        let whole = self.engine.parameters.iter().enumerate().all(|(index, parameter)| {
            fits("weights", &parameter.name, &parameter.values)
                && fits("first", &parameter.name, &self.optimizer.first[index])
                && fits("second", &parameter.name, &self.optimizer.second[index])
                && self.average.get(index).is_none_or(|average| fits("average", &parameter.name, average))
        });
        if !whole || checkpoint.step > self.pace.total {
            let problem = "lacks a part of its training".to_owned();
            return Err(Error::Checkpoint { path: path.to_owned(), problem });
        }
        let batches = Batches::start(Arc::clone(&self.recipe), Arc::clone(&self.examples), checkpoint.step)?;
        let stored = |kind: &str, name: &str, values: &mut Vec<f32>| {
            if let Some(found) = checkpoint.arrays.get(kind).and_then(|arrays| arrays.get(name)) {
                values.clone_from(found);
            }
        };
        for (index, parameter) in self.engine.parameters.iter_mut().enumerate() {
            stored("weights", &parameter.name, &mut parameter.values);
            stored("first", &parameter.name, &mut self.optimizer.first[index]);
            stored("second", &parameter.name, &mut self.optimizer.second[index]);
            if let Some(average) = self.average.get_mut(index) {
                stored("average", &parameter.name, average);
            }
        }
        self.optimizer.steps = checkpoint.step as u64;
        self.batches = batches;
        self.waiting = None;
        self.step = checkpoint.step;
        self.factor = checkpoint.factor;
        Ok(())
    }
}

/// The recipe's network for inputs of a side.
fn network(recipe: &Recipe, examples: &Examples, weights: &Weights, side: usize) -> Result<Network> {
    let channels = recipe.preprocessing.channels();
    let built = recipe.network.network(weights, channels, [side; 2], examples.classes.len());
    built.map_err(|problem| Error::Recipe(format!("network: {problem}")))
}
