//! Blocks found in the graph's own shape, where names say none (PyTorch's dynamo exporter writes `node_conv2d_17`).
//!
//! Between two layers where everything runs through one value lies a cut. What lies between two cuts and is more than one layer
//! belongs together: a residual block, the branches of an inception, a dense block. Where a block has no shortcut, a pointwise
//! convolution, one that takes every channel by itself and a pointwise one again are one too.

use super::{Cost, Part, Title, Wire, wires::wires};
use crate::network::{LayerKind, Network, NodeId};

/// A segment of more parts than this share of the whole network is not a block of it: a U-Net's one long skip.
const LARGEST_SHARE: f32 = 0.6;
/// Shorter ones may be, in small networks.
const ALWAYS: usize = 12;

/// The same parts, with those that belong together as blocks.
pub fn grouped(network: &Network, parts: Vec<Part>) -> Vec<Part> {
    let mut found = 0;
    let segments = segments(network, &parts);
    let mut parts = parts.into_iter();
    let mut merged: Vec<Part> = Vec::new();
    for length in segments {
        let segment: Vec<Part> = parts.by_ref().take(length).collect();
        if segment.len() > 1 {
            found += 1;
            merged.push(block(network, segment, found));
        } else {
            merged.extend(segment);
        }
    }
    numbered(separable(network, &merged))
}

/// Lengths of the stretches between cuts, in order; stretches that are no blocks come as single parts.
fn segments(network: &Network, parts: &[Part]) -> Vec<usize> {
    let groups: Vec<&[NodeId]> = parts.iter().map(|part| part.members.as_slice()).collect();
    let wires: Vec<(usize, usize)> =
        wires(network, network.ids(), &groups).iter().filter_map(|wire: &Wire| Some((wire.from?, wire.to))).collect();
    if wires.iter().any(|(from, to)| to <= from) {
        return vec![1; parts.len()];
    }
    // How many wires pass over the place behind each part without coming from it.
    let mut change = vec![0_isize; parts.len() + 1];
    for &(from, to) in &wires {
        change[from + 1] += 1;
        change[to] -= 1;
    }
    let mut lengths = Vec::new();
    let (mut passing, mut length) = (0, 0);
    for (index, change) in change.iter().take(parts.len()).enumerate() {
        passing += change;
        length += 1;
        if passing == 0 || index + 1 == parts.len() {
            let is_block = length <= ALWAYS || length as f32 <= LARGEST_SHARE * parts.len() as f32;
            let lone = if is_block { vec![length] } else { vec![1; length] };
            lengths.extend(lone);
            length = 0;
        }
    }
    lengths
}

/// Parts as one block.
fn block(network: &Network, children: Vec<Part>, number: usize) -> Part {
    let members: Vec<NodeId> = children.iter().flat_map(|child| child.members.iter().copied()).collect();
    let (node, exit, volume) =
        children.last().map_or((network.input(), network.input(), [0; 3]), |last| (last.node, last.exit, last.volume));
    let cost = Cost::of(network, &members, node);
    Part { title: Title::Block(number), kind: LayerKind::Block, node, exit, members, volume, cost, children }
}

fn is_depthwise(part: &Part) -> bool {
    matches!(part.kind, LayerKind::Convolution { depthwise: true, .. })
}

fn is_pointwise(part: &Part) -> bool {
    matches!(part.kind, LayerKind::Convolution { depthwise: false, kernel: [1, 1], groups: 1, .. })
}

/// Whether it was found in the shape and does nothing but scale channels.
fn is_lone_gate(network: &Network, part: &Part) -> bool {
    let convolves = part.layers().iter().any(|layer| is_depthwise(layer));
    matches!(part.title, Title::Block(_)) && !convolves && super::pattern::is_gate(network, part.node)
}

/// Draws the layers of inverted residuals without a shortcut together.
fn separable(network: &Network, parts: &[Part]) -> Vec<Part> {
    let mut grouped = Vec::new();
    let mut rest = parts;
    while let Some(first) = rest.first() {
        let taken = stretch(network, rest);
        if taken > 1 {
            // A gate that was found alone is inside now, opened.
            let inner = rest[..taken].iter().flat_map(|part| match part.title {
                Title::Block(_) => part.children.clone(),
                Title::Named(_) => vec![part.clone()],
            });
            grouped.push(block(network, inner.collect(), 0));
        } else {
            grouped.push(first.clone());
        }
        rest = &rest[taken.max(1)..];
    }
    grouped
}

/// How many parts from here on are an inverted residual; 0 for none.
fn stretch(network: &Network, parts: &[Part]) -> usize {
    let mut at = 0;
    let mut takes = |test: &dyn Fn(&Part) -> bool| {
        let fits = parts.get(at).is_some_and(test);
        at += usize::from(fits);
        fits
    };
    takes(&is_pointwise);
    if !takes(&is_depthwise) {
        return 0;
    }
    takes(&|part| is_lone_gate(network, part));
    if takes(&is_pointwise) { at } else { 0 }
}

/// Numbers the blocks that have no name, in order.
fn numbered(mut parts: Vec<Part>) -> Vec<Part> {
    let mut count = 0;
    for part in &mut parts {
        if matches!(part.title, Title::Block(_)) {
            count += 1;
            part.title = Title::Block(count);
        }
    }
    parts
}
