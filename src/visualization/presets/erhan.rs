//! Erhan, Bengio, Courville & Vincent 2009, "Visualizing higher-layer features of a deep network": along the plain gradient on a
//! sphere, until the unit no longer grows. No prior but the norm, so that a deep network answers with coloured noise.
//!
//! The paper steps by a constant times the gradient and does not say which; here a step is so long a share of the sphere's
//! radius, whatever the gradient's length, so that one number does for every network. That number decides what becomes of the
//! noise. With a thousandth, as here, the picture stays near where it began: class pictures of `world` are noise, of which a
//! second network of another seed knows 8 of 20 (`tests/numbers/transfer.rs`). With twenty times that it arrives at shapes,
//! of which the same network knows 19. The radius is the mean norm of the data set's inputs; here it is what pixels that spread
//! as those of ImageNet have about the network's mean.

use super::{Begin, Needs, Preset, REDIRECT, Spread, ordered, steps};
use crate::{
    methods::{PAPER, Parameter, Value},
    visualization::{
        Order, Recipe, Result, Unit,
        projection::Projection,
        recipe::{Finish, Stage, Start},
        step::{Norm, StepRule},
    },
};

const STEPS: Parameter = steps(&Value::Whole(300));
/// As a share of the radius.
const RATE: Parameter = Parameter::number("rate", [0.0001, 1.0], &Value::Number(0.001));
/// As a multiple of what photographs have.
const NORM: Parameter = Parameter::number("norm", [0.05, 10.0], &Value::Number(1.0));

/// Standard deviation of ImageNet's pixels, of 1.
const CONTRAST: f64 = 0.226;
/// The share of itself by which a unit grows in a step that is the last one.
const SETTLED: f64 = 1e-4;

pub(super) const PRESET: Preset = Preset {
    id: "erhan",
    name: "Erhan",
    paper: "Erhan, Bengio, Courville, Vincent 2009",
    year: 2009,
    parameters: &[STEPS, RATE, NORM, REDIRECT],
    conventions: &[PAPER],
    needs: Needs::Nothing,
    spread: Spread::AsItIs,
    begin: Begin::Recipe(recipe),
};

/// The numbers of the recipe.
#[derive(Clone, Debug, PartialEq)]
pub struct Erhan {
    /// Steps at most.
    pub steps: usize,
    /// How the gradient becomes a step.
    pub rule: StepRule,
    /// How far it goes.
    pub rate: f64,
    /// The sphere's radius, in the network's own numbers.
    pub radius: f64,
}

impl Erhan {
    /// For a canvas of these rows and columns.
    pub fn recipe(&self, size: [usize; 2]) -> Recipe {
        let sphere = Projection::Sphere(self.radius);
        let stage = Stage {
            before: Some(sphere.clone()),
            finishes: vec![(1, Finish::Fixed(sphere))],
            until: Some(SETTLED),
            ..Stage::plain(self.steps, self.rule.clone(), self.rate)
        };
        Recipe { stages: vec![stage], ..Recipe::plain(size, Unit::Input, Start::Uniform { low: -1.0, high: 1.0 }) }
    }
}

fn recipe(order: &Order) -> Result<Recipe> {
    let size = order.canvas();
    // How far pixels spread in the network's own numbers, channel by channel: by 1 where it standardises.
    let spreads = order.lens.space(Unit::Input).bounds().into_iter().map(|[black, white]| CONTRAST * f64::from(white - black));
    let squares: f64 = spreads.map(|spread| spread * spread).sum();
    let radius = order.number(&NORM) * (squares * (size[0] * size[1]) as f64).sqrt();
    let erhan = Erhan {
        steps: order.whole(&STEPS),
        rule: StepRule::Normalised(Norm::Euclidean),
        rate: order.number(&RATE) * radius,
        radius,
    };
    Ok(ordered(erhan.recipe(size), order))
}
