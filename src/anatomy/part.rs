//! A part of a network: one layer, or a block with parts inside, with its size, what it costs and what it sees.
//!
//! Made of the layer list, so that names say what a block is wherever they can.

use crate::network::{Layer, LayerKind, Network, NodeId, Operator};

/// What a part costs for one picture, and what one position of it sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Numbers learned.
    pub weights: usize,
    /// Multiply-adds for one picture.
    pub multiply_adds: u64,
    /// Rows and columns of the input that one position sees, as papers quote it: on an endless input.
    pub sees: [usize; 2],
}

impl Cost {
    /// What these nodes cost together, and what a position of `node` sees.
    pub fn of(network: &Network, members: &[NodeId], node: NodeId) -> Self {
        Self {
            weights: members.iter().map(|&member| network.parameters_of(member)).sum(),
            multiply_adds: members.iter().map(|&member| network.multiply_adds_of(member)).sum(),
            sees: network.receptive_field_size(node),
        }
    }
}

/// What a part is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Title {
    /// As the file calls it.
    Named(String),
    /// The so-manieth block that was found in the graph's shape, counted from 1.
    Block(usize),
}

impl Title {
    /// As scripts write it.
    pub fn name(&self) -> String {
        match self {
            Self::Named(name) => name.clone(),
            Self::Block(number) => format!("block{number}"),
        }
    }
}

/// One layer, or a block with parts inside.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it is called.
    pub title: Title,
    /// What it is.
    pub kind: LayerKind,
    /// The value that it is known by.
    pub node: NodeId,
    /// The value that others read: the same, but where a block lays its value beside what came in (a dense layer).
    pub exit: NodeId,
    /// All of its nodes.
    pub members: Vec<NodeId>,
    /// Channels, rows and columns of what others read; 1 x 1 maps for a vector.
    pub volume: [usize; 3],
    /// What it costs and sees.
    pub cost: Cost,
    /// What is inside a block; empty for a layer.
    pub children: Vec<Part>,
}

impl Part {
    /// Whether it has parts inside.
    pub fn is_block(&self) -> bool {
        !self.children.is_empty()
    }

    /// Whether the node is its value or one of its nodes.
    pub fn has(&self, node: NodeId) -> bool {
        self.node == node || self.members.contains(&node)
    }

    /// Whether it computes the same from the same sizes: what is drawn once, with a number.
    pub fn is_like(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.volume == other.volume
            && (self.cost.weights, self.cost.multiply_adds) == (other.cost.weights, other.cost.multiply_adds)
            && self.children.len() == other.children.len()
            && self.children.iter().zip(&other.children).all(|(one, two)| one.is_like(two))
    }

    /// The module around it, where its name says one: `layer3` of `layer3.5`.
    pub fn module(&self) -> Option<&str> {
        match &self.title {
            Title::Named(name) => name.rsplit_once('.').map(|(module, _)| module),
            Title::Block(_) => None,
        }
    }

    /// The layers inside, itself if it is one.
    pub fn layers(&self) -> Vec<&Part> {
        if self.is_block() { self.children.iter().flat_map(Self::layers).collect() } else { vec![self] }
    }
}

/// Channels, rows and columns of a value at batch size 1, wherever it has its channels. Tokens (`1 x N x C`) are a map of one
/// column.
pub fn volume(network: &Network, id: NodeId) -> [usize; 3] {
    match *network.node(id).shape.as_slice() {
        [_, height, width, channels] if is_channels_last(network, id) => [channels, height, width],
        [_, channels, height, width] => [channels, height, width],
        [_, tokens, channels] => [channels, tokens, 1],
        [_, channels] => [channels, 1, 1],
        ref shape => [shape.iter().product(), 1, 1],
    }
}

/// Whether a value with maps has its channels behind them (`N x H x W x C`), as ConvNeXt's linear layers do.
fn is_channels_last(network: &Network, id: NodeId) -> bool {
    let mut at = id;
    loop {
        let node = network.node(at);
        match &node.operator {
            Operator::Linear(_) => return node.shape.len() == 4,
            Operator::MatrixProduct(_) => return node.inputs.get(1).is_some_and(|&weight| network.constant(weight).is_some()),
            Operator::Transpose(transpose) => return transpose.permutation == [0, 2, 3, 1],
            Operator::Activation(_) | Operator::Arithmetic(_) | Operator::LayerNormalization(_) | Operator::Identity => {}
            _ => return false,
        }
        let Some(before) = node.inputs.iter().copied().find(|&input| network.constant(input).is_none()) else { return false };
        if network.node(before).shape.len() != 4 {
            return false;
        }
        at = before;
    }
}

/// The parts that the layer list names.
pub fn parts(network: &Network) -> Vec<Part> {
    network.layers().into_iter().map(|layer| part(network, layer)).collect()
}

fn part(network: &Network, layer: Layer) -> Part {
    let children = layer.children.into_iter().map(|child| part(network, child)).collect();
    let exit = exit(network, &layer.members, layer.node);
    Part {
        cost: Cost::of(network, &layer.members, layer.node),
        volume: volume(network, exit),
        exit,
        title: Title::Named(layer.title),
        kind: layer.kind,
        node: layer.node,
        members: layer.members,
        children,
    }
}

/// The last value that is read outside, if the one that the part is known by is not.
fn exit(network: &Network, members: &[NodeId], node: NodeId) -> NodeId {
    let leaves = |&id: &NodeId| {
        let readers = network.consumers(id);
        readers.is_empty() || readers.iter().any(|reader| !members.contains(reader))
    };
    if members.len() < 2 || leaves(&node) { node } else { members.iter().rev().copied().find(leaves).unwrap_or(node) }
}
