//! The picture of a network: a row of volumes with bars under it, and a part opened into ribbons and boxes.
//!
//! * `scene.rs`: what is drawn, what lies on its faces, and what can be pointed at.
//! * `given.rs`: what is drawn, and how.
//! * `volumes.rs`: the row; `bars.rs`: what the parts cost, on the same axis; `short.rs`: names that fit.
//! * `opened.rs`: a part opened; `boxes.rs`: its boxes; `maps.rs`: what lies on the faces.
//!
//! Places and sizes only: which maps lie on the faces is filled in by whoever has them.

mod bars;
mod boxes;
mod given;
mod maps;
mod opened;
mod scene;
mod short;
mod volumes;

#[cfg(test)]
mod tests;

pub use given::{Measures, Opened, Row};
pub use maps::{face_picture, with_maps};
pub use opened::opened;
pub use scene::{Face, Link, Palette, Scene, Shows};
pub use short::part_title;
pub use volumes::row;
