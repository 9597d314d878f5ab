//! Training from a recipe to a model, and what may go wrong on the way.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Arc,
    time::Duration,
};

use convscope::{
    control::{Cancel, Control},
    formats::safetensors,
    picture::Picture,
    training::{Examples, Recipe, Trainer},
    words::Words,
    zoo::{self, Weights},
};
use tempfile::TempDir;

/// Small enough for seconds, with everything that has a state.
const RECIPE: &str = "
name = 'Bars'
about = 'Bars that lie and stand.'
epochs = 6
batch = 8
seed = 5
average = 0.9
label_smoothing = 0.05
sizes = [[0, 8], [3, 12]]
checkpoint_minutes = 0
storage = 'f16'
[network]
layers = [
    { convolution = 8, stride = 2 },
    { residual = [{ convolution = 12 }, { convolution = 12, activation = 'none' }] },
    { global_average = true },
    { linear = 'classes' },
]
[preprocessing]
size = 12
order = 'rgb'
mean = 0.5
std = 0.25
[optimizer]
method = 'sgd'
learning_rate = 0.1
[augmentation]
crop = 1
brightness = 0.1
";

/// Bars across and bars down, 20 pictures each, a little different from one another.
fn bars(folder: &Path) {
    for (name, down) in [("across", false), ("down", true)] {
        std::fs::create_dir_all(folder.join(name)).unwrap();
        for number in 0..20usize {
            let mut picture = Picture::filled(12, 12, [40, 40, 60]);
            for place in 0..12 {
                for thick in 0..3 {
                    let at = 2 + number % 6 + thick;
                    let (x, y) = if down { (at, place) } else { (place, at) };
                    picture.blend_pixel(x, y, [250, 200, 90], 0.6 + 0.02 * number as f32);
                }
            }
            std::fs::write(folder.join(name).join(format!("{number}.png")), picture.to_png().unwrap()).unwrap();
        }
    }
}

fn examples(recipe: &Recipe, folder: &Path) -> Arc<Examples> {
    Arc::new(Examples::load(recipe, folder.to_str(), &Control::default()).unwrap())
}

fn trainer(recipe: &str, folder: &Path) -> Trainer {
    let recipe = Recipe::parse(recipe).unwrap();
    let examples = examples(&recipe, folder);
    Trainer::new(recipe, examples).unwrap()
}

fn bits(weights: &Weights) -> Vec<(String, Vec<u32>)> {
    let values = |key: &str| weights.get(key).unwrap().flatten_all().unwrap().to_vec1::<f32>().unwrap();
    weights.keys().map(|key| (key.to_owned(), values(key).into_iter().map(f32::to_bits).collect())).collect()
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_convscope"));
    command.env("LANGUAGE", "en").current_dir(folder).args(["--threads", "2"]).args(arguments).output().unwrap()
}

fn errors(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn an_interrupted_training_ends_with_the_same_weights() {
    let folder = TempDir::new().unwrap();
    bars(folder.path());
    let checkpoint = folder.path().join("bars.checkpoint");
    for method in ["sgd", "adamw"] {
        let recipe = RECIPE.replace("'sgd'", &format!("'{method}'"));
        let mut whole = trainer(&recipe, folder.path());
        let mut reports = Vec::new();
        // The middle of the second epoch, and of the first one at the larger size.
        for stop in [whole.steps_per_epoch() + 1, 3 * whole.steps_per_epoch() + 2] {
            while whole.steps_done() < stop {
                reports.push(whole.step(&Control::default()).unwrap());
            }
            if stop == whole.steps_per_epoch() + 1 {
                whole.set_learning_rate_factor(0.5);
            }
            whole.save_checkpoint(&checkpoint).unwrap();
            let mut resumed = trainer(&recipe, folder.path());
            resumed.resume(&checkpoint).unwrap();
            assert_eq!((resumed.steps_done(), resumed.learning_rate_factor()), (stop, 0.5));
            for _ in 0..3 {
                let report = whole.step(&Control::default()).unwrap();
                assert_eq!(resumed.step(&Control::default()).unwrap(), report);
                reports.push(report);
            }
            assert_eq!(bits(&resumed.weights().unwrap()), bits(&whole.weights().unwrap()), "{method} from step {stop}");
        }
        assert!(reports.iter().enumerate().all(|(step, report)| report.step == step));
    }
}

#[test]
fn a_network_learns_and_its_file_says_how() {
    let folder = TempDir::new().unwrap();
    bars(&folder.path().join("bars"));
    std::fs::write(folder.path().join("bars/across/broken.png"), b"no picture").unwrap();
    std::fs::write(folder.path().join("bars.recipe.toml"), RECIPE).unwrap();
    let output = run(folder.path(), &["train", "bars.recipe.toml", "--data", "bars", "-o", "model.safetensors"]);
    let text = errors(&output);
    assert!(output.status.success() && output.stdout.is_empty(), "{text}");
    assert!(text.contains("left out: ") && text.contains("broken.png"), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("epoch ")).count(), 6, "{text}");
    assert!(text.contains("epoch 6 of 6: loss "), "{text}");

    let model = zoo::open(&folder.path().join("model.safetensors")).unwrap();
    assert_eq!((model.name.as_str(), model.labels.as_slice()), ("Bars", ["across", "down"].map(str::to_owned).as_slice()));
    let about = Words::ENGLISH.say(&model.about);
    assert!(about.contains("weights trained by Convscope; ") && about.contains("held out"), "{about}");
    assert_eq!((model.preprocessing.size, model.preprocessing.mean), ([12, 12], [0.5; 3]));
    let sidecar = std::fs::read_to_string(folder.path().join("model.toml")).unwrap();
    for expected in [
        "seed = 5",
        "command = \"convscope --threads 2 train bars.recipe.toml --data bars -o model.safetensors\"",
        "accuracy = \"",
    ] {
        assert!(sidecar.contains(expected), "{sidecar}");
    }
    let table = std::fs::read_to_string(folder.path().join("model.csv")).unwrap();
    assert_eq!(table.lines().count(), 7);
    assert!(!folder.path().join("model.checkpoint").exists());

    let output = run(folder.path(), &["evaluate", "model.safetensors", "bars", "--json", "--confusion", "confusion.csv"]);
    assert!(errors(&output).contains("broken.png"), "{}", errors(&output));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["count"], 40);
    assert!(document["top1"].as_f64().unwrap() > 0.9, "{document}");
    assert_eq!(document["top5"], 1.0);
    assert!(document["loss"].as_f64().unwrap() < 0.6);
    assert_eq!(document["classes"][1]["label"], "down");
    assert_eq!(document["unreadable"][0], "across/broken.png");
    let confusion = std::fs::read_to_string(folder.path().join("confusion.csv")).unwrap();
    assert!(confusion.starts_with("class,across,down\nacross,"), "{confusion}");

    let output = run(folder.path(), &["evaluate", "shapes", "bars"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("no label of the model is called \"across\""), "{}", errors(&output));
}

#[test]
fn a_killed_training_goes_on_and_another_recipe_does_not() {
    let folder = TempDir::new().unwrap();
    bars(&folder.path().join("bars"));
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("bars.recipe.toml"), format!("data = 'bars'\n{RECIPE}")).unwrap();
    let train = |more: &[&str]| {
        let arguments = [&["train", "bars.recipe.toml", "-o", "model.safetensors"], more].concat();
        run(folder.path(), &arguments)
    };
    assert!(train(&[]).status.success());
    let weights = || bits(&Weights::new(safetensors::read(&path("model.safetensors")).unwrap().tensors));
    let expected = weights();

    let mut child = Command::new(env!("CARGO_BIN_EXE_convscope"))
        .env("LANGUAGE", "en")
        .current_dir(folder.path())
        .args(["--threads", "2", "train", "bars.recipe.toml", "-o", "model.safetensors"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !path("model.checkpoint").exists() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // It may have finished before it was killed; then there is nothing to go on from.
    if path("model.checkpoint").exists() {
        let refused = train(&["--epochs", "4"]);
        assert_eq!(refused.status.code(), Some(1));
        assert!(errors(&refused).contains("belongs to another recipe or other data"), "{}", errors(&refused));
        let output = train(&[]);
        assert!(output.status.success() && errors(&output).contains("going on from step"), "{}", errors(&output));
    }
    assert_eq!(weights(), expected);
    assert!(train(&["--restart"]).status.success());
}

#[test]
fn checkpoints_that_cannot_be_are_refused() {
    let folder = TempDir::new().unwrap();
    bars(folder.path());
    let path = folder.path().join("x.checkpoint");
    let mut one = trainer(RECIPE, folder.path());
    std::fs::write(&path, b"nothing").unwrap();
    assert!(one.resume(&path).unwrap_err().to_string().contains("not a readable safetensors file"));
    trainer(&RECIPE.replace("seed = 5", "seed = 6"), folder.path()).save_checkpoint(&path).unwrap();
    let sentence = one.resume(&path).unwrap_err().to_string();
    assert!(sentence.contains("another recipe") && sentence.contains("--restart") && !sentence.contains('\n'), "{sentence}");
    assert_eq!(one.steps_done(), 0);
}

#[test]
fn data_that_cannot_be_learned_from_is_a_sentence() {
    let folder = TempDir::new().unwrap();
    let recipe = Recipe::parse(RECIPE).unwrap();
    let sentence = |data: &Path| {
        let sentence = Examples::load(&recipe, data.to_str(), &Control::default()).unwrap_err().to_string();
        assert!(!sentence.contains('\n'), "{sentence}");
        sentence
    };
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    assert!(sentence(&path("nowhere")).contains("no such folder"));
    assert!(Examples::load(&recipe, None, &Control::default()).unwrap_err().to_string().contains("--data"));

    bars(&path("good"));
    std::fs::create_dir_all(path("plain")).unwrap();
    std::fs::copy(path("good/down/1.png"), path("plain/1.png")).unwrap();
    assert!(sentence(&path("plain")).contains("it has no classes"));

    std::fs::create_dir(path("good/nothing")).unwrap();
    assert!(
        sentence(&path("good")).contains("\"nothing\"")
            || sentence(&path("good")).contains("nothing\" of a class holds no picture")
    );
    std::fs::write(path("good/nothing/1.png"), b"broken").unwrap();
    assert!(sentence(&path("good")).contains("class \"nothing\" has no picture to learn from"));

    std::fs::create_dir_all(path("parts/train/a")).unwrap();
    std::fs::create_dir_all(path("parts/val/b")).unwrap();
    std::fs::copy(path("good/down/1.png"), path("parts/train/a/1.png")).unwrap();
    std::fs::copy(path("good/down/1.png"), path("parts/val/b/1.png")).unwrap();
    assert!(sentence(&path("parts")).contains("class \"b\" has pictures to test with but none to learn from"));
    assert!(sentence(&PathBuf::from(format!("{}#test", path("good").display()))).contains("leave #test away"));

    std::fs::create_dir_all(path("few/a")).unwrap();
    std::fs::copy(path("good/down/1.png"), path("few/a/1.png")).unwrap();
    assert!(sentence(&path("few")).contains("no pictures to test with"));
}

#[test]
fn a_stopped_step_can_be_done_again() {
    let folder = TempDir::new().unwrap();
    bars(folder.path());
    let (mut one, mut other) = (trainer(RECIPE, folder.path()), trainer(RECIPE, folder.path()));
    let cancel = Cancel::default();
    cancel.cancel();
    for _ in 0..3 {
        assert_eq!(one.step(&Control::new(cancel.clone(), |_, _| {})).unwrap_err().to_string(), "cancelled");
        assert_eq!(one.step(&Control::default()).unwrap(), other.step(&Control::default()).unwrap());
    }
    assert_eq!(bits(&one.weights().unwrap()), bits(&other.weights().unwrap()));
}

#[test]
fn reading_pictures_can_be_stopped() {
    let folder = TempDir::new().unwrap();
    bars(folder.path());
    let cancel = Cancel::default();
    cancel.cancel();
    let stopped = Examples::load(&Recipe::parse(RECIPE).unwrap(), folder.path().to_str(), &Control::new(cancel, |_, _| {}));
    assert_eq!(stopped.unwrap_err().to_string(), "cancelled");
}

#[test]
fn a_rate_that_is_too_large_is_said() {
    let folder = TempDir::new().unwrap();
    bars(folder.path());
    let wild = RECIPE
        .replace("learning_rate = 0.1", "learning_rate = 1000\nmomentum = 0.99")
        .replace("method = 'sgd'", "method = 'sgd'\nweight_decay = 1");
    let mut trainer = trainer(&wild, folder.path());
    let failure = (0..40).find_map(|_| trainer.step(&Control::default()).err());
    assert!(failure.unwrap().to_string().contains("lower the learning rate"));
}
