//! The chapter "visualisation": what would a unit love to see? Pictures grown along a network's gradient, by published recipes.
//!
//! | file | what it is |
//! |---|---|
//! | `planes.rs`, `space.rs` | pictures as plain numbers; their unit and the network's |
//! | `objective/` | what is to become large: units, channels, classes, layers, directions, likeness |
//! | `canvas/` | how a picture is written: pixels, waves, pyramids, a network of its own |
//! | `transform/` | shaking it before the network sees it, with exact adjoints |
//! | `step/`, `penalty.rs`, `projection/`, `pyramid_gradient.rs`, `resize.rs`, `spline.rs` | how it moves, what is held against it, what is done to it afterwards |
//! | `lens.rs` | the part of a network that has to run, at any size |
//! | `recipe.rs`, `growth.rs` (`start.rs`, `entering.rs`, `looking.rs`) | all of this as one value; carrying it out, step by step |
//! | `generated.rs` | pictures sought among those that a generator draws |
//! | `growing.rs` | whatever grows step by step |
//! | `order.rs`, `presets/` | what somebody asks for; the published recipes, a file each |
//! | `elites/` | pictures bred instead of climbed to: networks of coordinates, one elite a class |
//! | `directions.rs` | whether a channel means more than any direction |
//! | `portrait.rs`, `rivals.rs` | the numbers that tell a result from noise; the pictures that it has to beat |
//! | `written.rs` | goals as people write them |
//!
//! It knows no window and no colours of a figure.

pub mod canvas;
mod directions;
pub mod elites;
mod entering;
mod error;
mod generated;
mod growing;
mod growth;
pub mod lbfgs_box;
mod lens;
mod looking;
mod objective;
mod order;
pub mod penalty;
mod planes;
mod portrait;
pub mod presets;
pub mod projection;
pub mod pyramid_gradient;
pub mod recipe;
pub mod resize;
mod rivals;
mod space;
pub mod spectrum;
pub mod spline;
mod start;
pub mod step;
pub mod transform;
mod written;

pub use directions::{Furthest, furthest, random_direction};
pub use error::{Error, Result};
pub use generated::{Generated, Plan, Source, Way};
pub use growing::{Growing, StepReport};
pub use growth::Growth;
pub use lens::{Lens, Part, Seen};
pub use objective::{Cosine, Goal, Objective, Reference};
pub use order::Order;
pub use planes::Planes;
pub use portrait::{FINE, Portrait};
pub use presets::{Needs, PRESETS, Preset, Spread};
pub use recipe::Recipe;
pub use rivals::Contest;
pub use space::{Space, Unit};
