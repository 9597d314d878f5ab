//! Øygard 2015, "Visualizing GoogLeNet classes" (auduno/deepdraw, deepdraw.ipynb): the picture, not the gradient, is blurred after
//! every step, less and less, first as large as the network sees, then enlarged and seen through windows that move.
//!
//! Of the notebook's two recipes the coherent one, which needs no auxiliary classifiers. The network sees a window of the canvas,
//! and step, clipping and blur happen in it alone. Enlarging is by a cubic spline, as the notebook's zoom is.

use super::{Begin, Needs, Preset, REDIRECT, Spread, octaves, ordered, steps};
use crate::{
    methods::{PAPER, Parameter, Value},
    visualization::{
        Order, Recipe, Result, Unit,
        projection::Projection,
        recipe::{Enter, Finish, Ramp, Stage, Start},
        step::{Norm, StepRule},
        transform::Transform,
    },
};

/// Of both octaves.
pub(super) const STEPS: Parameter = steps(&Value::Whole(640));
/// In parts of 255, of the first octave.
pub(super) const RATE: Parameter = Parameter::number("rate", [0.01, 50.0], &Value::Number(PUBLISHED[0].step.from));
/// As a multiple of the published widths.
pub(super) const BLUR: Parameter = Parameter::number("blur", [0.0, 4.0], &Value::Number(1.0));

pub(super) const PRESET: Preset = Preset {
    id: "oygard",
    name: "Øygard",
    paper: "Øygard 2015",
    year: 2015,
    parameters: &[STEPS, RATE, BLUR, REDIRECT],
    conventions: &[PAPER],
    needs: Needs::Nothing,
    spread: Spread::AsItIs,
    begin: Begin::Recipe(recipe),
};

/// One octave of the recipe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OygardOctave {
    /// Rows and columns of the canvas.
    pub size: [usize; 2],
    /// Steps.
    pub steps: usize,
    /// What pixels change by in a step, on average.
    pub step: Ramp,
    /// The standard deviation of the blur, in pixels.
    pub sigma: Ramp,
}

/// What smooths a window after every step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Smoothing {
    /// A Gaussian.
    Gaussian,
    /// A bilateral filter and a Gaussian after it (Tyka 2016).
    Bilateral {
        /// The standard deviation of likeness, from the first step of an octave to its last.
        range: Ramp,
        /// The standard deviation of the Gaussian.
        after: f64,
        /// Whether the Gaussian comes once at the very end, over the whole picture, and not after every step.
        once: bool,
    },
}

/// The numbers of the recipe.
#[derive(Clone, Debug, PartialEq)]
pub struct Oygard {
    /// The octaves, the smallest first.
    pub octaves: Vec<OygardOctave>,
    /// Rows and columns that the network sees.
    pub seen: [usize; 2],
    /// What smooths.
    pub smoothing: Smoothing,
    /// Whether canvases are enlarged by a cubic spline; else linearly.
    pub is_cubic: bool,
}

/// Published octaves; sizes are the order's.
pub(super) const PUBLISHED: [OygardOctave; 2] = [
    OygardOctave { size: [224; 2], steps: 190, step: Ramp { from: 11.0, to: 11.0 }, sigma: Ramp { from: 2.5, to: 0.78 } },
    OygardOctave { size: [269; 2], steps: 450, step: Ramp { from: 6.0, to: 3.0 }, sigma: Ramp { from: 0.936, to: 0.40 } },
];
/// How much larger the second octave is.
const ZOOM: f64 = 1.2;
/// Standard deviation of a window's place, as a share of what is not seen.
const DEVIATION: f64 = 0.3;
/// The start is a light grey with noise.
const START: Start = Start::Normal { mean: 200.0, deviation: 8.0 };

impl Oygard {
    /// Pixels of 0 to 255.
    pub fn recipe(&self) -> Recipe {
        let clip = (1, Finish::Fixed(Projection::Box(vec![[0.0, 255.0]])));
        let stage = |(index, octave): (usize, &OygardOctave)| {
            let mut finishes = vec![clip.clone()];
            let mut last = None;
            match self.smoothing {
                Smoothing::Gaussian => finishes.push((1, Finish::Blur(octave.sigma))),
                Smoothing::Bilateral { range, after, once } => {
                    finishes.push((1, Finish::Bilateral { space: octave.sigma, range }));
                    let gaussian = Projection::Blur(after);
                    match once {
                        true if index + 1 == self.octaves.len() => last = Some(gaussian),
                        true => {}
                        false => finishes.push((1, Finish::Fixed(gaussian))),
                    }
                }
            }
            let enter = match (index, self.is_cubic) {
                (0, _) => Enter::Stay,
                (_, true) => Enter::Spline(octave.size),
                (_, false) => Enter::Zoom(octave.size),
            };
            Stage {
                enter,
                seen: Some(self.seen),
                transforms: vec![Transform::RandomCrop { deviation: DEVIATION }],
                local: true,
                finishes,
                last,
                ..Stage::plain(octave.steps, StepRule::Normalised(Norm::MeanAbsolute), octave.step)
            }
        };
        let stages = self.octaves.iter().enumerate().map(stage).collect();
        let first = self.octaves.first().map_or(self.seen, |octave| octave.size);
        Recipe { stages, ..Recipe::plain(first, Unit::Byte, START) }
    }
}

fn recipe(order: &Order) -> Result<Recipe> {
    Ok(ordered(of_order(order, Smoothing::Gaussian).recipe(), order))
}

/// The published octaves for what was ordered.
pub(super) fn of_order(order: &Order, smoothing: Smoothing) -> Oygard {
    let layers = order.goal.layers(order.lens.network());
    let (own, canvas) = (order.lens.own_size(), order.canvas());
    // What was asked for is the last octave, and the first what the network sees.
    let smaller = canvas.map(|side| octaves::smaller(side, ZOOM));
    let seen = match order.size {
        None => canvas,
        Some(_) if order.lens.allows(&layers, smaller) => smaller,
        Some(size) => [0, 1].map(|axis| size[axis].min(own[axis])),
    };
    let last = if order.size.is_some() { canvas } else { seen.map(|side| (side as f64 * ZOOM).round_ties_even() as usize) };
    let steps = octaves::shared(order.whole(&STEPS), &PUBLISHED.map(|octave| octave.steps));
    let (faster, wider) = (order.number(&RATE) / PUBLISHED[0].step.from, order.number(&BLUR));
    let times = |ramp: Ramp, factor: f64| Ramp { from: ramp.from * factor, to: ramp.to * factor };
    let octave = |((octave, size), steps): ((OygardOctave, [usize; 2]), usize)| OygardOctave {
        size,
        steps,
        step: times(octave.step, faster),
        sigma: times(octave.sigma, wider),
    };
    let octaves = PUBLISHED.into_iter().zip([seen, last]).zip(steps).map(octave).collect();
    Oygard { octaves, seen, smoothing, is_cubic: true }
}
