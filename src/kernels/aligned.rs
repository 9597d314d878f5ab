//! Memory whose first value starts a cache line: vector loads that straddle two lines cost up to a third of a convolution's
//! speed.

use std::ops::{Deref, DerefMut};

/// One cache line of values.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Line([f32; 16]);

/// A fixed number of values, zero at first, aligned to 64 bytes.
#[derive(Clone)]
pub struct AlignedVec {
    lines: Vec<Line>,
    length: usize,
}

impl AlignedVec {
    /// `length` zeros.
    pub fn zeros(length: usize) -> Self {
        Self { lines: vec![Line([0.0; 16]); length.div_ceil(16)], length }
    }
}

impl From<&[f32]> for AlignedVec {
    fn from(values: &[f32]) -> Self {
        let mut copy = Self::zeros(values.len());
        copy.copy_from_slice(values);
        copy
    }
}

impl Deref for AlignedVec {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        // SAFETY: `lines` holds at least `length` initialised values one after another (`Line` is `repr(C)` without gaps).
        unsafe { std::slice::from_raw_parts(self.lines.as_ptr().cast(), self.length) }
    }
}

impl DerefMut for AlignedVec {
    fn deref_mut(&mut self) -> &mut [f32] {
        // SAFETY: as in `deref`, and the exclusive borrow of `self` covers the lines.
        unsafe { std::slice::from_raw_parts_mut(self.lines.as_mut_ptr().cast(), self.length) }
    }
}

#[cfg(test)]
mod tests {
    use super::AlignedVec;

    #[test]
    fn starts_a_cache_line_and_keeps_its_values() {
        for length in [0, 1, 16, 17, 1000] {
            let values: Vec<f32> = (0..length).map(|value| value as f32).collect();
            let aligned = AlignedVec::from(&values[..]);
            assert_eq!(&*aligned, &values[..]);
            assert_eq!(aligned.as_ptr().addr() % 64, 0);
        }
    }
}
