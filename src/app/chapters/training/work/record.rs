//! What was measured while a network trained: means over steps, so many that a curve shows them and no more.

/// Points that a curve has at most; when there are more, neighbours are joined.
const MOST: usize = 400;

/// Loss and accuracy over the steps of training, and on held-out pictures now and then.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Steps that one point stands for.
    span: usize,
    points: Vec<Measured>,
    /// Steps that do not make a point yet.
    rest: Vec<Measured>,
    held_out: Vec<Measured>,
}

/// A measurement.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    /// Steps done.
    pub step: f64,
    /// Mean loss.
    pub loss: f64,
    /// Fraction that was answered rightly.
    pub accuracy: f64,
}

impl Measured {
    fn mean(of: &[Self]) -> Self {
        let mean = |value: fn(&Self) -> f64| of.iter().map(value).sum::<f64>() / of.len().max(1) as f64;
        Self { step: of.last().map_or(0.0, |last| last.step), loss: mean(|one| one.loss), accuracy: mean(|one| one.accuracy) }
    }
}

impl Record {
    /// Adds a step.
    pub fn add(&mut self, measured: Measured) {
        self.rest.push(measured);
        if self.rest.len() >= self.span.max(1) {
            self.points.push(Measured::mean(&self.rest));
            self.rest.clear();
        }
        if self.points.len() > MOST {
            self.points = self.points.chunks(2).map(Measured::mean).collect();
            self.span = self.span.max(1) * 2;
        }
    }

    /// Adds what held-out pictures say.
    pub fn add_held_out(&mut self, measured: Measured) {
        self.held_out.push(measured);
    }

    /// The losses of training and of held-out pictures, as points of curves.
    pub fn losses(&self) -> [Vec<[f64; 2]>; 2] {
        self.curves(|one| one.loss)
    }

    /// The accuracies of both.
    pub fn accuracies(&self) -> [Vec<[f64; 2]>; 2] {
        self.curves(|one| one.accuracy)
    }

    /// Everything as rows of four numbers: step, loss, accuracy, and 1 for held-out pictures or 0 for training.
    pub fn rows(&self) -> impl Iterator<Item = [f32; 4]> {
        let row = |one: &Measured, held_out: f32| [one.step as f32, one.loss as f32, one.accuracy as f32, held_out];
        let training = self.points.iter().map(move |one| row(one, 0.0));
        training.chain(self.held_out.iter().map(move |one| row(one, 1.0)))
    }

    fn curves(&self, value: fn(&Measured) -> f64) -> [Vec<[f64; 2]>; 2] {
        [&self.points, &self.held_out].map(|points| points.iter().map(|one| [one.step, value(one)]).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_record_keeps_its_mean_and_its_last_step() {
        let mut record = Record::default();
        for step in 1..=5000 {
            record.add(Measured { step: f64::from(step), loss: f64::from(step % 2), accuracy: 0.5 });
        }
        let [training, held_out] = record.losses();
        assert!(training.len() <= MOST && training.len() >= MOST / 2 - 20, "{}", training.len());
        assert!(training.last().unwrap()[0] > 4980.0);
        let mean = training.iter().map(|point| point[1]).sum::<f64>() / training.len() as f64;
        assert!((mean - 0.5).abs() < 0.01, "{mean}");
        assert!(held_out.is_empty());
        assert!(training.windows(2).all(|pair| pair[0][0] < pair[1][0]));
    }

    #[test]
    fn the_first_steps_are_points_of_their_own() {
        let mut record = Record::default();
        record.add(Measured { step: 1.0, loss: 2.0, accuracy: 0.1 });
        record.add_held_out(Measured { step: 1.0, loss: 3.0, accuracy: 0.2 });
        assert_eq!(record.losses(), [vec![[1.0, 2.0]], vec![[1.0, 3.0]]]);
        assert_eq!(record.accuracies(), [vec![[1.0, 0.1]], vec![[1.0, 0.2]]]);
    }
}
