//! Cross-entropy of the softmax with smoothed labels (Szegedy et al. 2016), the mean over a batch, and its gradient at the
//! scores.

use super::evaluation::rank_of;

/// The loss of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CrossEntropy {
    /// The mean over the batch.
    pub loss: f64,
    /// How many answers are right.
    pub correct: usize,
}

impl CrossEntropy {
    /// Of `scores` (`N x classes`) for `classes` (N), with `smoothing` of each answer spread over all classes; fills `gradient`
    /// (`N x classes`).
    pub fn of(scores: &[f32], classes: &[usize], smoothing: f64, gradient: &mut [f32]) -> Self {
        let count = classes.len().max(1);
        let width = (scores.len() / count).max(1);
        let mut sum = Self::default();
        for ((scores, gradient), &class) in scores.chunks_exact(width).zip(gradient.chunks_exact_mut(width)).zip(classes) {
            let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let total: f64 = scores.iter().map(|&score| f64::from(score - largest).exp()).sum();
            let logarithm = total.ln() + f64::from(largest);
            for (index, (score, gradient)) in scores.iter().zip(gradient).enumerate() {
                let wanted = smoothing / width as f64 + if index == class { 1.0 - smoothing } else { 0.0 };
                let log_probability = f64::from(*score) - logarithm;
                sum.loss -= wanted * log_probability / count as f64;
                *gradient = ((log_probability.exp() - wanted) / count as f64) as f32;
            }
            sum.correct += usize::from(rank_of(scores, class) == 0);
        }
        sum
    }
}
