//! A training's state in a file, so that it goes on after a kill exactly as if nothing had happened.
//!
//! A safetensors file, written complete or not at all: every parameter in f32 as it is, what the optimiser remembers of it, its
//! average; in the metadata the step, the learning rate's factor, and which training it belongs to. Random numbers need no
//! state, since they follow from the step.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use super::{Error, Result};
use crate::{
    formats::safetensors,
    network::{self, Device, Tensor},
};

const TRAINING: &str = "convscope.training";
const STEP: &str = "convscope.step";
const FACTOR: &str = "convscope.learning_rate_factor";

/// A training's state.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Checkpoint {
    /// Which training: recipe, data and seed as text.
    pub training: String,
    /// Steps done.
    pub step: usize,
    /// What the learning rate is multiplied by.
    pub factor: f64,
    /// Arrays by what they are ("weights", "first", "second", "average", the adversary's) and by parameter.
    pub arrays: BTreeMap<&'static str, BTreeMap<String, Vec<f32>>>,
}

/// What the arrays are.
pub(super) const KINDS: [&str; 7] = ["weights", "first", "second", "average", "adversary", "adversary-first", "adversary-second"];

impl Checkpoint {
    /// Writes the file.
    pub fn write(&self, path: &Path) -> Result<()> {
        let mut tensors = Vec::new();
        for (kind, arrays) in &self.arrays {
            for (name, values) in arrays {
                let tensor = Tensor::from_slice(values, values.len(), &Device::Cpu).map_err(network::Error::from)?;
                tensors.push((format!("{kind}/{name}"), tensor));
            }
        }
        let metadata = HashMap::from([
            (TRAINING.to_owned(), self.training.clone()),
            (STEP.to_owned(), self.step.to_string()),
            (FACTOR.to_owned(), self.factor.to_string()),
        ]);
        Ok(safetensors::write(path, tensors.iter().map(|(name, tensor)| (name.as_str(), tensor)), &metadata)?)
    }

    /// Reads the file of the training that is meant.
    pub fn read(path: &Path, training: &str) -> Result<Self> {
        let wrong = |problem: &str| Error::Checkpoint { path: path.to_owned(), problem: problem.to_owned() };
        let file = safetensors::read(path).map_err(|failure| wrong(&format!("is {failure}")))?;
        let said = |key: &str| file.metadata.get(key).ok_or_else(|| wrong("is no checkpoint of a training"));
        if said(TRAINING)? != training {
            return Err(wrong("belongs to another recipe or other data"));
        }
        let (Ok(step), Ok(factor)) = (said(STEP)?.parse(), said(FACTOR)?.parse()) else {
            return Err(wrong("does not say how far it is"));
        };
        let mut arrays = BTreeMap::new();
        for kind in KINDS {
            let mut named = BTreeMap::new();
            for (key, tensor) in &file.tensors {
                if let Some(name) = key.strip_prefix(kind).and_then(|rest| rest.strip_prefix('/')) {
                    named.insert(name.to_owned(), tensor.to_vec1().map_err(network::Error::from)?);
                }
            }
            arrays.insert(kind, named);
        }
        Ok(Self { training: training.to_owned(), step, factor, arrays })
    }
}
