//! Which part of the input a position of a layer can see, exactly, along every path of the graph
//! (the largest one where paths differ; Araujo et al. 2019, "Computing receptive fields of convolutional networks").
//!
//! Knows footprints of operators, not their arithmetic.

use super::{Network, NodeId};

/// The box of input pixels that one position of a layer can see. Rows and columns may lie outside the input (padding).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceptiveField {
    /// First row and column seen.
    pub start: [isize; 2],
    /// First row and column no longer seen.
    pub end: [isize; 2],
}

impl ReceptiveField {
    /// Rows and columns.
    pub fn size(&self) -> [usize; 2] {
        [0, 1].map(|axis| (self.end[axis] - self.start[axis]).max(0) as usize)
    }

    /// The part inside an input of `height` x `width`.
    pub fn clipped(&self, height: usize, width: usize) -> Self {
        let limit = [height as isize, width as isize];
        Self {
            start: [0, 1].map(|axis| self.start[axis].clamp(0, limit[axis])),
            end: [0, 1].map(|axis| self.end[axis].clamp(0, limit[axis])),
        }
    }
}

impl Network {
    /// What position (`y`, `x`) of a layer's map sees of the input; the whole input for layers without maps.
    pub fn receptive_field(&self, _layer: NodeId, _y: usize, _x: usize) -> ReceptiveField {
        todo!()
    }
}
