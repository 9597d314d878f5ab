//! The planes of the network in space, as two questions to the desk: the maps of every layer that is drawn, and their paint.
//! Which layers and which maps those are where there are many: the level of detail.
//!
//! Knows neither camera nor panel.

use std::sync::Arc;

use crate::{
    app::{
        desk::{About, Conduct, Question, Reporter, Stamp},
        open::{Loaded, Row},
        questions::Forward,
        tiles::Tiles,
    },
    arithmetic::Flow,
    control::Cancelled,
    figures::{Look, Sheet, Table, averaged, averaged_size},
    network::{Activations, Channel, NodeId, Result},
    picture::{Picture, Scale},
    units::Maps,
    words::{Phrase, space as say},
};

/// A network with no more layers than this is drawn layer by layer, a deeper one block by block.
const LAYERS: usize = 14;
/// However deep it is, no more planes than this.
const PLANES: usize = 24;
/// Maps and numbers of a vector that a plane holds at most, and scores with a name each.
const MAPS: usize = 64;
const NUMBERS: usize = 256;
const SCORES: usize = 24;
/// Of more scores than that, the highest.
const HIGHEST: usize = 12;
/// Per cent of the numbers of a layer that are not zero which lie inside its colours.
const PERCENTILE: f32 = 97.0;
/// Pixels of the longer side of a map, and of the picture.
const MAP_SIDE: usize = 48;
const PICTURE_SIDE: usize = 128;

/// Which layers of the list are planes, in the order of the data: all of them, or blocks, or some; `selected` always.
pub fn planes_of(loaded: &Loaded, selected: Option<NodeId>) -> Vec<NodeId> {
    let has_maps = |row: &&Row| loaded.map_shape(row.layer.node).is_some();
    let all: Vec<&Row> = loaded.rows.iter().filter(has_maps).collect();
    let leaves = all.iter().filter(|row| !row.is_block).count();
    let is_drawn = |row: &&Row| if leaves <= LAYERS { !row.is_block } else { row.depth == 0 };
    let mut nodes: Vec<NodeId> = all.into_iter().filter(is_drawn).map(|row| row.layer.node).collect();
    let selected = selected.filter(|node| loaded.map_shape(*node).is_some());
    nodes.sort_unstable();
    nodes.dedup();
    let mut kept = thinned(&nodes, PLANES);
    kept.extend(selected);
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// About evenly many of them, the first and the last always.
fn thinned(nodes: &[NodeId], most: usize) -> Vec<NodeId> {
    if nodes.len() <= most {
        return nodes.to_vec();
    }
    let last = nodes.len() - 1;
    (0..most).map(|place| nodes[(place * last + (most - 1) / 2) / (most - 1)]).collect()
}

/// What are the maps of the planes?
#[derive(Clone, Debug, PartialEq)]
pub struct PlanesOf {
    /// The pass.
    pub pass: Forward,
    /// Their layers.
    pub layers: Vec<NodeId>,
}

/// The maps of the planes.
pub struct Planes {
    /// One a plane.
    pub maps: Vec<Arc<Maps>>,
    /// What the network sees.
    visible: Arc<Picture>,
}

impl Question for PlanesOf {
    type Answer = Planes;
    type Given = (Arc<Loaded>, Arc<Activations>, Arc<Picture>);
    type Error = crate::network::Error;

    fn title(&self, (loaded, ..): &Self::Given) -> Phrase {
        say::reading(&loaded.model.name)
    }

    fn about(&self) -> About {
        self.pass.about()
    }

    fn work(&self, (loaded, activations, visible): Self::Given, reporter: &Reporter<'_, Planes>) -> Result<Planes> {
        let network = loaded.engine.network();
        let mut maps = Vec::with_capacity(self.layers.len());
        for &layer in &self.layers {
            reporter.control().check()?;
            maps.extend(Maps::of(network, &activations, layer)?.map(Arc::new));
        }
        Ok(Planes { maps, visible })
    }
}

/// How do the planes look?
#[derive(Clone, Debug, PartialEq)]
pub struct PlanesPaint {
    /// Their maps.
    pub planes: Stamp,
    /// The layer that is the network's input, and those whose numbers are scores.
    pub input: NodeId,
    /// The layers whose numbers are scores.
    pub scores: Vec<NodeId>,
    /// Maps that are drawn whatever their mean is: where edges begin and end.
    pub wanted: Vec<(NodeId, Channel)>,
    /// The colours.
    pub look: Look,
}

/// A plane, painted.
pub struct PaintedPlane {
    /// Its maps, all of them.
    pub maps: Arc<Maps>,
    /// The channels that are drawn, in their order; one for the picture.
    pub channels: Vec<Channel>,
    /// One tile each.
    pub tiles: Tiles,
    /// Whether it shows the picture.
    pub is_input: bool,
    /// Whether its numbers are scores.
    pub is_scores: bool,
}

impl PaintedPlane {
    /// How many of how many maps are drawn.
    pub fn drawn(&self) -> (usize, usize) {
        if self.is_input { (1, 1) } else { (self.channels.len(), self.maps.shape[0]) }
    }
}

impl Question for PlanesPaint {
    type Answer = Vec<PaintedPlane>;
    type Given = Arc<Planes>;
    type Error = Cancelled;

    const CONDUCT: Conduct = Conduct::PAINT;

    fn title(&self, _: &Arc<Planes>) -> Phrase {
        say::PAINTING
    }

    fn about(&self) -> About {
        self.planes.about
    }

    fn work(&self, planes: Arc<Planes>, reporter: &Reporter<'_, Vec<PaintedPlane>>) -> Result<Vec<PaintedPlane>, Cancelled> {
        let mut painted = Vec::with_capacity(planes.maps.len());
        for maps in &planes.maps {
            reporter.control().check()?;
            let (is_input, is_scores) = (maps.layer == self.input && !maps.is_vector(), self.scores.contains(&maps.layer));
            let wanted = self.wanted.iter().filter(|(layer, _)| *layer == maps.layer).map(|(_, channel)| *channel);
            let channels = if is_input { vec![Channel(0)] } else { chosen(maps, wanted, most(maps, is_scores)) };
            let sheet = if is_input { picture(&planes.visible) } else { sheet(maps, &channels, &self.look) };
            painted.push(PaintedPlane { maps: Arc::clone(maps), channels, tiles: Tiles::new(&sheet), is_input, is_scores });
        }
        Ok(painted)
    }
}

/// The maps that are drawn whatever their mean is, of layers that have more than a plane holds: where edges begin and end.
pub fn wanted_maps(loaded: &Loaded, flow: Option<&Flow>, selected: Option<(NodeId, Channel)>) -> Vec<(NodeId, Channel)> {
    let network = loaded.engine.network();
    let ends = flow.into_iter().flat_map(|flow| &flow.edges).flat_map(|edge| [edge.from, edge.to]);
    let is_chosen_from = |(node, _): &(NodeId, Channel)| loaded.map_shape(*node).is_some_and(|[count, ..]| count > SCORES);
    let mut wanted: Vec<(NodeId, Channel)> =
        ends.map(|place| (place.node, place.channel(network))).chain(selected).filter(is_chosen_from).collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted.retain(|(node, _)| {
        loaded.map_shape(*node).is_some_and(|[count, rows, columns]| {
            let most = if rows * columns > 1 {
                MAPS
            } else if count == network.class_count() {
                SCORES
            } else {
                NUMBERS
            };
            count > most
        })
    });
    wanted
}

fn most(maps: &Maps, is_scores: bool) -> usize {
    match (is_scores, maps.is_vector()) {
        (true, _) if maps.shape[0] > SCORES => HIGHEST,
        (true, _) => SCORES,
        (_, true) => NUMBERS,
        _ => MAPS,
    }
}

/// The channels that are drawn: those that are wanted, then those with the highest mean, in the order of their numbers.
fn chosen(maps: &Maps, wanted: impl Iterator<Item = Channel>, most: usize) -> Vec<Channel> {
    let count = maps.shape[0];
    let mut order: Vec<Channel> = (0..count).map(Channel).collect();
    if count > most {
        let mut rank: Vec<f32> = maps.statistics.iter().map(|channel| channel.mean).collect();
        for channel in wanted {
            if let Some(rank) = rank.get_mut(channel.index()) {
                *rank = f32::INFINITY;
            }
        }
        let rank = |channel: &Channel| rank.get(channel.index()).copied().unwrap_or(f32::NEG_INFINITY);
        order.sort_by(|a, b| rank(b).total_cmp(&rank(a)));
        order.truncate(most);
        order.sort_unstable();
    }
    order
}

fn picture(visible: &Picture) -> Sheet {
    let longest = visible.width.max(visible.height).max(1);
    let small = |side: usize| (side * longest.min(PICTURE_SIDE) / longest).max(1);
    let seen = visible.resized(small(visible.width), small(visible.height));
    Sheet::paint(1, [seen.width, seen.height], |_, pixels| pixels.copy_from_slice(&seen.pixels))
}

/// One for the whole layer, so that maps are compared. Its end leaves out the few strongest numbers: in maps this small the
/// others would be dark beside them. Numbers of a vector are all within.
fn scale(maps: &Maps, look: &Look) -> Scale {
    let percentile = if maps.is_vector() { 100.0 } else { PERCENTILE };
    let alive: Vec<f32> = maps.values.iter().copied().filter(|value| *value != 0.0).collect();
    let scale = look.scale(&alive, maps.signed, percentile);
    let end = Scale::signed(&alive, percentile).high / look.contrast;
    if maps.signed { scale } else { Scale { high: end.min(scale.high), ..scale } }
}

fn sheet(maps: &Maps, channels: &[Channel], look: &Look) -> Sheet {
    let [_, height, width] = maps.shape;
    let scale = scale(maps, look);
    let table = Table::new(look.map(maps.signed));
    let [rows, columns] = averaged_size([height, width], MAP_SIDE);
    Sheet::paint(channels.len(), [columns, rows], |index, pixels| {
        let map = maps.map(channels[index]).unwrap_or_default();
        if map.len() == height * width {
            table.paint(&scale, &averaged(map, [height, width], MAP_SIDE).0, pixels);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{app::ids::ModelId, network::Device, zoo::Shipped};

    fn loaded(name: &str) -> Loaded {
        Loaded::prepare(ModelId::new(), Shipped::named(name).unwrap().open("").unwrap(), None, &Device::Cpu).unwrap()
    }

    fn titles(loaded: &Loaded, nodes: &[NodeId]) -> Vec<String> {
        nodes.iter().map(|node| loaded.title(*node).to_owned()).collect()
    }

    #[test]
    fn a_short_network_is_drawn_layer_by_layer_and_a_deep_one_block_by_block() {
        let digits = loaded("digits");
        let all: Vec<String> = digits.rows.iter().map(|row| row.layer.title.clone()).collect();
        assert_eq!(titles(&digits, &planes_of(&digits, None)), all);
        let world = loaded("world");
        let inside = world.rows.iter().find(|row| row.depth > 0).unwrap().layer.node;
        let planes = planes_of(&world, None);
        assert!(planes.len() <= PLANES && !planes.contains(&inside), "{:?}", titles(&world, &planes));
        assert!(planes_of(&world, Some(inside)).contains(&inside), "what is selected is always a plane");
    }

    #[test]
    fn even_of_four_hundred_layers_a_few_are_drawn_with_both_ends() {
        let nodes: Vec<NodeId> = (0..400).map(NodeId).collect();
        let kept = thinned(&nodes, PLANES);
        assert_eq!((kept.len(), kept[0], kept[PLANES - 1]), (PLANES, nodes[0], nodes[399]));
        assert!(kept.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn of_many_maps_those_with_edges_and_the_strongest_are_drawn() {
        let world = loaded("world");
        let network = world.engine.network();
        let layer = world.rows.iter().map(|row| row.layer.node).find(|node| world.map_shape(*node) == Some([96, 8, 8])).unwrap();
        let values = (0..96 * 64).map(|place| (place / 64) as f32).collect();
        let maps = Maps::new(network, layer, values).unwrap();
        let drawn = chosen(&maps, std::iter::once(Channel(3)), MAPS);
        assert_eq!((drawn.len(), drawn[0], drawn[1], drawn[63]), (MAPS, Channel(3), Channel(33), Channel(95)));
        assert_eq!(chosen(&maps, std::iter::empty(), 200).len(), 96);
        assert_eq!(sheet(&maps, &drawn, &Look::default()).count, MAPS);
    }
}
