//! Numbers out of a forward pass, one or a box of them, exact as the pass has them.

use std::ops::Range;

use super::place::{Origin, Place, origin, unfolded};
use crate::network::{Activations, DType, Device, Network, NodeId, Operator, Result, Tensor};

/// The values of a pass over one picture.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub network: &'a Network,
    pub activations: &'a Activations,
}

impl Reading<'_> {
    /// A whole value, with its batch axis.
    pub fn value(&self, node: NodeId) -> Result<Tensor> {
        self.activations.get(self.network, node)
    }

    /// One number.
    pub fn number(&self, place: Place) -> Result<f64> {
        let is_constant = matches!(self.network.node(place.node).operator, Operator::Constant(_));
        if !is_constant && !self.activations.has(place.node) {
            match origin(self.network, place) {
                Origin::Fixed(number) => return Ok(number),
                Origin::Place(made) if made != place => return self.number(made),
                Origin::Place(_) => {}
            }
        }
        let index = unfolded(place.at, &self.network.node(place.node).shape);
        let ranges: Vec<Range<usize>> = index.into_iter().map(|at| at..at + 1).collect();
        Ok(self.numbers(place.node, &ranges)?.first().copied().unwrap_or_default())
    }

    /// A box of a value, a range per axis, row by row.
    pub fn numbers(&self, node: NodeId, ranges: &[Range<usize>]) -> Result<Vec<f64>> {
        let mut value = self.value(node)?;
        for (axis, range) in ranges.iter().enumerate() {
            value = value.narrow(axis, range.start, range.len())?;
        }
        in_full(&value)
    }
}

/// All numbers of a tensor.
pub(super) fn in_full(value: &Tensor) -> Result<Vec<f64>> {
    Ok(value.to_device(&Device::Cpu)?.flatten_all()?.to_dtype(DType::F64)?.to_vec1()?)
}
