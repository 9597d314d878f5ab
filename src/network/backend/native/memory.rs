//! Buffers that are used again: a forward pass takes what the last one gave back, so that it allocates next to nothing.

use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, PoisonError},
};

use crate::kernels::AlignedVec;

/// Values that lie idle at most, unless said otherwise (256 MiB).
const MOST_IDLE: usize = 64 << 20;

/// Idle buffers of one engine.
pub(super) struct Pool {
    idle: Mutex<Vec<AlignedVec>>,
    /// Values that lie idle at most.
    most: usize,
}

impl Default for Pool {
    fn default() -> Self {
        Self::holding(MOST_IDLE)
    }
}

impl Pool {
    /// A pool in which at most so many values lie idle; what is given back beyond that is freed.
    pub fn holding(most: usize) -> Self {
        Self { idle: Mutex::default(), most }
    }

    /// A buffer with room for `length` values, which are left over from earlier uses but finite.
    pub fn take(self: &Arc<Self>, length: usize) -> Buffer {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        // The smallest that fits; one of more than twice the length would be wasted on it.
        let fits = |values: &AlignedVec| values.len() >= length && values.len() <= 2 * length;
        let best = (0..idle.len()).filter(|&index| fits(&idle[index])).min_by_key(|&index| idle[index].len());
        let values = best.map(|index| idle.swap_remove(index));
        if values.is_none() {
            // What is too small by now makes place: one pass needs larger and larger buffers only once.
            let largest = (0..idle.len()).filter(|&index| idle[index].len() < length).max_by_key(|&index| idle[index].len());
            largest.map(|index| idle.swap_remove(index));
        }
        drop(idle);
        let values = values.unwrap_or_else(|| AlignedVec::zeros(length));
        Buffer { values, length, pool: Arc::clone(self) }
    }

    /// A buffer of `length` zeros.
    pub fn zeros(self: &Arc<Self>, length: usize) -> Buffer {
        let mut buffer = self.take(length);
        buffer.fill(0.0);
        buffer
    }

    fn give_back(&self, values: AlignedVec) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.iter().map(|values| values.len()).sum::<usize>() + values.len() <= self.most {
            idle.push(values);
        }
    }
}

/// Aligned memory that goes back to its pool.
pub(super) struct Buffer {
    values: AlignedVec,
    length: usize,
    pool: Arc<Pool>,
}

impl Buffer {
    /// The same memory as `length` values, if there is room for them.
    pub fn resized(mut self, length: usize) -> Option<Self> {
        self.length = length;
        (length <= self.values.len()).then_some(self)
    }
}

impl Deref for Buffer {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &self.values[..self.length]
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.values[..self.length]
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if !self.values.is_empty() {
            self.pool.give_back(std::mem::replace(&mut self.values, AlignedVec::zeros(0)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_is_used_again_where_it_fits_and_makes_place_for_a_larger_one() {
        let pool = Arc::new(Pool::default());
        let idle = || pool.idle.lock().expect("nobody panics").iter().map(|values| values.len()).collect::<Vec<_>>();
        let first = pool.take(1000);
        let address = first.as_ptr();
        drop(first);
        let small = pool.take(100);
        assert_eq!((small.len(), idle()), (100, vec![1000]));
        let again = pool.take(600);
        assert_eq!((again.as_ptr(), again.len(), idle()), (address, 600, vec![]));
        drop(again);
        let large = pool.take(2000);
        assert_eq!((large.len(), idle()), (2000, vec![]));
        drop((small, large));
        assert_eq!(idle().len(), 2);
    }
}
