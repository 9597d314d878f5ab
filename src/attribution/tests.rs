//! The registry and the rules that every request must pass, on a network small enough to check by hand.

use std::sync::Arc;

use super::*;
use crate::{
    control::Cancel,
    network::{
        self, Channel, Class, DType, Device, Engine, Network, NetworkBuilder, NodeId, Operator, Target, Tensor,
        ops::{Activation, AveragePool, Convolution, Linear, Pads, Reduce, ReduceKind, Reshape},
    },
    picture::Preprocessing,
    words::Words,
};

fn numbers(shape: &[usize], of: impl Fn(usize) -> f32) -> Tensor {
    let count = shape.iter().product();
    Tensor::from_vec((0..count).map(of).collect::<Vec<f32>>(), shape, &Device::Cpu).unwrap()
}

/// Ends of networks that CAM is asked about.
#[derive(Clone, Copy)]
enum End {
    MeanThenLinear,
    PoolThenReshapeThenLinear,
    MapPerClass,
    Flattened,
}

/// A 1x1 convolution, a ReLU and an end, for inputs of `1 x 2 x 4 x 6` and three classes.
fn network(end: End) -> (Network, NodeId) {
    let mut builder = NetworkBuilder::new();
    let input = builder.input("input", &[1, 2, 4, 6]);
    let weight = builder.constant("weight", numbers(&[3, 2, 1, 1], |index| index as f32 - 2.0));
    let one = Convolution { kernel: [1, 1], stride: [1, 1], dilation: [1, 1], pads: Pads::all(0), groups: 1 };
    let convolution = builder.node("conv", Operator::Convolution(one), &[input, weight]).unwrap();
    let maps = builder.node("relu", Operator::Activation(Activation::Relu), &[convolution]).unwrap();
    let mean = |keep| Operator::Reduce(Reduce { kind: ReduceKind::Mean, axes: vec![2, 3], keep });
    let pool = AveragePool { kernel: [4, 6], stride: [1, 1], pads: Pads::all(0), ceil: false, count_padding: true };
    let flat = Operator::Reshape(Reshape { target: vec![0, -1] });
    let head = match end {
        End::MeanThenLinear => builder.node("mean", mean(false), &[maps]).unwrap(),
        End::PoolThenReshapeThenLinear => {
            let pooled = builder.node("pool", Operator::AveragePool(pool), &[maps]).unwrap();
            let dropped = builder.node("dropout", Operator::Identity, &[pooled]).unwrap();
            builder.node("flatten", flat, &[dropped]).unwrap()
        }
        End::MapPerClass => {
            let mean = builder.node("mean", mean(true), &[maps]).unwrap();
            builder.node("flatten", flat, &[mean]).unwrap()
        }
        End::Flattened => builder.node("flatten", flat, &[maps]).unwrap(),
    };
    let width = builder.shape(head)[1];
    let scores = if matches!(end, End::MapPerClass) {
        head
    } else {
        let weight = builder.constant("fc.weight", numbers(&[3, width], |index| (index % 7) as f32 - 3.0));
        let bias = builder.constant("fc.bias", numbers(&[3], |index| index as f32));
        builder.node("fc", Operator::Linear(Linear), &[head, weight, bias]).unwrap()
    };
    (builder.finish(input, &[scores]).unwrap(), maps)
}

fn engine(end: End) -> Engine {
    Engine::with_dtype(Arc::new(network(end).0), &Device::Cpu, DType::F64).unwrap()
}

fn input() -> Tensor {
    numbers(&[1, 2, 4, 6], |index| (index * 7 % 11) as f32 - 4.0)
}

fn run(id: &str, request: &Request<'_>) -> Result<Map> {
    METHODS.find(id).unwrap().run(request, &Control::default(), &mut |_| ())
}

#[test]
fn ids_are_unique_and_every_method_says_what_it_is() {
    let mut ids: Vec<_> = METHODS.iter().map(|method| method.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), METHODS.all().len());
    for method in &METHODS {
        assert_eq!(method.conventions[0].id, "paper", "{}", method.id);
        assert!(!method.paper.is_empty(), "{}", method.id);
        for parameter in method.parameters {
            assert_eq!(parameter.domain.admit(parameter.default).as_ref(), Some(parameter.default), "{}", parameter.id);
        }
    }
}

#[test]
fn a_method_is_found_by_its_id_or_an_unambiguous_beginning() {
    assert_eq!(METHODS.find("grad-cam").unwrap().name, "Grad-CAM");
    assert_eq!(METHODS.find("Guided_Backprop").unwrap().id, "guided-backpropagation");
    for ambiguous in ["grad", "", "lucid"] {
        let sentence = METHODS.find(ambiguous).unwrap_err().to_string();
        assert!(sentence.contains("grad-cam") && sentence.contains("occlusion"), "{sentence}");
    }
}

#[test]
fn what_does_not_fit_is_refused_in_a_sentence() {
    let (engine, input) = (engine(End::MeanThenLinear), input());
    let request = || Request::new(&engine, &input, Target::Class(Class(1)));
    let sentence = |id: &str, request: Request<'_>| run(id, &request).unwrap_err().to_string();
    assert!(sentence("gradient", Request { target: Target::Class(Class(3)), ..request() }).contains("3 classes"));
    let convention = Request { convention: Some("lucid".to_owned()), ..request() };
    assert_eq!(
        sentence("grad-cam", convention),
        "Grad-CAM has no convention \"lucid\"; choose paper or captum or pytorch-grad-cam"
    );
    let with = |id: &str, value| Request { parameters: Parameters::from_iter([(id, value)]), ..request() };
    assert!(sentence("occlusion", with("size", 3.0)).contains("it has window, stride, fill, baseline"));
    assert!(sentence("gradient", with("size", 3.0)).contains("it has none"));
    assert_eq!(sentence("occlusion", with("window", 2.5)), "window takes a whole number from 0 to 512, not 2.5");
    assert!(sentence("occlusion", with("stride", 4.0)).contains("leaves gaps"));
    let fully_connected = engine.network().find("fc").unwrap();
    assert!(sentence("grad-cam", Request { layer: Some(fully_connected), ..request() }).contains("not maps"));
    let later = Target::Channel { layer: engine.network().find("conv").unwrap(), channel: Channel(0) };
    let layer = Some(engine.network().find("relu").unwrap());
    assert!(sentence("grad-cam", Request { target: later, layer, ..request() }).contains("does not lead to the target"));
    let batch = Tensor::cat(&[&input, &input], 0).unwrap();
    let request = Request::new(&engine, &batch, Target::Class(Class(1)));
    assert!(matches!(run("gradient", &request), Err(Error::Network(network::Error::Input { .. }))));
}

#[test]
fn the_default_layer_is_the_last_one_with_maps_before_the_target() {
    let (network, maps) = network(End::PoolThenReshapeThenLinear);
    assert_eq!(last_maps(&network, &Target::Class(Class(0))), Some(maps));
    let inner = Target::Channel { layer: maps, channel: Channel(0) };
    assert_eq!(last_maps(&network, &inner), Some(network.find("conv").unwrap()));
    let first = Target::Channel { layer: network.find("conv").unwrap(), channel: Channel(0) };
    assert_eq!(last_maps(&network, &first), None);
}

#[test]
fn pooled_heads_are_recognised_and_others_are_not() {
    for end in [End::MeanThenLinear, End::PoolThenReshapeThenLinear] {
        let (network, maps) = network(end);
        let linear = Some((network_constant(&network, "fc.weight"), Some(network_constant(&network, "fc.bias"))));
        assert_eq!(pooled_head(&network), Some(PooledHead { maps, linear }));
    }
    let (network, maps) = self::network(End::MapPerClass);
    assert_eq!(pooled_head(&network), Some(PooledHead { maps, linear: None }));
    assert_eq!(pooled_head(&self::network(End::Flattened).0), None);
}

fn network_constant(network: &Network, name: &str) -> NodeId {
    network.ids().find(|&id| network.node(id).name == name).unwrap()
}

#[test]
fn the_mean_of_cam_and_the_bias_make_the_score() {
    let input = input();
    for end in [End::MeanThenLinear, End::PoolThenReshapeThenLinear, End::MapPerClass] {
        let engine = engine(end);
        let scores = engine.forward(&input, &crate::network::Keep::Scores, &Control::default()).unwrap();
        let score = engine.scores(&scores).unwrap()[0][2];
        let map = run("cam", &Request::new(&engine, &input, Target::Class(Class(2)))).unwrap();
        assert_eq!((map.channels, map.height, map.width, map.signed), (1, 4, 6, true));
        let mean = map.values.iter().sum::<f32>() / 24.0;
        let bias = if matches!(end, End::MapPerClass) { 0.0 } else { 2.0 };
        assert!((mean + bias - score).abs() < 1e-5, "{mean} + {bias} is not {score}");
    }
}

#[test]
fn cam_explains_why_it_cannot() {
    let (input, flattened, pooled) = (input(), engine(End::Flattened), engine(End::MeanThenLinear));
    let sentence = run("cam", &Request::new(&flattened, &input, Target::Class(Class(0)))).unwrap_err().to_string();
    assert!(sentence.contains("global average pool") && sentence.contains("Grad-CAM works"), "{sentence}");
    let target = Target::Channel { layer: pooled.network().find("relu").unwrap(), channel: Channel(0) };
    let sentence = run("cam", &Request::new(&pooled, &input, target)).unwrap_err().to_string();
    assert!(sentence.contains("class scores only"), "{sentence}");
}

#[test]
fn occlusion_of_one_pixel_is_exact_for_a_linear_path() {
    let (engine, input) = (engine(End::MeanThenLinear), input());
    let target = Target::Channel { layer: engine.network().find("conv").unwrap(), channel: Channel(2) };
    let parameters = Parameters::from_iter([("window", 1.0), ("baseline", 0.0)]);
    let map = run("occlusion", &Request { parameters, ..Request::new(&engine, &input, target) }).unwrap();
    let pixels: Vec<f32> = input.flatten_all().unwrap().to_vec1().unwrap();
    for (index, value) in map.values.iter().enumerate() {
        let expected = (2.0 * pixels[index] + 3.0 * pixels[24 + index]) / 24.0;
        assert!((value - expected).abs() < 1e-6, "pixel {index}: {value} is not {expected}");
    }
    assert_eq!(Words::ENGLISH.line(&map.trust), "24 of 24 windows, exact");
}

#[test]
fn occlusion_grows_row_by_row_and_its_known_part_is_final() {
    let (engine, input) = (engine(End::Flattened), input());
    let parameters = Parameters::from_iter([("window", 2.0), ("stride", 1.0)]);
    let request = Request { parameters, ..Request::new(&engine, &input, Target::Class(Class(1))) };
    let mut partial = Vec::new();
    let whole =
        METHODS.find("occlusion").unwrap().run(&request, &Control::default(), &mut |map| partial.push(map.clone())).unwrap();
    assert_eq!(
        partial.iter().map(|map| Words::ENGLISH.line(&map.trust)).collect::<Vec<_>>(),
        ["5 of 15 windows, exact", "10 of 15 windows, exact"]
    );
    for (row, map) in partial.iter().enumerate() {
        let known = map.known.as_ref().unwrap();
        assert_eq!(known.iter().filter(|known| **known).count(), (row + 1) * 6);
        for (index, known) in known.iter().enumerate() {
            assert!(!known || map.values[index] == whole.values[index], "pixel {index} changed after it was known");
        }
    }
    assert_eq!((whole.done, whole.known), (1.0, None));
}

#[test]
fn occlusion_stops_when_cancelled() {
    let (engine, input) = (engine(End::Flattened), input());
    let cancel = Cancel::default();
    let control = Control::new(cancel.clone(), |_, _| ());
    let parameters = Parameters::from_iter([("window", 1.0)]);
    let request = Request { parameters, ..Request::new(&engine, &input, Target::Class(Class(1))) };
    let mut rows = 0;
    let result = METHODS.find("occlusion").unwrap().run(&request, &control, &mut |_| {
        rows += 1;
        cancel.cancel();
    });
    assert!(matches!(result, Err(Error::Network(network::Error::Cancelled))) && rows == 1, "{rows} rows after cancelling");
}

#[test]
fn a_forward_pass_at_hand_gives_the_same_map() {
    let (engine, input) = (engine(End::MeanThenLinear), input());
    let activations = engine.forward(&input, &crate::network::Keep::All, &Control::default()).unwrap();
    let references = Tensor::cat(&[&input.affine(0.5, 1.0).unwrap(), &input.affine(-1.0, 0.0).unwrap()], 0).unwrap();
    let (levels, truth) = (Preprocessing::imagenet(), vec![1.0; 24]);
    for method in &METHODS {
        let request = Request {
            preprocessing: Some(&levels),
            references: Some(&|| Some(references.clone())),
            truth: Some(&|| Some(truth.clone())),
            ..Request::new(&engine, &input, Target::Class(Class(1)))
        };
        let without = run(method.id, &request).unwrap();
        let with = run(method.id, &Request { activations: Some(&activations), ..request }).unwrap();
        assert_eq!(without, with, "{}", method.id);
    }
}

#[test]
fn whether_a_method_applies_is_known_before_it_runs() {
    let applies = |id: &str, end: End, target: &Target| (METHODS.find(id).unwrap().applies)(&network(end).0, target);
    let (class, first) = (Target::Class(Class(0)), network(End::Flattened).0.find("conv").unwrap());
    let channel = Target::Channel { layer: first, channel: Channel(0) };
    assert_eq!(applies("cam", End::MeanThenLinear, &class), Ok(()));
    assert_eq!(applies("cam", End::Flattened, &class), Err(Reason::NoPooledHead));
    assert_eq!(applies("cam", End::MeanThenLinear, &channel), Err(Reason::ClassesAlone));
    assert_eq!(applies("grad-cam", End::Flattened, &channel), Err(Reason::NoMapsOnTheWay));
    assert_eq!(applies("gradient", End::Flattened, &channel), Ok(()));
}

#[test]
fn noise_knows_neither_network_nor_picture_and_comes_again() {
    let engine = engine(End::MeanThenLinear);
    let other = numbers(&[1, 2, 4, 6], |index| index as f32);
    let map = |input: &Tensor, class: usize, set: &[(&str, Value)]| {
        let parameters = set.iter().cloned().collect();
        run("random", &Request { parameters, ..Request::new(&engine, input, Target::Class(Class(class))) }).unwrap()
    };
    let first = map(&input(), 0, &[]);
    assert_eq!([first.channels, first.height, first.width], [2, 4, 6]);
    assert_eq!(first, map(&other, 1, &[]), "neither picture nor class counts");
    assert_ne!(first.values, map(&input(), 0, &[("seed", Value::Whole(1))]).values);
    let mean = first.values.iter().sum::<f32>() / first.values.len() as f32;
    assert!(mean.abs() < 0.3 && first.values.iter().all(|value| value.abs() <= 1.0), "{mean}");
    let coarse = map(&input(), 0, &[("grain", Value::Choice("coarse".into()))]);
    assert_eq!([coarse.channels, coarse.height, coarse.width], [1, 4, 6], "as large as the last maps");
}
