//! Where the arithmetic happens: one small trait, two backends behind it.
//!
//! A backend runs whole graphs, not single operators, so that it may keep values in a layout of its own between nodes.

mod candle;
mod native;

use std::{any::Any, fmt::Debug};

use candle_core::Tensor;

pub use candle::CandleBackend;
pub use native::NativeBackend;

use super::{Activations, Control, Gradients, Keep, Network, NodeId, Result, gradient::Question};

/// Runs and differentiates one prepared network.
pub trait Backend: Send + Sync {
    /// The device in words, for people.
    fn describe(&self) -> String;

    /// Moves a value to the backend's device and floating-point type.
    fn prepare(&self, value: &Tensor) -> Result<Tensor>;

    /// Computes what `keep` asks for, from the values already `known` (the input, or inner ones).
    fn forward(&self, network: &Network, known: Activations, keep: &Keep, control: &Control) -> Result<Activations>;

    /// Computes the gradients that `question` asks for.
    fn backward(&self, network: &Network, question: &Question<'_>, control: &Control) -> Result<Gradients>;
}

/// Values of a forward pass that a backend keeps in a layout of its own until somebody looks.
pub trait LazyValues: Debug + Send + Sync {
    /// Whether [`Self::get`] has an answer.
    fn has(&self, id: NodeId) -> bool;

    /// The value as a tensor, `N x ...`; an error if it was not kept.
    fn get(&self, id: NodeId) -> Result<Tensor>;

    /// For the backend that made them.
    fn as_any(&self) -> &dyn Any;
}
