//! What a bred picture inherits: a feed-forward network from coordinates to colours (a compositional pattern-producing network,
//! Stanley 2007), as nodes with a function each and links with a weight each.
//!
//! Nodes are numbered: the inputs, the outputs, then what evolution puts between. The links form no circle. It knows no picture.

use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

/// Across, down, the distance from the middle, and 1.
pub(super) const INPUTS: usize = 4;
/// Hue, lightness, saturation.
pub(super) const OUTPUTS: usize = 3;
/// The largest weight; genes of 0 to 1 are spread from its negative to it.
const LARGEST_WEIGHT: f64 = 10.0;

/// What a node makes of the sum of what flows in; all of them end within -1 and 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bend {
    Sine,
    Sigmoid,
    Gaussian,
    Linear,
}

impl Bend {
    const ALL: [Self; 4] = [Self::Sine, Self::Sigmoid, Self::Gaussian, Self::Linear];

    pub(super) fn random(random: &mut ChaCha8Rng) -> Self {
        Self::ALL[random.random_range(0..Self::ALL.len())]
    }

    pub(super) fn apply(self, sum: f32) -> f32 {
        match self {
            Self::Sine => sum.sin(),
            // From -1 to 1.
            Self::Sigmoid => 2.0 / (1.0 + (-sum).exp()) - 1.0,
            Self::Gaussian => (-sum * sum).exp(),
            Self::Linear => sum.clamp(-3.0, 3.0) / 3.0,
        }
    }
}

/// A link from one node to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    /// The weight as it is inherited: 0 to 1.
    pub(super) gene: f64,
}

impl Link {
    pub(super) fn weight(self) -> f32 {
        ((2.0 * self.gene - 1.0) * LARGEST_WEIGHT) as f32
    }
}

/// A picture's network.
#[derive(Clone, Debug, PartialEq)]
pub struct Genome {
    /// The functions of the outputs, then of the nodes between.
    pub(super) bends: Vec<Bend>,
    pub(super) links: Vec<Link>,
}

impl Genome {
    /// All inputs linked to all outputs, with functions and weights of chance.
    pub fn first(random: &mut ChaCha8Rng) -> Self {
        let mut links = Vec::new();
        for from in 0..INPUTS {
            links.extend((INPUTS..INPUTS + OUTPUTS).map(|to| Link { from, to, gene: random.random() }));
        }
        Self { bends: (0..OUTPUTS).map(|_| Bend::random(random)).collect(), links }
    }

    /// Nodes, inputs and outputs among them.
    pub fn nodes(&self) -> usize {
        INPUTS + self.bends.len()
    }

    /// Links between them.
    pub fn links(&self) -> usize {
        self.links.len()
    }

    /// Whether the value of `node` depends on that of `on`, or is it.
    pub(super) fn depends(&self, node: usize, on: usize) -> bool {
        let mut reached = vec![false; self.nodes()];
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut reached[node], true) {
                open.extend(self.links.iter().filter(|link| link.to == node).map(|link| link.from));
            }
        }
        reached[on]
    }

    /// The nodes that the outputs depend on, without the inputs, each after all that flow into it.
    pub(super) fn order(&self) -> Vec<usize> {
        let mut order = Vec::new();
        // A node is left when all before it are in order.
        let mut open: Vec<(usize, bool)> = (INPUTS..INPUTS + OUTPUTS).rev().map(|node| (node, false)).collect();
        let mut done = vec![false; self.nodes()];
        while let Some((node, leaving)) = open.pop() {
            if node < INPUTS || done[node] {
                continue;
            }
            if leaving {
                done[node] = true;
                order.push(node);
                continue;
            }
            open.push((node, true));
            open.extend(self.links.iter().filter(|link| link.to == node).map(|link| (link.from, false)));
        }
        order
    }
}
