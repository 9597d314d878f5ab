//! The loop: a batch through the network, the loss, the gradients, the optimiser, the average; step by step, so that whoever runs
//! it can look, steer and stop in between.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use super::{
    Error, Evaluation, Examples, Optimizer, Recipe, Reconstruction, Result, Storage,
    batches::{Batch, Batches, Pace},
    objective::{Lesson, Objective},
};
use crate::{
    control::Control,
    network::{self, Device, Engine, Network, NodeId, Tensor, training::TrainingEngine},
    zoo::{
        self, Model, TrainedGenerator, Weights,
        description::{Trained, halved},
        labels,
    },
};

const NO_ANSWERS: &str = "it is a generator, which draws and answers nothing; leave its [generator] away to tell classes apart";
const NO_DRAWINGS: &str = "it has no [generator], so that nothing is drawn; add one";

/// What a step did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepReport {
    /// Which one, counted from 0.
    pub step: usize,
    /// The epoch it belongs to, counted from 0.
    pub epoch: usize,
    /// The mean loss of its pictures, labels smoothed.
    pub loss: f64,
    /// How many of its pictures got the right answer; none where pictures are drawn.
    pub correct: usize,
    /// How many pictures it had.
    pub count: usize,
    /// The learning rate.
    pub learning_rate: f64,
}

/// A training.
pub struct Trainer {
    pub(super) objective: Objective,
    pub(super) recipe: Arc<Recipe>,
    pub(super) examples: Arc<Examples>,
    pub(super) pace: Pace,
    pub(super) engine: TrainingEngine,
    /// The side of the inputs that the engine is made for.
    side: usize,
    pub(super) optimizer: Optimizer,
    /// The averaged parameters, in the engine's order; empty without an average.
    pub(super) average: Vec<Vec<f32>>,
    pub(super) batches: Batches,
    /// A batch whose step was stopped.
    pub(super) waiting: Option<Batch>,
    pub(super) step: usize,
    pub(super) factor: f64,
    watched: Vec<NodeId>,
}

impl Trainer {
    /// Begins with first weights. A generator's network is opened as the recipe names it.
    ///
    /// # Errors
    /// The recipe's network cannot be built or trained.
    pub fn new(recipe: Recipe, examples: Arc<Examples>) -> Result<Self> {
        match &recipe.generator {
            Some(generator) => {
                let model = zoo::open(Path::new(&generator.network))?;
                Self::generator(recipe, examples, &model)
            }
            None => {
                let objective = Objective::classes_of(&examples);
                Self::begin(objective, recipe, examples)
            }
        }
    }

    /// Begins a generator for this model, whatever the recipe calls it.
    ///
    /// # Errors
    /// The recipe has no `[generator]`, or one that does not fit the model; its network cannot be built or trained.
    pub fn generator(recipe: Recipe, examples: Arc<Examples>, model: &Model) -> Result<Self> {
        let objective = Objective::drawing_for(model, &recipe)?;
        Self::begin(objective, recipe, examples)
    }

    fn begin(objective: Objective, recipe: Recipe, examples: Arc<Examples>) -> Result<Self> {
        let recipe = Arc::new(recipe);
        let side = recipe.side(0);
        let weights = objective.initial_weights(&recipe, side)?;
        let engine = TrainingEngine::new(&objective.network(&recipe, &weights, side)?)?;
        // Every size of input must do, now and not in the middle of the night.
        for (_, side) in &recipe.sizes {
            objective.network(&recipe, &weights, *side)?;
        }
        objective.network(&recipe, &weights, recipe.preprocessing.size[0])?;
        let average = match recipe.average {
            Some(_) => engine.parameters.iter().map(|parameter| parameter.values.clone()).collect(),
            None => Vec::new(),
        };
        Ok(Self {
            objective,
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
        let Lesson { loss, correct } = self.objective.learn(&mut self.engine, batch, self.recipe.label_smoothing, control)?;
        if !loss.is_finite() {
            return Err(Error::Diverged { step: self.step });
        }
        let (step, learning_rate) = (self.step, self.learning_rate(self.step));
        self.optimizer.apply(&mut self.engine.parameters, learning_rate);
        self.objective.follow(learning_rate / self.recipe.optimizer.learning_rate);
        self.follow();
        self.step += 1;
        Ok(StepReport { step, epoch: batch.epoch, loss, correct, count: batch.classes.len(), learning_rate })
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
        let network = self.objective.network(&self.recipe, &self.current()?, side)?;
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

    /// The same, rounded as the recipe says.
    fn kept(&self) -> Result<Weights> {
        let weights = self.weights()?;
        Ok(if self.recipe.storage == Storage::F16 { halved(&weights)? } else { weights })
    }

    /// The model as it would be kept now: weights averaged and rounded, as the recipe says.
    ///
    /// # Errors
    /// There is no memory for it, or it is a generator.
    pub fn trained(&self) -> Result<Trained> {
        if self.objective.encoder().is_some() {
            return Err(Error::Recipe(NO_ANSWERS.to_owned()));
        }
        Ok(Trained {
            description: self.recipe.network.clone(),
            weights: self.kept()?,
            labels: self.examples.classes.iter().map(|class| labels::of_folder(class).to_owned()).collect(),
            preprocessing: self.recipe.preprocessing.clone(),
        })
    }

    /// The generator as it would be kept now, with what codes are like over the pictures to learn from.
    ///
    /// # Errors
    /// There is no memory for it, it is no generator, or somebody asks to stop.
    pub fn trained_generator(&self, control: &Control) -> Result<TrainedGenerator> {
        let Some(encoder) = self.objective.encoder() else { return Err(Error::Recipe(NO_DRAWINGS.to_owned())) };
        let preprocessing = self.recipe.preprocessing_at(self.recipe.preprocessing.size[0]);
        Ok(TrainedGenerator {
            description: self.recipe.network.clone(),
            weights: self.kept()?,
            origin: encoder.origin.clone(),
            preprocessing: self.recipe.preprocessing.clone(),
            codes: encoder.statistics(&self.examples.train, &preprocessing, control)?,
        })
    }

    /// Its network, for inputs of its final size.
    ///
    /// # Errors
    /// The network refuses.
    pub fn network(&self) -> Result<Network> {
        self.objective.network(&self.recipe, &self.kept()?, self.recipe.preprocessing.size[0])
    }

    /// Measures the network as it would be kept now on the pictures held out.
    ///
    /// # Errors
    /// The network refuses or is a generator, or somebody asks to stop.
    pub fn evaluate(&self, control: &Control) -> Result<Evaluation> {
        if self.objective.encoder().is_some() {
            return Err(Error::Recipe(NO_ANSWERS.to_owned()));
        }
        let engine = Engine::native(Arc::new(self.network()?), false)?;
        let test = &self.examples.test;
        let preprocessing = self.recipe.preprocessing_at(self.recipe.preprocessing.size[0]);
        let read = |index: usize| (test.item(index), test.class(index), preprocessing.apply(&test.picture(index)));
        Ok(Evaluation::measure(&engine, test.len(), read, control)?)
    }

    /// Measures the generator as it would be kept now on the pictures held out.
    ///
    /// # Errors
    /// A network refuses or is no generator, or somebody asks to stop.
    pub fn reconstruct(&self, control: &Control) -> Result<Reconstruction> {
        let Some(encoder) = self.objective.encoder() else { return Err(Error::Recipe(NO_DRAWINGS.to_owned())) };
        let engine = Engine::native(Arc::new(self.network()?), false)?;
        let test = &self.examples.test;
        let preprocessing = self.recipe.preprocessing_at(self.recipe.preprocessing.size[0]);
        Reconstruction::measure(encoder, &engine, test.len(), |index| preprocessing.apply(&test.picture(index)), control)
    }
}
