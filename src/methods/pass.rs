//! Running a network over a whole data set, batch by batch: the next pictures are read while the network works.
//!
//! A picture that cannot be read is listed and skipped.

use crate::{
    control::{Cancelled, Control},
    data::{self, Dataset, ItemId, ReadAhead},
    network::{self, Device, Engine, Keep, NodeId, Tensor},
    picture::Preprocessing,
    words::trust,
};

/// A picture that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its index in the data set.
    pub item: ItemId,
    /// Why, in a sentence.
    pub reason: String,
}

/// Why a pass over a data set ends early.
#[derive(Debug, thiserror::Error)]
pub enum PassError {
    /// The pictures do not fit the network; or it was cancelled.
    #[error(transparent)]
    Network(#[from] network::Error),
    /// Not a single picture can be read.
    #[error("none of the {count} pictures of {dataset:?} can be read; the first one: {first}")]
    NoneReadable {
        /// How many there are.
        count: usize,
        /// The data set's name.
        dataset: String,
        /// Why the first one cannot, in a sentence.
        first: String,
    },
}

impl From<Cancelled> for PassError {
    fn from(cancelled: Cancelled) -> Self {
        Self::Network(cancelled.into())
    }
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

/// A picture as input values; or why the pass ends, or why this one cannot be read.
type Prepared = network::Result<data::Result<Vec<f32>>>;

/// What became of a batch.
struct Batch {
    /// The pictures that could be read.
    items: Vec<ItemId>,
    /// The layer's value for them, if there are any.
    value: Option<Tensor>,
    unreadable: Vec<Unreadable>,
}

impl Pass<'_> {
    /// Hands `each` the items of a batch and the layer's value for them (`N x ...`, in the same order), batch after batch.
    ///
    /// # Errors
    /// When cancelled, when the pictures do not fit the network, or when not a single one can be read.
    pub fn over<Error: From<PassError>>(
        &self,
        layer: NodeId,
        control: &Control,
        mut each: impl FnMut(&[ItemId], &Tensor) -> Result<(), Error>,
    ) -> Result<Vec<Unreadable>, Error> {
        let count = self.dataset.len();
        let mut unreadable = Vec::new();
        let prepare = |item: usize| -> Prepared {
            control.check()?;
            Ok(self.dataset.picture(ItemId(item)).map(|picture| self.preprocessing.apply(&picture)))
        };
        let mut pictures = ReadAhead::new(count, prepare);
        let mut done = 0;
        loop {
            control.step(done, count, &trust::pictures(done, count)).map_err(PassError::from)?;
            let Some(batch) = pictures.batch(|first, prepared| self.run(layer, first, prepared, control)) else { break };
            let batch = batch.map_err(PassError::from)?;
            done += batch.items.len() + batch.unreadable.len();
            if let Some(value) = &batch.value {
                each(&batch.items, value)?;
            }
            unreadable.extend(batch.unreadable);
        }
        match unreadable.first() {
            Some(first) if unreadable.len() == count => {
                let (dataset, first) = (self.dataset.name.clone(), first.reason.clone());
                Err(PassError::NoneReadable { count, dataset, first }.into())
            }
            _ => Ok(unreadable),
        }
    }

    fn run(&self, layer: NodeId, first: usize, prepared: Vec<Prepared>, control: &Control) -> network::Result<Batch> {
        let mut batch = Batch { items: Vec::new(), value: None, unreadable: Vec::new() };
        let mut values = Vec::new();
        for (item, prepared) in (first..).map(ItemId).zip(prepared) {
            match prepared? {
                Ok(prepared) => {
                    batch.items.push(item);
                    values.extend(prepared);
                }
                Err(error) => batch.unreadable.push(Unreadable { item, reason: error.to_string() }),
            }
        }
        if !batch.items.is_empty() {
            let [height, width] = self.preprocessing.size;
            let input =
                Tensor::from_vec(values, (batch.items.len(), self.preprocessing.channels(), height, width), &Device::Cpu)?;
            let forward = self.engine.forward(&input, &Keep::Only(vec![layer]), &control.silent())?;
            batch.value = Some(forward.get(self.engine.network(), layer)?);
        }
        Ok(batch)
    }
}
