//! Every objective's gradient against finite differences of the sum of its numbers.

use std::sync::Arc;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::*;
use crate::network::{NetworkBuilder, Operator};

fn network() -> Network {
    let mut builder = NetworkBuilder::new();
    let input = builder.input("input", &[1, 3, 4, 5]);
    let maps = builder.node("maps", Operator::Identity, &[input]).unwrap();
    builder.finish(input, &[maps]).unwrap()
}

fn noise(dims: [usize; 4], seed: u64) -> Planes {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut planes = Planes::zeros(dims);
    planes.values.iter_mut().for_each(|value| *value = random.random_range(-1.0..1.0));
    planes
}

fn tensor(planes: &Planes) -> Tensor {
    Tensor::from_vec(planes.values.clone(), planes.dims().to_vec(), &Device::Cpu).unwrap()
}

fn total(goal: &Goal, network: &Network, layer: NodeId, value: &Planes) -> f64 {
    let values = Values::new(network, value.count, [(layer, tensor(value))]).unwrap();
    goal.evaluate(&values).unwrap().0.iter().sum()
}

#[test]
fn gradients_match_finite_differences() {
    let network = network();
    let layer = network.find("maps").unwrap();
    let reference = Reference { layer, value: Arc::new(noise([1, 3, 4, 5], 7)) };
    let direction = Arc::new(vec![0.4, -0.7, 0.9]);
    let along = |power, cosine| Objective::Direction { layer, direction: direction.clone(), power, cosine };
    let (first, second) = (Objective::Channel(layer, Channel(0)), Objective::Unit(layer, Channel(2), Some([1, 3])));
    let goals: Vec<Goal> = vec![
        first.clone().into(),
        Objective::Unit(layer, Channel(1), None).into(),
        Objective::Layer(layer).into(),
        along(0.0, Cosine::True).into(),
        along(2.0, Cosine::True).into(),
        along(2.0, Cosine::Lucid).into(),
        Objective::Inversion(reference.clone()).into(),
        Objective::Caricature(reference.clone(), 0.0).into(),
        Objective::Caricature(reference.clone(), 1.0).into(),
        Objective::Guide(reference.clone()).into(),
        Objective::Style(reference).into(),
        Objective::Interpolation(Box::new(first.clone()), Box::new(second.clone())).into(),
        Objective::Diversity(layer).into(),
        Objective::Alignment(layer).into(),
        Goal(vec![(0.5, first), (-2.0, second)]),
    ];
    let value = noise([3, 3, 4, 5], 1);
    for goal in goals {
        let values = Values::new(&network, 3, [(layer, tensor(&value))]).unwrap();
        let (scores, gradients) = goal.evaluate(&values).unwrap();
        assert_eq!((scores.len(), gradients.len()), (3, 1), "{goal:?}");
        let (_, gradient) = &gradients[0];
        let largest = gradient.values.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
        assert!(largest > 0.0, "{goal:?}");
        for index in (0..value.values.len()).step_by(7) {
            let step = 2e-3_f32;
            let moved = |by: f32| {
                let mut moved = value.clone();
                moved.values[index] += by;
                total(&goal, &network, layer, &moved)
            };
            let expected = (moved(step) - moved(-step)) / f64::from(2.0 * step);
            let found = f64::from(gradient.values[index]);
            assert!((found - expected).abs() < 4e-3 * f64::from(largest).max(expected.abs()), "{goal:?}: {found} for {expected}");
        }
    }
}

#[test]
fn a_probability_is_the_softmax_of_its_score() {
    let model = crate::zoo::default_model().unwrap();
    let network = &model.network;
    let scores = noise([2, network.class_count(), 1, 1], 3);
    let as_scores = Tensor::from_vec(scores.values.clone(), (2, network.class_count()), &Device::Cpu).unwrap();
    let goal = Goal::from(Objective::Probability(Class(4)));
    let values = Values::new(network, 2, [(network.scores(), as_scores)]).unwrap();
    let (found, gradients) = goal.evaluate(&values).unwrap();
    for (item, found) in scores.items().zip(&found) {
        let sum: f64 = item.iter().map(|&score| f64::from(score).exp()).sum();
        assert!((found - f64::from(item[4]).exp() / sum).abs() < 1e-9);
    }
    // Probabilities add up to 1, so that raising all scores alike changes nothing.
    let sum: f32 = gradients[0].1.values.iter().sum();
    assert!(sum.abs() < 1e-6, "{sum}");
}

#[test]
fn lucid_forgets_a_norm() {
    let network = network();
    let layer = network.find("maps").unwrap();
    let value = Planes { values: vec![2.0, 1.0, 0.0], ..Planes::zeros([1, 3, 1, 1]) };
    let goal =
        |power, cosine| Goal::from(Objective::Direction { layer, direction: Arc::new(vec![3.0, 0.0, 0.0]), power, cosine });
    let number = |power, cosine| total(&goal(power, cosine), &network, layer, &value);
    let norm = 5.0_f64.sqrt();
    assert!((number(1.0, Cosine::True) - 6.0 * (2.0 / norm)).abs() < 1e-6);
    assert!((number(1.0, Cosine::Lucid) - 2.0 * (2.0 / (norm + 1e-4))).abs() < 1e-6);
}

#[test]
fn what_the_values_do_not_have_is_said() {
    let network = network();
    let layer = network.find("maps").unwrap();
    let value = noise([1, 3, 4, 5], 1);
    let values = Values::new(&network, 1, [(layer, tensor(&value))]).unwrap();
    let reference = Reference { layer, value: Arc::new(noise([1, 3, 2, 2], 7)) };
    for (objective, expected) in [
        (Objective::Channel(layer, Channel(3)), "there is no channel 3"),
        (Objective::Unit(layer, Channel(0), Some([4, 0])), "there is no position 4,0"),
        (Objective::Inversion(reference), "does not fit"),
    ] {
        let sentence = Goal::from(objective).evaluate(&values).unwrap_err().to_string();
        assert!(sentence.contains(expected), "{sentence}");
    }
}
