//! What a generator learns to draw, and what its drawings are measured by.
//!
//! ```toml
//! [generator]
//! network = "world"                 # whose codes: a model's file, or the name of one that ships
//! layer = "block7"                  # the code
//! pixels = 1                        # weight of the mean squared difference of the inputs
//! features = { block3 = 1 }         # weights of the differences at layers, each |F(G) - F(x)|^2 / |F(x)|^2 over a batch
//! ```

use std::collections::BTreeMap;

use serde::Deserialize;

/// What a generator learns to draw.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeneratorSettings {
    /// A model's file, or the name of one that ships.
    pub network: String,
    /// The layer whose values are the code.
    pub layer: String,
    /// The weight of the inputs' difference.
    #[serde(default = "one")]
    pub pixels: f64,
    /// The weights of the differences at layers.
    #[serde(default)]
    pub features: BTreeMap<String, f64>,
}

fn one() -> f64 {
    1.0
}

impl GeneratorSettings {
    pub(super) fn check(&self) -> Result<(), String> {
        let weights =
            [("pixels", self.pixels)].into_iter().chain(self.features.iter().map(|(key, value)| (key.as_str(), *value)));
        if let Some((key, value)) = weights.clone().find(|(_, value)| !(0.0..=1e6).contains(value)) {
            return Err(format!("generator: the weight {key} = {value} is not from 0 to 1000000"));
        }
        if weights.into_iter().all(|(_, value)| value == 0.0) {
            return Err("generator: all weights are 0, so that there is nothing to learn".to_owned());
        }
        Ok(())
    }
}
