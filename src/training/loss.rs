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
        Self::spread(scores, classes.iter().map(std::slice::from_ref), smoothing, gradient)
    }

    /// The same for pictures that may each belong to several classes (FunnyBirds' `multi_target`): their answer is spread evenly
    /// over these, and any of them is right. A picture with no class at all has nothing but smoothing to learn from.
    pub fn spread<'a>(
        scores: &[f32],
        answers: impl ExactSizeIterator<Item = &'a [usize]>,
        smoothing: f64,
        gradient: &mut [f32],
    ) -> Self {
        let count = answers.len().max(1);
        let width = (scores.len() / count).max(1);
        let mut sum = Self::default();
        for ((scores, gradient), classes) in scores.chunks_exact(width).zip(gradient.chunks_exact_mut(width)).zip(answers) {
            let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let total: f64 = scores.iter().map(|&score| f64::from(score - largest).exp()).sum();
            let logarithm = total.ln() + f64::from(largest);
            let share = (1.0 - smoothing) / classes.len().max(1) as f64;
            for (index, (score, gradient)) in scores.iter().zip(gradient).enumerate() {
                let wanted = smoothing / width as f64 + if classes.contains(&index) { share } else { 0.0 };
                let log_probability = f64::from(*score) - logarithm;
                sum.loss -= wanted * log_probability / count as f64;
                *gradient = ((log_probability.exp() - wanted) / count as f64) as f32;
            }
            sum.correct += usize::from(classes.iter().any(|class| rank_of(scores, *class) == 0));
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cross-entropy is linear in what is wanted: the loss and the gradient of a spread answer are the means over its classes.
    #[test]
    fn a_spread_answer_is_the_mean_of_its_classes() {
        let scores = [0.3, -1.2, 2.0, 0.7, 0.1, 0.4, -0.5, 1.5];
        let answers: [&[usize]; 2] = [&[1, 2, 3], &[0]];
        let mut gradient = [0.0; 8];
        let spread = CrossEntropy::spread(&scores, answers.into_iter(), 0.1, &mut gradient);
        let (mut loss, mut expected) = (0.0, [0.0; 8]);
        for class in [1, 2, 3] {
            let mut gradient = [0.0; 8];
            loss += CrossEntropy::of(&scores, &[class, 0], 0.1, &mut gradient).loss / 3.0;
            expected.iter_mut().zip(gradient).for_each(|(sum, value)| *sum += value / 3.0);
        }
        assert!((spread.loss - loss).abs() < 1e-9 && spread.correct == 1);
        for (value, expected) in gradient.iter().zip(expected) {
            assert!((value - expected).abs() < 1e-7, "{value} instead of {expected}");
        }
    }

    #[test]
    fn the_gradient_of_a_spread_answer_is_its_slope() {
        let scores = [0.3, -1.2, 2.0, 0.7];
        let loss = |scores: &[f32]| CrossEntropy::spread(scores, [&[0, 3][..]].into_iter(), 0.05, &mut [0.0; 4]).loss;
        let mut gradient = [0.0; 4];
        CrossEntropy::spread(&scores, [&[0, 3][..]].into_iter(), 0.05, &mut gradient);
        for (at, slope) in gradient.into_iter().enumerate() {
            let moved =
                |by: f32| loss(&std::array::from_fn::<f32, 4, _>(|other| scores[other] + if other == at { by } else { 0.0 }));
            let measured = (moved(0.01) - moved(-0.01)) / 0.02;
            assert!((f64::from(slope) - measured).abs() < 1e-4, "{slope} instead of {measured}");
        }
    }
}
