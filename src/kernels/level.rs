//! Which vector instructions the processor has, and running a kernel with them.

use super::lanes::{Lanes, Portable};

/// An instruction set that this processor has; only [`Level::best`] and [`Level::available`] make one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level(Set);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "aarch64")]
    Neon,
    Portable,
}

/// A piece of work written over [`Lanes`].
///
/// `BLOCKS x PIXELS` is the tile of sums that fills the registers, `FEW` the pixels of the smaller tile that finishes a row of
/// tiles.
pub(super) trait Kernel {
    /// Does the work; implementations are `#[inline(always)]`, so that they are compiled for the instruction set that runs them.
    fn run<V: Lanes, const BLOCKS: usize, const PIXELS: usize, const FEW: usize>(self);
}

impl Level {
    /// What every processor can run.
    pub const PORTABLE: Self = Self(Set::Portable);

    /// The widest instruction set of this processor.
    pub fn best() -> Self {
        Self::available().first().copied().unwrap_or(Self::PORTABLE)
    }

    /// All instruction sets of this processor, the widest first.
    pub fn available() -> Vec<Self> {
        let mut levels = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("fma")
            {
                levels.push(Self(Set::Avx512));
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                levels.push(Self(Set::Avx2));
            }
        }
        #[cfg(target_arch = "aarch64")]
        levels.push(Self(Set::Neon));
        levels.push(Self::PORTABLE);
        levels
    }

    /// The name people know it by.
    pub fn name(self) -> &'static str {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => "AVX-512",
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => "AVX2",
            #[cfg(target_arch = "aarch64")]
            Set::Neon => "NEON",
            Set::Portable => "portable",
        }
    }

    /// Output blocks and pixels of the register tile, as [`Kernel::run`] gets them.
    pub(super) fn tile(self) -> (usize, usize) {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => (2, 14),
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => (1, 6),
            #[cfg(target_arch = "aarch64")]
            Set::Neon => (1, 6),
            Set::Portable => (1, 2),
        }
    }

    /// Runs a kernel compiled for this level.
    pub(super) fn run(self, kernel: impl Kernel) {
        match self.0 {
            // SAFETY: a `Level` of AVX-512 exists only where `available` has found all its features.
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => unsafe { run_avx512(kernel) },
            // SAFETY: a `Level` of AVX2 exists only where `available` has found AVX2 and FMA.
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => unsafe { run_avx2(kernel) },
            #[cfg(target_arch = "aarch64")]
            Set::Neon => kernel.run::<super::neon::Neon, 1, 6, 3>(),
            Set::Portable => kernel.run::<Portable, 1, 2, 1>(),
        }
    }
}

// Without `avx512vl` the compiler uses half of the registers and spills the rest.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vl,avx512bw,avx512dq,fma")]
fn run_avx512(kernel: impl Kernel) {
    kernel.run::<super::x86::Avx512, 2, 14, 7>();
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn run_avx2(kernel: impl Kernel) {
    kernel.run::<super::x86::Avx2, 1, 6, 3>();
}
