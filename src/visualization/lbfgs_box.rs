//! L-BFGS in a box: what Szegedy 2013 searches the nearest picture of another class with.
//!
//! A projected quasi-Newton method (Bertsekas 1982): coordinates that lie on a bound and are pushed outwards are held, the
//! others move along the direction of L-BFGS, and the path is bent at the box; Armijo's rule, backtracking along that bent
//! path, says how far. It finds the minima of L-BFGS-B (Byrd 1995) by other steps, and stops as scipy's does. It knows functions
//! of numbers alone.

use super::step::curvature::{Memory, dot};

/// Share of the predicted decrease that a step must bring (Armijo).
const SUFFICIENT: f64 = 1e-4;
/// Halvings of a step before it is given up.
const HALVINGS: usize = 40;

/// A function of a point: its value there and its gradient.
pub type Function<'a, E> = dyn FnMut(&[f64]) -> Result<(f64, Vec<f64>), E> + 'a;

/// When to stop, and how much to remember.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Pairs that are kept.
    pub history: usize,
    /// Most iterations.
    pub iterations: usize,
    /// Stops when no coordinate of the projected gradient is larger.
    pub gradient: f64,
    /// Stops when an iteration lowers the value by less, relative to the larger of its size and 1.
    pub decrease: f64,
}

impl Default for Settings {
    /// scipy's tolerances, ten pairs, a hundred iterations.
    fn default() -> Self {
        Self { history: 10, iterations: 100, gradient: 1e-5, decrease: 2.220_446_049_250_313e-9 }
    }
}

/// Why a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The projected gradient is small.
    Gradient,
    /// The value hardly falls any more.
    Decrease,
    /// As many iterations as were allowed.
    Iterations,
    /// No step lowers the value: the precision of the numbers is reached, or the gradient is not the function's, or not a number.
    NoDescent,
}

/// Where a search ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The best point found.
    pub point: Vec<f64>,
    /// The value there.
    pub value: f64,
    /// Iterations taken.
    pub iterations: usize,
    /// How often the function was asked.
    pub evaluations: usize,
    /// Why it ended.
    pub reason: Reason,
}

/// Searches the smallest value of a function within `bounds`, the same for every coordinate, from `start` (brought into the box).
///
/// `evaluate` returns the value and the gradient at a point of the box. A value that is not finite counts as too high.
///
/// # Errors
///
/// Those of `evaluate`.
pub fn minimise<E>(start: &[f64], bounds: [f64; 2], settings: Settings, evaluate: &mut Function<'_, E>) -> Result<Outcome, E> {
    let mut search = Search::new(start, bounds, settings, evaluate)?;
    loop {
        if let Some(reason) = search.step(evaluate)? {
            return Ok(search.outcome(reason));
        }
    }
}

/// A search on its way, iteration by iteration, for whoever wants to watch it or to stop it.
#[derive(Clone, Debug)]
pub struct Search {
    bounds: [f64; 2],
    settings: Settings,
    memory: Memory,
    here: Place,
    iterations: usize,
    evaluations: usize,
}

impl Search {
    /// Begins at `start`, brought into the box.
    ///
    /// # Errors
    ///
    /// Those of `evaluate`.
    pub fn new<E>(start: &[f64], bounds: [f64; 2], settings: Settings, evaluate: &mut Function<'_, E>) -> Result<Self, E> {
        let start = start.iter().map(|&value| value.max(bounds[0]).min(bounds[1])).collect();
        let here = Place::new(start, &mut |x| evaluate(x))?;
        Ok(Self { bounds, settings, memory: Memory::new(settings.history), here, iterations: 0, evaluations: 1 })
    }

    /// An iteration of the function that it began with; why the search ends, if it does.
    ///
    /// # Errors
    ///
    /// Those of `evaluate`; the search is where it was, and can go on.
    pub fn step<E>(&mut self, evaluate: &mut Function<'_, E>) -> Result<Option<Reason>, E> {
        if self.here.projected_norm(self.bounds) <= self.settings.gradient {
            return Ok(Some(Reason::Gradient));
        }
        if self.iterations == self.settings.iterations {
            return Ok(Some(Reason::Iterations));
        }
        let (here, memory, bounds) = (&self.here, &mut self.memory, self.bounds);
        let mut evaluations = 0;
        let mut counted = |x: &[f64]| {
            evaluations += 1;
            evaluate(x)
        };
        let free = here.free(bounds);
        let mut lower = here.lower(&descent(memory, &here.gradient, &free), memory.is_empty(), bounds, &mut counted)?;
        // What is remembered may be of elsewhere: the plain gradient is tried before giving up.
        if lower.is_none() && !memory.is_empty() {
            memory.forget();
            lower = here.lower(&memory.direction(&here.gradient, &free), true, bounds, &mut counted)?;
        }
        self.evaluations += evaluations;
        let Some(lower) = lower else { return Ok(Some(Reason::NoDescent)) };
        self.iterations += 1;
        self.memory.remember(difference(&lower.point, &self.here.point), difference(&lower.gradient, &self.here.gradient));
        let fell = (self.here.value - lower.value) / self.here.value.abs().max(lower.value.abs()).max(1.0);
        self.here = lower;
        Ok((fell <= self.settings.decrease).then_some(Reason::Decrease))
    }

    /// The best point so far.
    pub fn point(&self) -> &[f64] {
        &self.here.point
    }

    /// Iterations taken.
    pub fn iterations(&self) -> usize {
        self.iterations
    }

    /// What was found, for whoever knows why it ended.
    pub fn outcome(self, reason: Reason) -> Outcome {
        let Place { point, value, .. } = self.here;
        Outcome { point, value, iterations: self.iterations, evaluations: self.evaluations, reason }
    }
}

/// A point and what the function is there.
#[derive(Clone, Debug)]
struct Place {
    point: Vec<f64>,
    value: f64,
    gradient: Vec<f64>,
}

impl Place {
    fn new<E>(point: Vec<f64>, evaluate: &mut impl FnMut(&[f64]) -> Result<(f64, Vec<f64>), E>) -> Result<Self, E> {
        let (value, gradient) = evaluate(&point)?;
        Ok(Self { point, value, gradient })
    }

    /// The coordinates that do not lie on a bound which they would leave downhill.
    fn free(&self, [low, high]: [f64; 2]) -> Vec<bool> {
        let held = |x: f64, slope: f64| (x <= low && slope > 0.0) || (x >= high && slope < 0.0);
        self.point.iter().zip(&self.gradient).map(|(&x, &slope)| !held(x, slope)).collect()
    }

    /// The largest coordinate of the way that a step along the gradient would go within the box.
    fn projected_norm(&self, [low, high]: [f64; 2]) -> f64 {
        let way = |(&x, &slope): (&f64, &f64)| ((x - slope).max(low).min(high) - x).abs();
        self.point.iter().zip(&self.gradient).map(way).fold(0.0, f64::max)
    }

    /// A place against the direction that is lower enough. `unscaled`: nothing is known of the function's scale yet, so the
    /// first trial has length 1 at most.
    fn lower<E>(
        &self,
        direction: &[f64],
        unscaled: bool,
        [low, high]: [f64; 2],
        evaluate: &mut impl FnMut(&[f64]) -> Result<(f64, Vec<f64>), E>,
    ) -> Result<Option<Self>, E> {
        let mut length = if unscaled { 1.0 / dot(direction, direction).sqrt().max(1.0) } else { 1.0 };
        for _ in 0..HALVINGS {
            let bent = |(x, step): (&f64, &f64)| (x - length * step).max(low).min(high);
            let moved: Vec<f64> = self.point.iter().zip(direction).map(bent).collect();
            let predicted = dot(&self.gradient, &difference(&moved, &self.point));
            if predicted < 0.0 {
                let place = Self::new(moved, evaluate)?;
                if place.value <= self.value + SUFFICIENT * predicted {
                    return Ok(Some(place));
                }
            }
            length *= 0.5;
        }
        Ok(None)
    }
}

/// The direction whose negative is walked; the plain gradient where memory points uphill.
fn descent(memory: &mut Memory, gradient: &[f64], free: &[bool]) -> Vec<f64> {
    let direction = memory.direction(gradient, free);
    if dot(&direction, gradient) > 0.0 {
        return direction;
    }
    memory.forget();
    memory.direction(gradient, free)
}

/// `left - right`, number by number.
fn difference(left: &[f64], right: &[f64]) -> Vec<f64> {
    left.iter().zip(right).map(|(left, right)| left - right).collect()
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    fn found(start: &[f64], bounds: [f64; 2], settings: Settings, function: impl Fn(&[f64]) -> (f64, Vec<f64>)) -> Outcome {
        minimise::<Infallible>(start, bounds, settings, &mut |x| Ok(function(x))).unwrap()
    }

    /// The sum of `100 (x₁ - x₀²)² + (1 - x₀)²` over neighbours, and its gradient.
    fn rosenbrock(x: &[f64]) -> (f64, Vec<f64>) {
        let mut gradient = vec![0.0; x.len()];
        let mut value = 0.0;
        for index in 0..x.len() - 1 {
            let valley = x[index + 1] - x[index] * x[index];
            value += 100.0 * valley * valley + (1.0 - x[index]) * (1.0 - x[index]);
            gradient[index] -= 400.0 * x[index] * valley + 2.0 * (1.0 - x[index]);
            gradient[index + 1] += 200.0 * valley;
        }
        (value, gradient)
    }

    /// `x'Ax/2 - b'x` with neighbours that pull at each other.
    fn quadratic(x: &[f64]) -> (f64, Vec<f64>) {
        let pull = |index: usize| 3.0 * (index as f64 * 1.7).sin();
        let side = |index: Option<usize>| index.and_then(|index| x.get(index)).copied().unwrap_or(0.0);
        let product = |index: usize| (2.5 + 0.3 * index as f64) * x[index] - side(index.checked_sub(1)) - side(Some(index + 1));
        let products: Vec<f64> = (0..x.len()).map(product).collect();
        let value = (0..x.len()).map(|index| 0.5 * x[index] * products[index] - pull(index) * x[index]).sum();
        (value, (0..x.len()).map(|index| products[index] - pull(index)).collect())
    }

    /// Every choice of lower bound, upper bound or free for every coordinate; the best one within the box.
    fn brute_force(count: usize, [low, high]: [f64; 2]) -> f64 {
        let mut best = f64::INFINITY;
        for choice in 0..3_usize.pow(count as u32) {
            let kinds: Vec<usize> = (0..count).map(|index| choice / 3_usize.pow(index as u32) % 3).collect();
            let mut x: Vec<f64> = kinds.iter().map(|kind| [low, high, 0.0][*kind]).collect();
            // The free coordinates solve their equations: Gauss-Seidel converges, the matrix is diagonally dominant.
            for _ in 0..200 {
                for index in 0..count {
                    if kinds[index] == 2 {
                        x[index] -= quadratic(&x).1[index] / (2.5 + 0.3 * index as f64);
                    }
                }
            }
            if x.iter().all(|value| (low..=high).contains(value)) {
                best = best.min(quadratic(&x).0);
            }
        }
        best
    }

    #[test]
    fn a_quadratic_with_active_bounds_is_solved_as_by_brute_force() {
        let bounds = [-0.4, 0.8];
        let outcome = found(&[0.1; 6], bounds, Settings { gradient: 1e-7, decrease: 0.0, ..Settings::default() }, quadratic);
        assert!(outcome.point.iter().filter(|value| bounds.contains(value)).count() >= 2, "{outcome:?}");
        assert!((outcome.value - brute_force(6, bounds)).abs() < 1e-10, "{outcome:?}");
        assert_eq!(outcome.reason, Reason::Gradient);
    }

    /// from scipy.optimize import minimize, rosen, rosen_der  (1.17.1)
    /// minimize(rosen, [-.8]*10, jac=rosen_der, method='L-BFGS-B', bounds=[(-1,.7)]*10, options=dict(ftol=1e-15, gtol=1e-10))
    /// 6.698199678472351; bounds (-1, 2): 4.5e-16; minimize(rosen, [.5]*4, ..., bounds=[(.2,.6)]*4): 3.8391664282765543
    #[test]
    fn rosenbrock_in_a_box_ends_where_scipy_ends() {
        let settings = Settings { iterations: 500, gradient: 1e-8, decrease: 1e-15, ..Settings::default() };
        let outcome = found(&[-0.8; 10], [-1.0, 0.7], settings, rosenbrock);
        assert!((outcome.value - 6.698_199_678_472_351).abs() < 1e-7, "{outcome:?}");
        let outcome = found(&[-0.8; 10], [-1.0, 2.0], settings, rosenbrock);
        assert!((outcome.value - 0.0).abs() < 1e-9, "{outcome:?}");
        let outcome = found(&[0.5; 4], [0.2, 0.6], settings, rosenbrock);
        assert!((outcome.value - 3.839_166_428_276_554_3).abs() < 1e-7, "{outcome:?}");
    }

    #[test]
    fn steps_stay_in_the_box_and_within_the_iterations() {
        let settings = Settings { iterations: 7, gradient: 0.0, decrease: 0.0, ..Settings::default() };
        let mut asked = 0;
        let outcome = minimise::<Infallible>(&[-9.0, 9.0, 0.3], [-1.0, 1.0], settings, &mut |x| {
            assert!(x.iter().all(|value| (-1.0..=1.0).contains(value)));
            asked += 1;
            Ok(rosenbrock(x))
        });
        let outcome = outcome.unwrap();
        assert_eq!((outcome.iterations, outcome.evaluations, outcome.reason), (7, asked, Reason::Iterations));
        assert_eq!(outcome.value, rosenbrock(&outcome.point).0);
    }

    #[test]
    fn errors_and_values_that_are_no_numbers_end_the_search() {
        let error = minimise(&[0.5], [0.0, 1.0], Settings::default(), &mut |_| Err("no"));
        assert_eq!(error, Err("no"));
        let outcome = found(&[0.5], [0.0, 1.0], Settings::default(), |_| (f64::NAN, vec![1.0]));
        assert_eq!((outcome.point, outcome.reason), (vec![0.5], Reason::NoDescent));
        let wall = found(&[0.9], [0.0, 1.0], Settings::default(), |x| {
            (if x[0] < 0.5 { f64::NAN } else { x[0] * x[0] }, vec![2.0 * x[0]])
        });
        assert!(wall.value <= 0.81 && wall.point[0] >= 0.5);
    }
}
