//! Which nodes run as one: a convolution with the batch normalisation, the sum and the bounded activation behind it.
//!
//! A value inside of such a group is never computed, so that only values which one node alone reads may vanish.

use std::collections::HashMap;

use crate::{
    kernels::Clamp,
    network::{
        NodeId, Operator,
        ops::{Arithmetic, BatchNormalization},
    },
};

use super::{prepared::Prepared, shapes};

/// Nodes that are computed in one step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    /// The first node; the only one unless it is a convolution or a batch normalisation.
    pub head: NodeId,
    /// The batch normalisation that is folded into the convolution.
    pub norm: Option<NodeId>,
    /// What is added to the convolution.
    pub residual: Option<NodeId>,
    /// Bounds of the result.
    pub clamp: Clamp,
    /// The last node, whose value the group computes.
    pub tail: NodeId,
}

impl Group {
    /// One node by itself.
    pub fn alone(id: NodeId) -> Self {
        Self { head: id, norm: None, residual: None, clamp: Clamp::NONE, tail: id }
    }

    fn is_bounded(&self) -> bool {
        self.clamp != Clamp::NONE
    }
}

/// The groups of the nodes that run, in the order in which they can run.
pub(super) fn groups(prepared: &Prepared, runs: &[bool], may_vanish: &dyn Fn(NodeId) -> bool) -> Vec<Group> {
    let network = &prepared.network;
    let mut open: HashMap<NodeId, Group> = HashMap::new();
    for id in network.ids().filter(|id| runs[id.index()]) {
        let group = extended(prepared, id, &mut |input, fits| {
            let continues = may_vanish(input) && open.get(&input).is_some_and(fits);
            continues.then(|| open.remove(&input)).flatten()
        });
        open.insert(id, group.unwrap_or_else(|| Group::alone(id)));
    }
    let mut groups: Vec<Group> = open.into_values().collect();
    groups.sort_by_key(|group| group.tail);
    groups
}

/// The open group that ends at a value, if it is fit to be continued.
type Find<'a> = dyn FnMut(NodeId, &dyn Fn(&Group) -> bool) -> Option<Group> + 'a;

/// The group that a node continues; `find` knows the open groups by their last node.
fn extended(prepared: &Prepared, id: NodeId, find: &mut Find<'_>) -> Option<Group> {
    let network = &prepared.network;
    let node = network.node(id);
    let is_convolution = |group: &Group| {
        let head = network.node(group.head);
        matches!(head.operator, Operator::Convolution(_)) && prepared.has_constant_parameters(head)
    };
    match &node.operator {
        Operator::BatchNormalization(BatchNormalization { .. }) if prepared.has_constant_parameters(node) => {
            let fits = |group: &Group| group.head == group.tail && is_convolution(group);
            find(node.inputs[0], &fits).map(|group| Group { norm: Some(id), tail: id, ..group })
        }
        Operator::Arithmetic(Arithmetic::Add) => {
            let [a, b] = node.inputs[..] else { return None };
            let same = a != b && network.node(a).shape == node.shape && network.node(b).shape == node.shape;
            if !same || prepared.constant(a).is_some() || prepared.constant(b).is_some() {
                return None;
            }
            let fits = |group: &Group| group.residual.is_none() && !group.is_bounded() && is_convolution(group);
            [(a, b), (b, a)]
                .into_iter()
                .find_map(|(own, other)| find(own, &fits).map(|group| Group { residual: Some(other), tail: id, ..group }))
        }
        operator => {
            let clamp = shapes::clamp(operator)?;
            let fits = |group: &Group| {
                let head = network.node(group.head);
                let norm = matches!(head.operator, Operator::BatchNormalization(_)) && prepared.has_constant_parameters(head);
                !group.is_bounded() && (is_convolution(group) || norm && network.node(group.head).shape.len() == 4)
            };
            find(node.inputs[0], &fits).map(|group| Group { clamp, tail: id, ..group })
        }
    }
}
