//! Generators: networks that draw what another network saw, from that network's code at one of its layers (Dosovitskiy and Brox
//! 2016). What excites a neuron can then be sought among pictures that look like pictures (Nguyen et al. 2016 and 2017).
//!
//! A generator takes a code (`N x C x h x w`, a layer's values) and gives an input of its network (`N x C x H x W`, as its
//! preprocessing makes it), never darker than black nor brighter than white. Its file says whose it is (`origin.rs`).

use std::{collections::HashMap, fs, io, path::Path, sync::Arc};

use crate::{
    formats::{self, safetensors},
    network::{self, Device, Network, NodeId, Tensor},
    picture::Preprocessing,
    words::Phrase,
};

use super::{
    Error, Model, Result, Weights,
    description::{Description, End, halved},
    origin::{ORIGIN, Origin},
    sidecar::Sidecar,
};

/// The keys of the file's metadata.
const DESCRIPTION: &str = "convscope.network";
const PREPROCESSING: &str = "convscope.preprocessing";
/// Tensors beside the weights: each code unit over the pictures that the generator learned from.
const MEAN: &str = "code.mean";
const DEVIATION: &str = "code.deviation";
/// Deviations above the mean up to which a unit of a code goes (Nguyen et al. 2016).
const REACH: f32 = 3.0;

/// A code unit over many pictures, each `C x h x w` numbers in reading order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CodeStatistics {
    /// The mean.
    pub mean: Vec<f32>,
    /// The standard deviation.
    pub deviation: Vec<f32>,
}

impl CodeStatistics {
    /// Up to where each unit of a code may go: three deviations above its mean. The lower bound is 0 behind a ReLU.
    pub fn upper(&self) -> Vec<f32> {
        self.mean.iter().zip(&self.deviation).map(|(mean, deviation)| mean + REACH * deviation).collect()
    }
}

/// A generator ready to draw.
#[derive(Clone, Debug)]
pub struct Generator {
    /// The name shown.
    pub name: String,
    /// What it is and how well it draws.
    pub about: Phrase,
    /// From a code (`N x C x h x w`) to its network's input (`N x C x H x W`).
    pub network: Arc<Network>,
    /// Whose codes.
    pub origin: Origin,
    /// How its network's input becomes a picture: that network's preprocessing.
    pub preprocessing: Preprocessing,
    /// What codes are like.
    pub codes: CodeStatistics,
}

impl Generator {
    /// Opens a generator's file.
    ///
    /// # Errors
    /// One sentence with the file's name.
    pub fn open(path: &Path) -> Result<Self> {
        let wrong = |problem: String| Error::Open { path: path.to_owned(), problem };
        let file = safetensors::read(path).map_err(|failure| wrong(failure.to_string()))?;
        let sidecar = match fs::read_to_string(Sidecar::path_beside(path)) {
            Ok(text) => text,
            Err(failure) if failure.kind() == io::ErrorKind::NotFound => String::new(),
            Err(failure) => return Err(wrong(failure.to_string())),
        };
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        TrainedGenerator::recognise(file).and_then(|trained| trained.generator(&name, &sidecar)).map_err(wrong)
    }

    /// The layer of this model that it draws from.
    ///
    /// # Errors
    /// As [`Origin::layer_of`].
    pub fn layer_of(&self, model: &Model) -> Result<NodeId> {
        self.origin.layer_of(model)
    }
}

/// A generator with its weights, and what is needed to use it: what a file holds.
#[derive(Clone, Debug)]
pub struct TrainedGenerator {
    /// The layers.
    pub description: Description,
    /// Their weights.
    pub weights: Weights,
    /// Whose codes.
    pub origin: Origin,
    /// Its network's.
    pub preprocessing: Preprocessing,
    /// What codes are like.
    pub codes: CodeStatistics,
}

impl TrainedGenerator {
    /// The network from a code to its network's input.
    ///
    /// # Errors
    /// A sentence that names the layer whose weights or shapes do not fit.
    pub fn network(&self) -> Result<Network, String> {
        self.description.network_between(&self.weights, self.origin.code, &End::Picture(self.preprocessing.clone()))
    }

    /// The same with weights in f16, but for tensors that hold numbers too large for it.
    ///
    /// # Errors
    /// There is no memory for them.
    pub fn halved(self) -> network::Result<Self> {
        Ok(Self { weights: halved(&self.weights)?, ..self })
    }

    /// Writes the file, weights in their own type, codes in f32.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, path: &Path) -> formats::Result<()> {
        let codes = |values: &[f32]| Tensor::from_slice(values, self.origin.code.as_slice(), &Device::Cpu);
        let unwritable =
            |failure: candle_core::Error| formats::Error::Malformed { format: "safetensors", problem: failure.to_string() };
        let mean = codes(&self.codes.mean).map_err(unwritable)?;
        let deviation = codes(&self.codes.deviation).map_err(unwritable)?;
        let weights = self.weights.keys().filter_map(|key| Some((key, self.weights.get(key)?)));
        let metadata = HashMap::from([
            (DESCRIPTION.to_owned(), self.description.to_string()),
            (ORIGIN.to_owned(), serde_json::to_string(&self.origin).unwrap_or_default()),
            (PREPROCESSING.to_owned(), self.preprocessing.to_overrides()),
        ]);
        safetensors::write(path, weights.chain([(MEAN, &mean), (DEVIATION, &deviation)]), &metadata)
    }

    /// Takes a generator's tensors and metadata.
    ///
    /// # Errors
    /// A sentence if the file is none, or cannot be used.
    pub fn recognise(mut file: safetensors::NamedTensors) -> Result<Self, String> {
        let mut said = |key: &str| file.metadata.remove(key).ok_or_else(|| format!("it is no generator: it has no {key}"));
        let origin = serde_json::from_str(&said(ORIGIN)?).map_err(|failure| format!("its {ORIGIN}: {failure}"))?;
        let description = Description::parse(&said(DESCRIPTION)?).map_err(|problem| format!("its {DESCRIPTION}: {problem}"))?;
        let preprocessing = Preprocessing::imagenet()
            .with_overrides(&said(PREPROCESSING)?)
            .map_err(|failure| format!("its {PREPROCESSING}: {failure}"))?;
        let Origin { code, .. } = &origin;
        let units: usize = code.iter().product();
        let mut codes = |key: &str| {
            let numbers = file.tensors.remove(key).and_then(|tensor| tensor.flatten_all().ok()?.to_vec1::<f32>().ok());
            let whole = numbers.filter(|numbers| numbers.len() == units);
            whole.ok_or_else(|| format!("its {key} does not hold {units} numbers"))
        };
        let codes = CodeStatistics { mean: codes(MEAN)?, deviation: codes(DEVIATION)? };
        Ok(Self { description, weights: Weights::new(file.tensors), origin, preprocessing, codes })
    }

    /// Ready to draw; `sidecar` is the text beside its file, `name` what it is called where that says nothing.
    ///
    /// # Errors
    /// A sentence if the weights do not fit or the sidecar cannot be read.
    pub fn generator(self, name: &str, sidecar: &str) -> Result<Generator, String> {
        let sidecar = Sidecar::parse(sidecar)?;
        Ok(Generator {
            name: sidecar.name.unwrap_or_else(|| name.to_owned()),
            about: Phrase::verbatim(sidecar.about.unwrap_or_default()),
            network: Arc::new(self.network()?),
            origin: self.origin,
            preprocessing: self.preprocessing,
            codes: self.codes,
        })
    }
}
