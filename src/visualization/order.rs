//! What somebody asks for: a goal, a recipe's parameters, a seed, a size, and the picture or the generator that some recipes
//! need.
//!
//! It knows how large a canvas a goal wants; it knows no recipe.

use std::sync::Arc;

use super::{Goal, Growing, Lens, Objective, Planes, Result, Source, Unit};
use crate::{
    control::Control,
    methods::{Parameter, Parameters, Value},
    network::{Class, NodeId},
};

/// Side of a canvas for a channel or a layer.
const SIDE: usize = 128;
/// The smallest canvas for a unit, in pixels.
const LEAST_SIDE: usize = 32;

/// What is asked of a recipe.
#[derive(Clone)]
pub struct Order {
    /// The network.
    pub lens: Arc<Lens>,
    /// What is to become large.
    pub goal: Goal,
    /// Values of the recipe's parameters by id; missing ones take their defaults.
    pub parameters: Parameters,
    /// The convention's id; the first one of the recipe if `None`.
    pub convention: Option<String>,
    /// What chance follows.
    pub seed: u64,
    /// Pictures that grow at once.
    pub count: usize,
    /// Rows and columns of the canvas; what the goal wants if `None`.
    pub size: Option<[usize; 2]>,
    /// The picture to start from, pixels of 0 to 1.
    pub picture: Option<Arc<Planes>>,
    /// The generator of the network.
    pub generator: Option<Arc<Source>>,
    /// Parameters of an earlier picture to start from, if they fit.
    pub start: Option<Arc<Vec<f32>>>,
}

impl Order {
    /// One picture of a goal, everything else as the recipe has it.
    pub fn new(lens: Arc<Lens>, goal: impl Into<Goal>) -> Self {
        Self {
            lens,
            goal: goal.into(),
            parameters: Parameters::default(),
            convention: None,
            seed: 0,
            count: 1,
            size: None,
            picture: None,
            generator: None,
            start: None,
        }
    }

    /// A number or a whole number among the parameters.
    pub fn number(&self, parameter: &Parameter) -> f64 {
        self.parameters.number(parameter, self.convention.as_deref())
    }

    /// A whole number that counts something.
    pub fn whole(&self, parameter: &Parameter) -> usize {
        self.number(parameter).max(0.0) as usize
    }

    /// Whether this choice is made.
    pub fn chooses(&self, parameter: &Parameter, choice: &str) -> bool {
        self.parameters.chooses(parameter, self.convention.as_deref(), choice)
    }

    /// A switch.
    pub fn on(&self, parameter: &Parameter) -> bool {
        self.parameters.value(parameter, self.convention.as_deref()) == Value::Switch(true)
    }

    /// What was ordered, measured of the pictures as they are: recipes that climb something else (a probability) are told by this
    /// too. Where the network does not allow the whole canvas, what the recipe itself measures.
    ///
    /// # Errors
    /// Cancelled.
    pub fn scores_of(&self, growing: &dyn Growing, control: &Control) -> Result<Vec<f64>> {
        let (network, layers) = (self.lens.network(), self.goal.layers(self.lens.network()));
        let pictures = growing.pictures();
        let size = [pictures.height, pictures.width];
        if layers.is_empty() || !self.lens.allows(&layers, size) {
            return growing.scores(control);
        }
        let part = self.lens.part(&layers, size)?;
        let seen = part.see(&self.lens.space(Unit::Pixel).input(&pictures), control)?;
        Ok(self.goal.evaluate(&part.values(network, &seen, pictures.count)?)?.0)
    }

    /// The class, if the goal is one, by its score or its probability.
    pub fn class(&self) -> Option<Class> {
        match self.goal.0.as_slice() {
            [(_, Objective::Class(class) | Objective::Probability(class))] => Some(*class),
            _ => None,
        }
    }

    /// Rows and columns of the canvas: as asked, or what the goal wants. A unit wants what it sees and a margin, a channel or a
    /// layer a square that is not larger than twice the network's own input, a class and likeness to a picture the network's own
    /// input.
    pub fn canvas(&self) -> [usize; 2] {
        if let Some(size) = self.size {
            return size;
        }
        let network = self.lens.network();
        let own = self.lens.own_size();
        let scores = network.scores();
        let is_likeness =
            |(_, objective): &(f64, Objective)| matches!(objective, Objective::Inversion(_) | Objective::Caricature(..));
        if self.goal.layers(network).contains(&scores) || self.goal.0.iter().any(is_likeness) {
            return own;
        }
        if let [(_, Objective::Unit(layer, _, None))] = self.goal.0.as_slice() {
            return self.field(*layer, own);
        }
        let side = SIDE.min(2 * own[0].min(own[1]));
        let free = self.lens.allows(&self.goal.layers(network), [side; 2]);
        if free { [side; 2] } else { own }
    }

    /// What a unit of the middle sees, and a margin of two of its layer's strides on each side.
    fn field(&self, layer: NodeId, own: [usize; 2]) -> [usize; 2] {
        let network = self.lens.network();
        let seen = network.receptive_field_size(layer);
        let maps = match *network.node(layer).shape {
            [_, _, rows, columns] => [rows, columns],
            _ => return own,
        };
        let side = |axis: usize| {
            let stride = own[axis].div_ceil(maps[axis].max(1));
            let wanted = seen[axis] + 4 * stride;
            // Whole strides, so that the middle of the canvas is the middle of what the unit sees.
            (wanted.div_ceil(2 * stride) * 2 * stride).clamp(LEAST_SIDE.min(own[axis]), own[axis].max(LEAST_SIDE))
        };
        let size = [side(0), side(1)];
        if self.lens.allows(&[layer], size) { size } else { own }
    }
}
