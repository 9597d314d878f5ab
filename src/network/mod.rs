//! A network as data: a flat operator graph, running it and differentiating it.
//!
//! * [`Network`] (`graph.rs`): nodes in topological order, each with one output; weights are constant nodes.
//! * [`Operator`] (`operator.rs`): what a node computes; one file per operator in [`ops`].
//! * [`Engine`] (`run.rs`): a network on a backend; forward with any intermediate values kept, partial execution.
//! * [`Changes`] (`changes.rs`): inputs that differ from a known one inside one rectangle each.
//! * [`Keep`], [`Activations`] (`activations.rs`): which values a pass keeps, and the values.
//! * [`Cone`] (`cone.rs`): the part of a network that some values depend on, for an input of any size.
//! * [`Target`] (`target.rs`), [`Gradients`] (`gradient.rs`): our own vector-Jacobian products; [`BackwardRule`]: one file for
//!   each rule
//!   in [`rules`].
//! * [`tangent`] (`tangent.rs`): the derivative forwards, with every gate as a pass left it.
//! * [`training`]: a network whose weights change; gradients at all of them.
//! * [`Derived`] (`derived.rs`): what methods make of a network and want to find again.
//! * [`with_slices`] (`slices.rs`): the numbers of tensors, without a copy.
//! * [`Answer`] (`answer.rs`): scores, probabilities and ranking of one input; [`Class`], [`Channel`] (`ids.rs`): numbers that
//!   speak.
//! * [`layers`]: what a person calls layers, derived from the graph.
//!
//! This room knows nothing of files, pictures, methods or windows.

pub mod activations;
pub mod answer;
pub mod backend;
pub mod changes;
pub mod cone;
pub mod derived;
pub mod error;
pub mod gradient;
pub mod graph;
pub mod ids;
pub mod layers;
pub mod operation;
pub mod operator;
pub mod ops;
pub mod receptive_field;
pub mod rules;
pub mod run;
pub mod slices;
pub mod tangent;
pub mod target;
pub mod training;

pub use activations::{Activations, Keep, numbers};
pub use answer::Answer;
pub use changes::Changes;
pub use cone::Cone;
pub use derived::Derived;
pub use error::{Error, Result};
pub use gradient::Gradients;
pub use graph::{Network, NetworkBuilder, Node, NodeId};
pub use ids::{Channel, Class};
pub use layers::{Layer, LayerKind};
pub use operation::Operation;
pub use operator::Operator;
pub use receptive_field::ReceptiveField;
pub use rules::{BackwardRule, Deconvnet, Guided, Plain, Redirected, Replacement};
pub use run::Engine;
pub use slices::with_slices;
pub use target::Target;

/// The values that flow through a network and leave this room (`N x C x H x W` for feature maps).
pub use candle_core::{DType, Device, Tensor};

#[cfg(test)]
mod tests;
