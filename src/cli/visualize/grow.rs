//! A recipe carried out, and what became of it: numbers for scripts and a line for people.

use std::time::Instant;

use serde_json::{Value as Json, json};

use crate::{
    cli::Result,
    control::Control,
    picture::{Fit, Picture, Preprocessing},
    visualization::{Growing, Order, Planes, Portrait, Preset},
    words::{Phrase, Value, visualise as say},
    zoo::Model,
};

/// The objective is written down at the first steps and then this often.
const RECORDED: usize = 10;

/// What became of one recipe.
pub struct Grown {
    pub recipe: &'static Preset,
    pub growing: Box<dyn Growing>,
    /// Step and objective, the first picture's.
    objective: Vec<(usize, f64)>,
    /// Of the pictures as they are.
    scores: Vec<f64>,
    portraits: Vec<Portrait>,
    seconds: f64,
    redirected: usize,
}

/// What a picture is before the network's own numbers: pixels of 0 to 1 as the network would see them, or, given the longer side,
/// all of the picture at that size.
pub fn canvas(model: &Model, picture: &Picture, side: Option<u16>) -> Planes {
    let preprocessing = &model.preprocessing;
    let visible = match side {
        None => preprocessing.visible(picture),
        Some(side) => {
            let longest = picture.width.max(picture.height).max(1);
            let share = |length: usize| (length * usize::from(side)).div_ceil(longest).max(1);
            let size = [share(picture.height), share(picture.width)];
            Preprocessing { size, fit: Fit::Stretch, ..preprocessing.clone() }.visible(picture)
        }
    };
    Planes::of_picture(&visible, preprocessing.channels())
}

/// Takes all steps of a recipe.
pub fn grow(recipe: &'static Preset, order: &Order, control: &Control) -> Result<Grown> {
    // What was set for one recipe is not meant for another.
    let order = Order { parameters: order.parameters.known_to(recipe.parameters), ..order.clone() };
    let start = Instant::now();
    let mut growing = recipe.begin(&order)?;
    let (mut objective, mut redirected) = (Vec::new(), 0);
    while !growing.is_finished() {
        let done = growing.step_count();
        control.step(done, growing.steps(), &say::growing(recipe.name, done, growing.steps()))?;
        let report = growing.step(&control.silent())?;
        redirected += usize::from(report.redirected);
        if report.step < RECORDED || report.step.is_multiple_of(RECORDED) {
            objective.push((report.step, report.scores.first().copied().unwrap_or(0.0)));
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let scores = order.scores_of(growing.as_ref(), &control.silent())?;
    objective.push((growing.step_count(), scores.first().copied().unwrap_or(0.0)));
    let portraits = Portrait::of(&growing.pictures());
    Ok(Grown { recipe, growing, objective, scores, portraits, seconds, redirected })
}

/// How many times as strong as a data set's strongest picture.
fn ratio(grown: &Grown, strongest: Option<f64>) -> Option<f64> {
    strongest.filter(|value| *value > 0.0).and_then(|value| Some(grown.scores.first()? / value))
}

/// For scripts.
pub fn document(grown: &Grown, strongest: Option<f64>) -> Json {
    let portrait = grown.portraits.first();
    let steps = grown.growing.step_count();
    json!({
        "recipe": grown.recipe.id,
        "steps": steps,
        "objective": grown.objective.iter().map(|(step, value)| json!([step, value])).collect::<Vec<_>>(),
        "scores": grown.scores,
        "strongest": strongest,
        "ratio": ratio(grown, strongest),
        "high_frequency": portrait.map(|portrait| portrait.high_frequency),
        "total_variation": portrait.map(|portrait| portrait.total_variation),
        "steps_per_second": steps as f64 / grown.seconds.max(f64::MIN_POSITIVE),
        "seconds": grown.seconds,
        "redirected_steps": grown.redirected,
    })
}

/// For people.
pub fn summary(grown: &Grown, strongest: Option<f64>) -> Vec<Phrase> {
    let score = grown.scores.first().copied().unwrap_or(0.0) as f32;
    let mut parts = vec![say::reached(grown.recipe.name, score, grown.growing.step_count())];
    parts.extend(ratio(grown, strongest).map(|ratio| say::times_strongest(Value::Fixed(ratio, 2))));
    if let Some(portrait) = grown.portraits.first() {
        parts.push(say::fine_share(Value::Percent(portrait.high_frequency, 1)));
    }
    if grown.redirected > 0 {
        parts.push(say::redirected(grown.redirected));
    }
    parts
}
