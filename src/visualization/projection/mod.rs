//! What is done to a picture after a step so that it stays a picture: decay, blur, clipping, spheres.
//!
//! Yosinski 2015 (decay, blur, small norm, small contribution), Øygard 2015 (blur), Tyka 2016 (bilateral), Erhan 2009 (sphere),
//! Mahendran & Vedaldi 2016 (norm of a pixel), and boxes. The order and how often is the caller's; nothing is known of networks.

mod bilateral;
mod blur;

pub use blur::gaussian;

use super::Planes;

/// Something done to every picture of a batch on its own. Units are the picture's.
#[derive(Clone, Debug, PartialEq)]
pub enum Projection {
    /// `x *= 1 - share`.
    Decay(f64),
    /// A Gaussian of this standard deviation in pixels, every channel on its own ([`gaussian`]).
    Blur(f64),
    /// A bilateral filter (Tomasi & Manduchi 1998): the mean over a square of `2 space` pixels around each, by nearness and by
    /// likeness in colour, the Euclidean distance over all channels. Beyond the border there is nothing.
    Bilateral {
        /// Standard deviation of nearness, in pixels.
        space: f64,
        /// Standard deviation of likeness, in units of the picture.
        range: f64,
    },
    /// Pixels are set to 0 whose norm over the channels lies below this percentile (0 to 100) of the picture's.
    SmallNorm(f64),
    /// Pixels are set to 0 for which `|Σ x g|` over the channels, what their removal changes to first order, lies below this
    /// percentile (0 to 100) of the picture's.
    SmallContribution(f64),
    /// Every number is brought between a low and a high one: one pair for all channels, or one for each; the last pair is that
    /// of all channels after it.
    Box(Vec<[f32; 2]>),
    /// `‖x‖ =` this radius, by scaling; a picture of zeros stays.
    Sphere(f64),
    /// Pixels whose norm over the channels exceeds this bound are scaled down to it.
    PixelNorm(f64),
}

impl Projection {
    /// Changes every picture. `gradient`, of the same shape, is the last gradient of the objective; only
    /// [`Self::SmallContribution`] looks at it.
    pub fn apply(&self, x: &mut Planes, gradient: &Planes) {
        match self {
            Self::Decay(share) => {
                let kept = (1.0 - share) as f32;
                x.values.iter_mut().for_each(|value| *value *= kept);
            }
            Self::Blur(sigma) => gaussian(x, *sigma),
            Self::Bilateral { space, range } => bilateral::smooth(x, *space, *range),
            Self::SmallNorm(percent) => {
                let area = x.area().max(1);
                for picture in x.items_mut() {
                    let squares = over_channels(picture, picture, area);
                    let norms: Vec<f64> = squares.into_iter().map(f64::sqrt).collect();
                    clear_below(picture, &norms, *percent);
                }
            }
            Self::SmallContribution(percent) => {
                let area = x.area().max(1);
                for (picture, slopes) in x.items_mut().zip(gradient.items()) {
                    let products = over_channels(picture, slopes, area);
                    let contributions: Vec<f64> = products.into_iter().map(f64::abs).collect();
                    clear_below(picture, &contributions, *percent);
                }
            }
            Self::Box(bounds) => {
                let Some(&last) = bounds.last() else { return };
                let channels = x.channels.max(1);
                for (index, plane) in x.planes_mut().enumerate() {
                    let [low, high] = bounds.get(index % channels).copied().unwrap_or(last);
                    plane.iter_mut().for_each(|value| *value = value.max(low).min(high));
                }
            }
            Self::Sphere(radius) => {
                for picture in x.items_mut() {
                    let norm = picture.iter().map(|&value| f64::from(value) * f64::from(value)).sum::<f64>().sqrt();
                    if norm > 0.0 {
                        picture.iter_mut().for_each(|value| *value = (f64::from(*value) * radius / norm) as f32);
                    }
                }
            }
            Self::PixelNorm(bound) => {
                let area = x.area().max(1);
                for picture in x.items_mut() {
                    let factors =
                        over_channels(picture, picture, area).into_iter().map(|square| (bound / square.sqrt()).min(1.0));
                    let factors: Vec<f32> = factors.map(|factor| factor as f32).collect();
                    for plane in picture.chunks_exact_mut(area) {
                        plane.iter_mut().zip(&factors).for_each(|(value, factor)| *value *= factor);
                    }
                }
            }
        }
    }
}

/// The sum over channels of the products, for every pixel of one picture.
fn over_channels(left: &[f32], right: &[f32], area: usize) -> Vec<f64> {
    let mut sums = vec![0.0; area];
    for (left, right) in left.chunks_exact(area).zip(right.chunks_exact(area)) {
        for (sum, (&left, &right)) in sums.iter_mut().zip(left.iter().zip(right)) {
            *sum += f64::from(left) * f64::from(right);
        }
    }
    sums
}

/// Sets the pixels of one picture to 0 whose size lies below the percentile of the sizes.
fn clear_below(picture: &mut [f32], sizes: &[f64], percent: f64) {
    let least = percentile(sizes, percent);
    for plane in picture.chunks_exact_mut(sizes.len().max(1)) {
        for (value, size) in plane.iter_mut().zip(sizes) {
            if *size < least {
                *value = 0.0;
            }
        }
    }
}

/// The percentile, linear between neighbours, as numpy's default; 0 of nothing.
fn percentile(values: &[f64], percent: f64) -> f64 {
    let mut ordered = values.to_vec();
    let Some(last) = ordered.len().checked_sub(1) else { return 0.0 };
    let place = percent.clamp(0.0, 100.0) / 100.0 * last as f64;
    let (_, &mut lower, above) = ordered.select_nth_unstable_by((place as usize).min(last), f64::total_cmp);
    let upper = above.iter().copied().min_by(f64::total_cmp).unwrap_or(lower);
    lower + place.fract() * (upper - lower)
}

#[cfg(test)]
mod tests;
