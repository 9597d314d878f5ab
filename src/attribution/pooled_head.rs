//! The end of a network that class activation maps can explain (Zhou et al. 2016): last maps, their mean, one linear layer.

use crate::network::{
    Network, NodeId, Operator,
    ops::{AveragePool, Pads, ReduceKind},
};

/// The end of a network that CAM can explain: last maps, their mean over all positions, and at most one linear layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PooledHead {
    /// The last maps, `1 x C x H x W`.
    pub maps: NodeId,
    /// Weight `classes x C` (or `classes x C x 1 x 1`) and bias `classes` behind the pool; `None` where each class has
    /// its own map.
    pub linear: Option<(NodeId, Option<NodeId>)>,
}

/// The pooled head of a network, if it has one.
pub fn pooled_head(network: &Network) -> Option<PooledHead> {
    let end = skip_reshapes(network, network.scores());
    if let Some(maps) = pooled_maps(network, end) {
        return Some(PooledHead { maps, linear: None });
    }
    let node = network.node(end);
    let reads_one_position = match &node.operator {
        Operator::Linear(_) => true,
        Operator::Convolution(convolution) => convolution.kernel == [1, 1] && convolution.groups == 1,
        _ => false,
    };
    let (&[below, weight], bias) = node.inputs.split_first_chunk::<2>()?;
    if !reads_one_position || network.constant(weight).is_none() {
        return None;
    }
    let maps = pooled_maps(network, skip_reshapes(network, below))?;
    // A flattened pool of one position hands on one number per channel, in order.
    let channels = network.node(maps).shape[1];
    (network.node(weight).shape[1] == channels).then(|| PooledHead { maps, linear: Some((weight, bias.first().copied())) })
}

fn skip_reshapes(network: &Network, mut at: NodeId) -> NodeId {
    while matches!(network.node(at).operator, Operator::Identity | Operator::Reshape(_)) {
        at = network.node(at).inputs[0];
    }
    at
}

/// What a global average pool reads.
fn pooled_maps(network: &Network, pool: NodeId) -> Option<NodeId> {
    let node = network.node(pool);
    let below = *node.inputs.first()?;
    let &[_, _, height, width] = network.node(below).shape.as_slice() else { return None };
    let covers_all = match &node.operator {
        Operator::Reduce(reduce) => reduce.kind == ReduceKind::Mean && reduce.axes == [2, 3],
        Operator::AveragePool(AveragePool { kernel, pads, .. }) => *kernel == [height, width] && *pads == Pads::default(),
        _ => false,
    };
    covers_all.then_some(below)
}
