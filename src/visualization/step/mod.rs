//! How a picture moves along its gradient: the step rules of Erhan 2009, DeepDream, Nguyen 2015, Yosinski 2015, Mahendran &
//! Vedaldi 2015 and 2016, and the usual optimisers.
//!
//! Everything goes up: the gradient is that of an objective that shall grow. Everything happens picture by picture. It knows
//! numbers alone, neither shapes nor networks, and nothing of decay, blur and the other things done after a step.

pub mod curvature;
mod lbfgs;

use lbfgs::Ascent;

/// What the gradient of a picture is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Norm {
    /// The mean of its absolute values: DeepDream, Øygard 2015, DGN-AM.
    MeanAbsolute,
    /// Its standard deviation plus 1e-8: the naive version of Mordvintsev 2016.
    Deviation,
    /// The root of the mean of its squares.
    RootMeanSquare,
    /// The root of the sum of its squares.
    Euclidean,
}

/// A step rule. `g` is the gradient, `x` the picture, `rate` what the caller asks for at this step.
#[derive(Clone, Debug, PartialEq)]
pub enum StepRule {
    /// `x += rate g`.
    Plain,
    /// `x += rate g / norm(g)`.
    Normalised(Norm),
    /// `m = keep m + rate g; x += m`, as deep-goggle has it.
    Momentum {
        /// What stays of the last step, 0.9 there.
        keep: f64,
    },
    /// Kingma & Ba 2015 as `torch.optim.Adam` computes it.
    Adam {
        /// What stays of the mean gradient, usually 0.9.
        first: f64,
        /// What stays of the mean square, usually 0.999.
        second: f64,
        /// Added to the root of the mean square, usually 1e-8.
        epsilon: f64,
    },
    /// `v = keep v + (1 - keep) g²; x += rate g / (√v + epsilon)`: epsilon outside the root, as torch and Keras until 2.10 have
    /// it; later Keras puts it inside.
    RmsProp {
        /// What stays of the mean square: 0.99 in torch, 0.999 in tf-keras-vis.
        keep: f64,
        /// Added to the root.
        epsilon: f64,
    },
    /// Mahendran & Vedaldi 2016 (nnpreimage): `G = keep G + g²; m = keep m + g / (1/rate + √G); x += m`.
    AdaGradLike {
        /// What stays of both sums, 0.9 there.
        keep: f64,
    },
    /// L-BFGS without a line search: `x += rate H g`; the first step is `min(1, 1/Σ|g|) rate g`, as `torch.optim.LBFGS` takes it.
    Lbfgs {
        /// Pairs that are kept.
        history: usize,
    },
    /// Yosinski 2015's `progress`: the score shall grow by `desired` if it were linear: `x += rate min(largest, desired/‖g‖²) g`.
    Progress {
        /// What the score shall grow by.
        desired: f64,
        /// The largest factor of the gradient.
        largest: f64,
    },
    /// Nguyen 2015's `progress` for probabilities: [`Self::Progress`] with `min(early, late (1 - score))` for `desired`.
    TaperedProgress {
        /// What the score shall grow by at first, 0.03 there.
        early: f64,
        /// Of what is missing to 1 this much, 0.1 there.
        late: f64,
        /// The largest factor of the gradient.
        largest: f64,
    },
}

/// A rule and what it remembers of a batch of pictures.
#[derive(Clone, Debug)]
pub struct Stepper {
    rule: StepRule,
    /// Numbers of one picture.
    len: usize,
    /// Steps since the start or the last reset.
    taken: u32,
    /// The running sum of gradients or steps, of every picture.
    sum: Vec<f32>,
    /// The running sum of squared gradients, of every picture.
    squares: Vec<f32>,
    ascents: Vec<Ascent>,
}

impl Stepper {
    /// Before the first step of `count` pictures of `len` numbers each.
    pub fn new(rule: StepRule, count: usize, len: usize) -> Self {
        let (sums, squares, ascents) = match rule {
            StepRule::Momentum { .. } => (count * len, 0, 0),
            StepRule::Adam { .. } | StepRule::AdaGradLike { .. } => (count * len, count * len, 0),
            StepRule::RmsProp { .. } => (0, count * len, 0),
            StepRule::Lbfgs { .. } => (0, 0, count),
            StepRule::Plain | StepRule::Normalised(_) | StepRule::Progress { .. } | StepRule::TaperedProgress { .. } => (0, 0, 0),
        };
        let history = if let StepRule::Lbfgs { history } = rule { history } else { 0 };
        let ascents = vec![Ascent::new(history); ascents];
        Self { rule, len: len.max(1), taken: 0, sum: vec![0.0; sums], squares: vec![0.0; squares], ascents }
    }

    /// Forgets all steps so far, as Mahendran & Vedaldi do when the rate changes.
    pub fn reset(&mut self) {
        *self = Self::new(self.rule.clone(), self.count(), self.len);
    }

    /// Moves every picture up its gradient. `params` and `gradient` hold `count * len` numbers.
    ///
    /// [`StepRule::TaperedProgress`] takes every score for 0; give it scores with [`Self::step_scored`].
    pub fn step(&mut self, params: &mut [f32], gradient: &[f32], rate: f64) {
        self.step_scored(params, gradient, rate, &[]);
    }

    /// The same, with the score of every picture before the step; scores that are not given are 0.
    pub fn step_scored(&mut self, params: &mut [f32], gradient: &[f32], rate: f64, scores: &[f64]) {
        self.taken = self.taken.saturating_add(1);
        match self.rule {
            StepRule::Momentum { keep } => self.momentum(params, gradient, rate as f32, keep as f32),
            StepRule::Adam { first, second, epsilon } => self.adam(params, gradient, rate, [first, second, epsilon]),
            StepRule::RmsProp { keep, epsilon } => self.root_mean_square(params, gradient, rate as f32, keep, epsilon as f32),
            StepRule::AdaGradLike { keep } => self.adaptive(params, gradient, rate, keep as f32),
            StepRule::Lbfgs { .. } => {
                let pictures = params.chunks_mut(self.len).zip(gradient.chunks(self.len));
                for (ascent, (params, gradient)) in self.ascents.iter_mut().zip(pictures) {
                    ascent.step(params, gradient, rate);
                }
            }
            StepRule::Plain | StepRule::Normalised(_) | StepRule::Progress { .. } | StepRule::TaperedProgress { .. } => {
                let pictures = params.chunks_mut(self.len).zip(gradient.chunks(self.len));
                for (picture, (params, gradient)) in pictures.enumerate() {
                    let score = scores.get(picture).copied().unwrap_or(0.0);
                    let factor = (rate * self.rule.factor(gradient, score)) as f32;
                    params.iter_mut().zip(gradient).for_each(|(param, slope)| *param += factor * slope);
                }
            }
        }
    }

    /// Pictures whose state is kept.
    fn count(&self) -> usize {
        self.ascents.len().max(self.sum.len().max(self.squares.len()) / self.len)
    }

    fn momentum(&mut self, params: &mut [f32], gradient: &[f32], rate: f32, keep: f32) {
        for ((param, slope), sum) in params.iter_mut().zip(gradient).zip(&mut self.sum) {
            *sum = keep * *sum + rate * slope;
            *param += *sum;
        }
    }

    fn adam(&mut self, params: &mut [f32], gradient: &[f32], rate: f64, [first, second, epsilon]: [f64; 3]) {
        let seen = |keep: f64| 1.0 - keep.powf(f64::from(self.taken));
        let (length, root) = ((rate / seen(first)) as f32, seen(second).sqrt() as f32);
        let (rest, keep_squares, rest_squares) = ((1.0 - first) as f32, second as f32, (1.0 - second) as f32);
        let epsilon = epsilon as f32;
        let state = self.sum.iter_mut().zip(&mut self.squares);
        for ((param, slope), (mean, square)) in params.iter_mut().zip(gradient).zip(state) {
            *mean += rest * (slope - *mean);
            *square = keep_squares * *square + rest_squares * slope * slope;
            *param += length * *mean / (square.sqrt() / root + epsilon);
        }
    }

    fn root_mean_square(&mut self, params: &mut [f32], gradient: &[f32], rate: f32, keep: f64, epsilon: f32) {
        let (keep, rest) = (keep as f32, (1.0 - keep) as f32);
        for ((param, slope), square) in params.iter_mut().zip(gradient).zip(&mut self.squares) {
            *square = keep * *square + rest * slope * slope;
            *param += rate * slope / (square.sqrt() + epsilon);
        }
    }

    fn adaptive(&mut self, params: &mut [f32], gradient: &[f32], rate: f64, keep: f32) {
        if rate <= 0.0 {
            return;
        }
        let least = (1.0 / rate) as f32;
        let state = self.sum.iter_mut().zip(&mut self.squares);
        for ((param, slope), (sum, square)) in params.iter_mut().zip(gradient).zip(state) {
            *square = keep * *square + slope * slope;
            *sum = keep * *sum + slope / (least + square.sqrt());
            *param += *sum;
        }
    }
}

impl StepRule {
    /// What the gradient of one picture is multiplied with, for rules that remember nothing; 0 for a gradient of 0.
    fn factor(&self, gradient: &[f32], score: f64) -> f64 {
        let progress = |desired: f64, largest: f64| largest.min(or_zero(desired, sum_of(gradient, |value| value * value)));
        match *self {
            Self::Normalised(norm) => norm.inverse(gradient),
            Self::Progress { desired, largest } => progress(desired, largest),
            Self::TaperedProgress { early, late, largest } => progress(early.min(late * (1.0 - score)), largest),
            _ => 1.0,
        }
    }
}

impl Norm {
    /// One over this norm of a picture's gradient; 0 for a gradient of 0.
    fn inverse(self, gradient: &[f32]) -> f64 {
        let count = gradient.len() as f64;
        let squares = || sum_of(gradient, |value| value * value);
        match self {
            Self::MeanAbsolute => or_zero(count, sum_of(gradient, f64::abs)),
            Self::Deviation => {
                let mean = sum_of(gradient, |value| value) / count;
                1.0 / ((sum_of(gradient, |value| (value - mean) * (value - mean)) / count).sqrt() + 1e-8)
            }
            Self::RootMeanSquare => or_zero(1.0, (squares() / count).sqrt()),
            Self::Euclidean => or_zero(1.0, squares().sqrt()),
        }
    }
}

/// The quotient, 0 where the divisor is 0.
fn or_zero(dividend: f64, divisor: f64) -> f64 {
    if divisor == 0.0 { 0.0 } else { dividend / divisor }
}

/// The sum of a function of the numbers.
fn sum_of(values: &[f32], of: impl Fn(f64) -> f64) -> f64 {
    values.iter().map(|&value| of(f64::from(value))).sum()
}

#[cfg(test)]
mod tests;
