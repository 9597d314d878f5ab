//! The numbers that tell a grown picture from noise: how strongly it excites its goal beside a data set's strongest picture, how
//! much of its power is finer than four pixels, its total variation.
//!
//! It knows pictures and numbers, no recipe.

use super::{Planes, spectrum};

/// Frequencies above this many cycles a pixel are fine detail: waves shorter than four pixels.
pub const FINE: f64 = 0.25;

/// What one picture is like.
#[derive(Clone, Debug, PartialEq)]
pub struct Portrait {
    /// The share of its power in waves shorter than four pixels, 0 to 1.
    pub high_frequency: f64,
    /// The mean difference of neighbours, of the picture scaled to a standard deviation of 1.
    pub total_variation: f64,
}

impl Portrait {
    /// Of each picture (`N x C x H x W`, in any unit).
    pub fn of(pictures: &Planes) -> Vec<Self> {
        let size = [pictures.height, pictures.width];
        let one = |picture: &[f32]| Self {
            high_frequency: spectrum::high_frequency(picture, size, FINE),
            total_variation: spectrum::total_variation(picture, size),
        };
        pictures.items().map(one).collect()
    }
}
