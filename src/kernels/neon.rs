//! Sixteen values in four NEON registers, which every 64-bit ARM processor has.

use std::arch::aarch64::{
    float32x4_t, vaddq_f32, vbslq_f32, vceqq_f32, vcgtq_f32, vcltq_f32, vdupq_n_f32, vfmaq_f32, vld1q_f32, vmulq_f32, vst1q_f32,
    vsubq_f32,
};

use super::lanes::Lanes;

/// Four registers.
#[derive(Clone, Copy)]
pub(super) struct Neon([float32x4_t; 4]);

impl Neon {
    #[inline(always)]
    fn zip(self, other: Self, function: impl Fn(float32x4_t, float32x4_t) -> float32x4_t) -> Self {
        Self(std::array::from_fn(|part| function(self.0[part], other.0[part])))
    }
}

impl Lanes for Neon {
    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        // SAFETY: the caller's promise of 16 values; NEON is part of the target.
        Self(std::array::from_fn(|part| unsafe { vld1q_f32(from.add(4 * part)) }))
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        for (part, values) in self.0.into_iter().enumerate() {
            // SAFETY: the caller's promise of 16 values; NEON is part of the target.
            unsafe { vst1q_f32(to.add(4 * part), values) };
        }
    }

    #[inline(always)]
    fn splat(value: f32) -> Self {
        // SAFETY: NEON is part of the target.
        Self([unsafe { vdupq_n_f32(value) }; 4])
    }

    #[inline(always)]
    fn multiply_add(self, factor: Self, sum: Self) -> Self {
        // SAFETY: NEON is part of the target.
        Self(std::array::from_fn(|part| unsafe { vfmaq_f32(sum.0[part], self.0[part], factor.0[part]) }))
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        // SAFETY: NEON is part of the target.
        self.zip(other, |a, b| unsafe { vaddq_f32(a, b) })
    }

    #[inline(always)]
    fn subtract(self, other: Self) -> Self {
        // SAFETY: NEON is part of the target.
        self.zip(other, |a, b| unsafe { vsubq_f32(a, b) })
    }

    #[inline(always)]
    fn multiply(self, other: Self) -> Self {
        // SAFETY: NEON is part of the target.
        self.zip(other, |a, b| unsafe { vmulq_f32(a, b) })
    }

    #[inline(always)]
    fn at_least(self, bound: Self) -> Self {
        // SAFETY: NEON is part of the target.
        self.zip(bound, |a, b| unsafe { vbslq_f32(vcgtq_f32(b, a), b, a) })
    }

    #[inline(always)]
    fn at_most(self, bound: Self) -> Self {
        // SAFETY: NEON is part of the target.
        self.zip(bound, |a, b| unsafe { vbslq_f32(vcltq_f32(b, a), b, a) })
    }

    #[inline(always)]
    fn where_equal(self, other: Self, yes: Self, no: Self) -> Self {
        // SAFETY: NEON is part of the target.
        Self(std::array::from_fn(|part| unsafe { vbslq_f32(vceqq_f32(self.0[part], other.0[part]), yes.0[part], no.0[part]) }))
    }
}
