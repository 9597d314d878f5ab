//! Whole networks at batch 1: forward, and the input gradient with its forward pass.
//!
//!     cargo bench -p convscope-benches --bench networks
//!
//! The embedded network is always there; those of the comparison with other programs are where `CONVSCOPE_MODELS` says
//! (`python benches/peers/models.py FOLDER` writes them).

use std::path::{Path, PathBuf};

use convscope::{
    control::Control,
    network::{Class, Device, Engine, Keep, Plain, Target, Tensor},
    zoo,
};
use divan::Bencher;

fn main() {
    divan::main();
}

/// Names of shipped models, or files.
fn models() -> Vec<String> {
    let folder = std::env::var_os("CONVSCOPE_MODELS").map(PathBuf::from);
    let entries = folder.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten().flatten();
    let files = entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "safetensors"));
    let mut models: Vec<String> = files.map(|path| path.display().to_string()).collect();
    models.sort();
    models.insert(0, "shapes".to_owned());
    models
}

fn open(model: &str) -> (Engine, Tensor) {
    let network = zoo::open(Path::new(model)).expect("a model that opens").network;
    let shape = network.node(network.input()).shape.clone();
    let engine = Engine::new(network, &Device::Cpu).expect("a network that can be prepared");
    let count = shape.iter().product::<usize>();
    let values: Vec<f32> = (0..count).map(|index| (index as f32 * 0.37).sin()).collect();
    (engine, Tensor::from_vec(values, shape, &Device::Cpu).expect("as many values as the shape says"))
}

#[divan::bench(args = models())]
fn forward(bencher: Bencher<'_, '_>, model: &str) {
    let (engine, input) = open(model);
    let pass = || engine.forward(&input, &Keep::Scores, &Control::default()).expect("a forward pass");
    pass();
    bencher.bench_local(pass);
}

#[divan::bench(args = models())]
fn gradient(bencher: Bencher<'_, '_>, model: &str) {
    let (engine, input) = open(model);
    let quiet = Control::default();
    let pass = || {
        let activations = engine.forward(&input, &Keep::All, &quiet).expect("a forward pass");
        let wanted = [engine.network().input()];
        engine.gradient(&activations, &Target::Class(Class(0)), &wanted, &Plain, &quiet).expect("a backward pass")
    };
    pass();
    bencher.bench_local(pass);
}
