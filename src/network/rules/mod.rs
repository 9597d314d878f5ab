//! Backward rules: how gradients pass a node. One small file for each rule; several together are a table (`composite.rs`).
//!
//! A rule sees the site where it is asked: the network, the node, and how deep it stands. It knows no method and no backend.

mod composite;
mod deconvnet;
mod guided;
mod linear;
mod plain;
mod pointwise;
mod rectify;
mod redirected;
#[cfg(test)]
mod tests;

use std::cell::OnceCell;

use candle_core::Tensor;

pub use composite::{Composite, Matcher};
pub use deconvnet::Deconvnet;
pub use guided::Guided;
pub use linear::Linear;
pub use plain::Plain;
pub use pointwise::{Points, PointwiseRule, pointwise_gradient};
pub use rectify::{Rectify, rectified_gradient};
pub use redirected::Redirected;

use super::{Network, NodeId, Operator, operation::Evaluated};

/// Where a rule is asked for.
pub struct Site<'a> {
    /// The network.
    pub network: &'a Network,
    /// The node.
    pub node: NodeId,
    depths: &'a OnceCell<Vec<usize>>,
}

/// What the sites of one backward pass share.
pub struct Sites<'a> {
    network: &'a Network,
    depths: OnceCell<Vec<usize>>,
}

impl<'a> Sites<'a> {
    /// The sites of a network.
    pub fn new(network: &'a Network) -> Self {
        Self { network, depths: OnceCell::new() }
    }

    /// The one at a node.
    pub fn at(&self, node: NodeId) -> Site<'_> {
        Site { network: self.network, node, depths: &self.depths }
    }
}

impl<'a> Site<'a> {
    /// The operator of the node.
    pub fn operator(&self) -> &'a Operator {
        &self.network.node(self.node).operator
    }

    /// How many layers with weights (convolutions, linear layers) lie before the node on the longest way from the input.
    pub fn depth(&self) -> usize {
        self.depths.get_or_init(|| depths(self.network))[self.node.index()]
    }
}

/// For each node how many layers with weights lie before it on the longest way.
fn depths(network: &Network) -> Vec<usize> {
    let mut depths: Vec<usize> = Vec::new();
    for id in network.ids() {
        let behind = |input: &NodeId| depths[input.index()] + usize::from(network.node(*input).operator.is_weighted_sum());
        let depth = network.node(id).inputs.iter().map(behind).max().unwrap_or_default();
        depths.push(depth);
    }
    depths
}

/// A rule of its own for one operator.
pub trait CustomRule: Send + Sync {
    /// As [`super::operation::Operation::gradient`], with the site at hand.
    fn gradient(
        &self,
        site: &Site<'_>,
        at: &Evaluated<'_>,
        gradient: &Tensor,
        wanted: &[bool],
    ) -> candle_core::Result<Vec<Option<Tensor>>>;
}

/// What a [`BackwardRule`] wants at a site.
pub enum Replacement<'a> {
    /// The operator's own derivative.
    Plain,
    /// One of the built-in rules for rectifying activations (backends know these and keep them fast).
    Rectify(Rectify),
    /// What comes goes on to the first input as it is: a rule asks for it where that has the output's shape.
    Pass,
    /// A rule for a function of one number, which backends hand their own buffers.
    Pointwise(&'a dyn PointwiseRule),
    /// Anything else.
    Custom(&'a dyn CustomRule),
}

/// Chooses, site by site, how gradients pass.
pub trait BackwardRule: Send + Sync {
    /// What takes the derivative's place there.
    fn replacement(&self, at: &Site<'_>) -> Replacement<'_>;
}

/// What [`Replacement::Pass`] hands to each input.
pub(crate) fn passed(coming: &Tensor, wanted: &[bool]) -> Vec<Option<Tensor>> {
    wanted.iter().enumerate().map(|(index, &wanted)| (index == 0 && wanted).then(|| coming.clone())).collect()
}

impl Rectify {
    /// This at rectifiers, elsewhere the derivative itself.
    fn at(self, at: &Site<'_>) -> Replacement<'static> {
        if at.operator().is_rectifier() { Replacement::Rectify(self) } else { Replacement::Plain }
    }
}
