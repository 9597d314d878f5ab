//! What methods share, whatever they explain: parameters, one registry with one way to find a method, named conventions, a pass
//! over a
//! data set.
//!
//! * `parameter.rs`: numbers, whole numbers, switches and choices with their ranges, defaults and a sentence each;
//!   `parameters.rs`: the
//!   values that were set, checked.
//! * `registry.rs`: methods by their ids; `convention.rs`: named libraries' ways of computing one.
//! * `pass.rs`: a network over a whole data set; `chance.rs`: numbers of chance.
//!
//! It knows no method.

mod chance;
mod convention;
mod parameter;
mod parameters;
mod pass;
mod registry;

pub use chance::normal;
pub use convention::{Convention, PAPER, UnknownConvention};
pub use parameter::{Choice, Domain, Parameter, Value};
pub use parameters::{ParameterError, Parameters};
pub use pass::{Pass, PassError, Unreadable};
pub use registry::{Named, Registry, Unknown};

/// How long a person waits for a method: quick ones come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cost {
    /// About as long as one forward and one backward pass.
    Pass,
    /// As long as many passes.
    ManyPasses,
}
