//! Opening a model: its network, its sidecar and its labels, put together into a [`Model`].

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    formats::{self, FileKind, safetensors::NamedTensors},
    network::Network,
    picture::{ChannelOrder, Fit, Preprocessing},
    words::{Phrase, Words, zoo},
};

use super::{
    Error, Model, PreprocessingSource, Result,
    architectures::Architecture,
    description::Trained,
    labels,
    sidecar::{Labels, Sidecar},
    weights::Weights,
};

/// What a file holds, before its preprocessing is settled.
enum Content {
    /// A graph, with the file that it came from.
    Graph(Box<formats::onnx::Parsed>),
    /// Weights of a known architecture, which can be built for any size.
    Weights(&'static Architecture, Weights),
    /// A network that describes itself, for any size too.
    Trained(Box<Trained>),
}

/// Names of classes, and where they were found.
struct FoundLabels {
    names: Vec<String>,
    path: PathBuf,
    /// Whether they are certainly meant for this model.
    certain: bool,
}

/// Opens a model file; `overrides` (`size=227,order=bgr,...`) is what a person says about its preprocessing, above everything
/// else.
pub fn open_file(path: &Path, overrides: &str) -> Result<Model> {
    let content = Content::read(path)?;
    let sidecar_path = Sidecar::path_beside(path);
    let sidecar = match read_if_there(&sidecar_path)? {
        Some(text) => Sidecar::parse(&text).map_err(wrong(&sidecar_path))?,
        None => Sidecar::default(),
    };
    let labels = find_labels(path, &sidecar_path, &sidecar)?;
    assemble(path, content, (&sidecar_path, sidecar), labels, overrides)
}

/// The same from bytes in memory, weights and their sidecar's text: what is embedded in the program.
pub fn open_bytes(name: &str, weights: &[u8], sidecar: &str, overrides: &str) -> Result<Model> {
    let path = Path::new(name);
    let file = formats::safetensors::parse(weights).map_err(|failure| wrong(path)(failure.to_string()))?;
    let sidecar = Sidecar::parse(sidecar).map_err(wrong(path))?;
    let labels = match &sidecar.labels {
        Some(Labels::List(names)) => Some(FoundLabels { names: names.clone(), path: path.to_owned(), certain: true }),
        _ => None,
    };
    assemble(path, Content::recognise(file).map_err(wrong(path))?, (&Sidecar::path_beside(path), sidecar), labels, overrides)
}

fn assemble(
    path: &Path,
    content: Content,
    (sidecar_path, sidecar): (&Path, Sidecar),
    labels: Option<FoundLabels>,
    overrides: &str,
) -> Result<Model> {
    let (assumed, assumed_source) = content.preprocessing().map_err(wrong(path))?;
    let (mut preprocessing, mut source) = match sidecar.preprocessing(&assumed) {
        Some(said) => (said.map_err(wrong(sidecar_path))?, PreprocessingSource::Sidecar(file_name(sidecar_path))),
        None => (assumed, assumed_source),
    };
    if !overrides.trim().is_empty() {
        preprocessing = preprocessing.with_overrides(overrides)?;
        source = PreprocessingSource::ByHand(overrides.trim().to_owned(), Box::new(source));
    }
    let about = sidecar.about.map(Phrase::verbatim).or_else(|| content.about());
    let own_labels = content.labels();
    let network = content.network(&preprocessing).map_err(wrong(path))?;
    let about = about.unwrap_or_else(|| zoo::graph(network.nodes().len()));
    let input = network.node(network.input()).shape.clone();
    if input[1..] != [preprocessing.channels(), preprocessing.size[0], preprocessing.size[1]] {
        let made = [1, preprocessing.channels(), preprocessing.size[0], preprocessing.size[1]];
        let source = Words::ENGLISH.say(&source.phrase());
        let sentence =
            format!("it takes an input of {input:?}, but the preprocessing ({source}) makes {made:?}; set order and size");
        return Err(wrong(path)(sentence));
    }
    let classes = network.class_count();
    let labels = match labels {
        Some(found) if found.names.len() == classes && (found.certain || own_labels.is_none()) => found.names,
        Some(found) if found.certain => {
            let sentence = format!("there are {} names for the {classes} classes of {}", found.names.len(), file_name(path));
            return Err(wrong(&found.path)(sentence));
        }
        _ => own_labels.unwrap_or_else(|| labels::built_in(classes, &input)),
    };
    Ok(Model {
        name: sidecar.name.unwrap_or_else(|| path.file_stem().unwrap_or_default().to_string_lossy().into_owned()),
        network: Arc::new(network),
        preprocessing,
        preprocessing_source: source,
        labels,
        about,
    })
}

impl Content {
    fn read(path: &Path) -> Result<Self> {
        let failed = |failure: formats::Error| wrong(path)(failure.to_string());
        match formats::detect(path).map_err(failed)? {
            FileKind::Onnx => Ok(Self::Graph(Box::new(formats::onnx::open(path).map_err(failed)?))),
            FileKind::Safetensors => {
                let file = formats::safetensors::read(path).map_err(failed)?;
                Self::recognise(file).map_err(wrong(path))
            }
        }
    }

    fn recognise(file: NamedTensors) -> Result<Self, String> {
        let weights = match Trained::recognise(file)? {
            Ok(trained) => return Ok(Self::Trained(Box::new(trained))),
            Err(tensors) => Weights::new(tensors),
        };
        match Architecture::nearest(&weights) {
            Some(architecture) => Ok(Self::Weights(architecture, weights)),
            None => {
                let keys: Vec<&str> = weights.keys().take(3).collect();
                Err(format!(
                    "no architecture that Convscope knows has keys like {}; export the network as ONNX (torch.onnx.export) and \
                     open that",
                    if keys.is_empty() { "these (there are none)".to_owned() } else { keys.join(", ") }
                ))
            }
        }
    }

    /// How pictures are prepared if nobody says otherwise, and where that comes from.
    fn preprocessing(&self) -> Result<(Preprocessing, PreprocessingSource), String> {
        match self {
            Self::Weights(architecture, weights) => {
                let source = PreprocessingSource::AssumedOfWeights(architecture.title(weights).to_owned());
                Ok((architecture.preprocessing_for(weights), source))
            }
            Self::Trained(trained) => Ok((trained.preprocessing.clone(), PreprocessingSource::Itself)),
            Self::Graph(graph) => assumed(&graph.input_shape().map_err(|failure| failure.to_string())?),
        }
    }

    /// What it is, as far as the file says; a graph says nothing.
    fn about(&self) -> Option<Phrase> {
        match self {
            Self::Weights(architecture, weights) => Some(zoo::recognised(architecture.title(weights), architecture.paper)),
            Self::Trained(_) => Some(zoo::TRAINED),
            Self::Graph(_) => None,
        }
    }

    /// What the file itself calls its classes.
    fn labels(&self) -> Option<Vec<String>> {
        match self {
            Self::Trained(trained) => Some(trained.labels.clone()),
            Self::Weights(..) | Self::Graph(_) => None,
        }
    }

    /// The network for inputs of the preprocessing's size.
    fn network(self, preprocessing: &Preprocessing) -> Result<Network, String> {
        match self {
            Self::Weights(architecture, weights) => architecture
                .network(&weights, preprocessing.size)
                .map_err(|mismatch| format!("it looks like {}, but {mismatch}", architecture.title(&weights))),
            Self::Trained(trained) => trained.network(preprocessing.size),
            Self::Graph(graph) => graph.network(Some(preprocessing.size)).map_err(|failure| failure.to_string()),
        }
    }
}

/// A guess from the input's shape: ImageNet's preparation for colour, plain grey from 0 to 1 for one channel.
fn assumed(input: &[usize]) -> Result<(Preprocessing, PreprocessingSource), String> {
    let &[_, channels @ (1 | 3), rows, columns] = input else {
        return Err(format!("its input is {input:?}, but networks for pictures take N x 3 x H x W or N x 1 x H x W"));
    };
    // torchvision cuts 224 out of 256; small inputs (CIFAR) are rarely cut out of anything.
    let fit = if rows == columns && rows >= 64 { Fit::Crop(rows * 256 / 224) } else { Fit::Stretch };
    let imagenet = Preprocessing { size: [rows, columns], fit, ..Preprocessing::imagenet() };
    Ok(if channels == 3 {
        (imagenet, PreprocessingSource::AssumedImagenet)
    } else {
        let grey = Preprocessing { order: ChannelOrder::Grey, mean: [0.0; 3], std: [1.0; 3], ..imagenet };
        (grey, PreprocessingSource::AssumedGrey)
    })
}

/// The sidecar's labels, else `NAME.labels.txt`, else `labels.txt` in the model's folder.
fn find_labels(path: &Path, sidecar_path: &Path, sidecar: &Sidecar) -> Result<Option<FoundLabels>> {
    let folder = path.parent().unwrap_or(Path::new(""));
    if let Some(Labels::List(names)) = &sidecar.labels {
        return Ok(Some(FoundLabels { names: names.clone(), path: sidecar_path.to_owned(), certain: true }));
    }
    if let Some(Labels::File(file)) = &sidecar.labels {
        let file = folder.join(file);
        let text =
            fs::read_to_string(&file).map_err(|failure| wrong(sidecar_path)(format!("its label file {file:?}: {failure}")))?;
        let names = labels::parse(&text).map_err(wrong(&file))?;
        return Ok(Some(FoundLabels { names, path: file, certain: true }));
    }
    for (file, certain) in [(path.with_extension("labels.txt"), true), (folder.join("labels.txt"), false)] {
        if let Some(text) = read_if_there(&file)? {
            return Ok(Some(FoundLabels { names: labels::parse(&text).map_err(wrong(&file))?, path: file, certain }));
        }
    }
    Ok(None)
}

fn read_if_there(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(failure) if failure.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(failure) => Err(wrong(path)(failure.to_string())),
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn wrong(path: &Path) -> impl Fn(String) -> Error {
    let path = path.to_owned();
    move |problem| Error::Open { path: path.clone(), problem }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::network::{DType, Device, Tensor};

    const FIRES: [usize; 8] = [3, 4, 6, 7, 9, 10, 11, 12];

    /// A SqueezeNet 1.1 so narrow that it costs nothing: 2 channels squeezed, 4 expanded, 10 classes.
    fn narrow() -> BTreeMap<String, Tensor> {
        let mut tensors = BTreeMap::new();
        let mut insert = |path: &str, shape: [usize; 4]| {
            tensors.insert(format!("{path}.weight"), Tensor::ones(&shape, DType::F32, &Device::Cpu).unwrap());
            tensors.insert(format!("{path}.bias"), Tensor::zeros(shape[0], DType::F32, &Device::Cpu).unwrap());
        };
        insert("features.0", [4, 3, 3, 3]);
        for fire in FIRES {
            insert(&format!("features.{fire}.squeeze"), [2, 4, 1, 1]);
            insert(&format!("features.{fire}.expand1x1"), [2, 2, 1, 1]);
            insert(&format!("features.{fire}.expand3x3"), [2, 2, 3, 3]);
        }
        insert("classifier.1", [10, 4, 1, 1]);
        tensors
    }

    fn saved(tensors: &BTreeMap<String, Tensor>) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("narrow.v2.safetensors");
        let named = tensors.iter().map(|(key, tensor)| (key.as_str(), tensor));
        formats::safetensors::write(&path, named, &std::collections::HashMap::new()).unwrap();
        (folder, path)
    }

    fn sentence(tensors: &BTreeMap<String, Tensor>) -> String {
        let (_folder, path) = saved(tensors);
        let sentence = open_file(&path, "").unwrap_err().to_string();
        assert!(sentence.starts_with("cannot open") && sentence.contains("narrow.v2.safetensors"), "{sentence}");
        assert!(!sentence.contains('\n'), "{sentence}");
        sentence
    }

    #[test]
    fn a_wrapped_network_of_any_width_opens() {
        let wrapped = narrow().into_iter().map(|(key, tensor)| (format!("model.module.{key}"), tensor)).collect();
        let (_folder, path) = saved(&wrapped);
        let model = open_file(&path, "").unwrap();
        assert_eq!((model.name.as_str(), model.labels.len(), model.labels[3].as_str()), ("narrow.v2", 10, "class 3"));
        assert_eq!(model.preprocessing.size, [227, 227]);
        assert!(model.network.find("features.12.expand3x3").is_ok());
        let block = model.network.node(model.network.find("features.4").unwrap());
        assert_eq!((block.name.as_str(), block.shape[1]), ("features.4.concat", 4));
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let mut missing = narrow();
        missing.remove("features.7.squeeze.weight");
        assert!(sentence(&missing).contains("it looks like squeezenet1_1, but features.7.squeeze.weight is missing"));

        let mut extra = narrow();
        extra.insert("head.gate".to_owned(), Tensor::zeros(3, DType::F32, &Device::Cpu).unwrap());
        assert!(sentence(&extra).contains("it looks like squeezenet1_1, but it has no place for head.gate"));

        let mut misshapen = narrow();
        let wide = Tensor::zeros((2, 9, 1, 1), DType::F32, &Device::Cpu).unwrap();
        misshapen.insert("features.9.squeeze.weight".to_owned(), wide);
        assert!(sentence(&misshapen).contains("features.9.squeeze.weight is [2, 9, 1, 1] instead of filters for 4 channels"));

        let unknown = BTreeMap::from([("encoder.weight".to_owned(), Tensor::zeros(3, DType::F32, &Device::Cpu).unwrap())]);
        assert!(sentence(&unknown).contains("has keys like encoder.weight; export"));
        assert!(sentence(&BTreeMap::new()).contains("there are none"));
    }

    #[test]
    fn no_shape_brings_the_program_down() {
        let shapes: [&[usize]; 6] = [&[], &[0], &[4], &[0, 0, 0, 0], &[2, 4, 0, 0], &[2, 4, 900, 900]];
        for key in ["features.0.weight", "features.3.squeeze.weight", "features.3.squeeze.bias", "classifier.1.weight"] {
            for shape in shapes {
                let mut tensors = narrow();
                tensors.insert(key.to_owned(), Tensor::zeros(shape, DType::F32, &Device::Cpu).unwrap());
                let weights = Weights::new(tensors);
                let architecture = Architecture::nearest(&weights).unwrap();
                let fits = key.ends_with("bias") && shape == [2];
                assert_eq!(architecture.network(&weights, [64, 64]).is_ok(), fits, "{key} {shape:?}");
            }
        }
    }

    #[test]
    fn a_sidecar_is_believed_and_a_person_more() {
        let (folder, path) = saved(&narrow());
        let toml = folder.path().join("narrow.v2.toml");
        fs::write(
            &toml,
            "name = 'Narrow'\nabout = 'A test.'\nlabels = 'names.txt'\n[preprocessing]\nsize = 64\nresize = 'stretch'",
        )
        .unwrap();
        fs::write(folder.path().join("names.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n").unwrap();
        let model = open_file(&path, "").unwrap();
        assert_eq!((model.name.as_str(), &model.about, model.labels[9].as_str()), ("Narrow", &Phrase::verbatim("A test."), "j"));
        let sidecar = PreprocessingSource::Sidecar("narrow.v2.toml".to_owned());
        assert_eq!(model.preprocessing_source, sidecar);
        assert_eq!(model.network.node(model.network.input()).shape, [1, 3, 64, 64]);
        let model = open_file(&path, "size=80,order=bgr").unwrap();
        assert_eq!((model.preprocessing.size, model.preprocessing.order), ([80, 80], ChannelOrder::Bgr));
        let by_hand = PreprocessingSource::ByHand("size=80,order=bgr".to_owned(), Box::new(sidecar));
        assert_eq!(model.preprocessing_source, by_hand);

        fs::write(&toml, "labels = ['a', 'b']").unwrap();
        let sentence = open_file(&path, "").unwrap_err().to_string();
        assert!(sentence.contains("narrow.v2.toml") && sentence.contains("2 names for the 10 classes"), "{sentence}");
        fs::write(&toml, "label = 'names.txt'").unwrap();
        assert!(open_file(&path, "").unwrap_err().to_string().contains("no key \"label\""));
        fs::write(&toml, "labels = 'gone.txt'").unwrap();
        assert!(open_file(&path, "").unwrap_err().to_string().contains("gone.txt"));
        fs::write(&toml, "[preprocessing]\norder = 'grey'").unwrap();
        assert!(open_file(&path, "").unwrap_err().to_string().contains("makes [1, 1, 227, 227]; set order and size"));
    }

    #[test]
    fn label_files_beside_the_model_are_found() {
        let (folder, path) = saved(&narrow());
        let common = folder.path().join("labels.txt");
        fs::write(&common, "only\ntwo").unwrap();
        assert_eq!(open_file(&path, "").unwrap().labels[0], "class 0", "a common file may belong to another model");
        fs::write(&common, "0\n1\n2\n3\n4\n5\n6\n7\n8\nnine").unwrap();
        assert_eq!(open_file(&path, "").unwrap().labels[9], "nine");
        fs::write(folder.path().join("narrow.v2.labels.txt"), "only\ntwo").unwrap();
        assert!(open_file(&path, "").unwrap_err().to_string().contains("narrow.v2.labels.txt"));
    }

    #[test]
    fn graphs_get_a_guess_that_says_so() {
        let (colour, source) = assumed(&[1, 3, 224, 224]).unwrap();
        assert_eq!(colour, Preprocessing::imagenet());
        assert_eq!(source, PreprocessingSource::AssumedImagenet);
        let (grey, source) = assumed(&[1, 1, 28, 28]).unwrap();
        assert_eq!((grey.order, grey.fit, grey.mean[0], grey.std[0]), (ChannelOrder::Grey, Fit::Stretch, 0.0, 1.0));
        assert_eq!(source, PreprocessingSource::AssumedGrey);
        assert!(assumed(&[1, 4, 28, 28]).unwrap_err().contains("N x 3 x H x W"));
        assert!(assumed(&[1, 784]).is_err());
    }
}
