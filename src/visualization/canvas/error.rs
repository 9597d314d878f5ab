//! Why there is no canvas.

/// A canvas that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CanvasError {
    /// No pixels.
    #[error("a canvas of {dims:?} (pictures, channels, rows, columns) has no pixels; make each at least 1")]
    Empty {
        /// What was asked for.
        dims: [usize; 4],
    },
    /// A division by 0.
    #[error("a shared level of the pyramid is 0 times smaller than the picture; choose divisors of at least 1")]
    NoDivisor,
    /// A sum of nothing.
    #[error("a Laplacian pyramid without levels has no parameters; choose at least 1")]
    NoLevels,
    /// A network without layers or channels.
    #[error("the network from coordinates to colours has no layers or no channels between them; choose at least 1 of each")]
    NoNetwork,
}
