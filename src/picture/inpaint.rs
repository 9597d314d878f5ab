//! Filling holes from what surrounds them: each missing pixel is the weighted mean of its eight neighbours, direct ones twice
//! as heavy as diagonal ones (Rong et al. 2022, "A consistent and efficient evaluation strategy for attribution methods",
//! ROAD's linear imputation). The system of equations is solved by conjugate gradients.

use rayon::prelude::*;

/// Neighbours and their weights.
const NEIGHBOURS: [(isize, isize, f64); 8] = [
    (-1, -1, 1.0 / 12.0),
    (-1, 0, 1.0 / 6.0),
    (-1, 1, 1.0 / 12.0),
    (0, -1, 1.0 / 6.0),
    (0, 1, 1.0 / 6.0),
    (1, -1, 1.0 / 12.0),
    (1, 0, 1.0 / 6.0),
    (1, 1, 1.0 / 12.0),
];

/// Steps at most, and the share of the first error at which they end.
const STEPS: usize = 2000;
const CLOSE: f64 = 1e-7;

/// The equations of the missing pixels.
struct System {
    /// For each missing pixel the numbers of its missing neighbours with their weights.
    links: Vec<Vec<(usize, f64)>>,
    /// The weights of all neighbours that there are.
    totals: Vec<f64>,
}

impl System {
    fn times(&self, x: &[f64]) -> Vec<f64> {
        let one = |(at, links): (usize, &Vec<(usize, f64)>)| {
            self.totals[at] * x[at] - links.iter().map(|(other, weight)| weight * x[*other]).sum::<f64>()
        };
        self.links.iter().enumerate().map(one).collect()
    }

    fn solve(&self, right: &[f64]) -> Vec<f64> {
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        // The known neighbours' mean is where the search begins.
        let mut x: Vec<f64> = right.iter().zip(&self.totals).map(|(right, total)| right / total.max(f64::MIN_POSITIVE)).collect();
        let mut rest: Vec<f64> = right.iter().zip(self.times(&x)).map(|(right, found)| right - found).collect();
        let mut direction = rest.clone();
        let mut size = dot(&rest, &rest);
        let enough = dot(right, right) * CLOSE * CLOSE;
        for _ in 0..STEPS {
            if size <= enough {
                break;
            }
            let moved = self.times(&direction);
            let step = size / dot(&direction, &moved).max(f64::MIN_POSITIVE);
            x.iter_mut().zip(&direction).for_each(|(x, direction)| *x += step * direction);
            rest.iter_mut().zip(&moved).for_each(|(rest, moved)| *rest -= step * moved);
            let next = dot(&rest, &rest);
            let share = next / size.max(f64::MIN_POSITIVE);
            direction.iter_mut().zip(&rest).for_each(|(direction, rest)| *direction = rest + share * *direction);
            size = next;
        }
        x
    }
}

/// Planes of rows and columns, one after the other, with the missing pixels filled; where all are missing they stay as they are.
pub fn inpainted(values: &[f32], [rows, columns]: [usize; 2], missing: &[bool]) -> Vec<f32> {
    let pixels: Vec<usize> = (0..missing.len()).filter(|&pixel| missing[pixel]).collect();
    let mut filled = values.to_vec();
    if pixels.is_empty() || pixels.len() == missing.len() {
        return filled;
    }
    let mut number = vec![usize::MAX; missing.len()];
    pixels.iter().enumerate().for_each(|(index, &pixel)| number[pixel] = index);
    let neighbours = |pixel: usize| {
        let (y, x) = ((pixel / columns) as isize, (pixel % columns) as isize);
        NEIGHBOURS.iter().filter_map(move |&(down, across, weight)| {
            let (y, x) = (y + down, x + across);
            let inside = (0..rows as isize).contains(&y) && (0..columns as isize).contains(&x);
            inside.then(|| (y as usize * columns + x as usize, weight))
        })
    };
    let links = |&pixel: &usize| {
        neighbours(pixel).filter(|(other, _)| missing[*other]).map(|(other, weight)| (number[other], weight)).collect()
    };
    let total = |&pixel: &usize| neighbours(pixel).map(|(_, weight)| weight).sum();
    let system = System { links: pixels.iter().map(links).collect(), totals: pixels.iter().map(total).collect() };
    let planes = filled.par_chunks_exact_mut(rows * columns).zip(values.par_chunks_exact(rows * columns));
    planes.for_each(|(plane, known)| {
        let given = |&pixel: &usize| {
            neighbours(pixel).filter(|(other, _)| !missing[*other]).map(|(other, weight)| weight * f64::from(known[other])).sum()
        };
        let right: Vec<f64> = pixels.iter().map(given).collect();
        for (&pixel, value) in pixels.iter().zip(system.solve(&right)) {
            plane[pixel] = value as f32;
        }
    });
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slope_goes_on_through_a_hole() {
        let plane: Vec<f32> = (0..100).map(|index| 2.0 * (index % 10) as f32 - (index / 10) as f32).collect();
        let missing: Vec<bool> = (0..100).map(|index| (2..7).contains(&(index % 10)) && (3..8).contains(&(index / 10))).collect();
        let mut holed = plane.clone();
        holed.iter_mut().zip(&missing).filter(|(_, missing)| **missing).for_each(|(value, _)| *value = 99.0);
        let filled = inpainted(&holed, [10, 10], &missing);
        assert!(filled.iter().zip(&plane).all(|(a, b)| (a - b).abs() < 1e-4), "{filled:?}");
    }

    #[test]
    fn one_known_pixel_colours_all() {
        let mut missing = vec![true; 64];
        missing[20] = false;
        let mut plane = vec![0.0; 64];
        plane[20] = 3.0;
        assert!(inpainted(&plane, [8, 8], &missing).iter().all(|value| (value - 3.0).abs() < 1e-3));
    }
}
