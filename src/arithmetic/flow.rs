//! Where a number flows together from: what gave it most, what gave those most, and so on down to the input, told between the
//! layers that somebody draws.
//!
//! What is not drawn is followed back to what is. Knows which nodes are drawn, nothing of how.

use std::collections::BTreeMap;

use super::{Act, Arithmetic, Layers, Place, explain_in, reading::Reading};
use crate::{
    control::Control,
    network::{Activations, Network, NodeId, Result},
};

/// What is to be found.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// The nodes that are drawn.
    pub drawn: Vec<NodeId>,
    /// How many sources of the number itself, the strongest; all if `None`.
    pub sources: Option<usize>,
    /// Whether their own sources are wanted too, down to the input.
    pub to_input: bool,
}

/// One number gives to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// The number that is read.
    pub from: Place,
    /// The number that reads it.
    pub to: Place,
    /// What it gives: value by weight.
    pub gives: f64,
    /// How much of the first number goes this way, where its strongest edge has 1.
    pub strength: f64,
    /// How many edges lie between this one and the first number.
    pub depth: usize,
}

/// What flows together in a number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flow {
    /// The edges, those of the number itself first.
    pub edges: Vec<Edge>,
    /// How many numbers it reads.
    pub reads: usize,
    /// How many of them give anything.
    pub alive: usize,
    /// Whether what it reads is drawn itself; otherwise its own edges come from further down.
    pub is_direct: bool,
}

/// Of each number further down so many of its sources.
const FURTHER: usize = 5;
/// So many numbers of one layer are followed further.
const FOLLOWED: usize = 7;
/// What is not drawn is followed over so many sources each at least, over so many numbers of a layer; and over so many in all,
/// for the number itself and for those further down, so that even hundreds of layers between two planes take no long time.
const BETWEEN: usize = 4;
const ABREAST: usize = 24;
const EXPLAINED: [usize; 2] = [160, 40];
/// Even of all sources no more than can be told apart.
const MOST: usize = 600;

/// A number and what it gives.
type Source = (Place, f64);

/// Finds what flows together in a number. `activations` is a pass over one picture that kept everything.
///
/// # Errors
/// A value that is read was not kept; cancellation.
pub fn flow(network: &Network, activations: &Activations, place: Place, wanted: &Wanted, control: &Control) -> Result<Flow> {
    let tracer = Tracer { reading: Reading { network, activations }, layers: network.drawn_together(), wanted };
    let mut found = Flow::default();
    let mut open = BTreeMap::from([(place, (1.0, 0))]);
    // Every source has a lower number than what reads it, so the highest node is read by nobody who is still to come.
    while let Some(&Place { node, .. }) = open.keys().next_back() {
        let mut level: Vec<(Place, (f64, usize))> = open.split_off(&Place { node, at: 0 }).into_iter().collect();
        level.sort_by(|a, b| b.1.0.total_cmp(&a.1.0));
        for (to, (strength, depth)) in level.into_iter().take(FOLLOWED) {
            control.check()?;
            let arithmetic = tracer.explain(to)?;
            let all = sources(&arithmetic);
            if to == place {
                found.reads = arithmetic.terms().len().max(all.len());
                found.alive = all.len();
                found.is_direct = all.iter().all(|(from, _)| wanted.drawn.contains(&from.node));
            }
            let most = if to == place { wanted.sources.unwrap_or(MOST) } else { FURTHER };
            let explained = EXPLAINED[usize::from(to != place)];
            let drawn = tracer.drawn(all, (most, explained), control)?;
            let strongest = drawn.iter().map(|(_, gives)| gives.abs()).fold(f64::MIN_POSITIVE, f64::max);
            for (from, gives) in drawn {
                let strength = strength * gives.abs() / strongest;
                found.edges.push(Edge { from, to, gives, strength, depth });
                if wanted.to_input && from.node != network.input() {
                    let known = open.entry(from).or_insert((0.0, depth + 1));
                    known.0 += strength;
                }
            }
        }
    }
    Ok(found)
}

struct Tracer<'a> {
    reading: Reading<'a>,
    layers: Layers,
    wanted: &'a Wanted,
}

impl Tracer<'_> {
    fn explain(&self, place: Place) -> Result<Arithmetic> {
        explain_in(self.reading, &self.layers, place)
    }

    /// The strongest of some sources, those that are not drawn followed back to what is, over so many numbers at most.
    fn drawn(&self, all: Vec<Source>, (most, mut explained): (usize, usize), control: &Control) -> Result<Vec<Source>> {
        let mut found: Vec<Source> = Vec::new();
        let mut open: BTreeMap<Place, f64> = all.into_iter().take(most).collect();
        while let Some(&Place { node, .. }) = open.keys().next_back() {
            let mut level: Vec<Source> = open.split_off(&Place { node, at: 0 }).into_iter().collect();
            if self.wanted.drawn.contains(&node) {
                found.append(&mut level);
                continue;
            }
            level.sort_by(strongest_first);
            let each = (most.min(ABREAST) / level.len().max(1)).max(BETWEEN);
            for (place, gives) in level.into_iter().take(ABREAST.min(explained)) {
                control.check()?;
                explained -= 1;
                let arithmetic = self.explain(place)?;
                let inner = sources(&arithmetic);
                let whole: f64 = inner.iter().map(|(_, gives)| gives.abs()).sum();
                // What raises a number below zero takes from what that one gives.
                let share = gives * arithmetic.layer_value.signum() / whole.max(f64::MIN_POSITIVE);
                for (from, gives) in inner.into_iter().take(each) {
                    *open.entry(from).or_default() += gives * share;
                }
            }
        }
        found.retain(|(_, gives)| *gives != 0.0 && gives.is_finite());
        found.sort_by(strongest_first);
        found.truncate(most);
        Ok(found)
    }
}

/// Of equals the one that comes first.
fn strongest_first(a: &Source, b: &Source) -> std::cmp::Ordering {
    b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0))
}

/// What gives something to a number, the strongest first.
fn sources(arithmetic: &Arithmetic) -> Vec<Source> {
    for step in &arithmetic.steps {
        let mut found: Vec<Source> = match &step.act {
            Act::Pair { first, second, .. } => {
                let both = [first, second].into_iter().filter(|operand| !operand.is_constant);
                both.filter_map(|operand| Some((operand.from?, operand.value))).collect()
            }
            Act::Given { from } => (*from != arithmetic.place).then_some((*from, step.after)).into_iter().collect(),
            Act::Share { terms, chosen, .. } => {
                terms.get(*chosen).and_then(|term| Some((term.from?, term.value))).into_iter().collect()
            }
            act => act.terms().iter().filter_map(|term| Some((term.from?, term.product()))).collect(),
        };
        found.retain(|(_, gives)| *gives != 0.0 && gives.is_finite());
        if !found.is_empty() {
            found.sort_by(strongest_first);
            return found;
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        network::{Channel, Engine, Keep},
        testing::Numbers,
        zoo::Shipped,
    };

    fn flow_in(shipped: &str, layer: &str, position: Option<[usize; 2]>, wanted: impl Fn(&Network) -> Wanted) -> (Flow, Place) {
        let network = Shipped::named(shipped).unwrap().open("").unwrap().network;
        let shape = network.node(network.input()).shape.clone();
        let input = Numbers::new(3).tensor(&shape, 0.0, 2.0);
        let engine = Engine::native(std::sync::Arc::clone(&network), true).unwrap();
        let activations = engine.forward(&input, &Keep::All, &Control::default()).unwrap();
        let node = network.layers().into_iter().find(|row| row.title == layer).unwrap().node;
        let place = Place::new(&network, node, Channel(1), position).unwrap();
        (flow(&network, &activations, place, &wanted(&network), &Control::default()).unwrap(), place)
    }

    fn rows(network: &Network) -> Vec<NodeId> {
        network.layers().into_iter().map(|layer| layer.node).collect()
    }

    #[test]
    fn the_strongest_products_come_first_and_the_way_ends_at_the_input() {
        let wanted = |network: &Network| Wanted { drawn: rows(network), sources: Some(16), to_input: true };
        let (found, place) = flow_in("digits", "conv5", Some([3, 3]), wanted);
        assert_eq!((found.reads, found.edges[0].strength), (432, 1.0));
        let own: Vec<&Edge> = found.edges.iter().filter(|edge| edge.depth == 0).collect();
        assert_eq!(own.len(), 16);
        assert!(own.iter().all(|edge| edge.to == place));
        assert!(own.windows(2).all(|pair| pair[0].gives.abs() >= pair[1].gives.abs()));
        assert!(found.edges.iter().any(|edge| edge.from.node.index() == 0), "it ends at the pixels");
        assert!(found.edges.iter().all(|edge| edge.from.node < edge.to.node));
    }

    #[test]
    fn one_layer_is_enough_where_no_more_is_wanted() {
        let wanted = |network: &Network| Wanted { drawn: rows(network), sources: None, to_input: false };
        let (found, _) = flow_in("digits", "fc", None, wanted);
        assert_eq!((found.edges.len(), found.reads, found.is_direct), (found.alive, 64, true));
        assert!(found.edges.iter().all(|edge| edge.depth == 0));
    }

    #[test]
    fn what_is_inside_a_block_is_followed_back_to_what_is_drawn() {
        let wanted = |network: &Network| Wanted { drawn: rows(network), sources: Some(16), to_input: true };
        let (found, place) = flow_in("world", "block4", Some([3, 3]), wanted);
        let network = Shipped::named("world").unwrap().open("").unwrap().network;
        let drawn = rows(&network);
        assert!(!found.edges.is_empty() && !found.is_direct);
        assert!(found.edges.iter().all(|edge| drawn.contains(&edge.from.node)));
        let titles: Vec<String> = network.layers().into_iter().map(|layer| layer.title).collect();
        let block3 = drawn[titles.iter().position(|title| title == "block3").unwrap()];
        assert!(found.edges.iter().filter(|edge| edge.to == place).all(|edge| edge.from.node == block3));
    }
}
