//! CPU kernels on plain slices with run-time dispatch. No knowledge of graphs, tensors or pictures.
//!
//! Feature maps lie channel-blocked, `N x ceil(C / 16) x H x W x 16` (see [`layout`]), from the first convolution to the
//! last; 16 lanes are one AVX-512 register, two of AVX2 or four of NEON. Channels that fill up the last block are zero in every
//! weight, so whatever stands in their lanes never reaches a result. Weights are packed once per model
//! ([`PackedWeights`]); no kernel allocates: callers give output and scratch memory, best from an [`AlignedVec`].
//!
//! Kernels share their work on the current rayon pool. Run a whole forward or backward pass inside [`parallel::pass`], so that
//! threads stay awake from one layer to the next.
//!
//! | file | what it computes |
//! |---|---|
//! | `convolution` | choice of algorithm, packed weights, forward and input gradient of every convolution |
//! | `direct`, `pointwise`, `few_channels`, `few_channels_gradient`, `depthwise`, `winograd` | the algorithms behind it |
//! | `weight_gradient` | the gradient of a convolution at its weights |
//! | `linear` | fully connected layers and their input gradient |
//! | `batch_normalization` | batch normalisation in training: from the batch, and its gradient |
//! | `max_pool`, `average_pool`, `local_response`, `resize`, `elementwise` | the other layers, each with its adjoint |
//! | `parallel`, `share` | loops shared by threads, and how a convolution is cut for them |
//! | `regions` | windows cut out of maps that differ from known ones inside a rectangle |
//! | `level`, `lanes`, `x86`, `neon`, `tile` | instruction sets and the micro-kernel |
#![allow(unsafe_code, reason = "vector instructions, unchecked inner loops and disjoint writes from several threads")]

pub mod aligned;
pub mod average_pool;
pub mod batch_normalization;
#[cfg(test)]
mod batch_normalization_tests;
pub mod convolution;
#[cfg(test)]
mod convolution_tests;
mod depthwise;
mod direct;
mod direct_weights;
pub mod elementwise;
mod epilogue;
mod few_channels;
mod few_channels_gradient;
mod geometry;
mod lanes;
pub mod layout;
pub mod level;
pub mod linear;
pub mod local_response;
mod maps;
pub mod max_pool;
#[cfg(target_arch = "aarch64")]
mod neon;
pub mod parallel;
mod pointwise;
#[cfg(test)]
mod reference;
pub mod regions;
pub mod resize;
mod share;
mod shared;
mod tile;
pub mod weight_gradient;
mod window;
mod winograd;
#[cfg(target_arch = "x86_64")]
mod x86;

pub use aligned::AlignedVec;
pub use convolution::{Algorithm, Direction, PackedWeights, Rounding, convolution};
pub use epilogue::{Clamp, Epilogue, Residual};
pub use geometry::ConvolutionShape;
pub use layout::{LANES, block_count};
pub use level::Level;
pub use maps::{Maps, MapsMut};
pub use window::WindowShape;
