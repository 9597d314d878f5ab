//! One picture's ascent by L-BFGS without a line search, as `torch.optim.LBFGS` takes one iteration a step.
//!
//! Two things differ. The step that the memory is told is where the picture went since the last gradient, so what a caller does
//! to the picture between steps (clipping, blurring) counts. And where the objective does not curve downwards along it the
//! memory is emptied and the step is the first one's, since the objectives of networks are not concave.

use super::curvature::{Memory, dot};

/// A picture's state between steps.
#[derive(Clone, Debug)]
pub(super) struct Ascent {
    memory: Memory,
    /// The picture and its gradient at the last step.
    last: Option<[Vec<f32>; 2]>,
}

impl Ascent {
    /// Before the first step; `history` pairs will be kept.
    pub(super) fn new(history: usize) -> Self {
        Self { memory: Memory::new(history), last: None }
    }

    /// Moves one picture up its gradient.
    pub(super) fn step(&mut self, params: &mut [f32], gradient: &[f32], rate: f64) {
        if let Some([params_before, gradient_before]) = &self.last
            && !self.memory.remember(difference(params, params_before), difference(gradient_before, gradient))
        {
            self.memory.forget();
        }
        self.last = Some([params.to_vec(), gradient.to_vec()]);
        let upwards: Vec<f64> = gradient.iter().map(|&value| f64::from(value)).collect();
        let direction = self.memory.direction(&upwards, &vec![true; upwards.len()]);
        let rises = dot(&direction, &upwards) > 0.0;
        if !rises {
            self.memory.forget();
        }
        let (direction, length) = if self.memory.is_empty() {
            let sum: f64 = upwards.iter().map(|value| value.abs()).sum();
            (&upwards, if sum > 1.0 { rate / sum } else { rate })
        } else {
            (&direction, rate)
        };
        for (param, value) in params.iter_mut().zip(direction) {
            *param += (length * value) as f32;
        }
    }
}

/// `left - right`, number by number.
fn difference(left: &[f32], right: &[f32]) -> Vec<f64> {
    left.iter().zip(right).map(|(&left, &right)| f64::from(left) - f64::from(right)).collect()
}
