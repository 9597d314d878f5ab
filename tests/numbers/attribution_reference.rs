//! Attribution of a real network on a real picture against Captum 0.9.0 and pytorch-grad-cam 1.5.7: SqueezeNet 1.1 on
//! dog-and-cat.png, from `../shared/reference/squeezenet1_1.safetensors`; and that guided backpropagation reaches every
//! rectifier of GoogLeNet.

use std::collections::HashMap;

use convscope::{
    attribution::{METHODS, Map, Request},
    control::Control,
    network::{Channel, Class, Device, Engine, Keep, NodeId, Target, Tensor},
    words::Words,
    zoo,
};

use crate::support::{
    compare::l2,
    files::{fixture, shared},
};

/// Largest relative L2 error that counts as met.
const TOLERANCE: f64 = 1e-4;

struct Reference {
    engine: Engine,
    values: HashMap<String, Tensor>,
    target: Target,
}

impl Reference {
    fn load() -> Option<Self> {
        let (model, file) = (shared("models/squeezenet1_1.safetensors")?, shared("reference/squeezenet1_1.safetensors")?);
        let model = zoo::open(&model).unwrap();
        let values = candle_core::safetensors::load(file, &Device::Cpu).unwrap();
        // The target in the file's metadata.
        let target = Target::Class(Class(243));
        Some(Self { engine: Engine::new(model.network, &Device::Cpu).unwrap(), values, target })
    }

    fn layer(&self, name: &str) -> NodeId {
        self.engine.network().find(name).unwrap()
    }

    fn request(&self) -> Request<'_> {
        Request::new(&self.engine, &self.values["0.input"], self.target.clone())
    }

    fn assert_met(&self, method: &str, request: &Request<'_>, key: &str) -> Map {
        let map = METHODS.find(method).unwrap().run(request, &Control::default(), &mut |_| ()).unwrap();
        let expected: Vec<f32> = self.values[key].flatten_all().unwrap().to_vec1().unwrap();
        let error = l2(&map.values, &expected);
        println!("{method} against {key}: relative L2 error {error:.1e}; {}", Words::ENGLISH.line(&map.trust));
        assert!(error < TOLERANCE, "{method} against {key}: relative L2 error {error:e}");
        map
    }
}

#[test]
fn gradient_methods_equal_captum_on_squeezenet() {
    let Some(reference) = Reference::load() else { return };
    let activations = reference.engine.forward(&reference.values["0.input"], &Keep::All, &Control::default()).unwrap();
    let request = || Request { activations: Some(&activations), ..reference.request() };
    reference.assert_met("gradient", &request(), "0.gradient");
    reference.assert_met("input-x-gradient", &request(), "0.input_x_gradient");
    let guided = reference.assert_met("guided-backpropagation", &request(), "0.guided_backprop");
    assert_eq!(Words::ENGLISH.line(&guided.trust), "26 of 26 ReLUs guided");
    reference.assert_met("deconvnet", &request(), "0.deconvnet");
    // The neuron in the file's metadata.
    let target = Target::Position { layer: reference.layer("features.7"), channel: Channel(17), y: 6, x: 9 };
    reference.assert_met("gradient", &Request { target: target.clone(), ..request() }, "0.neuron_gradient");
    reference.assert_met("guided-backpropagation", &Request { target, ..request() }, "0.neuron_guided_backprop");
}

#[test]
fn class_activation_maps_equal_both_libraries_on_squeezenet() {
    let Some(reference) = Reference::load() else { return };
    for name in ["features.7", "features.12"] {
        let captum = Some("captum".to_owned());
        let request = Request { layer: Some(reference.layer(name)), convention: captum, ..reference.request() };
        let signed = reference.assert_met("grad-cam", &request, &format!("0.grad_cam_raw.{name}"));
        let paper = Request { convention: None, ..request };
        let paper = METHODS.find("grad-cam").unwrap().run(&paper, &Control::default(), &mut |_| ()).unwrap();
        assert!(paper.values.iter().zip(&signed.values).all(|(positive, signed)| *positive == signed.max(0.0)), "{name}");
    }
    let methods = [
        ("grad-cam", "0.grad_cam"),
        ("grad-cam++", "0.grad_cam_pp"),
        ("hirescam", "0.hires_cam"),
        ("layer-cam", "0.layer_cam"),
        ("xgrad-cam", "0.xgrad_cam"),
    ];
    for (method, key) in methods {
        let layer = Some(reference.layer("features.12"));
        let convention = Some("pytorch-grad-cam".to_owned());
        reference.assert_met(method, &Request { layer, convention, ..reference.request() }, key);
    }
}

#[test]
fn score_cam_and_ablation_cam_equal_pytorch_grad_cam_on_squeezenet() {
    let Some(reference) = Reference::load() else { return };
    let file = fixture("attribution/squeezenet.safetensors");
    let maps = candle_core::safetensors::load(file, &Device::Cpu).unwrap();
    for (method, key, name) in [
        ("score-cam", "score_cam", "features.7"),
        ("ablation-cam", "ablation_cam", "features.7"),
        ("ablation-cam", "ablation_cam", "features.12"),
    ] {
        let convention = Some("pytorch-grad-cam".to_owned());
        let request = Request { layer: Some(reference.layer(name)), convention, ..reference.request() };
        let map = METHODS.find(method).unwrap().run(&request, &Control::default(), &mut |_| ()).unwrap();
        // The fixture holds every eighth row and column.
        let rows = map.values.chunks_exact(map.width).step_by(8);
        let found: Vec<f32> = rows.flat_map(|row| row.iter().step_by(8).copied()).collect();
        let expected: Vec<f32> = maps[&format!("{key}.{name}")].flatten_all().unwrap().to_vec1().unwrap();
        let error = l2(&found, &expected);
        println!("{method} at {name}: relative L2 error {error:.1e}; {}", Words::ENGLISH.line(&map.trust));
        assert!(error < TOLERANCE, "{method} at {name}: relative L2 error {error:e}");
    }
}

#[test]
fn occlusion_equals_captum_on_squeezenet() {
    let Some(reference) = Reference::load() else { return };
    let parameters = [("window", 32.0), ("stride", 16.0)].into_iter().collect();
    let request = Request { parameters, convention: Some("captum".to_owned()), ..reference.request() };
    let map = reference.assert_met("occlusion", &request, "0.occlusion");
    assert_eq!(Words::ENGLISH.line(&map.trust), "196 of 196 windows, exact");
}

#[test]
fn cam_of_squeezenet_averages_to_its_score() {
    let Some(reference) = Reference::load() else { return };
    let map = METHODS.find("cam").unwrap().run(&reference.request(), &Control::default(), &mut |_| ()).unwrap();
    let mean = map.values.iter().sum::<f32>() / map.values.len() as f32;
    let score = reference.values["0.logits"].get(0).unwrap().get(243).unwrap().to_scalar::<f32>().unwrap();
    assert!((mean - score).abs() < 1e-4 * score.abs(), "mean {mean}, score {score}");
}

#[test]
fn guided_backpropagation_reaches_every_rectifier_of_googlenet() {
    let Some(file) = shared("models/googlenet.onnx") else { return };
    let engine = Engine::new(zoo::open(&file).unwrap().network, &Device::Cpu).unwrap();
    let input = Tensor::randn(0f32, 50.0, (1, 3, 224, 224), &Device::Cpu).unwrap();
    let request = Request::new(&engine, &input, Target::Class(Class(282)));
    let guided = METHODS.find("guided-backpropagation").unwrap().run(&request, &Control::default(), &mut |_| ()).unwrap();
    assert_eq!(Words::ENGLISH.line(&guided.trust), "57 of 57 ReLUs guided");
    let plain = METHODS.find("gradient").unwrap().run(&request, &Control::default(), &mut |_| ()).unwrap();
    assert_ne!(guided.values, plain.values);
}
