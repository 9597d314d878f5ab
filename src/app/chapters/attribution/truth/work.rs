//! The measures of one map, one after the other, told as they come: first where it points, then the picture erased, then the
//! network randomised.

use std::sync::Arc;

use egui::ColorImage;

use super::erasing::Erasing;
use crate::{
    app::{
        chapters::attribution::{
            beside,
            work::{Explanation, Sources},
        },
        desk::{About, Conduct, Question, Reporter, Stamp},
        ids::ModelId,
        open::{Folder, Loaded, Shown},
        questions::ForwardPass,
        tiles::{heatmap_pixels, pixels},
    },
    attribution::{Map, Method},
    control::Control,
    data::world::fauna::SPECIES,
    figures::{Look, Manner, heatmap},
    jobs::Lane,
    judge::{
        Curve, Eraser, Importance, Likeness, MEASURES, Needs, Order, Stage, Stages, Trial, constants, erase, erased_at,
        funny_birds::{Animal, Tried},
    },
    network::{Class, Target},
    words::{Phrase, attribution as say},
    zoo::labels,
};

/// Which share of the pixels is erased in the picture that stays on the page.
const LEFT_OUT: f64 = 0.1;
/// Stages in which a network is randomised for the film strip.
const STRIP: usize = 6;
/// Rows and columns of a picture of the film strip.
const SMALL: [usize; 2] = [96, 96];

/// What is this network with nothing learned, stage by stage?
#[derive(Clone, Debug, PartialEq)]
pub struct Randomised {
    /// The network.
    pub model: ModelId,
}

impl Question for Randomised {
    type Answer = Stages;
    type Given = Arc<Loaded>;
    type Error = Phrase;

    fn title(&self, loaded: &Arc<Loaded>) -> Phrase {
        say::randomising(&loaded.model.name)
    }

    fn about(&self) -> About {
        About { model: Some(self.model), folder: None }
    }

    fn work(&self, loaded: Arc<Loaded>, _: &Reporter<'_, Stages>) -> Result<Stages, Phrase> {
        Ok(Stages::new(loaded.engine.network(), STRIP, 0)?)
    }
}

/// How true is this map?
#[derive(Clone, Debug, PartialEq)]
pub struct Tested {
    /// What the map answers.
    pub explained: Explanation,
    /// With what the picture is erased.
    pub eraser: Erasing,
}

/// What the work reads.
pub struct Given {
    /// The method.
    pub method: &'static Method,
    /// The map.
    pub map: Arc<Map>,
    /// The network.
    pub loaded: Arc<Loaded>,
    /// The pass.
    pub pass: Arc<ForwardPass>,
    /// The picture.
    pub shown: Arc<Shown>,
    /// The open folder.
    pub folder: Option<Arc<Folder>>,
    /// The network, randomised; done here if `None`.
    pub stages: Option<Arc<Stages>>,
}

/// A map of a randomised network.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The layer up to which the network is randomised.
    pub edge: String,
    /// The map.
    pub map: Arc<Map>,
    /// How alike it is to the network's own.
    pub likeness: Likeness,
}

/// What is known so far.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// The probability while the most important pixels are erased.
    pub deletion: Curve,
    /// The probability while they come back.
    pub insertion: Curve,
    /// The picture as it is erased just now.
    pub erased: Option<Arc<ColorImage>>,
    /// Numbers by the measures' ids.
    pub values: Vec<(&'static str, f64)>,
    /// What is known by an animal's parts.
    pub parts: Option<Tried>,
    /// The network randomised from the top.
    pub top: Vec<Frame>,
    /// The network randomised from the bottom.
    pub bottom: Vec<Frame>,
    /// One part of the network randomised at a time.
    pub alone: Vec<Frame>,
    /// Whether nothing is to come.
    pub is_whole: bool,
}

impl Verdict {
    /// What a measure says.
    pub fn value(&self, measure: &str) -> Option<f64> {
        self.values.iter().find(|(known, _)| *known == measure).map(|(_, value)| *value)
    }

    /// The film strips: from the top, from the bottom, one part at a time.
    pub fn strips(&self) -> [&[Frame]; 3] {
        [&self.top, &self.bottom, &self.alone]
    }

    fn strips_mut(&mut self) -> [&mut Vec<Frame>; 3] {
        [&mut self.top, &mut self.bottom, &mut self.alone]
    }
}

impl Question for Tested {
    type Answer = Verdict;
    type Given = Given;
    type Error = Phrase;

    const CONDUCT: Conduct = Conduct { lane: Lane::narrow("truth"), shows_failure: true, can_pause: true, ..Conduct::ON_SCREEN };

    fn title(&self, given: &Given) -> Phrase {
        say::testing(given.method.name)
    }

    fn about(&self) -> About {
        self.explained.about()
    }

    fn work(&self, given: Given, reporter: &Reporter<'_, Verdict>) -> Result<Verdict, Phrase> {
        let own_stages;
        let stages = match &given.stages {
            Some(stages) => stages.as_ref(),
            None => {
                own_stages = Stages::new(given.loaded.engine.network(), STRIP, 0)?;
                &own_stages
            }
        };
        let Given { loaded, pass, shown, folder, .. } = &given;
        let sources = Sources { loaded, pass, shown, folder: folder.as_deref() };
        self.explained.with_request(&sources, |request| {
            let size = self.explained.pass.preprocessing.size;
            let mask = request.truth.and_then(|look| look());
            let animal = self.animal(&sources, reporter.control())?;
            let mut trial = Trial::new(given.method, request, &given.map, size);
            (trial.mask, trial.stages, trial.animal) = (mask.as_deref(), Some(stages), animal.as_ref());
            self.test(&trial, reporter)
        })
    }

    fn bytes(verdict: &Verdict) -> usize {
        let frames = verdict.strips().into_iter().flatten();
        frames.map(|frame| size_of_val(frame.map.values.as_slice())).sum::<usize>().max(1)
    }
}

impl Tested {
    /// The animal that is shown, if the map is about what it is.
    fn animal(&self, sources: &Sources<'_>, control: &Control) -> Result<Option<Animal>, Phrase> {
        let Some((fauna, index)) = beside::animal(sources.shown, sources.folder) else { return Ok(None) };
        let model = &sources.loaded.model;
        let species: Vec<String> = SPECIES.iter().map(|species| species.name.to_owned()).collect();
        let Ok(classes) = labels::matched(&species, &model.labels) else { return Ok(None) };
        // What another class is explained by is no matter of this animal's parts.
        if self.explained.target != Target::Class(Class(classes[fauna.class(index)])) {
            return Ok(None);
        }
        let network = (&sources.loaded.engine, &self.explained.pass.preprocessing, classes.as_slice());
        Ok(Animal::ask((fauna, index), network, &control.silent())?)
    }

    fn test(&self, trial: &Trial<'_>, reporter: &Reporter<'_, Verdict>) -> Result<Verdict, Phrase> {
        let control = reporter.control();
        let mut verdict = Verdict::default();
        let measure = |verdict: &mut Verdict, wanted: &dyn Fn(Needs, &str) -> bool| -> Result<(), Phrase> {
            for measure in MEASURES.iter().filter(|measure| wanted(measure.needs, measure.id)) {
                if let Some(value) = measure.of(trial, control)?.filter(|value| value.is_finite()) {
                    verdict.values.push((measure.id, value));
                    reporter.partial(|| verdict.clone());
                }
            }
            Ok(())
        };
        measure(&mut verdict, &|needs, _| matches!(needs, Needs::Object | Needs::Animal))?;
        verdict.parts = trial.parts();
        let size = trial.importance.size;
        let preprocessing = &self.explained.pass.preprocessing;
        for order in [Order::MostFirst, Order::Insert] {
            let before = verdict.clone();
            // A picture comes back from a blurred one, as published, whatever erases it.
            let eraser = if order == Order::Insert { Eraser::blur(size) } else { self.eraser.eraser(size) };
            let steps = constants::ERASING_STEPS;
            let curve = erase(trial.request, &trial.importance, (order, eraser), steps, control, &mut |curve, input| {
                reporter.partial(|| {
                    let mut now = before.clone();
                    *(if order == Order::Insert { &mut now.insertion } else { &mut now.deletion }) = curve.clone();
                    now.erased = Some(Arc::new(pixels(&preprocessing.invert(input))));
                    now
                });
            })?;
            let name = if order == Order::Insert { "insertion" } else { "deletion" };
            verdict.values.push((name, curve.area()));
            *(if order == Order::Insert { &mut verdict.insertion } else { &mut verdict.deletion }) = curve;
        }
        let way = (Order::MostFirst, self.eraser.eraser(size));
        let left = erased_at(trial.request, &trial.importance, way, LEFT_OUT)?;
        verdict.erased = Some(Arc::new(pixels(&preprocessing.invert(&left))));
        measure(&mut verdict, &|needs, id| needs == Needs::Answers && !["deletion", "deletion-blur", "insertion"].contains(&id))?;
        let Some(stages) = trial.stages else { return Ok(verdict) };
        for (place, stages) in [&stages.top, &stages.bottom, &stages.alone].into_iter().enumerate() {
            for stage in stages {
                let frame = frame(trial, stage, reporter)?;
                verdict.strips_mut()[place].push(frame);
                reporter.partial(|| verdict.clone());
            }
        }
        for (name, frames) in [("randomised-top", &verdict.top), ("randomised-bottom", &verdict.bottom)] {
            let sum: f64 = frames.iter().map(|frame| frame.likeness.spearman).sum();
            verdict.values.push((name, sum / frames.len().max(1) as f64));
        }
        measure(&mut verdict, &|_, id| id == "efficient-mprt" || id == "max-sensitivity")?;
        verdict.is_whole = true;
        Ok(verdict)
    }
}

/// The map of a randomised network.
fn frame(trial: &Trial<'_>, stage: &Stage, reporter: &Reporter<'_, Verdict>) -> Result<Frame, Phrase> {
    let map = trial.forgetful(stage, &reporter.control().silent())?;
    let likeness = Likeness::of(&trial.importance, &Importance::of(trial.method, &map, trial.importance.size));
    Ok(Frame { edge: stage.edge.clone(), map: Arc::new(map), likeness })
}

/// How does the film strip look?
#[derive(Clone, Debug, PartialEq)]
pub struct StripPaint {
    /// What is painted.
    pub verdict: Stamp,
    /// The colours.
    pub look: Look,
}

impl Question for StripPaint {
    /// The frames of each strip.
    type Answer = [Vec<Arc<ColorImage>>; 3];
    type Given = Arc<Verdict>;
    type Error = Phrase;

    const CONDUCT: Conduct = Conduct::PAINT;

    fn title(&self, _: &Self::Given) -> Phrase {
        say::PAINTING
    }

    fn about(&self) -> About {
        self.verdict.about
    }

    fn work(&self, verdict: Arc<Verdict>, _: &Reporter<'_, Self::Answer>) -> Result<Self::Answer, Phrase> {
        let manner = Manner::plain(self.look, true);
        let paint = |frame: &Frame| {
            let mut painted = heatmap(&frame.map, SMALL, &manner, None);
            // Without the picture under it, a map of a layer covers everything too.
            painted.pixels.as_chunks_mut::<4>().0.iter_mut().for_each(|pixel| pixel[3] = u8::MAX);
            Arc::new(heatmap_pixels(&painted))
        };
        Ok(verdict.strips().map(|frames| frames.iter().map(paint).collect()))
    }
}
