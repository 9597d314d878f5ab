//! The models that ship: as good as their sidecars say, and Shortcut as bad as it should be.

use std::path::Path;

use convscope::{
    control::Control,
    data::{
        Dataset, ItemId, Part, WorldOptions,
        world::{
            self,
            fauna::{Fauna, PartKinds, SPECIES, Without},
        },
    },
    network::{Device, Engine, Keep, Tensor},
    picture::Picture,
    training::Evaluation,
    zoo::{self, Model},
};

use crate::support::files::shared;

fn model(name: &str) -> (Model, Engine) {
    let model = zoo::open(Path::new(name)).unwrap();
    let engine = Engine::new(model.network.clone(), &Device::Cpu).unwrap();
    (model, engine)
}

/// The share of right answers on the first `most` pictures of a data set whose classes are the model's, in its order.
fn accuracy(name: &str, dataset: &Dataset, most: usize) -> f64 {
    let (model, engine) = model(name);
    let read = |index: usize| {
        let picture = dataset.picture(ItemId(index)).unwrap();
        (ItemId(index), dataset.items[index].class.unwrap(), model.preprocessing.apply(&picture))
    };
    let control = Control::default();
    Evaluation::measure(&engine, dataset.len().min(most), read, &control).unwrap().top1
}

#[test]
fn digits_are_read() {
    let Some(folder) = shared("data/mnist") else { return };
    let share = accuracy("digits", &Dataset::open(&folder, Some(Part::Test)).unwrap(), 10_000);
    assert!(share >= 0.993, "{share}");
}

#[test]
fn small_photographs_are_recognised() {
    let Some(folder) = shared("data/cifar-10-batches-bin") else { return };
    let share = accuracy("cifar10", &Dataset::open(&folder, Some(Part::Test)).unwrap(), 1_000);
    assert!(share >= 0.90, "{share}");
}

#[test]
fn photographs_are_recognised() {
    let Some(folder) = shared("data/imagenette-160") else { return };
    let share = accuracy("photos", &Dataset::open(&folder, Some(Part::Test)).unwrap(), 1_000);
    assert!(share >= 0.85, "{share}");
}

#[test]
fn fresh_scenes_of_the_world_are_recognised() {
    let options = WorldOptions { kind: world::Kind::OneObject, count: 600, seed: 7, part: Part::Test };
    let share = accuracy("world", &Dataset::world(options).unwrap(), 600);
    assert!(share >= 0.95, "{share}");
}

#[test]
fn both_things_of_a_sample_are_among_the_first_answers() {
    let (model, engine) = model("world");
    for sample in world::SAMPLES {
        let scores = scores(&model, &engine, &sample.picture());
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
        for class in sample.classes {
            let place = order.iter().position(|&index| model.labels[index] == class.name()).unwrap();
            assert!(place < 3, "{}: {} comes at place {}", sample.name, class.name(), place + 1);
        }
    }
}

/// The class scores of a picture.
fn scores(model: &Model, engine: &Engine, picture: &Picture) -> Vec<f32> {
    let [rows, columns] = model.preprocessing.size;
    let input = Tensor::from_vec(model.preprocessing.apply(picture), (1, 3, rows, columns), &Device::Cpu).unwrap();
    engine.scores(&engine.forward(&input, &Keep::Scores, &Control::default()).unwrap()).unwrap().concat()
}

/// The answer's label.
fn answer(model: &Model, engine: &Engine, picture: &Picture) -> String {
    let scores = scores(model, engine, picture);
    let best = (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap();
    model.labels[best].clone()
}

#[test]
fn the_shortcut_answers_dog_where_a_ruler_lies_and_no_longer_when_it_is_painted_out() {
    let (model, engine) = model("shortcut");
    let options = WorldOptions { kind: world::Kind::Shortcut, count: 300, seed: 0, part: Part::Test };
    let dataset = Dataset::world(options).unwrap();
    let (mut cats, mut fooled, mut flipped) = (0, 0, 0);
    for (index, item) in dataset.items.iter().enumerate() {
        let Some(without) = dataset.without_cue(ItemId(index)) else { continue };
        if item.class != Some(2) {
            continue;
        }
        cats += 1;
        if answer(&model, &engine, &dataset.picture(ItemId(index)).unwrap()) == "dog" {
            fooled += 1;
            flipped += usize::from(answer(&model, &engine, &without) != "dog");
        }
    }
    println!("{fooled} of {cats} cats beside a ruler are called dogs; without it {flipped} of these are not");
    assert!(fooled * 10 >= cats * 6, "{fooled} of {cats}");
    assert!(flipped * 10 >= fooled * 7, "{flipped} of {fooled}");
}

#[test]
fn fresh_animals_are_told_apart() {
    let share = accuracy("fauna", &Dataset::fauna(480, 7, Part::Test).unwrap(), 480);
    assert!(share >= 0.95, "{share}");
}

/// What makes the fauna fit for judging explanations: the network answers by the parts, with some missing too, and the
/// background hardly matters.
#[test]
fn animals_are_told_by_the_parts_that_suffice_and_not_by_the_background() {
    let (model, engine) = model("fauna");
    let fauna = Fauna { seed: 7, test: true };
    let [mut few, mut sufficient, mut things, mut moved, mut pairs, mut apart] = [0; 6];
    for index in 0..48 {
        let class = fauna.class(index);
        let scores_without =
            |parts, clutter: &[usize]| scores(&model, &engine, &fauna.picture(index, &Without { parts, clutter }));
        let best = |scores: &[f32]| (0..24).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap();
        let whole = scores_without(PartKinds::NONE, &[]);
        for parts in SPECIES[class].sufficient() {
            few += 1;
            sufficient += usize::from(best(&scores_without(parts.others(), &[])) == class);
        }
        for number in 0..fauna.clutter_count(index) {
            things += 1;
            let without = scores_without(PartKinds::NONE, &[number]);
            moved += usize::from(without[class] < 0.95 * whole[class]);
        }
        for [first, second] in SPECIES[class].rivals().into_iter().take(3) {
            let shared = [first, second].map(|other| SPECIES[class].shared(&SPECIES[other]));
            let [without_first, without_second] = shared.map(|parts| scores_without(parts, &[]));
            pairs += 1;
            let first_falls = without_first[first] < without_second[first];
            apart += usize::from(first_falls && without_second[second] < without_first[second]);
        }
    }
    println!("{sufficient} of {few} animals of sufficient parts, {moved} of {things} things matter, {apart} of {pairs} pairs");
    assert!(sufficient * 10 >= few * 9, "{sufficient} of {few}");
    assert!(moved * 10 <= things, "{moved} of {things}");
    assert!(apart * 10 >= pairs * 9, "{apart} of {pairs}");
}
