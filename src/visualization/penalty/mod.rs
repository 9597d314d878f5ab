//! What a picture costs however much it excites: norms, total variation, distance to its own blur.
//!
//! Simonyan 2013 (squared norm), Mahendran & Vedaldi 2015 and 2016 (alpha norm, total variation to a power), Lucid's objectives
//! with their scalings. Penalties are to become small: the caller subtracts values and gradients. Nothing is known of networks.

mod blur;
mod variation;

use rayon::prelude::*;

use super::Planes;

/// Lucid adds this under the root of its L2.
const UNDER_ROOT: f64 = 1e-6;

/// A penalty of one picture `x`; sums are over all its numbers, whatever its size.
#[derive(Clone, Debug, PartialEq)]
pub enum Penalty {
    /// `weight Σ|x - centre|`: Lucid's `L1`.
    L1 {
        /// Its factor.
        weight: f64,
        /// Where it is 0: 0 or 0.5 in Lucid.
        centre: f64,
    },
    /// `weight √(1e-6 + Σ(x - centre)²)`: Lucid's `L2`, of one picture, not squared.
    L2 {
        /// Its factor.
        weight: f64,
        /// Where it is smallest.
        centre: f64,
    },
    /// `weight Σ(x - centre)²`: Simonyan 2013, and the smooth distance for Szegedy 2013.
    SquaredL2 {
        /// Its factor.
        weight: f64,
        /// Where it is 0.
        centre: f64,
    },
    /// `weight Σ|x|^alpha`: Mahendran & Vedaldi, where alpha is 6.
    AlphaNorm {
        /// Its factor.
        weight: f64,
        /// The power, above 0.
        alpha: f64,
    },
    /// `weight Σ(r² + g² + b²)^(alpha/2)` over the pixels: Mahendran & Vedaldi 2016, who divide by their number.
    ColourNorm {
        /// Its factor.
        weight: f64,
        /// The power, 2 or more.
        alpha: f64,
    },
    /// `weight Σ(Δx² + Δy²)^(exponent/2)`, differences to the next column and row, 0 at the last: Mahendran & Vedaldi, who divide
    /// by the number of pixels in 2016 and by none in 2015. Below a power of 2 the gradient is kept finite as deep-goggle does,
    /// by a summand of at least 1e-5.
    TotalVariation {
        /// Its factor.
        weight: f64,
        /// The power of the differences' length, beta, above 0: nothing happens otherwise.
        exponent: f64,
    },
    /// `weight Σ(|Δx| + |Δy|)`: Lucid's and TensorFlow's `total_variation`.
    TotalVariationAbsolute {
        /// Its factor.
        weight: f64,
    },
    /// `weight ½Σ(x - blur(x))²`, where the gradient takes the blurred picture for fixed: Lucid's `blur_input_each_step`. A step
    /// of rate 1 replaces the share `weight` of the picture by its blur of 3 x 3 pixels.
    Blur {
        /// Its factor.
        weight: f64,
    },
    /// `weight Σ((blur(x) - x)² + 0.8 (x - centre)²)` over a frame, with a blur of 5 x 5: Lucid's `penalize_boundary_complexity`.
    Border {
        /// Its factor.
        weight: f64,
        /// Width of the frame in pixels, 20 in Lucid, 5 in its atlas recipe.
        width: usize,
        /// The colour that the frame shall have, 0.5 in Lucid.
        centre: f64,
    },
}

impl Penalty {
    /// The penalty of every picture of a batch; its gradient is added to `gradient`, of the same shape.
    pub fn value_and_gradient(&self, x: &Planes, gradient: &mut Planes) -> Vec<f64> {
        if x.item_len() == 0 {
            return vec![0.0; x.count];
        }
        match *self {
            Self::L1 { weight, centre } => by_plane(x, gradient, |plane, slopes| {
                number_by_number(plane, slopes, |value| {
                    let away = value - centre;
                    (weight * away.abs(), weight * sign(away))
                })
            }),
            Self::L2 { weight, centre } => {
                let of_picture = |(picture, slopes): (&[f32], &mut [f32])| {
                    let squares: f64 = picture.iter().map(|&value| (f64::from(value) - centre).powi(2)).sum();
                    let norm = (UNDER_ROOT + squares).sqrt();
                    number_by_number(picture, slopes, |value| (0.0, weight * (value - centre) / norm));
                    weight * norm
                };
                x.items().zip(gradient.items_mut()).map(of_picture).collect()
            }
            Self::SquaredL2 { weight, centre } => by_plane(x, gradient, |plane, slopes| {
                number_by_number(plane, slopes, |value| {
                    let away = value - centre;
                    (weight * away * away, 2.0 * weight * away)
                })
            }),
            Self::AlphaNorm { weight, alpha } => by_plane(x, gradient, |plane, slopes| {
                number_by_number(plane, slopes, |value| {
                    if value == 0.0 {
                        return (0.0, 0.0);
                    }
                    let less = power(value.abs(), alpha - 1.0);
                    (weight * less * value.abs(), weight * alpha * less * sign(value))
                })
            }),
            Self::ColourNorm { weight, alpha } => {
                let pairs = x.items().zip(gradient.items_mut());
                pairs.map(|(picture, slopes)| colour_norm(picture, slopes, x.area(), weight, alpha)).collect()
            }
            Self::TotalVariation { weight, exponent } => {
                by_plane(x, gradient, |plane, slopes| variation::powered(plane, slopes, x.width, weight, exponent))
            }
            Self::TotalVariationAbsolute { weight } => {
                by_plane(x, gradient, |plane, slopes| variation::absolute(plane, slopes, x.width, weight))
            }
            Self::Blur { weight } => {
                let blur = blur::Blur::new(1, x.height, x.width);
                by_plane(x, gradient, |plane, slopes| blur.distance(plane, slopes, weight))
            }
            Self::Border { weight, width, centre } => {
                let blur = blur::Blur::new(2, x.height, x.width);
                by_plane(x, gradient, |plane, slopes| blur.frame(plane, slopes, width, weight, centre))
            }
        }
    }
}

/// Takes the gradients of penalties from one of what is to become large.
pub fn subtract(penalties: &[Penalty], x: &Planes, gradient: &mut Planes) {
    if penalties.is_empty() {
        return;
    }
    let mut against = Planes::zeros(x.dims());
    for penalty in penalties {
        penalty.value_and_gradient(x, &mut against);
    }
    gradient.values.iter_mut().zip(&against.values).for_each(|(gradient, against)| *gradient -= against);
}

/// The sums over the channels of every picture of what `of_plane` returns for a channel and adds to its gradient.
fn by_plane(x: &Planes, gradient: &mut Planes, of_plane: impl Fn(&[f32], &mut [f32]) -> f64 + Sync) -> Vec<f64> {
    let area = x.area();
    let planes = x.values.par_chunks_exact(area).zip(gradient.values.par_chunks_exact_mut(area));
    let values: Vec<f64> = planes.map(|(plane, slopes)| of_plane(plane, slopes)).collect();
    values.chunks(x.channels).map(|channels| channels.iter().sum()).collect()
}

/// `weight Σ(Σx²)^(alpha/2)` over the pixels of one picture, with its gradient added.
fn colour_norm(picture: &[f32], slopes: &mut [f32], area: usize, weight: f64, alpha: f64) -> f64 {
    let mut sum = 0.0;
    for pixel in 0..area {
        let colours = || picture[pixel..].iter().step_by(area);
        let square: f64 = colours().map(|&value| f64::from(value) * f64::from(value)).sum();
        let less = power(square, alpha / 2.0 - 1.0);
        sum += less * square;
        for (slope, &value) in slopes[pixel..].iter_mut().step_by(area).zip(colours()) {
            *slope += (weight * alpha * less * f64::from(value)) as f32;
        }
    }
    weight * sum
}

/// The sum of the values of a function of single numbers, whose slopes are added.
fn number_by_number(values: &[f32], slopes: &mut [f32], of: impl Fn(f64) -> (f64, f64)) -> f64 {
    let mut sum = 0.0;
    for (value, slope) in values.iter().zip(slopes) {
        let (own, own_slope) = of(f64::from(*value));
        sum += own;
        *slope += own_slope as f32;
    }
    sum
}

/// 1, -1, or 0 for 0.
fn sign(value: f64) -> f64 {
    if value == 0.0 { 0.0 } else { value.signum() }
}

/// A power, by multiplying where the exponent is small and whole.
fn power(base: f64, exponent: f64) -> f64 {
    if exponent.fract() == 0.0 && exponent.abs() <= 64.0 { base.powi(exponent as i32) } else { base.powf(exponent) }
}

#[cfg(test)]
mod tests;
