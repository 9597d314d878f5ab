//! What is drawn of a network, and how: the row of its columns with the measures that they share, and a part that is opened.

use super::scene::Palette;
use crate::{
    anatomy::{Anatomy, Inside, Run},
    network::{Network, NodeId},
    words::Words,
};

/// The disc of a sum or a gate, in points at the usual text size.
pub const DISC: f32 = 22.0;

/// The largest of each measure: of one network, or of two that are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measures {
    /// Rows of a map.
    pub side: usize,
    /// Channels of a value with maps.
    pub channels: usize,
    /// Length of a vector.
    pub vector: usize,
    /// Multiply-adds of a column.
    pub multiply_adds: u64,
    /// Weights of a column.
    pub weights: usize,
    /// Rows that a position sees.
    pub sees: usize,
}

impl Measures {
    /// Of one network in these columns.
    pub fn of(anatomy: &Anatomy, runs: &[Run]) -> Self {
        let mut all = Self::default();
        for run in runs {
            let [channels, rows, columns] = anatomy.parts[run.first].volume;
            let mut cost = anatomy.cost(*run);
            if rows * columns == 1 {
                cost.sees = [0; 2];
            }
            if rows * columns == 1 {
                all.vector = all.vector.max(channels);
            } else {
                all.channels = all.channels.max(channels);
            }
            all = Self {
                side: all.side.max(rows),
                multiply_adds: all.multiply_adds.max(cost.multiply_adds),
                weights: all.weights.max(cost.weights),
                sees: all.sees.max(cost.sees[0]),
                ..all
            };
        }
        all
    }

    /// The larger of each.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            side: self.side.max(other.side),
            channels: self.channels.max(other.channels),
            vector: self.vector.max(other.vector),
            multiply_adds: self.multiply_adds.max(other.multiply_adds),
            weights: self.weights.max(other.weights),
            sees: self.sees.max(other.sees),
        }
    }
}

/// What is drawn as a row, and how.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    /// The network.
    pub anatomy: &'a Anatomy,
    /// Its columns.
    pub runs: &'a [Run],
    /// The part that is selected.
    pub selected: Option<usize>,
    /// The largest measures.
    pub measures: Measures,
    /// Whether heights and depths are in true proportion; else small ones are shown larger than they are.
    pub is_true: bool,
    /// Whether the maps are upright; else the volumes are seen from their side.
    pub is_flat: bool,
    /// Points there are; a network with many columns takes more.
    pub width: f32,
    /// How much larger text is than usual.
    pub larger: f32,
    /// The colours.
    pub palette: Palette,
    /// The language.
    pub words: Words,
}

/// What is opened, and how it is drawn.
#[derive(Clone, Copy)]
pub struct Opened<'a> {
    /// The network.
    pub network: &'a Network,
    /// The part, opened.
    pub inside: &'a Inside<'a>,
    /// The value that is selected.
    pub selected: Option<NodeId>,
    /// Whether there are maps to be shown.
    pub has_maps: bool,
    /// Points there are; a part with many columns takes more.
    pub width: f32,
    /// How much larger text is than usual.
    pub larger: f32,
    /// The colours.
    pub palette: Palette,
    /// The language.
    pub words: Words,
}
