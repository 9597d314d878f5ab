//! Ablation-CAM and Score-CAM against loops over the channels that run the whole network each time, on small random networks
//! with a pool, branches that are joined, a residual connection and either a pooled or a flattened head.

use std::sync::Arc;

use convscope::{
    attribution::{self, METHODS, Map, Request},
    control::{Cancel, Control},
    network::{
        Activations, Channel, Class, DType, Device, Engine, Error, Keep, Network, NetworkBuilder, NodeId, Operator, Target,
        Tensor,
        ops::{Activation, Arithmetic, Concatenate, Convolution, Linear, MaxPool, Pads, Reduce, ReduceKind, Reshape},
    },
    picture::upsampled,
    words::Words,
};

use crate::support::{compare::l2, numbers::Numbers};

const SIDES: [usize; 2] = [14, 11];
const CLASSES: usize = 4;

fn network(seed: u64, pooled: bool) -> Arc<Network> {
    let mut numbers = Numbers::new(seed);
    let mut builder = NetworkBuilder::new();
    let input = builder.input("input", &[1, 3, SIDES[0], SIDES[1]]);
    let mut convolution = |builder: &mut NetworkBuilder, name: &str, from: NodeId, outputs: usize, kernel: usize| {
        let inputs = builder.shape(from)[1];
        let weight = builder.constant(&format!("{name}.weight"), numbers.tensor(&[outputs, inputs, kernel, kernel], 0.0, 0.5));
        let bias = builder.constant(&format!("{name}.bias"), numbers.tensor(&[outputs], 0.0, 0.3));
        let pads = Pads::all(kernel / 2);
        let operator = Convolution { kernel: [kernel; 2], stride: [1; 2], dilation: [1; 2], pads, groups: 1 };
        builder.node(name, Operator::Convolution(operator), &[from, weight, bias]).unwrap()
    };
    let relu = || Operator::Activation(Activation::Relu);
    let conv1 = convolution(&mut builder, "conv1", input, 20, 3);
    let relu1 = builder.node("relu1", relu(), &[conv1]).unwrap();
    let max = MaxPool { kernel: [2; 2], stride: [2; 2], dilation: [1; 2], pads: Pads::all(0), ceil: false };
    let pool = builder.node("pool", Operator::MaxPool(max), &[relu1]).unwrap();
    let left = convolution(&mut builder, "left", pool, 16, 1);
    let right = convolution(&mut builder, "right", pool, 5, 3);
    let joined = builder.node("joined", Operator::Concatenate(Concatenate { axis: 1 }), &[left, right]).unwrap();
    let relu2 = builder.node("relu2", relu(), &[joined]).unwrap();
    let conv3 = convolution(&mut builder, "conv3", relu2, 21, 3);
    let sum = builder.node("sum", Operator::Arithmetic(Arithmetic::Add), &[conv3, relu2]).unwrap();
    let relu3 = builder.node("relu3", relu(), &[sum]).unwrap();
    let mean = Reduce { kind: ReduceKind::Mean, axes: vec![2, 3], keep: false };
    let head = if pooled { Operator::Reduce(mean) } else { Operator::Reshape(Reshape { target: vec![0, -1] }) };
    let head = builder.node("head", head, &[relu3]).unwrap();
    let width = builder.shape(head)[1];
    let weight = builder.constant("fc.weight", numbers.tensor(&[CLASSES, width], 0.0, 0.4));
    let bias = builder.constant("fc.bias", numbers.tensor(&[CLASSES], 0.0, 0.5));
    let scores = builder.node("fc", Operator::Linear(Linear), &[head, weight, bias]).unwrap();
    Arc::new(builder.finish(input, &[scores]).unwrap())
}

/// A plain loop in 64 bits.
struct Loop<'a> {
    engine: &'a Engine,
    input: &'a Tensor,
    target: &'a Target,
    layer: NodeId,
    area: usize,
    /// The layer's maps.
    maps: Vec<f64>,
}

impl<'a> Loop<'a> {
    fn new(engine: &'a Engine, input: &'a Tensor, target: &'a Target, layer: NodeId) -> Self {
        let forward = engine.forward(input, &Keep::Only(vec![layer]), &Control::default()).unwrap();
        let maps = forward.get(engine.network(), layer).unwrap();
        let area = maps.dims()[2..].iter().product();
        Self { engine, input, target, layer, area, maps: maps.flatten_all().unwrap().to_vec1().unwrap() }
    }

    fn target(&self, input: &Tensor, replaced: Option<Tensor>) -> f64 {
        let goal = self.target.layer(self.engine.network());
        let mut known = Activations::default();
        known.insert(self.engine.network().input(), input.clone());
        if let Some(replaced) = replaced {
            known.insert(self.layer, replaced);
        }
        let forward = self.engine.forward_from(known, &Keep::Only(vec![goal]), &Control::default()).unwrap();
        self.target.read(&forward.get(self.engine.network(), goal).unwrap()).unwrap()[0]
    }

    fn sum(&self, weights: &[f64]) -> Vec<f32> {
        let mut sum = vec![0.0; self.area];
        for (map, weight) in self.maps.chunks(self.area).zip(weights) {
            sum.iter_mut().zip(map).for_each(|(sum, value)| *sum += weight * value);
        }
        sum.into_iter().map(|value| value.max(0.0) as f32).collect()
    }

    fn ablation_cam(&self) -> Vec<f32> {
        let score = self.target(self.input, None);
        let shape = &self.engine.network().node(self.layer).shape;
        let without = |channel: usize| {
            let mut maps = self.maps.clone();
            maps[channel * self.area..(channel + 1) * self.area].fill(0.0);
            self.target(self.input, Some(Tensor::from_vec(maps, shape.as_slice(), &Device::Cpu).unwrap()))
        };
        let weights: Vec<f64> = (0..self.maps.len() / self.area).map(|channel| (score - without(channel)) / score).collect();
        self.sum(&weights)
    }

    fn score_cam(&self) -> Vec<f32> {
        let input: Vec<f64> = self.input.to_dtype(DType::F64).unwrap().flatten_all().unwrap().to_vec1().unwrap();
        let [height, width]: [usize; 2] = self.engine.network().node(self.layer).shape[2..].try_into().unwrap();
        let score = |map: &[f64]| -> Option<f64> {
            let map: Vec<f32> = map.iter().map(|&value| value as f32).collect();
            let mask = upsampled(&map, [height, width], SIDES);
            let low = mask.iter().copied().fold(f32::INFINITY, f32::min);
            let high = mask.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let masked = input
                .chunks(mask.len())
                .flat_map(|plane| plane.iter().zip(&mask).map(|(value, mask)| value * f64::from((mask - low) / (high - low))));
            let masked = Tensor::from_vec(masked.collect::<Vec<f64>>(), self.input.dims(), &Device::Cpu).unwrap();
            (high > low).then(|| self.target(&masked, None))
        };
        let scores: Vec<Option<f64>> = self.maps.chunks(self.area).map(score).collect();
        let sum: f64 = scores.iter().flatten().map(|score| score.exp()).sum();
        self.sum(&scores.iter().map(|score| score.map_or(0.0, |score| score.exp() / sum)).collect::<Vec<f64>>())
    }
}

fn run(engine: &Engine, input: &Tensor, method: &str, target: &Target, layer: NodeId) -> Map {
    let request = Request { layer: Some(layer), ..Request::new(engine, input, target.clone()) };
    METHODS.find(method).unwrap().run(&request, &Control::default(), &mut |_| ()).unwrap()
}

#[test]
fn both_equal_a_loop_at_every_layer_for_every_kind_of_target() {
    for (seed, pooled) in [(1, true), (2, false), (3, true)] {
        let network = network(seed, pooled);
        let input = Numbers::new(seed + 100).tensor(&[1, 3, SIDES[0], SIDES[1]], 0.0, 2.0);
        let exact = Engine::with_dtype(Arc::clone(&network), &Device::Cpu, DType::F64).unwrap();
        let ours = Engine::new(Arc::clone(&network), &Device::Cpu).unwrap();
        let layer = |name: &str| network.find(name).unwrap();
        let scores = exact.scores(&exact.forward(&input, &Keep::Scores, &Control::default()).unwrap()).unwrap();
        let best = (0..CLASSES).max_by(|&a, &b| scores[0][a].total_cmp(&scores[0][b])).unwrap();
        let targets = [
            (Target::Class(Class(best)), vec!["input", "relu1", "pool", "left", "right", "joined", "relu2", "conv3", "relu3"]),
            (Target::Channel { layer: layer("conv3"), channel: Channel(4) }, vec!["relu1", "right", "relu2"]),
            (Target::Position { layer: layer("sum"), channel: Channel(9), y: 3, x: 2 }, vec!["relu1", "conv3"]),
        ];
        for (target, layers) in targets {
            for name in layers {
                let expected = Loop::new(&exact, &input, &target, layer(name));
                for (method, expected) in [("ablation-cam", expected.ablation_cam()), ("score-cam", expected.score_cam())] {
                    for (engine, limit) in [(&exact, 1e-5), (&ours, 1e-3)] {
                        let map = run(engine, &input, method, &target, layer(name));
                        let error = l2(&map.values, &expected);
                        assert!(error < limit, "{method} at {name} of {target:?}, seed {seed}: error {error:e}");
                        assert!(map.is_finished() && map.known.is_none());
                    }
                }
            }
        }
    }
}

#[test]
fn the_first_channels_make_a_map_already_and_the_rest_can_be_cancelled() {
    let input = Numbers::new(5).tensor(&[1, 3, SIDES[0], SIDES[1]], 0.0, 2.0);
    let engine = Engine::new(wide_network(), &Device::Cpu).unwrap();
    for method in ["ablation-cam", "score-cam"] {
        let request = Request::new(&engine, &input, Target::Class(Class(1)));
        let mut partial: Vec<Map> = Vec::new();
        let whole =
            METHODS.find(method).unwrap().run(&request, &Control::default(), &mut |map| partial.push(map.clone())).unwrap();
        assert!(partial.len() >= 2, "{method}: {} partial maps", partial.len());
        assert!(partial.windows(2).all(|pair| pair[0].done < pair[1].done) && partial.iter().all(|map| !map.is_finished()));
        assert!(Words::ENGLISH.line(&partial[0].trust).contains(" of "), "{}", Words::ENGLISH.line(&partial[0].trust));
        assert!(
            whole.is_finished() && !Words::ENGLISH.line(&whole.trust).contains(" of "),
            "{}",
            Words::ENGLISH.line(&whole.trust)
        );

        let cancel = Cancel::default();
        let (control, mut seen) = (Control::new(cancel.clone(), |_, _| ()), 0);
        let result = METHODS.find(method).unwrap().run(&request, &control, &mut |_| {
            seen += 1;
            cancel.cancel();
        });
        assert!(
            matches!(result, Err(attribution::Error::Network(Error::Cancelled))) && seen == 1,
            "{method}: {seen} batches after cancelling"
        );
    }
}

/// A network whose one layer has channels for several batches.
fn wide_network() -> Arc<Network> {
    let mut numbers = Numbers::new(9);
    let mut builder = NetworkBuilder::new();
    let input = builder.input("input", &[1, 3, SIDES[0], SIDES[1]]);
    let weight = builder.constant("weight", numbers.tensor(&[150, 3, 1, 1], 0.0, 1.0));
    let pads = Pads::all(0);
    let one = Convolution { kernel: [1; 2], stride: [1; 2], dilation: [1; 2], pads, groups: 1 };
    let maps = builder.node("conv", Operator::Convolution(one), &[input, weight]).unwrap();
    let mean = Reduce { kind: ReduceKind::Mean, axes: vec![2, 3], keep: false };
    let mean = builder.node("mean", Operator::Reduce(mean), &[maps]).unwrap();
    let weight = builder.constant("fc.weight", numbers.tensor(&[CLASSES, 150], 0.0, 1.0));
    let scores = builder.node("fc", Operator::Linear(Linear), &[mean, weight]).unwrap();
    Arc::new(builder.finish(input, &[scores]).unwrap())
}
