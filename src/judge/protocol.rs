//! FunnyBirds' scores of a method (Hesse, Schaub-Meyer and Roth 2023): completeness, correctness, contrastivity over all
//! pictures of the fauna that it was tried on.
//!
//! As published, the threshold above which a part counts as important is the one of eighty that suits the method best on these
//! very pictures. That flatters; the measure `completeness` of the list keeps to one fixed threshold.

use super::{
    Record,
    funny_birds::{Tried, thresholds},
    ranking::Mean,
};

/// What the protocol says of a method.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scores {
    /// How often the network is right.
    pub accuracy: f64,
    /// Share of the things in the background that the network can do without.
    pub background_independence: f64,
    /// The threshold that suits the method best.
    pub threshold: f64,
    /// Controlled synthetic data check.
    pub sufficient: Mean,
    /// Preservation check.
    pub preservation: Mean,
    /// Deletion check.
    pub deletion: Mean,
    /// Distractibility, 1 where nothing idle is called important.
    pub distractibility: Mean,
    /// Single deletion: correctness.
    pub single_deletion: Mean,
    /// Target sensitivity: contrastivity.
    pub target_sensitivity: Mean,
}

/// The scores that need a threshold, and that.
#[derive(Clone, Copy, Debug, PartialEq)]
struct AtThreshold {
    threshold: f64,
    means: [Mean; 4],
}

impl AtThreshold {
    fn of(tried: &[&Tried], threshold: f64) -> Option<Self> {
        let sure = |holds: bool| Some(if holds { 1.0 } else { 0.0 });
        Some(Self {
            threshold,
            means: [
                mean(tried, |tried| tried.sufficient(threshold))?,
                mean(tried, |tried| sure(tried.preserves(threshold)))?,
                mean(tried, |tried| sure(tried.deletes(threshold)))?,
                mean(tried, |tried| tried.distractibility(threshold))?,
            ],
        })
    }

    /// What is largest at the best threshold.
    fn sum(&self) -> f64 {
        let [sufficient, preservation, deletion, distractibility] = self.means.map(|mean| mean.mean);
        sufficient / 3.0 + preservation / 3.0 + deletion / 3.0 + distractibility
    }
}

fn mean(tried: &[&Tried], of: impl Fn(&Tried) -> Option<f64>) -> Option<Mean> {
    Mean::of(&tried.iter().filter_map(|tried| of(tried)).collect::<Vec<_>>())
}

impl Scores {
    /// Over all pictures that a method was tried on; `None` where one of the scores has no picture that it could be had from.
    pub fn of(tried: &[&Tried]) -> Option<Self> {
        let mut best = AtThreshold::of(tried, thresholds().next()?)?;
        for threshold in thresholds().skip(1) {
            let found = AtThreshold::of(tried, threshold)?;
            if found.sum() > best.sum() {
                best = found;
            }
        }
        let [sufficient, preservation, deletion, distractibility] = best.means;
        let right = tried.iter().filter(|tried| tried.reaction.is_right()).count();
        let sum = |place: usize| tried.iter().map(|tried| tried.independence()[place]).sum::<usize>() as f64;
        Some(Self {
            accuracy: right as f64 / tried.len() as f64,
            background_independence: sum(0) / sum(1),
            threshold: best.threshold,
            sufficient,
            preservation,
            deletion,
            distractibility,
            single_deletion: mean(tried, Tried::single_deletion)?,
            target_sensitivity: mean(tried, Tried::target_sensitivity)?,
        })
    }

    /// Of what a study found about a method.
    pub fn of_method(records: &[Record], method: &str) -> Option<Self> {
        let own = records.iter().filter(|record| record.method == method);
        Self::of(&own.filter_map(|record| record.parts.as_ref()).collect::<Vec<_>>())
    }

    /// Whether the important parts are those that matter, at the best threshold.
    pub fn completeness(&self) -> f64 {
        let checks = self.sufficient.mean + self.preservation.mean + self.deletion.mean;
        f64::midpoint(checks / 3.0, self.distractibility.mean)
    }

    /// Whether importance is what the parts are worth.
    pub fn correctness(&self) -> f64 {
        self.single_deletion.mean
    }

    /// Whether another target is explained by other parts.
    pub fn contrastivity(&self) -> f64 {
        self.target_sensitivity.mean
    }

    /// The mean of the three.
    pub fn overall(&self) -> f64 {
        (self.completeness() + self.correctness() + self.contrastivity()) / 3.0
    }

    /// All scores by the names that the protocol gives them, in its order; those of single pictures with their errors.
    pub fn named(&self) -> [(&'static str, Mean); 13] {
        let count = self.preservation.count;
        let alone = |mean: f64| Mean { mean, standard_error: 0.0, count };
        [
            ("accuracy", alone(self.accuracy)),
            ("csdc", self.sufficient),
            ("preservation-check", self.preservation),
            ("deletion-check", self.deletion),
            ("distractibility", self.distractibility),
            ("background-independence", alone(self.background_independence)),
            ("single-deletion", self.single_deletion),
            ("target-sensitivity", self.target_sensitivity),
            ("threshold", alone(self.threshold)),
            ("completeness", alone(self.completeness())),
            ("correctness", alone(self.correctness())),
            ("contrastivity", alone(self.contrastivity())),
            ("overall", alone(self.overall())),
        ]
    }
}
