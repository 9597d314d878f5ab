//! Layer lists of small networks that are named as the common exporters name them.

use candle_core::{DType, Device, Tensor};

use crate::network::{
    Layer, Network, NetworkBuilder, NodeId, Operator, Result,
    ops::{
        Activation, Arithmetic, BatchNormalization, Concatenate, Convolution, Linear, MaxPool, Pads, Reduce, ReduceKind, Reshape,
        Softmax, Transpose,
    },
};

#[derive(Default)]
struct Sketch(NetworkBuilder);

impl Sketch {
    fn convolution(&mut self, name: &str, x: NodeId, kernel: usize, groups: usize) -> Result<NodeId> {
        let channels = self.0.shape(x)[1];
        let weight = Tensor::zeros((4, channels / groups, kernel, kernel), DType::F32, &Device::Cpu)?;
        let weight = self.0.constant(&format!("{name}.weight"), weight);
        let [kernel, stride, dilation] = [[kernel; 2], [1; 2], [1; 2]];
        let pads = Pads::all(kernel[0] / 2);
        self.0.node(name, Operator::Convolution(Convolution { kernel, stride, dilation, pads, groups }), &[x, weight])
    }

    fn relu(&mut self, name: &str, x: NodeId) -> Result<NodeId> {
        self.0.node(name, Operator::Activation(Activation::Relu), &[x])
    }

    fn pool(&mut self, name: &str, x: NodeId) -> Result<NodeId> {
        let pool = MaxPool { kernel: [3; 2], stride: [2; 2], dilation: [1; 2], pads: Pads::all(1), ceil: false };
        self.0.node(name, Operator::MaxPool(pool), &[x])
    }

    fn concatenate(&mut self, name: &str, values: &[NodeId]) -> Result<NodeId> {
        self.0.node(name, Operator::Concatenate(Concatenate { axis: 1 }), values)
    }

    fn add(&mut self, name: &str, a: NodeId, b: NodeId) -> Result<NodeId> {
        self.0.node(name, Operator::Arithmetic(Arithmetic::Add), &[a, b])
    }
}

/// "title (kind) -> value's name", with children indented.
fn written(network: &Network, layers: &[Layer], indent: &str) -> Vec<String> {
    let lines = |layer: &Layer| {
        assert_eq!(layer.members.last(), Some(&layer.node));
        let own = format!("{indent}{} ({}) -> {}", layer.title, layer.kind, network.node(layer.node).name);
        std::iter::once(own).chain(written(network, &layer.children, &format!("{indent}  "))).collect::<Vec<_>>()
    };
    layers.iter().flat_map(lines).collect()
}

#[test]
fn branches_that_meet_in_a_node_named_like_their_prefix_are_a_block() -> Result<()> {
    let mut sketch = Sketch::default();
    let input = sketch.0.input("input", &[1, 3, 16, 16]);
    let conv = sketch.convolution("conv1", input, 7, 1)?;
    let value = sketch.relu("conv1.relu", conv)?;
    let value = sketch.pool("maxpool1", value)?;
    let one = sketch.convolution("inception3a.branch1", value, 1, 1)?;
    let one = sketch.relu("inception3a.branch1.relu", one)?;
    let two = sketch.convolution("inception3a.branch2.0", value, 1, 1)?;
    let two = sketch.relu("inception3a.branch2.0.relu", two)?;
    let two = sketch.convolution("inception3a.branch2.1", two, 3, 1)?;
    let two = sketch.relu("inception3a.branch2.1.relu", two)?;
    let value = sketch.concatenate("inception3a", &[one, two])?;
    let mean = Reduce { kind: ReduceKind::Mean, axes: vec![2, 3], keep: true };
    let value = sketch.0.node("avgpool", Operator::Reduce(mean), &[value])?;
    let value = sketch.0.node("flatten", Operator::Reshape(Reshape { target: vec![0, -1] }), &[value])?;
    let weight = sketch.0.constant("fc.weight", Tensor::zeros((10, 8), DType::F32, &Device::Cpu)?);
    let value = sketch.0.node("logits", Operator::Linear(Linear), &[value, weight])?;
    let value = sketch.0.node("prob", Operator::Softmax(Softmax { axis: 1, logarithm: false }), &[value])?;
    let network = sketch.0.finish(input, &[value])?;
    assert_eq!(
        written(&network, &network.layers(), ""),
        [
            "input (Input) -> input",
            "conv1 (Conv 7×7) -> conv1.relu",
            "maxpool1 (Max pool 3×3, stride 2) -> maxpool1",
            "inception3a (Block) -> inception3a",
            "  inception3a.branch1 (Conv 1×1) -> inception3a.branch1.relu",
            "  inception3a.branch2.0 (Conv 1×1) -> inception3a.branch2.0.relu",
            "  inception3a.branch2.1 (Conv 3×3) -> inception3a.branch2.1.relu",
            "avgpool (Global average pool) -> avgpool",
            "logits (Linear) -> logits",
            "prob (Softmax) -> prob",
        ]
    );
    Ok(())
}

#[test]
fn residual_blocks_under_dotted_and_slashed_names_are_the_same_list() -> Result<()> {
    let build = |names: [&str; 9], alias: bool| {
        let mut sketch = Sketch::default();
        let input = sketch.0.input("input", &[1, 3, 16, 16]);
        let value = sketch.convolution(names[0], input, 3, 1)?;
        let stem = sketch.relu(names[1], value)?;
        let value = sketch.convolution(names[2], stem, 3, 1)?;
        let value = sketch.relu(names[3], value)?;
        let value = sketch.convolution(names[4], value, 3, 4)?;
        let value = sketch.add(names[5], value, stem)?;
        let mut value = sketch.relu(names[6], value)?;
        if alias {
            sketch.0.alias(value, "layer1.0");
            sketch.0.alias(value, "layer1");
        }
        value = sketch.convolution(names[7], value, 3, 1)?;
        value = sketch.relu(names[8], value)?;
        sketch.0.finish(input, &[value])
    };
    let dotted =
        ["conv1", "relu", "layer1.0.conv1", "layer1.0.relu", "layer1.0.conv2", "layer1.0.add", "layer1.0.relu2", "head", "tail"];
    let slashed = [
        "/conv1/Conv",
        "/relu/Relu",
        "/layer1/layer1.0/conv1/Conv",
        "/layer1/layer1.0/relu/Relu",
        "/layer1/layer1.0/conv2/Conv",
        "/layer1/layer1.0/Add",
        "/layer1/layer1.0/relu_1/Relu",
        "/head/Conv",
        "/tail/Relu",
    ];
    for (names, alias) in [(dotted, true), (slashed, false)] {
        let network = build(names, alias)?;
        let layers = network.layers();
        let expected = [
            "input (Input) -> input".to_owned(),
            format!("conv1 (Conv 3×3) -> {}", names[1]),
            format!("layer1.0 (Block) -> {}", names[6]),
            format!("  layer1.0.conv1 (Conv 3×3) -> {}", names[3]),
            format!("  layer1.0.conv2 (Depthwise 3×3) -> {}", names[4]),
            format!("head (Conv 3×3) -> {}", names[8]),
        ];
        assert_eq!(written(&network, &layers, ""), expected);
        assert_eq!(layers[2].members.len(), 5);
    }
    Ok(())
}

#[test]
fn plain_neighbours_of_blocks_are_blocks_and_containers_are_not() -> Result<()> {
    let mut sketch = Sketch::default();
    let input = sketch.0.input("input", &[1, 3, 16, 16]);
    let stem = sketch.convolution("features.0.0", input, 3, 1)?;
    let value = sketch.convolution("features.1.conv.0", stem, 3, 4)?;
    let value = sketch.convolution("features.1.conv.1", value, 1, 1)?;
    sketch.0.alias(value, "features.1");
    let inner = sketch.convolution("features.2.conv.0", value, 3, 4)?;
    // SiLU as ONNX writes it: x * sigmoid(x).
    let gate = sketch.0.node("features.2.gate", Operator::Activation(Activation::Sigmoid), &[inner])?;
    let inner = sketch.0.node("features.2.gated", Operator::Arithmetic(Arithmetic::Multiply), &[inner, gate])?;
    let inner = sketch.convolution("features.2.conv.1", inner, 1, 1)?;
    let value = sketch.add("features.2.add", inner, value)?;
    sketch.0.alias(value, "features.2");
    sketch.0.alias(value, "features");
    let network = sketch.0.finish(input, &[value])?;
    assert_eq!(
        written(&network, &network.layers(), ""),
        [
            "input (Input) -> input",
            "features.0.0 (Conv 3×3) -> features.0.0",
            "features.1 (Block) -> features.1.conv.1",
            "  features.1.conv.0 (Depthwise 3×3) -> features.1.conv.0",
            "  features.1.conv.1 (Conv 1×1) -> features.1.conv.1",
            "features.2 (Block) -> features.2.add",
            "  features.2.conv.0 (Depthwise 3×3) -> features.2.gated",
            "  features.2.conv.1 (Conv 1×1) -> features.2.conv.1",
        ]
    );
    Ok(())
}

#[test]
fn what_normalises_a_merge_belongs_to_the_next_layer_and_channels_come_first_again() -> Result<()> {
    let mut sketch = Sketch::default();
    let input = sketch.0.input("input", &[1, 4, 8, 8]);
    let first = sketch.convolution("/block/conv1/Conv", input, 3, 1)?;
    let joined = sketch.add("/block/Add", first, input)?;
    let vectors: Vec<NodeId> = ["scale", "shift", "mean", "variance"]
        .into_iter()
        .map(|name| Ok(sketch.0.constant(name, Tensor::ones(4, DType::F32, &Device::Cpu)?)))
        .collect::<Result<_>>()?;
    let normal = Operator::BatchNormalization(BatchNormalization { epsilon: 1e-5 });
    let value = sketch.0.node("/norm/BatchNormalization", normal, &[joined, vectors[0], vectors[1], vectors[2], vectors[3]])?;
    let value = sketch.relu("/relu/Relu", value)?;
    let turn = |permutation: [usize; 4]| Operator::Transpose(Transpose { permutation: permutation.to_vec() });
    let value = sketch.0.node("/mix/Transpose", turn([0, 2, 3, 1]), &[value])?;
    let weight = sketch.0.constant("mix.weight", Tensor::zeros((6, 4), DType::F32, &Device::Cpu)?);
    let value = sketch.0.node("/mix/MatMul", Operator::Linear(Linear), &[value, weight])?;
    let value = sketch.0.node("/mix/Transpose_1", turn([0, 3, 1, 2]), &[value])?;
    let network = sketch.0.finish(input, &[value])?;
    assert_eq!(
        written(&network, &network.layers(), ""),
        [
            "input (Input) -> input",
            "block (Block) -> /block/Add",
            "  block.conv1 (Conv 3×3) -> /block/conv1/Conv",
            "norm (Batch norm) -> /relu/Relu",
            "mix (Linear) -> /mix/Transpose_1",
        ]
    );
    Ok(())
}
