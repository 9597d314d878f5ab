//! Principal component analysis: Pearson 1901, "On lines and planes of closest fit to systems of points in space".
//!
//! Exact, whichever side is shorter: the covariance's eigenvectors for many pictures, the Gram matrix's for many numbers a
//! picture; neither matrix is ever formed. Each axis points to where its largest entry is positive (scikit-learn's rule).

use rayon::prelude::*;

use super::{Error, Method, Points, Request, Result, lanczos::largest_eigenpairs};
use crate::{control::Control, words::trust};

pub const METHOD: Method = Method { id: "pca", name: "PCA", paper: "Pearson 1901", parameters: &[], compute };

/// Rows seen along their principal axes.
#[derive(Clone, Debug, PartialEq)]
pub struct PrincipalComponents {
    /// `count x components` coordinates, row by row.
    pub coordinates: Vec<f32>,
    /// Components: as many as asked for, or as there are rows or numbers in a row.
    pub components: usize,
    /// Each component's share of the variance, 0 to 1; zeros when all rows are equal.
    pub shares: Vec<f64>,
}

fn compute(request: &Request<'_>, control: &Control, _observer: &mut dyn FnMut(&Points)) -> Result<Points> {
    let found = principal_components(request.rows, request.width, 2, control)?;
    let at = |row: &[f32]| [row[0], row.get(1).copied().unwrap_or_default()];
    let percent = |share: &f64| format!("{:.0} %", 100.0 * share);
    let shares: Vec<String> = found.shares.iter().map(percent).collect();
    Ok(Points {
        positions: found.coordinates.chunks_exact(found.components).map(at).collect(),
        trust: vec![trust::of_the_variance(shares.join(" + "))],
    })
}

/// The first `wanted` principal components of `count x width` numbers.
///
/// # Errors
/// When cancelled, or when there are no rows.
pub fn principal_components(rows: &[f32], width: usize, wanted: usize, control: &Control) -> Result<PrincipalComponents> {
    let count = rows.len() / width.max(1);
    if count == 0 {
        return Err(Error::NoPictures);
    }
    let centred = Centred::new(rows, width);
    let components = wanted.min(count).min(width);
    let mut steps = 0;
    let mut step = || {
        steps += 1;
        control.step(steps.min(100), 100, &trust::PRINCIPAL_COMPONENTS)
    };
    let mut coordinates = vec![0f32; count * components];
    let mut place = |component: usize, values: &[f64], axis: &[f64]| {
        let largest = axis.iter().fold(0f64, |largest, value| if value.abs() > largest.abs() { *value } else { largest });
        for (row, value) in values.iter().enumerate() {
            coordinates[row * components + component] = (value * largest.signum()) as f32;
        }
    };
    let variance = centred.variance();
    let mut shares = Vec::new();
    if count <= width {
        let pairs = largest_eigenpairs(count, components, |weights| {
            step()?;
            Ok(centred.project(&centred.combine(weights)))
        })?;
        for (component, (value, weights)) in pairs.iter().enumerate() {
            let values: Vec<f64> = weights.iter().map(|weight| weight * value.max(0.0).sqrt()).collect();
            place(component, &values, &centred.combine(weights));
            shares.push(value / variance);
        }
    } else {
        let pairs = largest_eigenpairs(width, components, |axis| {
            step()?;
            Ok(centred.combine(&centred.project(axis)))
        })?;
        for (component, (value, axis)) in pairs.iter().enumerate() {
            place(component, &centred.project(axis), axis);
            shares.push(value / variance);
        }
    }
    shares.iter_mut().for_each(|share| *share = if variance > 0.0 { share.clamp(0.0, 1.0) } else { 0.0 });
    Ok(PrincipalComponents { coordinates, components, shares })
}

/// Rows minus their mean, subtracted on the way so that nothing is copied.
struct Centred<'a> {
    rows: &'a [f32],
    width: usize,
    mean: Vec<f64>,
}

/// Columns that one thread sums at a time; fixed, so that sums are the same on every machine.
const COLUMNS: usize = 1024;

impl<'a> Centred<'a> {
    fn new(rows: &'a [f32], width: usize) -> Self {
        let mut centred = Self { rows, width, mean: vec![0.0; width] };
        let count = rows.len() / width;
        let equal_weights = vec![1.0 / count as f64; count];
        centred.mean = centred.combine(&equal_weights);
        centred
    }

    /// The sum of squares of everything.
    fn variance(&self) -> f64 {
        let of_row =
            |row: &[f32]| row.iter().zip(&self.mean).map(|(&value, mean)| (f64::from(value) - mean).powi(2)).sum::<f64>();
        let rows: Vec<f64> = self.rows.par_chunks_exact(self.width).map(of_row).collect();
        rows.iter().sum()
    }

    /// Each row's product with an axis (`width` numbers to `count`).
    fn project(&self, axis: &[f64]) -> Vec<f64> {
        let product = |row: &[f32]| {
            let terms = row.iter().zip(&self.mean).zip(axis);
            terms.map(|((&value, mean), axis)| (f64::from(value) - mean) * axis).sum()
        };
        self.rows.par_chunks_exact(self.width).map(product).collect()
    }

    /// The weighted sum of the rows (`count` numbers to `width`).
    fn combine(&self, weights: &[f64]) -> Vec<f64> {
        let mut sum = vec![0.0; self.width];
        sum.par_chunks_mut(COLUMNS).enumerate().for_each(|(chunk, sum)| {
            let first = chunk * COLUMNS;
            let mean = &self.mean[first..first + sum.len()];
            for (row, &weight) in self.rows.chunks_exact(self.width).zip(weights) {
                let part = &row[first..first + sum.len()];
                for ((sum, &value), mean) in sum.iter_mut().zip(part).zip(mean) {
                    *sum += weight * (f64::from(value) - mean);
                }
            }
        });
        sum
    }
}
