//! Where the arithmetic happens: one small trait, two backends behind it.
//!
//! A backend runs whole graphs, not single operators, so that it may keep values in a layout of its own between nodes.

mod candle;
mod native;

use std::{collections::HashMap, sync::Arc};

use candle_core::Tensor;

pub use candle::CandleBackend;
pub use native::{NativeBackend, TrainingEngine};

use super::{Activations, Changes, Gradients, Keep, Network, NodeId, Result, gradient::Differentiation, tangent::Motion};
use crate::{control::Control, words::Phrase};

/// Changed inputs in one forward pass of a backend that runs them as wholes: enough to keep every core busy, little enough for
/// the memory of a laptop.
const WHOLE_INPUTS: usize = 16;

/// Runs and differentiates one prepared network.
pub trait Backend: Send + Sync {
    /// The device, for people.
    fn describe(&self) -> Vec<Phrase>;

    /// A backend of the same kind for another network; `exact` sums convolutions tap by tap.
    fn like(&self, network: &Arc<Network>, exact: bool) -> Result<Arc<dyn Backend>>;

    /// Moves a value to the backend's device and floating-point type.
    fn prepare(&self, value: &Tensor) -> Result<Tensor>;

    /// Computes what `keep` asks for, from the values already `known` (the input, or inner ones).
    fn forward(&self, network: &Network, known: Activations, keep: &Keep, control: &Control) -> Result<Activations>;

    /// Computes the values `wanted` for every changed input, from a pass over the unchanged one that kept all of `base`.
    fn forward_changed(
        &self,
        network: &Network,
        base: &Activations,
        changes: &Changes,
        wanted: &[NodeId],
        control: &Control,
    ) -> Result<Activations> {
        let input = base.get(network, network.input())?;
        let mut found: HashMap<NodeId, Vec<Tensor>> = HashMap::new();
        for first in (0..changes.count()).step_by(WHOLE_INPUTS) {
            let some = changes.some(first..(first + WHOLE_INPUTS).min(changes.count()))?;
            let mut known = Activations::default();
            known.insert(network.input(), self.prepare(&some.whole_inputs(&input)?)?);
            let values = self.forward(network, known, &Keep::Only(wanted.to_vec()), control)?;
            for &id in wanted {
                found.entry(id).or_default().push(values.get(network, id)?);
            }
        }
        let joined = found.into_iter().map(|(id, parts)| Ok((id, Tensor::cat(&parts, 0)?)));
        Ok(Activations { values: joined.collect::<Result<_>>()?, lazy: None })
    }

    /// Computes the tangents that `motion` asks for.
    fn push_forward(&self, network: &Network, motion: &Motion<'_>, control: &Control) -> Result<HashMap<NodeId, Tensor>>;

    /// Computes the gradients that `question` asks for.
    fn backward(&self, network: &Network, question: &Differentiation<'_>, control: &Control) -> Result<Gradients>;
}
