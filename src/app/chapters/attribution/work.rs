//! An attribution method run for the window, and its map painted at the input's size.

use std::sync::Arc;

use egui::ColorImage;

use super::{
    beside,
    boxes::{Located, locate},
};
use crate::{
    app::{
        desk::{About, Conduct, Question, Reporter, Stamp},
        open::{Folder, Loaded, Shown},
        questions::{Forward, ForwardPass},
        tiles::heatmap_pixels,
    },
    attribution::{Error, Map, Method, Request},
    figures::{Bar, Manner, heatmap},
    jobs::Lane,
    methods::Parameters,
    network::{NodeId, Target},
    picture::{Picture, upsampled},
    words::{Phrase, Value, attribution as say},
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

/// What a request is made of.
pub struct Sources<'a> {
    /// The network.
    pub loaded: &'a Loaded,
    /// The pass.
    pub pass: &'a ForwardPass,
    /// The picture.
    pub shown: &'a Shown,
    /// The open folder.
    pub folder: Option<&'a Folder>,
}

impl Explanation {
    /// Makes the request to the method of this question, and does something with it.
    pub fn with_request<T>(&self, sources: &Sources<'_>, then: impl FnOnce(&Request<'_>) -> T) -> T {
        let Sources { loaded, pass, shown, folder } = *sources;
        let preprocessing = &self.pass.preprocessing;
        let label = match self.target {
            Target::Class(class) => loaded.model.labels.get(class.index()).map_or("", String::as_str),
            _ => "",
        };
        let references = || beside::references(loaded, preprocessing).ok();
        let truth = || beside::truth(shown, folder, label, preprocessing);
        then(&Request {
            activations: Some(&pass.activations),
            preprocessing: Some(preprocessing),
            picture: Some(&shown.picture),
            references: Some(&references),
            truth: Some(&truth),
            layer: self.layer,
            parameters: self.parameters.clone(),
            convention: self.convention.clone(),
            ..Request::new(&loaded.engine, &pass.input, self.target.clone())
        })
    }
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
        let Given { loaded, pass, shown, folder, .. } = &given;
        self.with_request(&Sources { loaded, pass, shown, folder: folder.as_deref() }, |request| {
            let map = given.method.run(request, reporter.control(), &mut |partial| reporter.partial(|| partial.clone()));
            map.map_err(said)
        })
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

/// By how much do two maps differ, pixel by pixel at the input's size?
#[derive(Clone, Debug, PartialEq)]
pub struct Less {
    /// The map.
    pub own: Stamp,
    /// What is taken from it.
    pub other: Stamp,
    /// Rows and columns of the input.
    pub size: [usize; 2],
}

impl Question for Less {
    type Answer = Map;
    type Given = [Arc<Map>; 2];
    type Error = Phrase;

    const CONDUCT: Conduct = Conduct::PAINT;

    fn title(&self, _: &Self::Given) -> Phrase {
        say::PAINTING
    }

    fn about(&self) -> About {
        self.own.about
    }

    fn work(&self, [own, other]: Self::Given, _: &Reporter<'_, Map>) -> Result<Map, Phrase> {
        let whole = |map: &Map| upsampled(&map.plane(), [map.height, map.width], self.size);
        let [rows, columns] = self.size;
        let values: Vec<f32> = whole(&own).into_iter().zip(whole(&other)).map(|(own, other)| own - other).collect();
        let most = (0..values.len()).max_by(|&a, &b| values[a].abs().total_cmp(&values[b].abs())).unwrap_or_default();
        let largest = Value::Short(values.get(most).copied().unwrap_or_default());
        let trust = vec![say::largest_difference(largest, (most / columns).to_string(), (most % columns).to_string())];
        let done = own.done.min(other.done);
        Ok(Map { values, channels: 1, height: rows, width: columns, signed: true, trust, done, known: None, completeness: None })
    }
}

/// How does a map look?
#[derive(Clone, Debug, PartialEq)]
pub struct MapPaint {
    /// The map.
    pub map: Stamp,
    /// Rows and columns of the input.
    pub size: [usize; 2],
    /// How it is drawn.
    pub manner: Manner,
    /// Above which share of the largest number a box is drawn.
    pub boxes: Option<f32>,
}

/// What painting reads.
pub struct Paints {
    /// The numbers.
    pub map: Arc<Map>,
    /// The question that they answer.
    pub answers: Explanation,
    /// What the network sees.
    pub visible: Arc<Picture>,
    /// The picture, which may know where its object is.
    pub shown: Arc<Shown>,
    /// The open folder.
    pub folder: Option<Arc<Folder>>,
    /// The class that is explained, as the model calls it.
    pub class: String,
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
    /// The upper end of the map's own scale.
    pub own_high: f32,
    /// Per cent of the values inside the scale, where the rest was clipped.
    pub shown: Option<f32>,
    /// Whether it is laid over the picture.
    pub over_picture: bool,
    /// Where it says that the object is.
    pub located: Option<Located>,
}

impl Question for MapPaint {
    type Answer = PaintedMap;
    type Given = Paints;
    type Error = Phrase;

    const CONDUCT: Conduct = Conduct::PAINT;

    fn title(&self, _: &Self::Given) -> Phrase {
        say::PAINTING
    }

    fn about(&self) -> About {
        self.map.about
    }

    fn work(&self, given: Paints, _: &Reporter<'_, PaintedMap>) -> Result<PaintedMap, Phrase> {
        let Paints { map, answers, visible, shown, folder, class } = given;
        let painted = heatmap(&map, self.size, &self.manner, Some(&visible));
        let plane = map.plane();
        let located = self.boxes.and_then(|share| {
            let mut whole = upsampled(&plane, [map.height, map.width], self.size);
            self.manner.sign.of(&mut whole);
            let truth = beside::truth(&shown, folder.as_deref(), &class, &answers.pass.preprocessing);
            locate(&whole, self.size, share, truth.as_deref())
        });
        Ok(PaintedMap {
            plane,
            answers,
            image: Arc::new(heatmap_pixels(&painted)),
            bar: painted.bar,
            own_high: painted.own_high,
            shown: painted.shown,
            over_picture: painted.over_picture,
            located,
            map,
        })
    }
}
