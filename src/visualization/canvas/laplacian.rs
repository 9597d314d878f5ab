//! A picture as a sum of pixels in several sizes: Lucid's `laplacian_pyramid_image`.
//!
//! A picture's parameters are its levels, the finest first, each `channels x rows x columns`. It knows no colours.

use rayon::prelude::*;

use super::lowres::Enlarging;
use crate::visualization::Planes;

/// The levels of one picture.
pub struct Laplacian {
    channels: usize,
    levels: Vec<Enlarging>,
}

impl Laplacian {
    /// `levels` levels, each half as high and wide as the one before, at least one pixel.
    pub fn new(levels: usize, [channels, height, width]: [usize; 3]) -> Self {
        let level = |level: usize| {
            let smaller = |side: usize| u32::try_from(level).ok().and_then(|level| side.checked_shr(level)).unwrap_or(0).max(1);
            Enlarging::new([smaller(height), smaller(width)], [height, width])
        };
        Self { channels, levels: (0..levels).map(level).collect() }
    }

    /// Parameters of a picture.
    pub fn len(&self) -> usize {
        self.levels.iter().map(|level| self.channels * level.len()).sum()
    }

    /// Adds the levels up.
    pub fn decode(&self, parameters: &[f32], pictures: &mut Planes) {
        let length = pictures.item_len();
        let items = pictures.values.par_chunks_exact_mut(length).zip(parameters.par_chunks_exact(self.len()));
        items.for_each(|(picture, mut rest)| {
            for level in &self.levels {
                let (coarse, other) = rest.split_at(self.channels * level.len());
                level.add(coarse, picture);
                rest = other;
            }
        });
    }

    /// The adjoint of [`Self::decode`]; `result` is zero before.
    pub fn pull_back(&self, gradient: &Planes, result: &mut [f32]) {
        let items = gradient.values.par_chunks_exact(gradient.item_len()).zip(result.par_chunks_exact_mut(self.len()));
        items.for_each(|(picture, mut rest)| {
            for level in &self.levels {
                let (coarse, other) = rest.split_at_mut(self.channels * level.len());
                level.add_adjoint(picture, coarse);
                rest = other;
            }
        });
    }

    /// Puts pictures into the finest level; `parameters` are zero before.
    pub fn encode(&self, pictures: &Planes, parameters: &mut [f32]) {
        for (picture, parameters) in pictures.items().zip(parameters.chunks_exact_mut(self.len())) {
            parameters[..picture.len()].copy_from_slice(picture);
        }
    }
}
