//! Running a network over a whole data set, batch by batch: the next pictures are read while the network works.
//!
//! A picture that cannot be read is listed and skipped.

use rayon::prelude::*;

use crate::{
    data::Dataset,
    network::{Control, Device, Engine, Error, Keep, NodeId, Result, Tensor},
    picture::Preprocessing,
};

/// Pictures in one forward pass.
const BATCH: usize = 16;

/// A picture that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its index in the data set.
    pub item: usize,
    /// Why, in a sentence.
    pub reason: String,
}

/// A network and the pictures that it is shown.
#[derive(Clone, Copy)]
pub struct Pass<'a> {
    /// The network.
    pub engine: &'a Engine,
    /// How pictures are prepared for it.
    pub preprocessing: &'a Preprocessing,
    /// The pictures.
    pub dataset: &'a Dataset,
}

/// Inputs ready for the network, and which pictures they are.
struct Batch {
    items: Vec<usize>,
    values: Vec<f32>,
    unreadable: Vec<Unreadable>,
}

impl Pass<'_> {
    /// Hands `each` the items of a batch and the layer's value for them (`N x ...`, in the same order), batch after batch.
    ///
    /// # Errors
    /// When cancelled, when the pictures do not fit the network, or when not a single one can be read.
    pub fn over(
        &self,
        layer: NodeId,
        control: &Control,
        mut each: impl FnMut(&[usize], &Tensor) -> Result<()>,
    ) -> Result<Vec<Unreadable>> {
        let count = self.dataset.len();
        let mut unreadable = Vec::new();
        let mut next = self.read(0);
        for first in (0..count).step_by(BATCH) {
            control.step(first, count, &format!("{first} of {count} pictures"))?;
            let batch = next;
            let (following, value) = rayon::join(|| self.read(first + BATCH), || self.value(layer, &batch, control));
            next = following;
            if let Some(value) = value? {
                each(&batch.items, &value)?;
            }
            unreadable.extend(batch.unreadable);
        }
        match unreadable.first() {
            Some(first) if unreadable.len() == count => Err(Error::Target(format!(
                "none of the {count} pictures of {:?} can be read; the first one: {}",
                self.dataset.name, first.reason
            ))),
            _ => Ok(unreadable),
        }
    }

    fn read(&self, first: usize) -> Batch {
        let span = first..(first + BATCH).min(self.dataset.len());
        let prepare = |item: usize| self.dataset.picture(item).map(|picture| self.preprocessing.apply(&picture));
        let prepared: Vec<_> = span.into_par_iter().map(|item| (item, prepare(item))).collect();
        let mut batch = Batch { items: Vec::new(), values: Vec::new(), unreadable: Vec::new() };
        for (item, result) in prepared {
            match result {
                Ok(values) => {
                    batch.items.push(item);
                    batch.values.extend(values);
                }
                Err(error) => batch.unreadable.push(Unreadable { item, reason: error.to_string() }),
            }
        }
        batch
    }

    fn value(&self, layer: NodeId, batch: &Batch, control: &Control) -> Result<Option<Tensor>> {
        if batch.items.is_empty() {
            return Ok(None);
        }
        let [height, width] = self.preprocessing.size;
        let shape = (batch.items.len(), self.preprocessing.channels(), height, width);
        let input = Tensor::from_slice(&batch.values, shape, &Device::Cpu)?;
        let forward = self.engine.forward(&input, &Keep::Only(vec![layer]), &control.silent())?;
        Ok(Some(forward.get(self.engine.network(), layer)?))
    }
}
