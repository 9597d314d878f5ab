//! Scratch memory that several threads write, each in places of its own.

/// Memory for a block of tiles: `A*A x input blocks x tiles x 16`, then `A*A x output blocks x tiles x 16`.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    pub start: *mut f32,
}

// SAFETY: only a pointer; steps that run at the same time write different blocks or matrices.
unsafe impl Send for Slot {}
// SAFETY: as for `Send`.
unsafe impl Sync for Slot {}
