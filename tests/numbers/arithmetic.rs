//! The arithmetic of one number agrees with the engine on whole networks, as libraries export them.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc, time::Instant};

use convscope::{
    arithmetic::{Place, explain, trace},
    control::Control,
    network::{Engine, Keep},
    zoo,
};

use crate::support::{files::shared, numbers::Numbers};

/// Positions of each operator in each network.
const POSITIONS: usize = 200;

#[test]
#[ignore = "needs networks that tests/fixtures/arithmetic/export.py writes, and a release build"]
fn the_sums_agree_on_two_hundred_positions_of_every_operator() {
    let folder = PathBuf::from(std::env::var_os("CONVSCOPE_NETWORKS").expect("CONVSCOPE_NETWORKS names a folder"));
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut worst: BTreeMap<&str, (f64, usize)> = BTreeMap::new();
    for file in &files {
        let network = zoo::open(file).unwrap().network;
        let mut numbers = Numbers::new(11);
        let input = numbers.tensor(&network.node(network.input()).shape, 0.0, 2.0);
        let engine = Engine::native(Arc::clone(&network), true).unwrap();
        let activations = engine.forward(&input, &Keep::All, &Control::default()).unwrap();
        let mut by_operator: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for id in network.ids().filter(|&id| network.constant(id).is_none() && activations.has(id)) {
            by_operator.entry(network.node(id).operator.name()).or_default().push(id);
        }
        let mut of_file = 0.0f64;
        for (operator, nodes) in by_operator {
            for turn in 0..POSITIONS {
                let node = nodes[turn % nodes.len()];
                let value = activations.get(&network, node).unwrap().flatten_all().unwrap();
                let at = numbers.below(value.elem_count());
                let largest = value.abs().unwrap().max(0).unwrap().to_scalar::<f32>().unwrap();
                let arithmetic = explain(&network, &activations, Place { node, at }).unwrap();
                let gap = arithmetic.gap() / f64::from(largest).max(1e-12);
                assert!(gap < 1e-5, "{}: {} of {operator}: {gap:.1e}", file.display(), network.node(node).name);
                let known = worst.entry(operator).or_insert((0.0, 0));
                *known = (known.0.max(gap), known.1 + 1);
                of_file = of_file.max(gap);
            }
        }
        println!("{}: worst gap {of_file:.1e} of the layer's largest", file.display());
    }
    println!("{} files", files.len());
    for (operator, (gap, count)) in worst {
        println!("{operator}: {count} positions, worst gap {gap:.1e}");
    }
}

/// What the window asks when somebody clicks: the arithmetic of a number, and the strongest path behind it.
#[test]
#[ignore = "measures, so it wants a release build"]
fn a_click_on_googlenet_is_answered_at_once() {
    let Some(file) = shared("models/googlenet.onnx") else { return };
    let network = zoo::open(&file).unwrap().network;
    let engine = Engine::native(Arc::clone(&network), false).unwrap();
    let mut numbers = Numbers::new(3);
    let input = numbers.tensor(&network.node(network.input()).shape, 0.0, 100.0);
    let activations = engine.forward(&input, &Keep::All, &Control::default()).unwrap();
    let layers = network.layers();
    let mut times: Vec<[f64; 2]> = (0..200)
        .map(|_| {
            let layer = &layers[numbers.below(layers.len())];
            let layer = layer.children.get(numbers.below(layer.children.len().max(1))).unwrap_or(layer);
            let count = network.node(layer.node).shape.iter().product();
            let place = Place { node: layer.node, at: numbers.below(count) };
            let begin = Instant::now();
            explain(&network, &activations, place).unwrap();
            let explained = begin.elapsed().as_secs_f64();
            trace(&network, &activations, place, &Control::default()).unwrap();
            [explained * 1e3, begin.elapsed().as_secs_f64() * 1e3]
        })
        .collect();
    for (what, index) in [("arithmetic", 0), ("with its path", 1)] {
        times.sort_by(|a, b| a[index].total_cmp(&b[index]));
        println!("{what}: median {:.1} ms, slowest {:.1} ms", times[100][index], times[199][index]);
    }
    assert!(times[100][1] < 30.0);
}
