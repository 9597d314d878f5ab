//! Rules on networks small enough to know the answer, and against finite differences.

use std::sync::Arc;

use super::*;
use crate::{
    control::Control,
    network::{
        Class, DType, Device, Engine, Keep, NetworkBuilder, Target,
        ops::{
            Activation, AveragePool, Convolution, Linear as LinearOperator, LocalResponseNormalization, MaxPool, Pads, Reshape,
        },
    },
    testing::Numbers,
};

const INPUT: [usize; 4] = [1, 2, 6, 6];

/// Convolution, a gate, a pool, a convolution, a gate, a linear layer; `plain` leaves the gates out and takes the mean in the
/// pool.
fn network(plain: bool, gate: &Activation) -> Network {
    let mut numbers = Numbers::new(7);
    let mut tensor = |shape: &[usize]| {
        let count = shape.iter().product();
        Tensor::from_vec(numbers.many(count), shape, &Device::Cpu).unwrap()
    };
    let mut builder = NetworkBuilder::new();
    let input = builder.input("input", &INPUT);
    let convolution = |kernel| Convolution { kernel, stride: [1, 1], dilation: [1, 1], pads: Pads::all(1), groups: 1 };
    let weight = builder.constant("a.weight", tensor(&[3, 2, 3, 3]));
    let mut value = builder.node("a", Operator::Convolution(convolution([3, 3])), &[input, weight]).unwrap();
    if !plain {
        value = builder.node("a.gate", Operator::Activation(gate.clone()), &[value]).unwrap();
        let normalization = LocalResponseNormalization { size: 3, alpha: 0.1, beta: 0.75, bias: 1.0 };
        value = builder.node("norm", Operator::LocalResponseNormalization(normalization), &[value]).unwrap();
    }
    let (kernel, stride, pads) = ([2, 2], [2, 2], Pads::all(0));
    let pool = if plain {
        Operator::AveragePool(AveragePool { kernel, stride, pads, ceil: false, count_padding: false })
    } else {
        Operator::MaxPool(MaxPool { kernel, stride, dilation: [1, 1], pads, ceil: false })
    };
    value = builder.node("pool", pool, &[value]).unwrap();
    let weight = builder.constant("b.weight", tensor(&[4, 3, 3, 3]));
    value = builder.node("b", Operator::Convolution(convolution([3, 3])), &[value, weight]).unwrap();
    if !plain {
        value = builder.node("b.gate", Operator::Activation(gate.clone()), &[value]).unwrap();
    }
    value = builder.node("flat", Operator::Reshape(Reshape { target: vec![0, -1] }), &[value]).unwrap();
    let weight = builder.constant("fc.weight", tensor(&[3, 36]));
    let scores = builder.node("fc", Operator::Linear(LinearOperator), &[value, weight]).unwrap();
    builder.finish(input, &[scores]).unwrap()
}

fn input() -> Tensor {
    Tensor::from_vec(Numbers::new(11).many(INPUT.iter().product()), &INPUT, &Device::Cpu).unwrap()
}

/// The gradient of class 1 at the input.
fn gradient(engine: &Engine, rule: &dyn BackwardRule) -> (Vec<f64>, usize) {
    let quiet = Control::default();
    let activations = engine.forward(&input(), &Keep::All, &quiet).unwrap();
    let at = engine.network().input();
    let gradients = engine.gradient(&activations, &Target::Class(Class(1)), &[at], rule, &quiet).unwrap();
    let values = gradients.get(engine.network(), at).unwrap().to_dtype(DType::F64).unwrap().flatten_all().unwrap();
    (values.to_vec1().unwrap(), gradients.replaced)
}

fn candle(network: Network) -> Engine {
    Engine::with_dtype(Arc::new(network), &Device::Cpu, DType::F64).unwrap()
}

fn worst(a: &[f64], b: &[f64]) -> f64 {
    let largest = b.iter().fold(0.0f64, |largest, value| largest.max(value.abs()));
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max) / largest
}

#[test]
fn the_linear_rule_is_the_gradient_of_the_network_without_its_gates() {
    for gate in [Activation::Relu, Activation::LeakyRelu { slope: 0.2 }, Activation::Gelu { tanh: false }, Activation::Silu] {
        let expected = gradient(&candle(network(true, &gate)), &Plain).0;
        let (found, replaced) = gradient(&candle(network(false, &gate)), &Linear);
        assert!(worst(&found, &expected) < 1e-12, "{gate:?}");
        assert_eq!(replaced, 4, "two gates, the pool and the normalisation");
        let native = Engine::native(Arc::new(network(false, &gate)), true).unwrap();
        assert!(worst(&gradient(&native, &Linear).0, &expected) < 1e-4, "{gate:?} on our own kernels");
    }
}

#[test]
fn the_network_without_gates_is_linear_as_finite_differences_say() {
    let engine = candle(network(true, &Activation::Relu));
    let (gradient, _) = gradient(&engine, &Plain);
    let score = |values: Vec<f32>| {
        let input = Tensor::from_vec(values, &INPUT, &Device::Cpu).unwrap().to_dtype(DType::F64).unwrap();
        f64::from(engine.scores(&engine.forward(&input, &Keep::Scores, &Control::default()).unwrap()).unwrap()[0][1])
    };
    let values: Vec<f32> = input().flatten_all().unwrap().to_vec1().unwrap();
    for place in [0, 13, 40, 71] {
        let moved = |by: f32| {
            let mut values = values.clone();
            values[place] += by;
            score(values)
        };
        let difference = (moved(0.5) - moved(-0.5)) / 1.0;
        assert!((difference - gradient[place]).abs() < 1e-4 * gradient[place].abs().max(1.0), "{place}");
    }
}

#[test]
fn a_composite_takes_the_first_row_that_matches() {
    let engine = candle(network(false, &Activation::Relu));
    let everywhere = Composite { rows: &[(Matcher::Operator(Operator::is_rectifier), &Guided)] };
    assert_eq!(gradient(&engine, &everywhere), gradient(&engine, &Guided));
    // Only the gate behind the second convolution: guided there, plain below.
    let deep = Composite { rows: &[(Matcher::Depth(2, 3), &Guided)] };
    let (mixed, replaced) = gradient(&engine, &deep);
    assert_eq!(replaced, 1);
    assert!(worst(&mixed, &gradient(&engine, &Guided).0) > 1e-3 && worst(&mixed, &gradient(&engine, &Plain).0) > 1e-3);
    assert_eq!(gradient(&engine, &Composite { rows: &[] }), gradient(&engine, &Plain));
    assert_eq!(gradient(&engine, &Composite { rows: &[(Matcher::Everywhere, &Linear)] }), gradient(&engine, &Linear));
}

#[test]
fn a_site_knows_how_deep_it_stands() {
    let network = network(false, &Activation::Relu);
    let sites = Sites::new(&network);
    let depth = |name: &str| sites.at(network.find(name).unwrap()).depth();
    assert_eq!(["a", "a.gate", "pool", "b", "b.gate", "fc"].map(depth), [0, 1, 1, 1, 2, 2]);
    let first = |name: &str| Matcher::First.matches(&sites.at(network.find(name).unwrap()));
    assert_eq!(["a", "a.gate", "b", "fc"].map(first), [true, false, false, false]);
}

/// A rule that looks at all that it is handed.
struct Mixed;

impl BackwardRule for Mixed {
    fn replacement(&self, at: &Site<'_>) -> Replacement<'_> {
        if matches!(at.operator(), Operator::Activation(_)) { Replacement::Pointwise(self) } else { Replacement::Plain }
    }
}

impl PointwiseRule for Mixed {
    fn narrow(&self, _: &Site<'_>, mut points: Points<'_, f32>) {
        mixed(&mut points);
    }

    fn wide(&self, _: &Site<'_>, mut points: Points<'_, f64>) {
        mixed(&mut points);
    }
}

fn mixed<T: candle_core::WithDType>(points: &mut Points<'_, T>) {
    let others = points.input.iter().zip(points.output).zip(points.coming);
    for (passing, ((&x, &y), &coming)) in points.passing.iter_mut().zip(others) {
        *passing = *passing + *passing + coming * (x - y - y);
    }
}

#[test]
fn a_rule_for_functions_of_one_number_is_the_same_on_blocked_buffers() {
    for gate in [Activation::Relu, Activation::LeakyRelu { slope: 0.2 }, Activation::Silu, Activation::Gelu { tanh: false }] {
        let expected = gradient(&candle(network(false, &gate)), &Mixed);
        let found = gradient(&Engine::native(Arc::new(network(false, &gate)), true).unwrap(), &Mixed);
        assert!(worst(&found.0, &expected.0) < 1e-4, "{gate:?}");
        assert_eq!((found.1, expected.1), (2, 2));
        assert!(worst(&expected.0, &gradient(&candle(network(false, &gate)), &Plain).0) > 1e-2, "{gate:?}");
    }
}

#[test]
fn a_hasty_engine_rounds_gradients_and_no_gates() {
    let mut numbers = Numbers::new(5);
    let mut builder = NetworkBuilder::new();
    let shape = [1, 16, 32, 32];
    let input = builder.input("input", &shape);
    let weight = Tensor::from_vec(numbers.many(16 * 16 * 9), (16, 16, 3, 3), &Device::Cpu).unwrap();
    let weight = builder.constant("weight", weight);
    let convolution = Convolution { kernel: [3, 3], stride: [1, 1], dilation: [1, 1], pads: Pads::all(1), groups: 1 };
    let maps = builder.node("maps", Operator::Convolution(convolution), &[input, weight]).unwrap();
    let gate = builder.node("gate", Operator::Activation(Activation::Relu), &[maps]).unwrap();
    let network = builder.finish(input, &[gate]).unwrap();
    let engine = Engine::native(Arc::new(network), false).unwrap();
    let x = Tensor::from_vec(numbers.many(shape.iter().product()), &shape, &Device::Cpu).unwrap();
    let found = |engine: &Engine| {
        let quiet = Control::default();
        let kept = engine.forward(&x, &Keep::All, &quiet).unwrap();
        let seen = kept.get(engine.network(), maps).unwrap();
        let seeds = [(gate, kept.get(engine.network(), gate).unwrap())];
        let gradients = engine.pull_back(&kept, &seeds, &[input], &Plain, &quiet).unwrap();
        let wide = |tensor: &Tensor| tensor.to_dtype(DType::F64).unwrap().flatten_all().unwrap().to_vec1::<f64>().unwrap();
        (wide(&seen), wide(gradients.get(engine.network(), input).unwrap()))
    };
    let (careful, hasty) = (found(&engine), found(&engine.hasty()));
    assert_eq!(careful.0, hasty.0);
    assert_ne!(careful.1, hasty.1);
    assert!(worst(&hasty.1, &careful.1) < 1e-4);
}
