//! Rows of the layer list: which nodes begin one, which are drawn into it, and what kind is written beside it.

use crate::network::{
    Network, NodeId, Operator,
    ops::{Arithmetic, ReduceKind},
};

use super::{kind::LayerKind, paths::enclosing};

/// Nodes that are shown as one layer.
pub(super) struct Row {
    /// The first node: the convolution.
    pub head: NodeId,
    /// The value shown: the last node.
    pub node: NodeId,
    /// All of them, in order.
    pub members: Vec<NodeId>,
    /// What it is.
    pub kind: LayerKind,
}

/// All rows in topological order of their first nodes.
pub(super) fn rows(network: &Network, paths: &[String]) -> Vec<Row> {
    let mut consumers: Vec<Vec<NodeId>> = vec![Vec::new(); network.nodes().len()];
    for id in network.ids() {
        for input in &network.node(id).inputs {
            consumers[input.index()].push(id);
        }
    }
    let mut drawn_in = vec![false; network.nodes().len()];
    let mut rows = Vec::new();
    for head in network.ids() {
        let Some(kind) = kind(network, head).filter(|_| !drawn_in[head.index()]) else { continue };
        let mut members = vec![head];
        let mut node = head;
        while takes_followers(&network.node(head).operator) && !ends_module(network, node, paths) {
            let Some(followers) = followers(network, head, node, &consumers) else { break };
            for &follower in &followers {
                drawn_in[follower.index()] = true;
                node = follower;
            }
            members.extend(followers);
        }
        rows.push(Row { head, node, members, kind });
    }
    rows
}

/// Whether normalisations and activations behind this operator belong to its row.
fn takes_followers(operator: &Operator) -> bool {
    matches!(
        operator,
        Operator::Convolution(_)
            | Operator::TransposedConvolution(_)
            | Operator::Linear(_)
            | Operator::MatrixProduct(_)
            | Operator::Concatenate(_)
            | Operator::Arithmetic(_)
            | Operator::BatchNormalization(_)
            | Operator::LayerNormalization(_)
            | Operator::GroupNormalization(_)
    )
}

/// From `N x H x W x C` back to `N x C x H x W`.
const CHANNELS_FIRST: [usize; 4] = [0, 3, 1, 2];

/// Whether a module around this value ends here: what follows belongs to the next one.
fn ends_module(network: &Network, id: NodeId, paths: &[String]) -> bool {
    let path = &paths[id.index()];
    network.node(id).aliases.iter().any(|alias| enclosing(path).any(|outer| outer == alias && outer != path))
}

/// The nodes that read this value and belong to the row that begins at `head`: one normalisation, activation, arithmetic
/// with a constant or return to channels first, or the two of a gate (`x * sigmoid(x)`, as ONNX writes SiLU). What
/// normalises a sum or a concatenation belongs to the next layer (pre-activation networks).
fn followers(network: &Network, head: NodeId, id: NodeId, consumers: &[Vec<NodeId>]) -> Option<Vec<NodeId>> {
    let is_merge = matches!(network.node(head).operator, Operator::Concatenate(_) | Operator::Arithmetic(_));
    let only_computed =
        |node: NodeId| network.node(node).inputs.iter().all(|&input| input == id || network.constant(input).is_some());
    match *consumers[id.index()].as_slice() {
        [next] if only_computed(next) => {
            let belongs = match &network.node(next).operator {
                Operator::Activation(_) | Operator::ParametricRelu(_) | Operator::Arithmetic(_) => true,
                Operator::BatchNormalization(_) | Operator::GroupNormalization(_) => !is_merge,
                Operator::Transpose(transpose) => transpose.permutation == CHANNELS_FIRST,
                _ => false,
            };
            belongs.then(|| vec![next])
        }
        [gate, product] => {
            let is_gate = matches!(network.node(gate).operator, Operator::Activation(_)) && consumers[gate.index()] == [product];
            let is_product = matches!(network.node(product).operator, Operator::Arithmetic(Arithmetic::Multiply))
                && network.node(product).inputs.iter().all(|&input| input == id || input == gate);
            (is_gate && is_product).then(|| vec![gate, product])
        }
        _ => None,
    }
}

/// What a row that begins here is; `None` for nodes that begin none.
fn kind(network: &Network, id: NodeId) -> Option<LayerKind> {
    let node = network.node(id);
    let is_constant = |index: usize| node.inputs.get(index).is_some_and(|&input| network.constant(input).is_some());
    Some(match &node.operator {
        Operator::Constant(_)
        | Operator::Identity
        | Operator::Slice(_)
        | Operator::Pad(_)
        | Operator::Reshape(_)
        | Operator::Transpose(_) => return None,
        Operator::Arithmetic(_) if is_constant(0) || is_constant(1) => return None,
        Operator::Convolution(op) => {
            let depthwise = op.groups > 1 && node.inputs.first().and_then(|&x| network.node(x).shape.get(1)) == Some(&op.groups);
            let (kernel, stride, dilation, groups) = (op.kernel, op.stride, op.dilation, op.groups);
            LayerKind::Convolution { depthwise, kernel, stride, dilation, groups }
        }
        Operator::Input => LayerKind::Input,
        Operator::MaxPool(op) => LayerKind::Pool { largest: true, kernel: op.kernel, stride: op.stride },
        Operator::AveragePool(op) => LayerKind::Pool { largest: false, kernel: op.kernel, stride: op.stride },
        Operator::Reduce(op) if op.axes.contains(&2) && op.axes.contains(&3) => match op.kind {
            ReduceKind::Mean => LayerKind::GlobalPool { largest: false },
            ReduceKind::Maximum => LayerKind::GlobalPool { largest: true },
            _ => LayerKind::Other(node.operator.name()),
        },
        Operator::Linear(_) => LayerKind::Linear,
        Operator::MatrixProduct(_) if is_constant(1) => LayerKind::Linear,
        Operator::BatchNormalization(_) => LayerKind::BatchNormalization,
        Operator::LayerNormalization(_) => LayerKind::LayerNormalization,
        Operator::GroupNormalization(_) => LayerKind::GroupNormalization,
        Operator::LocalResponseNormalization(_) => LayerKind::LocalResponseNormalization,
        other => LayerKind::Other(other.name()),
    })
}
