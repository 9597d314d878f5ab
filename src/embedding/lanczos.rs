//! The largest eigenvalues of a symmetric operator, by Lanczos' method with full reorthogonalisation (Lanczos 1950;
//! Golub & Van Loan, chapter 10), its small tridiagonal matrix by Jacobi's rotations (Jacobi 1846).
//!
//! The operator is only ever applied to vectors. Run to the full dimension the answer is the whole spectrum; usually it is
//! converged long before.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::Result;

/// Residuals below this share of the largest eigenvalue count as zero.
const TOLERANCE: f64 = 1e-9;

/// The `wanted` largest eigenvalues of a symmetric operator on `dimension` numbers, in falling order, each with its unit vector.
///
/// # Errors
/// Whatever `apply` returns.
pub fn largest_eigenpairs(
    dimension: usize,
    wanted: usize,
    mut apply: impl FnMut(&[f64]) -> Result<Vec<f64>>,
) -> Result<Vec<(f64, Vec<f64>)>> {
    let mut random = ChaCha8Rng::seed_from_u64(0);
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let (mut diagonal, mut beside) = (Vec::new(), Vec::new());
    let mut next = fresh_direction(&mut random, dimension, &basis);
    let mut check_at = 2 * wanted + 20;
    while let Some(direction) = next {
        let mut image = apply(&direction)?;
        diagonal.push(dot(&direction, &image));
        basis.push(direction);
        remove_parts_along(&basis, &mut image);
        let length = dot(&image, &image).sqrt();
        let scale = diagonal.iter().fold(0f64, |largest, value| largest.max(value.abs()));
        if basis.len() == dimension {
            break;
        }
        if length > f64::EPSILON * scale * dimension as f64 {
            beside.push(length);
            image.iter_mut().for_each(|value| *value /= length);
            next = Some(image);
        } else {
            // The operator maps what was found into itself: go on in what is left.
            beside.push(0.0);
            next = fresh_direction(&mut random, dimension, &basis);
        }
        if basis.len() >= check_at {
            let (values, vectors) = small_eigenpairs(&diagonal, &beside);
            let residual = |vector: &Vec<f64>| (beside[beside.len() - 1] * vector[vector.len() - 1]).abs();
            if vectors.iter().take(wanted).all(|vector| residual(vector) <= TOLERANCE * values[0].abs()) {
                break;
            }
            check_at += check_at / 2;
        }
    }
    let (values, vectors) = small_eigenpairs(&diagonal, &beside);
    let in_full = |weights: &Vec<f64>| {
        let mut vector = vec![0.0; dimension];
        for (direction, &weight) in basis.iter().zip(weights) {
            vector.iter_mut().zip(direction).for_each(|(value, part)| *value += weight * part);
        }
        vector
    };
    Ok(values.into_iter().zip(vectors.iter().map(in_full)).take(wanted).collect())
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Makes a vector orthogonal to the basis; twice, because once leaves rounding errors.
fn remove_parts_along(basis: &[Vec<f64>], vector: &mut [f64]) {
    for _ in 0..2 {
        for direction in basis {
            let along = dot(direction, vector);
            vector.iter_mut().zip(direction).for_each(|(value, part)| *value -= along * part);
        }
    }
}

/// A random unit vector orthogonal to the basis; `None` once the basis spans everything.
fn fresh_direction(random: &mut ChaCha8Rng, dimension: usize, basis: &[Vec<f64>]) -> Option<Vec<f64>> {
    if basis.len() >= dimension {
        return None;
    }
    let mut vector: Vec<f64> = (0..dimension).map(|_| random.random::<f64>() - 0.5).collect();
    remove_parts_along(basis, &mut vector);
    let length = dot(&vector, &vector).sqrt();
    vector.iter_mut().for_each(|value| *value /= length);
    Some(vector)
}

/// Eigenvalues (falling) and unit eigenvectors of a symmetric tridiagonal matrix.
fn small_eigenpairs(diagonal: &[f64], beside: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
    let size = diagonal.len();
    let mut matrix = vec![vec![0.0; size]; size];
    for (index, row) in matrix.iter_mut().enumerate() {
        row[index] = diagonal[index];
        if index + 1 < size {
            row[index + 1] = beside[index];
        }
        if index > 0 {
            row[index - 1] = beside[index - 1];
        }
    }
    let mut vectors: Vec<Vec<f64>> =
        (0..size).map(|row| (0..size).map(|column| f64::from(u8::from(row == column))).collect()).collect();
    let norm: f64 = matrix.iter().flatten().map(|value| value * value).sum();
    loop {
        let outside: f64 = (0..size).map(|row| matrix[row][row + 1..].iter().map(|value| value * value).sum::<f64>()).sum();
        if outside.is_nan() || outside <= 1e-30 * norm {
            break;
        }
        for first in 0..size {
            for second in first + 1..size {
                rotate(&mut matrix, &mut vectors, first, second);
            }
        }
    }
    let mut order: Vec<usize> = (0..size).collect();
    order.sort_by(|&a, &b| matrix[b][b].total_cmp(&matrix[a][a]));
    (order.iter().map(|&index| matrix[index][index]).collect(), order.iter().map(|&index| vectors[index].clone()).collect())
}

/// One rotation of Jacobi's: makes `matrix[first][second]` zero.
fn rotate(matrix: &mut [Vec<f64>], vectors: &mut [Vec<f64>], first: usize, second: usize) {
    let value = matrix[first][second];
    if value == 0.0 {
        return;
    }
    let half_difference = (matrix[second][second] - matrix[first][first]) / (2.0 * value);
    let tangent = half_difference.signum() / (half_difference.abs() + half_difference.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    let sine = tangent * cosine;
    let turn = |a: &mut f64, b: &mut f64| (*a, *b) = (cosine * *a - sine * *b, sine * *a + cosine * *b);
    for row in matrix.iter_mut() {
        let (left, right) = row.split_at_mut(second);
        turn(&mut left[first], &mut right[0]);
    }
    for rows in [matrix, vectors] {
        let (above, below) = rows.split_at_mut(second);
        above[first].iter_mut().zip(&mut below[0]).for_each(|(a, b)| turn(a, b));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apply_matrix(matrix: &[Vec<f64>]) -> impl FnMut(&[f64]) -> Result<Vec<f64>> + '_ {
        |vector| Ok(matrix.iter().map(|row| dot(row, vector)).collect())
    }

    #[test]
    fn the_path_graph_has_the_spectrum_of_the_books() {
        // 2 on the diagonal and -1 beside it: eigenvalues 2 - 2 cos(k pi / (n + 1)).
        let size = 150;
        let entry = |row: usize, column: usize| match row.abs_diff(column) {
            0 => 2.0,
            1 => -1.0,
            _ => 0.0,
        };
        let matrix: Vec<Vec<f64>> = (0..size).map(|row| (0..size).map(|column| entry(row, column)).collect()).collect();
        let pairs = largest_eigenpairs(size, 5, apply_matrix(&matrix)).unwrap();
        for (index, (value, vector)) in pairs.iter().enumerate() {
            let angle = (size - index) as f64 * std::f64::consts::PI / (size + 1) as f64;
            assert!((value - (2.0 - 2.0 * angle.cos())).abs() < 1e-9);
            let image = apply_matrix(&matrix)(vector).unwrap();
            let residual: f64 = image.iter().zip(vector).map(|(image, part)| (image - value * part).powi(2)).sum();
            assert!(residual.sqrt() < 1e-6, "residual {residual:e} of eigenvalue {index}");
        }
    }

    #[test]
    fn equal_and_zero_eigenvalues_are_all_found() {
        let values = [3.0, 3.0, 3.0, 1.0, 0.0, 0.0];
        let pairs = largest_eigenpairs(6, 6, |vector| Ok(vector.iter().zip(values).map(|(part, value)| part * value).collect()));
        let pairs = pairs.unwrap();
        for (found, expected) in pairs.iter().zip(values) {
            assert!((found.0 - expected).abs() < 1e-12);
        }
        for (index, (_, vector)) in pairs.iter().enumerate() {
            assert!((dot(vector, vector) - 1.0).abs() < 1e-12);
            assert!(pairs[..index].iter().all(|(_, other)| dot(vector, other).abs() < 1e-12));
        }
    }

    #[test]
    fn fewer_dimensions_than_wanted_give_what_there_is() {
        assert_eq!(largest_eigenpairs(1, 3, |vector| Ok(vec![4.0 * vector[0]])).unwrap()[0].0, 4.0);
    }
}
