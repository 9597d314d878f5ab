//! What a network answers to one input: scores, their softmax, and the order of the classes. The one place that ranks.

use super::Class;

/// The answer to one input.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Class scores before softmax.
    pub scores: Vec<f32>,
    /// Their softmax, 0 to 1, computed in 64 bits.
    pub probabilities: Vec<f64>,
    /// Classes by falling score; of equal ones the first comes first.
    pub ranking: Vec<Class>,
}

impl Answer {
    /// What these scores say.
    pub fn new(scores: Vec<f32>) -> Self {
        let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let powers: Vec<f64> = scores.iter().map(|&score| f64::from(score - largest).exp()).collect();
        let sum: f64 = powers.iter().sum();
        let mut ranking: Vec<Class> = (0..scores.len()).map(Class).collect();
        ranking.sort_by(|a, b| scores[b.index()].total_cmp(&scores[a.index()]));
        Self { scores, probabilities: powers.into_iter().map(|power| power / sum).collect(), ranking }
    }

    /// The class with the highest score; none if there are no classes.
    pub fn best(&self) -> Option<Class> {
        self.ranking.first().copied()
    }

    /// Score and probability of a class.
    pub fn of(&self, class: Class) -> Option<(f32, f64)> {
        Some((*self.scores.get(class.index())?, *self.probabilities.get(class.index())?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_the_softmax_and_of_equal_scores_the_first_comes_first() {
        let answer = Answer::new(vec![1.0, 3.0, 3.0, 1000.0f32.ln()]);
        assert_eq!(answer.ranking, [3, 1, 2, 0].map(Class));
        let sum = 1f64.exp() + 2.0 * 3f64.exp() + 1000.0;
        assert!((answer.probabilities[3] - 1000.0 / sum).abs() < 1e-6);
        assert!((answer.probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!((answer.best(), Answer::new(Vec::new()).best()), (Some(Class(3)), None));
    }

    #[test]
    fn large_scores_do_not_overflow() {
        let answer = Answer::new(vec![1000.0, 1001.0, 999.0]);
        assert!((answer.probabilities[1] - 0.665_241).abs() < 1e-5);
    }
}
