//! Which group of nodes reads which: the wires between parts, or between the boxes of an opened block. What lies between groups
//! and computes nothing of its own (reshapes, slices, identities) is part of the wire.

use std::collections::BTreeSet;

use super::volume;
use crate::network::{Network, NodeId};

/// A value on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wire {
    /// The group that computes it; `None` for what comes from outside.
    pub from: Option<usize>,
    /// The group that reads it.
    pub to: usize,
    /// The value as it is read.
    pub value: NodeId,
    /// Which of the reader's inputs it is: branches of a concatenation in order.
    pub branch: usize,
    /// Its channels.
    pub channels: usize,
}

impl Wire {
    /// Whether it passes over whole groups.
    pub fn is_skip(&self) -> bool {
        self.from.is_none_or(|from| self.to > from + 1)
    }
}

/// The wires between groups; `is_inside` says which nodes without a group are passed through rather than where the picture ends.
pub fn wires(network: &Network, groups: &[&[NodeId]], is_inside: impl Fn(NodeId) -> bool) -> Vec<Wire> {
    let mut owner = vec![None; network.nodes().len()];
    for (index, group) in groups.iter().enumerate() {
        for node in *group {
            owner[node.index()] = Some(index);
        }
    }
    // For what has no group: the groups behind it, and whether something comes from outside.
    let mut behind: Vec<BTreeSet<Option<usize>>> = vec![BTreeSet::new(); network.nodes().len()];
    let mut wires: Vec<Wire> = Vec::new();
    for id in network.ids() {
        let reads = network.node(id).inputs.iter().copied().enumerate().filter(|&(_, input)| network.constant(input).is_none());
        let sources = |input: NodeId| match owner[input.index()] {
            Some(group) => BTreeSet::from([Some(group)]),
            None if is_inside(input) => behind[input.index()].clone(),
            None => BTreeSet::from([None]),
        };
        match owner[id.index()] {
            Some(to) => {
                for (branch, value) in reads {
                    let channels = volume(network, value)[0];
                    let from = sources(value).into_iter().filter(|from| *from != Some(to));
                    let new = from.map(|from| Wire { from, to, value, branch, channels });
                    for wire in new {
                        let known = |other: &Wire| (other.from, other.to, other.value) == (wire.from, wire.to, wire.value);
                        if !wires.iter().rev().take_while(|other| other.to == to).any(known) {
                            wires.push(wire);
                        }
                    }
                }
            }
            None => {
                let all: BTreeSet<Option<usize>> = reads.flat_map(|(_, value)| sources(value)).collect();
                behind[id.index()] = all;
            }
        }
    }
    wires
}
