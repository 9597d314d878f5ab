//! Relevance: the score handed back from layer to layer by rules that share out what each value received, instead of derivatives.
//!
//! | file | what |
//! |---|---|
//! | `weighted.rs` | a layer with weights, its norm merged into them, and the same with other weights |
//! | `rules.rs` | rules at layers with weights: epsilon, gamma, z+, alpha-beta, z-box, w², flat |
//! | `walk.rs` | arithmetic number by number, in one walk |
//! | `proportions.rs` | sharing in the proportions of what was added up |
//! | `structure.rs` | everywhere else: activations, sums, pools, gates, norms |
//! | `composites.rs` | which rule where: the usual tables |
//! | `lrp.rs`, `crp.rs`, `excitation.rs` | methods made of these |
//! | `deep_lift.rs`, `pooled_difference.rs`, `reveal_cancel.rs` | sharing out a difference from a baseline |
//!
//! Rules act on the operators of the graph, so that shared, functional and unusual activations are reached like any other.

mod composites;
pub mod crp;
pub mod deep_lift;
pub mod excitation;
pub mod lrp;
mod pooled_difference;
mod proportions;
mod reveal_cancel;
mod rules;
mod structure;
mod walk;
mod weighted;

use std::sync::{Mutex, PoisonError};

use super::{Request, Result};
use crate::{
    control::Control,
    network::{Activations, BackwardRule, NodeId, Tensor},
};

/// What biases, and what keeps denominators away from zero, have taken on the way.
#[derive(Default)]
pub struct Ledger(Mutex<f64>);

impl Ledger {
    /// Enters what a node received and what it handed on.
    fn enter(&self, received: &Tensor, handed: &[Option<Tensor>]) -> candle_core::Result<()> {
        let mut taken = walk::sum(received)?;
        for part in handed.iter().flatten() {
            taken -= walk::sum(part)?;
        }
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += taken;
        Ok(())
    }

    /// What has been taken so far.
    pub fn taken(&self) -> f64 {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The relevance of `wanted`, starting from the target's own value.
pub fn of_target(
    request: &Request<'_>,
    activations: &Activations,
    wanted: NodeId,
    rule: &dyn BackwardRule,
    control: &Control,
) -> Result<(Tensor, f64)> {
    let goal = request.target.layer(request.network());
    let value = activations.get(request.network(), goal)?;
    let seed = (request.target.seed(&value)? * &value)?;
    let score = request.target.read(&value)?.first().copied().unwrap_or_default();
    let found = request.engine.pull_back(activations, &[(goal, seed)], &[wanted], rule, control)?;
    Ok((found.get(request.network(), wanted)?.clone(), score))
}
