//! An attribution method run for the window, and its map painted at the input's size.

use std::sync::Arc;

use egui::ColorImage;

use super::beside;
use crate::{
    app::{
        desk::{About, Conduct, Question, Reporter, Stamp},
        open::{Folder, Loaded, Shown},
        questions::{Forward, ForwardPass},
        tiles::heatmap_pixels,
    },
    attribution::{Error, Map, Method, Request},
    figures::{Bar, Look, heatmap},
    jobs::Lane,
    methods::Parameters,
    network::{NodeId, Target},
    words::{Phrase, attribution as say},
};

/// Why? The answer of one method.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The pass that is explained.
    pub pass: Forward,
    /// The method, by its id.
    pub method: &'static str,
    /// What is explained.
    pub target: Target,
    /// The layer explained at, for methods that look at one.
    pub layer: Option<NodeId>,
    /// The convention; the paper's if `None`.
    pub convention: Option<String>,
    /// The parameters that were set.
    pub parameters: Parameters,
}

/// What the work reads.
pub struct Given {
    /// The method.
    pub method: &'static Method,
    /// The network.
    pub loaded: Arc<Loaded>,
    /// The pass.
    pub pass: Arc<ForwardPass>,
    /// The picture, for methods that look at more of it than the network does.
    pub shown: Arc<Shown>,
    /// The open folder, which may know what is to be seen in the picture.
    pub folder: Option<Arc<Folder>>,
    /// What is explained, for people.
    pub target: Phrase,
    /// Its place among the methods that are shown: quick ones come first.
    pub rank: u32,
}

impl Question for Explanation {
    type Answer = Map;
    type Given = Given;
    type Error = Phrase;

    /// Heavy work goes one after the other; each card says why it shows nothing.
    const CONDUCT: Conduct = Conduct { lane: Lane::narrow("attribution"), shows_failure: true, ..Conduct::ON_SCREEN };

    fn title(&self, given: &Given) -> Phrase {
        say::method_of(given.method.name, given.target.clone())
    }

    fn about(&self) -> About {
        self.pass.about()
    }

    fn rank(&self, given: &Given) -> u32 {
        given.rank
    }

    fn work(&self, given: Given, reporter: &Reporter<'_, Map>) -> Result<Map, Phrase> {
        let (pass, preprocessing) = (given.pass.as_ref(), &self.pass.preprocessing);
        let label = match self.target {
            Target::Class(class) => given.loaded.model.labels.get(class.index()).map_or("", String::as_str),
            _ => "",
        };
        let request = Request {
            activations: Some(&pass.activations),
            preprocessing: Some(preprocessing),
            picture: Some(&given.shown.picture),
            references: Some(&|| beside::references(&given.loaded, preprocessing).ok()),
            truth: Some(&|| beside::truth(&given.shown, given.folder.as_deref(), label, preprocessing)),
            layer: self.layer,
            parameters: self.parameters.clone(),
            convention: self.convention.clone(),
            ..Request::new(&given.loaded.engine, &pass.input, self.target.clone())
        };
        let map = given.method.run(&request, reporter.control(), &mut |partial| reporter.partial(|| partial.clone()));
        map.map_err(said)
    }

    fn bytes(map: &Map) -> usize {
        size_of_val(map.values.as_slice())
    }
}

/// A failure, for people.
pub fn said(failure: Error) -> Phrase {
    match failure {
        Error::NotApplicable(reason) => reason.phrase(),
        other => other.into(),
    }
}

/// How does a map look?
#[derive(Clone, Debug, PartialEq)]
pub struct MapPaint {
    /// The map.
    pub map: Stamp,
    /// Rows and columns of the input.
    pub size: [usize; 2],
    /// The colours.
    pub look: Look,
    /// Whether pixel maps cover everything instead of lying over the picture.
    pub opaque: bool,
}

/// A map with its paint.
#[derive(Clone, Debug)]
pub struct PaintedMap {
    /// The numbers.
    pub map: Arc<Map>,
    /// One number a position: the sum over channels.
    pub plane: Vec<f32>,
    /// The question that it answers.
    pub answers: Explanation,
    /// The colours at the input's size; transparent where the picture should show.
    pub image: Arc<ColorImage>,
    /// The colour map and what its ends mean.
    pub bar: Bar,
    /// Per cent of the values inside the scale, where the rest was clipped.
    pub shown: Option<f32>,
    /// Whether it is laid over the picture.
    pub over_picture: bool,
}

impl Question for MapPaint {
    type Answer = PaintedMap;
    type Given = (Arc<Map>, Explanation);
    type Error = Phrase;

    const CONDUCT: Conduct = Conduct::PAINT;

    fn title(&self, _: &Self::Given) -> Phrase {
        say::PAINTING
    }

    fn about(&self) -> About {
        self.map.about
    }

    fn work(&self, (map, answers): Self::Given, _: &Reporter<'_, PaintedMap>) -> Result<PaintedMap, Phrase> {
        let painted = heatmap(&map, self.size, &self.look, self.opaque);
        Ok(PaintedMap {
            plane: map.plane(),
            answers,
            image: Arc::new(heatmap_pixels(&painted)),
            bar: painted.bar,
            shown: painted.shown,
            over_picture: painted.over_picture,
            map,
        })
    }
}
