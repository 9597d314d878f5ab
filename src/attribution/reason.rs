//! Whether a method applies to a network and a target, before it is run.

use super::{cam::pooled_head, request::last_maps};
use crate::network::{Network, Target};

/// Why a method does not apply, and what does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// It explains classes alone.
    #[error("CAM explains class scores only; choose a class, or Grad-CAM for this target")]
    ClassesAlone,
    /// The network's end is of another kind.
    #[error(
        "CAM needs a global average pool and one linear layer behind the last maps, which this network does not have; \
         Grad-CAM works with every network"
    )]
    NoPooledHead,
    /// There are no maps.
    #[error("no layer with maps leads to the target; choose another target")]
    NoMapsOnTheWay,
    /// What is explained does not depend on the layer's maps alone.
    #[error("the layer is the target itself; choose an earlier layer")]
    LayerIsTarget,
}

/// Whether a method applies.
pub type Applies = fn(&Network, &Target) -> Result<(), Reason>;

/// To every network and target.
pub fn always(_: &Network, _: &Target) -> Result<(), Reason> {
    Ok(())
}

/// Where maps lie on the way to the target.
pub fn with_maps(network: &Network, target: &Target) -> Result<(), Reason> {
    last_maps(network, target).map(|_| ()).ok_or(Reason::NoMapsOnTheWay)
}

/// To classes that are read from the mean of the last maps.
pub fn with_pooled_head(network: &Network, target: &Target) -> Result<(), Reason> {
    if !matches!(target, Target::Class(_)) {
        return Err(Reason::ClassesAlone);
    }
    pooled_head(network).map(|_| ()).ok_or(Reason::NoPooledHead)
}
