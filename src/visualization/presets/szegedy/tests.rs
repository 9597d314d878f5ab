//! The energy and its minimum beside SciPy's, and scenes that become another class.

use std::{path::Path, sync::Arc};

use safetensors::SafeTensors;

use super::*;
use crate::{
    data::{Dataset, ItemId},
    network::{Answer, Class, Device},
    picture::Preprocessing,
    visualization::{Lens, Objective, Portrait, lbfgs_box::minimise, presets::PRESETS},
    zoo::Model,
};

const FIXTURE: &[u8] = include_bytes!("../../../../tests/fixtures/visualization/presets.safetensors");

fn recorded(name: &str) -> Vec<f32> {
    let tensors = SafeTensors::deserialize(FIXTURE).unwrap();
    let (bytes, _) = tensors.tensor(&format!("szegedy2013.{name}")).unwrap().data().as_chunks::<4>();
    bytes.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
}

fn fixture() -> (Arc<Lens>, Planes) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/visualization/network.onnx");
    let Model { network, .. } = crate::zoo::open(&file).unwrap();
    let lens = Lens::new(network, Preprocessing { size: [32, 32], ..Preprocessing::imagenet() }, Device::Cpu);
    (Arc::new(lens), Planes { values: recorded("picture"), ..Planes::zeros([1, 3, 32, 32]) })
}

fn energy(lens: &Arc<Lens>, picture: Planes) -> Energy {
    let scores = lens.network().scores();
    Energy {
        part: lens.part(&[scores], [picture.height, picture.width]).unwrap(),
        lens: lens.clone(),
        goal: Objective::Class(Class(8)).into(),
        space: lens.space(Unit::Pixel),
        scores,
        class: Class(8),
        picture,
    }
}

/// With c = 1 and class 8, by PyTorch's derivatives and SciPy (`tests/fixtures/visualization/presets.py`).
#[test]
fn energy_and_minimum_are_those_of_scipy() {
    let (lens, picture) = fixture();
    let energy = energy(&lens, picture.clone());
    let control = Control::default();
    let mut answer = None;
    let point: Vec<f64> = picture.values.iter().zip(recorded("r")).map(|(&x, r)| f64::from(x) + f64::from(r)).collect();
    let (value, slope) = energy.evaluate(1.0, &point, &mut answer, &control).unwrap();
    assert!((value / f64::from(recorded("squared.value")[0]) - 1.0).abs() < 1e-5, "{value}");
    let expected = recorded("squared.gradient");
    let size = expected.iter().map(|&value| f64::from(value).powi(2)).sum::<f64>().sqrt();
    let far = slope.iter().zip(&expected).map(|(found, &value)| (found - f64::from(value)).powi(2)).sum::<f64>().sqrt();
    assert!(far < 1e-4 * size, "{far} of {size}");
    let mut least = |iterations: usize| {
        let settings = Settings { iterations, ..Settings::default() };
        minimise(&energy.start(), BOX, settings, &mut |point| energy.evaluate(1.0, point, &mut answer, &control)).unwrap()
    };
    for (iterations, name) in [(100, "published.value"), (1000, "rest.value")] {
        let (found, expected) = (least(iterations), f64::from(recorded(name)[0]));
        assert!((found.value / expected - 1.0).abs() < 0.01, "{} for {expected} after {}", found.value, found.iterations);
    }
}

fn grown(order: &Order) -> Box<dyn Growing> {
    let mut growing = PRESETS.find("szegedy").unwrap().begin(order).unwrap();
    while !growing.is_finished() {
        growing.step(&Control::default()).unwrap();
    }
    growing
}

fn answer(lens: &Lens, pixels: &Planes) -> usize {
    let scores = lens.network().scores();
    let part = lens.part(&[scores], [pixels.height, pixels.width]).unwrap();
    let value = part.value(scores, &lens.space(Unit::Pixel).input(pixels), &Control::default()).unwrap();
    Answer::new(value.flatten_all().unwrap().to_vec1().unwrap()).best().unwrap().index()
}

fn distance(left: &Planes, right: &Planes) -> f64 {
    left.values.iter().zip(&right.values).map(|(left, right)| f64::from(left - right).powi(2)).sum::<f64>().sqrt()
}

#[test]
fn the_largest_weight_gives_the_smallest_change() {
    let (lens, picture) = fixture();
    assert_ne!(answer(&lens, &picture), 8);
    let mut order = Order { picture: Some(Arc::new(picture.clone())), ..Order::new(lens.clone(), Objective::Class(Class(8))) };
    let growing = grown(&order);
    let near = growing.pictures().item(0);
    assert_eq!(answer(&lens, &near), 8);
    assert!(near.values.iter().all(|value| (0.0..=1.0).contains(value)));
    let shown = growing.pictures().item(1);
    assert!((shown.values[7] - 0.5 - 10.0 * (near.values[7] - picture.values[7])).abs() < 1e-5);
    // The first c that does is not the largest.
    order.parameters.set("searches", Value::Whole(1));
    let first = grown(&order).pictures().item(0);
    if answer(&lens, &first) == 8 {
        assert!(distance(&near, &picture) < distance(&first, &picture));
    }
    order.goal = Objective::Class(Class(answer(&lens, &picture))).into();
    assert_eq!(grown(&order).pictures().item(0), picture, "a picture of the class is left alone");
}

#[test]
fn hardly_visible_changes_flip_the_answer() {
    let model = crate::zoo::default_model().unwrap();
    let lens = Arc::new(Lens::new(model.network.clone(), model.preprocessing.clone(), Device::Cpu));
    let scenes = Dataset::parse("world:10").unwrap();
    for item in 0..10 {
        let picture = model.preprocessing.visible(&scenes.picture(ItemId(item)).unwrap());
        let picture = Planes::of_picture(&picture, 3);
        let class = (answer(&lens, &picture) + 1) % model.network.node(model.network.scores()).shape[1];
        let mut order =
            Order { picture: Some(Arc::new(picture.clone())), ..Order::new(lens.clone(), Objective::Class(Class(class))) };
        order.parameters.set("steps", Value::Whole(20));
        order.parameters.set("searches", Value::Whole(3));
        let both = grown(&order).pictures();
        let near = both.item(0);
        assert_eq!(answer(&lens, &near), class, "scene {item}");
        let fine = Portrait::of(&both)[1].high_frequency;
        assert!(fine > 0.4, "scene {item}: {fine} of the change is finer than four pixels");
        let distortion = distance(&near, &picture) / (picture.values.len() as f64).sqrt();
        // The paper's mean is 0.06.
        assert!(distortion < 0.06, "scene {item}: {distortion}");
    }
}
