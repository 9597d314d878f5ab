//! ONNX models of several opsets and both PyTorch exporters, read and run: the answers are onnxruntime's
//! (`tests/fixtures/onnx/make.py`), and a batch of two pictures gives each its own answer.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use convscope::{
    control::Control,
    formats::{onnx, safetensors},
    network::{DType, Device, Engine, Keep, Network, Operator, Tensor, ops},
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rten_onnx::onnx::{
    AttributeProto, DataType, Dimension, GraphProto, ModelProto, NodeProto, OperatorSetIdProto, TensorProto, TensorShapeProto,
    TypeProto, TypeProtoTensor, ValueInfoProto,
};

use crate::support::{
    compare::worst_of,
    files::{fixture, shared, skip},
};

fn run(network: &Arc<Network>, input: &Tensor) -> Tensor {
    let engine = Engine::new(Arc::clone(network), &Device::Cpu).unwrap();
    let output = network.outputs()[0];
    let kept = engine.forward(input, &Keep::Only(vec![output]), &Control::default()).unwrap();
    kept.get(network, output).unwrap().contiguous().unwrap()
}

/// Reads `NAME.onnx`, runs it on the input of `NAME.safetensors` and returns the relative difference to the output there.
fn check(model: &Path) -> Result<f64, String> {
    let network = Arc::new(onnx::read(model, None).map_err(|failure| failure.to_string())?);
    let reference = safetensors::read(&model.with_extension("safetensors")).map_err(|failure| failure.to_string())?;
    let (input, expected) = (&reference.tensors["input"], &reference.tensors["output"]);
    let found = run(&network, input);
    if input.dims()[0] == 1 && input.elem_count() < 10_000 {
        let both = Tensor::cat(&[&(input * -0.5).unwrap(), input], 0).unwrap();
        let answers = run(&network, &both);
        let half = answers.dims()[0] / 2;
        let second = answers.narrow(0, half, half).unwrap();
        let off = worst_of(&second, &found);
        assert!(off < 1e-5, "{}: in a batch of two the answer differs by {off}", model.display());
    }
    Ok(worst_of(&found, expected))
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
    fixture("onnx")
}

#[test]
fn small_models_of_all_opsets_and_exporters_match_onnxruntime() {
    let models = models(&fixtures());
    assert_eq!(models.len(), 14);
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
        return skip("CONVSCOPE_ONNX_DIR is not set");
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
    let Some(model) = shared("models/googlenet.onnx") else { return };
    let network = onnx::read(&model, None).unwrap();
    assert_eq!(network.node(network.input()).shape, [1, 3, 224, 224]);
    assert_eq!(network.class_count(), 1000);
    assert_eq!(network.outputs(), [network.scores()]);
}

/// A node with inputs and outputs named.
fn node(operator: &str, inputs: &[&str], outputs: &[&str], attributes: Vec<AttributeProto>) -> NodeProto {
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    NodeProto {
        op_type: Some(operator.to_owned()),
        input: owned(inputs),
        output: owned(outputs),
        attribute: attributes,
        ..NodeProto::default()
    }
}

fn integers(name: &str, values: &[i64]) -> AttributeProto {
    AttributeProto { name: Some(name.to_owned()), ints: values.to_vec(), ..AttributeProto::default() }
}

fn integer(name: &str, value: i64) -> AttributeProto {
    AttributeProto { name: Some(name.to_owned()), i: Some(value), ..AttributeProto::default() }
}

fn text(name: &str, value: &str) -> AttributeProto {
    AttributeProto { name: Some(name.to_owned()), s: Some(value.to_owned()), ..AttributeProto::default() }
}

fn value(name: &str, dims: &[i64]) -> ValueInfoProto {
    let dim = dims.iter().map(|&size| Dimension { dim_value: Some(size), dim_param: None }).collect();
    let tensor = TypeProtoTensor { elem_type: Some(DataType::FLOAT), shape: Some(TensorShapeProto { dim }) };
    let r#type = TypeProto { tensor_type: Some(tensor), ..TypeProto::default() };
    ValueInfoProto { name: Some(name.to_owned()), r#type: Some(r#type) }
}

fn floats(name: &str, dims: &[i64]) -> TensorProto {
    let count = dims.iter().product::<i64>() as usize;
    TensorProto {
        name: Some(name.to_owned()),
        dims: dims.to_vec(),
        data_type: Some(DataType::FLOAT),
        float_data: (0..count).map(|index| index as f32 / 8.0 - 1.0).collect(),
        ..TensorProto::default()
    }
}

/// A model from `x` (the dims given, 0 is open) to `y`.
fn model(opset: i64, dims: &[i64], nodes: Vec<NodeProto>, weights: Vec<TensorProto>) -> ModelProto {
    let graph = GraphProto {
        node: nodes,
        initializer: weights,
        input: vec![value("x", dims)],
        output: vec![value("y", &[])],
        ..GraphProto::default()
    };
    ModelProto {
        ir_version: Some(8),
        graph: Some(graph),
        opset_import: vec![OperatorSetIdProto { domain: None, version: Some(opset) }],
        ..ModelProto::default()
    }
}

fn parse(model: &ModelProto) -> convscope::formats::Result<Network> {
    onnx::parse(&model.write_buf().unwrap(), None, Some([10, 12]))
}

fn refusal(nodes: Vec<NodeProto>, weights: Vec<TensorProto>) -> String {
    parse(&model(13, &[1, 3, 8, 8], nodes, weights)).unwrap_err().to_string()
}

#[test]
fn open_sizes_take_the_size_asked_for_and_names_are_kept() {
    let mut conv = node("Conv", &["x", "w"], &["features"], vec![]);
    conv.name = Some("stem/conv".to_owned());
    let nodes = vec![conv, node("Relu", &["features"], &["y"], vec![])];
    let network = parse(&model(13, &[0, 3, 0, -1], nodes, vec![floats("w", &[2, 3, 3, 3])])).unwrap();
    assert_eq!(network.node(network.input()).shape, [1, 3, 10, 12]);
    let conv = network.find("stem/conv").unwrap();
    assert_eq!(network.node(conv).shape, [1, 2, 8, 10]);
    assert_eq!(network.find("features").unwrap(), conv);
    assert_eq!(network.node(network.find("y").unwrap()).name, "y");
    assert_eq!(network.outputs(), [network.find("y").unwrap()]);
}

#[test]
fn taken_apart_activations_are_put_together() {
    let nodes = vec![node("Sigmoid", &["x"], &["gate"], vec![]), node("Mul", &["x", "gate"], &["y"], vec![])];
    let network = parse(&model(13, &[1, 3, 8, 8], nodes, vec![])).unwrap();
    assert_eq!(network.nodes().len(), 2);
    assert!(matches!(network.nodes()[1].operator, Operator::Activation(ops::Activation::Silu)));
}

#[test]
fn channels_come_first_in_the_network_whatever_the_file_says() {
    let nodes =
        || vec![node("Transpose", &["x"], &["t"], vec![integers("perm", &[0, 3, 1, 2])]), node("Relu", &["t"], &["y"], vec![])];
    let network = parse(&model(13, &[0, 8, 9, 3], nodes(), vec![])).unwrap();
    assert_eq!(network.node(network.input()).shape, [1, 3, 8, 9]);
    assert_eq!(network.node(network.find("t").unwrap()).shape, [1, 3, 8, 9]);
    let late = parse(&model(13, &[1, 8, 9, 3], vec![node("Relu", &["x"], &["y"], vec![])], vec![])).unwrap_err();
    assert!(late.to_string().contains("--inputs-as-nchw"), "{late}");
}

#[test]
fn what_nobody_needs_is_not_translated() {
    let nodes = vec![node("Fancy", &["x"], &["unused"], vec![]), node("Relu", &["x"], &["y"], vec![])];
    assert_eq!(parse(&model(13, &[1, 3, 8, 8], nodes, vec![])).unwrap().nodes().len(), 2);
}

#[test]
fn every_refusal_names_the_node_and_what_to_do() {
    let single = |operator: &str, attributes| refusal(vec![node(operator, &["x"], &["y"], attributes)], vec![]);
    assert_eq!(single("Fancy", vec![]), "node \"y\" uses the operator Fancy, which Convscope does not know");
    assert!(single("DynamicQuantizeLinear", vec![]).contains("before quantization"));
    assert!(single("If", vec![]).contains("fixed input size"));
    assert!(single("MaxPool", vec![integers("kernel_shape", &[3])]).contains("1 dimensions"));
    assert!(single("MaxPool", vec![]).contains("kernel size is missing"));
    assert!(single("MaxPool", vec![integers("kernel_shape", &[2, 2]), integers("strides", &[0, 1])]).contains("stride is 0"));
    assert!(single("MaxPool", vec![integers("kernel_shape", &[i64::MAX, 2])]).contains("makes no sense"));
    assert!(single("MaxPool", vec![integers("kernel_shape", &[9, 9])]).contains("\"y\""));
    assert!(single("Transpose", vec![integers("perm", &[0, 0, 1, 2])]).contains("no order"));
    assert!(single("Flatten", vec![integer("axis", 9)]).contains("no axis 9"));
    assert!(single("Cast", vec![integer("to", 7)]).contains("integers"));
    let conv = |dims: &[i64]| refusal(vec![node("Conv", &["x", "w"], &["y"], vec![])], vec![floats("w", dims)]);
    assert!(conv(&[2, 3, 3]).contains("1 dimensions"));
    assert!(conv(&[2, 5, 3, 3]).contains("\"y\""));
    assert!(conv(&[2, 3, 9, 9]).contains("\"y\""));
    let resize = vec![node("Resize", &["x", "", "s"], &["y"], vec![text("mode", "cubic")])];
    let mut scales = floats("s", &[4]);
    scales.float_data = vec![1.0, 1.0, 2.0, 2.0];
    assert!(refusal(resize, vec![scales]).contains("\"cubic\""));
    let training = vec![node("BatchNormalization", &["x", "s", "s", "s", "s"], &["y"], vec![integer("training_mode", 1)])];
    assert!(refusal(training, vec![floats("s", &[3])]).contains("model.eval()"));
    let circle = vec![node("Add", &["x", "y"], &["a"], vec![]), node("Relu", &["a"], &["y"], vec![])];
    assert!(refusal(circle, vec![]).contains("circle"));
    assert!(refusal(vec![node("Add", &["x", "lost"], &["y"], vec![])], vec![]).contains("\"lost\""));
    assert!(refusal(vec![node("Relu", &["x"], &["z"], vec![])], vec![]).contains("\"y\""));
    let twice = vec![node("Relu", &["x"], &["y"], vec![]), node("Abs", &["x"], &["y"], vec![])];
    assert!(refusal(twice, vec![]).contains("two nodes"));
    let mut integers8 = floats("w", &[2, 3, 1, 1]);
    integers8.data_type = Some(DataType::FLOAT8E5M2);
    assert!(refusal(vec![node("Conv", &["x", "w"], &["y"], vec![])], vec![integers8]).contains("FLOAT8E5M2"));
}

#[test]
fn a_transposed_convolution_enlarges() {
    let enlarge = |attributes| vec![node("ConvTranspose", &["x", "w"], &["y"], attributes)];
    let attributes = vec![integers("strides", &[2, 2]), integers("pads", &[1, 1, 1, 1]), integers("output_padding", &[1, 0])];
    let network = parse(&model(13, &[1, 3, 8, 8], enlarge(attributes), vec![floats("w", &[3, 5, 3, 3])])).unwrap();
    assert_eq!(network.node(network.scores()).shape, [1, 5, 16, 15]);
    let sentence = |attributes| refusal(enlarge(attributes), vec![floats("w", &[3, 5, 3, 3])]);
    assert!(sentence(vec![text("auto_pad", "SAME_UPPER")]).contains("pads that are said"));
    assert!(sentence(vec![integers("output_padding", &[1, 1])]).contains("below the stride"));
}

#[test]
fn models_that_take_no_picture_are_refused() {
    let relu = || vec![node("Relu", &["x"], &["y"], vec![])];
    let sentence = |model: ModelProto| parse(&model).unwrap_err().to_string();
    assert!(sentence(model(6, &[1, 3, 8, 8], relu(), vec![])).contains("opset 6"));
    assert!(sentence(model(13, &[1, 128], relu(), vec![])).contains("2 axes"));
    assert!(sentence(model(13, &[1, 3, i64::MAX, 8], relu(), vec![])).contains("larger than any picture"));
    let mut two = model(13, &[1, 3, 8, 8], relu(), vec![]);
    two.graph.as_mut().unwrap().input.push(value("mask", &[1]));
    assert!(sentence(two).contains("2 inputs (x, mask)"));
    let mut none = model(13, &[1, 3, 8, 8], relu(), vec![]);
    none.graph = None;
    assert!(sentence(none).contains("no graph"));
    assert!(onnx::read(Path::new("/no/such.onnx"), None).unwrap_err().to_string().contains("/no/such.onnx"));
}

#[test]
fn missing_external_data_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("external.onnx");
    std::fs::copy(fixtures().join("external.onnx"), &copy).unwrap();
    let sentence = onnx::read(&copy, None).unwrap_err().to_string();
    assert!(sentence.contains("external.bin") && sentence.contains("beside the model"), "{sentence}");
}

/// Reads damaged bytes; a panic says which file and how it was damaged, and nothing takes long.
fn read_damaged(bytes: &[u8], how: &str) {
    let start = std::time::Instant::now();
    let outcome = std::panic::catch_unwind(|| {
        let network = onnx::parse(bytes, Some(&fixtures()), None)?;
        // Whatever still loads must also run, or say why not.
        let numbers = |id| network.node(id).shape.iter().product::<usize>();
        if network.ids().map(numbers).sum::<usize>() < 100_000 {
            let network = Arc::new(network);
            let input = Tensor::ones(network.node(network.input()).shape.as_slice(), DType::F32, &Device::Cpu).unwrap();
            let engine = Engine::new(network, &Device::Cpu)?;
            drop(engine.forward(&input, &Keep::All, &Control::default()));
        }
        Ok::<_, convscope::formats::Error>(())
    });
    match outcome {
        Err(_) => panic!("{how}: panicked"),
        Ok(Err(failure)) => assert!(!failure.to_string().contains('\n'), "{how}: {failure}"),
        Ok(Ok(())) => {}
    }
    assert!(start.elapsed().as_secs() < 10, "{how}: took {:?}", start.elapsed());
}

#[test]
fn every_truncation_is_refused_without_a_panic() {
    for model in models(&fixtures()) {
        let bytes = std::fs::read(&model).unwrap();
        for length in (0..bytes.len()).step_by(7) {
            read_damaged(&bytes[..length], &format!("{} cut to {length}", model.display()));
        }
    }
}

#[test]
fn flipped_bytes_never_panic() {
    let mut random = ChaCha8Rng::seed_from_u64(3);
    for model in models(&fixtures()) {
        let bytes = std::fs::read(&model).unwrap();
        for round in 0..1000 {
            let mut damaged = bytes.clone();
            let places: Vec<usize> = (0..1 + round % 4).map(|_| random.random_range(0..bytes.len())).collect();
            for &place in &places {
                damaged[place] = random.random();
            }
            read_damaged(&damaged, &format!("{} with other bytes at {places:?} (round {round})", model.display()));
        }
    }
}
