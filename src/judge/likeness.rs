//! How alike two maps are: Spearman's rank correlation, structural similarity (Wang et al. 2004) and the rank correlation of
//! histograms of oriented gradients (Dalal & Triggs 2005), the three that Adebayo et al. 2018 ("Sanity checks for saliency
//! maps") compare with; their numbers are SciPy's and scikit-image's.
//!
//! It knows planes of numbers alone.

/// Each number's place in the order, from 1; equal numbers share the mean of their places.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut at = 0;
    while at < order.len() {
        let end = at + order[at..].iter().take_while(|&&other| values[other] == values[order[at]]).count();
        let shared = (at + 1 + end) as f64 / 2.0;
        order[at..end].iter().for_each(|&index| ranks[index] = shared);
        at = end;
    }
    ranks
}

/// Pearson's correlation; 0 where one of both stands still, 1 where both do.
pub fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let (first, second) = (mean(a), mean(b));
    let (mut both, mut own, mut other) = (0.0, 0.0, 0.0);
    for (&a, &b) in a.iter().zip(b) {
        both += (a - first) * (b - second);
        own += (a - first).powi(2);
        other += (b - second).powi(2);
    }
    match (own > 0.0, other > 0.0) {
        (true, true) => both / (own * other).sqrt(),
        (false, false) => 1.0,
        _ => 0.0,
    }
}

/// Spearman's rank correlation, -1 to 1.
pub fn spearman(a: &[f64], b: &[f64]) -> f64 {
    correlation(&ranks(a), &ranks(b))
}

/// Pixels on either side that a local mean of structural similarity looks at: 3.5 deviations of 1.5.
const REACH: usize = 5;

/// Gaussian means of a plane around every pixel that is at least [`REACH`] from the border.
fn local_means(plane: &[f64], [rows, columns]: [usize; 2]) -> Vec<f64> {
    let weights: Vec<f64> = (0..=2 * REACH).map(|at| (-0.5 * ((at as f64 - REACH as f64) / 1.5).powi(2)).exp()).collect();
    let total: f64 = weights.iter().sum();
    let (down, across) = (rows - 2 * REACH, columns - 2 * REACH);
    let mut narrow = Vec::with_capacity(rows * across);
    for row in plane.chunks_exact(columns) {
        narrow.extend(
            row.windows(2 * REACH + 1).map(|window| window.iter().zip(&weights).map(|(a, b)| a * b).sum::<f64>() / total),
        );
    }
    let column = |at: usize| {
        let (y, x) = (at / across, at % across);
        weights.iter().enumerate().map(|(far, weight)| weight * narrow[(y + far) * across + x]).sum::<f64>() / total
    };
    (0..down * across).map(column).collect()
}

/// Structural similarity of two planes whose numbers span `span`, as scikit-image's
/// `structural_similarity(gaussian_weights=True, sigma=1.5, use_sample_covariance=False)`: a border of five pixels is left
/// out. 0 for planes that are nothing but border.
pub fn structural(a: &[f64], b: &[f64], size: [usize; 2], span: f64) -> f64 {
    if size.iter().any(|length| *length <= 2 * REACH) {
        return 0.0;
    }
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).collect::<Vec<f64>>();
    let (first, second) = (local_means(a, size), local_means(b, size));
    let [own, other, both] = [product(a, a), product(b, b), product(a, b)].map(|plane| local_means(&plane, size));
    let (little, less) = ((0.01 * span).powi(2), (0.03 * span).powi(2));
    let one = |at: usize| {
        let (x, y) = (first[at], second[at]);
        let (xx, yy, xy) = (own[at] - x * x, other[at] - y * y, both[at] - x * y);
        (2.0 * x * y + little) * (2.0 * xy + less) / ((x * x + y * y + little) * (xx + yy + less)).max(f64::MIN_POSITIVE)
    };
    (0..first.len()).map(one).sum::<f64>() / first.len() as f64
}

/// Histograms of oriented gradients: nine directions in cells of 16 x 16 pixels, blocks of 3 x 3 cells, L2-Hys, as scikit-image's
/// `hog(pixels_per_cell=(16, 16))`.
pub fn oriented_gradients(plane: &[f64], [rows, columns]: [usize; 2]) -> Vec<f64> {
    const DIRECTIONS: usize = 9;
    const CELL: usize = 16;
    const BLOCK: usize = 3;
    let difference = |at: usize, position: usize, length: usize, step: usize| {
        if position == 0 || position + 1 == length { 0.0 } else { plane[at + step] - plane[at - step] }
    };
    let [down, across] = [rows / CELL, columns / CELL];
    let mut histograms = vec![0.0; down * across * DIRECTIONS];
    for y in 0..down * CELL {
        for x in 0..across * CELL {
            let at = y * columns + x;
            let (gy, gx) = (difference(at, y, rows, columns), difference(at, x, columns, 1));
            let degrees = gy.atan2(gx).to_degrees().rem_euclid(180.0);
            let direction = ((degrees / (180.0 / DIRECTIONS as f64)) as usize).min(DIRECTIONS - 1);
            histograms[((y / CELL) * across + x / CELL) * DIRECTIONS + direction] += gy.hypot(gx) / (CELL * CELL) as f64;
        }
    }
    if down < BLOCK || across < BLOCK {
        return histograms;
    }
    let mut blocks = Vec::new();
    for row in 0..=down - BLOCK {
        for column in 0..=across - BLOCK {
            let cells = (0..BLOCK).flat_map(|y| (0..BLOCK).map(move |x| (row + y) * across + column + x));
            let mut block: Vec<f64> = cells.flat_map(|cell| histograms[cell * DIRECTIONS..][..DIRECTIONS].to_vec()).collect();
            let scale = |block: &mut [f64]| {
                let length = (block.iter().map(|value| value * value).sum::<f64>() + 1e-10).sqrt();
                block.iter_mut().for_each(|value| *value /= length);
            };
            scale(&mut block);
            block.iter_mut().for_each(|value| *value = value.min(0.2));
            scale(&mut block);
            blocks.append(&mut block);
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_numbers_share_their_rank() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
        assert!((spearman(&[1.0, 2.0, 3.0], &[1.0, 4.0, 9.0]) - 1.0).abs() < 1e-12);
        assert_eq!([spearman(&[1.0; 3], &[1.0, 4.0, 9.0]), spearman(&[1.0; 3], &[2.0; 3])], [0.0, 1.0]);
    }

    #[test]
    fn a_map_is_like_itself_and_unlike_another() {
        let plane: Vec<f64> = (0..64 * 64).map(|at| ((at % 64) as f64 * 0.3).sin() * ((at / 64) as f64 * 0.2).cos()).collect();
        let other: Vec<f64> = (0..64 * 64).map(|at| 1.0 + ((at % 64) as f64 * 0.9).cos()).collect();
        assert!((structural(&plane, &plane, [64, 64], 2.0) - 1.0).abs() < 1e-9);
        assert!(structural(&plane, &other, [64, 64], 2.0) < 0.3);
        let gradients = oriented_gradients(&plane, [64, 64]);
        assert_eq!(gradients.len(), 2 * 2 * 9 * 9);
        assert!((spearman(&gradients, &oriented_gradients(&plane, [64, 64])) - 1.0).abs() < 1e-12);
    }
}
