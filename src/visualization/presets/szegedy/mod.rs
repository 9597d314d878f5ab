//! Szegedy et al. 2013, "Intriguing properties of neural networks": the smallest change that makes a network say something else.
//!
//! Of a picture x and a class t it searches the change r that makes `c |r|² + CE(x + r, t)` least, with every pixel of x + r from
//! 0 to 1, by L-BFGS in that box. The larger c, the smaller r: of all c whose r makes the network say t, the largest is searched
//! for, by factors of ten until one does and the next does not, then halving between the two. The paper asks for the smallest
//! such c, which its sentence before ("the closest picture") contradicts; and it writes |r|, where the squared norm has a
//! gradient everywhere. A step is one iteration of L-BFGS.

mod energy;
#[cfg(test)]
mod tests;

use self::energy::{Energy, Verdict};
use super::{Begin, Needs, Preset, Spread, steps};
use crate::{
    control::Control,
    methods::{PAPER, Parameter, Value},
    visualization::{
        Error, Growing, Order, Planes, Recipe, Result, StepReport, Unit,
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
    last: Option<Verdict>,
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

    /// The goal's number of what was evaluated last.
    fn score(&self) -> Vec<f64> {
        self.last.iter().map(|verdict| verdict.score).collect()
    }

    fn report(&self, step: usize, scores: Vec<f64>) -> StepReport {
        StepReport { step, scores, redirected: false, finished: self.finished }
    }
}

impl Growing for Nearest {
    fn step(&mut self, control: &Control) -> Result<StepReport> {
        if self.finished {
            return Ok(self.report(self.step, self.score()));
        }
        let (energy, weight) = (&self.energy, self.weight);
        let mut verdict = None;
        let mut evaluate = |point: &[f64]| energy.evaluate(weight, point, &mut verdict, control);
        let mut search = match self.search.take() {
            Some(search) => search,
            None => {
                let search = Search::new(&energy.start(), BOX, self.settings, &mut evaluate)?;
                self.last = verdict.take();
                search
            }
        };
        // Nothing has to be changed in a picture that is of the class.
        if self.searched == 0 && search.iterations() == 0 && self.last.as_ref().is_some_and(|verdict| verdict.says) {
            self.finished = true;
            self.step += 1;
            return Ok(self.report(self.step - 1, self.score()));
        }
        let (before, scores) = (search.iterations(), self.score());
        let mut evaluate = |point: &[f64]| energy.evaluate(weight, point, &mut verdict, control);
        let ended = search.step(&mut evaluate);
        if search.iterations() > before {
            self.last = verdict;
        }
        self.point = search.point().to_vec();
        self.search = Some(search);
        let ended = ended?;
        self.step += 1;
        if ended.is_some() {
            self.end_search(self.last.as_ref().is_some_and(|verdict| verdict.says));
        }
        Ok(self.report(self.step - 1, scores))
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
        self.last.as_ref().map(|verdict| &verdict.input)
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
