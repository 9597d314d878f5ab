//! Stopping a training and going on: what is written down, and how it is taken up again.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use super::{Error, Optimizer, Result, Trainer, batches::Batches, checkpoint::Checkpoint};
use crate::network::training::Parameter;

/// What the weights of a network, the optimiser's first and its second memory are called.
type Kinds = [&'static str; 3];

const OWN: Kinds = ["weights", "first", "second"];
const ADVERSARY: Kinds = ["adversary", "adversary-first", "adversary-second"];

/// Arrays by parameter, without the empty ones.
fn named<'a>(parameters: &[Parameter], values: impl Iterator<Item = &'a Vec<f32>>) -> BTreeMap<String, Vec<f32>> {
    let named = parameters.iter().zip(values).filter(|(_, values)| !values.is_empty());
    named.map(|(parameter, values)| (parameter.name.clone(), values.clone())).collect()
}

impl Checkpoint {
    fn put(&mut self, kinds: Kinds, parameters: &[Parameter], optimizer: &Optimizer) {
        self.arrays.insert(kinds[0], named(parameters, parameters.iter().map(|parameter| &parameter.values)));
        self.arrays.insert(kinds[1], named(parameters, optimizer.first.iter()));
        self.arrays.insert(kinds[2], named(parameters, optimizer.second.iter()));
    }

    fn stored(&self, kind: &str, name: &str) -> Option<&Vec<f32>> {
        self.arrays.get(kind)?.get(name)
    }

    fn fits(&self, kinds: Kinds, parameters: &[Parameter], optimizer: &Optimizer) -> bool {
        let fits = |kind: &str, name: &str, values: &Vec<f32>| self.stored(kind, name).map_or(0, Vec::len) == values.len();
        parameters.iter().zip(optimizer.first.iter().zip(&optimizer.second)).all(|(parameter, (first, second))| {
            let name = &parameter.name;
            fits(kinds[0], name, &parameter.values) && fits(kinds[1], name, first) && fits(kinds[2], name, second)
        })
    }

    fn take(&self, kinds: Kinds, parameters: &mut [Parameter], optimizer: &mut Optimizer) {
        let take = |kind: &str, name: &str, values: &mut Vec<f32>| {
            if let Some(stored) = self.stored(kind, name) {
                values.clone_from(stored);
            }
        };
        let memory = optimizer.first.iter_mut().zip(&mut optimizer.second);
        for (parameter, (first, second)) in parameters.iter_mut().zip(memory) {
            take(kinds[0], &parameter.name, &mut parameter.values);
            take(kinds[1], &parameter.name, first);
            take(kinds[2], &parameter.name, second);
        }
        optimizer.steps = self.step as u64;
    }
}

impl Trainer {
    /// Which training this is: a checkpoint of another one does not fit.
    fn identity(&self) -> String {
        let of = self.objective.encoder().map(|encoder| format!(" of {:?}", encoder.origin)).unwrap_or_default();
        format!("{:?}{of} on {} with {} pictures", self.recipe, self.examples.source, self.examples.train.len())
    }

    /// Writes everything that is needed to go on later, complete or not at all.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn save_checkpoint(&self, path: &Path) -> Result<()> {
        let average = named(&self.engine.parameters, self.average.iter());
        let arrays = BTreeMap::from([("average", average)]);
        let mut checkpoint = Checkpoint { training: self.identity(), step: self.step, factor: self.factor, arrays };
        checkpoint.put(OWN, &self.engine.parameters, &self.optimizer);
        if let Some(adversary) = self.objective.adversary() {
            checkpoint.put(ADVERSARY, &adversary.engine.parameters, &adversary.optimizer);
        }
        checkpoint.write(path)
    }

    /// Goes on from a checkpoint of the same training.
    ///
    /// # Errors
    /// The file cannot be read or belongs to another training; then nothing has changed.
    pub fn resume(&mut self, path: &Path) -> Result<()> {
        let checkpoint = Checkpoint::read(path, &self.identity())?;
        let parameters = &self.engine.parameters;
        let averaged = |(parameter, average): (&Parameter, &Vec<f32>)| {
            checkpoint.stored("average", &parameter.name).map_or(0, Vec::len) == average.len()
        };
        let adversary = self.objective.adversary();
        let whole = checkpoint.fits(OWN, parameters, &self.optimizer)
            && parameters.iter().zip(&self.average).all(averaged)
            && adversary.is_none_or(|one| checkpoint.fits(ADVERSARY, &one.engine.parameters, &one.optimizer));
        if !whole || checkpoint.step > self.pace.total {
            let problem = "lacks a part of its training".to_owned();
            return Err(Error::Checkpoint { path: path.to_owned(), problem });
        }
        self.batches = Batches::start(Arc::clone(&self.recipe), Arc::clone(&self.examples), checkpoint.step)?;
        checkpoint.take(OWN, &mut self.engine.parameters, &mut self.optimizer);
        for (parameter, average) in self.engine.parameters.iter().zip(&mut self.average) {
            if let Some(stored) = checkpoint.stored("average", &parameter.name) {
                average.clone_from(stored);
            }
        }
        if let Some(adversary) = self.objective.adversary_mut() {
            checkpoint.take(ADVERSARY, &mut adversary.engine.parameters, &mut adversary.optimizer);
        }
        self.waiting = None;
        self.step = checkpoint.step;
        self.factor = checkpoint.factor;
        Ok(())
    }
}
