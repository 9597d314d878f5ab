//! The parts of t-SNE against their definitions: the gradient against differences of the objective, widths against the
//! perplexity, the tree against all pairs.

use super::{
    repulsion::{approximate, exact},
    *,
};
use crate::embedding::Request;

fn cloud(count: usize, width: usize, seed: u64) -> Vec<f32> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    (0..count * width).map(|_| random.random::<f32>() * 4.0).collect()
}

fn scattered(count: usize, seed: u64) -> Vec<Point> {
    let values = cloud(count, 2, seed);
    values.chunks_exact(2).map(|pair| [f64::from(pair[0]), f64::from(pair[1])]).collect()
}

#[test]
fn the_gradient_is_a_quarter_of_the_objectives_slope() {
    let affinities = Affinities::new(&cloud(12, 5, 1), 5, 3.0, &Control::default()).unwrap();
    let points = scattered(12, 2);
    let objective = |points: &[Point]| affinities.divergence(points, exact(points).normaliser);
    let found = gradient(&affinities, &points, 1.0);
    for index in 0..points.len() {
        for axis in [0, 1] {
            let moved = |by: f64| {
                let mut points = points.clone();
                points[index][axis] += by;
                objective(&points)
            };
            let slope = (moved(1e-5) - moved(-1e-5)) / 2e-5;
            let error = (4.0 * found[index][axis] - slope).abs();
            assert!(error < 1e-8, "point {index}, axis {axis}: {} against {slope}", 4.0 * found[index][axis]);
        }
    }
}

#[test]
fn every_row_gets_the_perplexity_that_was_asked_for() {
    let mut random = ChaCha8Rng::seed_from_u64(3);
    for scale in [1e-6, 1.0, 1e6] {
        let distances: Vec<f64> = (0..90).map(|_| scale * random.random::<f64>()).collect();
        let found = affinities::probabilities(&distances, 30.0);
        let entropy: f64 = found.iter().filter(|value| **value > 0.0).map(|value| -value * value.ln()).sum();
        assert!((entropy.exp() - 30.0).abs() < 1e-6, "perplexity {} at scale {scale}", entropy.exp());
        assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}

#[test]
fn affinities_are_symmetric_and_sum_to_one() {
    let affinities = Affinities::new(&cloud(80, 4, 4), 4, 8.0, &Control::default()).unwrap();
    let entries: std::collections::BTreeMap<(usize, usize), f64> =
        affinities.entries().map(|(row, column, value)| ((row, column), value)).collect();
    assert!((entries.values().sum::<f64>() - 1.0).abs() < 1e-12);
    for ((row, column), value) in &entries {
        assert!((value - entries[&(*column, *row)]).abs() < 1e-15);
    }
}

#[test]
fn the_tree_is_near_all_pairs() {
    let mut points = scattered(3000, 5);
    // Many points at one place must neither overflow the tree nor push themselves.
    let place = points[0];
    points.extend([place; 50]);
    let (found, truth) = (approximate(&points), exact(&points));
    assert!((found.normaliser / truth.normaliser - 1.0).abs() < 1e-2, "{} of {}", found.normaliser, truth.normaliser);
    let square = |forces: &mut dyn Iterator<Item = Point>| forces.map(|force| force[0].powi(2) + force[1].powi(2)).sum::<f64>();
    let difference = square(&mut found.forces.iter().zip(&truth.forces).map(|(a, b)| [a[0] - b[0], a[1] - b[1]]));
    let error = (difference / square(&mut truth.forces.iter().copied())).sqrt();
    assert!(error < 0.02, "relative error of the forces {error}");
}

#[test]
fn the_same_seed_gives_the_same_points_on_any_number_of_threads() {
    let rows = cloud(1100, 3, 6);
    let parameters = crate::methods::Parameters::from_iter([("iterations", 30.0)]);
    let embed = |seed: u64, threads: usize| {
        let request = Request { rows: &rows, width: 3, parameters: parameters.clone(), seed };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| compute(&request, &Control::default(), &mut |_| ()).unwrap())
    };
    let first = embed(1, 1);
    assert_eq!(first, embed(1, 3));
    assert_ne!(first, embed(2, 3));
}
