//! Writing disjoint parts of one slice from several threads, where the parts are not contiguous.

use std::marker::PhantomData;

/// A slice that several tasks write through its address, each its own part.
#[derive(Clone, Copy)]
pub(super) struct Shared<'a, T> {
    start: *mut T,
    borrow: PhantomData<&'a mut [T]>,
}

// SAFETY: an address alone does no harm; who writes through it keeps tasks to disjoint parts.
unsafe impl<T: Send> Send for Shared<'_, T> {}
// SAFETY: as for `Send`.
unsafe impl<T: Send> Sync for Shared<'_, T> {}

impl<'a, T> Shared<'a, T> {
    /// Borrows the slice for as long as tasks write to it.
    pub fn new(slice: &'a mut [T]) -> Self {
        Self { start: slice.as_mut_ptr(), borrow: PhantomData }
    }

    /// The address of the first value.
    pub fn start(&self) -> *mut T {
        self.start
    }
}
