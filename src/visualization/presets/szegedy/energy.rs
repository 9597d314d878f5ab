//! What Szegedy 2013 makes small: `c |r|² + CE(x + r, t)`, with its gradient.
//!
//! It knows no search.

use std::sync::Arc;

use crate::{
    control::Control,
    network::{Answer, Class, NodeId, Plain},
    visualization::{Goal, Lens, Part, Planes, Result, Space},
};

/// What is made small: `c |r|² + CE(x + r, t)`.
pub(super) struct Energy {
    pub(super) lens: Arc<Lens>,
    pub(super) part: Arc<Part>,
    pub(super) goal: Goal,
    pub(super) space: Space,
    pub(super) scores: NodeId,
    pub(super) class: Class,
    /// x.
    pub(super) picture: Planes,
}

/// What the network saw of a picture.
pub(super) struct Verdict {
    pub(super) input: Planes,
    /// The goal's number.
    pub(super) score: f64,
    /// Whether it says the class.
    pub(super) says: bool,
}

impl Energy {
    pub(super) fn start(&self) -> Vec<f64> {
        self.picture.values.iter().map(|&value| f64::from(value)).collect()
    }

    /// The picture at a point.
    pub(super) fn planes(&self, point: &[f64]) -> Planes {
        let mut planes = self.picture.clone();
        planes.values.iter_mut().zip(point).for_each(|(value, &point)| *value = point as f32);
        planes
    }

    /// The energy and its gradient at a point.
    pub(super) fn evaluate(
        &self,
        weight: f64,
        point: &[f64],
        verdict: &mut Option<Verdict>,
        control: &Control,
    ) -> Result<(f64, Vec<f64>)> {
        let input = self.space.input(&self.planes(point));
        let seen = self.part.see(&input, control)?;
        let values = self.part.values(self.lens.network(), &seen, 1)?;
        let scores = values.at(self.scores)?;
        let answer = Answer::new(scores.values.clone());
        let (entropy, gradient) = cross_entropy(&answer, self.class);
        let says = answer.best() == Some(self.class);
        let gradient = Planes { values: gradient, ..scores.clone() };
        let at_input = self.part.pull_back(&seen, &[(self.scores, gradient)], &Plain, control)?;
        let score = self.goal.evaluate(&values)?.0.first().copied().unwrap_or(0.0);
        *verdict = Some(Verdict { input, score, says });
        let mut value = entropy;
        let mut slope: Vec<f64> = self.space.pull_back(&at_input).values.iter().map(|&value| f64::from(value)).collect();
        for ((slope, &point), &origin) in slope.iter_mut().zip(point).zip(&self.picture.values) {
            let change = point - f64::from(origin);
            value += weight * change * change;
            *slope += 2.0 * weight * change;
        }
        Ok((value, slope))
    }
}

/// Minus the logarithm of a class's probability, and its gradient at the scores.
fn cross_entropy(answer: &Answer, class: Class) -> (f64, Vec<f32>) {
    let own = |index: usize| f64::from(u8::from(index == class.index()));
    let gradient = answer.probabilities.iter().enumerate().map(|(index, probability)| (probability - own(index)) as f32);
    // The probability itself may be too small for a number.
    let best = answer.best().and_then(|best| answer.of(best));
    let value = match (best, answer.scores.get(class.index())) {
        (Some((score, probability)), Some(&own)) => f64::from(score) - f64::from(own) - probability.ln(),
        _ => f64::INFINITY,
    };
    (value, gradient.collect())
}
