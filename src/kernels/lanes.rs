//! Sixteen values side by side, the unit every kernel is written in, and their portable form.
//!
//! A kernel is generic over [`Lanes`]; [`super::level::Level`] runs it with the widest form that the processor has.

/// Sixteen `f32` values.
///
/// Implementations that need an instruction set are named by `Level` alone, which has made sure that the processor has it.
pub(super) trait Lanes: Copy {
    /// Reads 16 values.
    ///
    /// # Safety
    /// 16 values are readable at `from`; no alignment is needed.
    unsafe fn load(from: *const f32) -> Self;

    /// Writes 16 values.
    ///
    /// # Safety
    /// 16 values are writable at `to`; no alignment is needed.
    unsafe fn store(self, to: *mut f32);

    /// The same value in every lane.
    fn splat(value: f32) -> Self;

    /// `self * factor + sum`, rounded once where the processor can.
    fn multiply_add(self, factor: Self, sum: Self) -> Self;

    fn add(self, other: Self) -> Self;

    fn subtract(self, other: Self) -> Self;

    fn multiply(self, other: Self) -> Self;

    /// The larger; NaN where `self` is NaN.
    fn at_least(self, bound: Self) -> Self;

    /// The smaller; NaN where `self` is NaN.
    fn at_most(self, bound: Self) -> Self;

    /// `yes` where `self` equals `other`, `no` elsewhere (and where one of them is NaN).
    fn where_equal(self, other: Self, yes: Self, no: Self) -> Self;

    /// The sum of the lanes.
    #[inline(always)]
    fn sum(self) -> f32 {
        let mut values = [0.0f32; 16];
        // SAFETY: `values` has room for 16 values.
        unsafe { self.store(values.as_mut_ptr()) };
        let mut width = 8;
        while width > 0 {
            for lane in 0..width {
                values[lane] += values[lane + width];
            }
            width /= 2;
        }
        values[0]
    }
}

/// Plain Rust: what the compiler makes of it with the target's baseline instructions.
#[derive(Clone, Copy)]
pub(super) struct Portable([f32; 16]);

impl Portable {
    #[inline(always)]
    fn zip(self, other: Self, function: impl Fn(f32, f32) -> f32) -> Self {
        Self(std::array::from_fn(|lane| function(self.0[lane], other.0[lane])))
    }
}

impl Lanes for Portable {
    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        // SAFETY: the caller's promise; an array of `f32` read unaligned.
        Self(unsafe { from.cast::<[f32; 16]>().read_unaligned() })
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        // SAFETY: the caller's promise; an array of `f32` written unaligned.
        unsafe { to.cast::<[f32; 16]>().write_unaligned(self.0) };
    }

    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self([value; 16])
    }

    #[inline(always)]
    fn multiply_add(self, factor: Self, sum: Self) -> Self {
        // Not `f32::mul_add`: without the instruction that is a slow call.
        self.zip(factor, |a, b| a * b).add(sum)
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.zip(other, |a, b| a + b)
    }

    #[inline(always)]
    fn subtract(self, other: Self) -> Self {
        self.zip(other, |a, b| a - b)
    }

    #[inline(always)]
    fn multiply(self, other: Self) -> Self {
        self.zip(other, |a, b| a * b)
    }

    #[inline(always)]
    fn at_least(self, bound: Self) -> Self {
        self.zip(bound, |a, b| if b > a { b } else { a })
    }

    #[inline(always)]
    fn at_most(self, bound: Self) -> Self {
        self.zip(bound, |a, b| if b < a { b } else { a })
    }

    #[inline(always)]
    fn where_equal(self, other: Self, yes: Self, no: Self) -> Self {
        Self(std::array::from_fn(|lane| if self.0[lane] == other.0[lane] { yes.0[lane] } else { no.0[lane] }))
    }
}
