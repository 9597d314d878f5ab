//! The learned weights of a layer, as numbers: what its channels look for.

use std::sync::Arc;

use crate::network::{Network, NodeId, Operator, Result};

use super::numbers;

/// The weights of a convolution or a fully connected layer.
#[derive(Clone, Debug)]
pub struct Filters {
    /// The convolution or fully connected layer.
    pub node: NodeId,
    /// Output channels, input channels of each, rows, columns; 1 x 1 for fully connected layers.
    pub shape: [usize; 4],
    /// The shape as it is stored.
    pub stored: Vec<usize>,
    /// The weights, filter by filter.
    pub values: Arc<Vec<f32>>,
    /// Whether the filters look at the colours of the network's input.
    pub on_colours: bool,
}

impl Filters {
    /// Those of a layer, or of the layer whose normalisation or activation it is; `None` if it has none of its own.
    ///
    /// # Errors
    /// The tensor library refuses.
    pub fn of(network: &Network, layer: NodeId) -> Result<Option<Self>> {
        let Some((node, weight)) = filters_of(network, layer) else { return Ok(None) };
        let Some(tensor) = network.constant(weight) else { return Ok(None) };
        let shape = match *tensor.dims() {
            [outputs, inputs] => [outputs, inputs, 1, 1],
            [outputs, inputs, rows, columns] => [outputs, inputs, rows, columns],
            _ => return Ok(None),
        };
        let on_colours = shape[1] == 3 && network.node(node).inputs.first() == Some(&network.input());
        Ok(Some(Self { node, shape, stored: tensor.dims().to_vec(), values: Arc::new(numbers(tensor)?), on_colours }))
    }

    /// The weights of each filter.
    pub fn each(&self) -> std::slice::ChunksExact<'_, f32> {
        self.values.chunks_exact(self.shape[1..].iter().product::<usize>().max(1))
    }
}

/// The layer whose weights a value comes from, over normalisations and activations, and the weights' node.
fn filters_of(network: &Network, layer: NodeId) -> Option<(NodeId, NodeId)> {
    let mut at = layer;
    loop {
        let node = network.node(at);
        match node.operator {
            Operator::Convolution(_) | Operator::Linear(_) => {
                let weight = *node.inputs.get(1)?;
                return network.constant(weight).map(|_| (at, weight));
            }
            Operator::Activation(_)
            | Operator::ParametricRelu(_)
            | Operator::BatchNormalization(_)
            | Operator::LayerNormalization(_)
            | Operator::GroupNormalization(_)
            | Operator::Identity => at = *node.inputs.first()?,
            _ => return None,
        }
    }
}
