//! Szegedy et al. 2013, "Intriguing properties of neural networks": the smallest change that makes a network say something else.
//!
//! Of a picture x and a class t it searches the change r that makes `c |r|² + CE(x + r, t)` least, with every pixel of x + r from
//! 0 to 1, by L-BFGS in that box. The larger c, the smaller r: of all c whose r makes the network say t, the largest is searched
//! for, by factors of ten until one does and the next does not, then halving between the two. The paper asks for the smallest
//! such c, which its sentence before ("the closest picture") contradicts; and it writes |r|, where the squared norm has a
//! gradient everywhere. A step is one iteration of L-BFGS.

use std::sync::Arc;

use super::{Begin, Needs, Preset, Spread, steps};
use crate::{
    control::Control,
    methods::{PAPER, Parameter, Value},
    network::{Class, NodeId, Plain},
    visualization::{
        Error, Goal, Growing, Lens, Order, Part, Planes, Recipe, Result, Space, StepReport, Unit,
        lbfgs_box::{Search, Settings},
        resize,
    },
};

/// Iterations for one c at most.
const STEPS: Parameter = steps(&Value::Whole(100));
/// How many values of c are tried.
const SEARCHES: Parameter = Parameter::whole("searches", [1, 30], &Value::Whole(9));

pub(super) const PRESET: Preset = Preset {
    id: "szegedy",
    name: "Szegedy",
    paper: "Szegedy et al. 2013",
    year: 2013,
    parameters: &[STEPS, SEARCHES],
    conventions: &[PAPER],
    needs: Needs::PictureAndClass,
    spread: Spread::AsItIs,
    begin: Begin::Other(begin),
};

/// The first c.
const FIRST_WEIGHT: f64 = 1.0;
/// From one c to the next until a bracket is found.
const FACTOR: f64 = 10.0;
/// Black and white.
const BOX: [f64; 2] = [0.0, 1.0];
/// The change is shown as many times as strong.
const SHOWN: f32 = 10.0;
const GREY: f32 = 0.5;

fn begin(order: &Order) -> Result<Box<dyn Growing>> {
    let class = order.class().ok_or(Error::Target { recipe: PRESET.name, needs: "a class" })?;
    let picture = order.picture.as_deref().ok_or(Error::NeedsPicture { recipe: PRESET.name })?;
    let space = order.lens.space(Unit::Pixel);
    let size = order.canvas();
    let picture = if [picture.height, picture.width] == size { picture.clone() } else { resize::zoomed(picture, size) };
    if picture.count != 1 || picture.channels != space.channels() {
        return Err(Error::Reference { expected: [1, space.channels(), size[0], size[1]], found: picture.dims() });
    }
    let scores = order.lens.network().scores();
    let energy = Energy {
        part: order.lens.part(&[scores], size)?,
        lens: order.lens.clone(),
        goal: order.goal.clone(),
        space,
        scores,
        class,
        picture: picture.map(|value| value.clamp(0.0, 1.0)),
    };
    Ok(Box::new(Nearest {
        settings: Settings { iterations: order.whole(&STEPS), ..Settings::default() },
        searches: order.whole(&SEARCHES),
        point: energy.start(),
        energy,
        search: None,
        searched: 0,
        weight: FIRST_WEIGHT,
        accepted: None,
        refused: None,
        last: None,
        step: 0,
        finished: false,
    }))
}

/// What is made small: `c |r|² + CE(x + r, t)`.
struct Energy {
    lens: Arc<Lens>,
    part: Arc<Part>,
    goal: Goal,
    space: Space,
    scores: NodeId,
    class: Class,
    /// x.
    picture: Planes,
}

/// What the network saw of a picture.
struct Answer {
    input: Planes,
    /// The goal's number.
    score: f64,
    /// Whether it says the class.
    says: bool,
}

impl Energy {
    fn start(&self) -> Vec<f64> {
        self.picture.values.iter().map(|&value| f64::from(value)).collect()
    }

    /// The picture at a point.
    fn planes(&self, point: &[f64]) -> Planes {
        let mut planes = self.picture.clone();
        planes.values.iter_mut().zip(point).for_each(|(value, &point)| *value = point as f32);
        planes
    }

    /// The energy and its gradient at a point.
    fn evaluate(&self, weight: f64, point: &[f64], answer: &mut Option<Answer>, control: &Control) -> Result<(f64, Vec<f64>)> {
        let input = self.space.input(&self.planes(point));
        let seen = self.part.see(&input, control)?;
        let values = self.part.values(self.lens.network(), &seen, 1)?;
        let scores = values.at(self.scores)?;
        let (entropy, gradient) = cross_entropy(&scores.values, self.class.index());
        let says = best(&scores.values) == Some(self.class.index());
        let gradient = Planes { values: gradient, ..scores.clone() };
        let at_input = self.part.pull_back(&seen, &[(self.scores, gradient)], &Plain, control)?;
        let score = self.goal.evaluate(&values)?.0.first().copied().unwrap_or(0.0);
        *answer = Some(Answer { input, score, says });
        let mut value = entropy;
        let mut slope: Vec<f64> = self.space.pull_back(&at_input).values.iter().map(|&value| f64::from(value)).collect();
        for ((slope, &point), &origin) in slope.iter_mut().zip(point).zip(&self.picture.values) {
            let change = point - f64::from(origin);
            value += weight * change * change;
            *slope += 2.0 * weight * change;
        }
        Ok((value, slope))
    }
}

/// Minus the logarithm of a class's probability, and its gradient at the scores.
fn cross_entropy(scores: &[f32], class: usize) -> (f64, Vec<f32>) {
    let largest = f64::from(scores.iter().copied().fold(f32::NEG_INFINITY, f32::max));
    let powers: Vec<f64> = scores.iter().map(|&score| (f64::from(score) - largest).exp()).collect();
    let sum: f64 = powers.iter().sum();
    let own = |index: usize| f64::from(u8::from(index == class));
    let gradient = powers.iter().enumerate().map(|(index, power)| (power / sum - own(index)) as f32).collect();
    let score = scores.get(class).map_or(f64::NEG_INFINITY, |&score| f64::from(score));
    (largest + sum.ln() - score, gradient)
}

fn best(scores: &[f32]) -> Option<usize> {
    (0..scores.len()).reduce(|best, index| if scores[index] > scores[best] { index } else { best })
}

/// The search for the nearest picture of the class.
struct Nearest {
    energy: Energy,
    settings: Settings,
    searches: usize,
    /// The one that runs.
    search: Option<Search>,
    searched: usize,
    /// Its c.
    weight: f64,
    /// The largest c whose picture is of the class, and that picture.
    accepted: Option<(f64, Vec<f64>)>,
    /// The smallest c whose picture is not.
    refused: Option<f64>,
    /// What is shown.
    point: Vec<f64>,
    last: Option<Answer>,
    step: usize,
    finished: bool,
}

impl Nearest {
    /// Keeps what a search found and chooses the next c; after the last one the best is shown.
    fn end_search(&mut self, says: bool) {
        match says {
            true => self.accepted = Some((self.weight, self.point.clone())),
            false => self.refused = Some(self.weight),
        }
        self.search = None;
        self.searched += 1;
        self.weight = match (self.accepted.as_ref().map(|(weight, _)| *weight), self.refused) {
            (Some(accepted), Some(refused)) => (accepted * refused).sqrt(),
            (Some(accepted), None) => accepted * FACTOR,
            (None, _) => self.weight / FACTOR,
        };
        if self.searched >= self.searches {
            self.finish();
        }
    }

    fn finish(&mut self) {
        self.finished = true;
        if let Some((_, point)) = &self.accepted {
            self.point.clone_from(point);
        }
    }

    fn report(&self, step: usize) -> StepReport {
        let scores = self.last.iter().map(|answer| answer.score).collect();
        StepReport { step, scores, redirected: false, finished: self.finished }
    }
}

impl Growing for Nearest {
    fn step(&mut self, control: &Control) -> Result<StepReport> {
        if self.finished {
            return Ok(self.report(self.step));
        }
        let (energy, weight) = (&self.energy, self.weight);
        let mut answer = None;
        let mut evaluate = |point: &[f64]| energy.evaluate(weight, point, &mut answer, control);
        let mut search = match self.search.take() {
            Some(search) => search,
            None => {
                let search = Search::new(&energy.start(), BOX, self.settings, &mut evaluate)?;
                self.last = answer.take();
                search
            }
        };
        // Nothing has to be changed in a picture that is of the class.
        if self.searched == 0 && search.iterations() == 0 && self.last.as_ref().is_some_and(|answer| answer.says) {
            self.finished = true;
            self.step += 1;
            return Ok(self.report(self.step - 1));
        }
        let before = search.iterations();
        let mut evaluate = |point: &[f64]| energy.evaluate(weight, point, &mut answer, control);
        let ended = search.step(&mut evaluate);
        if search.iterations() > before {
            self.last = answer;
        }
        self.point = search.point().to_vec();
        self.search = Some(search);
        let ended = ended?;
        self.step += 1;
        if ended.is_some() {
            self.end_search(self.last.as_ref().is_some_and(|answer| answer.says));
        }
        Ok(self.report(self.step - 1))
    }

    fn steps(&self) -> usize {
        self.searches * self.settings.iterations
    }

    fn step_count(&self) -> usize {
        self.step
    }

    fn is_finished(&self) -> bool {
        self.finished
    }

    /// The changed picture, and what was changed: ten times as strong, around grey.
    fn pictures(&self) -> Planes {
        let changed = self.energy.planes(&self.point);
        let origin = &self.energy.picture.values;
        let change = changed.values.iter().zip(origin).map(|(changed, origin)| GREY + SHOWN * (changed - origin));
        Planes { count: 2, values: changed.values.iter().copied().chain(change).collect(), ..changed }
    }

    fn last_input(&self) -> Option<&Planes> {
        self.last.as_ref().map(|answer| &answer.input)
    }

    fn scores(&self, control: &Control) -> Result<Vec<f64>> {
        let energy = &self.energy;
        let seen = energy.part.see(&energy.space.input(&energy.planes(&self.point)), control)?;
        Ok(energy.goal.evaluate(&energy.part.values(energy.lens.network(), &seen, 1)?)?.0)
    }

    fn retune(&mut self, _: Recipe) -> Result<()> {
        Err(Error::Canvas("a search for the nearest picture cannot change its recipe on the way; start anew".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use safetensors::SafeTensors;

    use super::*;
    use crate::{
        data::{Dataset, ItemId},
        network::Device,
        picture::Preprocessing,
        visualization::{Objective, lbfgs_box::minimise, presets::PRESETS},
        zoo::Model,
    };

    const FIXTURE: &[u8] = include_bytes!("../../../tests/fixtures/visualization/presets.safetensors");

    fn recorded(name: &str) -> Vec<f32> {
        let tensors = SafeTensors::deserialize(FIXTURE).unwrap();
        let (bytes, _) = tensors.tensor(&format!("szegedy2013.{name}")).unwrap().data().as_chunks::<4>();
        bytes.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
    }

    fn fixture() -> (Arc<Lens>, Planes) {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/visualization/network.onnx");
        let Model { network, .. } = crate::zoo::open(&file).unwrap();
        let lens = Lens::new(network, Preprocessing { size: [32, 32], ..Preprocessing::imagenet() }, Device::Cpu);
        (Arc::new(lens), Planes { values: recorded("picture"), ..Planes::zeros([1, 3, 32, 32]) })
    }

    fn energy(lens: &Arc<Lens>, picture: Planes) -> Energy {
        let scores = lens.network().scores();
        Energy {
            part: lens.part(&[scores], [picture.height, picture.width]).unwrap(),
            lens: lens.clone(),
            goal: Objective::Class(Class(8)).into(),
            space: lens.space(Unit::Pixel),
            scores,
            class: Class(8),
            picture,
        }
    }

    /// With c = 1 and class 8, by PyTorch's derivatives and SciPy (`tests/fixtures/visualization/presets.py`).
    #[test]
    fn energy_and_minimum_are_those_of_scipy() {
        let (lens, picture) = fixture();
        let energy = energy(&lens, picture.clone());
        let control = Control::default();
        let mut answer = None;
        let point: Vec<f64> = picture.values.iter().zip(recorded("r")).map(|(&x, r)| f64::from(x) + f64::from(r)).collect();
        let (value, slope) = energy.evaluate(1.0, &point, &mut answer, &control).unwrap();
        assert!((value / f64::from(recorded("squared.value")[0]) - 1.0).abs() < 1e-5, "{value}");
        let expected = recorded("squared.gradient");
        let size = expected.iter().map(|&value| f64::from(value).powi(2)).sum::<f64>().sqrt();
        let far = slope.iter().zip(&expected).map(|(found, &value)| (found - f64::from(value)).powi(2)).sum::<f64>().sqrt();
        assert!(far < 1e-4 * size, "{far} of {size}");
        let mut least = |iterations: usize| {
            let settings = Settings { iterations, ..Settings::default() };
            minimise(&energy.start(), BOX, settings, &mut |point| energy.evaluate(1.0, point, &mut answer, &control)).unwrap()
        };
        for (iterations, name) in [(100, "published.value"), (1000, "rest.value")] {
            let (found, expected) = (least(iterations), f64::from(recorded(name)[0]));
            assert!((found.value / expected - 1.0).abs() < 0.01, "{} for {expected} after {}", found.value, found.iterations);
        }
    }

    fn grown(order: &Order) -> Box<dyn Growing> {
        let mut growing = PRESETS.find("szegedy").unwrap().begin(order).unwrap();
        while !growing.is_finished() {
            growing.step(&Control::default()).unwrap();
        }
        growing
    }

    fn answer(lens: &Lens, pixels: &Planes) -> usize {
        let scores = lens.network().scores();
        let part = lens.part(&[scores], [pixels.height, pixels.width]).unwrap();
        let value = part.value(scores, &lens.space(Unit::Pixel).input(pixels), &Control::default()).unwrap();
        best(&value.flatten_all().unwrap().to_vec1().unwrap()).unwrap()
    }

    fn distance(left: &Planes, right: &Planes) -> f64 {
        left.values.iter().zip(&right.values).map(|(left, right)| f64::from(left - right).powi(2)).sum::<f64>().sqrt()
    }

    #[test]
    fn the_largest_weight_gives_the_smallest_change() {
        let (lens, picture) = fixture();
        assert_ne!(answer(&lens, &picture), 8);
        let mut order =
            Order { picture: Some(Arc::new(picture.clone())), ..Order::new(lens.clone(), Objective::Class(Class(8))) };
        let growing = grown(&order);
        let near = growing.pictures().item(0);
        assert_eq!(answer(&lens, &near), 8);
        assert!(near.values.iter().all(|value| (0.0..=1.0).contains(value)));
        let shown = growing.pictures().item(1);
        assert!((shown.values[7] - 0.5 - 10.0 * (near.values[7] - picture.values[7])).abs() < 1e-5);
        // The first c that does is not the largest.
        order.parameters.set("searches", Value::Whole(1));
        let first = grown(&order).pictures().item(0);
        if answer(&lens, &first) == 8 {
            assert!(distance(&near, &picture) < distance(&first, &picture));
        }
        order.goal = Objective::Class(Class(answer(&lens, &picture))).into();
        assert_eq!(grown(&order).pictures().item(0), picture, "a picture of the class is left alone");
    }

    #[test]
    fn hardly_visible_changes_flip_the_answer() {
        let model = crate::zoo::default_model().unwrap();
        let lens = Arc::new(Lens::new(model.network.clone(), model.preprocessing.clone(), Device::Cpu));
        let scenes = Dataset::parse("world:10").unwrap();
        for item in 0..10 {
            let picture = model.preprocessing.visible(&scenes.picture(ItemId(item)).unwrap());
            let picture = Planes::of_picture(&picture, 3);
            let class = (answer(&lens, &picture) + 1) % model.network.node(model.network.scores()).shape[1];
            let mut order =
                Order { picture: Some(Arc::new(picture.clone())), ..Order::new(lens.clone(), Objective::Class(Class(class))) };
            order.parameters.set("steps", Value::Whole(12));
            order.parameters.set("searches", Value::Whole(1));
            let near = grown(&order).pictures().item(0);
            assert_eq!(answer(&lens, &near), class, "scene {item}");
            let distortion = distance(&near, &picture) / (picture.values.len() as f64).sqrt();
            // The paper's mean is 0.06.
            assert!(distortion < 0.06, "scene {item}: {distortion}");
        }
    }
}
