//! All measures as one list, each a number for one map: the command line's table and the window's truth page are made of it.

use std::cell::OnceCell;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::{
    Eraser, Importance, Inside, Kept, Order, ROAD_SHARES, Result, Stage, Stages, constants, erase, foretold,
    funny_birds::{Animal, FIXED, Shares, Tried},
    inside, kept, likeness, most_changed, rise_of_complexity, road,
};
use crate::{
    attribution::{Map, Method, Request},
    control::Control,
    methods::{Named, Registry},
    network::{Device, Engine, Target, Tensor},
};

/// Which numbers of a measure are the better ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Large ones.
    Higher,
    /// Small ones.
    Lower,
}

/// What a measure needs beside the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Where the object is.
    Object,
    /// The network's answers to changed pictures.
    Answers,
    /// The method again, on changed pictures.
    Again,
    /// The method again, on randomised networks.
    Stages,
    /// The method again, on a network that learned shuffled labels.
    Shuffled,
    /// A picture of the fauna, whose animal can be drawn without its parts.
    Animal,
}

impl Needs {
    /// Whether the method runs again for it, which takes its time.
    pub fn runs_again(self) -> bool {
        matches!(self, Self::Again | Self::Stages | Self::Shuffled)
    }
}

/// One measure as the list knows it.
pub struct Measure {
    /// The key on the command line: "pointing-game".
    pub id: &'static str,
    /// The name as published.
    pub name: &'static str,
    /// Author and year, short.
    pub paper: &'static str,
    /// What it needs.
    pub needs: Needs,
    /// Which numbers are the better ones.
    pub better: Better,
    compute: fn(&Trial<'_>, &Control) -> Result<Option<f64>>,
}

impl Named for Measure {
    fn id(&self) -> &'static str {
        self.id
    }
}

impl std::fmt::Debug for Measure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Measure").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Measure {
    /// The number for a map; `None` where there is none: no mask, a mask that is everything.
    ///
    /// # Errors
    /// Cancellation, and what the network or the method refuses.
    pub fn of(&self, trial: &Trial<'_>, control: &Control) -> Result<Option<f64>> {
        (self.compute)(trial, &control.silent())
    }
}

/// A map on trial.
pub struct Trial<'a> {
    /// The method.
    pub method: &'static Method,
    /// What it was asked.
    pub request: &'a Request<'a>,
    /// What it answered.
    pub map: &'a Map,
    /// The answer at the input's size.
    pub importance: Importance,
    /// How much of each pixel of the input is the object (`H * W`, 0 to 1).
    pub mask: Option<&'a [f32]>,
    /// The network, randomised.
    pub stages: Option<&'a Stages>,
    /// A network of the same kind that learned shuffled labels.
    pub shuffled: Option<&'a Engine>,
    /// The animal of the picture.
    pub animal: Option<&'a Animal>,
    inside: OnceCell<Option<Inside>>,
    kept: OnceCell<Kept>,
    unlearned: OnceCell<Importance>,
    tried: OnceCell<Tried>,
    rivals: OnceCell<Option<[Shares; 2]>>,
}

impl<'a> Trial<'a> {
    /// A map on trial; what is known beside it can be added.
    pub fn new(method: &'static Method, request: &'a Request<'a>, map: &'a Map, size: [usize; 2]) -> Self {
        let importance = Importance::of(method, map, size);
        Self {
            method,
            request,
            map,
            importance,
            mask: None,
            stages: None,
            shuffled: None,
            animal: None,
            inside: OnceCell::new(),
            kept: OnceCell::new(),
            unlearned: OnceCell::new(),
            tried: OnceCell::new(),
            rivals: OnceCell::new(),
        }
    }

    /// The method's map for another input or another network.
    ///
    /// # Errors
    /// Cancellation, and what the method refuses.
    pub fn again(&self, engine: &Engine, input: &Tensor, control: &Control) -> Result<Map> {
        self.asked(engine, input, self.request.target.clone(), control)
    }

    /// The same for another target too.
    fn asked(&self, engine: &Engine, input: &Tensor, target: Target, control: &Control) -> Result<Map> {
        let own = self.request;
        let request = Request {
            preprocessing: own.preprocessing,
            picture: own.picture,
            references: own.references,
            truth: own.truth,
            layer: own.layer,
            parameters: own.parameters.clone(),
            convention: own.convention.clone(),
            ..Request::new(engine, input, target)
        };
        Ok(self.method.run(&request, control, &mut |_| {})?)
    }

    /// The method's map for a randomised network.
    ///
    /// # Errors
    /// As [`Self::again`].
    pub fn forgetful(&self, stage: &Stage, control: &Control) -> Result<Map> {
        self.again(&stage.engine(self.request.engine)?, self.request.input, control)
    }

    /// The same as importance.
    fn at(&self, stage: &Stage, control: &Control) -> Result<Importance> {
        Ok(Importance::of(self.method, &self.forgetful(stage, control)?, self.importance.size))
    }

    fn inside(&self) -> Option<Inside> {
        // As far beside the object still counts as it: a fifteenth of the shorter side, as 15 pixels of 224.
        let margin = self.importance.size[0].min(self.importance.size[1]) / 15;
        *self.inside.get_or_init(|| inside(&self.importance, self.mask?, margin))
    }

    fn kept(&self, control: &Control) -> Result<Kept> {
        if let Some(known) = self.kept.get() {
            return Ok(*known);
        }
        let found = kept(self.request, &self.importance, control)?;
        Ok(*self.kept.get_or_init(|| found))
    }

    /// The map of the network with nothing learned.
    fn unlearned(&self, stages: &Stages, control: &Control) -> Result<Option<&Importance>> {
        if let Some(known) = self.unlearned.get() {
            return Ok(Some(known));
        }
        let Some(last) = stages.last() else { return Ok(None) };
        let found = self.at(last, control)?;
        Ok(Some(self.unlearned.get_or_init(|| found)))
    }

    /// The mean rank correlation with the maps of randomised networks.
    fn likeness(&self, some: fn(&Stages) -> &[Stage], control: &Control) -> Result<Option<f64>> {
        let Some(stages) = self.stages else { return Ok(None) };
        let own = self.importance.wide();
        let all = some(stages);
        let mut sum = 0.0;
        for (index, stage) in all.iter().enumerate() {
            // The last stage is the same from both ends.
            let other = if index + 1 == all.len() {
                self.unlearned(stages, control)?.map(Importance::wide)
            } else {
                Some(self.at(stage, control)?.wide())
            };
            sum += other.map_or(0.0, |other| likeness::spearman(&own, &other));
        }
        Ok((!all.is_empty()).then(|| sum / all.len() as f64))
    }

    /// What is known by the animal's parts; its rivals as far as somebody asked for them.
    pub fn parts(&self) -> Option<Tried> {
        let rivals = self.rivals.get().cloned().flatten();
        self.tried.get().map(|tried| Tried { rivals, ..tried.clone() })
    }

    /// Where the map for another species lies.
    fn shares(&self, animal: &Animal, species: usize, control: &Control) -> Result<Shares> {
        let map = self.asked(self.request.engine, self.request.input, animal.target(species), control)?;
        Ok(animal.shares(&Importance::of(self.method, &map, self.importance.size)))
    }

    /// The map held against what the network makes of the animal's parts.
    fn tried(&self, control: &Control) -> Result<Option<&Tried>> {
        let Some(animal) = self.animal else { return Ok(None) };
        if let Some(known) = self.tried.get() {
            return Ok(Some(known));
        }
        let reaction = animal.reaction.clone();
        let said = reaction.said[0];
        let said = (said != reaction.species).then(|| self.shares(animal, said, control)).transpose()?;
        let found = Tried { reaction, own: animal.shares(&self.importance), said, rivals: None };
        Ok(Some(self.tried.get_or_init(|| found)))
    }

    /// Whether other targets are explained by other parts.
    fn contrastivity(&self, control: &Control) -> Result<Option<f64>> {
        let Some((animal, tried)) = self.animal.zip(self.tried(control)?) else { return Ok(None) };
        if self.rivals.get().is_none() {
            let of = |species: usize| self.shares(animal, species, control);
            let found =
                tried.reaction.rivals.map(|[first, second]| Ok::<_, super::Error>([of(first)?, of(second)?])).transpose()?;
            self.rivals.get_or_init(|| found);
        }
        Ok(self.parts().and_then(|tried| tried.target_sensitivity()))
    }

    fn area(&self, order: Order, eraser: Eraser, control: &Control) -> Result<Option<f64>> {
        let steps = constants::ERASING_STEPS;
        let curve = erase(self.request, &self.importance, (order, eraser), steps, control, &mut |_, _| {})?;
        Ok(Some(curve.area()))
    }

    /// How far the map moves when the picture moves a little.
    fn sensitivity(&self, control: &Control) -> Result<Option<f64>> {
        let input = self.request.pixels()?;
        let mut random = ChaCha8Rng::seed_from_u64(0);
        let mut maps = Vec::new();
        for _ in 0..constants::BESIDE {
            let moved: Vec<f32> =
                input.iter().map(|value| value + (constants::RADIUS * random.random_range(-1.0..=1.0)) as f32).collect();
            let moved = Tensor::from_vec(moved, self.request.input.dims(), &Device::Cpu)?;
            maps.push(self.again(self.request.engine, &moved, control)?.values);
        }
        let alike = maps.iter().all(|map| map.len() == self.map.values.len());
        Ok(alike.then(|| most_changed(&self.map.values, maps.iter().map(Vec::as_slice))))
    }
}

const fn measure(
    id: &'static str,
    name: &'static str,
    paper: &'static str,
    (needs, better): (Needs, Better),
    compute: fn(&Trial<'_>, &Control) -> Result<Option<f64>>,
) -> Measure {
    Measure { id, name, paper, needs, better, compute }
}

use Better::{Higher, Lower};

/// All measures, in the order of the table.
pub static MEASURES: Registry<Measure> = Registry::new(
    "measure",
    &[
        measure("pointing-game", "Pointing game", "Zhang 2016", (Needs::Object, Higher), |trial, _| {
            Ok(trial.inside().map(|inside| inside.pointing))
        }),
        measure("energy-inside", "Energy inside", "Wang 2020", (Needs::Object, Higher), |trial, _| {
            Ok(trial.inside().map(|inside| inside.energy))
        }),
        measure("rank-accuracy", "Rank accuracy", "Arras 2022", (Needs::Object, Higher), |trial, _| {
            Ok(trial.inside().map(|inside| inside.rank))
        }),
        measure("best-overlap", "Best overlap", "IoU", (Needs::Object, Higher), |trial, _| {
            Ok(trial.inside().map(|inside| inside.overlap))
        }),
        measure("deletion", "Deletion", "Petsiuk 2018", (Needs::Answers, Lower), |trial, control| {
            trial.area(Order::MostFirst, Eraser::Grey, control)
        }),
        measure("deletion-blur", "Deletion by blur", "Petsiuk 2018", (Needs::Answers, Lower), |trial, control| {
            trial.area(Order::MostFirst, Eraser::blur(trial.importance.size), control)
        }),
        measure("insertion", "Insertion", "Petsiuk 2018", (Needs::Answers, Higher), |trial, control| {
            trial.area(Order::Insert, Eraser::blur(trial.importance.size), control)
        }),
        measure("road", "ROAD", "Rong 2022", (Needs::Answers, Higher), |trial, control| {
            road(trial.request, &trial.importance, &ROAD_SHARES, 0.01, control).map(Some)
        }),
        measure("average-drop", "Average drop", "Chattopadhay 2018", (Needs::Answers, Lower), |trial, control| {
            Ok(Some(trial.kept(control)?.drop()))
        }),
        measure("increase", "Increase", "Chattopadhay 2018", (Needs::Answers, Higher), |trial, control| {
            Ok(Some(if trial.kept(control)?.rises() { 1.0 } else { 0.0 }))
        }),
        measure("infidelity", "Infidelity", "Yeh 2019", (Needs::Answers, Lower), |trial, control| {
            let count = constants::FORETOLD;
            let found = foretold(trial.request, trial.method, trial.map, &trial.importance, count, control)?;
            Ok(Some(found.surprise()))
        }),
        measure("max-sensitivity", "Maximum sensitivity", "Yeh 2019", (Needs::Again, Lower), |trial, control| {
            trial.sensitivity(control)
        }),
        measure("randomised-top", "Randomised, top", "Adebayo 2018", (Needs::Stages, Lower), |trial, control| {
            trial.likeness(|stages| &stages.top, control)
        }),
        measure("randomised-bottom", "Randomised, bottom", "Adebayo 2018", (Needs::Stages, Lower), |trial, control| {
            trial.likeness(|stages| &stages.bottom, control)
        }),
        measure("efficient-mprt", "Efficient MPRT", "Hedström 2023", (Needs::Stages, Higher), |trial, control| {
            let Some(stages) = trial.stages else { return Ok(None) };
            let unlearned = trial.unlearned(stages, control)?;
            Ok(unlearned.map(|unlearned| rise_of_complexity(&trial.importance.wide(), &unlearned.wide())))
        }),
        measure("shuffled-labels", "Shuffled labels", "Adebayo 2018", (Needs::Shuffled, Lower), |trial, control| {
            let Some(shuffled) = trial.shuffled else { return Ok(None) };
            let map = trial.again(shuffled, trial.request.input, control)?;
            let other = Importance::of(trial.method, &map, trial.importance.size);
            Ok(Some(likeness::spearman(&trial.importance.wide(), &other.wide())))
        }),
        measure("completeness", "Completeness", "Hesse 2023", (Needs::Animal, Higher), |trial, control| {
            Ok(trial.tried(control)?.and_then(|tried| tried.completeness(FIXED)))
        }),
        measure("correctness", "Correctness", "Hesse 2023", (Needs::Animal, Higher), |trial, control| {
            Ok(trial.tried(control)?.and_then(Tried::single_deletion))
        }),
        measure("contrastivity", "Contrastivity", "Hesse 2023", (Needs::Animal, Higher), |trial, control| {
            trial.contrastivity(control)
        }),
    ],
);
