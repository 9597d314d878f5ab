//! Learning rate schedules: constant, steps, cosine (Loshchilov and Hutter 2017) with a warm-up, and one cycle (Smith and Topin
//! 2018), the last two as PyTorch's `CosineAnnealingLR` and `OneCycleLR` compute them, per step.
//!
//! ```toml
//! [schedule]
//! shape = "one-cycle"       # or "constant", "step", "cosine"
//! rise = 0.3                # one-cycle: the share of all steps in which the rate rises
//! initial_division = 25     # one-cycle: it begins with the largest rate divided by this
//! final_division = 1e4      # one-cycle: and ends with the first divided by this
//! warm_up = 2               # constant, step, cosine: epochs in which the rate rises from nothing
//! every = 10                # step: epochs after which the rate changes
//! factor = 0.1              # step: by how much
//! ```

use std::f64::consts::PI;

use serde::Deserialize;

/// The shape of the curve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Always the same.
    Constant,
    /// The same, times a factor after every so many epochs.
    Step,
    /// Half a cosine wave down to 0.
    Cosine,
    /// Up and down again, each half a cosine wave.
    #[default]
    OneCycle,
}

/// How the learning rate changes.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Schedule {
    /// The shape of the curve.
    pub shape: Shape,
    /// The share of all steps in which the rate rises (one cycle).
    pub rise: f64,
    /// What the largest rate is divided by at the start (one cycle).
    pub initial_division: f64,
    /// What the first rate is divided by at the end (one cycle).
    pub final_division: f64,
    /// Epochs in which the rate rises in a straight line (not one cycle).
    pub warm_up: f64,
    /// Epochs from one change to the next (steps).
    pub every: usize,
    /// What the rate is multiplied by then (steps).
    pub factor: f64,
}

impl Default for Schedule {
    fn default() -> Self {
        Self {
            shape: Shape::OneCycle,
            rise: 0.3,
            initial_division: 25.0,
            final_division: 1e4,
            warm_up: 0.0,
            every: 10,
            factor: 0.1,
        }
    }
}

impl Schedule {
    pub(super) fn check(&self) -> Result<(), String> {
        let numbers = [
            ("rise", self.rise, 0.0, 1.0),
            ("initial_division", self.initial_division, 1.0, 1e9),
            ("final_division", self.final_division, 1.0, 1e12),
            ("warm_up", self.warm_up, 0.0, 1e5),
            ("every", self.every as f64, 1.0, 1e5),
            ("factor", self.factor, 0.0, 1.0),
        ];
        for (key, value, least, most) in numbers {
            if !(least..=most).contains(&value) {
                return Err(format!("schedule: {key} = {value} is not from {least} to {most}"));
            }
        }
        Ok(())
    }

    /// The share of the largest learning rate in a step, counted from 0, of `total` steps, of which an epoch has `per_epoch`.
    pub fn share(&self, step: usize, total: usize, per_epoch: usize) -> f64 {
        let step = step.min(total.saturating_sub(1));
        if self.shape == Shape::OneCycle {
            return self.one_cycle(step as f64, total as f64);
        }
        let warm_up = ((self.warm_up * per_epoch as f64).round() as usize).min(total);
        if step < warm_up {
            return (step + 1) as f64 / warm_up as f64;
        }
        match self.shape {
            Shape::Step => self.factor.powi((step / per_epoch.max(1) / self.every) as i32),
            Shape::Cosine => half_wave(1.0, 0.0, (step - warm_up) as f64 / (total - warm_up).max(1) as f64),
            Shape::Constant | Shape::OneCycle => 1.0,
        }
    }

    fn one_cycle(&self, step: f64, total: f64) -> f64 {
        let (first, top, last) = (1.0 / self.initial_division, self.rise * total - 1.0, total - 1.0);
        if step <= top {
            half_wave(first, 1.0, if top > 0.0 { step / top } else { 1.0 })
        } else {
            half_wave(1.0, first / self.final_division, (step - top) / (last - top).max(1.0))
        }
    }
}

/// From one number to another along half a cosine wave.
fn half_wave(from: f64, to: f64, share: f64) -> f64 {
    to + (from - to) * (1.0 + (PI * share).cos()) / 2.0
}
