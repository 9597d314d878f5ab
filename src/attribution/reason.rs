//! Why a method does not apply to a network and a target, and what does.

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
