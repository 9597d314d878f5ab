//! The smooth masks of extremal perturbation (Fong, Patrick & Vedaldi 2019, section 3.2): each pixel takes a soft maximum of
//! the coarse parameters near it, weighted by how far away they lie. The constants are those of the authors' library
//! (TorchRay).
//!
//! It works row by row on parameters with a margin of zeros, so that no pixel asks whether a neighbour exists.

use rayon::prelude::*;

use crate::kernels::elementwise::exponential;

/// Pixels from one parameter of the mask to the next, and the width of what it reaches.
const STEP: usize = 7;
pub const REACH: usize = 21;
/// Parameters on each side of the nearest one that a pixel looks at.
const RADIUS: usize = 1 + REACH.div_ceil(STEP);
const PADDING: usize = 1 + (2 * REACH).div_ceil(STEP);
/// How hard the soft maximum is.
const COLDNESS: f32 = 20.0;

/// Rows of the mask that are worked on together.
const BAND: usize = 8;

/// Parameters that a pixel looks at, along one axis and in all.
const ACROSS: usize = 2 * RADIUS + 1;
const NEAR: usize = ACROSS * ACROSS;

/// From coarse parameters to a smooth mask.
pub struct Generator {
    /// Rows and columns of the parameters and of the mask with its margin of [`REACH`] pixels.
    pub coarse: [usize; 2],
    pub fine: [usize; 2],
    /// For each row and each column of the mask the first parameter near it, counted with the margin of zeros.
    first: [Vec<usize>; 2],
    /// How much each parameter near it counts for a pixel: `rows x NEAR x columns`.
    weights: Vec<f32>,
}

/// What the pixels of a row see: `NEAR x columns` weighted parameters, and their shares in the soft maximum before they are
/// divided by their sum.
struct Row {
    values: Vec<f32>,
    shares: Vec<f32>,
    /// The sums of the shares.
    below: Vec<f32>,
}

impl Generator {
    /// For masks of so many rows and columns.
    pub fn new(size: [usize; 2]) -> Self {
        let coarse = size.map(|length| length.div_ceil(STEP));
        let middle = coarse.map(|length| length + 2 * PADDING - ACROSS + 1);
        let fine = middle.map(|length| STEP * length - STEP + 1);
        let first = [0, 1].map(|axis| {
            let inverse = middle[axis] as f32 / (STEP * middle[axis]) as f32;
            (0..fine[axis]).map(|pixel| (inverse * pixel as f32).floor() as usize).collect::<Vec<_>>()
        });
        let away = |axis: usize, pixel: usize, tap: usize| {
            let parameter = (first[axis][pixel] + tap) as f32 - PADDING as f32;
            pixel as f32 - (REACH as f32 + STEP as f32 * parameter)
        };
        let weights = (0..fine[0] * NEAR).into_par_iter().flat_map_iter(|line| {
            let (row, tap) = (line / NEAR, line % NEAR);
            let down = away(0, row, tap / ACROSS);
            (0..fine[1]).map(move |column| {
                let distance = down.hypot(away(1, column, tap % ACROSS)) / REACH as f32;
                (-2.0 * (distance - 0.5).max(0.0).powi(2)).exp()
            })
        });
        let weights = weights.collect();
        Self { coarse, fine, first, weights }
    }

    /// Rows and columns of the parameters with their margin of zeros.
    fn padded_size(&self) -> [usize; 2] {
        self.coarse.map(|length| length + 2 * PADDING)
    }

    fn padded(&self, parameters: &[f32]) -> Vec<f32> {
        let [height, width] = self.padded_size();
        let mut padded = vec![0.0; height * width];
        for (row, parameters) in parameters.chunks(self.coarse[1].max(1)).enumerate() {
            padded[(PADDING + row) * width + PADDING..][..parameters.len()].copy_from_slice(parameters);
        }
        padded
    }

    /// Where the parameters of a row's tap begin.
    fn line(&self, row: usize, tap: usize) -> usize {
        (self.first[0][row] + tap / ACROSS) * self.padded_size()[1] + tap % ACROSS
    }

    fn weights(&self, row: usize, tap: usize) -> &[f32] {
        &self.weights[(row * NEAR + tap) * self.fine[1]..][..self.fine[1]]
    }

    fn empty_row(&self) -> Row {
        let columns = self.fine[1];
        Row { values: vec![0.0; NEAR * columns], shares: vec![0.0; NEAR * columns], below: vec![0.0; columns] }
    }

    fn look(&self, padded: &[f32], row: usize, seen: &mut Row) {
        let columns = self.fine[1];
        for (tap, values) in seen.values.chunks_exact_mut(columns).enumerate() {
            let line = &padded[self.line(row, tap)..];
            for ((value, weight), &first) in values.iter_mut().zip(self.weights(row, tap)).zip(&self.first[1]) {
                *value = weight * line[first];
            }
        }
        for (share, value) in seen.shares.iter_mut().zip(&seen.values) {
            *share = exponential(COLDNESS * (value - 1.0));
        }
        seen.below.fill(0.0);
        for shares in seen.shares.chunks_exact(columns) {
            seen.below.iter_mut().zip(shares).for_each(|(below, share)| *below += share);
        }
    }

    /// The mask with its margin, before it is clamped.
    pub fn mask(&self, parameters: &[f32]) -> Vec<f32> {
        let (padded, columns) = (self.padded(parameters), self.fine[1]);
        let mut mask = vec![0.0; self.fine[0] * columns];
        mask.par_chunks_mut(BAND * columns).enumerate().for_each(|(band, mask)| {
            let mut seen = self.empty_row();
            for (row, mask) in mask.chunks_exact_mut(columns).enumerate() {
                self.look(&padded, band * BAND + row, &mut seen);
                for (values, shares) in seen.values.chunks_exact(columns).zip(seen.shares.chunks_exact(columns)) {
                    let pairs = values.iter().zip(shares);
                    mask.iter_mut().zip(pairs).for_each(|(above, (value, share))| *above += value * share);
                }
                mask.iter_mut().zip(&seen.below).for_each(|(above, below)| *above /= below);
            }
        });
        mask
    }

    /// The gradient at the parameters, given that at the mask.
    pub fn back(&self, parameters: &[f32], mask: &[f32], coming: &[f32]) -> Vec<f32> {
        let (padded, columns) = (self.padded(parameters), self.fine[1]);
        let [height, width] = self.padded_size();
        let band = |first: usize| {
            let (mut sums, mut seen) = (vec![0.0f32; height * width], self.empty_row());
            let mut slopes = vec![0.0f32; columns];
            for row in first..(first + BAND).min(self.fine[0]) {
                let (mask, coming) = (&mask[row * columns..][..columns], &coming[row * columns..][..columns]);
                if coming.iter().all(|&coming| coming == 0.0) {
                    continue;
                }
                self.look(&padded, row, &mut seen);
                let taps = seen.values.chunks_exact(columns).zip(seen.shares.chunks_exact(columns)).enumerate();
                for (tap, (values, shares)) in taps {
                    let terms = values.iter().zip(shares).zip(mask).zip(coming).zip(&seen.below).zip(self.weights(row, tap));
                    for (slope, (((((value, share), mask), coming), below), weight)) in slopes.iter_mut().zip(terms) {
                        *slope = coming * weight * share / below * (1.0 + COLDNESS * (value - mask));
                    }
                    let line = &mut sums[self.line(row, tap)..];
                    slopes.iter().zip(&self.first[1]).for_each(|(slope, &first)| line[first] += slope);
                }
            }
            sums
        };
        // Bands are added up in their order: how work is shared out must not show in the sums.
        let bands: Vec<Vec<f32>> = (0..self.fine[0].div_ceil(BAND)).into_par_iter().map(|index| band(index * BAND)).collect();
        let mut sums = vec![0.0; height * width];
        for band in bands {
            sums.iter_mut().zip(band).for_each(|(sum, part)| *sum += part);
        }
        let rows = (0..self.coarse[0]).flat_map(|row| &sums[(PADDING + row) * width + PADDING..][..self.coarse[1]]);
        rows.copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_masks_gradient_is_that_of_finite_differences() {
        let generator = Generator::new([15, 22]);
        let count: usize = generator.coarse.iter().product();
        let parameters: Vec<f32> = (0..count).map(|index| 0.2 + 0.6 * (index as f32 * 0.7).sin().abs()).collect();
        let weights: Vec<f32> = (0..generator.fine[0] * generator.fine[1]).map(|index| (index as f32 * 0.31).cos()).collect();
        let mask = generator.mask(&parameters);
        let slopes = generator.back(&parameters, &mask, &weights);
        let value = |parameters: &[f32]| -> f64 {
            generator.mask(parameters).iter().zip(&weights).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
        };
        for at in [0, 3, count - 1] {
            let moved = |by: f32| {
                let mut moved = parameters.clone();
                moved[at] += by;
                value(&moved)
            };
            let slope = (moved(1e-2) - moved(-1e-2)) / 2e-2;
            assert!((slope - f64::from(slopes[at])).abs() < 2e-2 * slope.abs().max(1.0), "{at}: {} and {slope}", slopes[at]);
        }
    }

    #[test]
    fn every_pixel_is_a_soft_maximum_of_the_parameters_near_it() {
        let generator = Generator::new([15, 22]);
        let [height, width] = generator.coarse;
        let parameters: Vec<f32> = (0..height * width).map(|index| (index as f32 * 0.9).sin().abs()).collect();
        let mask = generator.mask(&parameters);
        for (pixel, &found) in mask.iter().enumerate() {
            let at = [pixel / generator.fine[1], pixel % generator.fine[1]];
            let first = at.map(|pixel| (pixel / STEP) as isize - PADDING as isize);
            let (mut above, mut below) = (0.0f64, 0.0f64);
            for tap in 0..NEAR {
                let parameter = [first[0] + (tap / ACROSS) as isize, first[1] + (tap % ACROSS) as isize];
                let inside = (0..height as isize).contains(&parameter[0]) && (0..width as isize).contains(&parameter[1]);
                let known = if inside { parameters[parameter[0] as usize * width + parameter[1] as usize] } else { 0.0 };
                let away = [0, 1].map(|axis| at[axis] as f64 - (REACH as f64 + STEP as f64 * parameter[axis] as f64));
                let distance = away[0].hypot(away[1]) / REACH as f64;
                let value = f64::from(known) * (-2.0 * (distance - 0.5).max(0.0).powi(2)).exp();
                let share = (f64::from(COLDNESS) * (value - 1.0)).exp();
                (above, below) = (above + value * share, below + share);
            }
            assert!((above / below - f64::from(found)).abs() < 1e-5, "{at:?}: {found} and {}", above / below);
        }
    }
}
