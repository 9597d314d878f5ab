//! From numbers to colours: channels are mixed as the colours of natural pictures are, then bounded by a sigmoid.
//!
//! The matrix is Lucid's square root of ImageNet's colour covariance, divided by the largest norm of its columns. It knows no
//! parameters.

use rayon::prelude::*;

use crate::{kernels::elementwise::sigmoid, visualization::Planes};

/// The square root of the covariance of ImageNet's colours; rows are red, green and blue.
const COVARIANCE_ROOT: [[f64; 3]; 3] = [[0.26, 0.09, 0.02], [0.27, 0.00, -0.05], [0.27, -0.09, 0.03]];

/// ImageNet's mean colour, added where no sigmoid has its middle at grey.
const MEAN: [f32; 3] = [0.48, 0.46, 0.41];

/// Pixels that a sigmoid made cannot be 0 or 1.
const EXTREMES: [f32; 2] = [0.01, 0.99];

type Matrix = [[f32; 3]; 3];

/// What happens between the numbers and the pixels.
#[derive(Clone, Copy, Debug)]
pub struct Colour {
    /// Whether the three channels are mixed; never true for other than three.
    pub decorrelate: bool,
    /// Whether a sigmoid bounds the pixels.
    pub squash: bool,
}

impl Colour {
    /// Numbers become pixels.
    pub fn apply(self, pictures: &mut Planes) {
        let mean = if self.squash { [0.0; 3] } else { MEAN };
        self.each_item(pictures, |item| {
            if self.decorrelate {
                mix(item, &matrix(), mean);
            }
            if self.squash {
                for value in item {
                    *value = sigmoid(*value);
                }
            }
        });
    }

    /// A gradient at the pixels `decoded` becomes one at the numbers.
    pub fn pull_back(self, decoded: &Planes, gradient: &mut Planes) {
        let length = gradient.item_len();
        let items = gradient.values.par_chunks_exact_mut(length).zip(decoded.values.par_chunks_exact(length));
        items.for_each(|(item, decoded)| {
            if self.squash {
                for (gradient, pixel) in item.iter_mut().zip(decoded) {
                    *gradient *= pixel * (1.0 - pixel);
                }
            }
            if self.decorrelate {
                let matrix = matrix();
                mix(item, &[0, 1, 2].map(|row| matrix.map(|from| from[row])), [0.0; 3]);
            }
        });
    }

    /// Pixels become numbers.
    pub fn remove(self, pictures: &mut Planes) {
        self.each_item(pictures, |item| {
            if self.squash {
                for value in item.iter_mut() {
                    let pixel = value.clamp(EXTREMES[0], EXTREMES[1]);
                    *value = (pixel / (1.0 - pixel)).ln();
                }
            }
            if self.decorrelate {
                if !self.squash {
                    for (channel, mean) in item.chunks_exact_mut(item.len() / 3).zip(MEAN) {
                        channel.iter_mut().for_each(|value| *value -= mean);
                    }
                }
                mix(item, &inverse(), [0.0; 3]);
            }
        });
    }

    fn each_item(self, pictures: &mut Planes, change: impl Fn(&mut [f32]) + Sync + Send) {
        if self.squash || self.decorrelate {
            let length = pictures.item_len();
            pictures.values.par_chunks_exact_mut(length).for_each(change);
        }
    }
}

/// `pixel = matrix * pixel + offset` for the three planes of a picture.
fn mix(item: &mut [f32], matrix: &Matrix, offset: [f32; 3]) {
    let area = item.len() / 3;
    let (red, rest) = item.split_at_mut(area);
    let (green, blue) = rest.split_at_mut(area);
    for ((red, green), blue) in red.iter_mut().zip(green).zip(blue) {
        let pixel = [*red, *green, *blue];
        let row = |index: usize| {
            let [a, b, c] = matrix[index];
            a * pixel[0] + b * pixel[1] + c * pixel[2] + offset[index]
        };
        (*red, *green, *blue) = (row(0), row(1), row(2));
    }
}

/// The matrix of colours, its largest column of norm 1.
fn matrix() -> Matrix {
    let norm = largest_column();
    COVARIANCE_ROOT.map(|row| row.map(|value| (value / norm) as f32))
}

fn largest_column() -> f64 {
    let norm = |column: usize| COVARIANCE_ROOT.iter().map(|row| row[column] * row[column]).sum::<f64>().sqrt();
    (0..3).map(norm).fold(0.0, f64::max)
}

/// The inverse of [`matrix`], by cofactors.
fn inverse() -> Matrix {
    let m = COVARIANCE_ROOT;
    let norm = largest_column();
    let cofactor = |row: usize, column: usize| {
        let [r, s, c, d] = [(row + 1) % 3, (row + 2) % 3, (column + 1) % 3, (column + 2) % 3];
        m[r][c] * m[s][d] - m[r][d] * m[s][c]
    };
    let determinant: f64 = (0..3).map(|column| m[0][column] * cofactor(0, column)).sum();
    [0, 1, 2].map(|row| [0, 1, 2].map(|column| (norm * cofactor(column, row) / determinant) as f32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Numbers;

    #[test]
    fn what_is_removed_was_applied() {
        let numbers = Planes { values: Numbers::new(4).many(2 * 3 * 35), ..Planes::zeros([2, 3, 5, 7]) };
        for (decorrelate, squash) in [(true, true), (true, false), (false, true), (false, false)] {
            let colour = Colour { decorrelate, squash };
            let mut pictures = numbers.clone();
            colour.apply(&mut pictures);
            assert_eq!(pictures == numbers, !decorrelate && !squash);
            colour.remove(&mut pictures);
            let far = pictures.values.iter().zip(&numbers.values).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(far < 3e-6, "{colour:?}: {far}");
        }
    }

    #[test]
    fn extremes_stay_finite() {
        let mut pictures = Planes { values: vec![0.0, 1.0, 2.0], ..Planes::zeros([1, 3, 1, 1]) };
        let colour = Colour { decorrelate: true, squash: true };
        colour.remove(&mut pictures);
        colour.apply(&mut pictures);
        for (found, expected) in pictures.values.iter().zip([0.01, 0.99, 0.99]) {
            assert!((found - expected).abs() < 1e-5, "{found} instead of {expected}");
        }
    }
}
