//! Total variation of one channel: to a power as Mahendran & Vedaldi have it, and absolute as TensorFlow has it.

/// deep-goggle's least summand where its power's slope has a pole.
const LEAST: f64 = 1e-5;

/// `weight Σ(Δx² + Δy²)^(exponent/2)` with its gradient added.
pub(super) fn powered(plane: &[f32], slopes: &mut [f32], width: usize, weight: f64, exponent: f64) -> f64 {
    let least = if exponent < 2.0 { LEAST.powf(2.0 / exponent).max(f64::from(f32::MIN_POSITIVE)) as f32 } else { 0.0 };
    let half = (0.5 * exponent) as f32;
    let factor = (weight * exponent) as f32;
    let sum = if exponent == 2.0 {
        walked(plane, slopes, width, |square| square, |_| factor)
    } else if exponent == 1.0 {
        walked(plane, slopes, width, f32::sqrt, |square| factor / square.max(least).sqrt())
    } else if exponent > 0.0 {
        walked(plane, slopes, width, |square| square.powf(half), |square| factor * square.max(least).powf(half - 1.0))
    } else {
        0.0
    };
    weight * sum
}

/// The sum of `value(Δx² + Δy²)`; what `factor(Δx² + Δy²)` times the differences pulls at the numbers is added to the slopes.
fn walked(plane: &[f32], slopes: &mut [f32], width: usize, value: impl Fn(f32) -> f32, factor: impl Fn(f32) -> f32) -> f64 {
    let mut total = 0.0;
    let (mut across, mut down, mut before) = (vec![0.0; width], vec![0.0; width], vec![0.0; width]);
    let mut rows = plane.chunks_exact(width).peekable();
    for slopes in slopes.chunks_exact_mut(width) {
        let Some(row) = rows.next() else { break };
        differences(row, rows.peek().copied(), &mut across, &mut down);
        let mut sum = 0.0;
        for (across, down) in across.iter_mut().zip(&mut down) {
            let square = *across * *across + *down * *down;
            sum += f64::from(value(square));
            let factor = factor(square);
            *across *= factor;
            *down *= factor;
        }
        total += sum;
        pull(slopes, &across, &down, &before);
        std::mem::swap(&mut down, &mut before);
    }
    total
}

/// `weight Σ(|Δx| + |Δy|)` with its gradient added; the slope of a difference of 0 is 0.
pub(super) fn absolute(plane: &[f32], slopes: &mut [f32], width: usize, weight: f64) -> f64 {
    let mut total = 0.0;
    let (mut across, mut down, mut before) = (vec![0.0; width], vec![0.0; width], vec![0.0; width]);
    let mut rows = plane.chunks_exact(width).peekable();
    for slopes in slopes.chunks_exact_mut(width) {
        let Some(row) = rows.next() else { break };
        differences(row, rows.peek().copied(), &mut across, &mut down);
        for difference in across.iter_mut().chain(&mut down) {
            total += f64::from(difference.abs());
            *difference = if *difference == 0.0 { 0.0 } else { weight as f32 * difference.signum() };
        }
        pull(slopes, &across, &down, &before);
        std::mem::swap(&mut down, &mut before);
    }
    weight * total
}

/// The differences of a row to its next column and to the row below it; 0 where there is none.
fn differences(row: &[f32], below: Option<&[f32]>, across: &mut [f32], down: &mut [f32]) {
    across.fill(0.0);
    across.iter_mut().zip(row.windows(2)).for_each(|(across, pair)| *across = pair[1] - pair[0]);
    let below = below.unwrap_or(row);
    down.iter_mut().zip(row.iter().zip(below)).for_each(|(down, (value, below))| *down = below - value);
}

/// Adds to a row's slopes what its differences pull, those of the numbers to its left, and those of the row above (`before`).
fn pull(slopes: &mut [f32], across: &[f32], down: &[f32], before: &[f32]) {
    for (slope, ((across, down), before)) in slopes.iter_mut().zip(across.iter().zip(down).zip(before)) {
        *slope += before - across - down;
    }
    for (slope, left) in slopes.iter_mut().skip(1).zip(across) {
        *slope += left;
    }
}
