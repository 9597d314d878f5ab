//! Every family of the zoo, recognised from keys and shapes alone, gives torchvision's or timm's scores.
//!
//! Weights are a hash of the key and the position, the same in `fixtures/architectures/make.py`, which made the reference scores.

use std::{collections::BTreeMap, sync::Arc};

use convscope::{
    control::Control,
    network::{Class, DType, Device, Engine, Guided, Keep, Plain, Target, Tensor},
    zoo::{Weights, architectures::Architecture},
};

use crate::support::compare::{l2_of, worst};

#[derive(serde::Deserialize)]
struct Entry {
    library: String,
    name: String,
    size: usize,
    gain: f64,
    /// How many numbers the file's tensors hold, auxiliary classifiers left out.
    numbers: usize,
    modules: BTreeMap<String, String>,
    scores: Vec<f32>,
}

fn entries() -> Vec<Entry> {
    serde_json::from_str(include_str!("../fixtures/architectures/architectures.json")).unwrap()
}

/// `make.py`'s `uniform`.
fn uniform(key: &str, count: usize) -> Vec<f32> {
    let seed = key.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |seed, byte| (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
    (1..=count as u64)
        .map(|position| {
            let mut z = seed.wrapping_add(position.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^= z >> 31;
            (z >> 40) as f32 / (1 << 23) as f32 - 1.0
        })
        .collect()
}

/// `make.py`'s `fill`.
fn filled(key: &str, shape: &[usize], gain: f64) -> Tensor {
    let fan_in: usize = shape.iter().skip(1).product();
    let (offset, factor) = if shape.len() >= 2 && key.ends_with("weight") {
        (0.0, (gain / fan_in as f64).sqrt() as f32)
    } else if key.ends_with("running_var") {
        (1.0, 0.5)
    } else if key.ends_with("bias") || key.ends_with("running_mean") {
        (0.0, 0.125)
    } else {
        (1.0, 0.25)
    };
    let numbers = uniform(key, shape.iter().product()).into_iter().map(|number| offset + number * factor).collect();
    Tensor::from_vec(numbers, shape, &Device::Cpu).unwrap()
}

fn weights(entry: &Entry) -> BTreeMap<String, Tensor> {
    let mut tensors = BTreeMap::new();
    let mut insert = |key: String, shape: &str| {
        let shape: Vec<usize> = shape.split('x').map(|size| size.parse().unwrap()).collect();
        let tensor = filled(&key, &shape, entry.gain);
        tensors.insert(key, tensor);
    };
    for (module, text) in &entry.modules {
        if let Some(channels) = text.strip_prefix('n') {
            for name in ["weight", "bias", "running_mean", "running_var"] {
                insert(format!("{module}.{name}"), channels);
            }
        } else if let Some(shape) = text.strip_prefix('=') {
            insert(module.clone(), shape);
        } else {
            let shape = text.strip_suffix("+b").unwrap_or(text);
            insert(format!("{module}.weight"), shape);
            if text.ends_with("+b") {
                insert(format!("{module}.bias"), shape.split('x').next().unwrap());
            }
        }
    }
    tensors
}

#[test]
fn scores_are_those_of_torchvision_and_timm() {
    let mut wrong = Vec::new();
    for entry in entries() {
        let label = format!("{} {}", entry.library, entry.name);
        let weights = Weights::new(weights(&entry));
        let architecture = Architecture::nearest(&weights).unwrap_or_else(|| panic!("{label} is not recognised"));
        let network = match architecture.network(&weights, [entry.size; 2]) {
            Ok(network) => network,
            Err(mismatch) => {
                wrong.push(format!("{label}: {mismatch}"));
                continue;
            }
        };
        let title = architecture.title(&weights);
        if !architecture.variants.contains(&title) && entry.name != "convnext_atto" {
            wrong.push(format!("{label} is called {title}"));
        }
        if entry.library == "torchvision" && title != entry.name {
            wrong.push(format!("{label} is called {title}"));
        }
        assert_eq!(network.class_count(), 20, "{label}");
        let averaging = |id| network.node(id).name.contains("avgpool.over_");
        let numbers = network.ids().filter(|&id| !averaging(id)).filter_map(|id| network.constant(id)).map(Tensor::elem_count);
        assert_eq!(numbers.sum::<usize>(), entry.numbers, "{label}");
        let engine = Engine::new(Arc::new(network), &Device::Cpu).unwrap();
        let input = Tensor::from_vec(uniform("input", 3 * entry.size * entry.size), (1, 3, entry.size, entry.size), &Device::Cpu);
        let activations = engine.forward(&input.unwrap(), &Keep::Scores, &Control::default()).unwrap();
        let scores = engine.scores(&activations).unwrap().remove(0);
        let error = worst(&scores, &entry.scores);
        if error > 1e-4 {
            wrong.push(format!("{label}: scores differ by {error:e} of the largest"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Both backends, on networks with every kind of kernel: each value of a forward pass and the gradient at the input.
#[test]
fn inner_values_and_gradients_are_those_of_the_reference() {
    for name in ["squeezenet1_1", "googlenet", "resnet18", "mobilenet_v2", "shufflenet_v2_x0_5", "regnet_y_400mf", "densenet121"]
    {
        let entry = entries().into_iter().find(|entry| entry.library == "torchvision" && entry.name == name).unwrap();
        let weights = Weights::new(weights(&entry));
        let network = Arc::new(Architecture::nearest(&weights).unwrap().network(&weights, [entry.size; 2]).unwrap());
        let native = Engine::native(Arc::clone(&network), false).unwrap();
        let reference = Engine::with_dtype(Arc::clone(&network), &Device::Cpu, DType::F64).unwrap();
        let input = Tensor::from_vec(uniform("input", 3 * entry.size * entry.size), (1, 3, entry.size, entry.size), &Device::Cpu);
        let (input, quiet) = (input.unwrap(), Control::default());
        let found = native.forward(&input, &Keep::All, &quiet).unwrap();
        let expected = reference.forward(&input, &Keep::All, &quiet).unwrap();
        for id in network.ids() {
            let distance = l2_of(&found.get(&network, id).unwrap(), &expected.get(&network, id).unwrap());
            assert!(distance < 1e-4, "{name}, {}: {distance:e}", network.node(id).name);
        }
        let at_input = |engine: &Engine, activations| {
            let gradients = engine.gradient(activations, &Target::Class(Class(3)), &[network.input()], &Plain, &quiet).unwrap();
            gradients.get(&network, network.input()).unwrap().clone()
        };
        // A rectifier at a value close to 0 may let pass in one precision and not in the other.
        let distance = l2_of(&at_input(&native, &found), &at_input(&reference, &expected));
        assert!(distance < 1e-3, "{name}, gradient: {distance:e}");
    }
}

/// torchvision's GoogLeNet has no ReLU modules and its ResNets use each of theirs twice: tools that work on modules guide none
/// of the former, and say nothing. Here every ReLU of the graph counts.
#[test]
fn guided_backpropagation_reaches_every_relu_of_googlenet_and_resnet() {
    for (name, relus) in [("googlenet", 57), ("resnet18", 17), ("resnet50", 49)] {
        let entry = entries().into_iter().find(|entry| entry.library == "torchvision" && entry.name == name).unwrap();
        let weights = Weights::new(weights(&entry));
        let network = Architecture::nearest(&weights).unwrap().network(&weights, [entry.size; 2]).unwrap();
        let engine = Engine::new(Arc::new(network), &Device::Cpu).unwrap();
        let network = engine.network();
        assert_eq!(network.nodes().iter().filter(|node| node.operator.is_rectifier()).count(), relus, "{name}");
        let input = Tensor::from_vec(uniform("input", 3 * entry.size * entry.size), (1, 3, entry.size, entry.size), &Device::Cpu);
        let activations = engine.forward(&input.unwrap(), &Keep::All, &Control::default()).unwrap();
        let gradients =
            engine.gradient(&activations, &Target::Class(Class(0)), &[network.input()], &Guided, &Control::default()).unwrap();
        assert_eq!(gradients.replaced, relus, "{name}");
    }
}
