//! Where the arithmetic happens: one small trait, two backends behind it.
//!
//! A backend runs whole graphs, not single operators, so that it may keep values in a layout of its own between nodes.

mod candle;

use candle_core::Tensor;

pub use candle::CandleBackend;

use super::{Activations, Control, Gradients, Keep, Network, Result, gradient::Question};

/// Runs and differentiates one prepared network.
pub trait Backend: Send + Sync {
    /// The device in words, for people.
    fn describe(&self) -> String;

    /// Moves a value to the backend's device and floating-point type.
    fn prepare(&self, value: &Tensor) -> Result<Tensor>;

    /// Computes the scores and what `keep` asks for, from the values already `known` (the input, or inner ones).
    fn forward(&self, network: &Network, known: Activations, keep: &Keep, control: &Control) -> Result<Activations>;

    /// Computes the gradients that `question` asks for.
    fn backward(&self, network: &Network, question: &Question<'_>, control: &Control) -> Result<Gradients>;
}
