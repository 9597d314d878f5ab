//! The linear network behind a network: every gate stands open. Voss et al. 2021, "Visualizing weights" (expanded weights): what
//! a unit
//! reads through the layers between, as if they did nothing but add up.
//!
//! Rectifiers and what bends like them pass everything, a max pool becomes the mean of its window, normalisation by neighbours
//! nothing.

use candle_core::Tensor;

use super::{BackwardRule, CustomRule, Replacement, Site};
use crate::network::{
    Operator,
    operation::{Evaluated, Operation as _},
    ops::{Activation, AveragePool, MaxPool},
};

/// Every gate stands open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Linear;

/// Whether an activation is a gate: far above 0 it passes what comes, as ReLU does.
fn is_gate(operator: &Operator) -> bool {
    let bends = matches!(
        operator,
        Operator::Activation(
            Activation::Silu
                | Activation::HardSwish
                | Activation::Gelu { .. }
                | Activation::Elu { .. }
                | Activation::Selu { .. }
                | Activation::Softplus
                | Activation::Mish
        )
    );
    bends || operator.is_rectifier()
}

/// The mean over the window of a max pool; dilated windows have none here.
fn mean_pool(pool: &MaxPool) -> Option<AveragePool> {
    let MaxPool { kernel, stride, pads, ceil, .. } = *pool;
    (pool.dilation == [1, 1]).then_some(AveragePool { kernel, stride, pads, ceil, count_padding: false })
}

impl BackwardRule for Linear {
    fn replacement(&self, at: &Site<'_>) -> Replacement<'_> {
        match at.operator() {
            Operator::LocalResponseNormalization(_) => Replacement::Pass,
            Operator::MaxPool(pool) if mean_pool(pool).is_some() => Replacement::Custom(self),
            // What comes back goes on to what was bent; a slope that is learned has no part in it.
            operator if is_gate(operator) => Replacement::Pass,
            _ => Replacement::Plain,
        }
    }
}

impl CustomRule for Linear {
    fn gradient(
        &self,
        site: &Site<'_>,
        at: &Evaluated<'_>,
        gradient: &Tensor,
        wanted: &[bool],
    ) -> candle_core::Result<Vec<Option<Tensor>>> {
        match site.operator() {
            Operator::MaxPool(pool) if let Some(mean) = mean_pool(pool) => mean.gradient(at, gradient, wanted),
            _ => Ok(vec![None; wanted.len()]),
        }
    }
}
