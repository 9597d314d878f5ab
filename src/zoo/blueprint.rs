//! Published architectures by name, without weights: what a lecture draws needs no download.
//!
//! `assets/architectures/architectures.txt` holds the keys and shapes, as its script writes them; every number is 0 and takes no
//! memory. The graph is built as from a file.

use std::{collections::BTreeMap, sync::Arc};

use super::{Error, Model, PreprocessingSource, Result, architectures::Architecture, labels, weights::Weights};
use crate::{
    network::{DType, Device, Tensor},
    words::zoo as say,
};

const TREES: &str = include_str!("../../assets/architectures/architectures.txt");

/// The names that [`architecture`] knows, families together.
pub fn architecture_names() -> impl Iterator<Item = &'static str> {
    TREES.lines().filter(|line| !line.starts_with(' '))
}

/// The name of a published architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ArchitectureName(&'static str);

impl ArchitectureName {
    /// All of them, families together.
    pub fn all() -> impl Iterator<Item = Self> {
        architecture_names().map(Self)
    }

    /// As it is written.
    pub fn name(self) -> &'static str {
        self.0
    }
}

impl serde::Serialize for ArchitectureName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> serde::Deserialize<'de> for ArchitectureName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let name = <String as serde::Deserialize>::deserialize(deserializer)?;
        let known = Self::all().find(|known| known.0 == name);
        known.ok_or_else(|| serde::de::Error::custom(format!("there is no architecture {name:?}")))
    }
}

/// A published architecture, every weight of which is 0.
///
/// # Errors
/// There is no architecture of this name.
///
/// ```
/// let model = convscope::zoo::architecture("resnet152")?;
/// assert_eq!(model.network.parameter_count(), 60_192_808);
/// # Ok::<(), convscope::zoo::Error>(())
/// ```
pub fn architecture(name: &str) -> Result<Model> {
    let wrong = |problem: String| Error::Architecture { name: name.to_owned(), problem };
    let Some(weights) = weights(name) else {
        let lower = name.to_lowercase();
        let letters = lower.split(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or_default();
        let near: Vec<&str> = architecture_names().filter(|known| !letters.is_empty() && known.contains(letters)).collect();
        let near = if near.is_empty() { architecture_names().collect() } else { near };
        return Err(wrong(format!("there is none of that name; there are {}", near.join(", "))));
    };
    let Some(family) = Architecture::nearest(&weights) else {
        return Err(wrong("its keys are those of no family".to_owned()));
    };
    let preprocessing = family.preprocessing_for(&weights);
    let network = family.network(&weights, preprocessing.size).map_err(|mismatch| wrong(mismatch.to_string()))?;
    let input = network.node(network.input()).shape.clone();
    Ok(Model {
        name: name.to_owned(),
        labels: labels::built_in(network.class_count(), &input),
        network: Arc::new(network),
        preprocessing,
        preprocessing_source: PreprocessingSource::AssumedOfWeights(name.to_owned()),
        about: say::blueprint(family.name, family.paper),
    })
}

/// The keys of an architecture with zeros of their shapes.
fn weights(name: &str) -> Option<Weights> {
    let tree = TREES.lines().skip_while(|line| *line != name).skip(1).take_while(|line| line.starts_with(' '));
    let mut tensors = BTreeMap::new();
    // The modules around a line, from the outermost in: several where a line stands for several.
    let mut around: Vec<Vec<String>> = vec![vec![String::new()]];
    for line in tree {
        let depth = line.len() - line.trim_start().len();
        around.truncate(depth);
        let mut words = line.split_whitespace();
        let names = alike(words.next()?);
        let outer = around.last()?;
        let modules: Vec<String> =
            outer.iter().flat_map(|outer| names.iter().map(move |name| format!("{outer}{name}."))).collect();
        for (key, shape) in words.map(parameters).collect::<Option<Vec<_>>>()?.into_iter().flatten() {
            let zeros = Tensor::zeros((), DType::F32, &Device::Cpu).and_then(|zero| zero.broadcast_as(shape)).ok()?;
            tensors.extend(modules.iter().map(|module| (format!("{module}{key}"), zeros.clone())));
        }
        around.push(modules);
    }
    (!tensors.is_empty()).then(|| Weights::new(tensors))
}

/// `conv1` alone, or `1-3` as 1, 2, 3.
fn alike(name: &str) -> Vec<String> {
    let range = name.split_once('-').and_then(|(first, last)| Some((first.parse::<usize>().ok()?, last.parse::<usize>().ok()?)));
    range.map_or_else(|| vec![name.to_owned()], |(first, last)| (first..=last).map(|number| number.to_string()).collect())
}

/// `64x3x7x7+b`, `n64` or `key=64x1` as keys with shapes.
fn parameters(fact: &str) -> Option<Vec<(&str, Vec<usize>)>> {
    let shape = |text: &str| text.split('x').map(|size| size.parse().ok()).collect::<Option<Vec<usize>>>();
    if let Some(channels) = fact.strip_prefix('n') {
        let shape = shape(channels)?;
        return Some(["weight", "bias", "running_mean", "running_var"].map(|key| (key, shape.clone())).into());
    }
    if let Some((key, text)) = fact.split_once('=') {
        return Some(vec![(key, shape(text)?)]);
    }
    let (text, has_bias) = fact.strip_suffix("+b").map_or((fact, false), |text| (text, true));
    let weight = shape(text)?;
    let bias = has_bias.then(|| ("bias", weight[..1].to_vec()));
    Some([("weight", weight)].into_iter().chain(bias).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_architecture_has_the_weights_that_its_library_counts() {
        // As torchvision's and timm's documentation give them; GoogLeNet and Inception without their side branches.
        let counts = [
            ("alexnet", 61_100_840),
            ("vgg16", 138_357_544),
            ("vgg19_bn", 143_678_248),
            ("resnet18", 11_689_512),
            ("resnet34", 21_797_672),
            ("resnet152", 60_192_808),
            ("wide_resnet101_2", 126_886_696),
            ("densenet121", 7_978_856),
            ("mobilenet_v2", 3_504_872),
            ("mobilenet_v3_large", 5_483_032),
            ("efficientnet_b7", 66_347_960),
            ("regnet_y_32gf", 145_046_770),
            ("convnext_large", 197_767_336),
            ("shufflenet_v2_x1_0", 2_278_604),
            ("squeezenet1_1", 1_235_496),
            ("mnasnet1_0", 4_383_312),
        ];
        for (name, count) in counts {
            assert_eq!(architecture(name).unwrap().network.parameter_count(), count, "{name}");
        }
        assert_eq!(architecture_names().count(), 74);
        for name in architecture_names() {
            let model = architecture(name).unwrap();
            assert_eq!((model.network.class_count(), model.labels.len()), (1000, 1000), "{name}");
            assert_eq!(Architecture::nearest(&weights(name).unwrap()).unwrap().title(&weights(name).unwrap()), name);
        }
    }

    #[test]
    fn an_unknown_name_is_told_which_are_near() {
        let message = architecture("resnet").unwrap_err().to_string();
        assert!(message.contains("resnet152") && !message.contains("vgg16"), "{message}");
        assert!(!architecture("vgg17").unwrap_err().to_string().contains("alexnet"));
        assert!(architecture("perceptron").unwrap_err().to_string().contains("alexnet"));
        assert!(architecture("").is_err() && architecture(" conv1").is_err());
    }
}
