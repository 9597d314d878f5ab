//! A recipe carried out: the picture is written, shown to the network through transformations, and moved along the gradient, step
//! by step, so that whoever runs it can look, steer and stop in between.
//!
//! Determined by the recipe's seed and the number of threads. It knows neither windows nor published recipes.

use std::sync::Arc;

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::{
    Error, Goal, Growing, Lens, Planes, Result, Space, StepReport,
    canvas::{Canvas, Parameterisation},
    entering::entered,
    lens::Part,
    looking::{Looking, middle},
    penalty,
    projection::Projection,
    pyramid_gradient,
    recipe::{Enter, Finish, Ramp, Recipe, Redirect, Resampling, Stage},
    start::first,
    step::{StepRule, Stepper},
    transform::{self, Draw, Separate},
};
use crate::{
    control::Control,
    network::{Plain, Redirected},
};

/// A target that has given no gradient for so many steps will not.
const PATIENCE: usize = 50;

/// Pictures on their way along a recipe.
pub struct Growth {
    lens: Arc<Lens>,
    goal: Goal,
    recipe: Recipe,
    space: Space,
    canvas: Canvas,
    parameters: Vec<f32>,
    stepper: Stepper,
    random: ChaCha8Rng,
    /// The stage, and how many of its steps are done.
    stage: usize,
    in_stage: usize,
    entered: bool,
    step: usize,
    /// What the start is at the size of now, where stages enter with details.
    base: Option<Planes>,
    /// What the network saw last: its input.
    last_input: Option<Planes>,
    last_scores: Vec<f64>,
    /// Steps in a row without a gradient.
    dead: usize,
    finished: bool,
}

impl Growth {
    /// Begins.
    ///
    /// # Errors
    /// A canvas that does not do, a start of another size, an objective that is nothing.
    pub fn new(lens: Arc<Lens>, goal: Goal, recipe: Recipe) -> Result<Self> {
        if goal.0.is_empty() {
            return Err(Error::NoGoal);
        }
        let space = lens.space(recipe.unit);
        let [rows, columns] = recipe.size;
        let canvas = Canvas::new(&recipe.written, [recipe.count, space.channels(), rows, columns])?;
        let mut random = ChaCha8Rng::seed_from_u64(recipe.seed);
        let parameters = first(&recipe, &space, &canvas, &mut random)?;
        let mut growth = Self {
            stepper: stepper(&recipe.stages, 0, &canvas),
            lens,
            goal,
            recipe,
            space,
            canvas,
            parameters,
            random,
            stage: 0,
            in_stage: 0,
            entered: false,
            step: 0,
            base: None,
            last_input: None,
            last_scores: Vec::new(),
            dead: 0,
            finished: false,
        };
        growth.skip_empty_stages();
        // What does not fit is said now and not at the first step.
        if let Some(stage) = growth.recipe.stages.get(growth.stage) {
            let size = growth.size_at(stage);
            let layers = growth.goal.and(&growth.recipe.also).layers(growth.lens.network());
            growth.lens.leaky_part(&layers, stage.seen.unwrap_or(size), growth.recipe.leak)?;
        }
        Ok(growth)
    }

    /// What is grown towards.
    pub fn goal(&self) -> &Goal {
        &self.goal
    }

    /// The recipe as it is now.
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// The pictures in the recipe's own unit.
    pub fn canvas(&self) -> Planes {
        self.canvas.decode(&self.parameters)
    }

    /// Takes a step with transformations that were recorded.
    ///
    /// # Errors
    /// As [`Self::step`].
    pub fn step_with(&mut self, draws: &[Draw], control: &Control) -> Result<StepReport> {
        let Some(stage) = self.enter()? else { return Ok(self.report(false)) };
        self.drawn_step(&stage, draws, control)
    }

    fn drawn_step(&mut self, stage: &Stage, draws: &[Draw], control: &Control) -> Result<StepReport> {
        let mut picture = self.canvas.decode(&self.parameters);
        let before = stage.before.as_ref().filter(|_| self.is_plain());
        if let Some(before) = before {
            before.apply(&mut picture, &Planes::default());
        }
        let looking = Looking::new(stage, draws, [picture.height, picture.width], self.is_plain());
        let seen = looking.apply(&picture);
        let input = self.space.input(&seen);
        if input.values.iter().any(|value| !value.is_finite()) {
            return Err(Error::RanAway { step: self.step });
        }
        let Answer { scores, at_input, redirected, is_dead } = self.ask(&input, control)?;
        self.notice_death(is_dead)?;
        if before.is_some() {
            self.parameters.clone_from(&picture.values);
        }
        let mut gradient = self.space.pull_back(&at_input);
        if stage.pull != 1.0 {
            gradient.values.iter_mut().for_each(|value| *value *= stage.pull as f32);
        }
        let rate = stage.rate.at(self.in_stage, stage.steps);
        if looking.is_window() {
            // The window is all there is.
            let (mut window, goal) = (seen, gradient.clone());
            held_against(stage, &window, &mut gradient);
            self.stepper.step_scored(&mut window.values, &gradient.values, rate, &scores);
            self.finish(stage, &mut window, &goal);
            looking.put_back(&window, &mut picture);
            self.parameters = picture.values;
        } else {
            let goal = looking.adjoint(&gradient);
            let mut at_picture = goal.clone();
            held_against(stage, &picture, &mut at_picture);
            let gradient = self.canvas.pull_back(&self.parameters, &picture, &at_picture);
            self.stepper.step_scored(&mut self.parameters, &gradient, rate, &scores);
            if !stage.finishes.is_empty() && self.is_plain() {
                let mut picture = self.canvas.decode(&self.parameters);
                self.finish(stage, &mut picture, &goal);
                self.parameters = picture.values;
            }
        }
        self.last_input = Some(input);
        Ok(self.took(stage, scores, redirected))
    }

    /// Whether numbers and picture are the same thing, so that what is done to the one is done to the other.
    fn is_plain(&self) -> bool {
        self.recipe.written == Parameterisation::Pixels
    }

    /// What the network makes of an input, and which way is up.
    fn ask(&self, input: &Planes, control: &Control) -> Result<Answer> {
        let all = self.goal.and(&self.recipe.also);
        let layers = all.layers(self.lens.network());
        let part = self.lens.leaky_part(&layers, [input.height, input.width], self.recipe.leak)?;
        let seen = part.see(input, control)?;
        let values = part.values(self.lens.network(), &seen, input.count)?;
        let (mut scores, gradients) = all.evaluate(&values)?;
        if !self.recipe.also.0.is_empty() {
            scores = self.goal.evaluate(&values)?.0;
        }
        let redirect_now = matches!(self.recipe.redirect, Redirect::First(steps) if self.step < steps);
        let mut at_input = match redirect_now {
            true => part.pull_back(&seen, &gradients, &Redirected, control)?,
            false => part.pull_back(&seen, &gradients, &Plain, control)?,
        };
        let nothing = |planes: &Planes| planes.values.iter().all(|&value| value == 0.0);
        let mut redirected = redirect_now;
        if self.recipe.redirect == Redirect::WhenDead && nothing(&at_input) {
            at_input = part.pull_back(&seen, &gradients, &Redirected, control)?;
            redirected = true;
        }
        // A probability of 1 has no slope either, and is no death.
        let is_reached = gradients.iter().all(|(_, gradient)| nothing(gradient)) && scores.iter().any(|&score| score != 0.0);
        let is_dead = nothing(&at_input) && !is_reached;
        Ok(Answer { scores, at_input, redirected: redirected && !is_reached, is_dead })
    }

    /// Counts the step, and ends the stage where it is done.
    fn took(&mut self, stage: &Stage, scores: Vec<f64>, redirected: bool) -> StepReport {
        let settled = stage.until.is_some_and(|share| {
            let moved = |(now, before): (&f64, &f64)| (now - before).abs() < share * before.abs();
            scores.len() == self.last_scores.len() && scores.iter().zip(&self.last_scores).all(moved)
        });
        self.last_scores = scores;
        self.step += 1;
        self.in_stage += 1;
        if settled {
            self.in_stage = stage.steps;
        }
        if let Some(last) = stage.last.as_ref().filter(|_| self.in_stage >= stage.steps && self.is_plain()) {
            let mut picture = self.canvas.decode(&self.parameters);
            last.apply(&mut picture, &Planes::default());
            self.parameters = picture.values;
        }
        self.skip_empty_stages();
        let mut report = self.report(redirected);
        report.step -= 1;
        report
    }

    fn report(&self, redirected: bool) -> StepReport {
        StepReport { step: self.step, scores: self.last_scores.clone(), redirected, finished: self.finished }
    }

    fn notice_death(&mut self, dead: bool) -> Result<()> {
        self.dead = if dead { self.dead + 1 } else { 0 };
        if self.dead < PATIENCE {
            return Ok(());
        }
        let layers = self.goal.layers(self.lens.network());
        let names: Vec<&str> = layers.iter().map(|&layer| self.lens.network().node(layer).name.as_str()).collect();
        Err(Error::NeverFires { target: names.join(", "), steps: PATIENCE })
    }

    /// What comes after the step.
    fn finish(&self, stage: &Stage, picture: &mut Planes, gradient: &Planes) {
        for (every, finish) in &stage.finishes {
            if !self.in_stage.is_multiple_of((*every).max(1)) {
                continue;
            }
            let at = |ramp: &Ramp| ramp.at(self.in_stage, stage.steps);
            match finish {
                Finish::Fixed(projection) => projection.apply(picture, gradient),
                Finish::Blur(sigma) => Projection::Blur(at(sigma)).apply(picture, gradient),
                Finish::Bilateral { space, range } => {
                    Projection::Bilateral { space: at(space), range: at(range) }.apply(picture, gradient);
                }
            }
        }
    }

    /// The stage of the next step, entered; none when all is done.
    fn enter(&mut self) -> Result<Option<Stage>> {
        let Some(stage) = self.recipe.stages.get(self.stage).cloned() else { return Ok(None) };
        if !self.entered {
            self.change_size()?;
            self.entered = true;
        }
        Ok(Some(stage))
    }

    fn change_size(&mut self) -> Result<()> {
        let picture = self.canvas.decode(&self.parameters);
        let Some(resized) = entered(&self.recipe, self.stage, picture, &mut self.base, &self.space) else { return Ok(()) };
        let canvas = Canvas::new(&self.recipe.written, resized.dims())?;
        let refuse = || Error::Canvas("a picture written in this way cannot change its size".to_owned());
        self.parameters = canvas.encode(&resized).ok_or_else(refuse)?;
        self.canvas = canvas;
        self.stepper = stepper(&self.recipe.stages, self.stage, &self.canvas);
        Ok(())
    }

    fn size_at(&self, stage: &Stage) -> [usize; 2] {
        let [_, _, rows, columns] = self.canvas.dims();
        match stage.enter {
            Enter::Stay => [rows, columns],
            Enter::Zoom(size) | Enter::Resize(size) | Enter::Spline(size) | Enter::Detail(size) => size,
        }
    }

    fn skip_empty_stages(&mut self) {
        while self.recipe.stages.get(self.stage).is_some_and(|stage| self.in_stage >= stage.steps) {
            let rule = |stage: usize| self.recipe.stages.get(stage).map(|stage| (&stage.rule, stage.rate.from));
            let (before, after) = (rule(self.stage), rule(self.stage + 1));
            // A momentum gathered at another rate would carry on at that rate.
            if after.is_some() && before != after {
                self.stepper = stepper(&self.recipe.stages, self.stage + 1, &self.canvas);
            }
            self.stage += 1;
            self.in_stage = 0;
            self.entered = false;
        }
        self.finished = self.stage >= self.recipe.stages.len();
    }

    fn part(&self, size: [usize; 2]) -> Result<Arc<Part>> {
        self.lens.part(&self.goal.layers(self.lens.network()), size)
    }
}

impl Growing for Growth {
    fn step(&mut self, control: &Control) -> Result<StepReport> {
        let Some(stage) = self.enter()? else { return Ok(self.report(false)) };
        // The next numbers of chance are taken only if the step is not stopped.
        let mut random = self.random.clone();
        let draws = match stage.resampling {
            Resampling::Composed => transform::draw(&stage.transforms, &mut random),
            Resampling::Separate => Separate::draw(&stage.transforms, &mut random),
        };
        let report = self.drawn_step(&stage, &draws, control)?;
        self.random = random;
        Ok(report)
    }

    fn steps(&self) -> usize {
        self.recipe.steps()
    }

    fn step_count(&self) -> usize {
        self.step
    }

    fn is_finished(&self) -> bool {
        self.finished
    }

    fn pictures(&self) -> Planes {
        self.space.pixels(&self.canvas())
    }

    fn last_input(&self) -> Option<&Planes> {
        self.last_input.as_ref()
    }

    fn scores(&self, control: &Control) -> Result<Vec<f64>> {
        let stages = &self.recipe.stages;
        let picture = middle(self.canvas(), stages.get(self.stage).or(stages.last()).and_then(|stage| stage.seen));
        let part = self.part([picture.height, picture.width])?;
        let seen = part.see(&self.space.input(&picture), control)?;
        Ok(self.goal.evaluate(&part.values(self.lens.network(), &seen, picture.count)?)?.0)
    }

    fn parameters(&self) -> Option<&[f32]> {
        Some(&self.parameters)
    }

    fn retune(&mut self, recipe: Recipe) -> Result<()> {
        let same = recipe.written == self.recipe.written
            && recipe.count == self.recipe.count
            && recipe.size == self.recipe.size
            && recipe.stages.len() == self.recipe.stages.len()
            && recipe.unit == self.recipe.unit;
        if !same {
            return Err(Error::Canvas("another recipe writes its picture in another way; start anew".to_owned()));
        }
        let rule = |recipe: &Recipe| recipe.stages.get(self.stage).map(|stage| stage.rule.clone());
        if rule(&recipe) != rule(&self.recipe) {
            self.stepper = stepper(&recipe.stages, self.stage, &self.canvas);
        }
        self.recipe = recipe;
        if self.finished {
            // It goes on where the last stage ended.
            self.stage = self.recipe.stages.len().saturating_sub(1);
            let before: usize = self.recipe.stages.iter().take(self.stage).map(|stage| stage.steps).sum();
            self.in_stage = self.step.saturating_sub(before);
            self.entered = true;
        }
        self.skip_empty_stages();
        Ok(())
    }
}

/// What the network answers.
struct Answer {
    scores: Vec<f64>,
    at_input: Planes,
    redirected: bool,
    is_dead: bool,
}

/// Makes a gradient that of the goal less the penalties', with its scales made equal where the stage says so.
fn held_against(stage: &Stage, picture: &Planes, gradient: &mut Planes) {
    penalty::subtract(&stage.penalties, picture, gradient);
    if let Some(levels) = stage.equalised {
        *gradient = pyramid_gradient::normalised(gradient, levels);
    }
}

fn stepper(stages: &[Stage], stage: usize, canvas: &Canvas) -> Stepper {
    let rule = stages.get(stage).or(stages.last()).map_or(StepRule::Plain, |stage| stage.rule.clone());
    let [_, channels, ..] = canvas.dims();
    let window = stages.get(stage).filter(|stage| stage.local).and_then(|stage| stage.seen);
    match window.map(|[rows, columns]| channels * rows * columns).or(canvas.per_picture()) {
        Some(each) => Stepper::new(rule, canvas.dims()[0], each),
        // Parameters that pictures share are stepped as one.
        None => Stepper::new(rule, 1, canvas.parameter_count()),
    }
}
