//! Sixteen values in one AVX-512 register or two of AVX2.
//!
//! Every method inlines into a function of `level.rs` that enables the instruction set; without that inlining each would be a
//! call.

use std::arch::x86_64::{
    __m256, __m512, _CMP_EQ_OQ, _mm_add_ps, _mm_add_ss, _mm_cvtss_f32, _mm_movehl_ps, _mm_shuffle_ps, _mm256_add_ps,
    _mm256_blendv_ps, _mm256_castpd_ps, _mm256_castps256_ps128, _mm256_cmp_ps, _mm256_extractf128_ps, _mm256_fmadd_ps,
    _mm256_loadu_ps, _mm256_max_ps, _mm256_min_ps, _mm256_mul_ps, _mm256_set1_ps, _mm256_storeu_ps, _mm256_sub_ps, _mm512_add_ps,
    _mm512_castps_pd, _mm512_castps512_ps256, _mm512_cmp_ps_mask, _mm512_extractf64x4_pd, _mm512_fmadd_ps, _mm512_loadu_ps,
    _mm512_mask_blend_ps, _mm512_max_ps, _mm512_min_ps, _mm512_mul_ps, _mm512_set1_ps, _mm512_storeu_ps, _mm512_sub_ps,
};

use super::lanes::Lanes;

/// One register of AVX-512.
#[derive(Clone, Copy)]
pub(super) struct Avx512(__m512);

/// Two registers of AVX2.
#[derive(Clone, Copy)]
pub(super) struct Avx2(__m256, __m256);

impl Avx2 {
    /// The sum of the lanes, halves added to halves: the order of the portable form, and so its bits.
    #[inline(always)]
    fn halved(self) -> f32 {
        // SAFETY: `Level` has found AVX2.
        unsafe {
            let eight = _mm256_add_ps(self.0, self.1);
            let four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps::<1>(eight));
            let two = _mm_add_ps(four, _mm_movehl_ps(four, four));
            _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps::<1>(two, two)))
        }
    }
}

impl Lanes for Avx512 {
    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        // SAFETY: the caller's promise, and `Level` has found AVX-512.
        Self(unsafe { _mm512_loadu_ps(from) })
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        // SAFETY: the caller's promise, and `Level` has found AVX-512.
        unsafe { _mm512_storeu_ps(to, self.0) };
    }

    #[inline(always)]
    fn splat(value: f32) -> Self {
        // SAFETY: `Level` has found AVX-512.
        Self(unsafe { _mm512_set1_ps(value) })
    }

    #[inline(always)]
    fn multiply_add(self, factor: Self, sum: Self) -> Self {
        // SAFETY: `Level` has found AVX-512.
        Self(unsafe { _mm512_fmadd_ps(self.0, factor.0, sum.0) })
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        // SAFETY: `Level` has found AVX-512.
        Self(unsafe { _mm512_add_ps(self.0, other.0) })
    }

    #[inline(always)]
    fn subtract(self, other: Self) -> Self {
        // SAFETY: `Level` has found AVX-512.
        Self(unsafe { _mm512_sub_ps(self.0, other.0) })
    }

    #[inline(always)]
    fn multiply(self, other: Self) -> Self {
        // SAFETY: `Level` has found AVX-512.
        Self(unsafe { _mm512_mul_ps(self.0, other.0) })
    }

    #[inline(always)]
    fn at_least(self, bound: Self) -> Self {
        // The instruction answers its second operand where one is NaN.
        // SAFETY: `Level` has found AVX-512.
        Self(unsafe { _mm512_max_ps(bound.0, self.0) })
    }

    #[inline(always)]
    fn at_most(self, bound: Self) -> Self {
        // SAFETY: `Level` has found AVX-512.
        Self(unsafe { _mm512_min_ps(bound.0, self.0) })
    }

    #[inline(always)]
    fn where_equal(self, other: Self, yes: Self, no: Self) -> Self {
        // SAFETY: `Level` has found AVX-512.
        Self(unsafe { _mm512_mask_blend_ps(_mm512_cmp_ps_mask::<_CMP_EQ_OQ>(self.0, other.0), no.0, yes.0) })
    }

    #[inline(always)]
    fn sum(self) -> f32 {
        // SAFETY: `Level` has found AVX-512.
        let (low, high) =
            unsafe { (_mm512_castps512_ps256(self.0), _mm256_castpd_ps(_mm512_extractf64x4_pd::<1>(_mm512_castps_pd(self.0)))) };
        Avx2(low, high).halved()
    }
}

impl Lanes for Avx2 {
    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        // SAFETY: the caller's promise, and `Level` has found AVX2.
        Self(unsafe { _mm256_loadu_ps(from) }, unsafe { _mm256_loadu_ps(from.add(8)) })
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        // SAFETY: the caller's promise, and `Level` has found AVX2.
        unsafe {
            _mm256_storeu_ps(to, self.0);
            _mm256_storeu_ps(to.add(8), self.1);
        }
    }

    #[inline(always)]
    fn splat(value: f32) -> Self {
        // SAFETY: `Level` has found AVX2.
        let value = unsafe { _mm256_set1_ps(value) };
        Self(value, value)
    }

    #[inline(always)]
    fn multiply_add(self, factor: Self, sum: Self) -> Self {
        // SAFETY: `Level` has found FMA.
        unsafe { Self(_mm256_fmadd_ps(self.0, factor.0, sum.0), _mm256_fmadd_ps(self.1, factor.1, sum.1)) }
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        // SAFETY: `Level` has found AVX2.
        unsafe { Self(_mm256_add_ps(self.0, other.0), _mm256_add_ps(self.1, other.1)) }
    }

    #[inline(always)]
    fn subtract(self, other: Self) -> Self {
        // SAFETY: `Level` has found AVX2.
        unsafe { Self(_mm256_sub_ps(self.0, other.0), _mm256_sub_ps(self.1, other.1)) }
    }

    #[inline(always)]
    fn multiply(self, other: Self) -> Self {
        // SAFETY: `Level` has found AVX2.
        unsafe { Self(_mm256_mul_ps(self.0, other.0), _mm256_mul_ps(self.1, other.1)) }
    }

    #[inline(always)]
    fn at_least(self, bound: Self) -> Self {
        // SAFETY: `Level` has found AVX2.
        unsafe { Self(_mm256_max_ps(bound.0, self.0), _mm256_max_ps(bound.1, self.1)) }
    }

    #[inline(always)]
    fn at_most(self, bound: Self) -> Self {
        // SAFETY: `Level` has found AVX2.
        unsafe { Self(_mm256_min_ps(bound.0, self.0), _mm256_min_ps(bound.1, self.1)) }
    }

    #[inline(always)]
    fn where_equal(self, other: Self, yes: Self, no: Self) -> Self {
        // SAFETY: `Level` has found AVX2.
        unsafe {
            Self(
                _mm256_blendv_ps(no.0, yes.0, _mm256_cmp_ps::<_CMP_EQ_OQ>(self.0, other.0)),
                _mm256_blendv_ps(no.1, yes.1, _mm256_cmp_ps::<_CMP_EQ_OQ>(self.1, other.1)),
            )
        }
    }

    #[inline(always)]
    fn sum(self) -> f32 {
        self.halved()
    }
}
