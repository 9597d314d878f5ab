//! How a picture is written while it is optimised: parameters become pictures, and a gradient at the pictures becomes one at the
//! parameters.
//!
//! Olah, Mordvintsev & Schubert 2017 ("Feature Visualization", the part on preconditioning) and Mordvintsev et al. 2018
//! ("Differentiable Image Parameterizations"), with the constants of Lucid, and where its port Lucent differs, of Lucent, so that
//! parameters can be exchanged with it. It knows no network, no objective and no optimiser.

mod colour;
mod cppn;
mod error;
mod laplacian;
mod lowres;
mod pyramid;
mod spectrum;
#[cfg(test)]
mod tests;

use rand_chacha::ChaCha8Rng;

use self::{colour::Colour, cppn::Cppn, laplacian::Laplacian, pyramid::Pyramid, spectrum::Spectrum};
use super::Planes;
use crate::methods::normal;

pub use error::CanvasError;

/// Deviation of the numbers that a picture starts from, in Lucid and Lucent.
pub const DEVIATION: f64 = 0.01;

/// How a picture is written.
///
/// `decorrelate` mixes the three numbers of a pixel by the colour statistics of ImageNet (pictures of other than three channels
/// are left alone); `squash` is a sigmoid, so that pixels lie between 0 and 1. Without it pixels are unbounded, and where colours
/// are decorrelated ImageNet's mean colour is added.
#[derive(Clone, Debug, PartialEq)]
pub enum Parameterisation {
    /// The numbers are the pixels, and stay what they are: no sigmoid, no colours. The start is noise of deviation 0.01 around 0.
    Pixels,
    /// A spectrum whose frequencies are weighted by `1 / frequency^decay`.
    Fourier {
        /// Power of the frequency, 1 in Lucid and 0.85 in Xplique.
        decay: f64,
        /// Deviation of the start, [`DEVIATION`] as published.
        deviation: f64,
        /// Whether colours are decorrelated.
        decorrelate: bool,
        /// Whether a sigmoid bounds the pixels.
        squash: bool,
    },
    /// A spectrum for each picture and coarse pictures that the whole batch shares, so that its pictures resemble each other
    /// (Lucid's notebooks on interpolation).
    Pyramid {
        /// Each shared picture is that much smaller in both directions; Lucid's are 2, 4, 8, 16.
        divisors: Vec<usize>,
        /// Pairs of coarse pictures, blended from the first picture of the batch to the last; Lucid's are 8, 16.
        ends: Vec<usize>,
        /// As for [`Self::Fourier`].
        decay: f64,
        /// As for [`Self::Fourier`].
        deviation: f64,
        /// As for [`Self::Fourier`].
        decorrelate: bool,
        /// As for [`Self::Fourier`].
        squash: bool,
    },
    /// A sum of pictures, each half the size of the one before and enlarged bilinearly; one level is plain pixels behind colours
    /// and sigmoid, which is what Lucid calls naive.
    Laplacian {
        /// Levels, 4 in Lucid.
        levels: usize,
        /// As for [`Self::Fourier`], of every level.
        deviation: f64,
        /// As for [`Self::Fourier`].
        decorrelate: bool,
        /// As for [`Self::Fourier`].
        squash: bool,
    },
    /// A network from coordinates to colours (Stanley 2007) for each picture.
    Cppn {
        /// Channels between layers, 24 in Lucid.
        width: usize,
        /// Layers, 8 in Lucid.
        layers: usize,
    },
}

/// Pictures of known size, written in one way; plans of transforms are made once. Threads may share it.
pub struct Canvas {
    dims: [usize; 4],
    kind: Kind,
    colour: Colour,
}

enum Kind {
    Pixels,
    Fourier { spectrum: Spectrum, deviation: f64 },
    Pyramid { pyramid: Pyramid, deviation: f64 },
    Laplacian { laplacian: Laplacian, deviation: f64 },
    Cppn(Cppn),
}

impl Canvas {
    /// Prepares pictures of `dims` (count, channels, rows, columns; any size, odd ones too).
    ///
    /// # Errors
    /// If a dimension, a divisor or a number of levels or layers is 0.
    pub fn new(parameterisation: &Parameterisation, dims: [usize; 4]) -> Result<Self, CanvasError> {
        if dims.contains(&0) {
            return Err(CanvasError::Empty { dims });
        }
        let [_, channels, height, width] = dims;
        let size = [height, width];
        let (kind, decorrelate, squash) = match *parameterisation {
            Parameterisation::Pixels => (Kind::Pixels, false, false),
            Parameterisation::Fourier { decay, deviation, decorrelate, squash } => {
                (Kind::Fourier { spectrum: Spectrum::new(size, decay), deviation }, decorrelate, squash)
            }
            Parameterisation::Pyramid { ref divisors, ref ends, decay, deviation, decorrelate, squash } => {
                if divisors.iter().chain(ends).any(|&divisor| divisor == 0) {
                    return Err(CanvasError::NoDivisor);
                }
                let pyramid = Pyramid::new(Spectrum::new(size, decay), dims, divisors, ends);
                (Kind::Pyramid { pyramid, deviation }, decorrelate, squash)
            }
            Parameterisation::Laplacian { levels: 0, .. } => return Err(CanvasError::NoLevels),
            Parameterisation::Laplacian { levels, deviation, decorrelate, squash } => {
                (Kind::Laplacian { laplacian: Laplacian::new(levels, [channels, height, width]), deviation }, decorrelate, squash)
            }
            Parameterisation::Cppn { width: 0, .. } | Parameterisation::Cppn { layers: 0, .. } => {
                return Err(CanvasError::NoNetwork);
            }
            Parameterisation::Cppn { width: features, layers } => {
                (Kind::Cppn(Cppn::new(features, layers, [channels, height, width])), false, true)
            }
        };
        Ok(Self { dims, kind, colour: Colour { decorrelate: decorrelate && channels == 3, squash } })
    }

    /// Pictures, channels, rows, columns.
    pub fn dims(&self) -> [usize; 4] {
        self.dims
    }

    /// Parameters of all pictures.
    pub fn parameter_count(&self) -> usize {
        match &self.kind {
            Kind::Pyramid { pyramid, .. } => pyramid.len(),
            _ => self.dims[0] * self.per_picture().unwrap_or(0),
        }
    }

    /// Parameters of one picture, which lie together; none where pictures share some.
    pub fn per_picture(&self) -> Option<usize> {
        let [_, channels, height, width] = self.dims;
        match &self.kind {
            Kind::Pixels => Some(channels * height * width),
            Kind::Fourier { spectrum, .. } => Some(channels * spectrum.len()),
            Kind::Pyramid { .. } => None,
            Kind::Laplacian { laplacian, .. } => Some(laplacian.len()),
            Kind::Cppn(network) => Some(network.len()),
        }
    }

    /// Parameters to start from, as published: noise, or a network whose last layer is zero.
    pub fn first(&self, random: &mut ChaCha8Rng) -> Vec<f32> {
        let deviation = match &self.kind {
            Kind::Cppn(network) => return (0..self.dims[0]).flat_map(|_| network.first(random)).collect(),
            Kind::Pixels => DEVIATION,
            Kind::Fourier { deviation, .. } | Kind::Pyramid { deviation, .. } | Kind::Laplacian { deviation, .. } => *deviation,
        };
        (0..self.parameter_count()).map(|_| (deviation * normal(random)) as f32).collect()
    }

    /// The pictures that the parameters stand for.
    ///
    /// # Panics
    /// If there are not [`Self::parameter_count`] parameters.
    pub fn decode(&self, parameters: &[f32]) -> Planes {
        self.check(parameters);
        let mut pictures = Planes::zeros(self.dims);
        match &self.kind {
            Kind::Pixels => pictures.values.copy_from_slice(parameters),
            Kind::Fourier { spectrum, .. } => spectrum.decode(parameters, &mut pictures.values),
            Kind::Pyramid { pyramid, .. } => pyramid.decode(parameters, &mut pictures),
            Kind::Laplacian { laplacian, .. } => laplacian.decode(parameters, &mut pictures),
            Kind::Cppn(network) => network.decode(parameters, &mut pictures),
        }
        self.colour.apply(&mut pictures);
        pictures
    }

    /// The gradient at the parameters of what has `gradient` at the pictures; `decoded` is what [`Self::decode`] made of the
    /// same parameters.
    ///
    /// # Panics
    /// If there are not [`Self::parameter_count`] parameters, or the shapes are not the canvas's.
    pub fn pull_back(&self, parameters: &[f32], decoded: &Planes, gradient: &Planes) -> Vec<f32> {
        self.check(parameters);
        assert_eq!([decoded.dims(), gradient.dims()], [self.dims; 2], "pictures of the canvas's size");
        let mut raw = gradient.clone();
        self.colour.pull_back(decoded, &mut raw);
        let mut result = match &self.kind {
            Kind::Pixels => return raw.values,
            _ => vec![0.0; parameters.len()],
        };
        match &self.kind {
            Kind::Pixels => {}
            Kind::Fourier { spectrum, .. } => spectrum.pull_back(&raw.values, &mut result),
            Kind::Pyramid { pyramid, .. } => pyramid.pull_back(&raw, &mut result),
            Kind::Laplacian { laplacian, .. } => laplacian.pull_back(&raw, &mut result),
            Kind::Cppn(network) => network.pull_back(parameters, &raw, &mut result),
        }
        result
    }

    /// Parameters of given pictures, so that one can start from a photograph: behind a sigmoid pixels are kept between 0.01 and
    /// 0.99. In a sum of levels the finest takes all. None for a network, or if the pictures are of another size.
    pub fn encode(&self, pictures: &Planes) -> Option<Vec<f32>> {
        if pictures.dims() != self.dims || matches!(self.kind, Kind::Cppn(_)) {
            return None;
        }
        let mut raw = pictures.clone();
        self.colour.remove(&mut raw);
        if matches!(self.kind, Kind::Pixels) {
            return Some(raw.values);
        }
        let mut parameters = vec![0.0; self.parameter_count()];
        match &self.kind {
            Kind::Fourier { spectrum, .. } => spectrum.encode(&raw.values, &mut parameters),
            Kind::Pyramid { pyramid, .. } => pyramid.encode(&raw, &mut parameters),
            Kind::Laplacian { laplacian, .. } => laplacian.encode(&raw, &mut parameters),
            Kind::Pixels | Kind::Cppn(_) => {}
        }
        Some(parameters)
    }

    fn check(&self, parameters: &[f32]) {
        assert_eq!(parameters.len(), self.parameter_count(), "as many parameters as the canvas has");
    }
}
