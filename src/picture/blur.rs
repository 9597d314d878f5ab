//! Blurring planes of numbers: a Gaussian, cut off at four deviations (as SciPy's `gaussian_filter` cuts it), axis by axis.

use rayon::prelude::*;

/// What lies beyond the border.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Border {
    /// Zeros.
    Zero,
    /// The plane mirrored, its last line seen twice.
    Mirrored,
}

/// Half of the Gaussian's weights, from the middle outwards; they sum to 1 with the other half.
fn weights(deviation: f64) -> Vec<f64> {
    let radius = (4.0 * deviation + 0.5) as usize;
    let bell: Vec<f64> = (0..=radius).map(|at| (-0.5 * (at as f64 / deviation).powi(2)).exp()).collect();
    let total = 2.0 * bell.iter().sum::<f64>() - 1.0;
    bell.into_iter().map(|weight| weight / total).collect()
}

/// Where a position beyond the border reads; `None` for nothing.
fn source(at: isize, length: usize, border: Border) -> Option<usize> {
    if (0..length as isize).contains(&at) {
        return Some(at as usize);
    }
    match border {
        Border::Zero => None,
        Border::Mirrored => {
            let around = at.rem_euclid(2 * length as isize) as usize;
            Some(if around < length { around } else { 2 * length - 1 - around })
        }
    }
}

/// Each column of a plane, blurred: whole rows are added up, so that the loops run over neighbours in memory.
fn downwards(plane: &[f64], [rows, columns]: [usize; 2], weights: &[f64], border: Border) -> Vec<f64> {
    let mut result = vec![0.0; plane.len()];
    let radius = weights.len() as isize - 1;
    result.par_chunks_exact_mut(columns).enumerate().for_each(|(row, result)| {
        for far in -radius..=radius {
            let Some(source) = source(row as isize + far, rows, border) else { continue };
            let weight = weights[far.unsigned_abs()];
            for (sum, &value) in result.iter_mut().zip(&plane[source * columns..][..columns]) {
                *sum += weight * value;
            }
        }
    });
    result
}

fn transposed(plane: &[f64], [rows, columns]: [usize; 2]) -> Vec<f64> {
    (0..rows * columns).map(|index| plane[index % rows * columns + index / rows]).collect()
}

/// Planes of rows and columns, one after the other, each blurred with a Gaussian of so many pixels; 0 leaves them as they are.
pub fn blurred(values: &[f32], size: [usize; 2], deviation: f64, border: Border) -> Vec<f32> {
    let wide: Vec<f64> = values.iter().map(|&value| f64::from(value)).collect();
    finely_blurred(&wide, size, deviation, border).into_iter().map(|value| value as f32).collect()
}

/// The same in double precision, for whoever looks at how it changes with the deviation.
pub fn finely_blurred(values: &[f64], [rows, columns]: [usize; 2], deviation: f64, border: Border) -> Vec<f64> {
    if deviation <= 0.0 || rows * columns == 0 {
        return values.to_vec();
    }
    let weights = weights(deviation);
    let plane = |plane: &[f64]| {
        let down = downwards(plane, [rows, columns], &weights, border);
        let across = downwards(&transposed(&down, [rows, columns]), [columns, rows], &weights, border);
        transposed(&across, [columns, rows])
    };
    values.chunks_exact(rows * columns).flat_map(plane).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blurring_is_scipys() {
        // gaussian_filter([[0, 0, 0, 4, 0]], [0, 1.5], mode="reflect") and ([[1, 2], [3, 5]], 0.7, mode="constant").
        let near = |found: &[f32], expected: &[f32]| found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 2e-6);
        let line = [0.174_723, 0.445_590, 0.882_616, 1.207_834, 1.289_234];
        // Five columns of five equal rows: a mirror leaves the other axis alone.
        let rows = [0.0, 0.0, 0.0, 4.0, 0.0].repeat(5);
        let found = blurred(&rows, [5, 5], 1.5, Border::Mirrored);
        assert!(found.chunks_exact(5).all(|row| near(row, &line)), "{found:?}");
        let found = blurred(&[1.0, 2.0, 3.0, 5.0], [2, 2], 0.7, Border::Zero);
        assert!(near(&found, &[1.120_899, 1.478_292, 1.760_827, 2.251_04]), "{found:?}");
        assert_eq!(blurred(&[1.0, 2.0], [1, 2], 0.0, Border::Zero), [1.0, 2.0]);
    }

    #[test]
    fn far_beyond_the_border_the_mirror_goes_on() {
        assert_eq!([-1, -3, 3, 5, 6].map(|at| source(at, 3, Border::Mirrored)), [Some(0), Some(2), Some(2), Some(0), Some(0)]);
        assert_eq!(source(-1, 3, Border::Zero), None);
    }
}
