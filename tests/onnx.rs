//! ONNX models of several opsets and both PyTorch exporters, read and run: the answers are onnxruntime's
//! (`tests/fixtures/onnx/make.py`), and a batch of two pictures gives each its own answer.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use convscope::{
    formats::{onnx, safetensors},
    network::{Control, Device, Engine, Keep, Network, Tensor},
};

/// The largest difference, relative to the largest number.
fn difference(found: &Tensor, expected: &Tensor) -> f32 {
    assert_eq!(found.dims(), expected.dims());
    let found = found.flatten_all().unwrap().to_vec1::<f32>().unwrap();
    let expected = expected.flatten_all().unwrap().to_vec1::<f32>().unwrap();
    let scale = expected.iter().fold(1e-12f32, |largest, value| largest.max(value.abs()));
    let distance = |(a, b): (&f32, &f32)| if a.is_nan() || b.is_nan() { f32::INFINITY } else { (a - b).abs() };
    found.iter().zip(&expected).map(distance).fold(0.0, f32::max) / scale
}

fn run(network: &Arc<Network>, input: &Tensor) -> Tensor {
    let engine = Engine::new(Arc::clone(network), &Device::Cpu).unwrap();
    let output = network.outputs()[0];
    let kept = engine.forward(input, &Keep::Only(vec![output]), &Control::default()).unwrap();
    kept.get(network, output).unwrap().contiguous().unwrap()
}

/// Reads `NAME.onnx`, runs it on the input of `NAME.safetensors` and returns the relative difference to the output there.
fn check(model: &Path) -> Result<f32, String> {
    let network = Arc::new(onnx::read(model, None).map_err(|failure| failure.to_string())?);
    let reference = safetensors::read(&model.with_extension("safetensors")).map_err(|failure| failure.to_string())?;
    let (input, expected) = (&reference.tensors["input"], &reference.tensors["output"]);
    let found = run(&network, input);
    if input.dims()[0] == 1 && input.elem_count() < 10_000 {
        let both = Tensor::cat(&[&(input * -0.5).unwrap(), input], 0).unwrap();
        let answers = run(&network, &both);
        let half = answers.dims()[0] / 2;
        let second = answers.narrow(0, half, half).unwrap();
        let off = difference(&second, &found);
        assert!(off < 1e-5, "{}: in a batch of two the answer differs by {off}", model.display());
    }
    Ok(difference(&found, expected))
}

fn models(folder: &Path) -> Vec<PathBuf> {
    let mut models: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "onnx"))
        .collect();
    models.sort();
    models
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/onnx")
}

#[test]
fn small_models_of_all_opsets_and_exporters_match_onnxruntime() {
    let models = models(&fixtures());
    assert_eq!(models.len(), 13);
    let mut failures = Vec::new();
    for model in models {
        match check(&model) {
            Ok(off) if off < 1e-5 => {}
            Ok(off) => failures.push(format!("{}: differs by {off}", model.display())),
            Err(problem) => failures.push(format!("{}: {problem}", model.display())),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Large models, made outside the project: `CONVSCOPE_ONNX_DIR` holds `NAME.onnx` beside `NAME.safetensors` (input, output).
#[test]
fn models_of_a_folder_match_onnxruntime() {
    let Some(folder) = std::env::var_os("CONVSCOPE_ONNX_DIR") else {
        println!("skipped: CONVSCOPE_ONNX_DIR is not set");
        return;
    };
    let mut failures = 0;
    for model in models(Path::new(&folder)) {
        let answer = check(&model);
        failures += usize::from(!answer.as_ref().is_ok_and(|&off| off < 1e-4));
        println!("{}: {answer:?}", model.display());
    }
    assert_eq!(failures, 0);
}

#[test]
fn googlenet_opens() {
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/models/googlenet.onnx");
    if !model.exists() {
        println!("skipped: ../shared is missing");
        return;
    }
    let network = onnx::read(&model, None).unwrap();
    assert_eq!(network.node(network.input()).shape, [1, 3, 224, 224]);
    assert_eq!(network.class_count(), 1000);
    assert_eq!(network.outputs(), [network.scores()]);
}
