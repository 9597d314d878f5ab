//! Generators: from a recipe to a file that draws for its network and for no other.

use std::{
    path::Path,
    process::{Command, Output},
    sync::Arc,
};

use convscope::{
    control::{Cancel, Control},
    network::{Device, Engine, Keep, Tensor},
    training::{Examples, Recipe, Trainer, generator_recipe},
    words::Words,
    zoo::{self, Generator},
};
use tempfile::TempDir;

/// Digits drawn from the last convolution of Digits, which any pictures will do for.
const RECIPE: &str = "
name = 'Tiny'
about = 'A test.'
data = 'world:96'
epochs = 8
batch = 16
seed = 3
average = 0.8
storage = 'f16'
checkpoint_minutes = 0
[generator]
network = 'digits'
layer = 'conv5'
pixels = 1
features = { conv2 = 0.5 }
[adversary]
weight = 0.2
learning_rate = 0.001
layers = [
    { convolution = 8, kernel = 4, stride = 2, padding = 1, normalization = 'none' },
    { convolution = 1, normalization = 'none', activation = 'none' },
]
[network]
layers = [
    { convolution = 16 },
    { upsample = 2 },
    { convolution = 16 },
    { transposed = 8 },
    { convolution = 1, normalization = 'none', activation = 'sigmoid' },
]
[preprocessing]
size = 28
order = 'grey'
mean = 0.1307
std = 0.3081
[optimizer]
method = 'adam'
learning_rate = 0.01
weight_decay = 0
";

fn trainer(text: &str) -> Trainer {
    let recipe = Recipe::parse(text).unwrap();
    let examples = Arc::new(Examples::load(&recipe, None, &Control::default()).unwrap());
    Trainer::new(recipe, examples).unwrap()
}

#[test]
fn steps_lower_the_loss_and_one_that_is_stopped_can_be_done_again() {
    let control = Control::default();
    let (mut one, mut other) = (trainer(RECIPE), trainer(RECIPE));
    let before = one.reconstruct(&control).unwrap();
    let cancel = Cancel::default();
    cancel.cancel();
    let mut reports = Vec::new();
    while !one.is_finished() {
        if one.steps_done() == 3 {
            assert_eq!(one.step(&Control::new(cancel.clone(), |_, _| {})).unwrap_err().to_string(), "cancelled");
        }
        reports.push(one.step(&control).unwrap());
        assert_eq!(other.step(&control).unwrap(), reports[reports.len() - 1]);
    }
    let after = one.reconstruct(&control).unwrap();
    assert_eq!((after.count, after.features[0].0.as_str()), (9, "conv2"));
    assert!(reports[reports.len() - 1].loss < 0.6 * reports[0].loss, "{reports:?}");
    assert!(after.loss < 0.6 * before.loss && after.error < before.error, "{before:?} {after:?}");
    assert!(one.evaluate(&control).unwrap_err().to_string().contains("answers nothing"));
}

#[test]
fn an_interrupted_training_ends_with_the_same_generator() {
    let folder = TempDir::new().unwrap();
    let (checkpoint, control) = (folder.path().join("x.checkpoint"), Control::default());
    let mut whole = trainer(RECIPE);
    for _ in 0..7 {
        whole.step(&control).unwrap();
    }
    whole.save_checkpoint(&checkpoint).unwrap();
    let mut resumed = trainer(RECIPE);
    resumed.resume(&checkpoint).unwrap();
    for _ in 0..3 {
        assert_eq!(resumed.step(&control).unwrap(), whole.step(&control).unwrap());
    }
    assert_eq!(resumed.reconstruct(&control).unwrap(), whole.reconstruct(&control).unwrap());
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_convscope"));
    command.env("LANGUAGE", "en").current_dir(folder).args(["--threads", "2"]).args(arguments).output().unwrap()
}

fn errors(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_generator_is_trained_opened_and_refused_to_others() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("tiny.recipe.toml"), RECIPE).unwrap();
    let output = run(folder.path(), &["train", "tiny.recipe.toml", "--epochs", "2", "-o", "tiny.safetensors"]);
    assert!(output.status.success(), "{}", errors(&output));
    assert!(
        errors(&output).contains("epoch 2 of 2: loss ") && errors(&output).contains("colours off by "),
        "{}",
        errors(&output)
    );
    let table = std::fs::read_to_string(path("tiny.csv")).unwrap();
    assert!(table.starts_with("epoch,loss,held_out_loss,held_out_error,held_out_same_answer,seconds\n1,"), "{table}");
    let sidecar = std::fs::read_to_string(path("tiny.toml")).unwrap();
    for expected in
        ["[generator]\nnetwork = \"Digits\"\nclasses = 10\nlayer = \"conv5\"\ncode = [64, 7, 7]\n", "off, the same answer"]
    {
        assert!(sidecar.contains(expected), "{sidecar}");
    }

    let generator = Generator::open(&path("tiny.safetensors")).unwrap();
    let digits = zoo::open(Path::new("digits")).unwrap();
    let layer = generator.layer_of(&digits).unwrap();
    assert_eq!((generator.name.as_str(), digits.network.node(layer).shape.as_slice()), ("Tiny", [1, 64, 7, 7].as_slice()));
    assert!(Words::ENGLISH.say(&generator.about).contains("weights trained by Convscope"));
    assert_eq!(generator.codes.upper().len(), 64 * 7 * 7);
    let engine = Engine::new(generator.network.clone(), &Device::Cpu).unwrap();
    let code = Tensor::from_vec(generator.codes.upper(), (1, 64, 7, 7), &Device::Cpu).unwrap();
    let drawn = engine.forward(&code, &Keep::Scores, &Control::default()).unwrap();
    let drawn = drawn.get(&generator.network, generator.network.scores()).unwrap();
    assert_eq!(drawn.dims(), [1, 1, 28, 28]);
    // Between black and white as the network takes them.
    let numbers: Vec<f32> = drawn.flatten_all().unwrap().to_vec1().unwrap();
    assert!(numbers.iter().all(|number| (-0.1307 / 0.3081..=(1.0 - 0.1307) / 0.3081 + 1e-5).contains(number)));

    let world = zoo::open(Path::new("world")).unwrap();
    let sentence = generator.layer_of(&world).unwrap_err().to_string();
    assert_eq!(
        sentence,
        "World: this generator draws what conv5 of Digits (10 classes) says; open that network, or train a generator for this one"
    );
    let sentence = zoo::open(&path("tiny.safetensors")).unwrap_err().to_string();
    assert!(sentence.contains("it is a generator") && !sentence.contains('\n'), "{sentence}");
    let sentence = Generator::open(Path::new("models/digits.safetensors")).unwrap_err().to_string();
    assert!(sentence.contains("it is no generator"), "{sentence}");
}

#[test]
fn a_recipe_can_be_written_for_any_network() {
    let model = zoo::open(Path::new("cifar10")).unwrap();
    let layers: Vec<String> =
        model.network.nodes().iter().filter(|node| node.shape.len() == 4).map(|node| node.name.clone()).collect();
    let layer = layers.iter().rev().find(|name| model.network.node(model.network.find(name).unwrap()).shape[2] > 1).unwrap();
    let text = generator_recipe(&model, "another name", layer, &[], "world:32").unwrap();
    let recipe = Recipe::parse(&text).unwrap();
    let examples = Arc::new(Examples::load(&recipe, None, &Control::default()).unwrap());
    let mut trainer = Trainer::generator(recipe.clone(), Arc::clone(&examples), &model).unwrap();
    assert!(trainer.step(&Control::default()).unwrap().loss.is_finite());
    let digits = zoo::open(Path::new("digits")).unwrap();
    let sentence = Trainer::generator(recipe, examples, &digits).err().unwrap().to_string();
    assert!(!sentence.contains('\n') && !sentence.is_empty(), "{sentence}");
    assert!(generator_recipe(&model, "x", "fc", &[], "world:32").unwrap_err().to_string().contains("no maps"));
}
