//! Erasing pixels in the order of a map: deletion and insertion (Petsiuk et al. 2018, "RISE") and ROAD (Rong et al. 2022, "A
//! consistent and efficient evaluation strategy for attribution methods", whose imputation hides where something was erased).
//!
//! It knows maps as numbers and the network as something that answers.

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::{Importance, Result};
use crate::{
    attribution::{Fill, Request, Rerun},
    control::Control,
    methods::normal,
    picture::{Border, blurred},
};

/// What erased pixels become.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Eraser {
    /// Zeros of the preprocessed input.
    Grey,
    /// The picture, blurred with a deviation in pixels.
    Blur(f64),
    /// What surrounds them, grown into them, with a little noise of this deviation.
    Surroundings(f64),
}

impl Eraser {
    /// A blur that leaves no detail, whatever the input's size: 5 pixels of 224, as RISE.
    pub fn blur(size: [usize; 2]) -> Self {
        Self::Blur(5.0 * size[0].min(size[1]) as f64 / 224.0)
    }
}

/// Which pixels go first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The most important ones: a true map makes the score fall fast.
    MostFirst,
    /// The least important ones: a true map keeps the score up.
    LeastFirst,
    /// Nothing is there at first, and the most important ones come: a true map makes the score rise fast.
    Insert,
}

/// The target's number while pixels are erased.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// Which share of the pixels has been erased (or inserted), from 0 to 1.
    pub shares: Vec<f64>,
    /// The target's number there: a class's probability.
    pub scores: Vec<f64>,
}

impl Curve {
    /// The area below, by trapezoids, as a share of that below 1.
    pub fn area(&self) -> f64 {
        let steps = self.shares.windows(2).zip(self.scores.windows(2));
        steps.map(|(share, score)| (share[1] - share[0]) * f64::midpoint(score[0], score[1])).sum()
    }
}

/// ROAD's shares of pixels that are erased (pytorch-grad-cam's percentiles 10 to 90).
pub const ROAD_SHARES: [f64; 5] = [0.1, 0.3, 0.5, 0.7, 0.9];

/// Pixels by falling or rising importance; of equal ones the first comes first.
fn ordered(importance: &Importance, order: Order) -> Vec<usize> {
    let mut pixels: Vec<usize> = (0..importance.values.len()).collect();
    let value = |at: usize| importance.values[at];
    match order {
        Order::MostFirst | Order::Insert => pixels.sort_by(|&a, &b| value(b).total_cmp(&value(a))),
        Order::LeastFirst => pixels.sort_by(|&a, &b| value(a).total_cmp(&value(b))),
    }
    pixels
}

/// Inputs with pixels missing.
struct Erased {
    input: Vec<f32>,
    size: [usize; 2],
    fill: Fill,
    /// The deviation of noise on what is filled in.
    noise: f64,
    random: ChaCha8Rng,
}

impl Erased {
    fn new(request: &Request<'_>, size: [usize; 2], eraser: Eraser) -> Result<Self> {
        let input = request.pixels()?;
        let (fill, noise) = match eraser {
            Eraser::Grey => (Fill::Number(0.0), 0.0),
            Eraser::Blur(deviation) => (Fill::Picture(blurred(&input, size, deviation, Border::Mirrored)), 0.0),
            Eraser::Surroundings(noise) => (Fill::Surroundings, noise),
        };
        Ok(Self { input, size, fill, noise, random: ChaCha8Rng::seed_from_u64(0) })
    }

    fn without(&mut self, missing: &[bool]) -> Vec<f32> {
        let [rows, columns] = self.size;
        let mut filled = self.fill.over(&self.input, self.size, &[0..rows, 0..columns], |y, x| missing[y * columns + x]);
        if self.noise > 0.0 {
            for (_, value) in filled.iter_mut().enumerate().filter(|(at, _)| missing[at % missing.len()]) {
                *value += (self.noise * normal(&mut self.random)) as f32;
            }
        }
        filled
    }
}

/// Erases in `steps` equal steps; `shown` sees the curve and the last input (`C * H * W`) as they grow.
///
/// # Errors
/// Cancellation, and what the network refuses.
pub fn erase(
    request: &Request<'_>,
    importance: &Importance,
    way: (Order, Eraser),
    steps: usize,
    control: &Control,
    shown: &mut dyn FnMut(&Curve, &[f32]),
) -> Result<Curve> {
    let steps = steps.max(1);
    let shares: Vec<f64> = (0..=steps).map(|step| step as f64 / steps as f64).collect();
    at_shares(request, importance, way, &shares, control, shown)
}

/// The target's number with each of these shares of the pixels erased.
fn at_shares(
    request: &Request<'_>,
    importance: &Importance,
    (order, eraser): (Order, Eraser),
    shares: &[f64],
    control: &Control,
    shown: &mut dyn FnMut(&Curve, &[f32]),
) -> Result<Curve> {
    let pixels = ordered(importance, order);
    let mut erased = Erased::new(request, importance.size, eraser)?;
    let rerun = Rerun::of_input(request)?.by_probability();
    let mut curve = Curve::default();
    // A few states are asked about together; few enough for whoever watches.
    for some in shares.chunks(rerun.batch().min(TOGETHER)) {
        let mut inputs = Vec::with_capacity(some.len() * erased.input.len());
        for share in some {
            inputs.extend(erased.without(&missing(&pixels, order, *share)));
        }
        let last = inputs[inputs.len() - erased.input.len()..].to_vec();
        curve.scores.extend(rerun.run(inputs, control)?);
        curve.shares.extend(some);
        control.check()?;
        shown(&curve, &last);
    }
    Ok(curve)
}

/// The input (`C * H * W`) with a share of the pixels erased in the order of a map.
///
/// # Errors
/// An input that cannot be read.
pub fn erased_at(
    request: &Request<'_>,
    importance: &Importance,
    (order, eraser): (Order, Eraser),
    share: f64,
) -> Result<Vec<f32>> {
    let pixels = ordered(importance, order);
    Ok(Erased::new(request, importance.size, eraser)?.without(&missing(&pixels, order, share)))
}

/// Which pixels are missing when a share of them was erased, or came.
fn missing(pixels: &[usize], order: Order, share: f64) -> Vec<bool> {
    let mut missing = vec![order == Order::Insert; pixels.len()];
    let gone = (share * pixels.len() as f64 + ROUNDING) as usize;
    pixels[..gone.min(pixels.len())].iter().for_each(|&pixel| missing[pixel] = order != Order::Insert);
    missing
}

/// States that are asked about together at most.
const TOGETHER: usize = 4;
/// A share that is meant as a whole number of pixels may come out a little below it.
const ROUNDING: f64 = 1e-9;

/// ROAD's number: how much higher the probability is with the least important pixels gone than with the most important ones gone,
/// halved, over [`ROAD_SHARES`]; with noise of `noise` on what was filled in.
///
/// # Errors
/// As [`erase`].
pub fn road(request: &Request<'_>, importance: &Importance, shares: &[f64], noise: f64, control: &Control) -> Result<f64> {
    let mean = |order| -> Result<f64> {
        let way = (order, Eraser::Surroundings(noise));
        let curve = at_shares(request, importance, way, shares, control, &mut |_, _| {})?;
        Ok(curve.scores.iter().sum::<f64>() / shares.len().max(1) as f64)
    };
    Ok((mean(Order::LeastFirst)? - mean(Order::MostFirst)?) / 2.0)
}
