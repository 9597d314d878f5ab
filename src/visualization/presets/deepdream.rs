//! Mordvintsev, Olah & Tyka 2015, "Inceptionism" (google/deepdream, dream.ipynb): a photograph is changed, octave by octave, so that
//! a layer sees more of what it sees already, or more of what it sees in a guide.
//!
//! A step is the gradient over its mean magnitude, at a picture rolled around its borders. What an octave added is enlarged and
//! added to the next. As published opposite borders meet while the picture is rolled.

use std::sync::Arc;

use super::{Begin, Needs, Preset, REDIRECT, Spread, octaves, ordered, steps};
use crate::{
    methods::{PAPER, Parameter, Value},
    visualization::{
        Error, Order, Planes, Recipe, Result, Space, Unit,
        projection::Projection,
        recipe::{Enter, Finish, Stage, Start},
        resize,
        step::{Norm, StepRule},
        transform::Transform,
    },
};

/// Of all octaves.
const STEPS: Parameter = steps(&Value::Whole(40));
/// In parts of 255.
const RATE: Parameter = Parameter::number("rate", [0.01, 20.0], &Value::Number(1.5));
const OCTAVES: Parameter = Parameter::whole("octaves", [1, 12], &Value::Whole(4));
const ZOOM: Parameter = Parameter::number("zoom", [1.05, 3.0], &Value::Number(1.4));
const SHIFT: Parameter = Parameter::whole("shift", [0, 512], &Value::Whole(32));

pub(super) const PRESET: Preset = Preset {
    id: "deepdream",
    name: "DeepDream",
    paper: "Mordvintsev, Olah, Tyka 2015",
    year: 2015,
    parameters: &[STEPS, RATE, OCTAVES, ZOOM, SHIFT, REDIRECT],
    conventions: &[PAPER],
    needs: Needs::Picture,
    spread: Spread::AsItIs,
    begin: Begin::Recipe(recipe),
};

/// The numbers of the recipe.
#[derive(Clone, Debug, PartialEq)]
pub struct DeepDream {
    /// Rows and columns of every octave, the smallest first, and its steps.
    pub octaves: Vec<([usize; 2], usize)>,
    /// What pixels change by in a step, on average.
    pub rate: f64,
    /// The picture is rolled by up to so many pixels.
    pub shift: usize,
}

impl DeepDream {
    /// From this picture (pixels of 0 to 1, as large as the last octave), in Caffe's unit.
    pub fn recipe(&self, picture: Arc<Planes>, space: &Space) -> Recipe {
        let stage = |&(size, steps): &([usize; 2], usize)| Stage {
            enter: Enter::Detail(size),
            transforms: vec![Transform::Roll(self.shift)],
            finishes: vec![(1, Finish::Fixed(Projection::Box(space.bounds())))],
            ..Stage::plain(steps, StepRule::Normalised(Norm::MeanAbsolute), self.rate)
        };
        let first = self.octaves.first().map_or([picture.height, picture.width], |(size, _)| *size);
        let stages = self.octaves.iter().map(stage).collect();
        Recipe { stages, ..Recipe::plain(first, Unit::Centred, Start::Picture(picture)) }
    }
}

fn recipe(order: &Order) -> Result<Recipe> {
    let picture = order.picture.clone().ok_or(Error::NeedsPicture { recipe: PRESET.name })?;
    let own = [picture.height, picture.width];
    let size = order.size.unwrap_or(own);
    let picture = if size == own { picture } else { Arc::new(resize::zoomed(&picture, size)) };
    let sizes = octaves::shrinking(order, size, order.number(&ZOOM), order.whole(&OCTAVES));
    let steps = octaves::shared(order.whole(&STEPS), &vec![1; sizes.len()]);
    let dream =
        DeepDream { octaves: sizes.into_iter().zip(steps).collect(), rate: order.number(&RATE), shift: order.whole(&SHIFT) };
    let recipe = dream.recipe(picture, &order.lens.space(Unit::Centred));
    Ok(Recipe { start: recipe.start.clone(), ..ordered(recipe, order) })
}
