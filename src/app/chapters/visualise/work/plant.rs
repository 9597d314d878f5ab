//! A picture that grows over several jobs: pausing ends a job and leaves the picture where it is, going on starts another one.
//!
//! A plant belongs to one goal, one recipe and one seed; parameters may change while it grows.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use egui::ColorImage;

use crate::{
    app::{desk::Reporter, ids::SessionId, open::Loaded, tiles::pixels},
    figures::grown_picture,
    network::{Answer, Class, Device, Keep, Tensor},
    picture::{Picture, Preprocessing},
    visualization::{Error, Growing, Order, Planes, Portrait, Preset, StepReport, spectrum::Spectrum},
    words::{Phrase, visualise as say},
};

/// How often the network is asked what it calls the picture, and the objective is measured without transformations.
const LOOK: Duration = Duration::from_millis(500);
/// Classes that are named.
const NAMED: usize = 4;

/// A plant; clones of its [`Arc`] share it.
pub struct Plant {
    /// Different for every plant.
    pub id: SessionId,
    state: Mutex<Option<Grown>>,
}

/// A picture as it was after a step.
#[derive(Clone)]
pub struct Frame {
    /// Steps done.
    pub step: usize,
    /// The first picture of the batch.
    pub image: Arc<ColorImage>,
}

/// What grows, with its history.
struct Grown {
    growing: Box<dyn Growing>,
    order: Order,
    frames: Vec<Frame>,
    curve: Vec<[f64; 2]>,
    redirected: usize,
    /// Seconds a step, smoothed.
    seconds: f64,
    looked: Option<Looked>,
    looked_at: Instant,
}

/// What was measured of the picture as it is.
#[derive(Clone)]
struct Looked {
    scores: Vec<f64>,
    calls: Vec<(Class, f64)>,
}

/// What the window shows of a plant.
#[derive(Clone)]
pub struct PlantView {
    /// Steps done, and all of them; some recipes are done earlier than they might.
    pub steps: [usize; 2],
    /// The pictures of the batch.
    pub images: Vec<Arc<ColorImage>>,
    /// The same as numbers: pixels of 0 to 1.
    pub pictures: Arc<Planes>,
    /// The network's input as last evaluated.
    pub input: Option<Arc<Planes>>,
    /// The pictures so far, one for every power of two.
    pub frames: Vec<Frame>,
    /// Step and objective of the first picture, as the network saw it.
    pub curve: Arc<Vec<[f64; 2]>>,
    /// The objective of each picture as it is.
    pub scores: Vec<f64>,
    /// What the network calls the first picture.
    pub calls: Vec<(Class, f64)>,
    /// What tells it from noise.
    pub portrait: Option<Portrait>,
    /// Frequency (cycles a pixel) and power of the first picture.
    pub spectrum: Arc<Vec<[f64; 2]>>,
    /// Steps with redirected rectifiers.
    pub redirected: usize,
    /// Seconds a step.
    pub seconds: f64,
}

impl PlantView {
    /// Whether the recipe is done.
    pub fn is_finished(&self) -> bool {
        self.steps[0] >= self.steps[1]
    }

    /// The strongest the curve has been, or the picture's own objective.
    pub fn score(&self) -> Option<f64> {
        self.scores.first().copied().or_else(|| self.curve.last().map(|point| point[1]))
    }
}

impl Plant {
    /// Nothing has grown yet.
    pub fn new() -> Self {
        Self { id: SessionId::new(), state: Mutex::default() }
    }

    /// The parameters so far, for another plant to start from.
    pub fn parameters(&self) -> Option<Arc<Vec<f32>>> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.as_ref()?.growing.parameters().map(|parameters| Arc::new(parameters.to_vec()))
    }

    /// Grows until so many steps are done, by a recipe with the parameters of the order.
    ///
    /// # Errors
    /// One sentence; cancellation leaves the picture as it is.
    pub fn grow(
        &self,
        (loaded, preset): (&Loaded, &'static Preset),
        order: &Order,
        until: usize,
        reporter: &Reporter<'_, PlantView>,
    ) -> Result<PlantView, Phrase> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if !state.as_mut().is_some_and(|grown| grown.retune(preset, order)) {
            *state = Some(Grown::begin(preset, order)?);
        }
        let Some(grown) = state.as_mut() else { return Err(say::NOT_BEGUN) };
        let steps = grown.growing.steps().max(until);
        while grown.growing.step_count() < until && !grown.growing.is_finished() {
            let done = grown.growing.step_count();
            reporter.control().step(done, steps, &say::growing(preset.name, done, steps)).map_err(Error::from)?;
            let begin = Instant::now();
            let report = grown.growing.step(&reporter.control().silent()).map_err(Phrase::from)?;
            grown.took(&report, preset, begin.elapsed().as_secs_f64());
            if grown.looked.is_none() || grown.looked_at.elapsed() > LOOK {
                grown.look(loaded, preset, reporter)?;
            }
            reporter.partial(|| grown.view(preset));
        }
        grown.look(loaded, preset, reporter)?;
        Ok(grown.view(preset))
    }
}

impl Grown {
    fn begin(preset: &Preset, order: &Order) -> Result<Self, Phrase> {
        let growing = preset.begin(order).map_err(Phrase::from)?;
        let mut grown = Self {
            growing,
            order: order.clone(),
            frames: Vec::new(),
            curve: Vec::new(),
            redirected: 0,
            seconds: 0.0,
            looked: None,
            looked_at: Instant::now(),
        };
        grown.keep_frame(preset);
        Ok(grown)
    }

    /// Goes on with what was changed; answers whether that is possible.
    fn retune(&mut self, preset: &Preset, order: &Order) -> bool {
        let same = (&self.order.parameters, &self.order.convention) == (&order.parameters, &order.convention);
        if same {
            return true;
        }
        let recipe = preset.recipe(order).ok().flatten();
        let tuned = recipe.is_some_and(|recipe| self.growing.retune(recipe).is_ok());
        if tuned {
            self.order = order.clone();
        }
        tuned
    }

    fn took(&mut self, report: &StepReport, preset: &Preset, seconds: f64) {
        self.seconds = if self.seconds == 0.0 { seconds } else { self.seconds * 0.9 + seconds * 0.1 };
        self.redirected += usize::from(report.redirected);
        if let Some(&score) = report.scores.first() {
            self.curve.push([report.step as f64, score]);
        }
        if (report.step + 1).is_power_of_two() || report.finished {
            self.keep_frame(preset);
        }
    }

    fn keep_frame(&mut self, preset: &Preset) {
        let step = self.growing.step_count();
        self.frames.retain(|frame| frame.step != step);
        if let Some(image) = images(&self.growing.pictures(), preset).into_iter().next() {
            self.frames.push(Frame { step, image });
        }
    }

    /// Measures the picture as it is, and asks the network what it calls it.
    fn look(&mut self, loaded: &Loaded, preset: &Preset, reporter: &Reporter<'_, PlantView>) -> Result<(), Phrase> {
        let control = reporter.control().silent();
        let scores = self.order.scores_of(self.growing.as_ref(), &control).map_err(Phrase::from)?;
        let pictures = self.growing.pictures();
        let size = [pictures.height, pictures.width];
        let picture = pictures.items().next().map(|item| grown_picture(item, size, preset.spread));
        let calls = match picture {
            Some(picture) => calls(loaded, self.order.lens.preprocessing(), &picture, &control)?,
            None => Vec::new(),
        };
        self.looked = Some(Looked { scores, calls });
        self.looked_at = Instant::now();
        Ok(())
    }

    fn view(&self, preset: &Preset) -> PlantView {
        let (pictures, done) = (self.growing.pictures(), self.growing.step_count());
        let size = [pictures.height, pictures.width];
        let first = pictures.items().next().unwrap_or_default();
        let spectrum = Spectrum::of(first, size).map(|spectrum| spectrum.radial()).unwrap_or_default();
        let looked = self.looked.clone().unwrap_or(Looked { scores: Vec::new(), calls: Vec::new() });
        PlantView {
            steps: [done, if self.growing.is_finished() { done } else { self.growing.steps() }],
            images: images(&pictures, preset),
            input: self.growing.last_input().map(|input| Arc::new(input.clone())),
            frames: self.frames.clone(),
            curve: Arc::new(self.curve.clone()),
            scores: looked.scores,
            calls: looked.calls,
            portrait: Portrait::of(&pictures.item(0)).into_iter().next(),
            spectrum: Arc::new(spectrum),
            pictures: Arc::new(pictures),
            redirected: self.redirected,
            seconds: self.seconds,
        }
    }
}

/// The pictures of a batch as egui takes them.
pub fn images(pictures: &Planes, preset: &Preset) -> Vec<Arc<ColorImage>> {
    let size = [pictures.height, pictures.width];
    pictures.items().map(|item| Arc::new(pixels(&grown_picture(item, size, preset.spread)))).collect()
}

/// What the network calls a picture as a whole.
fn calls(
    loaded: &Loaded,
    preprocessing: &Preprocessing,
    picture: &Picture,
    control: &crate::control::Control,
) -> Result<Vec<(Class, f64)>, Phrase> {
    let [rows, columns] = preprocessing.size;
    let whole = Preprocessing { fit: crate::picture::Fit::Stretch, ..preprocessing.clone() };
    let values = whole.apply(picture);
    let input = Tensor::from_vec(values, (1, preprocessing.channels(), rows, columns), &Device::Cpu);
    let input = input.map_err(crate::network::Error::from)?;
    let activations = loaded.engine.forward(&input, &Keep::Scores, control)?;
    let answer = Answer::new(loaded.engine.scores(&activations)?.into_iter().flatten().collect());
    let ranked = answer.ranking.iter().take(NAMED);
    Ok(ranked.filter_map(|&class| Some((class, answer.of(class)?.1))).collect())
}
