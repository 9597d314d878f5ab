//! Pictures on their way, whatever the way is: steps, what they did, and what there is to see in between.

use super::{Planes, Recipe, Result};
use crate::control::Control;

/// What a step did.
#[derive(Clone, Debug, PartialEq)]
pub struct StepReport {
    /// Which one, counted from 0.
    pub step: usize,
    /// The objective of each picture as the network saw it, before the step.
    pub scores: Vec<f64>,
    /// Whether dead rectifiers were redirected.
    pub redirected: bool,
    /// Whether it was the last one.
    pub finished: bool,
}

/// Pictures on their way, whatever the way is.
pub trait Growing: Send {
    /// Takes a step; after the last one it does nothing but say so.
    ///
    /// # Errors
    /// Cancelled (nothing has changed then); a target that has not answered for long.
    fn step(&mut self, control: &Control) -> Result<StepReport>;

    /// All steps.
    fn steps(&self) -> usize;

    /// Steps done.
    fn step_count(&self) -> usize;

    /// Whether all steps are done.
    fn is_finished(&self) -> bool {
        self.step_count() >= self.steps()
    }

    /// The pictures: pixels of 0 to 1 in red, green, blue (or luma), not clipped.
    fn pictures(&self) -> Planes;

    /// The network's input as it was last evaluated, `N x C x H x W`; none before the first step.
    fn last_input(&self) -> Option<&Planes>;

    /// The objective of each picture as it is, without transformations.
    ///
    /// # Errors
    /// Cancelled.
    fn scores(&self, control: &Control) -> Result<Vec<f64>>;

    /// The parameters, from which a picture of the same shape can start; none where there are none.
    fn parameters(&self) -> Option<&[f32]> {
        None
    }

    /// Goes on with another recipe from where the pictures are.
    ///
    /// # Errors
    /// That is not possible: it has to start anew.
    fn retune(&mut self, recipe: Recipe) -> Result<()>;
}
