//! `info --guess-preprocessing`: what it prints, what it writes down, and that it leaves what is there.

use super::{Bench, fail, json, repository, succeed};
use tempfile::TempDir;

#[test]
fn it_compares_the_usual_ways_on_pictures_that_ship_and_on_those_that_are_given() {
    let folder = TempDir::new().unwrap();
    let picture = repository("assets/samples/spiral.png").display().to_string();
    let call = ["info", "shortcut", "--guess-preprocessing", "--input", &picture];
    let document = json(&succeed(folder.path(), &[&call[..], &["--json"]].concat()));
    let candidates = document["candidates"].as_array().unwrap();
    assert_eq!(document["in_use"], "own-stretch");
    let ids: Vec<&str> = candidates.iter().map(|candidate| candidate["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"imagenet-stretch") && ids.contains(&"caffe-stretch") && ids.contains(&"own-stretch"), "{ids:?}");
    for candidate in candidates {
        let pictures = candidate["pictures"].as_array().unwrap();
        assert_eq!((pictures.len(), pictures[0]["picture"].as_str()), (9, Some(picture.as_str())));
        assert!(pictures[0]["top"][0]["label"].is_string() && candidate["information"].is_f64());
        assert!(candidate["preprocess"].as_str().unwrap().starts_with("size=64,"));
    }
    let table = succeed(folder.path(), &call);
    assert!(table.contains("spiral.png") && table.contains("BGR, Caffe") && table.contains("in use"), "{table}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_cannot_be_remembered_is_said_in_one_line() {
    let folder = TempDir::new().unwrap();
    fail(folder.path(), &["info", "digits", "--remember"], 2);
    fail(folder.path(), &["info", "digits", "--input", "x.png"], 2);
    let message = fail(folder.path(), &["info", "digits", "--guess-preprocessing", "--remember"], 1);
    assert!(message.contains("ships with Convscope"), "{message}");
    let message = fail(folder.path(), &["info", "digits", "--guess-preprocessing", "--input", "missing.png"], 1);
    assert!(message.contains("missing.png"), "{message}");
    // Scenes say nothing about a network for digits, wherever it lies.
    std::fs::copy(repository("models/digits.safetensors"), folder.path().join("mine.safetensors")).unwrap();
    let message = fail(folder.path(), &["info", "mine.safetensors", "--guess-preprocessing", "--remember"], 1);
    assert!(message.contains("nothing was remembered"), "{message}");
    assert!(!folder.path().join("mine.toml").exists());
}

#[test]
fn a_network_of_caffe_is_found_out_and_remembered_beside_what_its_sidecar_says() {
    let Some(bench) = Bench::new() else { return };
    std::fs::copy(&bench.googlenet, bench.file("net.onnx")).unwrap();
    std::fs::write(bench.file("net.toml"), "name = \"Inception\" # of 2014\n").unwrap();
    let table = bench.succeed(&["info", "net.onnx", "--guess-preprocessing", "--input", &bench.picture]);
    assert!(table.contains("BGR, Caffe clearly fits better than RGB, ImageNet"), "{table}");
    let call = ["info", "net.onnx", "--guess-preprocessing", "--remember", "--json"];
    let document = json(&bench.succeed(&call));
    assert_eq!((document["verdict"].as_str(), document["best"].as_str()), (Some("better"), Some("caffe-crop")));
    assert_eq!((document["remembered"].as_str(), document["rival"].as_str()), (Some("net.toml"), None));
    let sidecar = std::fs::read_to_string(bench.file("net.toml")).unwrap();
    assert!(sidecar.starts_with("name = \"Inception\" # of 2014\n"), "{sidecar}");
    let info = json(&bench.succeed(&["info", "net.onnx", "--json"]));
    assert_eq!((info["name"].as_str(), info["preprocessing"]["order"].as_str()), (Some("Inception"), Some("bgr")));
    assert_eq!(info["preprocessing"]["mean"], serde_json::json!([104.0, 117.0, 123.0]));
}

#[test]
fn a_right_assumption_is_left_alone_though_wrong_ones_answer_with_100_percent() {
    let Some(bench) = Bench::new() else { return };
    let document = json(&bench.succeed(&["info", &bench.squeezenet, "--guess-preprocessing", "--json"]));
    assert_ne!(document["verdict"], "better");
    assert_eq!(document["best"], "imagenet-crop");
    let surest = |id: &str| {
        let candidates = document["candidates"].as_array().unwrap();
        let candidate = candidates.iter().find(|candidate| candidate["id"] == id).unwrap();
        let pictures = candidate["pictures"].as_array().unwrap();
        pictures.iter().map(|picture| picture["top"][0]["probability"].as_f64().unwrap()).sum::<f64>() / pictures.len() as f64
    };
    assert!(surest("zero-to-255-crop") > 0.95 && surest("imagenet-crop") < 0.8, "being sure is no sign of being right");
}
