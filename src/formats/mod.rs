//! Files to plain values and graphs: ONNX, safetensors, npy. Knows the network room; knows no picture and no window.
//!
//! * [`detect`]: what kind of file this is, from its first bytes.
//! * [`onnx`]: an ONNX model becomes a [`crate::network::Network`].
//! * [`safetensors`]: named tensors, in and out.
//! * [`npy`]: one array, in and out.
//! * [`csv`]: a field of a table.
//! * [`atomic`]: files that appear complete or not at all; everything that is written goes through it.

pub mod atomic;
pub mod csv;
mod detect;
pub mod error;
pub mod npy;
mod numbers;
pub mod onnx;
pub mod safetensors;

pub use detect::{FileKind, MODEL_EXTENSIONS, detect, is_model_name};
pub use error::{Error, Result};
