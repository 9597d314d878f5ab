//! The command line as a script sees it: the built program, its files, its JSON, its exit status.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod attribute;
mod draw;
mod explain;
mod guess;
mod judge;
#[path = "../support/mod.rs"]
mod support;
mod visualize;

use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use convscope::formats::{npy, safetensors};
use tempfile::TempDir;

use support::files::{repository, shared};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_convscope")).env("LANGUAGE", "en").current_dir(folder).args(arguments).output().unwrap()
}

/// Runs what must succeed without a word on standard error; returns standard output.
fn succeed(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.is_empty(), "{arguments:?}: {} {errors}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

/// Runs what must fail with `status`; returns standard error.
fn fail(folder: &Path, arguments: &[&str], status: i32) -> String {
    let output = run(folder, arguments);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {errors}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    if status == 1 {
        assert_eq!(errors.lines().count(), 1, "{arguments:?}: {errors}");
    }
    errors
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

fn shape(path: &Path) -> Vec<usize> {
    npy::read(path).unwrap().shape
}

/// What ships with the program works anywhere, without a file of a model.
#[test]
fn the_shipped_model_does_everything() {
    let folder = TempDir::new().unwrap();
    let samples = repository("assets/samples");
    let picture = samples.join("heart-and-arrow.png").display().to_string();
    let models = succeed(folder.path(), &["models"]);
    assert!(models.contains("\n  shapes  "), "{models}");
    assert!(models.contains("\n  ResNet: resnet18, resnet34, "), "{models}");
    let info = json(&succeed(folder.path(), &["info", "shapes", "--json"]));
    let layers = info["layers"].as_array().unwrap();
    let keys = ["multiply_adds", "name", "operator", "parameters", "receptive_field", "shape"];
    for layer in layers {
        assert_eq!(layer.as_object().unwrap().keys().map(String::as_str).collect::<Vec<_>>(), keys);
    }
    let document =
        json(&succeed(folder.path(), &["predict", "shapes", &picture, "--top", "2", "--json", "--seed", "3", "--threads", "1"]));
    let labels: Vec<&str> =
        document["pictures"][0]["top"].as_array().unwrap().iter().filter_map(|top| top["label"].as_str()).collect();
    assert!(labels.contains(&"heart") && labels.contains(&"arrow"), "{labels:?}");
    let layer = layers.iter().rev().find(|layer| layer["shape"].as_array().unwrap().len() == 4).unwrap();
    let (layer, size) = (layer["name"].as_str().unwrap(), layer["shape"].as_array().unwrap());
    let size: Vec<usize> = size.iter().map(|side| side.as_u64().unwrap() as usize).collect();
    succeed(folder.path(), &["activations", "shapes", &picture, "--layer", layer, "-o", "maps.npy"]);
    assert_eq!(shape(&folder.path().join("maps.npy")), size);
    succeed(folder.path(), &["filters", "shapes", "-o", "filters.png"]);
    succeed(folder.path(), &["attribute", "shapes", &picture, "--method", "grad-cam", "--target", "heart", "-o", "heart.png"]);
    let samples = samples.display().to_string();
    let embed = ["embed", "shapes", samples.as_str(), "--layer", layer, "--method", "pca", "-o", "points.csv"];
    succeed(folder.path(), &embed);
    let table = std::fs::read_to_string(folder.path().join("points.csv")).unwrap();
    assert!(table.contains("heart-and-arrow.png"), "{table}");
}

/// A real model, a real picture and a folder to write to.
struct Bench {
    folder: TempDir,
    squeezenet: String,
    googlenet: String,
    picture: String,
    shared: PathBuf,
}

const CAFFE: &str = "size=224,resize=stretch,order=bgr,range=255,mean=104:117:123,std=1:1:1";

impl Bench {
    fn new() -> Option<Self> {
        let shared = shared("")?.canonicalize().unwrap();
        let path = |name: &str| shared.join(name).display().to_string();
        Some(Self {
            folder: TempDir::new().unwrap(),
            squeezenet: path("models/squeezenet1_1.safetensors"),
            googlenet: path("models/googlenet.onnx"),
            picture: path("data/photos/dog-and-cat.png"),
            shared: shared.clone(),
        })
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn succeed(&self, arguments: &[&str]) -> String {
        succeed(self.folder.path(), arguments)
    }

    fn fail(&self, arguments: &[&str], status: i32) -> String {
        fail(self.folder.path(), arguments, status)
    }

    /// The reference input as a file, and what Captum computed from it.
    fn reference(&self) -> std::collections::BTreeMap<String, candle_core::Tensor> {
        let tensors = safetensors::read(&self.shared.join("reference/squeezenet1_1.safetensors")).unwrap().tensors;
        let input = &tensors["0.input"];
        npy::write(&self.file("input.npy"), input.dims(), &input.flatten_all().unwrap().to_vec1().unwrap()).unwrap();
        tensors
    }

    fn left(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

#[test]
fn wrong_calls_end_with_2() {
    let folder = TempDir::new().unwrap();
    let calls: [&[&str]; 15] = [
        &["info"],
        &["predict", "model.onnx"],
        &["predict", "model.onnx", "x.png", "--top", "many"],
        &["predict", "model.onnx", "x.png", "--scores", "scores.txt"],
        &["predict", "model.onnx", "x.png", "--device", "abacus"],
        &["predict", "model.onnx", "x.png", "--threads", "0"],
        &["filters", "model.onnx"],
        &["filters", "model.onnx", "-o", "no/such/folder/out.png"],
        &["attribute", "model.onnx", "x.png", "--method", "nonsense", "-o", "out.png"],
        &["attribute", "model.onnx", "x.png", "--method", "occlusion", "--param", "window", "-o", "out.png"],
        &["attribute", "model.onnx", "x.png", "--method", "occlusion", "--param", "nonsense=1", "-o", "out.png"],
        &["attribute", "model.onnx", "x.png", "--method", "occlusion", "--param", "window=0.5", "-o", "out.png"],
        &["attribute", "model.onnx", "x.png", "--method", "grad-cam", "--convention", "nonsense", "-o", "out.png"],
        &["embed", "model.onnx", "folder", "--layer", "conv", "--method", "nonsense", "-o", "out.csv"],
        &["--nonsense"],
    ];
    for call in calls {
        assert!(!fail(folder.path(), call, 2).is_empty());
    }
    let methods = fail(folder.path(), &["attribute", "m.onnx", "x.png", "--method", "nonsense", "-o", "out.png"], 2);
    assert!(methods.contains("gradient") && methods.contains("grad-cam"), "{methods}");
    for preprocessing in ["size=0", "size", "order=cmyk", "std=0", "resize=10", "colour=red"] {
        assert!(fail(folder.path(), &["info", "shapes", "--preprocess", preprocessing], 2).contains("preprocessing"));
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// Neither may be answered as if nothing were wrong: ReLU makes an ordinary 0 of NaN.
#[test]
fn numbers_that_are_none_are_refused() {
    let folder = TempDir::new().unwrap();
    for value in [f32::NAN, f32::INFINITY] {
        let mut values = vec![0.5; 3 * 96 * 96];
        values[1000] = value;
        npy::write(&folder.path().join("numbers.npy"), &[1, 3, 96, 96], &values).unwrap();
        let message = fail(folder.path(), &["predict", "shapes", "numbers.npy"], 1);
        assert!(message.contains("numbers.npy") && message.contains("NaN or infinite"), "{message}");
    }
}

/// Pictures are read ahead and run in batches; that must not be seen.
#[test]
fn many_pictures_are_answered_like_single_ones_and_in_order() {
    let folder = TempDir::new().unwrap();
    let samples = repository("assets/samples");
    let names = ["star-and-crescent", "heart-and-arrow", "flower-and-ring", "spiral", "cross"];
    let files: Vec<String> = names.iter().map(|name| samples.join(format!("{name}.png")).display().to_string()).collect();
    let single: Vec<Vec<f32>> = files
        .iter()
        .map(|file| {
            succeed(folder.path(), &["predict", "shapes", file, "--scores", "one.npy"]);
            npy::read(&folder.path().join("one.npy")).unwrap().values
        })
        .collect();
    let mut many: Vec<&str> = files.iter().map(String::as_str).cycle().take(21).collect();
    let document = json(&succeed(folder.path(), &[&["predict", "shapes", "--json", "--scores", "all.npy"], &many[..]].concat()));
    let answered: Vec<&str> =
        document["pictures"].as_array().unwrap().iter().map(|answer| answer["file"].as_str().unwrap()).collect();
    assert_eq!(answered, many);
    let all = npy::read(&folder.path().join("all.npy")).unwrap();
    assert_eq!(all.shape, [21, single[0].len()]);
    for (row, expected) in all.values.chunks_exact(single[0].len()).zip(single.iter().cycle()) {
        let largest = expected.iter().fold(0.0f32, |largest, score| largest.max(score.abs()));
        assert!(row.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-4 * largest));
    }
    std::fs::write(folder.path().join("broken.png"), b"no picture").unwrap();
    many.insert(18, "broken.png");
    let message = fail(folder.path(), &[&["predict", "shapes"], &many[..]].concat(), 1);
    assert!(message.contains("broken.png"), "{message}");
}

/// A layer that is not there is answered by what there is.
#[test]
fn an_unknown_layer_names_some_that_are_there() {
    let folder = TempDir::new().unwrap();
    let message = fail(folder.path(), &["filters", "shapes", "--layer", "nonsense", "-o", "out.npy"], 1);
    assert!(message.contains("\"nonsense\"") && message.contains("\"conv1\""), "{message}");
}

#[test]
fn missing_and_broken_files_end_with_1_and_one_line() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("broken.onnx"), b"\x08\x07 this is no graph").unwrap();
    std::fs::write(folder.path().join("broken.safetensors"), b"\xff\xff\xff\xff\xff\xff\xff\xff{").unwrap();
    for model in ["missing.onnx", "broken.onnx", "broken.safetensors"] {
        assert!(fail(folder.path(), &["info", model], 1).contains(model));
        assert!(fail(folder.path(), &["predict", model, "x.png"], 1).contains(model));
        assert!(fail(folder.path(), &["filters", model, "-o", "out.npy"], 1).contains(model));
    }
    let message = fail(folder.path(), &["info", "alexnet"], 1);
    assert!(message.contains("no such file") && message.contains("world") && message.contains("shapes"), "{message}");
    assert!(!folder.path().join("out.npy").exists());
}

#[test]
fn help_and_version_are_there() {
    let folder = TempDir::new().unwrap();
    let help = succeed(folder.path(), &["--help"]);
    for subcommand in ["info", "predict", "filters", "activations", "attribute", "embed", "models"] {
        assert!(help.contains(subcommand), "{help}");
        assert!(succeed(folder.path(), &[subcommand, "--help"]).contains("--device"));
    }
    assert!(help.contains("--screenshot") && help.contains("--do") && !help.contains("--timing"));
    let methods = succeed(folder.path(), &["attribute", "--help"]);
    assert!(methods.contains("Selvaraju 2017") && methods.contains("--param window=0"), "{methods}");
    assert!(succeed(folder.path(), &["--version"]).starts_with("convscope "));
}

#[test]
fn info_lists_layers() {
    let Some(bench) = Bench::new() else { return };
    let document = json(&bench.succeed(&["info", &bench.squeezenet, "--json"]));
    assert_eq!(document["input"], serde_json::json!([1, 3, 227, 227]));
    assert_eq!(document["preprocessing"]["order"], "rgb");
    assert_eq!(document["parameters"], 1_235_496);
    let layers = document["layers"].as_array().unwrap();
    let first = &layers[0];
    assert_eq!(first["name"], "features.0");
    assert_eq!(first["shape"], serde_json::json!([1, 64, 113, 113]));
    assert_eq!(first["parameters"], 3 * 3 * 3 * 64 + 64);
    assert_eq!(first["multiply_adds"], 3 * 3 * 3 * 64 * 113 * 113);
    assert_eq!(first["receptive_field"], serde_json::json!([3, 3]));
    let parameters: u64 = layers.iter().map(|layer| layer["parameters"].as_u64().unwrap()).sum();
    assert_eq!(parameters, 1_235_496);
    let table = bench.succeed(&["info", &bench.squeezenet]);
    assert!(table.contains("features.12") && table.contains("1,235,496 parameters"), "{table}");
}

#[test]
fn scores_are_the_references() {
    let Some(bench) = Bench::new() else { return };
    let expected: Vec<f32> = bench.reference()["0.logits"].flatten_all().unwrap().to_vec1().unwrap();
    bench.succeed(&["predict", &bench.squeezenet, "input.npy", "--scores", "scores.npy"]);
    let scores = npy::read(&bench.file("scores.npy")).unwrap();
    assert_eq!(scores.shape, [1, 1000]);
    let norm = |values: &mut dyn Iterator<Item = f32>| values.map(f64::from).map(|value| value * value).sum::<f64>().sqrt();
    let difference = norm(&mut scores.values.iter().zip(&expected).map(|(left, right)| left - right));
    let relative = difference / norm(&mut expected.iter().copied());
    println!("relative difference of the scores: {relative:.2e}");
    assert!(relative < 1e-4, "{relative}");
}

#[test]
fn predictions_have_the_contracts_keys() {
    let Some(bench) = Bench::new() else { return };
    let arguments = ["predict", &bench.squeezenet, &bench.picture, &bench.picture, "--top", "3", "--json"];
    let output = run(bench.folder.path(), &arguments);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && errors.lines().count() == 1, "{errors}");
    assert!(errors.contains("assumed: that of squeezenet1_1’s published weights"), "{errors}");
    let document = json(&String::from_utf8(output.stdout).unwrap());
    let pictures = document["pictures"].as_array().unwrap();
    assert_eq!(pictures.len(), 2);
    assert_eq!(pictures[0]["file"], bench.picture.as_str());
    let top = pictures[0]["top"].as_array().unwrap();
    assert_eq!(top.len(), 3);
    // Dogs are classes 151 to 268, cats 281 to 285.
    let class = top[0]["class"].as_u64().unwrap();
    assert!((151..=268).contains(&class) || (281..=285).contains(&class), "{top:?}");
    assert!(top[0]["score"].as_f64() > top[1]["score"].as_f64());
    assert!((0.0..=1.0).contains(&top[0]["probability"].as_f64().unwrap()) && top[0]["label"].is_string());
}

#[test]
fn preprocessing_is_set_by_hand() {
    let Some(bench) = Bench::new() else { return };
    let document = json(&bench.succeed(&["predict", &bench.googlenet, &bench.picture, "--preprocess", CAFFE, "--json"]));
    let top = &document["pictures"][0]["top"][0];
    assert_eq!((top["class"].as_u64(), top["label"].as_str()), (Some(282), Some("tiger cat")));
    let info = json(&bench.succeed(&["info", &bench.googlenet, "--preprocess", CAFFE, "--json"]));
    assert_eq!(info["preprocessing"]["mean"], serde_json::json!([104.0, 117.0, 123.0]));
    assert_eq!(info["preprocessing"]["resize"], "stretch");
    let message = bench.fail(&["info", &bench.googlenet, "--preprocess", "order=cmyk"], 2);
    assert!(message.contains("none of rgb, bgr and grey"), "{message}");
}

#[test]
fn filters_and_activations_have_their_shapes() {
    let Some(bench) = Bench::new() else { return };
    let model = bench.squeezenet.as_str();
    bench.succeed(&["filters", model, "-o", "first.npy"]);
    assert_eq!(shape(&bench.file("first.npy")), [64, 3, 3, 3]);
    bench.succeed(&["filters", model, "--layer", "features.3.squeeze", "-o", "deeper.npy"]);
    assert_eq!(shape(&bench.file("deeper.npy")), [16, 64, 1, 1]);
    bench.succeed(&["activations", model, &bench.picture, "--layer", "features.0", "-o", "maps.npy"]);
    assert_eq!(shape(&bench.file("maps.npy")), [1, 64, 113, 113]);
    bench.succeed(&["activations", model, &bench.picture, "--layer", "features.12", "--channel", "7", "-o", "map.npy"]);
    assert_eq!(shape(&bench.file("map.npy")), [1, 1, 14, 14]);
    for (file, arguments) in [
        ("first.png", vec!["filters", model]),
        ("deeper.png", vec!["filters", model, "--layer", "features.3.expand3x3"]),
        ("maps.png", vec!["activations", model, &bench.picture, "--layer", "features.0"]),
        ("map.png", vec!["activations", model, &bench.picture, "--layer", "features.12", "--channel", "7"]),
    ] {
        bench.succeed(&[arguments, vec!["-o", file]].concat());
        let picture = convscope::picture::Picture::open(&bench.file(file)).unwrap();
        let colours: std::collections::HashSet<&[u8]> = picture.pixels.chunks_exact(3).collect();
        assert!(picture.width > 300 && colours.len() > 50, "{file}: {} colours", colours.len());
    }
    let message = bench.fail(&["activations", model, &bench.picture, "--layer", "features.99", "-o", "x.npy"], 1);
    assert!(message.contains("features.99"), "{message}");
    let message =
        bench.fail(&["activations", model, &bench.picture, "--layer", "features.12", "--channel", "512", "-o", "x.npy"], 1);
    assert!(message.contains("512 channels"), "{message}");
    assert!(!bench.left().contains(&"x.npy".to_owned()));
}

#[test]
fn attribution_writes_raw_maps_and_overlays() {
    let Some(bench) = Bench::new() else { return };
    let expected: Vec<f32> = bench.reference()["0.grad_cam_raw.features.12"].flatten_all().unwrap().to_vec1().unwrap();
    let model = bench.squeezenet.as_str();
    let grad_cam = ["attribute", model, "input.npy", "--method", "grad-cam", "--layer", "features.12"];
    bench.succeed(&[&grad_cam[..], &["--convention", "captum", "-o", "cam.npy"]].concat());
    let map = npy::read(&bench.file("cam.npy")).unwrap();
    assert_eq!(map.shape, [1, 1, 14, 14]);
    let scale = expected.iter().fold(0f32, |largest, value| largest.max(value.abs()));
    for (value, expected) in map.values.iter().zip(&expected) {
        let near = |expected: f32| (value - expected).abs() < 1e-3 * scale;
        assert!(near(*expected) || near(expected.max(0.0)), "{value} instead of {expected}");
    }
    bench.succeed(&["attribute", model, "input.npy", "--method", "gradient", "-o", "gradient.npy"]);
    assert_eq!(shape(&bench.file("gradient.npy")), [1, 3, 227, 227]);
    let unit = ["attribute", model, "input.npy", "--method", "gradient", "--target", "features.12:5@6,6", "-o", "unit.npy"];
    bench.succeed(&unit);
    let occlusion = ["attribute", model, &bench.picture, "--method", "occlusion", "--target", "tiger cat"];
    bench.succeed(&[&occlusion[..], &["--param", "window=75", "--param", "stride=75", "-o", "occlusion.npy"]].concat());
    assert_eq!(shape(&bench.file("occlusion.npy")), [1, 1, 227, 227]);
    bench.succeed(&[&grad_cam[..], &["--target", "boxer", "-o", "cam.png"]].concat());
    let overlay = convscope::picture::Picture::open(&bench.file("cam.png")).unwrap();
    assert!(overlay.width > 400 && overlay.height > overlay.width);
    let message = bench.fail(&[&grad_cam[..], &["--target", "unicorn", "-o", "x.npy"]].concat(), 1);
    assert!(message.contains("no class is called \"unicorn\""), "{message}");
    assert_eq!(bench.left(), ["cam.npy", "cam.png", "gradient.npy", "input.npy", "occlusion.npy", "unit.npy"]);
}

#[test]
fn numbers_of_another_shape_are_refused() {
    let Some(bench) = Bench::new() else { return };
    npy::write(&bench.file("small.npy"), &[1, 3, 4, 4], &[0.0; 48]).unwrap();
    let message = bench.fail(&["predict", &bench.squeezenet, "small.npy"], 1);
    assert!(message.contains("small.npy") && message.contains("[1, 3, 4, 4]"), "{message}");
    assert!(message.contains("--preprocess size=4x4,resize=stretch"), "{message}");
    npy::write(&bench.file("other.npy"), &[64, 64, 3], &[0.0; 64 * 64 * 3]).unwrap();
    let set = ["predict", &bench.squeezenet, "other.npy"];
    assert!(!bench.fail(&set, 1).contains("--preprocess"), "rows and columns are not all that differs");
    npy::write(&bench.file("fits.npy"), &[3, 64, 48], &[0.0; 3 * 64 * 48]).unwrap();
    bench.succeed(&["predict", &bench.squeezenet, "fits.npy", "--preprocess", "size=64x48,resize=stretch"]);
    npy::write(&bench.file("two.npy"), &[2, 3, 227, 227], &vec![0.5; 2 * 3 * 227 * 227]).unwrap();
    let document = json(&bench.succeed(&["predict", &bench.squeezenet, "two.npy", "--json"]));
    assert_eq!(document["pictures"][1]["file"], "two.npy[1]");
    let message = bench.fail(&["activations", &bench.squeezenet, "two.npy", "--layer", "features.0", "-o", "x.npy"], 1);
    assert!(message.contains("one is taken at a time"), "{message}");
}

#[test]
fn pictures_become_points() {
    let Some(bench) = Bench::new() else { return };
    let photos = bench.shared.join("data/photos").display().to_string();
    let embed = ["embed", &bench.squeezenet, &photos, "--layer", "features.12", "--method", "pca", "-o"];
    bench.succeed(&[&embed[..], &["points.csv"]].concat());
    let table = std::fs::read_to_string(bench.file("points.csv")).unwrap();
    assert_eq!(table.lines().next(), Some("file,class,x,y"));
    assert_eq!(table.lines().count(), 14);
    bench.succeed(&[&embed[..], &["points.npy"]].concat());
    assert_eq!(shape(&bench.file("points.npy")), [13, 2]);
    bench.succeed(&[&embed[..], &["points.png", "--pool", "max"]].concat());
    assert!(bench.file("points.png").exists());
    let message =
        bench.fail(&["embed", &bench.squeezenet, "nowhere", "--layer", "features.12", "--method", "pca", "-o", "x.csv"], 1);
    assert!(message.contains("nowhere"), "{message}");
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let Some(bench) = Bench::new() else { return };
    let mut child = Command::new(env!("CARGO_BIN_EXE_convscope"))
        .env("LANGUAGE", "en")
        .args(["info", &bench.squeezenet])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Every work is timed, and says where it ran.
#[test]
fn a_model_is_timed() {
    let folder = TempDir::new().unwrap();
    for work in ["forward", "gradient", "grad-cam", "occlusion"] {
        let times =
            json(&succeed(folder.path(), &["bench", "shapes", "--work", work, "--repeat", "2", "--threads", "2", "--json"]));
        let keys: Vec<&str> = times.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["device", "median_ms", "minimum_ms", "peak_bytes", "threads", "work"]);
        assert_eq!((times["work"].as_str(), times["threads"].as_u64()), (Some(work), Some(2)));
        let (minimum, median) = (times["minimum_ms"].as_f64().unwrap(), times["median_ms"].as_f64().unwrap());
        assert!(0.0 < minimum && minimum <= median, "{times}");
    }
    assert!(succeed(folder.path(), &["bench", "shapes", "--repeat", "1"]).starts_with("forward: median "));
    fail(folder.path(), &["bench", "shapes", "--repeat", "0"], 2);
}
