//! What chance does to a child, at the rates of Nguyen 2015's program (sferes/exp/images/dl_map_elites_images.cpp).
//!
//! Weights move by polynomial mutation (Deb & Agrawal 1995), functions are drawn anew, links and nodes come and go. The program
//! states a rate for links that change their ends, .5, which its feed-forward genomes never do; nor do they here. It knows no
//! picture.

use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::genome::{Bend, Genome, INPUTS, Link, OUTPUTS};

/// How often a weight moves.
const WEIGHT: f64 = 0.1;
/// How close it stays: the larger, the closer.
const ETA: f64 = 15.0;
/// How often a function is drawn anew.
const BEND: f64 = 0.1;
const ADD_LINK: f64 = 0.5;
const DELETE_LINK: f64 = 0.3;
const ADD_NODE: f64 = 0.5;
const DELETE_NODE: f64 = 0.2;
/// Nodes between inputs and outputs, at most: no limit is published, but pictures have to be computed.
const MOST_BETWEEN: usize = 60;

impl Genome {
    /// Becomes its own child.
    pub fn mutate(&mut self, random: &mut ChaCha8Rng) {
        for link in &mut self.links {
            if random.random_bool(WEIGHT) {
                link.gene = moved(link.gene, random.random());
            }
        }
        for bend in &mut self.bends {
            if random.random_bool(BEND) {
                *bend = Bend::random(random);
            }
        }
        if random.random_bool(ADD_LINK) {
            self.add_link(random);
        }
        if random.random_bool(DELETE_LINK) && !self.links.is_empty() {
            self.links.remove(random.random_range(0..self.links.len()));
        }
        if random.random_bool(ADD_NODE) {
            self.add_node(random);
        }
        if random.random_bool(DELETE_NODE) {
            self.delete_node(random);
        }
    }

    /// Links two nodes that were not linked, so that no circle arises.
    fn add_link(&mut self, random: &mut ChaCha8Rng) {
        let sources: Vec<usize> = (0..self.nodes()).filter(|node| !(INPUTS..INPUTS + OUTPUTS).contains(node)).collect();
        let from = sources[random.random_range(0..sources.len())];
        let linked = |to: usize| self.links.iter().any(|link| link.from == from && link.to == to);
        let targets: Vec<usize> = (INPUTS..self.nodes()).filter(|&to| !linked(to) && !self.depends(from, to)).collect();
        if !targets.is_empty() {
            let to = targets[random.random_range(0..targets.len())];
            self.links.push(Link { from, to, gene: random.random() });
        }
    }

    /// Puts a node on a link; both halves keep its weight.
    fn add_node(&mut self, random: &mut ChaCha8Rng) {
        if self.links.is_empty() || self.bends.len() >= OUTPUTS + MOST_BETWEEN {
            return;
        }
        let index = random.random_range(0..self.links.len());
        let (node, link) = (self.nodes(), self.links[index]);
        self.bends.push(Bend::random(random));
        self.links[index] = Link { to: node, ..link };
        self.links.push(Link { from: node, ..link });
    }

    /// Takes a node away with all its links.
    fn delete_node(&mut self, random: &mut ChaCha8Rng) {
        if self.bends.len() <= OUTPUTS {
            return;
        }
        let node = random.random_range(INPUTS + OUTPUTS..self.nodes());
        self.bends.remove(node - INPUTS);
        self.links.retain(|link| link.from != node && link.to != node);
        for link in &mut self.links {
            for end in [&mut link.from, &mut link.to] {
                *end -= usize::from(*end > node);
            }
        }
    }
}

/// A gene moved by a uniform number of chance.
fn moved(gene: f64, chance: f64) -> f64 {
    let power = 1.0 / (ETA + 1.0);
    let by = if chance < 0.5 { (2.0 * chance).powf(power) - 1.0 } else { 1.0 - (2.0 * (1.0 - chance)).powf(power) };
    (gene + by).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;

    use super::*;

    #[test]
    fn children_stay_networks_without_circles() {
        let mut random = ChaCha8Rng::seed_from_u64(3);
        let mut genome = Genome::first(&mut random);
        let mut largest = 0;
        for child in 0..600 {
            genome.mutate(&mut random);
            largest = largest.max(genome.nodes());
            assert!(genome.nodes() <= INPUTS + OUTPUTS + MOST_BETWEEN);
            for link in &genome.links {
                assert!(link.from < genome.nodes() && (INPUTS..genome.nodes()).contains(&link.to), "child {child}");
                assert!(!(INPUTS..INPUTS + OUTPUTS).contains(&link.from), "child {child}: an output flows on");
                assert!(!genome.depends(link.from, link.to), "child {child}: a circle");
            }
            // Every node comes after what flows in.
            let order = genome.order();
            for (place, node) in order.iter().enumerate() {
                let before = |from: usize| from < INPUTS || order[..place].contains(&from);
                assert!(genome.links.iter().filter(|link| link.to == *node).all(|link| before(link.from)), "child {child}");
            }
        }
        assert!(largest > INPUTS + OUTPUTS + 10, "{largest}");
    }

    /// The density is (eta + 1) / 2 (1 - |by|)^eta: half of all moves are within 1 - .5^(1/16) = 0.0424.
    #[test]
    fn weights_move_as_deb_has_it() {
        let mut random = ChaCha8Rng::seed_from_u64(4);
        let moves: Vec<f64> = (0..4000).map(|_| moved(0.5, random.random()) - 0.5).collect();
        let within = moves.iter().filter(|by| by.abs() < 0.0424).count();
        assert!((1900..2100).contains(&within), "{within}");
        let mean = moves.iter().sum::<f64>() / 4000.0;
        // 1 / (eta + 2) is the mean size of a move.
        let size = moves.iter().map(|by| by.abs()).sum::<f64>() / 4000.0;
        assert!(mean.abs() < 0.005 && (size * 17.0 - 1.0).abs() < 0.05, "{mean} {size}");
        assert_eq!([moved(0.5, 0.5), moved(0.0, 0.0), moved(1.0, 1.0 - 1e-12)], [0.5, 0.0, 1.0]);
    }
}
