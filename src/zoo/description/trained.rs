//! The file of a trained network: safetensors that carry their own description, labels and preprocessing in `__metadata__`.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use crate::{
    formats::{self, safetensors},
    network::{self, DType, Network, Tensor},
    picture::Preprocessing,
};

use super::{
    super::{origin::ORIGIN, weights::Weights},
    Description,
};

/// The keys of the file's metadata.
const DESCRIPTION: &str = "convscope.network";
const LABELS: &str = "convscope.labels";
const PREPROCESSING: &str = "convscope.preprocessing";

/// A network with its weights, and what is needed to use it.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The layers.
    pub description: Description,
    /// Their weights.
    pub weights: Weights,
    /// What the classes are called.
    pub labels: Vec<String>,
    /// How pictures are prepared.
    pub preprocessing: Preprocessing,
}

impl Trained {
    /// Takes a file's tensors if it carries a description; otherwise gives them back.
    ///
    /// # Errors
    /// A sentence if the description is there but cannot be used.
    pub fn recognise(file: safetensors::NamedTensors) -> Result<Result<Self, BTreeMap<String, Tensor>>, String> {
        let Some(text) = file.metadata.get(DESCRIPTION) else { return Ok(Err(file.tensors)) };
        if file.metadata.contains_key(ORIGIN) {
            return Err("it is a generator, which answers no picture; open the network that it draws for".to_owned());
        }
        let said = |key: &str| file.metadata.get(key).ok_or_else(|| format!("its metadata has {DESCRIPTION} but no {key}"));
        let description = Description::parse(text).map_err(|problem| format!("its {DESCRIPTION}: {problem}"))?;
        let labels = serde_json::from_str(said(LABELS)?).map_err(|_| format!("its {LABELS} is no JSON list of names"))?;
        let preprocessing = Preprocessing::imagenet()
            .with_overrides(said(PREPROCESSING)?)
            .map_err(|failure| format!("its {PREPROCESSING}: {failure}"))?;
        Ok(Ok(Self { description, weights: Weights::new(file.tensors), labels, preprocessing }))
    }

    /// The network for inputs of `size` (rows, columns).
    ///
    /// # Errors
    /// A sentence that names the layer whose weights or shapes do not fit.
    pub fn network(&self, size: [usize; 2]) -> Result<Network, String> {
        self.description.network(&self.weights, self.preprocessing.channels(), size, self.labels.len())
    }

    /// The same with weights in f16, but for tensors that hold numbers too large for it.
    ///
    /// # Errors
    /// There is no memory for them.
    pub fn halved(self) -> network::Result<Self> {
        Ok(Self { weights: halved(&self.weights)?, ..self })
    }

    /// Writes the file, weights in their own type.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, path: &Path) -> formats::Result<()> {
        let tensors = self.weights.keys().filter_map(|key| Some((key, self.weights.get(key)?)));
        let labels = serde_json::to_string(&self.labels).unwrap_or_default();
        let metadata = HashMap::from([
            (DESCRIPTION.to_owned(), self.description.to_string()),
            (LABELS.to_owned(), labels),
            (PREPROCESSING.to_owned(), self.preprocessing.to_overrides()),
        ]);
        safetensors::write(path, tensors, &metadata)
    }
}

/// Weights in f16, but for tensors that hold numbers too large for it.
pub fn halved(weights: &Weights) -> network::Result<Weights> {
    let pairs = weights.keys().filter_map(|key| Some((key, weights.get(key)?)));
    Ok(Weights::new(pairs.map(|(key, tensor)| Ok((key.to_owned(), half(tensor)?))).collect::<network::Result<_>>()?))
}

/// In f16 if every number stays finite.
fn half(tensor: &Tensor) -> network::Result<Tensor> {
    let half = tensor.to_dtype(DType::F16)?;
    let largest: Vec<f32> = half.to_dtype(DType::F32)?.flatten_all()?.to_vec1()?;
    Ok(if largest.iter().all(|value| value.is_finite()) { half } else { tensor.clone() })
}

#[cfg(test)]
mod tests {
    use super::{super::InitialWeights, *};
    use crate::{
        control::Control,
        network::{Device, Engine, Keep},
        picture::{ChannelOrder, Fit},
        zoo,
    };

    fn trained() -> Trained {
        let description = Description::parse(
            "layers = [{ convolution = 6 }, { residual = [{ convolution = 8, stride = 2, activation = 'none' }] }, { \
             global_average = true }, { linear = 'classes' }]",
        )
        .unwrap();
        let preprocessing = Preprocessing {
            size: [20, 20],
            fit: Fit::Stretch,
            order: ChannelOrder::Grey,
            range: 1.0,
            mean: [0.1307; 3],
            std: [0.3081; 3],
        };
        let weights = description.initial_weights(&InitialWeights { seed: 3, zero_residual: false }, 1, [20, 20], 3).unwrap();
        Trained { description, weights, labels: ["a", "b, c", "d\"e"].map(str::to_owned).to_vec(), preprocessing }
    }

    #[test]
    fn a_trained_file_opens_without_anything_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let original = trained();
        let input = Tensor::rand(-1f32, 1.0, (1, 1, 20, 20), &Device::Cpu).unwrap();
        let scores = |network: Network| {
            let engine = Engine::native(network.into(), true).unwrap();
            engine.scores(&engine.forward(&input, &Keep::Scores, &Control::default()).unwrap()).unwrap().remove(0)
        };
        let expected = scores(original.network([20, 20]).unwrap());
        let path = folder.path().join("own.safetensors");
        for (kept, tolerance) in [(original.clone(), 0.0), (original.clone().halved().unwrap(), 5e-3)] {
            kept.write(&path).unwrap();
            assert_eq!(scores(kept.network([20, 20]).unwrap()), scores(zoo::open(&path).unwrap().network.as_ref().clone()));
            let model = zoo::open(&path).unwrap();
            assert_eq!(model.labels, original.labels);
            assert_eq!(model.preprocessing, original.preprocessing);
            assert_eq!(model.preprocessing_source, zoo::PreprocessingSource::Itself);
            assert!(model.network.find("block1.shortcut").is_ok());
            let found = scores(model.network.as_ref().clone());
            assert!(found.iter().zip(&expected).all(|(one, other)| (one - other).abs() <= tolerance), "{found:?} {expected:?}");
        }
        let larger = zoo::open_with(&path, "size=32").unwrap();
        assert_eq!(larger.network.node(larger.network.input()).shape, [1, 1, 32, 32]);
    }

    #[test]
    fn numbers_too_large_for_f16_stay() {
        let tensor = Tensor::from_vec(vec![1f32, 70_000.0], 2, &Device::Cpu).unwrap();
        assert_eq!(half(&tensor).unwrap().dtype(), DType::F32);
        assert_eq!(half(&tensor.narrow(0, 0, 1).unwrap()).unwrap().dtype(), DType::F16);
    }

    #[test]
    fn a_damaged_description_is_a_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own.safetensors");
        let one = Tensor::zeros(1, DType::F32, &Device::Cpu).unwrap();
        let mut metadata = HashMap::from([(DESCRIPTION.to_owned(), "layers = [{ linear = 'classes' }]".to_owned())]);
        let sentence = |metadata: &HashMap<String, String>| {
            safetensors::write(&path, [("fc.weight", &one)], metadata).unwrap();
            zoo::open(&path).unwrap_err().to_string()
        };
        assert!(sentence(&metadata).contains("but no convscope.labels"));
        metadata.insert(LABELS.to_owned(), "[\"a\"]".to_owned());
        metadata.insert(PREPROCESSING.to_owned(), "size=2,resize=stretch".to_owned());
        assert!(sentence(&metadata).contains("fc.weight"));
        metadata.insert(DESCRIPTION.to_owned(), "layers = [{ linaer = 3 }]".to_owned());
        assert!(sentence(&metadata).contains("layer 1: it says not what it is"));
    }
}
