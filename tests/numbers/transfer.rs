//! Whether a class picture shows the class or the network: pictures that World loves to see, shown to a second network with the
//! same recipe and another seed (`models/world.recipe.toml` with `seed = 2`, trained by `convscope train`), which lies where
//! `CONVSCOPE_SECOND` says.
//!
//! A pattern that means something to both is of the class; noise is of one network alone.

use std::{path::PathBuf, sync::Arc};

use convscope::{
    control::Control,
    figures::grown_picture,
    network::{Answer, Class, Device, Engine, Keep, Tensor},
    visualization::{Lens, Objective, Order, PRESETS},
    zoo::{self, Model},
};

use super::support::files::skip;

/// The class's place in the second network's answer, and its probability.
fn shown(second: &Model, engine: &Engine, pixels: &[f32], size: [usize; 2], class: usize) -> (usize, f64) {
    let picture = grown_picture(pixels, size, Default::default());
    let shape = second.network.node(second.network.input()).shape.clone();
    let input = Tensor::from_vec(second.preprocessing.apply(&picture), shape, &Device::Cpu).unwrap();
    let scores = second.network.scores();
    let kept = engine.forward(&input, &Keep::Only(vec![scores]), &Control::default()).unwrap();
    let scores = kept.get(&second.network, scores).unwrap().flatten_all().unwrap().to_vec1().unwrap();
    let probabilities = Answer::new(scores).probabilities;
    let own = probabilities[class];
    (probabilities.iter().filter(|other| **other > own).count(), own)
}

#[test]
fn a_second_network_knows_what_fourier_draws_and_not_the_noise() {
    let Some(file) = std::env::var_os("CONVSCOPE_SECOND").map(PathBuf::from) else {
        return skip("CONVSCOPE_SECOND is not set to a World of another seed");
    };
    let (first, second) = (zoo::default_model().unwrap(), zoo::open(&file).unwrap());
    let engine = Engine::new(second.network.clone(), &Device::Cpu).unwrap();
    let lens = Arc::new(Lens::new(first.network, first.preprocessing, Device::Cpu));
    let control = Control::default();
    let classes = first.labels.len();
    let mut known = Vec::new();
    for recipe in ["lucid", "erhan"] {
        let preset = PRESETS.find(recipe).unwrap();
        let mut top = 0;
        for class in 0..classes {
            let mut growing = preset.begin(&Order::new(Arc::clone(&lens), Objective::Class(Class(class)))).unwrap();
            while !growing.is_finished() {
                growing.step(&control).unwrap();
            }
            let pictures = growing.pictures();
            let size = [pictures.height, pictures.width];
            let (place, probability) = shown(&second, &engine, &pictures.item(0).values, size, class);
            println!("{recipe} {class}: place {place}, {:.1} %", 100.0 * probability);
            top += usize::from(place == 0);
        }
        println!("{recipe}: {top} of {classes}");
        known.push(top as f64 / classes as f64);
    }
    assert!(known[0] >= 0.8 && known[1] <= 0.4, "{known:?}");
}
