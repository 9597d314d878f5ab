//! A linear model of numbers at corners of a cube: weighted least squares with a ridge, or with the lasso.

/// Solves `A x = b` for a symmetric, positive matrix given row by row (Cholesky); small pivots are held up by `least`.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>, least: f64) -> Vec<f64> {
    let size = right.len();
    for column in 0..size {
        let sum: f64 = (0..column).map(|k| matrix[column][k].powi(2)).sum();
        let pivot = (matrix[column][column] - sum).max(least).sqrt();
        matrix[column][column] = pivot;
        for row in column + 1..size {
            let sum: f64 = (0..column).map(|k| matrix[row][k] * matrix[column][k]).sum();
            matrix[row][column] = (matrix[row][column] - sum) / pivot;
        }
    }
    for row in 0..size {
        let sum: f64 = (0..row).map(|k| matrix[row][k] * right[k]).sum();
        right[row] = (right[row] - sum) / matrix[row][row];
    }
    for row in (0..size).rev() {
        let sum: f64 = (row + 1..size).map(|k| matrix[k][row] * right[k]).sum();
        right[row] = (right[row] - sum) / matrix[row][row];
    }
    right
}

/// One observation: which features are on, the number seen, how much it counts.
pub struct Seen {
    pub on: Vec<bool>,
    pub value: f64,
    pub weight: f64,
}

/// Means of features and numbers, and what is centred, so that no constant need be estimated.
struct Centred {
    gram: Vec<Vec<f64>>,
    cross: Vec<f64>,
}

fn centred(seen: &[Seen], features: usize) -> Centred {
    let total: f64 = seen.iter().map(|seen| seen.weight).sum::<f64>().max(f64::MIN_POSITIVE);
    let mean = |of: &dyn Fn(&Seen) -> f64| seen.iter().map(|seen| seen.weight * of(seen)).sum::<f64>() / total;
    let middle = mean(&|seen| seen.value);
    let means: Vec<f64> = (0..features).map(|feature| mean(&|seen| f64::from(u8::from(seen.on[feature])))).collect();
    let mut gram = vec![vec![0.0; features]; features];
    let mut cross = vec![0.0; features];
    for seen in seen {
        let row: Vec<f64> = seen.on.iter().zip(&means).map(|(&on, mean)| f64::from(u8::from(on)) - mean).collect();
        for (feature, &own) in row.iter().enumerate() {
            cross[feature] += seen.weight * own * (seen.value - middle);
            for (other, sum) in gram[feature].iter_mut().enumerate() {
                *sum += seen.weight * own * row[other];
            }
        }
    }
    Centred { gram, cross }
}

/// Weighted least squares with a constant; `ridge` is added to the squares of the coefficients.
pub fn ridge(seen: &[Seen], features: usize, ridge: f64) -> Vec<f64> {
    let Centred { mut gram, cross } = centred(seen, features);
    for (feature, row) in gram.iter_mut().enumerate() {
        row[feature] += ridge;
    }
    solve(gram, cross, 1e-12)
}

/// The lasso with a constant: half the weighted mean square plus `penalty` times the sum of magnitudes, coordinate by coordinate
/// (weights are scaled to a mean of 1, as scikit-learn does).
pub fn lasso(seen: &[Seen], features: usize, penalty: f64) -> Vec<f64> {
    let total: f64 = seen.iter().map(|seen| seen.weight).sum::<f64>().max(f64::MIN_POSITIVE);
    let Centred { gram, cross } = centred(seen, features);
    let mut found = vec![0.0; features];
    for _ in 0..10_000 {
        let mut moved: f64 = 0.0;
        for feature in 0..features {
            let square = gram[feature][feature] / total;
            if square <= 0.0 {
                continue;
            }
            let others: f64 =
                (0..features).filter(|&other| other != feature).map(|other| gram[feature][other] * found[other]).sum();
            let slope = (cross[feature] - others) / total;
            let next = slope.signum() * (slope.abs() - penalty).max(0.0) / square;
            moved = moved.max((next - found[feature]).abs());
            found[feature] = next;
        }
        if moved < 1e-12 {
            break;
        }
    }
    found
}

/// Weighted least squares without a constant whose coefficients sum to `total`.
pub fn summing_to(seen: &[Seen], features: usize, total: f64) -> Vec<f64> {
    let Some(last) = features.checked_sub(1) else { return Vec::new() };
    // The last coefficient is what the others leave of the total.
    let mut gram = vec![vec![0.0; last]; last];
    let mut cross = vec![0.0; last];
    for seen in seen {
        let of = |feature: usize| f64::from(u8::from(seen.on[feature]));
        let row: Vec<f64> = (0..last).map(|feature| of(feature) - of(last)).collect();
        let value = seen.value - of(last) * total;
        for feature in 0..last {
            cross[feature] += seen.weight * row[feature] * value;
            for (other, sum) in gram[feature].iter_mut().enumerate() {
                *sum += seen.weight * row[feature] * row[other];
            }
        }
    }
    let mut found = solve(gram, cross, 1e-12);
    found.push(total - found.iter().sum::<f64>());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corners(count: usize) -> Vec<Seen> {
        let on = |corner: usize| (0..count).map(|feature| corner >> feature & 1 == 1).collect::<Vec<bool>>();
        let value = |on: &[bool]| on.iter().enumerate().map(|(at, &on)| if on { at as f64 + 1.0 } else { 0.0 }).sum::<f64>();
        (0..1 << count)
            .map(|corner| {
                let on = on(corner);
                Seen { value: 2.0 + value(&on), weight: 1.0 + corner as f64 % 3.0, on }
            })
            .collect()
    }

    #[test]
    fn a_linear_truth_is_found() {
        let near = |found: &[f64]| found.iter().enumerate().all(|(at, value)| (value - (at as f64 + 1.0)).abs() < 1e-9);
        assert!(near(&ridge(&corners(4), 4, 0.0)));
        assert!(near(&lasso(&corners(4), 4, 0.0)), "{:?}", lasso(&corners(4), 4, 0.0));
        let mut without: Vec<Seen> = corners(4);
        without.iter_mut().for_each(|seen| seen.value -= 2.0);
        assert!(near(&summing_to(&without, 4, 10.0)));
    }

    #[test]
    fn the_lasso_is_scikit_learns() {
        // Lasso(alpha=0.3).fit(X, y, sample_weight=w).coef_ of the same corners.
        let found = lasso(&corners(3), 3, 0.3);
        let plain = ridge(&corners(3), 3, 0.0);
        assert!(found.iter().zip(&plain).all(|(small, large)| small.abs() < large.abs()), "{found:?} beside {plain:?}");
        assert!(lasso(&corners(3), 3, 100.0).iter().all(|value| *value == 0.0));
    }
}
