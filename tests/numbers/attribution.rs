//! Attribution against Captum 0.9.0 and pytorch-grad-cam 1.5.7 on a tiny random network with a residual connection, an
//! overlapping ceil-mode pool and a pooled head. The numbers come from `fixtures/attribution/make.py`.

use std::{collections::HashMap, sync::Arc};

use convscope::{
    attribution::{METHODS, Map, Request},
    control::Control,
    network::{
        Channel, Class, Device, Engine, NetworkBuilder, NodeId, Operator, Target, Tensor,
        ops::{Activation, Arithmetic, Convolution, Linear, MaxPool, Pads, Reduce, ReduceKind},
    },
    words::Words,
};

use crate::support::{compare::l2, files::fixture};

struct Fixture {
    engine: Engine,
    values: HashMap<String, Tensor>,
}

fn convolution(kernel: usize) -> Operator {
    let pads = Pads::all(kernel / 2);
    Operator::Convolution(Convolution { kernel: [kernel; 2], stride: [1; 2], dilation: [1; 2], pads, groups: 1 })
}

impl Fixture {
    fn load() -> Self {
        let file = fixture("attribution/tiny.safetensors");
        let values = candle_core::safetensors::load(file, &Device::Cpu).unwrap();
        let mut builder = NetworkBuilder::new();
        let input = builder.input("input", &[1, 3, 12, 13]);
        let layer = |builder: &mut NetworkBuilder, name: &str, operator: Operator, from: NodeId| {
            let parameter = |kind: &str| values[&format!("weights.{name}.{kind}")].clone();
            let weight = builder.constant(&format!("{name}.weight"), parameter("weight"));
            let bias = builder.constant(&format!("{name}.bias"), parameter("bias"));
            builder.node(name, operator, &[from, weight, bias]).unwrap()
        };
        let relu = || Operator::Activation(Activation::Relu);
        let conv1 = layer(&mut builder, "conv1", convolution(3), input);
        let relu1 = builder.node("relu1", relu(), &[conv1]).unwrap();
        let max = MaxPool { kernel: [3; 2], stride: [2; 2], dilation: [1; 2], pads: Pads::all(0), ceil: true };
        let pool = builder.node("pool", Operator::MaxPool(max), &[relu1]).unwrap();
        let conv2 = layer(&mut builder, "conv2", convolution(3), pool);
        let relu2 = builder.node("relu2", relu(), &[conv2]).unwrap();
        let skip = layer(&mut builder, "skip", convolution(1), pool);
        let sum = builder.node("add", Operator::Arithmetic(Arithmetic::Add), &[skip, relu2]).unwrap();
        let relu3 = builder.node("relu3", relu(), &[sum]).unwrap();
        let mean = Reduce { kind: ReduceKind::Mean, axes: vec![2, 3], keep: false };
        let mean = builder.node("mean", Operator::Reduce(mean), &[relu3]).unwrap();
        let scores = layer(&mut builder, "fc", Operator::Linear(Linear), mean);
        let network = Arc::new(builder.finish(input, &[scores]).unwrap());
        Self { engine: Engine::new(network, &Device::Cpu).unwrap(), values }
    }

    fn layer(&self, name: &str) -> NodeId {
        self.engine.network().find(name).unwrap()
    }

    /// Runs a method on the class that the references explain.
    fn run(&self, method: &str, change: impl FnOnce(Request<'_>) -> Request<'_>) -> Map {
        let request = change(Request::new(&self.engine, &self.values["input"], Target::Class(Class(3))));
        METHODS.find(method).unwrap().run(&request, &Control::default(), &mut |_| ()).unwrap()
    }

    fn assert_equal(&self, map: &Map, reference: &str) {
        let tensor = &self.values[reference];
        let dims = tensor.dims();
        assert_eq!([map.height, map.width], dims[dims.len() - 2..], "{reference}");
        let expected: Vec<f32> = tensor.flatten_all().unwrap().to_vec1().unwrap();
        assert_eq!(map.values.len(), expected.len(), "{reference}");
        let error = l2(&map.values, &expected);
        assert!(error < 1e-5, "{reference}: relative L2 error {error:e}");
    }
}

fn convention(id: &str) -> impl Fn(Request<'_>) -> Request<'_> {
    let id = id.to_owned();
    move |request| Request { convention: Some(id.clone()), ..request }
}

fn windows(window: f64, stride: f64, request: Request<'_>) -> Request<'_> {
    let parameters = [("window", window), ("stride", stride), ("baseline", 0.25)];
    Request { parameters: parameters.into_iter().collect(), ..request }
}

#[test]
fn gradients_equal_captum() {
    let fixture = Fixture::load();
    fixture.assert_equal(&fixture.run("gradient", |request| request), "gradient");
    fixture.assert_equal(&fixture.run("gradient", convention("captum")), "gradient.captum");
    fixture.assert_equal(&fixture.run("input-x-gradient", |request| request), "input_x_gradient");
    let guided = fixture.run("guided-backpropagation", |request| request);
    fixture.assert_equal(&guided, "guided_backpropagation");
    assert_eq!(Words::ENGLISH.line(&guided.trust), "3 of 3 ReLUs guided");
    fixture.assert_equal(&fixture.run("deconvnet", |request| request), "deconvnet");
}

#[test]
fn inner_targets_equal_captum() {
    let fixture = Fixture::load();
    let layer = fixture.layer("relu2");
    let position = Target::Position { layer, channel: Channel(3), y: 2, x: 4 };
    fixture.assert_equal(&fixture.run("gradient", |request| Request { target: position, ..request }), "position.relu2.3.2.4");
    let channel = Target::Channel { layer, channel: Channel(3) };
    fixture.assert_equal(&fixture.run("gradient", |request| Request { target: channel.clone(), ..request }), "channel.relu2.3");
    let guided = fixture.run("guided-backpropagation", |request| Request { target: channel, ..request });
    assert_eq!(Words::ENGLISH.line(&guided.trust), "2 of 2 ReLUs guided", "the third one lies behind the target");
}

#[test]
fn grad_cam_equals_captum_at_every_layer() {
    let fixture = Fixture::load();
    for name in ["relu1", "pool", "relu3"] {
        let layer = Some(fixture.layer(name));
        let paper = fixture.run("grad-cam", |request| Request { layer, ..request });
        fixture.assert_equal(&paper, &format!("grad_cam.paper.{name}"));
        let captum = fixture.run("grad-cam", |request| Request { layer, ..convention("captum")(request) });
        fixture.assert_equal(&captum, &format!("grad_cam.captum.{name}"));
        assert!(captum.signed && !paper.signed);
    }
    let default = fixture.run("grad-cam", |request| request);
    fixture.assert_equal(&default, "grad_cam.paper.relu3");
    assert_eq!(Words::ENGLISH.line(&default.trust), "6 × 6, bilinear");
}

#[test]
fn class_activation_maps_equal_pytorch_grad_cam() {
    let fixture = Fixture::load();
    let methods = [
        ("grad-cam", "grad_cam"),
        ("grad-cam++", "grad_cam_plus_plus"),
        ("hirescam", "hires_cam"),
        ("layer-cam", "layer_cam"),
        ("xgrad-cam", "xgrad_cam"),
    ];
    for (method, key) in methods {
        for name in ["relu1", "relu3"] {
            let layer = Some(fixture.layer(name));
            let map = fixture.run(method, |request| Request { layer, ..convention("pytorch-grad-cam")(request) });
            fixture.assert_equal(&map, &format!("{key}.pytorch_grad_cam.{name}"));
        }
    }
}

#[test]
fn gradient_free_activation_maps_equal_pytorch_grad_cam() {
    let fixture = Fixture::load();
    for (method, key) in [("score-cam", "score_cam"), ("ablation-cam", "ablation_cam")] {
        // The last one has negative values, where the library ablates in a way of its own.
        for name in ["relu1", "relu3", "conv2"] {
            let layer = Some(fixture.layer(name));
            let map = fixture.run(method, |request| Request { layer, ..convention("pytorch-grad-cam")(request) });
            fixture.assert_equal(&map, &format!("{key}.pytorch_grad_cam.{name}"));
        }
    }
}

#[test]
fn cam_equals_the_classifier_weights_applied_to_the_last_maps() {
    let fixture = Fixture::load();
    fixture.assert_equal(&fixture.run("cam", |request| request), "cam");
}

#[test]
fn occlusion_equals_captum_also_where_windows_are_cut_off() {
    let fixture = Fixture::load();
    for (window, stride) in [(5.0, 3.0), (4.0, 4.0)] {
        let reference = format!("occlusion.{window}.{stride}");
        let captum = fixture.run("occlusion", |request| windows(window, stride, convention("captum")(request)));
        fixture.assert_equal(&captum, &reference);
        let paper = fixture.run("occlusion", |request| windows(window, stride, request));
        assert_eq!((paper.channels, &paper.values[..]), (1, &captum.values[..12 * 13]));
    }
}
