//! A recipe carried out: the picture is written, shown to the network through transformations, and moved along the gradient, step
//! by step, so that whoever runs it can look, steer and stop in between.
//!
//! Determined by the recipe's seed and the number of threads. It knows neither windows nor published recipes.

use std::sync::Arc;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::{
    Error, Goal, Lens, Planes, Result, Space,
    canvas::{Canvas, Parameterisation},
    lens::Part,
    projection::Projection,
    pyramid_gradient,
    random::normal,
    recipe::{Enter, Finish, Recipe, Redirect, Resampling, Stage, Start},
    resize,
    step::{StepRule, Stepper},
    transform::{self, Draw, Separate, Warp},
};
use crate::{
    control::Control,
    network::{Plain, Redirected},
};

/// A target that has given no gradient for so many steps will not.
const PATIENCE: usize = 50;

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
            growth.part(stage.seen.unwrap_or(size))?;
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
        let picture = self.canvas.decode(&self.parameters);
        let size = [picture.height, picture.width];
        let looking = Looking::new(stage, draws, size);
        let seen_picture = looking.apply(&picture);
        let input = self.space.input(&seen_picture);
        let part = self.part([input.height, input.width])?;
        let seen = part.see(&input, control)?;
        let (scores, gradients) = self.goal.evaluate(&part.values(self.lens.network(), &seen, input.count)?)?;
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
        self.notice_death(nothing(&at_input))?;
        let mut at_picture = looking.adjoint(&self.space.pull_back(&at_input));
        let raw = if stage.finishes.is_empty() { None } else { Some(at_picture.clone()) };
        self.held_against(stage, &picture, &mut at_picture);
        if let Some(levels) = stage.equalised {
            at_picture = pyramid_gradient::normalised(&at_picture, levels);
        }
        let gradient = self.canvas.pull_back(&self.parameters, &picture, &at_picture);
        let rate = stage.rate.at(self.in_stage, stage.steps);
        self.stepper.step_scored(&mut self.parameters, &gradient, rate, &scores);
        if let Some(raw) = raw {
            self.finish(stage, &raw);
        }
        self.last_input = Some(input);
        Ok(self.took(stage, scores, redirected))
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

    /// Subtracts what the penalties' gradients are.
    fn held_against(&self, stage: &Stage, picture: &Planes, gradient: &mut Planes) {
        if stage.penalties.is_empty() {
            return;
        }
        let mut against = Planes::zeros(picture.dims());
        for penalty in &stage.penalties {
            penalty.value_and_gradient(picture, &mut against);
        }
        for (gradient, against) in gradient.values.iter_mut().zip(&against.values) {
            *gradient -= against;
        }
    }

    /// What comes after the step; numbers and picture are the same thing there.
    fn finish(&mut self, stage: &Stage, gradient: &Planes) {
        if self.recipe.written != Parameterisation::Pixels {
            return;
        }
        let mut picture = self.canvas.decode(&self.parameters);
        for (every, finish) in &stage.finishes {
            if !(self.step + 1).is_multiple_of((*every).max(1)) {
                continue;
            }
            let at = |ramp: &super::recipe::Ramp| ramp.at(self.in_stage, stage.steps);
            let projection = match finish {
                Finish::Fixed(projection) => projection.clone(),
                Finish::Blur(sigma) => Projection::Blur(at(sigma)),
                Finish::Bilateral { space, range } => Projection::Bilateral { space: at(space), range: at(range) },
            };
            projection.apply(&mut picture, gradient);
        }
        self.parameters = picture.values;
    }

    /// The stage of the next step, entered; none when all is done.
    fn enter(&mut self) -> Result<Option<Stage>> {
        let Some(stage) = self.recipe.stages.get(self.stage).cloned() else { return Ok(None) };
        if !self.entered {
            self.change_size(&stage)?;
            self.entered = true;
        }
        Ok(Some(stage))
    }

    fn change_size(&mut self, stage: &Stage) -> Result<()> {
        let size = self.size_at(stage);
        let picture = self.canvas.decode(&self.parameters);
        let resized = match stage.enter {
            Enter::Stay => return Ok(()),
            Enter::Zoom(size) => resize::zoomed(&picture, size),
            Enter::Resize(size) => resize::top_left(&picture, size),
            Enter::Detail(size) => {
                let start = match &self.recipe.start {
                    Start::Picture(pixels) => self.space.of_pixels(pixels),
                    _ => picture.clone(),
                };
                let base = resize::zoomed(&start, size);
                let mut sum = base.clone();
                if let Some(earlier) = &self.base {
                    let mut detail = picture;
                    detail.values.iter_mut().zip(&earlier.values).for_each(|(detail, base)| *detail -= base);
                    sum.add(&resize::zoomed(&detail, size));
                }
                self.base = Some(base);
                sum
            }
        };
        let [count, channels, ..] = resized.dims();
        let canvas = Canvas::new(&self.recipe.written, [count, channels, size[0], size[1]])?;
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
            Enter::Zoom(size) | Enter::Resize(size) | Enter::Detail(size) => size,
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
        let picture = self.canvas();
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
        self.stage = self.stage.min(self.recipe.stages.len().saturating_sub(1));
        self.skip_empty_stages();
        Ok(())
    }
}

fn stepper(stages: &[Stage], stage: usize, canvas: &Canvas) -> Stepper {
    let rule = stages.get(stage).or(stages.last()).map_or(StepRule::Plain, |stage| stage.rule.clone());
    match canvas.per_picture() {
        Some(each) => Stepper::new(rule, canvas.dims()[0], each),
        // Parameters that pictures share are stepped as one.
        None => Stepper::new(rule, 1, canvas.parameter_count()),
    }
}

/// The first parameters.
fn first(recipe: &Recipe, space: &Space, canvas: &Canvas, random: &mut ChaCha8Rng) -> Result<Vec<f32>> {
    let dims = canvas.dims();
    let mut picture = Planes::zeros(dims);
    match &recipe.start {
        Start::Own => return Ok(canvas.first(random)),
        Start::Parameters(parameters) if parameters.len() == canvas.parameter_count() => return Ok(parameters.to_vec()),
        Start::Parameters(_) => return Ok(canvas.first(random)),
        Start::Normal { mean, deviation } => {
            picture.values.iter_mut().for_each(|value| {
                *value = mean + deviation * normal(random) as f32;
            });
        }
        Start::Uniform { low, high } => {
            picture.values.iter_mut().for_each(|value| *value = low + (high - low) * random.random::<f32>());
        }
        Start::Norm(norm) => {
            picture.values.iter_mut().for_each(|value| *value = normal(random) as f32);
            for item in picture.items_mut() {
                let own = item.iter().map(|&value| f64::from(value).powi(2)).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
                item.iter_mut().for_each(|value| *value *= (norm / own) as f32);
            }
        }
        Start::Picture(pixels) => {
            let one = space.of_pixels(pixels);
            let size = [dims[2], dims[3]];
            let one = if [one.height, one.width] == size { one } else { resize::zoomed(&one, size) };
            if one.channels != dims[1] || one.values.is_empty() {
                return Err(Error::Reference { expected: dims, found: one.dims() });
            }
            picture.values = one.items().next().unwrap_or_default().repeat(dims[0]);
        }
    }
    canvas.encode(&picture).ok_or_else(|| Error::Canvas("a picture written in this way starts from its own noise".to_owned()))
}

/// How the network looks at the canvas in one step.
enum Looking {
    Straight,
    Composed(Warp),
    Separate(Separate),
}

impl Looking {
    fn new(stage: &Stage, draws: &[Draw], size: [usize; 2]) -> Self {
        let transforms = &stage.transforms;
        if transforms.is_empty() && stage.seen.is_none_or(|seen| seen == size) {
            return Self::Straight;
        }
        match stage.resampling {
            Resampling::Composed => {
                let to = stage.seen.unwrap_or_else(|| Warp::frame(transforms, size, size));
                Self::Composed(Warp::compose(transforms, draws, size, to))
            }
            Resampling::Separate => {
                let to = stage.seen.unwrap_or_else(|| Separate::frame(transforms, draws, size, size));
                Self::Separate(Separate::compose(transforms, draws, size, to))
            }
        }
    }

    fn apply(&self, picture: &Planes) -> Planes {
        match self {
            Self::Straight => picture.clone(),
            Self::Composed(warp) => warp.apply(picture),
            Self::Separate(separate) => separate.apply(picture),
        }
    }

    fn adjoint(&self, gradient: &Planes) -> Planes {
        match self {
            Self::Straight => gradient.clone(),
            Self::Composed(warp) => warp.adjoint(gradient),
            Self::Separate(separate) => separate.adjoint(gradient),
        }
    }
}
