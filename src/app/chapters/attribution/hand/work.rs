//! What becomes of the answer with a region covered: the picture's input, or a layer's maps, computed on for every place of the
//! hand. Exact: what differs is computed anew, everything else is as the plain pass left it.

use std::{sync::Arc, time::Instant};

use egui::ColorImage;

use super::{
    super::work::said,
    stroke::{Stroke, mask},
};
use crate::{
    app::{
        desk::{About, Conduct, Question, Reporter},
        open::Loaded,
        questions::{Forward, ForwardPass},
        tiles::pixels,
    },
    attribution::{self, Fill, Mask, Request, scores_with},
    control::Control,
    network::{Answer, Channel, Class, Device, NodeId, Target, Tensor},
    picture::Preprocessing,
    units::{map_shape, numbers},
    words::{Phrase, attribution as say},
};

/// What does the network see, and what covers it?
#[derive(Clone, Debug, PartialEq)]
pub struct CanvasOf {
    /// The pass.
    pub pass: Forward,
    /// The fill, by its id.
    pub fill: String,
}

/// What is covered, and what covers it.
pub struct Canvas {
    /// The input, `C * H * W`.
    pub input: Vec<f32>,
    /// What covers it.
    pub fill: Fill,
    /// The input as a picture.
    pub seen: Arc<ColorImage>,
}

impl Question for CanvasOf {
    type Answer = Canvas;
    type Given = (Arc<Loaded>, Arc<ForwardPass>);
    type Error = Phrase;

    const CONDUCT: Conduct = Conduct { shows_failure: true, ..Conduct::PAINT };

    fn title(&self, _: &Self::Given) -> Phrase {
        say::PAINTING
    }

    fn about(&self) -> About {
        self.pass.about()
    }

    fn work(&self, (loaded, pass): Self::Given, _: &Reporter<'_, Canvas>) -> Result<Canvas, Phrase> {
        // What is explained does not matter to a fill.
        let request = Request {
            preprocessing: Some(&self.pass.preprocessing),
            ..Request::new(&loaded.engine, &pass.input, Target::Class(Class(0)))
        };
        let read = || Ok((request.pixels()?, Fill::of(&request, &self.fill)?));
        let (input, fill) = read().map_err(said)?;
        Ok(Canvas { input, fill, seen: Arc::new(pixels(&pass.visible)) })
    }
}

/// What is covered.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// The picture, with the fill of this id.
    Picture(String),
    /// A layer's maps, with zeros: one channel, or all of them.
    Maps(NodeId, Option<Channel>),
}

/// What does the network answer with this covered?
#[derive(Clone, Debug, PartialEq)]
pub struct ByHand {
    /// The pass.
    pub pass: Forward,
    /// What is covered.
    pub place: Place,
    /// Top, left, rows and columns of a patch, in positions of the input or of the maps.
    pub patch: Option<[usize; 4]>,
    /// What the brush left.
    pub strokes: Vec<Stroke>,
}

/// What a covered region looks like: rows and columns of a rectangle are counted in positions of the input or of the maps.
#[derive(Clone, Debug)]
pub struct Covered {
    /// What the network answers.
    pub answer: Answer,
    /// Rows and columns of what is covered in part.
    pub size: [usize; 2],
    /// The share that is covered, 0 to 1.
    pub share: f64,
    /// Seconds from the question to the answer.
    pub seconds: f64,
    /// What stands in the picture instead: top, left, rows, columns, and the pixels; transparent where nothing is covered.
    pub instead: Option<([usize; 4], Arc<ColorImage>)>,
    /// What is covered of a map, as rectangles `[y, x, y, x]`.
    pub cells: Vec<[usize; 4]>,
    /// The region's outline, as lines `[y, x, y, x]`.
    pub edges: Vec<[usize; 4]>,
}

/// What the answer reads: the network, the pass, and, for a picture, what covers it.
pub type Given = (Arc<Loaded>, Arc<ForwardPass>, Option<Arc<Canvas>>);

impl ByHand {
    /// Rows and columns of what is covered.
    fn size(&self, loaded: &Loaded) -> [usize; 2] {
        match self.place {
            Place::Picture(_) => self.pass.preprocessing.size,
            Place::Maps(layer, _) => {
                let shape = map_shape(&loaded.engine.network().node(layer).shape);
                shape.map_or([1, 1], |[_, height, width]| [height, width])
            }
        }
    }

    /// What is covered, position by position.
    fn mask(&self, size: [usize; 2]) -> Mask {
        let mut mask = mask(&self.strokes, size);
        if let Some([top, left, rows, columns]) = self.patch {
            mask.add(&[top..top + rows, left..left + columns]);
        }
        mask
    }

    fn scores(&self, given: &Given, mask: &Mask, control: &Control) -> attribution::Result<Scores> {
        let (loaded, pass, canvas) = given;
        let (engine, base) = (&loaded.engine, pass.activations.as_ref());
        match (&self.place, canvas) {
            (&Place::Maps(layer, channel), _) => {
                let value = base.get(engine.network(), layer)?;
                let mut values = numbers(&value)?;
                let area = mask.covered.len();
                for (index, map) in values.chunks_exact_mut(area).enumerate() {
                    if channel.is_none_or(|channel| channel.index() == index) {
                        map.iter_mut().zip(&mask.covered).filter(|(_, covered)| **covered).for_each(|(value, _)| *value = 0.0);
                    }
                }
                let value = Tensor::from_vec(values, value.dims(), &Device::Cpu)?;
                Ok((scores_with(engine, base, (layer, value), control)?, None))
            }
            (Place::Picture(_), Some(canvas)) => {
                let Some(changes) = mask.changes(&canvas.input, &canvas.fill)? else {
                    return Ok((pass.answer.scores.clone(), None));
                };
                let wanted = [engine.network().scores()];
                let scores = engine.scores(&engine.forward_changed(base, &changes, &wanted, control)?)?;
                let instead = instead(mask, changes.origins[0], &changes.values, &self.pass.preprocessing)?;
                Ok((scores.into_iter().next().unwrap_or_default(), Some(instead)))
            }
            (Place::Picture(_), None) => Ok((pass.answer.scores.clone(), None)),
        }
    }
}

type Instead = ([usize; 4], Arc<ColorImage>);
type Scores = (Vec<f32>, Option<Instead>);

/// The covered part of the input as people see it.
fn instead(mask: &Mask, [top, left]: [usize; 2], values: &Tensor, preprocessing: &Preprocessing) -> attribution::Result<Instead> {
    let (_, _, rows, columns) = values.dims4()?;
    let picture = Preprocessing { size: [rows, columns], ..preprocessing.clone() }.invert(&numbers(values)?);
    let opaque = |index: usize| if mask.covers(top + index / columns, left + index % columns) { u8::MAX } else { 0 };
    let pixels = picture.pixels.as_chunks::<3>().0.iter().enumerate();
    let pixels: Vec<u8> = pixels.flat_map(|(index, &[red, green, blue])| [red, green, blue, opaque(index)]).collect();
    Ok(([top, left, rows, columns], Arc::new(ColorImage::from_rgba_unmultiplied([columns, rows], &pixels))))
}

impl Question for ByHand {
    type Answer = Covered;
    type Given = Given;
    type Error = Phrase;

    const CONDUCT: Conduct = Conduct { shows_failure: true, ..Conduct::ON_SCREEN };

    fn title(&self, _: &Given) -> Phrase {
        say::HAND_ANSWERING
    }

    fn about(&self) -> About {
        self.pass.about()
    }

    fn work(&self, given: Given, reporter: &Reporter<'_, Covered>) -> Result<Covered, Phrase> {
        let begin = Instant::now();
        let size = self.size(&given.0);
        let mask = self.mask(size);
        let (scores, instead) = self.scores(&given, &mask, &reporter.control().silent()).map_err(said)?;
        let cells = if instead.is_none() { mask.rows() } else { Vec::new() };
        let (share, edges, seconds) = (mask.share(), mask.edges(), begin.elapsed().as_secs_f64());
        Ok(Covered { answer: Answer::new(scores), size, share, seconds, instead, cells, edges })
    }
}
