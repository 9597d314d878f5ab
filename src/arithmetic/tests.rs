//! Every number of the sums is compared with what the engine has, on every layer of the networks that ship and of graphs as
//! exporters write them.

use std::{path::Path, sync::Arc};

use super::*;
use crate::{
    control::Control,
    formats,
    network::{Channel, Engine, Error, Keep},
    testing::Numbers,
    zoo::Shipped,
};

/// A pass over noise, exact or not.
fn pass(network: &Arc<Network>, exact: bool, numbers: &mut Numbers) -> Activations {
    let shape = network.node(network.input()).shape.clone();
    let input = numbers.tensor(&shape, 0.0, 2.0);
    let engine = Engine::native(Arc::clone(network), exact).unwrap();
    engine.forward(&input, &Keep::All, &Control::default()).unwrap()
}

/// The worst gap of a network, as a part of the largest magnitude of the layer, with the layer's name.
fn worst(network: &Arc<Network>, positions: usize, exact: bool) -> (f64, String) {
    let mut random = Numbers::new(7);
    let activations = pass(network, exact, &mut random);
    let mut worst = (0.0, String::new());
    for node in network.ids().filter(|&id| network.constant(id).is_none()) {
        let reading = Reading { network, activations: &activations };
        let Ok(value) = reading.value(node) else { continue };
        let numbers = reading::in_full(&value).unwrap();
        let largest = numbers.iter().fold(1e-12f64, |largest, number| largest.max(number.abs()));
        for _ in 0..positions {
            let place = Place { node, at: random.below(numbers.len()) };
            let arithmetic = explain(network, &activations, place).unwrap();
            let gap = arithmetic.gap() / largest;
            if gap > worst.0 || gap.is_nan() {
                worst = (gap, format!("{} ({})", network.node(node).name, network.node(node).operator.name()));
            }
        }
    }
    worst
}

#[test]
fn the_sums_are_what_the_engine_has_on_every_layer_that_ships() {
    for name in ["world", "photos", "cifar10", "digits", "shortcut", "shapes"] {
        let network = Shipped::named(name).unwrap().open("").unwrap().network;
        for exact in [true, false] {
            let (gap, layer) = worst(&network, 3, exact);
            assert!(gap < 1e-5, "{name}: {gap:.1e} at {layer}");
        }
    }
}

#[test]
fn and_on_every_node_as_exporters_write_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/onnx");
    let mut seen = std::collections::BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "onnx") {
            continue;
        }
        let network = Arc::new(formats::onnx::open(&path).unwrap().network(None).unwrap());
        seen.extend(network.nodes().iter().map(|node| node.operator.name()));
        let (gap, layer) = worst(&network, 12, true);
        assert!(gap < 1e-5, "{}: {gap:.1e} at {layer}", path.display());
    }
    for operator in ["Convolution", "Linear", "Max pool", "Concat", "Layer normalization", "Softmax", "Resize", "Multiply"] {
        assert!(seen.contains(operator), "{operator} is in no file");
    }
}

#[test]
fn a_layer_is_a_sum_a_norm_and_a_curve() {
    let network = Shipped::named("photos").unwrap().open("").unwrap().network;
    let activations = pass(&network, true, &mut Numbers::new(3));
    let layer = network.layers().into_iter().find(|layer| layer.title == "conv1").unwrap().node;
    let place = Place::new(&network, layer, Channel(3), Some([4, 9])).unwrap();
    let arithmetic = explain(&network, &activations, place).unwrap();
    assert!(matches!(arithmetic.steps[1].act, Act::Standardised { over: None, .. }), "{:?}", arithmetic.steps[1]);
    assert!(matches!(arithmetic.steps[2].act, Act::Curve { .. }));
    let products = arithmetic.products().unwrap();
    assert_eq!(products.terms.len(), 3 * 5 * 5);
    let sums = products.channel_sums();
    assert_eq!(sums.len(), 3);
    assert!(sums[0].sum.abs() >= sums[1].sum.abs() && sums[1].sum.abs() >= sums[2].sum.abs());
    let total: f64 = sums.iter().map(|sum| sum.sum).sum();
    assert!((total - arithmetic.steps[0].after).abs() < 1e-9);
    // Terms say where they come from: the picture's own pixels.
    for term in products.terms.iter().filter(|term| term.from.is_some()) {
        let from = term.from.unwrap();
        assert_eq!(from.node, network.input());
        assert_eq!(from.position(&network).unwrap().map(|at| at as isize), term.position);
    }
}

#[test]
fn the_strongest_path_ends_at_a_pixel_and_each_link_gives_what_it_says() {
    for name in ["world", "digits", "photos"] {
        let network = Shipped::named(name).unwrap().open("").unwrap().network;
        let activations = pass(&network, true, &mut Numbers::new(5));
        let place = Place::new(&network, network.scores(), Channel(2), None).unwrap();
        let path = trace(&network, &activations, place, &Control::default()).unwrap();
        assert_eq!(path.last().unwrap().place.node, network.input(), "{name}: {path:?}");
        assert!(path.len() > 4);
        for pair in path.windows(2) {
            assert!(pair[1].place.node < pair[0].place.node);
            let arithmetic = explain(&network, &activations, pair[0].place).unwrap();
            let (place, gives) = arithmetic.strongest().unwrap();
            assert_eq!((place, gives), (pair[1].place, pair[1].gives));
            assert!(
                arithmetic
                    .terms()
                    .iter()
                    .all(|term| term.product().abs() <= gives.abs() + 1e-12 || arithmetic.products().is_none())
            );
        }
    }
}

#[test]
fn places_that_do_not_exist_are_refused() {
    let network = Shipped::named("digits").unwrap().open("").unwrap().network;
    let layer = network.find("conv1").unwrap();
    assert!(matches!(Place::new(&network, layer, Channel(99), None), Err(Error::NoSuchChannel { .. })));
    assert!(matches!(Place::new(&network, layer, Channel(0), Some([28, 0])), Err(Error::NoSuchPosition { .. })));
    assert!(Place::new(&network, network.scores(), Channel(9), Some([0, 1])).is_err());
    let place = Place::new(&network, layer, Channel(1), Some([2, 3])).unwrap();
    assert_eq!((place.channel(&network), place.position(&network)), (Channel(1), Some([2, 3])));
}
