//! How good a network is on pictures of known classes: top-1, top-5, loss, accuracy per class, the confusion matrix.

use crate::{
    control::Control,
    data::ItemId,
    network::{Device, Engine, Keep, Result, Tensor},
    words::trust,
};

/// Pictures that go through the network at once.
const BATCH: usize = 32;

/// How many classes come before a class, by score; of equal ones the first comes first.
pub(super) fn rank_of(scores: &[f32], class: usize) -> usize {
    let Some(own) = scores.get(class) else { return scores.len() };
    let before = |(index, score): (usize, &f32)| score > own || (score == own && index < class);
    scores.iter().enumerate().filter(|other| before(*other)).count()
}

/// What a network answered to one picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The picture's number in its data set.
    pub item: ItemId,
    /// Its class.
    pub class: usize,
    /// The class with the largest score.
    pub answer: usize,
}

/// How good a network is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation {
    /// Pictures measured.
    pub count: usize,
    /// The share of pictures whose class has the largest score.
    pub top1: f64,
    /// The share of pictures whose class is among the five largest scores.
    pub top5: f64,
    /// The mean cross-entropy, labels as they are.
    pub loss: f64,
    /// Pictures of each class (row) by the answer that they got (column).
    pub confusion: Vec<Vec<usize>>,
    /// Every picture's answer.
    pub answers: Vec<Answer>,
}

impl Evaluation {
    /// Nothing measured yet, for a network with so many classes.
    pub fn new(classes: usize) -> Self {
        Self { confusion: vec![vec![0; classes]; classes], ..Self::default() }
    }

    /// Adds a picture with its class and its scores before softmax.
    pub fn add(&mut self, item: ItemId, class: usize, scores: &[f32]) {
        let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let total: f64 = scores.iter().map(|&score| f64::from(score - largest).exp()).sum();
        let loss = total.ln() - f64::from(scores.get(class).copied().unwrap_or(f32::NEG_INFINITY) - largest);
        let rank = rank_of(scores, class);
        let answer = (0..scores.len()).find(|&other| rank_of(scores, other) == 0).unwrap_or(0);
        let before = self.count as f64;
        let mean = |old: f64, new: f64| (old * before + new) / (before + 1.0);
        self.top1 = mean(self.top1, f64::from(u8::from(rank == 0)));
        self.top5 = mean(self.top5, f64::from(u8::from(rank < 5)));
        self.loss = mean(self.loss, loss);
        self.count += 1;
        if let Some(cell) = self.confusion.get_mut(class).and_then(|row| row.get_mut(answer)) {
            *cell += 1;
        }
        self.answers.push(Answer { item, class, answer });
    }

    /// The share of a class's pictures that got the right answer; `None` without pictures.
    pub fn accuracy_of(&self, class: usize) -> Option<f64> {
        let row = self.confusion.get(class)?;
        let count: usize = row.iter().sum();
        (count > 0).then(|| row[class] as f64 / count as f64)
    }

    /// Measures a network on `count` pictures; `read` gets each one's number and gives its item, its class and the input values
    /// (`C x H x W`).
    ///
    /// # Errors
    /// The network refuses, or somebody asks to stop.
    pub fn measure(
        engine: &Engine,
        count: usize,
        read: impl Fn(usize) -> (ItemId, usize, Vec<f32>),
        control: &Control,
    ) -> Result<Self> {
        let network = engine.network();
        let shape = &network.node(network.input()).shape;
        let mut evaluation = Self::new(network.class_count());
        for first in (0..count).step_by(BATCH) {
            control.step(first, count, &trust::held_out(first, count))?;
            let batch: Vec<_> = (first..(first + BATCH).min(count)).map(&read).collect();
            let values: Vec<f32> = batch.iter().flat_map(|(_, _, values)| values.iter().copied()).collect();
            let input = Tensor::from_vec(values, (batch.len(), shape[1], shape[2], shape[3]), &Device::Cpu)?;
            let scores = engine.scores(&engine.forward(&input, &Keep::Scores, &control.silent())?)?;
            for ((item, class, _), scores) in batch.iter().zip(&scores) {
                evaluation.add(*item, *class, scores);
            }
        }
        Ok(evaluation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_class_and_rank() {
        let mut evaluation = Evaluation::new(7);
        evaluation.add(ItemId(4), 2, &[0.0, 1.0, 3.0, 0.5, 0.2, 0.1, 0.3]);
        evaluation.add(ItemId(9), 2, &[9.0, 1.0, 8.0, 0.5, 0.2, 0.1, 0.3]);
        evaluation.add(ItemId(1), 0, &[0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0]);
        assert_eq!((evaluation.count, evaluation.top1, evaluation.top5), (3, 1.0 / 3.0, 2.0 / 3.0));
        assert_eq!((evaluation.confusion[2][2], evaluation.confusion[2][0], evaluation.confusion[0][6]), (1, 1, 1));
        assert_eq!(
            (evaluation.accuracy_of(2), evaluation.accuracy_of(0), evaluation.accuracy_of(5)),
            (Some(0.5), Some(0.0), None)
        );
        assert_eq!(evaluation.answers[1], Answer { item: ItemId(9), class: 2, answer: 0 });
    }

    #[test]
    fn the_loss_is_the_mean_cross_entropy() {
        let mut evaluation = Evaluation::new(2);
        evaluation.add(ItemId(0), 0, &[0.0, 0.0]);
        evaluation.add(ItemId(1), 1, &[1000.0, 1001.0]);
        let expected = (2f64.ln() + (1.0 + (-1f64).exp()).ln()) / 2.0;
        assert!((evaluation.loss - expected).abs() < 1e-9);
    }

    #[test]
    fn of_equal_scores_the_first_comes_first() {
        assert_eq!([0, 1, 2, 9].map(|class| rank_of(&[1.0, 2.0, 1.0], class)), [1, 0, 2, 3]);
    }
}
