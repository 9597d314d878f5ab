//! Pictures sought among those that a generator draws: what grows is a code, and the picture is what the generator makes of it.
//!
//! Nguyen et al. 2016, "Synthesizing the preferred inputs for neurons in neural networks via deep generator networks" (DGN-AM,
//! Evolving-AI-Lab/synthesizing:act_max.py) and Nguyen et al. 2017, "Plug & play generative networks" (PPGN,
//! Evolving-AI-Lab/ppgn:sampler.py). Both order a step as their codes do. It knows no window and no files.

use std::sync::Arc;

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::{
    Error, Goal, Growing, Lens, Objective, Planes, Recipe, Result, Space, StepReport, Unit, objective::to_planes, recipe::Ramp,
};
use crate::{
    control::Control,
    methods::normal,
    network::{Activations, DType, Device, Engine, Keep, Network, NodeId, Plain, Tensor},
    zoo::{Generator, Model},
};

/// What draws.
#[derive(Clone)]
pub struct Source {
    /// From a code (`N x C x h x w`) to a picture.
    pub network: Arc<Network>,
    /// The layer of the network in question that codes are values of.
    pub layer: NodeId,
    /// For each unit of a code the most that it may be; the least is 0.
    pub upper: Arc<Vec<f32>>,
    /// How much a unit of a code varies over pictures, on average: the measure of a step.
    pub scale: f64,
    /// How its pictures become the network's input; they are that already if `None`.
    pub space: Option<Space>,
}

impl Source {
    /// A generator of this model.
    ///
    /// # Errors
    /// It belongs to another network.
    pub fn of(generator: &Generator, model: &Model) -> Result<Self> {
        let deviation = &generator.codes.deviation;
        let scale = deviation.iter().map(|&number| f64::from(number)).sum::<f64>() / deviation.len().max(1) as f64;
        Ok(Self {
            network: Arc::clone(&generator.network),
            layer: generator.layer_of(model)?,
            upper: Arc::new(generator.codes.upper()),
            scale,
            space: None,
        })
    }

    /// The generator that ships for this model, if one does.
    pub fn shipped_for(model: &Model) -> Option<Self> {
        Self::of(&Generator::shipped_for(model)?, model).ok()
    }
}

/// How a code moves.
#[derive(Clone, Debug, PartialEq)]
pub enum Way {
    /// Up the gradient, bounded, and a little weaker after every step.
    Climb {
        /// What a code is multiplied by after a step.
        keep: f64,
    },
    /// Up the gradient of the logarithm of a probability, towards codes that are codes of their own pictures, and at random.
    Sample {
        /// How much a code's own picture counts, epsilon 1.
        prior: f64,
        /// How much the goal counts, epsilon 2.
        condition: f64,
        /// The standard deviation of chance, epsilon 3.
        noise: f64,
        /// Whether the slope of the logarithm is taken as the code has it: (1 - p) times that of the score.
        as_coded: bool,
    },
}

/// All of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Steps.
    pub steps: usize,
    /// How far: the mean size of what is added to a unit of a code.
    pub rate: Ramp,
    /// How.
    pub way: Way,
    /// What chance follows.
    pub seed: u64,
    /// Pictures at once.
    pub count: usize,
}

/// Pictures of a generator on their way.
pub struct Generated {
    lens: Arc<Lens>,
    goal: Goal,
    source: Source,
    engine: Engine,
    plan: Plan,
    code: Planes,
    random: ChaCha8Rng,
    step: usize,
    /// The picture of the code as it is: the generator's numbers.
    drawn: Planes,
    last_input: Option<Planes>,
    last_scores: Vec<f64>,
}

impl Generated {
    /// Begins with codes of normal noise, or with these.
    ///
    /// # Errors
    /// The generator cannot draw; a start of another size.
    pub fn new(lens: Arc<Lens>, goal: Goal, source: Source, plan: Plan, start: Option<&[f32]>) -> Result<Self> {
        if goal.0.is_empty() {
            return Err(Error::NoGoal);
        }
        let engine = Engine::new(Arc::clone(&source.network), &Device::Cpu)?;
        let shape = &source.network.node(source.network.input()).shape;
        let &[_, channels, height, width] = shape.as_slice() else {
            return Err(Error::NoChannels { layer: "code".to_owned(), shape: shape.clone() });
        };
        let mut code = Planes::zeros([plan.count, channels, height, width]);
        let mut random = ChaCha8Rng::seed_from_u64(plan.seed);
        match start {
            Some(start) if start.len() == code.values.len() => code.values.copy_from_slice(start),
            _ => code.values.iter_mut().for_each(|value| *value = normal(&mut random) as f32),
        }
        let drawn = Planes::default();
        let mut generated =
            Self { lens, goal, source, engine, plan, code, random, step: 0, drawn, last_input: None, last_scores: Vec::new() };
        generated.drawn = generated.draw(&Control::default())?.1;
        Ok(generated)
    }

    /// The codes.
    pub fn code(&self) -> &Planes {
        &self.code
    }

    /// What the generator draws, in its own numbers.
    pub fn drawn(&self) -> &Planes {
        &self.drawn
    }

    /// What the generator draws of the codes, with what differentiating it needs.
    fn draw(&self, control: &Control) -> Result<(Activations, Planes)> {
        let code = Tensor::from_slice(&self.code.values, self.code.dims().to_vec(), &Device::Cpu)?.to_dtype(DType::F32)?;
        let kept = self.engine.forward(&code, &Keep::All, control)?;
        let network = self.engine.network();
        let answer = network.outputs().first().copied().unwrap_or(network.scores());
        let picture = to_planes(network, answer, &kept.get(network, answer)?)?;
        Ok((kept, picture))
    }

    /// Takes a step with what chance adds, one number for each unit of the codes, drawn before.
    ///
    /// # Errors
    /// As [`Growing::step`].
    pub fn step_with(&mut self, chance: &[f32], control: &Control) -> Result<StepReport> {
        self.take_step(Some(chance), control)
    }

    fn take_step(&mut self, chance: Option<&[f32]>, control: &Control) -> Result<StepReport> {
        if !self.is_finished() {
            let (code, random) = (self.code.clone(), self.random.clone());
            if let Err(error) = self.walk(chance, control) {
                (self.code, self.random) = (code, random);
                return Err(error);
            }
            self.step += 1;
            self.drawn = self.draw(&Control::default())?.1;
        }
        let step = self.step.saturating_sub(1);
        Ok(StepReport { step, scores: self.last_scores.clone(), redirected: false, finished: self.is_finished() })
    }

    fn input(&self, drawn: &Planes) -> Planes {
        self.source.space.as_ref().map_or_else(|| drawn.clone(), |space| space.input(drawn))
    }

    /// A gradient at the network's input as one at the codes; `scaled` says by what it is multiplied at the picture.
    fn at_code(&self, kept: &Activations, at_input: &Planes, scale: impl Fn(&mut [f32]), control: &Control) -> Result<Planes> {
        let mut at_picture = self.source.space.as_ref().map_or_else(|| at_input.clone(), |space| space.pull_back(at_input));
        at_picture.items_mut().for_each(scale);
        let network = self.engine.network();
        let answer = network.outputs().first().copied().unwrap_or(network.scores());
        let seed = Tensor::from_slice(&at_picture.values, at_picture.dims().to_vec(), &Device::Cpu)?;
        let at = network.input();
        let found = self.engine.pull_back(kept, &[(answer, seed)], &[at], &Plain, control)?;
        to_planes(network, at, found.get(network, at)?)
    }

    /// The goal of a sampling: the logarithm of the class's probability.
    fn logarithm(&self, scores: &Planes, as_coded: bool) -> Option<Planes> {
        let [(_, Objective::Class(class) | Objective::Probability(class))] = self.goal.0.as_slice() else { return None };
        let mut slope = Planes::zeros(scores.dims());
        for (scores, slope) in scores.items().zip(slope.items_mut()) {
            let largest = scores.iter().fold(f32::NEG_INFINITY, |largest, &score| largest.max(score));
            let powers: Vec<f64> = scores.iter().map(|&score| f64::from(score - largest).exp()).collect();
            let sum: f64 = powers.iter().sum();
            for (index, (slope, power)) in slope.iter_mut().zip(&powers).enumerate() {
                let own = index == class.index();
                *slope = match (as_coded, own) {
                    (true, true) | (false, true) => (1.0 - power / sum) as f32,
                    (true, false) => 0.0,
                    (false, false) => (-power / sum) as f32,
                };
            }
        }
        Some(slope)
    }

    /// A step; `chance` is what chance adds to each unit, if that was drawn before.
    fn walk(&mut self, chance: Option<&[f32]>, control: &Control) -> Result<()> {
        let rate = self.plan.rate.at(self.step, self.plan.steps);
        let (kept, drawn) = self.draw(control)?;
        let input = self.input(&drawn);
        let network = self.lens.network();
        let (goal_layers, scores_layer) = (self.goal.layers(network), network.scores());
        let mut layers = goal_layers;
        if matches!(self.plan.way, Way::Sample { .. }) {
            layers.extend([self.source.layer, scores_layer]);
            layers.sort();
            layers.dedup();
        }
        let part = self.lens.part(&layers, [input.height, input.width])?;
        let seen = part.see(&input, control)?;
        let values = part.values(network, &seen, input.count)?;
        let (scores, mut gradients) = self.goal.evaluate(&values)?;
        let mut change = match self.plan.way.clone() {
            Way::Climb { .. } => {
                let at_input = part.pull_back(&seen, &gradients, &Plain, control)?;
                self.at_code(&kept, &at_input, |item| scale_to(item, rate), control)?
            }
            Way::Sample { prior, condition, noise, as_coded } => {
                if let Some(slope) = values.at(scores_layer).ok().and_then(|scores| self.logarithm(scores, as_coded)) {
                    gradients = vec![(scores_layer, slope)];
                }
                let at_input = part.pull_back(&seen, &gradients, &Plain, control)?;
                let mut change = self.at_code(&kept, &at_input, |_| (), control)?;
                let back = values.at(self.source.layer).map(|value| value.values.clone()).unwrap_or_default();
                for (index, change) in change.values.iter_mut().enumerate() {
                    let own = back.get(index).map_or(0.0, |back| f64::from(back - self.code.values[index]));
                    let chance = match chance {
                        Some(drawn) => f64::from(drawn.get(index).copied().unwrap_or(0.0)),
                        None if noise > 0.0 => noise * normal(&mut self.random),
                        None => 0.0,
                    };
                    *change = (prior * own + condition * f64::from(*change) + chance) as f32;
                }
                change
            }
        };
        change.items_mut().for_each(|item| scale_to(item, rate));
        self.code.add(&change);
        let keep = if let Way::Climb { keep } = self.plan.way { keep as f32 } else { 1.0 };
        for item in self.code.items_mut() {
            for (value, upper) in item.iter_mut().zip(self.source.upper.iter()) {
                *value = value.clamp(0.0, upper.max(0.0)) * keep;
            }
        }
        self.last_input = Some(input);
        self.last_scores = scores;
        Ok(())
    }
}

/// Scales numbers so that their mean size is this; zeros stay.
fn scale_to(numbers: &mut [f32], size: f64) {
    let mean = numbers.iter().map(|number| f64::from(number.abs())).sum::<f64>() / numbers.len().max(1) as f64;
    if mean > 0.0 {
        let factor = (size / mean) as f32;
        numbers.iter_mut().for_each(|number| *number *= factor);
    }
}

impl Growing for Generated {
    fn step(&mut self, control: &Control) -> Result<StepReport> {
        self.take_step(None, control)
    }

    fn steps(&self) -> usize {
        self.plan.steps
    }

    fn step_count(&self) -> usize {
        self.step
    }

    fn pictures(&self) -> Planes {
        let pixels = self.lens.space(Unit::Pixel);
        pixels.canvas(&self.input(&self.drawn))
    }

    fn last_input(&self) -> Option<&Planes> {
        self.last_input.as_ref()
    }

    fn scores(&self, control: &Control) -> Result<Vec<f64>> {
        let input = self.input(&self.drawn);
        let part = self.lens.part(&self.goal.layers(self.lens.network()), [input.height, input.width])?;
        let seen = part.see(&input, control)?;
        Ok(self.goal.evaluate(&part.values(self.lens.network(), &seen, input.count)?)?.0)
    }

    fn parameters(&self) -> Option<&[f32]> {
        Some(&self.code.values)
    }

    fn retune(&mut self, _: Recipe) -> Result<()> {
        Err(Error::Canvas("a generator's picture starts anew".to_owned()))
    }
}
