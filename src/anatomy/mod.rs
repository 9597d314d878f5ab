//! What a network is made of, as a figure in a paper draws it: its parts in the order of the data, what is inside each, which of
//! them are alike, and how they are wired.
//!
//! * `part.rs`: a part, what it costs and sees; `pattern.rs`: what a block is called by its shape.
//! * `grouping.rs`: blocks found in the graph's own shape, where names say none.
//! * `runs.rs`: parts that are alike, folded; stages, where there are too many.
//! * `wires.rs`: which part reads which; `inside.rs`: one part opened; `layered.rs`: columns and lanes for its boxes.
//!
//! The figures that it follows: Krizhevsky et al. 2012 (volumes), He et al. 2016 (repeated blocks), Szegedy et al. 2015
//! (branches). It knows the graph and its sizes; it knows no weights, no values and no picture.

mod grouping;
mod inside;
mod layered;
mod part;
mod pattern;
mod runs;
mod wires;

#[cfg(test)]
mod tests;

pub use inside::{Inner, Inside, Role};
pub use layered::{Layered, Piece, Strand};
pub use part::{Cost, Part, Title, volume};
pub use pattern::{Merge, Pattern};
pub use runs::{Bond, Folding, MOST_PARTS, Run};
pub use wires::Wire;

use crate::network::{Network, NodeId};

/// A network taken apart.
#[derive(Clone, Debug)]
pub struct Anatomy {
    /// Its parts in the order of the data, the input first.
    pub parts: Vec<Part>,
    /// Wires between parts that do not follow each other: a skip over whole parts. From, to, and channels.
    pub skips: Vec<Wire>,
    /// What all of it costs; it sees what its last part sees.
    pub whole: Cost,

    /// Layers with weights on the longest way through: the number in "ResNet-152".
    pub depth: usize,
}

impl Anatomy {
    /// Takes a network apart.
    pub fn of(network: &Network) -> Self {
        let parts = grouping::grouped(network, part::parts(network));
        let groups: Vec<&[NodeId]> = parts.iter().map(|part| part.members.as_slice()).collect();
        let skips = wires::wires(network, network.ids(), &groups).into_iter().filter(Wire::is_skip).collect();
        let whole = Cost {
            weights: network.parameter_count(),
            multiply_adds: network.ids().map(|id| network.multiply_adds_of(id)).sum(),
            sees: parts.last().map_or([0, 0], |part| part.cost.sees),
        };
        Self { parts, skips, whole, depth: depth(network) }
    }

    /// The part that this node belongs to.
    pub fn part_of(&self, node: NodeId) -> Option<usize> {
        let shown = |part: &Part| part.node == node;
        self.parts.iter().position(shown).or_else(|| self.parts.iter().position(|part| part.members.contains(&node)))
    }

    /// The parts around a node, from the outermost in: a part of the network, a block inside it, the layer.
    pub fn way_to(&self, node: NodeId) -> Vec<&Part> {
        let mut way = Vec::new();
        let mut among = self.part_of(node).map(|index| &self.parts[index]);
        while let Some(part) = among {
            way.push(part);
            // The value of a block is its own, though the last layer inside may have it too.
            let inner = (part.node != node).then(|| part.children.iter().find(|child| child.has(node)));
            among = inner.flatten();
        }
        way
    }

    /// All parts at any depth, a block before what is inside it.
    pub fn all(&self) -> Vec<&Part> {
        fn add<'a>(parts: &'a [Part], all: &mut Vec<&'a Part>) {
            for part in parts {
                all.push(part);
                add(&part.children, all);
            }
        }
        let mut all = Vec::new();
        add(&self.parts, &mut all);
        all
    }

    /// A part at any depth by its title in files.
    pub fn named(&self, name: &str) -> Option<&Part> {
        self.all().into_iter().find(|part| part.title.name() == name)
    }
}

/// Layers with weights on the longest way from the input.
fn depth(network: &Network) -> usize {
    let mut longest = vec![0_usize; network.nodes().len()];
    for id in network.ids() {
        let node = network.node(id);
        let before = node.inputs.iter().map(|input| longest[input.index()]).max().unwrap_or(0);
        longest[id.index()] = before + usize::from(node.operator.is_weighted_sum());
    }
    longest[network.scores().index()]
}
