//! A Gaussian blur as scipy.ndimage.gaussian_filter does it: weights cut off at four standard deviations, borders mirrored with
//! their last number repeated (mode `reflect`), columns first, then rows.

use rayon::prelude::*;

use crate::visualization::Planes;

/// Standard deviations at which the weights end.
const TRUNCATED: f64 = 4.0;

/// One axis of the blur.
struct Axis {
    /// The weight of the middle and of each distance from it.
    weights: Vec<f32>,
    /// The position that stands for each position from `-radius` to `side + radius`.
    mirrored: Vec<usize>,
}

impl Axis {
    fn new(side: usize, sigma: f64) -> Self {
        // Wider than this, a mirrored side becomes its mean to the last digit.
        let sigma = sigma.min(2.0 * side as f64);
        let radius = (TRUNCATED * sigma + 0.5) as usize;
        let weight = |distance: usize| (-0.5 * (distance as f64 / sigma).powi(2)).exp();
        let weights: Vec<f64> = (0..=radius).map(weight).collect();
        let sum = 2.0 * weights.iter().sum::<f64>() - weights[0];
        let mirror = |position: usize| {
            let position = (position as isize - radius as isize).rem_euclid(2 * side as isize) as usize;
            position.min(2 * side - 1 - position)
        };
        let weights = weights.into_iter().map(|weight| (weight / sum) as f32).collect();
        Self { weights, mirrored: (0..side + 2 * radius).map(mirror).collect() }
    }
}

/// Blurs every channel of every picture with a Gaussian of `sigma` pixels; below an eighth of a pixel, where no weight but the
/// middle one is left, nothing happens.
pub fn gaussian(x: &mut Planes, sigma: f64) {
    let (area, width) = (x.area(), x.width);
    if !sigma.is_finite() || TRUNCATED * sigma < 0.5 || area == 0 {
        return;
    }
    let [down, across] = [x.height, width].map(|side| Axis::new(side, sigma));
    x.values.par_chunks_exact_mut(area).for_each_init(
        || [Vec::new(), Vec::new(), Vec::new()],
        |[before, padded, mixed], plane| {
            before.clear();
            before.extend_from_slice(plane);
            for (position, row) in plane.chunks_exact_mut(width).enumerate() {
                let old = |offset: usize| &before[down.mirrored[position + offset] * width..][..width];
                mix(mixed, &down.weights, old);
                padded.clear();
                padded.extend(across.mirrored.iter().map(|&column| mixed[column]));
                mix(mixed, &across.weights, |offset| &padded[offset..][..width]);
                row.copy_from_slice(mixed);
            }
        },
    );
}

/// The weighted sum of the rows at offsets 0 to twice the radius.
fn mix<'a>(sums: &mut Vec<f32>, weights: &[f32], row: impl Fn(usize) -> &'a [f32]) {
    let radius = weights.len() - 1;
    sums.clear();
    sums.extend(row(radius).iter().map(|value| weights[0] * value));
    for (distance, weight) in weights.iter().enumerate().skip(1) {
        let sides = row(radius - distance).iter().zip(row(radius + distance));
        sums.iter_mut().zip(sides).for_each(|(sum, (before, after))| *sum += weight * (before + after));
    }
}
