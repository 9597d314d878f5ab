//! Mordvintsev 2016, TensorFlow's DeepDream tutorial (tensorflow/examples/tutorials/deepdream): all scales of the gradient are made
//! equally strong before it is added, octave by octave, from grey noise.
//!
//! The convention `naive` is the tutorial's first attempt: the gradient over its standard deviation, one octave. The tutorial
//! shows pictures around their mean, as this recipe is shown.

use super::{Begin, Needs, Preset, REDIRECT, Spread, octaves, ordered, steps};
use crate::{
    methods::{Convention, PAPER, Parameter, Value},
    visualization::{
        Order, Recipe, Result, Unit,
        recipe::{Enter, Stage, Start},
        step::{Norm, StepRule},
        transform::Transform,
    },
};

/// The convention without bands and octaves.
const NAIVE: &str = "naive";

/// Of all octaves.
const STEPS: Parameter = Parameter { elsewhere: &[(NAIVE, &Value::Whole(20))], ..steps(&Value::Whole(30)) };
/// In parts of 255.
const RATE: Parameter = Parameter::number("rate", [0.01, 20.0], &Value::Number(1.0));
const OCTAVES: Parameter =
    Parameter { elsewhere: &[(NAIVE, &Value::Whole(1))], ..Parameter::whole("octaves", [1, 12], &Value::Whole(3)) };
const ZOOM: Parameter = Parameter::number("zoom", [1.05, 3.0], &Value::Number(1.4));
const BANDS: Parameter =
    Parameter { elsewhere: &[(NAIVE, &Value::Whole(0))], ..Parameter::whole("bands", [0, 8], &Value::Whole(4)) };

pub(super) const PRESET: Preset = Preset {
    id: "laplacian",
    name: "Laplacian",
    paper: "Mordvintsev 2016",
    year: 2016,
    parameters: &[STEPS, RATE, OCTAVES, ZOOM, BANDS, REDIRECT],
    conventions: &[PAPER, Convention { id: NAIVE }],
    needs: Needs::Nothing,
    spread: Spread::AroundGrey,
    begin: Begin::Recipe(recipe),
};

/// The numbers of the recipe.
#[derive(Clone, Debug, PartialEq)]
pub struct Laplacian {
    /// Rows and columns of every octave, the smallest first, and its steps.
    pub octaves: Vec<([usize; 2], usize)>,
    /// How far a step goes.
    pub rate: f64,
    /// How often the gradient is split into bands; 0 divides it by its standard deviation.
    pub bands: usize,
    /// The picture is rolled by up to so many pixels either way.
    pub shift: usize,
}

/// Half a tile of the tutorial, by which the picture is rolled at most.
const SHIFT: usize = 256;
/// The start is a grey with faint noise.
const START: Start = Start::Uniform { low: 100.0, high: 101.0 };

impl Laplacian {
    /// Pixels of 0 to 255.
    pub fn recipe(&self) -> Recipe {
        let rule = if self.bands > 0 { StepRule::Plain } else { StepRule::Normalised(Norm::Deviation) };
        let stage = |(index, &(size, steps)): (usize, &([usize; 2], usize))| Stage {
            enter: if index == 0 { Enter::Stay } else { Enter::Resize(size) },
            transforms: vec![Transform::Roll(self.shift)],
            equalised: (self.bands > 0).then_some(self.bands),
            ..Stage::plain(steps, rule.clone(), self.rate)
        };
        let stages = self.octaves.iter().enumerate().map(stage).collect();
        let first = self.octaves.first().map_or([0; 2], |(size, _)| *size);
        Recipe { stages, ..Recipe::plain(first, Unit::Byte, START) }
    }
}

fn recipe(order: &Order) -> Result<Recipe> {
    let sizes = octaves::growing(order, order.number(&ZOOM), order.whole(&OCTAVES));
    let steps = octaves::shared(order.whole(&STEPS), &vec![1; sizes.len()]);
    let laplacian = Laplacian {
        octaves: sizes.into_iter().zip(steps).collect(),
        rate: order.number(&RATE),
        bands: order.whole(&BANDS),
        shift: SHIFT,
    };
    Ok(ordered(laplacian.recipe(), order))
}
