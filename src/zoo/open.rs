//! Opening a model: its network, its sidecar and its labels, put together into a [`Model`].

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    formats::{self, FileKind},
    network::Network,
    picture::{ChannelOrder, Fit, Preprocessing},
};

use super::{
    Error, Model, Result,
    architectures::Architecture,
    labels,
    sidecar::{Labels, Sidecar},
    weights::Weights,
};

/// What a person should do about a guess.
const IF_WRONG: &str = "set it if the answers look wrong";

/// What a file holds, before its preprocessing is settled.
enum Content {
    /// A graph, with the file that it came from.
    Graph(Network, PathBuf),
    /// Weights of a known architecture, which can be built for any size.
    Weights(&'static Architecture, Weights),
}

/// Names of classes, and where they were found.
struct FoundLabels {
    names: Vec<String>,
    path: PathBuf,
    /// Whether they are certainly meant for this model.
    certain: bool,
}

/// Opens a model file; `overrides` (`size=227,order=bgr,...`) is what a person says about its preprocessing, above everything else.
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
    let tensors = formats::safetensors::parse(weights).map_err(|failure| wrong(path)(failure.to_string()))?.tensors;
    let sidecar = Sidecar::parse(sidecar).map_err(wrong(path))?;
    let labels = match &sidecar.labels {
        Some(Labels::List(names)) => Some(FoundLabels { names: names.clone(), path: path.to_owned(), certain: true }),
        _ => None,
    };
    assemble(path, Content::recognise(tensors).map_err(wrong(path))?, (&Sidecar::path_beside(path), sidecar), labels, overrides)
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
        Some(said) => (said.map_err(wrong(sidecar_path))?, format!("from {}", file_name(sidecar_path))),
        None => (assumed, assumed_source),
    };
    if !overrides.trim().is_empty() {
        preprocessing = preprocessing.with_overrides(overrides).map_err(|failure| wrong(path)(failure.to_string()))?;
        source = format!("set by hand ({}); the rest {source}", overrides.trim());
    }
    let about = sidecar.about.unwrap_or_else(|| content.about());
    let network = content.network(&preprocessing).map_err(wrong(path))?;
    let input = network.node(network.input()).shape.clone();
    if input[1..] != [preprocessing.channels(), preprocessing.size[0], preprocessing.size[1]] {
        let made = [1, preprocessing.channels(), preprocessing.size[0], preprocessing.size[1]];
        let sentence =
            format!("it takes an input of {input:?}, but the preprocessing ({source}) makes {made:?}; set order and size");
        return Err(wrong(path)(sentence));
    }
    let classes = network.class_count();
    let labels = match labels {
        Some(found) if found.names.len() == classes => found.names,
        Some(found) if found.certain => {
            let sentence = format!("there are {} names for the {classes} classes of {}", found.names.len(), file_name(path));
            return Err(wrong(&found.path)(sentence));
        }
        _ => labels::built_in(classes, &input),
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
            FileKind::Onnx => Ok(Self::Graph(formats::onnx::read(path, None).map_err(failed)?, path.to_owned())),
            FileKind::Safetensors => {
                let tensors = formats::safetensors::read(path).map_err(failed)?.tensors;
                Self::recognise(tensors).map_err(wrong(path))
            }
        }
    }

    fn recognise(tensors: std::collections::BTreeMap<String, crate::network::Tensor>) -> Result<Self, String> {
        let weights = Weights::new(tensors);
        match Architecture::nearest(&weights) {
            Some(architecture) => Ok(Self::Weights(architecture, weights)),
            None => {
                let keys: Vec<&str> = weights.keys().take(3).collect();
                Err(format!(
                    "no architecture that Convscope knows has keys like {}; export the network as ONNX (torch.onnx.export) and open that",
                    if keys.is_empty() { "these (there are none)".to_owned() } else { keys.join(", ") }
                ))
            }
        }
    }

    /// How pictures are prepared if nobody says otherwise, and where that comes from.
    fn preprocessing(&self) -> Result<(Preprocessing, String), String> {
        match self {
            Self::Weights(architecture, weights) => {
                let source = format!("assumed: that of {}'s published weights; {IF_WRONG}", architecture.title(weights));
                Ok((architecture.preprocessing_for(weights), source))
            }
            Self::Graph(network, _) => assumed(&network.node(network.input()).shape),
        }
    }

    fn about(&self) -> String {
        match self {
            Self::Weights(architecture, weights) => {
                let title = architecture.title(weights);
                format!("{title} ({}), recognised by its weights' names and shapes.", architecture.paper)
            }
            Self::Graph(network, _) => format!("An ONNX graph of {} steps.", network.nodes().len()),
        }
    }

    /// The network for inputs of the preprocessing's size.
    fn network(self, preprocessing: &Preprocessing) -> Result<Network, String> {
        match self {
            Self::Weights(architecture, weights) => architecture
                .network(&weights, preprocessing.size)
                .map_err(|mismatch| format!("it looks like {}, but {mismatch}", architecture.title(&weights))),
            Self::Graph(network, path) => {
                if network.node(network.input()).shape[2..] == preprocessing.size {
                    return Ok(network);
                }
                formats::onnx::read(&path, Some(preprocessing.size)).map_err(|failure| failure.to_string())
            }
        }
    }
}

/// A guess from the input's shape: ImageNet's preparation for colour, plain grey from 0 to 1 for one channel.
fn assumed(input: &[usize]) -> Result<(Preprocessing, String), String> {
    let &[_, channels @ (1 | 3), rows, columns] = input else {
        return Err(format!("its input is {input:?}, but networks for pictures take N x 3 x H x W or N x 1 x H x W"));
    };
    // torchvision cuts 224 out of 256; small inputs (CIFAR) are rarely cut out of anything.
    let fit = if rows == columns && rows >= 64 { Fit::Crop(rows * 256 / 224) } else { Fit::Stretch };
    let imagenet = Preprocessing { size: [rows, columns], fit, ..Preprocessing::imagenet() };
    Ok(if channels == 3 {
        (imagenet, format!("assumed: ImageNet's; {IF_WRONG}"))
    } else {
        let grey = Preprocessing { order: ChannelOrder::Grey, mean: [0.0; 3], std: [1.0; 3], ..imagenet };
        (grey, format!("assumed: grey from 0 to 1; {IF_WRONG}"))
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
