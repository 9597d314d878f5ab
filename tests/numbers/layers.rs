//! The layer list, receptive fields and guided rules on the real networks of `../shared`; skipped where that is missing.

use convscope::{
    control::Control,
    network::{Class, DType, Device, Engine, Guided, Keep, Layer, Network, Target, Tensor},
    zoo,
};

use crate::support::files::shared;

fn model(name: &str) -> Option<zoo::Model> {
    let path = shared(&format!("models/{name}"))?;
    Some(zoo::open(&path).expect("a shared model opens"))
}

fn titles(layers: &[Layer]) -> Vec<String> {
    layers.iter().map(|layer| format!("{} {} {}", layer.title, layer.kind, layer.children.len())).collect()
}

fn size(network: &Network, name: &str) -> [usize; 2] {
    network.receptive_field_size(network.find(name).expect("a layer"))
}

#[test]
fn googlenet_is_listed_block_by_block() {
    let Some(model) = model("googlenet.onnx") else { return };
    let network = &model.network;
    let layers = network.layers();
    let expected = [
        "input Input 0",
        "conv1 Conv 7×7, stride 2 0",
        "maxpool1 Max pool 3×3, stride 2 0",
        "norm1 Local response norm 0",
        "conv2 Conv 1×1 0",
        "conv3 Conv 3×3 0",
        "norm2 Local response norm 0",
        "maxpool2 Max pool 3×3, stride 2 0",
        "inception3a Block 7",
        "inception3b Block 7",
        "maxpool3 Max pool 3×3, stride 2 0",
        "inception4a Block 7",
        "inception4b Block 7",
        "inception4c Block 7",
        "inception4d Block 7",
        "inception4e Block 7",
        "maxpool4 Max pool 3×3, stride 2 0",
        "inception5a Block 7",
        "inception5b Block 7",
        "avgpool Global average pool 0",
        "logits Linear 0",
    ];
    assert_eq!(titles(&layers), expected);
    assert_eq!(network.node(layers[1].node).name, "conv1.relu");
    assert_eq!(network.node(layers[8].node).name, "inception3a");
    assert_eq!([size(network, "conv1"), size(network, "maxpool1"), size(network, "conv3")], [[7; 2], [11; 2], [19; 2]]);
}

#[test]
fn guided_backpropagation_reaches_every_relu_of_googlenet() {
    let Some(model) = model("googlenet.onnx") else { return };
    let engine = Engine::new(model.network, &Device::Cpu).expect("an engine");
    let network = engine.network();
    let relus = network.nodes().iter().filter(|node| node.operator.is_rectifier()).count();
    let picture = Tensor::zeros(network.node(network.input()).shape.as_slice(), DType::F32, &Device::Cpu).expect("zeros");
    let all = engine.forward(&picture, &Keep::All, &Control::default()).expect("a forward pass");
    let gradients = engine
        .gradient(&all, &Target::Class(Class(207)), &[network.input()], &Guided, &Control::default())
        .expect("a backward pass");
    assert_eq!((relus, gradients.replaced), (57, 57));
}

#[test]
fn squeezenet_is_listed_fire_by_fire() {
    let Some(model) = model("squeezenet1_1.safetensors") else { return };
    let layers = model.network.layers();
    let fires: Vec<&str> = layers
        .iter()
        .filter(|layer| layer.kind == convscope::network::LayerKind::Block)
        .map(|layer| layer.title.as_str())
        .collect();
    let expected = [3, 4, 6, 7, 9, 10, 11, 12].map(|index| format!("features.{index}"));
    assert_eq!(fires, expected);
    assert!(
        layers.iter().filter(|layer| layer.kind == convscope::network::LayerKind::Block).all(|layer| layer.children.len() == 3)
    );
}
