//! The rendered world: small scenes drawn from a seed, with the truth about every pixel.
//!
//! Twenty classes built of shared parts stand in seven scenes. The same numbers give the same bytes on every machine
//! (`geometry.rs` says how). Knows pictures; knows no data set, no file and no network.
//!
//! * `names.rs`: the words; `annotation.rs`: the masks. * `plan.rs`: from numbers to a picture;
//!   `collection.rs`: series of them; `samples.rs`: some to start with.
//! * `objects/`: what is drawn; `scenery.rs`, `clutter.rs`: where. `cue.rs`: the planted shortcut.
//! * `fauna/`: invented animals whose parts can be left out.
//! * `canvas.rs`, `coverage.rs`, `geometry.rs`, `texture.rs`, `palette.rs`, `noise.rs`, `random.rs`: how it is drawn.

mod annotation;
mod canvas;
mod clutter;
mod collection;
mod coverage;
mod cue;
pub mod fauna;
mod geometry;
mod names;
mod noise;
mod objects;
mod palette;
mod plan;
mod random;
mod samples;
mod scenery;
mod texture;

pub use annotation::{Annotated, Annotation, legend};
pub use canvas::Mask;
pub use collection::{CUED, Collection, Kind, SHORTCUT, SIZE};
pub use cue::Cue;
pub use names::{Class, Colour, Part, Region, Scene, Texture};
pub use samples::{SAMPLES, Sample};
