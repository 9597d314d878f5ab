//! What the chapter asks: pictures that grow, many of them at once, the pictures of a folder that they have to beat.

mod bed;
mod directions;
mod grow;
mod learning;
mod photographs;
mod plant;
mod second;
mod wanted;

pub use bed::{Bed, BedView, Plot, Seedling, Soil as BedSoil, Turns};
pub use directions::FurthestIn;
pub use grow::{Given, GrowPicture};
pub use learning::LearnGenerator;
pub use photographs::{Photographs, SpectrumOf, shares};
pub use plant::{Plant, PlantView};
pub use second::SecondPicture;
pub use wanted::Wanted;
