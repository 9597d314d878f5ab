//! What the chapter asks: pictures that grow, many of them at once, the pictures of a folder that they have to beat.

mod bed;
mod grow;
mod photographs;
mod plant;
mod rivals;
mod wanted;

pub use bed::{Bed, Plot, Seedling, Turns};
pub use grow::{Given, GrowPicture};
pub use photographs::{Photographs, SpectrumOf, shares};
pub use plant::{Plant, PlantView};
pub use rivals::{RivalCropsOf, RivalsIn};
pub use wanted::Wanted;
