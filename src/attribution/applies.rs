//! Whether a method applies to a network and a target, before it is run.

use super::{pooled_head::pooled_head, reason::Reason, request::last_maps};
use crate::network::{Network, Target};

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
