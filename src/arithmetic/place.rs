//! One number of one value of a network, and where it was computed: what is only moved keeps its origin.
//!
//! Knows shapes and what moves numbers (reshapes, transposes, slices, padding), no arithmetic.

use crate::network::{
    Channel, Error, Network, NodeId, Operator, Result,
    ops::{PadMode, Transpose},
};

/// One number of the value of one node, for a single picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Whose value it is part of.
    pub node: NodeId,
    /// Where in it, counted through all its axes, the last one fastest.
    pub at: usize,
}

impl Place {
    /// A channel of a layer, and the position in its map where it has maps (`1 x C x H x W`).
    ///
    /// # Errors
    /// The layer has no such channel, or its maps no such position.
    pub fn new(network: &Network, node: NodeId, channel: Channel, position: Option<[usize; 2]>) -> Result<Self> {
        let layer = network.node(node);
        let channels = layer.shape.get(1).copied().unwrap_or(0);
        if channel.index() >= channels {
            return Err(Error::NoSuchChannel { layer: layer.name.clone(), channel, channels });
        }
        let [y, x] = position.unwrap_or_default();
        let maps: Vec<usize> = layer.shape.iter().skip(2).copied().collect();
        let rest = match maps.as_slice() {
            [] if [y, x] == [0, 0] => vec![],
            [length] if y == 0 && x < *length => vec![x],
            [rows, columns] if y < *rows && x < *columns => vec![y, x],
            _ => return Err(Error::NoSuchPosition { layer: layer.name.clone(), position: [y, x], maps }),
        };
        let index: Vec<usize> = [0, channel.index()].into_iter().chain(rest).collect();
        Ok(Self { node, at: flat(&index, &layer.shape) })
    }

    /// The index along each axis, the batch's first.
    pub fn index(self, network: &Network) -> Vec<usize> {
        unfolded(self.at, &network.node(self.node).shape)
    }

    /// The channel: the index along the second axis.
    pub fn channel(self, network: &Network) -> Channel {
        Channel(self.index(network).get(1).copied().unwrap_or(0))
    }

    /// As a unit of its layer: `:17@3,4`.
    pub fn unit(self, network: &Network) -> String {
        let channel = self.channel(network);
        self.position(network).map_or_else(|| format!(":{channel}"), |[y, x]| format!(":{channel}@{y},{x}"))
    }

    /// Row and column in a map; `None` for values without maps.
    pub fn position(self, network: &Network) -> Option<[usize; 2]> {
        match self.index(network).as_slice() {
            &[_, _, y, x] => Some([y, x]),
            _ => None,
        }
    }
}

/// Where a number was made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Origin {
    /// There it was computed, or given.
    Place(Place),
    /// It is padding: always this number.
    Fixed(f64),
}

/// Follows a number back over whatever only moves numbers.
pub fn origin(network: &Network, mut place: Place) -> Origin {
    loop {
        let node = network.node(place.node);
        let Some(&source) = node.inputs.first() else { return Origin::Place(place) };
        let shape = &network.node(source).shape;
        let index = || unfolded(place.at, &node.shape);
        let at = match &node.operator {
            Operator::Identity | Operator::Reshape(_) => place.at,
            Operator::Transpose(transpose) => flat(&before_transpose(transpose, &index()), shape),
            Operator::Slice(slice) => {
                let mut moved = index();
                for (axis, start, step, _) in slice.resolve(shape).unwrap_or_default() {
                    moved[axis] = start + step * moved[axis];
                }
                flat(&moved, shape)
            }
            Operator::Pad(pad) => {
                let mut moved = index();
                for (axis, amounts) in pad.grown() {
                    let is_inside = (amounts[0]..amounts[0] + shape[axis]).contains(&moved[axis]);
                    match pad.mode {
                        PadMode::Constant(number) if !is_inside => return Origin::Fixed(number),
                        PadMode::Constant(_) => moved[axis] -= amounts[0],
                        _ => moved[axis] = pad.sources(shape[axis], amounts)[moved[axis]],
                    }
                }
                flat(&moved, shape)
            }
            _ => return Origin::Place(place),
        };
        place = Place { node: source, at };
    }
}

/// Where a transpose takes the number of an index from.
pub(super) fn before_transpose(transpose: &Transpose, index: &[usize]) -> Vec<usize> {
    let mut moved = vec![0; index.len()];
    for (&axis, &along) in transpose.permutation.iter().zip(index) {
        moved[axis] = along;
    }
    moved
}

/// An index along each axis from one through all of them.
pub(super) fn unfolded(at: usize, shape: &[usize]) -> Vec<usize> {
    let mut rest = at;
    let mut index: Vec<usize> = shape
        .iter()
        .rev()
        .map(|&size| {
            let along = rest % size.max(1);
            rest /= size.max(1);
            along
        })
        .collect();
    index.reverse();
    index
}

/// The way back.
pub(super) fn flat(index: &[usize], shape: &[usize]) -> usize {
    index.iter().zip(shape).fold(0, |at, (&along, &size)| at * size + along)
}

/// The place in a value that is broadcast to `shape`, for an index of that shape.
pub(super) fn broadcast(index: &[usize], own: &[usize]) -> usize {
    let missing = index.len() - own.len().min(index.len());
    let own_index: Vec<usize> =
        own.iter().zip(&index[missing..]).map(|(&size, &along)| if size == 1 { 0 } else { along }).collect();
    flat(&own_index, own)
}
