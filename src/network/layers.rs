//! What a person calls layers, derived from the graph: a convolution together with the normalisation and activation
//! behind it is one layer, shown after its activation; blocks (`inception3a`, `layer1.0`, `features.12`) are layers with layers inside.
//!
//! Knows names and structure only.

use super::{Network, NodeId};

/// One row of the layer list.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// What is written: the convolution's or the block's name.
    pub title: String,
    /// Kind and kernel in short: "Conv 7×7", "Block", "Max pool 3×3", "Linear".
    pub kind: String,
    /// The value shown for it (after normalisation and activation).
    pub node: NodeId,
    /// The nodes that were drawn together into this row, the last one being `node` (all inner nodes for a block).
    pub members: Vec<NodeId>,
    /// Layers inside a block; empty otherwise.
    pub children: Vec<Layer>,
}

impl Network {
    /// The layer list in the order of the data.
    pub fn layers(&self) -> Vec<Layer> {
        todo!()
    }
}
