//! Which group of nodes reads which: the wires between parts, or between the boxes of an opened block. What lies between groups
//! and computes nothing of its own (reshapes, slices, identities) is part of the wire.

use std::collections::{BTreeSet, HashMap};

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

/// The wires between groups of these nodes, given in the order of the data; a node among them without a group is passed through,
/// any other is where the picture ends.
pub fn wires(network: &Network, nodes: impl Iterator<Item = NodeId>, groups: &[&[NodeId]]) -> Vec<Wire> {
    let mut owner: HashMap<NodeId, usize> = HashMap::new();
    for (index, group) in groups.iter().enumerate() {
        for node in *group {
            owner.insert(*node, index);
        }
    }
    // For what has no group: the groups behind it, and whether something comes from outside.
    let mut behind: HashMap<NodeId, BTreeSet<Option<usize>>> = HashMap::new();
    let mut wires: Vec<Wire> = Vec::new();
    for id in nodes {
        let reads = network.node(id).inputs.iter().copied().enumerate().filter(|&(_, input)| network.constant(input).is_none());
        let sources = |input: NodeId| match owner.get(&input) {
            Some(&group) => BTreeSet::from([Some(group)]),
            None => behind.get(&input).cloned().unwrap_or_else(|| BTreeSet::from([None])),
        };
        match owner.get(&id).copied() {
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
                behind.insert(id, all);
            }
        }
    }
    wires
}
