//! t-SNE: van der Maaten & Hinton 2008, "Visualizing data using t-SNE", with the Barnes-Hut approximation of van der
//! Maaten 2014 above a thousand points.
//!
//! Defaults follow openTSNE 1.0: perplexity 30 over the 90 nearest neighbours, a start at the principal components, early
//! exaggeration 12 for a third of 750 steps, learning rate N / exaggeration, momentum 0.8, gains, steps of at most 5. As in
//! van der Maaten's program the gradient is taken without its constant factor of 4. The same seed gives the same points on
//! any number of threads.

mod affinities;
mod quadtree;
mod repulsion;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

pub use affinities::Affinities;
pub use repulsion::{Repulsion, repulsion};

use super::{Domain, Method, Parameter, Points, Request, Result, Value, principal_components};
use crate::{
    control::Control,
    words::{self, trust},
};

/// A point of the plane while it moves.
pub type Point = [f64; 2];

const PERPLEXITY: Parameter =
    Parameter { id: "perplexity", domain: Domain::Number([2.0, 500.0]), default: &Value::Number(30.0), elsewhere: &[] };

const ITERATIONS: Parameter =
    Parameter { id: "iterations", domain: Domain::Whole([30, 10_000]), default: &Value::Whole(750), elsewhere: &[] };

const LEARNING_RATE: Parameter =
    Parameter { id: "learning-rate", domain: Domain::Number([0.0, 100_000.0]), default: &Value::Number(0.0), elsewhere: &[] };

const EXAGGERATION: Parameter =
    Parameter { id: "early-exaggeration", domain: Domain::Number([1.0, 50.0]), default: &Value::Number(12.0), elsewhere: &[] };

/// Numbers a picture keeps before distances are measured.
const REDUCED_WIDTH: usize = 50;

const MOMENTUM: f64 = 0.8;

const LARGEST_STEP: f64 = 5.0;

pub const METHOD: Method = Method {
    id: "tsne",
    name: "t-SNE",
    paper: "van der Maaten & Hinton 2008",
    parameters: &[PERPLEXITY, ITERATIONS, LEARNING_RATE, EXAGGERATION],
    compute,
};

fn compute(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Points)) -> Result<Points> {
    let count = request.count();
    let reduced;
    let (rows, width) = if request.width > REDUCED_WIDTH {
        reduced = principal_components(request.rows, request.width, REDUCED_WIDTH, control)?;
        (&reduced.coordinates[..], reduced.components)
    } else {
        (request.rows, request.width)
    };
    let perplexity = request.parameter(&PERPLEXITY).min((count - 1) as f64 / 3.0);
    control.step(0, 1, &trust::NEIGHBOURS)?;
    let affinities = Affinities::new(rows, width, perplexity, control)?;
    let mut descent = Descent::new(start(rows, width, request.seed, control)?);
    let steps = request.parameter(&ITERATIONS) as usize;
    for step in 0..steps {
        let exaggeration = if step < steps / 3 { request.parameter(&EXAGGERATION) } else { 1.0 };
        let rate = match request.parameter(&LEARNING_RATE) {
            0.0 => count as f64 / exaggeration,
            rate => rate,
        };
        let gradient = gradient(&affinities, &descent.points, exaggeration);
        descent.step(&gradient, rate);
        control.step(step + 1, steps, &trust::step(step + 1, steps))?;
        observer(&Points { positions: descent.positions(), trust: vec![trust::step(step + 1, steps)] });
    }
    let divergence = affinities.divergence(&descent.points, repulsion(&descent.points).normaliser);
    Ok(Points { positions: descent.positions(), trust: vec![trust::divergence(words::Value::Fixed(divergence, 2))] })
}

/// The principal components, shrunk to a standard deviation of 1e-4 along the first, each moved by about a hundredth of that.
fn start(rows: &[f32], width: usize, seed: u64, control: &Control) -> Result<Vec<Point>> {
    let found = principal_components(rows, width, 2, control)?;
    let plane: Vec<Point> = found
        .coordinates
        .chunks_exact(found.components)
        .map(|row| [f64::from(row[0]), row.get(1).copied().map_or(0.0, f64::from)])
        .collect();
    let deviation = (plane.iter().map(|point| point[0] * point[0]).sum::<f64>() / plane.len() as f64).sqrt();
    let scale = if deviation > 0.0 { 1e-4 / deviation } else { 0.0 };
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    Ok(plane.iter().map(|point| point.map(|value| value * scale + 2e-6 * (random.random::<f64>() - 0.5))).collect())
}

/// A quarter of the objective's gradient: attraction along the affinities minus repulsion between all.
pub fn gradient(affinities: &Affinities, points: &[Point], exaggeration: f64) -> Vec<Point> {
    let Repulsion { forces, normaliser } = repulsion(points);
    let of_point = |(index, force): (usize, &Point)| {
        let attraction = affinities.attraction(index, points);
        [0, 1].map(|axis| exaggeration * attraction[axis] - force[axis] / normaliser)
    };
    forces.par_iter().enumerate().map(of_point).collect()
}

/// Gradient descent with momentum and gains (Jacobs 1988).
struct Descent {
    points: Vec<Point>,
    moves: Vec<Point>,
    gains: Vec<Point>,
}

impl Descent {
    fn new(points: Vec<Point>) -> Self {
        let count = points.len();
        Self { points, moves: vec![[0.0; 2]; count], gains: vec![[1.0; 2]; count] }
    }

    fn step(&mut self, gradient: &[Point], rate: f64) {
        for (((point, last), gain), gradient) in self.points.iter_mut().zip(&mut self.moves).zip(&mut self.gains).zip(gradient) {
            for axis in [0, 1] {
                let turned = (last[axis] > 0.0) != (gradient[axis] > 0.0);
                gain[axis] = if turned { gain[axis] + 0.2 } else { (gain[axis] * 0.8).max(0.01) };
                last[axis] = MOMENTUM * last[axis] - rate * gain[axis] * gradient[axis];
            }
            let length = last[0].hypot(last[1]);
            if length > LARGEST_STEP {
                last.iter_mut().for_each(|value| *value *= LARGEST_STEP / length);
            }
            point.iter_mut().zip(last).for_each(|(value, step)| *value += *step);
        }
        let count = self.points.len() as f64;
        let centre = [0, 1].map(|axis| self.points.iter().map(|point| point[axis]).sum::<f64>() / count);
        for point in &mut self.points {
            point.iter_mut().zip(centre).for_each(|(value, centre)| *value -= centre);
        }
    }

    fn positions(&self) -> Vec<[f32; 2]> {
        self.points.iter().map(|point| point.map(|value| value as f32)).collect()
    }
}

#[cfg(test)]
mod tests;
