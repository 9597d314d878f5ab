//! The batches of a training, in order, each prepared by a thread of its own while the one before it is in the network.
//!
//! What a batch holds follows from the recipe's seed, the epoch and the pictures' numbers, and so from nothing that threads do.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, sync_channel},
    },
    thread::JoinHandle,
};

use rand::{SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::{Error, Examples, Recipe, Result};

/// Pictures ready for the network.
#[derive(Clone, Debug)]
pub(super) struct Batch {
    /// Counted from 0.
    pub epoch: usize,
    /// Rows and columns of the inputs.
    pub side: usize,
    /// `N x C x H x W`.
    pub inputs: Vec<f32>,
    /// N: the classes that each may belong to, mostly one.
    pub classes: Vec<Vec<usize>>,
}

/// How batches fall into epochs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pace {
    /// Pictures in a batch.
    pub batch: usize,
    /// Batches in an epoch; the pictures left over come in other epochs.
    pub per_epoch: usize,
    /// Batches of the whole training.
    pub total: usize,
}

impl Pace {
    pub fn new(recipe: &Recipe, pictures: usize) -> Self {
        let batch = recipe.batch.min(pictures).max(1);
        let per_epoch = (pictures / batch).max(1);
        Self { batch, per_epoch, total: per_epoch * recipe.epochs }
    }
}

/// Batches to come.
pub(super) struct Batches {
    /// Taken before the thread is waited for, so that it ends.
    receiver: Option<Receiver<Batch>>,
    thread: Option<JoinHandle<()>>,
}

impl Batches {
    /// Batches from number `first` on.
    pub fn start(recipe: Arc<Recipe>, examples: Arc<Examples>, first: usize) -> Result<Self> {
        // One waits in the channel while the next one is prepared.
        let (sender, receiver) = sync_channel(1);
        let prepare = move || {
            let pace = Pace::new(&recipe, examples.train.len());
            let mut order = Vec::new();
            for number in first..pace.total {
                let (epoch, place) = (number / pace.per_epoch, number % pace.per_epoch);
                if order.is_empty() || place == 0 {
                    order = order_of(&recipe, epoch, examples.train.len());
                }
                let chosen = &order[place * pace.batch..][..pace.batch];
                if sender.send(batch(&recipe, &examples, epoch, chosen)).is_err() {
                    return;
                }
            }
        };
        let thread = std::thread::Builder::new().name("convscope-batches".to_owned()).spawn(prepare).map_err(Error::Thread)?;
        Ok(Self { receiver: Some(receiver), thread: Some(thread) })
    }

    /// The next batch; `None` after the last one.
    pub fn next(&mut self) -> Option<Batch> {
        self.receiver.as_ref()?.recv().ok()
    }
}

impl Drop for Batches {
    fn drop(&mut self) {
        self.receiver = None;
        if let Some(thread) = self.thread.take() {
            // A panic there has already been printed, and the training stopped for want of batches.
            let _ = thread.join();
        }
    }
}

/// Random numbers of an epoch (`item` 0) or of one picture in it (its number and 1).
fn random(recipe: &Recipe, epoch: usize, item: usize) -> ChaCha8Rng {
    let mut random = ChaCha8Rng::seed_from_u64(recipe.seed);
    // Weights take the streams from 0 on.
    random.set_stream((epoch as u64 + 1) << 32 | item as u64);
    random
}

fn order_of(recipe: &Recipe, epoch: usize, count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.shuffle(&mut random(recipe, epoch, 0));
    order
}

fn batch(recipe: &Recipe, examples: &Examples, epoch: usize, chosen: &[usize]) -> Batch {
    let side = recipe.side(epoch);
    let preprocessing = recipe.preprocessing_at(side);
    let length = preprocessing.channels() * side * side;
    let mut inputs = vec![0.0; chosen.len() * length];
    inputs.par_chunks_exact_mut(length).zip(chosen).for_each(|(input, &index)| {
        let mut random = random(recipe, epoch, index + 1);
        input.copy_from_slice(&recipe.augmentation.apply(&examples.train.picture(index), &preprocessing, &mut random));
    });
    let classes = chosen.iter().map(|&index| examples.train.possible(index)).collect();
    Batch { epoch, side, inputs, classes }
}
