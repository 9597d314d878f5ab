//! What is learned, and which nodes run as one: a batch normalisation with the sum and the ReLU behind it.

use std::collections::HashMap;

use candle_core::DType;

use crate::network::{
    Network, NodeId, Operator, Result,
    backend::native::value::with_slice,
    ops::{Activation, Arithmetic},
    training::Parameter,
};

use super::kind;

/// A batch normalisation and what runs with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub norm: NodeId,
    /// What is added to its result.
    pub residual: Option<NodeId>,
    /// Whether a ReLU follows.
    pub rectified: bool,
}

/// What a step does.
pub(super) struct Plan {
    /// The groups, by the last of their nodes.
    groups: HashMap<NodeId, Group>,
    /// Whether a node is inside of a group and not its last.
    inner: Vec<bool>,
    /// Whether a node's value depends on the input or on a parameter, so that gradients pass it.
    pub varies: Vec<bool>,
    /// The constants that are parameters, in order.
    constants: Vec<NodeId>,
    index: HashMap<NodeId, usize>,
}

impl Plan {
    pub fn new(network: &Network) -> Self {
        let mut constants = Vec::new();
        for node in network.nodes() {
            for (position, &input) in node.inputs.iter().enumerate() {
                let is_float = network.constant(input).is_some_and(|tensor| tensor.dtype().is_float());
                if is_float && kind(&node.operator, position).is_some() && !constants.contains(&input) {
                    constants.push(input);
                }
            }
        }
        constants.sort_unstable();
        let mut readers = vec![Vec::new(); network.nodes().len()];
        for id in network.ids() {
            for input in &network.node(id).inputs {
                readers[input.index()].push(id);
            }
        }
        let mut groups = HashMap::new();
        let mut inner = vec![false; network.nodes().len()];
        for norm in network.ids() {
            let node = network.node(norm);
            let [_, parameters @ ..] = node.inputs.as_slice() else { continue };
            let learned = parameters.iter().all(|parameter| constants.contains(parameter));
            if !matches!(node.operator, Operator::BatchNormalization(_)) || !learned || node.shape.len() != 4 {
                continue;
            }
            let only = |id: NodeId| match readers[id.index()].as_slice() {
                [reader] if id != network.scores() => Some((*reader, network.node(*reader))),
                _ => None,
            };
            let (mut last, mut group) = (norm, Group { norm, residual: None, rectified: false });
            let is_relu = |operator: &Operator| matches!(operator, Operator::Activation(Activation::Relu));
            match only(norm) {
                Some((relu, node)) if is_relu(&node.operator) => {
                    inner[last.index()] = true;
                    group.rectified = true;
                    last = relu;
                }
                Some((sum, node))
                    if matches!(node.operator, Operator::Arithmetic(Arithmetic::Add)) && !groups.contains_key(&sum) =>
                {
                    let other = node.inputs.iter().copied().find(|input| *input != norm);
                    let relu = only(sum).filter(|(_, node)| is_relu(&node.operator));
                    let same =
                        other.filter(|other| network.node(*other).shape == node.shape && network.constant(*other).is_none());
                    if let (Some(other), Some((relu, _))) = (same, relu)
                        && !groups.contains_key(&relu)
                    {
                        inner[last.index()] = true;
                        inner[sum.index()] = true;
                        group.rectified = true;
                        group.residual = Some(other);
                        last = relu;
                    }
                }
                _ => {}
            }
            groups.insert(last, group);
        }
        let mut sources = constants.clone();
        sources.push(network.input());
        let varies = network.depends_on(&sources);
        let index = constants.iter().enumerate().map(|(index, id)| (*id, index)).collect();
        Self { groups, inner, varies, constants, index }
    }

    /// The learned and measured arrays, with their values.
    pub fn parameters(&self, network: &Network) -> Result<Vec<Parameter>> {
        let mut parameters = Vec::new();
        for &id in &self.constants {
            let node = network.node(id);
            let user = network.nodes().iter().find_map(|user| {
                let position = user.inputs.iter().position(|input| *input == id)?;
                kind(&user.operator, position)
            });
            let (Some(kind), Some(tensor)) = (user, network.constant(id)) else { continue };
            let values = with_slice(&tensor.to_dtype(DType::F32)?, <[f32]>::to_vec)?;
            let gradient = vec![0.0; if kind.is_learned() { values.len() } else { 0 }];
            parameters.push(Parameter { name: node.name.clone(), shape: node.shape.clone(), kind, values, gradient });
        }
        Ok(parameters)
    }

    /// The constant node of a parameter.
    pub fn constant(&self, index: usize) -> NodeId {
        self.constants[index]
    }

    /// Which parameter a constant is.
    pub fn parameter(&self, id: NodeId) -> Option<usize> {
        self.index.get(&id).copied()
    }

    /// The group that ends with a node.
    pub fn group(&self, last: NodeId) -> Option<Group> {
        self.groups.get(&last).copied()
    }

    /// Whether a node runs as a part of a group that ends later.
    pub fn is_inner(&self, id: NodeId) -> bool {
        self.inner[id.index()]
    }
}
