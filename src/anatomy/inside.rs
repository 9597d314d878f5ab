//! One part opened: what comes in, the boxes that it runs through, where branches come together, and what leaves.
//!
//! A block shows its parts, a layer its steps: the convolution, the norm, the activation.

use std::collections::HashSet;

use super::{Merge, Part, Wire, pattern::is_gate, volume, wires::wires};
use crate::network::{LayerKind, Network, NodeId, Operator};

/// A gate of more parts than this is a box of its own.
const LARGEST_GATE: usize = 6;

/// What a piece of an opened part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A value from outside.
    Source,
    /// A part inside.
    Part,
    /// One step of a layer.
    Step,
    /// Where values come together.
    Merge(Merge),
    /// What leaves; brought together here, or only passed on.
    Out(Option<Merge>),
}

/// A piece of an opened part.
#[derive(Clone, Debug)]
pub struct Inner<'a> {
    /// What it is.
    pub role: Role,
    /// Its value.
    pub node: NodeId,
    /// The part, if it is one.
    pub part: Option<&'a Part>,
    /// Channels, rows and columns of its value.
    pub volume: [usize; 3],
}

/// A part opened.
#[derive(Clone, Debug)]
pub struct Inside<'a> {
    /// The part.
    pub part: &'a Part,
    /// What comes in first, then what is inside in the order of the data, what leaves last.
    pub pieces: Vec<Inner<'a>>,
    /// From piece to piece.
    pub wires: Vec<Wire>,
}

impl<'a> Inside<'a> {
    /// Opens a part.
    pub fn of(network: &Network, part: &'a Part) -> Self {
        let piece = |role, node: NodeId, part| Inner { role, node, part, volume: volume(network, node) };
        let mut groups: Vec<Vec<NodeId>> = Vec::new();
        let mut pieces: Vec<Inner<'a>> = Vec::new();
        for child in &part.children {
            let merge = child.members.first().filter(|_| !child.is_block()).and_then(|&head| Merge::of(network, head));
            if is_gate(network, child.node) && child.is_block() && child.children.len() <= LARGEST_GATE {
                // A gate is told where it is, not as a box that hides it.
                let inner: Vec<Vec<NodeId>> = child.children.iter().map(|inner| inner.members.clone()).collect();
                pieces.extend(child.children.iter().map(|inner| piece(Role::Part, inner.node, Some(inner))));
                let closing = closing(network, child, &inner);
                groups.extend(inner);
                groups.push(closing);
                pieces.push(piece(Role::Merge(Merge::Gate), child.node, Some(child)));
            } else {
                groups.push(child.members.clone());
                pieces.push(piece(merge.map_or(Role::Part, Role::Merge), child.node, Some(child)));
            }
        }
        if !part.is_block() {
            for node in steps(network, part) {
                groups.push(vec![node]);
                pieces.push(piece(Merge::of(network, node).map_or(Role::Step, Role::Merge), node, None));
            }
        }
        let is_shown = groups.iter().flatten().any(|&node| node == part.exit);
        let closing = if is_shown { Vec::new() } else { closing(network, part, &groups) };
        let merge = closing.iter().find_map(|&node| Merge::of(network, node));
        groups.push(closing);
        pieces.push(piece(Role::Out(merge), part.exit, None));
        Self::wired(network, part, &groups, pieces)
    }

    fn wired(network: &Network, part: &'a Part, groups: &[Vec<NodeId>], inner: Vec<Inner<'a>>) -> Self {
        let members: HashSet<NodeId> = part.members.iter().copied().collect();
        let slices: Vec<&[NodeId]> = groups.iter().map(Vec::as_slice).collect();
        let mut nodes: Vec<NodeId> = members.iter().copied().collect();
        nodes.sort();
        let mut wires = wires(network, nodes.into_iter(), &slices);
        wires.retain(|wire| wire.from.is_none_or(|from| from < wire.to));
        let out = groups.len() - 1;
        if groups[out].is_empty() {
            let from = groups.iter().position(|group| group.contains(&part.exit));
            wires.push(Wire { from, to: out, value: part.exit, branch: 0, channels: inner[out].volume[0] });
        }
        // What comes from outside, each value once.
        let mut sources: Vec<NodeId> = Vec::new();
        for wire in wires.iter().filter(|wire| wire.from.is_none()) {
            let origin = origin(network, wire.value, &members);
            if !sources.contains(&origin) {
                sources.push(origin);
            }
        }
        let count = sources.len();
        for wire in &mut wires {
            let from = match wire.from {
                Some(from) => Some(from + count),
                None => sources.iter().position(|&source| source == origin(network, wire.value, &members)),
            };
            *wire = Wire { from, to: wire.to + count, ..*wire };
        }
        let piece = |node: NodeId| Inner { role: Role::Source, node, part: None, volume: volume(network, node) };
        let pieces = sources.into_iter().map(piece).chain(inner).collect();
        Self { part, pieces, wires }
    }

    /// What leaves.
    pub fn out(&self) -> usize {
        self.pieces.len() - 1
    }

    /// For a concatenation, where the channels of what leaves come from: piece, first channel and channels, in their order.
    pub fn branches(&self) -> Vec<(usize, std::ops::Range<usize>)> {
        let out = self.out();
        if self.pieces[out].role != Role::Out(Some(Merge::Concatenation)) {
            return Vec::new();
        }
        let mut wires: Vec<&Wire> = self.wires.iter().filter(|wire| wire.to == out).collect();
        wires.sort_by_key(|wire| wire.branch);
        let mut first = 0;
        let mut branches = Vec::new();
        for wire in wires {
            branches.extend(wire.from.map(|from| (from, first..first + wire.channels)));
            first += wire.channels;
        }
        // A merge that is followed by something that changes its channels has none to name.
        if first == self.pieces[out].volume[0] { branches } else { Vec::new() }
    }
}

/// The nodes of a layer that a person would call a step.
fn steps(network: &Network, part: &Part) -> Vec<NodeId> {
    let all = || part.members.iter().copied().filter(|&node| network.constant(node).is_none());
    let computes = |&node: &NodeId| !matches!(network.node(node).operator, Operator::Input | Operator::Identity);
    let found: Vec<NodeId> = all().filter(computes).collect();
    if part.kind == LayerKind::Input { Vec::new() } else { found }
}

/// The nodes that end a block and belong to nothing inside it: a sum and the activation behind it.
fn closing(network: &Network, part: &Part, groups: &[Vec<NodeId>]) -> Vec<NodeId> {
    let is_free = |node: &NodeId| part.members.contains(node) && !groups.iter().flatten().any(|other| other == node);
    let mut nodes = vec![part.exit];
    let mut at = part.exit;
    // Back over what only passes on, up to where values come together.
    while Merge::of(network, at).is_none() {
        let computed = network.node(at).inputs.iter().copied().find(|&input| network.constant(input).is_none());
        match computed.filter(is_free) {
            Some(before) => at = before,
            None => break,
        }
        nodes.push(at);
    }
    nodes
}

/// The value outside that one inside is made of without any layer.
fn origin(network: &Network, value: NodeId, inside: &HashSet<NodeId>) -> NodeId {
    let mut at = value;
    while inside.contains(&at) {
        let Some(before) = network.node(at).inputs.iter().copied().find(|&input| network.constant(input).is_none()) else {
            break;
        };
        at = before;
    }
    at
}
