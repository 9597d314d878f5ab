//! `visualize`, `dream` and `invert`: what they write, what they print, and what they refuse.

use std::{fs, path::Path};

use tempfile::TempDir;

use super::{
    fail, json, shape, succeed,
    support::files::{fixture, repository},
};

fn sample(name: &str) -> String {
    repository("assets/samples").join(name).display().to_string()
}

/// Width and height of a PNG.
fn png(path: &Path) -> [u32; 2] {
    let bytes = fs::read(path).unwrap();
    assert_eq!(bytes[1..4], *b"PNG", "{path:?}");
    [16, 20].map(|at| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()))
}

#[test]
fn a_channel_is_grown_to_a_picture_numbers_and_json() {
    let folder = TempDir::new().unwrap();
    let file = |name: &str| folder.path().join(name);
    let grow = ["visualize", "world", "--target", "conv1:3", "--size", "32", "--steps", "12"];
    let text = succeed(folder.path(), &[&grow[..], &["-o", "grown.png"]].concat());
    assert!(text.starts_with("Lucid: ") && text.contains("after 12 steps") && text.lines().count() == 1, "{text}");
    assert!(png(&file("grown.png")).iter().all(|side| *side >= 32));
    let document = json(&succeed(folder.path(), &[&grow[..], &["--count", "2", "-o", "grown.npy", "--json"]].concat()));
    assert_eq!(shape(&file("grown.npy")), [2, 3, 32, 32]);
    let keys: Vec<&str> = document.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "high_frequency",
        "objective",
        "ratio",
        "recipe",
        "redirected_steps",
        "scores",
        "seconds",
        "steps",
        "steps_per_second",
        "strongest",
        "total_variation",
    ];
    assert_eq!(keys, expected);
    assert_eq!((&document["recipe"], &document["steps"]), (&"lucid".into(), &12.into()));
    assert_eq!(document["scores"].as_array().unwrap().len(), 2);
    assert!(document["strongest"].is_null() && document["ratio"].is_null());
    // Every step of the first ten, the tenth, and the picture as it is.
    let objective = document["objective"].as_array().unwrap();
    assert_eq!(objective.iter().map(|pair| pair[0].as_u64().unwrap()).collect::<Vec<_>>()[8..], [8, 9, 10, 12]);
    let rose = objective.last().unwrap()[1].as_f64() > objective[0][1].as_f64();
    assert!(rose && (0.0..1.0).contains(&document["high_frequency"].as_f64().unwrap()), "{document}");
}

#[test]
fn a_seed_decides_a_picture() {
    let folder = TempDir::new().unwrap();
    let grown = |name: &str, seed: &str| {
        let arguments = ["visualize", "world", "--target", "block2:1@middle", "--size", "32", "--steps", "3", "--seed", seed];
        succeed(folder.path(), &[&arguments[..], &["--threads", "1", "-o", name]].concat());
        fs::read(folder.path().join(name)).unwrap()
    };
    for ending in ["png", "npy"] {
        let first = grown(&format!("first.{ending}"), "7");
        assert_eq!(first, grown(&format!("again.{ending}"), "7"));
        assert_ne!(first, grown(&format!("other.{ending}"), "8"));
    }
}

#[test]
fn a_data_set_has_a_strongest_picture_to_beat() {
    let folder = TempDir::new().unwrap();
    let arguments = ["visualize", "world", "--target", "block2:1", "--size", "48", "--steps", "6", "--dataset", "world:50"];
    let document = json(&succeed(folder.path(), &[&arguments[..], &["-o", "grown.png", "--json"]].concat()));
    let strongest = document["strongest"].as_f64().unwrap();
    let ratio = document["scores"][0].as_f64().unwrap() / strongest;
    assert!(strongest > 0.0 && (document["ratio"].as_f64().unwrap() / ratio - 1.0).abs() < 1e-9, "{document}");
    let text = succeed(folder.path(), &[&arguments[..], &["-o", "grown.png"]].concat());
    assert!(text.contains("times the strongest picture"), "{text}");
}

#[test]
fn all_recipes_stand_side_by_side() {
    let folder = TempDir::new().unwrap();
    let picture = sample("heart-and-arrow.png");
    let arguments = ["visualize", "world", "--target", "flower", "--steps", "1", "--all-recipes", "-o", "all.png", "--json"];
    let recipes = |more: &[&str]| -> Vec<String> {
        let document = json(&succeed(folder.path(), &[&arguments[..], more].concat()));
        let all = document["recipes"].as_array().unwrap();
        all.iter().map(|recipe| recipe["recipe"].as_str().unwrap().to_owned()).collect()
    };
    let without = recipes(&[]);
    assert!(without.contains(&"lucid".to_owned()) && without.contains(&"cppn".to_owned()), "{without:?}");
    // With a picture to start from there are more.
    let with = recipes(&["--input", &picture]);
    assert!(with.contains(&"szegedy".to_owned()) && with.len() > without.len(), "{with:?}");
    assert!(without.iter().all(|recipe| with.contains(recipe)));
}

#[test]
fn a_picture_is_changed_until_it_is_another_class() {
    let folder = TempDir::new().unwrap();
    let picture = sample("heart-and-arrow.png");
    let arguments = ["visualize", "world", "--target", "p(flower)", "--recipe", "szegedy", "--input", picture.as_str()];
    let quick = ["--steps", "20", "--param", "searches=2", "-o", "near.npy", "--json"];
    let document = json(&succeed(folder.path(), &[&arguments[..], &quick].concat()));
    let probability = |at: usize| document["objective"][at][1].as_f64().unwrap();
    assert!(document["scores"][0].as_f64().unwrap() > probability(0), "{document}");
    assert_eq!(shape(&folder.path().join("near.npy")), [1, 3, 128, 128]);
    let predicted = json(&succeed(folder.path(), &["predict", "world", "near.npy", "--top", "1", "--json"]));
    assert_eq!(predicted["pictures"][0]["top"][0]["label"], "flower");
}

#[test]
fn a_layer_dreams_and_what_is_left_at_a_layer_is_shown() {
    let folder = TempDir::new().unwrap();
    let (picture, guide) = (sample("heart-and-arrow.png"), sample("spiral.png"));
    let image = picture.as_str();
    let text = succeed(folder.path(), &["dream", "world", image, "--steps", "2", "-o", "dream.png"]);
    assert!(text.contains("after 2 steps"), "{text}");
    assert!(png(&folder.path().join("dream.png")).iter().all(|side| *side >= 128));
    let guided = ["dream", "world", image, "--layer", "block2", "--guide", &guide, "--size", "64", "--steps", "2"];
    let document = json(&succeed(folder.path(), &[&guided[..], &["-o", "dream.npy", "--json"]].concat()));
    assert_eq!((shape(&folder.path().join("dream.npy")), &document["steps"]), (vec![1, 3, 64, 64], &2.into()));
    let left = ["invert", "world", image, "--layer", "block2", "--size", "64", "--steps", "8"];
    let document = json(&succeed(folder.path(), &[&left[..], &["-o", "left.npy", "--json"]].concat()));
    assert_eq!(shape(&folder.path().join("left.npy")), [1, 3, 64, 64]);
    // Minus the relative distance: 0 would be the same.
    let objective = document["objective"].as_array().unwrap();
    let [first, last] = [objective.first(), objective.last()].map(|pair| pair.unwrap()[1].as_f64().unwrap());
    assert!(first < last && last < 0.0, "{document}");
    succeed(folder.path(), &[&left[..], &["-o", "left.png"]].concat());
    // The picture beside what is left of it.
    let [width, height] = png(&folder.path().join("left.png"));
    assert!(width > height, "{width} x {height}");
}

#[test]
fn what_cannot_be_grown_is_refused_in_a_sentence_and_leaves_no_file() {
    let folder = TempDir::new().unwrap();
    let picture = sample("spiral.png");
    let text = fixture("onnx").display().to_string();
    let refused = |arguments: &[&str], status: i32, expected: &str| {
        let errors = fail(folder.path(), &[arguments, &["-o", "none.png"]].concat(), status);
        assert!(errors.contains(expected), "{arguments:?}: {errors}");
        assert!(fs::read_dir(folder.path()).unwrap().next().is_none(), "{arguments:?} left a file");
    };
    let grow = |more: &[&'static str]| [&["visualize", "world"], more].concat();
    refused(&grow(&["--target", "nobody"]), 1, "no class is called");
    refused(&grow(&["--target", "conv1:900"]), 1, "no channel 900");
    refused(&grow(&["--target", "conv1:1@900,1", "--steps", "1"]), 1, "there is no position 900,1");
    refused(&grow(&["--target", "flower", "--recipe", "nobody"]), 2, "lucid");
    refused(&grow(&["--target", "flower", "--size", "3"]), 2, "4..=2048");
    refused(&grow(&["--target", "flower", "--steps", "0"]), 2, "--steps");
    refused(&grow(&["--target", "flower", "--param", "nothing=1"]), 2, "has no parameter");
    refused(&grow(&["--target", "flower", "--param", "shift=900"]), 2, "a whole number from 0 to 64");
    refused(&grow(&["--target", "flower", "--convention", "nobody"]), 2, "choose paper or lucid");
    refused(&grow(&["--target", "flower", "--recipe", "szegedy"]), 1, "starts from a picture");
    refused(&grow(&["--target", "conv1:3", "--recipe", "cppn"]), 1, "needs a class");
    refused(&grow(&["--target", "conv1:3", "--dataset", "/no/such/folder"]), 1, "/no/such/folder");
    refused(&["visualize", "/no/such/model.onnx", "--target", "1"], 1, "/no/such/model.onnx");
    refused(&["dream", "world", "/no/such/picture.png"], 1, "/no/such/picture.png");
    refused(&["dream", "world", &picture, "--layer", "nowhere"], 1, "nowhere");
    refused(&["dream", "world", &picture, "--guide", &text], 1, &text);
    refused(&["invert", "world", &picture], 2, "--layer");
    refused(&["invert", "world", &picture, "--layer", "block2", "--size", "3"], 2, "4..=2048");
}
