//! Guided integrated gradients: Kapishnikov et al. 2021, "Guided integrated gradients: an adaptive path method for removing
//! noise".
//!
//! The path from the baseline goes first along the pixels to which the score is least sensitive, never further from the straight
//! path than a given share of it. The numbers sum to `f(x) - f(b)`. As in the authors' library (PAIR's `saliency`).

use super::{differentiated, map_of, rise};
use crate::{
    attribution::{
        Compute, Cost, Family, Map, Method, PAPER, Parameter, Request, Result, Value, applies,
        baseline::{BASELINE, baseline},
        shared::Growth,
    },
    control::Control,
    words::trust,
};

const STEPS: Parameter = Parameter::whole("steps", [1, 2000], &Value::Whole(200));

const FRACTION: Parameter = Parameter::number("fraction", [0.01, 1.0], &Value::Number(0.25));

const DISTANCE: Parameter = Parameter::number("distance", [0.0, 1.0], &Value::Number(0.02));

pub const METHOD: Method = Method {
    id: "guided-ig",
    name: "Guided IG",
    paper: "Kapishnikov 2021",
    family: Family::Gradients,
    parameters: &[BASELINE, STEPS, FRACTION, DISTANCE],
    looks_at_layer: false,
    applies: applies::always,
    cost: Cost::ManyPasses,
    conventions: &[PAPER],
    signed: true,
    compute: Compute::Growing(compute),
};

/// Two lengths that differ by so little are the same.
const CLOSE: f64 = 1e-9;

/// A point on its way from one picture to another.
struct Way {
    from: Vec<f64>,
    to: Vec<f64>,
    now: Vec<f64>,
    length: f64,
    fraction: f64,
    distance: f64,
}

impl Way {
    /// Where the straight path is at a share of it.
    fn straight(&self, pixel: usize, share: f64) -> f64 {
        self.from[pixel] + (self.to[pixel] - self.from[pixel]) * share
    }

    /// How much is left.
    fn left(&self) -> f64 {
        self.now.iter().zip(&self.to).map(|(now, to)| (now - to).abs()).sum()
    }

    /// Moves on by one of `steps` and adds what that is worth to `sums`.
    fn step(&mut self, step: usize, steps: usize, gradient: &[f32], sums: &mut [f64]) {
        let share = (step + 1) as f64 / steps as f64;
        let (least, most) = ((share - self.distance).max(0.0), (share + self.distance).min(1.0));
        let goal = self.length * (1.0 - share);
        // Pixels that have come as far as they may are not moved again in this step.
        let mut size: Vec<f64> = gradient.iter().map(|&gradient| f64::from(gradient).abs()).collect();
        loop {
            let before = self.now.clone();
            for pixel in 0..self.now.len() {
                let span = self.to[pixel] - self.from[pixel];
                if span != 0.0 && (self.now[pixel] - self.from[pixel]) / span < least {
                    self.now[pixel] = self.straight(pixel, least);
                }
            }
            let left = self.left();
            let close = (goal - left).abs() <= (CLOSE * goal.abs().max(left.abs())).max(CLOSE);
            let mut again = false;
            if !close {
                let ends: Vec<f64> = (0..self.now.len()).map(|pixel| self.straight(pixel, most)).collect();
                for ((size, now), end) in size.iter_mut().zip(&self.now).zip(&ends) {
                    if now == end {
                        *size = f64::INFINITY;
                    }
                }
                let threshold = lower_quantile(&size, self.fraction);
                let moves = |pixel: usize| size[pixel] <= threshold && size[pixel].is_finite();
                let way: f64 = (0..size.len()).filter(|&at| moves(at)).map(|at| (self.now[at] - ends[at]).abs()).sum();
                let share = if way > 0.0 { (left - goal) / way } else { f64::INFINITY };
                for pixel in (0..size.len()).filter(|&pixel| moves(pixel)) {
                    let (now, end) = (self.now[pixel], ends[pixel]);
                    self.now[pixel] = if share > 1.0 { end } else { now + (end - now) * share };
                }
                // Where nothing can move any more there is nothing to wait for.
                again = share > 1.0 && size.iter().any(|size| size.is_finite());
            }
            for (pixel, sum) in sums.iter_mut().enumerate() {
                *sum += (self.now[pixel] - before[pixel]) * f64::from(gradient[pixel]);
            }
            if !again {
                return;
            }
        }
    }
}

/// The value below which lies this share, of those that there are the lower one.
fn lower_quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    let place = (share * (sorted.len().saturating_sub(1)) as f64).floor() as usize;
    if sorted.is_empty() {
        return 0.0;
    }
    *sorted.select_nth_unstable_by(place, f64::total_cmp).1
}

fn compute(request: &Request<'_>, control: &Control, observer: &mut dyn FnMut(&Map)) -> Result<Map> {
    let (from, to) = (baseline(request, &BASELINE)?, request.pixels()?);
    let rise = rise(request, &from, &to, control)?;
    let wide = |values: &[f32]| values.iter().map(|&value| f64::from(value)).collect::<Vec<f64>>();
    let (from, to) = (wide(&from), wide(&to));
    let length = from.iter().zip(&to).map(|(from, to)| (from - to).abs()).sum();
    let (fraction, distance) = (request.parameter(&FRACTION), request.parameter(&DISTANCE));
    let mut way = Way { now: from.clone(), from, to, length, fraction, distance };
    let steps = request.count(&STEPS);
    let mut growth = Growth::new(control, observer, steps, trust::steps_so_far);
    let mut sums = vec![0.0; way.to.len()];
    for step in 0..steps {
        let now: Vec<f32> = way.now.iter().map(|&value| value as f32).collect();
        // Which pixels move turns on the smallest gradients.
        differentiated(request.engine, request, 1, &mut |_| now.clone(), control, &mut |at| {
            way.step(step, steps, at.gradient, &mut sums);
            Ok(())
        })?;
        growth.reach(step + 1, || map_of(request, sums.iter().copied(), true, Vec::new()))?;
    }
    Ok(map_of(request, sums.into_iter(), true, vec![trust::steps(steps)])?.which_sums_to(rise))
}
