//! Looking at a path where it bends: the score's gradient along it is nearly constant over stretches and jumps where
//! rectifiers turn, and rules with fixed places miss most jumps.
//!
//! Between two places that have been looked at, the score's own rise tells how far the mean of both gradients is off: the
//! stretch that is off most is halved next. In the end each stretch is shared between its two gradients so that they explain
//! its rise, which is exact where the gradient jumps once in between. Scores come with the gradients, so that this costs
//! nothing.

use super::gradients_at;
use crate::{
    attribution::{Request, Result, shared::between},
    control::Control,
};

/// A place that was looked at.
struct Knot {
    /// Where along the path, 0 to 1.
    at: f64,
    /// `C * H * W` numbers.
    gradient: Vec<f32>,
    /// How fast the score rises here along the path.
    slope: f64,
    /// The score here.
    score: f64,
}

/// The share of the places that lie evenly, both ends among them: fewer miss what bends in a wide stretch without showing in
/// the score.
const EVEN: f64 = 2.0 / 3.0;
/// Stretches halved in a round.
const HALVED: usize = 8;
/// How much the mean of both slopes counts beside what is certainly wrong.
const UNSURE: f64 = 0.1;
/// A stretch that is off by no more than this share of the whole rise is straight.
const STRAIGHT: f64 = 1e-9;

/// A path from one input to another, looked at in places.
pub struct Bends<'a> {
    from: &'a [f32],
    to: &'a [f32],
    /// In the order of the path.
    knots: Vec<Knot>,
}

impl<'a> Bends<'a> {
    /// A path that nobody has looked at.
    pub fn new(from: &'a [f32], to: &'a [f32]) -> Self {
        Self { from, to, knots: Vec::new() }
    }

    /// How many places have been looked at.
    pub fn count(&self) -> usize {
        self.knots.len()
    }

    /// Looks at `count` places; `shown` sees what is known after each round.
    pub fn look(
        &mut self,
        request: &Request<'_>,
        count: usize,
        control: &Control,
        shown: &mut dyn FnMut(&Self) -> Result<()>,
    ) -> Result<()> {
        let first = ((count as f64 * EVEN).round() as usize).max(2).min(count);
        let place = |index: usize| if first == 1 { 0.5 } else { index as f64 / (first - 1) as f64 };
        self.visit(request, &(0..first).map(place).collect::<Vec<_>>(), control)?;
        while self.knots.len() < count {
            shown(self)?;
            let mut wrong: Vec<(f64, f64)> =
                self.knots.windows(2).map(|pair| (off(pair), f64::midpoint(pair[0].at, pair[1].at))).collect();
            wrong.sort_by(|a, b| b.0.total_cmp(&a.0));
            let rise = self.knots.last().zip(self.knots.first()).map_or(0.0, |(last, first)| last.score - first.score);
            let places: Vec<f64> = wrong
                .into_iter()
                .filter(|(off, _)| *off > STRAIGHT * rise.abs())
                .take(HALVED.min(count - self.knots.len()))
                .map(|(_, at)| at)
                .collect();
            if places.is_empty() {
                break;
            }
            self.visit(request, &places, control)?;
        }
        Ok(())
    }

    fn visit(&mut self, request: &Request<'_>, places: &[f64], control: &Control) -> Result<()> {
        let (from, to) = (self.from, self.to);
        let way = |pixel: usize| f64::from(to[pixel]) - f64::from(from[pixel]);
        let mut found = Vec::with_capacity(places.len());
        gradients_at(request, places.len(), &mut |index| between(from, to, places[index]), control, &mut |at| {
            let slope = at.gradient.iter().enumerate().map(|(pixel, &gradient)| f64::from(gradient) * way(pixel)).sum();
            found.push(Knot { at: places[at.index], gradient: at.gradient.to_vec(), slope, score: at.score });
            Ok(())
        })?;
        self.knots.extend(found);
        self.knots.sort_by(|a, b| a.at.total_cmp(&b.at));
        Ok(())
    }

    /// How much each place counts; the weights sum to 1.
    fn weights(&self) -> Vec<f64> {
        let mut weights = vec![0.0; self.knots.len()];
        if let [only] = weights.as_mut_slice() {
            *only = 1.0;
        }
        for (index, pair) in self.knots.windows(2).enumerate() {
            let [a, b] = pair else { continue };
            let length = b.at - a.at;
            let share = share(a, b);
            weights[index] += length * share;
            weights[index + 1] += length * (1.0 - share);
        }
        weights
    }

    /// The mean gradient along the path.
    pub fn mean_gradient(&self) -> Vec<f64> {
        let mut mean = vec![0.0; self.to.len()];
        for (knot, weight) in self.knots.iter().zip(self.weights()) {
            for (sum, &gradient) in mean.iter_mut().zip(&knot.gradient) {
                *sum += weight * f64::from(gradient);
            }
        }
        mean
    }
}

/// How the first of two places shares a stretch with the second, so that both slopes explain the rise as far as they can.
fn share(a: &Knot, b: &Knot) -> f64 {
    let rise = (b.score - a.score) / (b.at - a.at);
    if a.slope == b.slope { 0.5 } else { ((rise - b.slope) / (a.slope - b.slope)).clamp(0.0, 1.0) }
}

/// How much of a stretch's rise no share of both slopes explains, and a little of how far their mean is off: where the
/// gradient jumps once the share is right, and where it jumps often nobody knows.
fn off(pair: &[Knot]) -> f64 {
    let [a, b] = pair else { return 0.0 };
    let (length, rise, own) = (b.at - a.at, b.score - a.score, share(a, b));
    let unexplained = (length * (a.slope * own + b.slope * (1.0 - own)) - rise).abs();
    unexplained + UNSURE * (length * f64::midpoint(a.slope, b.slope) - rise).abs()
}
