//! How all points push each other apart, exactly for few points and by Barnes & Hut's tree for many.

use rayon::prelude::*;

use super::{Point, quadtree::Quadtree};

/// Up to this many points every pair is counted.
const EXACT_UP_TO: usize = 1000;

/// Forces between all points, before division by the normaliser.
#[derive(Clone, Debug)]
pub struct Repulsion {
    /// `sum_j (y_i - y_j) / (1 + |y_i - y_j|^2)^2` for each point.
    pub forces: Vec<Point>,
    /// `sum_ij 1 / (1 + |y_i - y_j|^2)`, pairs of a point with itself left out.
    pub normaliser: f64,
}

/// The forces, exact or approximate, whichever suits the number of points.
pub fn repulsion(points: &[Point]) -> Repulsion {
    if points.len() <= EXACT_UP_TO { exact(points) } else { approximate(points) }
}

/// Every pair counted.
pub fn exact(points: &[Point]) -> Repulsion {
    gather(points, |index| {
        let mut sum = Share::default();
        for (other, &at) in points.iter().enumerate() {
            if other != index {
                sum.add(points[index], at, 1.0);
            }
        }
        sum
    })
}

/// Far groups counted as one point.
pub fn approximate(points: &[Point]) -> Repulsion {
    let tree = Quadtree::new(points);
    gather(points, |index| {
        let mut sum = Share::default();
        tree.visit(points[index], |centre, weight| sum.add(points[index], centre, weight));
        // The tree holds the point itself, at distance 0: no force, but 1 in the normaliser.
        sum.normaliser -= 1.0;
        sum
    })
}

/// One point's part.
#[derive(Default)]
struct Share {
    force: Point,
    normaliser: f64,
}

impl Share {
    fn add(&mut self, own: Point, other: Point, weight: f64) {
        let apart = [own[0] - other[0], own[1] - other[1]];
        let similarity = 1.0 / (1.0 + apart[0] * apart[0] + apart[1] * apart[1]);
        self.normaliser += weight * similarity;
        self.force[0] += weight * similarity * similarity * apart[0];
        self.force[1] += weight * similarity * similarity * apart[1];
    }
}

/// Each point's share in parallel, summed in order so that the number of threads changes nothing.
fn gather(points: &[Point], share: impl Fn(usize) -> Share + Sync + Send) -> Repulsion {
    let shares: Vec<Share> = (0..points.len()).into_par_iter().map(share).collect();
    Repulsion {
        normaliser: shares.iter().map(|share| share.normaliser).sum(),
        forces: shares.into_iter().map(|share| share.force).collect(),
    }
}
