//! What L-BFGS remembers: the last steps and the changes of the gradient they brought, and the two-loop recursion over them
//! (Nocedal & Wright 2006, algorithm 7.4), also for some of the coordinates alone.
//!
//! It minimises: a change is the gradient of what shall become small, after minus before. It knows no picture and no method.

use std::collections::VecDeque;

/// Steps are forgotten whose cosine with the gradient's change is below this: the function does not curve upwards there.
const LEAST_COSINE: f64 = 1e-10;

/// A step and the gradient's change along it.
#[derive(Clone, Debug)]
struct Pair {
    step: Vec<f64>,
    change: Vec<f64>,
}

/// The last pairs, oldest first.
#[derive(Clone, Debug)]
pub struct Memory {
    history: usize,
    pairs: VecDeque<Pair>,
}

impl Memory {
    /// Room for `history` pairs.
    pub fn new(history: usize) -> Self {
        Self { history, pairs: VecDeque::new() }
    }

    /// Keeps a pair if the function curves upwards along it, and says whether it does.
    pub fn remember(&mut self, step: Vec<f64>, change: Vec<f64>) -> bool {
        let curves = curves(dot(&step, &change), dot(&step, &step), dot(&change, &change));
        if curves && self.history > 0 {
            if self.pairs.len() == self.history {
                self.pairs.pop_front();
            }
            self.pairs.push_back(Pair { step, change });
        }
        curves
    }

    /// Forgets everything.
    pub fn forget(&mut self) {
        self.pairs.clear();
    }

    /// Whether nothing is known of the curvature.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The gradient times the inverse Hessian as far as it is remembered, in the free coordinates alone (0 in others). A step
    /// along its negative goes down. Without a pair it is the gradient.
    pub fn direction(&self, gradient: &[f64], free: &[bool]) -> Vec<f64> {
        let mut direction: Vec<f64> = gradient.iter().zip(free).map(|(&value, &free)| if free { value } else { 0.0 }).collect();
        let mut used: Vec<(&Pair, f64, f64)> = Vec::with_capacity(self.pairs.len());
        let mut scale = None;
        for pair in self.pairs.iter().rev() {
            let product = free_dot(&pair.step, &pair.change, free);
            let change = free_dot(&pair.change, &pair.change, free);
            if !curves(product, free_dot(&pair.step, &pair.step, free), change) {
                continue;
            }
            scale.get_or_insert(product / change);
            let share = dot(&pair.step, &direction) / product;
            add_free(&mut direction, -share, &pair.change, free);
            used.push((pair, product, share));
        }
        if let Some(scale) = scale {
            direction.iter_mut().for_each(|value| *value *= scale);
        }
        for (pair, product, share) in used.into_iter().rev() {
            let back = dot(&pair.change, &direction) / product;
            add_free(&mut direction, share - back, &pair.step, free);
        }
        direction
    }
}

/// Whether the product of step and change says that the function curves upwards, given their squared lengths.
fn curves(product: f64, step: f64, change: f64) -> bool {
    product > LEAST_COSINE * (step * change).sqrt()
}

/// The inner product, in eight sums whatever the machine.
pub fn dot(left: &[f64], right: &[f64]) -> f64 {
    let ((left, left_rest), (right, right_rest)) = (left.as_chunks::<8>(), right.as_chunks::<8>());
    let mut sums = [0.0; 8];
    for (left, right) in left.iter().zip(right) {
        for (sum, (left, right)) in sums.iter_mut().zip(left.iter().zip(right)) {
            *sum += left * right;
        }
    }
    sums.iter().sum::<f64>() + left_rest.iter().zip(right_rest).map(|(left, right)| left * right).sum::<f64>()
}

/// The inner product of the free coordinates.
fn free_dot(left: &[f64], right: &[f64], free: &[bool]) -> f64 {
    let mut sums = [0.0; 8];
    for ((left, right), free) in left.chunks(8).zip(right.chunks(8)).zip(free.chunks(8)) {
        for (sum, ((left, right), free)) in sums.iter_mut().zip(left.iter().zip(right).zip(free)) {
            *sum += if *free { left * right } else { 0.0 };
        }
    }
    sums.iter().sum()
}

/// Adds `factor * values` in the free coordinates.
fn add_free(sums: &mut [f64], factor: f64, values: &[f64], free: &[bool]) {
    for ((sum, value), free) in sums.iter_mut().zip(values).zip(free) {
        *sum += if *free { factor * value } else { 0.0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The Hessian of a small quadratic.
    const HESSIAN: [[f64; 3]; 3] = [[4.0, 1.0, 0.5], [1.0, 3.0, -0.2], [0.5, -0.2, 2.0]];

    fn times(vector: &[f64]) -> Vec<f64> {
        HESSIAN.iter().map(|row| dot(row, vector)).collect()
    }

    /// The BFGS update of the inverse Hessian as a matrix, (I - rho s y') H (I - rho y s') + rho s s'.
    fn updated(inverse: &[[f64; 3]; 3], step: &[f64], change: &[f64]) -> [[f64; 3]; 3] {
        let rho = 1.0 / dot(step, change);
        let unit = |row: usize, column: usize| f64::from(u8::from(row == column));
        let left = |row: usize, column: usize| unit(row, column) - rho * step[row] * change[column];
        std::array::from_fn(|row| {
            std::array::from_fn(|column| {
                let inner = |k: usize| (0..3).map(|l| inverse[k][l] * left(column, l)).sum::<f64>();
                (0..3).map(|k| left(row, k) * inner(k)).sum::<f64>() + rho * step[row] * step[column]
            })
        })
    }

    #[test]
    fn the_recursion_multiplies_by_the_matrix_of_the_bfgs_updates() {
        let steps = [[1.0, 0.2, -0.4], [-0.3, 0.9, 0.1]];
        let mut memory = Memory::new(5);
        for step in &steps {
            assert!(memory.remember(step.to_vec(), times(step)));
        }
        let last = times(&steps[1]);
        let scale = dot(&steps[1], &last) / dot(&last, &last);
        let mut inverse = [[scale, 0.0, 0.0], [0.0, scale, 0.0], [0.0, 0.0, scale]];
        for step in &steps {
            inverse = updated(&inverse, step, &times(step));
        }
        let gradient = [0.7, -1.1, 0.4];
        let found = memory.direction(&gradient, &[true; 3]);
        for (row, found) in inverse.iter().zip(found) {
            assert!((dot(row, &gradient) - found).abs() < 1e-12);
        }
    }

    #[test]
    fn coordinates_that_are_not_free_take_no_part() {
        let (mut all, mut two) = (Memory::new(3), Memory::new(3));
        for step in [[1.0, 0.2, -0.4], [-0.3, 0.9, 0.1]] {
            let change = times(&step);
            all.remember(step.to_vec(), change.clone());
            two.remember(vec![step[0], step[2]], vec![change[0], change[2]]);
        }
        let found = all.direction(&[0.7, -1.1, 0.4], &[true, false, true]);
        let expected = two.direction(&[0.7, 0.4], &[true; 2]);
        assert!((found[0] - expected[0]).abs() < 1e-12 && found[1] == 0.0 && (found[2] - expected[1]).abs() < 1e-12);
    }

    #[test]
    fn steps_against_the_curvature_are_not_kept_and_old_ones_go() {
        let mut memory = Memory::new(1);
        assert!(!memory.remember(vec![1.0, 0.0], vec![-1.0, 0.0]));
        assert!(memory.is_empty());
        memory.remember(vec![1.0, 0.0], vec![2.0, 0.0]);
        memory.remember(vec![0.0, 1.0], vec![0.0, 4.0]);
        assert_eq!(memory.direction(&[1.0, 1.0], &[true; 2]), [0.25, 0.25]);
    }
}
