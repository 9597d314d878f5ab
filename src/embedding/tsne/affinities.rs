//! How strongly rows attract each other: conditional probabilities over the nearest neighbours, each row's width chosen for
//! the same perplexity, then made symmetric (van der Maaten & Hinton 2008, equations 1 and 10).

use rayon::prelude::*;

use super::Point;
use crate::{control::Control, embedding::Result};

/// A sparse symmetric matrix of probabilities that sum to 1.
#[derive(Clone, Debug)]
pub struct Affinities {
    /// For each row the others that it attracts, in rising order, with their probabilities.
    neighbours: Vec<Vec<(usize, f64)>>,
}

impl Affinities {
    /// From `count x width` numbers; the neighbours are exact, three times the perplexity of them.
    ///
    /// # Errors
    /// When cancelled.
    pub fn new(rows: &[f32], width: usize, perplexity: f64, control: &Control) -> Result<Self> {
        let count = rows.len() / width;
        let nearest = ((3.0 * perplexity) as usize).clamp(1, count - 1);
        let conditional = (0..count)
            .into_par_iter()
            .map(|row| {
                control.check()?;
                let found = nearest_rows(rows, width, row, nearest);
                let distances: Vec<f64> = found.iter().map(|(_, distance)| *distance).collect();
                let probabilities = probabilities(&distances, perplexity);
                Ok(found.into_iter().map(|(other, _)| other).zip(probabilities).collect())
            })
            .collect::<Result<Vec<Vec<(usize, f64)>>>>()?;
        Ok(Self { neighbours: symmetric(&conditional) })
    }

    /// `sum_j p_ij (y_i - y_j) / (1 + |y_i - y_j|^2)`.
    pub fn attraction(&self, index: usize, points: &[Point]) -> Point {
        let [x, y] = points[index];
        let mut sum = [0.0; 2];
        for &(other, probability) in &self.neighbours[index] {
            let apart = [x - points[other][0], y - points[other][1]];
            let weight = probability / (1.0 + apart[0] * apart[0] + apart[1] * apart[1]);
            sum[0] += weight * apart[0];
            sum[1] += weight * apart[1];
        }
        sum
    }

    /// The Kullback-Leibler divergence of the plane's similarities, whose sum before division is `normaliser`.
    pub fn divergence(&self, points: &[Point], normaliser: f64) -> f64 {
        let of_row = |(index, neighbours): (usize, &Vec<(usize, f64)>)| {
            let [x, y] = points[index];
            let term = |&(other, probability): &(usize, f64)| {
                let square = (x - points[other][0]).powi(2) + (y - points[other][1]).powi(2);
                probability * (probability * normaliser * (1.0 + square)).ln()
            };
            neighbours.iter().filter(|(_, probability)| *probability > 0.0).map(term).sum::<f64>()
        };
        let rows: Vec<f64> = self.neighbours.par_iter().enumerate().map(of_row).collect();
        rows.iter().sum()
    }

    /// The matrix's entries, `(row, column, probability)`.
    #[cfg(test)]
    pub fn entries(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        let of_row = |(row, others): (usize, &'_ Vec<(usize, f64)>)| {
            others.iter().map(move |&(other, probability)| (row, other, probability)).collect::<Vec<_>>()
        };
        self.neighbours.iter().enumerate().flat_map(of_row)
    }
}

/// The rows nearest to one, with their squared distances, nearest first.
fn nearest_rows(rows: &[f32], width: usize, row: usize, nearest: usize) -> Vec<(usize, f64)> {
    let own = &rows[row * width..][..width];
    let distance = |other: &[f32]| own.iter().zip(other).map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>();
    let mut found: Vec<(usize, f64)> =
        rows.chunks_exact(width).map(distance).enumerate().filter(|(other, _)| *other != row).collect();
    let by_distance = |a: &(usize, f64), b: &(usize, f64)| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0));
    if nearest < found.len() {
        found.select_nth_unstable_by(nearest, by_distance);
        found.truncate(nearest);
    }
    found.sort_unstable_by(by_distance);
    found
}

/// `exp(-precision * distance)`, scaled to sum 1, with the precision at which their entropy is the logarithm of the perplexity.
pub fn probabilities(distances: &[f64], perplexity: f64) -> Vec<f64> {
    let nearest = distances.iter().copied().fold(f64::INFINITY, f64::min);
    let mean = distances.iter().map(|distance| distance - nearest).sum::<f64>() / distances.len() as f64;
    let at = |precision: f64| {
        let raw: Vec<f64> = distances.iter().map(|distance| (-precision * (distance - nearest)).exp()).collect();
        let sum: f64 = raw.iter().sum();
        raw.into_iter().map(|value| value / sum).collect::<Vec<f64>>()
    };
    if mean <= 0.0 {
        return at(0.0);
    }
    let wanted = perplexity.ln();
    let (mut low, mut high) = (0.0, f64::INFINITY);
    let mut precision = 1.0 / mean;
    let mut found = at(precision);
    for _ in 0..200 {
        let entropy: f64 = found.iter().filter(|value| **value > 0.0).map(|value| -value * value.ln()).sum();
        if (entropy - wanted).abs() < 1e-8 {
            break;
        }
        if entropy > wanted {
            low = precision;
        } else {
            high = precision;
        }
        precision = if high.is_finite() { (low + high) / 2.0 } else { precision * 2.0 };
        found = at(precision);
    }
    found
}

/// `(p_j|i + p_i|j) / 2N`.
fn symmetric(conditional: &[Vec<(usize, f64)>]) -> Vec<Vec<(usize, f64)>> {
    let share = 0.5 / conditional.len() as f64;
    let mut both: Vec<Vec<(usize, f64)>> = vec![Vec::new(); conditional.len()];
    for (row, others) in conditional.iter().enumerate() {
        for &(other, probability) in others {
            both[row].push((other, probability * share));
            both[other].push((row, probability * share));
        }
    }
    for others in &mut both {
        others.sort_unstable_by_key(|(other, _)| *other);
        others.dedup_by(|second, first| {
            let same = first.0 == second.0;
            if same {
                first.1 += second.1;
            }
            same
        });
    }
    both
}
