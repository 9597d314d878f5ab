//! The named tensors of a file, as architectures ask for them: prefixes of wrappers gone, counters left out.
//!
//! Knows names and shapes; knows no architecture and no file.

use std::collections::BTreeMap;

use crate::network::Tensor;

/// What training scripts put before every key: `DataParallel`, `LightningModule`, whole checkpoints.
const WRAPPERS: [&str; 4] = ["module.", "model.", "state_dict.", "_orig_mod."];

/// Named tensors; keys are module paths with a parameter's name behind (`layer1.0.conv1.weight`).
#[derive(Clone, Debug, Default)]
pub struct Weights {
    tensors: BTreeMap<String, Tensor>,
}

impl Weights {
    /// Takes a file's tensors; prefixes that all keys share (`module.`, `model.`, `state_dict.`) and batch
    /// normalisation's `num_batches_tracked` are dropped.
    pub fn new(tensors: BTreeMap<String, Tensor>) -> Self {
        let mut tensors: BTreeMap<String, Tensor> =
            tensors.into_iter().filter(|(key, _)| !key.ends_with("num_batches_tracked")).collect();
        while let Some(wrapper) = WRAPPERS.iter().find(|wrapper| tensors.keys().all(|key| key.starts_with(**wrapper)))
            && !tensors.is_empty()
        {
            tensors = tensors.into_iter().map(|(key, tensor)| (key[wrapper.len()..].to_owned(), tensor)).collect();
        }
        Self { tensors }
    }

    /// Whether there is such a key.
    pub fn has(&self, key: &str) -> bool {
        self.tensors.contains_key(key)
    }

    /// Whether any key lies under this module path.
    pub fn has_module(&self, path: &str) -> bool {
        let start = format!("{path}.");
        self.tensors.range(start.clone()..).next().is_some_and(|(key, _)| key.starts_with(&start))
    }

    /// How many modules `path.0`, `path.1`, ... follow each other without a gap.
    pub fn count(&self, path: &str) -> usize {
        (0..).take_while(|index| self.has_module(&format!("{path}.{index}"))).count()
    }

    /// A tensor by its key.
    pub fn get(&self, key: &str) -> Option<&Tensor> {
        self.tensors.get(key)
    }

    /// A tensor's size along one axis; 0 where there is no such tensor or axis.
    pub fn size(&self, key: &str, axis: usize) -> usize {
        self.get(key).and_then(|tensor| tensor.dims().get(axis).copied()).unwrap_or(0)
    }

    /// All keys, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.tensors.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::{DType, Device};

    fn weights(keys: &[&str]) -> Weights {
        let one = Tensor::zeros(1, DType::F32, &Device::Cpu).unwrap();
        Weights::new(keys.iter().map(|key| ((*key).to_owned(), one.clone())).collect())
    }

    #[test]
    fn wrappers_and_counters_are_dropped() {
        let weights = weights(&["state_dict.module.bn1.weight", "state_dict.module.bn1.num_batches_tracked"]);
        assert_eq!(weights.keys().collect::<Vec<_>>(), ["bn1.weight"]);
    }

    #[test]
    fn a_prefix_that_only_some_keys_have_stays() {
        let weights = weights(&["model.conv1.weight", "fc.weight"]);
        assert!(weights.has("model.conv1.weight"));
    }

    #[test]
    fn modules_are_counted_up_to_the_first_gap() {
        let weights = weights(&["layer1.0.conv1.weight", "layer1.1.conv1.weight", "layer1.3.conv1.weight", "layer10.2.weight"]);
        assert_eq!(weights.count("layer1"), 2);
        assert!(!weights.has_module("layer"));
        assert_eq!(weights.size("layer1.0.conv1.weight", 0), 1);
        assert_eq!(weights.size("absent", 0), 0);
    }

    #[test]
    fn nothing_is_no_endless_loop() {
        assert_eq!(Weights::new(BTreeMap::new()).keys().count(), 0);
    }
}
