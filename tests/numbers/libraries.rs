//! Attribution in double precision against Captum 0.9.0, pytorch-grad-cam 1.5.7, zennit 0.5.1, TorchRay and PAIR's saliency, on a residual,
//! a depthwise and a concatenating network, and on one with a ReLU right before a max pool. The numbers come from
//! `fixtures/attribution/make_libraries.py`; where no library is right, against what must hold.

use std::{collections::HashMap, sync::Arc};

use convscope::{
    attribution::{METHODS, Map, Request},
    control::Control,
    methods::{Parameters, Value},
    network::{Class, DType, Device, Engine, Keep, NodeId, Target, Tensor},
    picture::Preprocessing,
    words::Words,
    zoo,
};

use crate::support::{compare::l2, files::fixture};

const NETWORKS: [&str; 3] = ["residual", "depthwise", "concatenating"];
/// What the references call their layer.
const LAYERS: [&str; 3] = ["relu3/Relu", "14/Clip", "relu3/Relu"];

struct Bench {
    name: &'static str,
    engine: Engine,
    input: Tensor,
    layer: NodeId,
    values: Arc<HashMap<String, Tensor>>,
    preprocessing: Preprocessing,
}

fn benches() -> Vec<Bench> {
    benches_of("libraries", NETWORKS.into_iter().zip(LAYERS))
}

/// The network with a ReLU right before a max pool.
fn pooling() -> Bench {
    benches_of("pooling", [("pooling", "relu1/Relu")]).swap_remove(0)
}

/// Networks, each with its layer, and a file of what is said about them.
fn benches_of(file: &str, networks: impl IntoIterator<Item = (&'static str, &'static str)>) -> Vec<Bench> {
    let values = candle_core::safetensors::load(fixture(&format!("attribution/{file}.safetensors")), &Device::Cpu).unwrap();
    let values = Arc::new(values);
    let bench = |(name, layer): (&'static str, &str)| {
        let model = zoo::open(&fixture(&format!("attribution/{name}.onnx"))).unwrap();
        let engine = Engine::with_dtype(model.network.clone(), &Device::Cpu, DType::F64).unwrap();
        // Black is -2 and white 2.5.
        let preprocessing = Preprocessing { mean: [4.0 / 9.0; 3], std: [2.0 / 9.0; 3], ..Preprocessing::imagenet() };
        let (input, layer) = (values[&format!("{name}.input")].clone(), model.network.find(layer).unwrap());
        Bench { name, engine, input, layer, values: Arc::clone(&values), preprocessing }
    };
    networks.into_iter().map(bench).collect()
}

fn parameters(text: &str) -> Parameters {
    let pair = |word: &str| {
        let (key, value) = word.split_once('=').unwrap();
        let value = match value {
            "on" => Value::Switch(true),
            "off" => Value::Switch(false),
            _ => value.parse().map_or_else(|_| Value::Choice(value.to_owned().into()), Value::Number),
        };
        (key.to_owned(), value)
    };
    text.split_whitespace().map(pair).collect()
}

impl Bench {
    fn run(&self, method: &str, convention: &str, set: &str, at_layer: bool) -> Map {
        let references = || self.values.get(&format!("{}.references", self.name)).cloned();
        let request = Request {
            preprocessing: Some(&self.preprocessing),
            references: Some(&references),
            layer: at_layer.then_some(self.layer),
            parameters: parameters(set),
            convention: Some(convention.to_owned()),
            ..Request::new(&self.engine, &self.input, Target::Class(Class(2)))
        };
        METHODS.find(method).unwrap().run(&request, &Control::default(), &mut |_| ()).unwrap()
    }

    /// Whether the map is what the reference says; networks that a library does not do justice to have none.
    fn assert_equal(&self, map: &Map, key: &str, tolerance: f64) -> usize {
        let Some(reference) = self.values.get(&format!("{}.{key}", self.name)) else { return 0 };
        let expected: Vec<f32> = reference.flatten_all().unwrap().to_vec1().unwrap();
        assert_eq!(map.values.len(), expected.len(), "{key} on {}", self.name);
        let error = l2(&map.values, &expected);
        println!("{key} on {}: relative L2 error {error:.1e}; {}", self.name, Words::ENGLISH.line(&map.trust));
        assert!(error < tolerance, "{key} on {}: relative L2 error {error:e}", self.name);
        1
    }

    fn score(&self, input: &Tensor) -> f64 {
        let kept = self.engine.forward(input, &Keep::Scores, &Control::default()).unwrap();
        f64::from(self.engine.scores(&kept).unwrap()[0][2])
    }
}

#[test]
fn paths_equal_captum_and_pair() {
    let mut compared = 0;
    for bench in benches() {
        for aggregate in ["mean", "squared", "variance"] {
            let map = bench.run("smooth-grad", "captum", &format!("aggregate={aggregate}"), false);
            compared += bench.assert_equal(&map, &format!("smooth-grad.{aggregate}"), 1e-5);
        }
        for rule in ["gauss-legendre", "trapezoid", "left", "right", "middle"] {
            let map = bench.run("integrated-gradients", "captum", &format!("rule={rule} steps=10"), false);
            compared += bench.assert_equal(&map, &format!("integrated-gradients.{rule}"), 1e-5);
        }
        let conductance = bench.run("layer-conductance", "captum", "steps=10", true);
        compared += bench.assert_equal(&conductance, "layer-conductance", 1e-5);
        compared += bench.assert_equal(&bench.run("blur-ig", "paper", "widest=5 steps=10", false), "blur-ig", 1e-4);
        let guided = bench.run("guided-ig", "paper", "baseline=mean steps=20", false);
        compared += bench.assert_equal(&guided, "guided-ig", 1e-3);
    }
    assert_eq!(compared, 33);
}

#[test]
fn class_activation_maps_and_full_gradients_equal_pytorch_grad_cam() {
    let mut compared = 0;
    for bench in benches() {
        let map = bench.run("guided-grad-cam", "captum", "", true);
        compared += bench.assert_equal(&map, "guided-grad-cam", 1e-5);
        let map = bench.run("full-grad", "pytorch-grad-cam", "", false);
        compared += bench.assert_equal(&map, "full-grad", 1e-5);
        for behind in ["bias", "scaling", "convolution", "convolution-3", "linear"] {
            let map = bench.run("norm-grad", "paper", &format!("behind={behind}"), true);
            compared += bench.assert_equal(&map, &format!("norm-grad.{behind}"), 1e-5);
        }
        for of in ["activations", "gradients"] {
            let map = bench.run("eigen-cam", "pytorch-grad-cam", &format!("of={of}"), true);
            let key = format!("{}.eigen-cam.{of}", bench.name);
            let expected: Vec<f32> = bench.values[&key].flatten_all().unwrap().to_vec1().unwrap();
            // A singular vector has no sign, and the library leaves it to chance: the other half is cut off then.
            let error = l2(&map.values, &expected);
            let is_other_half = map.values.iter().zip(&expected).all(|(own, other)| own * other < 0.3);
            assert!(error < 1e-5 || is_other_half, "{key}: {error}");
        }
    }
    assert_eq!(compared, 3 * 6 + 2);
}

#[test]
fn full_gradients_and_relevance_lose_nothing() {
    for bench in benches() {
        let score = bench.score(&bench.input);
        for (method, set) in [("full-grad", ""), ("lrp", "composite=epsilon-plus"), ("lrp", "composite=epsilon epsilon=1e-9")] {
            let map = bench.run(method, "paper", set, false);
            let completeness = map.completeness.unwrap();
            assert!((completeness.expected - score).abs() < 1e-6 * score.abs(), "{method} on {}", bench.name);
            // ReLU6 stands still above 6 with a value that no bias explains.
            let is_exact = bench.name != "depthwise" || method == "lrp";
            assert!(!is_exact || completeness.gap() < 1e-4, "{method} {set} on {}: {completeness:?}", bench.name);
        }
    }
}

#[test]
fn relevance_equals_zennit_and_torchray() {
    let mut compared = 0;
    for bench in benches() {
        let composites =
            ["epsilon-gamma-box", "epsilon-plus", "epsilon-plus-flat", "epsilon-alpha2-beta1", "epsilon-alpha2-beta1-flat"];
        for composite in composites {
            let map = bench.run("lrp", "zennit", &format!("composite={composite}"), false);
            compared += bench.assert_equal(&map, &format!("lrp.{composite}"), 1e-4);
        }
        let map = bench.run("lrp", "zennit", "composite=epsilon-plus biases=off", false);
        compared += bench.assert_equal(&map, "lrp.no-biases", 1e-4);
        compared += bench.assert_equal(&bench.run("excitation-backprop", "paper", "", true), "excitation-backprop", 1e-5);
        compared += bench.assert_equal(&bench.run("deeplift", "captum", "", false), "deeplift", 1e-5);
    }
    assert_eq!(compared, 21);
}

#[test]
fn a_max_pool_right_behind_a_relu_passes_its_derivative_as_in_captum() {
    let bench = pooling();
    for (method, set) in [("deeplift", "baseline=picture"), ("deeplift-shap", "")] {
        let captum = bench.run(method, "captum", set, false);
        assert_eq!(bench.assert_equal(&captum, method, 1e-5), 1);
        let paper = bench.run(method, "paper", set, false);
        let apart = l2(&paper.values, &captum.values);
        assert!(apart > 0.1, "{method}: the paper's rule is another one, {apart} apart");
        let completeness = paper.completeness.unwrap();
        assert!(completeness.gap() < 1e-4, "{method}: {completeness:?}");
    }
}

#[test]
fn contrastive_walks_equal_torchray() {
    let bench = pooling();
    for (key, set) in [("excitation-backprop", ""), ("excitation-backprop.contrastive", "contrastive=on")] {
        let map = bench.run("excitation-backprop", "paper", set, true);
        assert_eq!(bench.assert_equal(&map, key, 1e-5), 1);
    }
}

#[test]
fn masks_weighted_by_the_probability_equal_rises_formula() {
    let bench = pooling();
    let map = bench.run("rise", "paper", "masks=100 grid=4 keep=0.3", false);
    assert_eq!(bench.assert_equal(&map, "rise", 1e-5), 1);
}

#[test]
fn differences_from_a_baseline_are_shared_out_whole() {
    for bench in benches() {
        for (method, set) in [
            ("deeplift", "baseline=black"),
            ("deeplift", "baseline=noise"),
            ("deeplift", "rule=reveal-cancel baseline=black"),
            ("deeplift", "rule=reveal-cancel baseline=noise"),
        ] {
            let map = bench.run(method, "paper", set, false);
            let completeness = map.completeness.unwrap();
            assert!(completeness.gap() < 1e-4, "{method} {set} on {}: {completeness:?}", bench.name);
        }
        let map = bench.run("integrated-gradients", "paper", "steps=50", false);
        // Where hardly anything is to be shared out, the numbers themselves say what is little.
        let completeness = map.completeness.unwrap();
        let moved: f64 = map.values.iter().map(|value| f64::from(value.abs())).sum();
        let missing = (completeness.sum - completeness.expected).abs();
        assert!(missing < 5e-3 * completeness.expected.abs().max(0.05 * moved), "on {}: {completeness:?}", bench.name);
    }
}

#[test]
fn regions_equal_captum_and_shapleys_definition() {
    let mut compared = 0;
    for bench in benches() {
        let map = bench.run("feature-ablation", "captum", "cells=3", false);
        compared += bench.assert_equal(&map, "feature-ablation", 1e-5);
        compared += bench.assert_equal(&bench.run("lime", "captum", "cells=3", false), "lime", 1e-2);
        let map = bench.run("kernel-shap", "paper", "regions=grid cells=2 baseline=black", false);
        let expected = shapley_values(&bench);
        for (region, expected) in expected.iter().enumerate() {
            let pixel = region / 2 * 10 * 22 + region % 2 * 11;
            let found = f64::from(map.values[pixel]);
            assert!((found - expected).abs() < 1e-5, "region {region} on {}: {found}, not {expected}", bench.name);
        }
        let completeness = map.completeness.unwrap();
        assert!(completeness.gap() < 1e-6, "{completeness:?}");
    }
    assert_eq!(compared, 6);
}

/// Shapley values of the four quarters of the picture, from all orders in which they could appear.
fn shapley_values(bench: &Bench) -> [f64; 4] {
    let input: Vec<f32> = bench.input.flatten_all().unwrap().to_vec1().unwrap();
    let quarter = |pixel: usize| (pixel % 440 / 22 * 2 / 20) * 2 + pixel % 22 * 2 / 22;
    let score = |set: usize| {
        let seen: Vec<f32> =
            input.iter().enumerate().map(|(pixel, &value)| if set >> quarter(pixel) & 1 == 1 { value } else { -2.0 }).collect();
        bench.score(&Tensor::from_vec(seen, (1, 3, 20, 22), &Device::Cpu).unwrap())
    };
    let scores: Vec<f64> = (0..16).map(score).collect();
    let weight = [0.25, 1.0 / 12.0, 1.0 / 12.0, 0.25];
    std::array::from_fn(|own| {
        let without = (0..16usize).filter(|set| set >> own & 1 == 0);
        without.map(|set| weight[set.count_ones() as usize] * (scores[set | 1 << own] - scores[set])).sum()
    })
}

#[test]
fn a_head_that_slides_says_what_the_network_says() {
    for bench in benches() {
        let score = bench.score(&bench.input);
        let map = bench.run("fully-convolutional", "paper", "scale=1", false);
        let error = map.values.iter().map(|&value| (f64::from(value) - score).abs()).fold(0.0, f64::max);
        assert!(error < 1e-5 * score.abs().max(1.0), "one window is the whole picture on {}: {error}", bench.name);
        let larger = bench.run("fully-convolutional", "paper", "scale=2", false);
        assert!(larger.values.iter().any(|value| (value - larger.values[0]).abs() > 1e-3), "places differ on {}", bench.name);
    }
}
