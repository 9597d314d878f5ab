//! What a block is by its shape, whatever it is called: a residual block (He et al. 2016), branches side by side (Szegedy et al.
//! 2015), an inverted residual (Sandler et al. 2018), with or without squeeze-and-excitation (Hu et al. 2018).

use super::Part;
use crate::{
    network::{LayerKind, Network, NodeId, Operator, ops::Arithmetic},
    words::{Phrase, anatomy as say},
};

/// How the branches of a block come together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// Channel by channel added.
    Sum,
    /// Channels beside each other.
    Concatenation,
    /// Every channel scaled by a gate.
    Gate,
}

impl Merge {
    /// How a node brings computed values together; `None` if it does not.
    pub fn of(network: &Network, node: NodeId) -> Option<Self> {
        let inner = network.node(node);
        let computed = inner.inputs.iter().filter(|&&input| network.constant(input).is_none()).count();
        match &inner.operator {
            _ if computed < 2 => None,
            Operator::Concatenate(_) => Some(Self::Concatenation),
            Operator::Arithmetic(Arithmetic::Add | Arithmetic::Subtract) => Some(Self::Sum),
            Operator::Arithmetic(Arithmetic::Multiply) => Some(Self::Gate),
            _ => None,
        }
    }
}

/// What can be said of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    /// How it ends, where it brings branches together at its end.
    pub merge: Option<Merge>,
    /// Whether channels are first widened, then convolved each by itself, then drawn together again.
    pub is_inverted: bool,
    /// Whether every channel is convolved by itself somewhere.
    pub is_separable: bool,
    /// Whether a gate scales the channels by what the whole map says.
    pub is_gated: bool,
}

impl Pattern {
    /// What such a block is called.
    pub fn phrase(&self) -> Phrase {
        let name = match (self.is_inverted, self.is_separable, self.merge) {
            (true, _, _) => say::INVERTED_RESIDUAL,
            (false, true, Some(Merge::Sum)) => say::SEPARABLE_RESIDUAL,
            (false, true, _) => say::SEPARABLE,
            (false, false, Some(Merge::Sum)) => say::RESIDUAL,
            (false, false, Some(Merge::Concatenation)) => say::SIDE_BY_SIDE,
            (false, false, _) => say::BLOCK,
        };
        if self.is_gated { say::with_gate(name) } else { name }
    }

    /// What can be said of a block with these layers inside.
    pub fn of(network: &Network, part: &Part) -> Self {
        let layers = part.layers();
        let widths: Vec<(bool, [usize; 2])> = layers.iter().filter_map(|layer| convolution(network, layer)).collect();
        let depthwise = widths.iter().position(|(is_depthwise, _)| *is_depthwise);
        let widened = |&(is_depthwise, [from, to]): &(bool, [usize; 2])| !is_depthwise && to > from;
        let narrowed = |&(is_depthwise, [from, to]): &(bool, [usize; 2])| !is_depthwise && to < from;
        // ConvNeXt's block has the depthwise convolution first: not this pattern.
        let is_inverted = depthwise.is_some_and(|at| widths[..at].iter().any(widened) && widths[at..].iter().any(narrowed));
        let is_gated = part.members.iter().any(|&member| is_gate(network, member));
        let ends = part.members.iter().rev().filter_map(|&member| Merge::of(network, member));
        let merge = ends.into_iter().find(|merge| *merge != Merge::Gate);
        Self { merge, is_inverted, is_separable: depthwise.is_some(), is_gated }
    }
}

/// A convolution among a layer's nodes: whether each channel is convolved by itself, and its channels in and out.
fn convolution(network: &Network, layer: &Part) -> Option<(bool, [usize; 2])> {
    let is_depthwise = match layer.kind {
        LayerKind::Convolution { depthwise, .. } => depthwise,
        LayerKind::Linear => false,
        _ => return None,
    };
    let member = layer.members.iter().copied().find(|&member| network.node(member).operator.is_weighted_sum())?;
    let reads = *network.node(member).inputs.first()?;
    Some((is_depthwise, [reads, member].map(|value| super::volume(network, value)[0])))
}

/// Whether a map is scaled here by one number for each channel.
pub fn is_gate(network: &Network, id: NodeId) -> bool {
    if Merge::of(network, id) != Some(Merge::Gate) {
        return false;
    }
    let node = network.node(id);
    let area = |input: &NodeId| network.node(*input).shape.iter().skip(2).product::<usize>();
    node.shape.iter().skip(2).product::<usize>() > 1 && node.inputs.iter().any(|input| area(input) == 1)
}
