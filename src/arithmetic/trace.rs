//! The strongest path: from a number back to what gave it most, and from there back again, down to the pixels.

use super::{Act, Arithmetic, Place, explain_in, reading::Reading};
use crate::{
    control::Control,
    network::{Activations, Network, Result},
};

/// One link of a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// A number.
    pub place: Place,
    /// Its value.
    pub value: f64,
    /// What it gives to the number before it on the path, before that one's norm and activation; the value itself for the
    /// first.
    pub gives: f64,
}

impl Arithmetic {
    /// The number that gives most here, by magnitude, and what it gives; `None` where nothing is read that was computed.
    pub fn strongest(&self) -> Option<(Place, f64)> {
        let mut strongest: Option<(Place, f64)> = None;
        for step in &self.steps {
            let found = match &step.act {
                // A gate's map carries on, not the gate.
                Act::Pair { first, second, .. } => {
                    let both = [first, second].into_iter().filter(|operand| !operand.is_constant);
                    both.filter_map(|operand| Some((operand.from?, operand.value))).next()
                }
                Act::Given { from } => (*from != self.place).then_some((*from, step.after)),
                act => {
                    let terms = act.terms();
                    let share = match act {
                        Act::Share { chosen, .. } => terms.get(*chosen).map(|term| (term.from, term.value)),
                        _ => {
                            let made = terms.iter().filter(|term| term.from.is_some());
                            made.max_by(|a, b| a.product().abs().total_cmp(&b.product().abs()))
                                .map(|term| (term.from, term.product()))
                        }
                    };
                    share.and_then(|(from, gives)| Some((from?, gives)))
                }
            };
            strongest = strongest.or(found);
        }
        strongest
    }
}

/// The strongest path from a place down to the input.
///
/// # Errors
/// A value that is read was not kept; cancellation.
pub fn trace(network: &Network, activations: &Activations, place: Place, control: &Control) -> Result<Vec<Link>> {
    let (reading, layers) = (Reading { network, activations }, network.drawn_together());
    let mut arithmetic = explain_in(reading, &layers, place)?;
    let mut path = vec![Link { place, value: arithmetic.layer_value, gives: arithmetic.layer_value }];
    // Every link lies before the one that reads it, so this ends.
    while let Some((next, gives)) = arithmetic.strongest() {
        control.check()?;
        arithmetic = explain_in(reading, &layers, next)?;
        path.push(Link { place: next, value: arithmetic.layer_value, gives });
    }
    Ok(path)
}
