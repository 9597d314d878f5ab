//! Shapes, the model that PyTorch trained, and its pictures: the network answers what was drawn, with PyTorch's numbers.

use std::path::Path;

use convscope::{
    control::Control,
    data::{Dataset, Item, ItemId, SAMPLES},
    network::{Device, Engine, Keep, Tensor},
    picture::Picture,
    words::Words,
    zoo::{self, Model},
};

fn scores(model: &Model, pictures: &[Picture]) -> Vec<Vec<f32>> {
    let engine = Engine::new(model.network.clone(), &Device::Cpu).unwrap();
    let [rows, columns] = model.preprocessing.size;
    let values: Vec<f32> = pictures.iter().flat_map(|picture| model.preprocessing.apply(picture)).collect();
    let input = Tensor::from_vec(values, (pictures.len(), 3, rows, columns), &Device::Cpu).unwrap();
    let activations = engine.forward(&input, &Keep::Scores, &Control::default()).unwrap();
    engine.scores(&activations).unwrap()
}

/// Labels from the best class down.
fn ranked<'a>(model: &'a Model, scores: &[f32]) -> Vec<&'a str> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    order.into_iter().map(|class| model.labels[class].as_str()).collect()
}

#[test]
fn shapes_says_what_it_is() {
    let model = zoo::open(Path::new("shapes")).unwrap();
    assert_eq!(model.labels, Dataset::gallery().unwrap().classes);
    let about = Words::ENGLISH.say(&model.about);
    assert!(about.contains("trained by this project on drawings"), "{about}");
    assert_eq!(model.network.class_count(), model.labels.len());
    let first_layer = model.network.find("conv1").unwrap();
    assert_eq!(model.network.node(first_layer).shape, [1, 24, 48, 48]);
}

#[test]
fn every_sample_is_answered_with_what_was_drawn() {
    let model = zoo::open(Path::new("shapes")).unwrap();
    let pictures: Vec<Picture> = SAMPLES.iter().map(|sample| sample.picture().unwrap()).collect();
    for (sample, scores) in SAMPLES.iter().zip(scores(&model, &pictures)) {
        let mut answers = ranked(&model, &scores)[..sample.classes.len()].to_vec();
        let mut drawn = sample.classes.to_vec();
        answers.sort_unstable();
        drawn.sort_unstable();
        assert_eq!(answers, drawn, "{}", sample.name);
    }
}

#[test]
fn the_gallery_is_recognised() {
    let model = zoo::open(Path::new("shapes")).unwrap();
    let gallery = Dataset::gallery().unwrap();
    let pictures: Vec<Picture> = (0..gallery.len()).map(|index| gallery.picture(ItemId(index)).unwrap()).collect();
    let answers = scores(&model, &pictures);
    let is_right =
        |item: &Item, scores: &[f32]| item.class.is_some_and(|class| ranked(&model, scores)[0] == gallery.classes[class]);
    let right = gallery.items.iter().zip(&answers).filter(|(item, scores)| is_right(item, scores)).count();
    assert!(right >= 116, "{right} of 120");
}

#[test]
fn scores_equal_those_of_pytorch() {
    let expected: Vec<Vec<f32>> = serde_json::from_str(include_str!("../fixtures/shapes/scores.json")).unwrap();
    let model = zoo::open(Path::new("shapes")).unwrap();
    let gallery = Dataset::gallery().unwrap();
    let firsts = (0..gallery.len()).step_by(gallery.len() / expected.len());
    let first: Vec<Picture> = firsts.map(|index| gallery.picture(ItemId(index)).unwrap()).collect();
    for (found, expected) in scores(&model, &first).iter().flatten().zip(expected.iter().flatten()) {
        assert!((found - expected).abs() < 1e-4, "{found} instead of {expected}");
    }
}
