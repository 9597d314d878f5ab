//! A recipe is a value: how a picture is written, where it starts, and stage by stage how it moves.
//!
//! Whatever differs between Erhan 2009 and Lucid 2017 stands here as numbers and choices; `growth.rs` carries it out.

use std::sync::Arc;

use super::{
    Goal, Planes, canvas::Parameterisation, penalty::Penalty, projection::Projection, space::Unit, step::StepRule,
    transform::Transform,
};

/// A number that moves from one value to another over a stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ramp {
    /// At the first step.
    pub from: f64,
    /// Where it would be after the last one.
    pub to: f64,
}

impl Ramp {
    /// The value at a step of so many: `from + (to - from) * step / steps`.
    pub fn at(self, step: usize, steps: usize) -> f64 {
        self.from + (self.to - self.from) * step as f64 / steps.max(1) as f64
    }
}

impl From<f64> for Ramp {
    fn from(value: f64) -> Self {
        Self { from: value, to: value }
    }
}

/// Where a picture starts. Numbers are in the recipe's unit.
#[derive(Clone, Debug, PartialEq)]
pub enum Start {
    /// As the parameterisation publishes it.
    Own,
    /// Noise around a number: the same for all channels.
    Normal {
        /// The middle.
        mean: f32,
        /// The standard deviation.
        deviation: f32,
    },
    /// Uniform noise.
    Uniform {
        /// The least.
        low: f32,
        /// The largest.
        high: f32,
    },
    /// Normal noise scaled so that each picture has this Euclidean norm.
    Norm(f64),
    /// A picture: pixels of 0 to 1, of the canvas's size; the same for the whole batch.
    Picture(Arc<Planes>),
    /// Parameters of an earlier picture of the same shape.
    Parameters(Arc<Vec<f32>>),
}

/// What happens to the canvas when a stage begins.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Enter {
    /// Nothing.
    #[default]
    Stay,
    /// It becomes this large (spline of order 1, ends on ends, as SciPy's `zoom`).
    Zoom([usize; 2]),
    /// The same by bilinear interpolation as TensorFlow 1 resized.
    Resize([usize; 2]),
    /// The same as `Zoom` by a cubic spline (SciPy's order 3).
    Spline([usize; 2]),
    /// What was added to the start so far is enlarged and added to the start at this size (DeepDream's octaves).
    Detail([usize; 2]),
}

/// How transformations are carried out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Resampling {
    /// As one composed warp with one bilinear resampling.
    #[default]
    Composed,
    /// One after the other, as Lucent does it.
    Separate,
}

/// What is done to the picture after a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Finish {
    /// Always the same.
    Fixed(Projection),
    /// A Gaussian blur whose width moves over the stage.
    Blur(Ramp),
    /// A bilateral filter whose widths move over the stage.
    Bilateral {
        /// In pixels.
        space: Ramp,
        /// In the picture's unit.
        range: Ramp,
    },
}

/// A stretch of steps of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// What happens first.
    pub enter: Enter,
    /// How many steps.
    pub steps: usize,
    /// How parameters follow gradients.
    pub rule: StepRule,
    /// How far.
    pub rate: Ramp,
    /// Rows and columns that the network sees; those of the canvas if `None`.
    pub seen: Option<[usize; 2]>,
    /// What is done to the picture before each look, but not after the last step (Yosinski 2015 clips here).
    pub before: Option<Projection>,
    /// What chance does to the picture before the network sees it.
    pub transforms: Vec<Transform>,
    /// How.
    pub resampling: Resampling,
    /// Whether steps and finishes touch only the window of pixels that the network saw, where all that chance does is to cut it
    /// out (Øygard 2015).
    pub local: bool,
    /// The goal's gradient is multiplied by this before anything else is done with it; scores stay what they are.
    pub pull: f64,
    /// What is held against the picture.
    pub penalties: Vec<Penalty>,
    /// Levels of the Laplacian pyramid whose strengths are made equal in the gradient (Mordvintsev 2016).
    pub equalised: Option<usize>,
    /// What is done after the stage's first step, and again after every so many.
    pub finishes: Vec<(usize, Finish)>,
    /// What is done to the whole picture after the last step.
    pub last: Option<Projection>,
    /// The stage ends when the objective changes by less than this share from one step to the next.
    pub until: Option<f64>,
}

impl Stage {
    /// Steps of a rule at a rate, and nothing else.
    pub fn plain(steps: usize, rule: StepRule, rate: impl Into<Ramp>) -> Self {
        Self {
            enter: Enter::Stay,
            steps,
            rule,
            rate: rate.into(),
            seen: None,
            before: None,
            transforms: Vec::new(),
            resampling: Resampling::Composed,
            local: false,
            pull: 1.0,
            penalties: Vec::new(),
            equalised: None,
            finishes: Vec::new(),
            last: None,
            until: None,
        }
    }
}

/// When dead rectifiers are redirected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redirect {
    /// Never.
    Never,
    /// Where not a single number of the gradient is left.
    WhenDead,
    /// In the first so many steps, as Lucid does.
    First(usize),
}

/// A recipe, ready to be carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// Pictures that grow at once.
    pub count: usize,
    /// Rows and columns of the canvas at the start.
    pub size: [usize; 2],
    /// What chance follows.
    pub seed: u64,
    /// What a number of the canvas means.
    pub unit: Unit,
    /// How the picture is written.
    pub written: Parameterisation,
    /// Where it starts.
    pub start: Start,
    /// How it moves.
    pub stages: Vec<Stage>,
    /// What the recipe itself wants beside the goal: its gradient counts, its number is not told.
    pub also: Goal,
    /// What becomes of dead units.
    pub redirect: Redirect,
    /// Rectifiers let this share of what lies below 0 pass while the picture grows (Mahendran & Vedaldi 2016).
    pub leak: f64,
}

impl Recipe {
    /// One picture of plain numbers, with stages to come.
    pub fn plain(size: [usize; 2], unit: Unit, start: Start) -> Self {
        Self {
            count: 1,
            size,
            seed: 0,
            unit,
            written: Parameterisation::Pixels,
            start,
            stages: Vec::new(),
            also: Goal::default(),
            redirect: Redirect::Never,
            leak: 0.0,
        }
    }

    /// All steps.
    pub fn steps(&self) -> usize {
        self.stages.iter().map(|stage| stage.steps).sum()
    }
}
