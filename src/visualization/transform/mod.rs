//! Random transformations of a picture before the network sees it, and their exact adjoints.
//!
//! What chance decides is drawn first and recorded ([`Draw`]), so that a run can be repeated and compared with a library. By
//! default the transformations become one affine map and one resampling ([`Warp`]); [`Separate`] does them one after the other,
//! as Lucent does. It knows no network and no parameterisation.

mod chain;
mod chance;
mod sampling;
mod separate;
#[cfg(test)]
mod tests;
mod warp;

pub use chance::{Draw, Fill, Transform, draw, window};
pub use separate::Separate;
pub use warp::Warp;
