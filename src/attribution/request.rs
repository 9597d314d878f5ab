//! What is asked of a method, and what every method needs to read from it.

use std::borrow::Cow;

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::{
    Convention, Error, Method, PAPER, Parameter, Parameters, Result, Value,
    reason::Reason,
    shared::{SEED, numbers},
};
use crate::{
    control::Control,
    network::{self, Activations, Engine, Keep, Network, NodeId, Operator, Target, Tensor},
    picture::{Picture, Preprocessing},
};

/// What is asked.
pub struct Request<'a> {
    /// The network.
    pub engine: &'a Engine,
    /// The preprocessed input, `1 x C x H x W`.
    pub input: &'a Tensor,
    /// A forward pass of this input that kept everything, if one is at hand (saves repeating it).
    pub activations: Option<&'a Activations>,
    /// How pictures become inputs: what black and white are.
    pub preprocessing: Option<&'a Preprocessing>,
    /// The picture that became the input, at its own size.
    pub picture: Option<&'a Picture>,
    /// Makes other inputs (`R x C x H x W`), for methods that compare with pictures; the others never ask.
    pub references: Option<&'a dyn Fn() -> Option<Tensor>>,
    /// Looks how much of each pixel of the input (`H * W`, 0 to 1) is the object of the target, where somebody knows.
    pub truth: Option<&'a dyn Fn() -> Option<Vec<f32>>>,
    /// What is explained.
    pub target: Target,
    /// The layer, for methods that need one; [`last_maps`] if `None`.
    pub layer: Option<NodeId>,
    /// Values of parameters by id; missing ones take their defaults.
    pub parameters: Parameters,
    /// The convention's id; the first one of the method if `None`.
    pub convention: Option<String>,
}

/// The last value with maps (more than one position) on the way to a target: the layer of a class activation map unless
/// another one is chosen.
pub fn last_maps(network: &Network, target: &Target) -> Option<NodeId> {
    let goal = target.layer(network);
    let (from_input, to_goal) = (network.depends_on(&[network.input()]), network.leads_to(&[goal]));
    network.ids().rev().find(|&id| {
        let node = network.node(id);
        network.has_maps(id)
            && id != goal
            && !matches!(node.operator, Operator::Input)
            && from_input[id.index()]
            && to_goal[id.index()]
    })
}

impl<'a> Request<'a> {
    /// The same question with the method's own defaults for layer, parameters and convention.
    pub fn new(engine: &'a Engine, input: &'a Tensor, target: Target) -> Self {
        Self {
            engine,
            input,
            activations: None,
            preprocessing: None,
            picture: None,
            references: None,
            truth: None,
            target,
            layer: None,
            parameters: Parameters::default(),
            convention: None,
        }
    }

    /// The network asked about.
    pub fn network(&self) -> &'a Network {
        self.engine.network()
    }

    /// The value of a parameter: as set, else its default.
    pub fn parameter(&self, parameter: &Parameter) -> f64 {
        self.parameters.number(parameter, self.convention.as_deref())
    }

    /// The choice that is made of a parameter.
    pub(super) fn choice(&self, parameter: &Parameter) -> Cow<'static, str> {
        match self.parameters.value(parameter, self.convention.as_deref()) {
            Value::Choice(id) => id,
            _ => Cow::Borrowed(""),
        }
    }

    /// Whether a switch is on.
    pub(super) fn is_on(&self, parameter: &Parameter) -> bool {
        self.parameters.value(parameter, self.convention.as_deref()) == Value::Switch(true)
    }

    /// A whole number.
    pub(super) fn count(&self, parameter: &Parameter) -> usize {
        self.parameter(parameter) as usize
    }

    /// Chance, as [`SEED`] says.
    pub(super) fn chance(&self) -> ChaCha8Rng {
        ChaCha8Rng::seed_from_u64(self.parameter(&SEED) as u64)
    }

    /// Whether this convention is asked for ("paper" unless chosen).
    pub(super) fn follows(&self, convention: &str) -> bool {
        self.convention.as_deref().unwrap_or(PAPER.id) == convention
    }

    /// The layer asked for, or the last one with maps; it must have maps (`C x H x W`) and lead to the target.
    pub(super) fn layer(&self) -> Result<NodeId> {
        let network = self.network();
        let layer = self.layer.or_else(|| last_maps(network, &self.target)).ok_or(Reason::NoMapsOnTheWay)?;
        let node = network.node(layer);
        if node.shape.len() != 4 {
            return Err(Error::NoMaps { layer: node.name.clone(), shape: node.shape.clone() });
        }
        if !network.leads_to(&[self.target.layer(network)])[layer.index()] {
            return Err(Error::LeadsNowhere { layer: node.name.clone() });
        }
        Ok(layer)
    }

    /// Black and white as the input holds them, a number for each of its channels.
    pub(super) fn levels(&self) -> Result<[Vec<f32>; 2]> {
        let [channels, ..] = self.input_size()?;
        let levels = self.preprocessing.ok_or(Reason::UnknownLevels)?.levels();
        // A network may take more channels than a picture has colours.
        Ok(levels.map(|level| (0..channels).map(|channel| level[channel.min(level.len() - 1)]).collect()))
    }

    /// The numbers of the input.
    ///
    /// # Errors
    /// An input that cannot be read.
    pub fn pixels(&self) -> Result<Vec<f32>> {
        Ok(numbers(self.input)?)
    }

    /// Channels, rows and columns of the input.
    pub(super) fn input_size(&self) -> Result<[usize; 3]> {
        let (_, channels, height, width) = self.input.dims4()?;
        Ok([channels, height, width])
    }

    /// The forward pass that keeps everything: the one at hand, or a new one.
    pub(super) fn forward(&self, control: &Control) -> Result<Cow<'a, Activations>> {
        self.pass(&Keep::All, control)
    }

    /// A forward pass that kept each value as the next one read it, for methods that divide values by each other.
    pub(super) fn forward_each(&self, control: &Control) -> Result<Activations> {
        Ok(self.engine.forward(self.input, &Keep::Each, control)?)
    }

    /// A forward pass that kept these values: the one at hand, or a new one.
    pub(super) fn forward_keeping(&self, values: Vec<NodeId>, control: &Control) -> Result<Cow<'a, Activations>> {
        self.pass(&Keep::Only(values), control)
    }

    fn pass(&self, keep: &Keep, control: &Control) -> Result<Cow<'a, Activations>> {
        match self.activations {
            Some(activations) => Ok(Cow::Borrowed(activations)),
            None => Ok(Cow::Owned(self.engine.forward(self.input, keep, control)?)),
        }
    }

    /// Errors, in one sentence, when the method cannot answer this.
    pub(super) fn check(&self, method: &Method) -> Result<()> {
        let network = self.network();
        self.target.check(network)?;
        let expected = &network.node(network.input()).shape;
        if self.input.dims() != expected {
            return Err(network::Error::Input { expected: expected.clone(), found: self.input.dims().to_vec() }.into());
        }
        Convention::find(method.name, method.conventions, self.convention.as_deref())?;
        self.parameters.check(method.name, method.parameters)?;
        // A layer that was chosen is looked at by itself.
        if !(method.looks_at_layer && self.layer.is_some()) {
            (method.applies)(network, &self.target)?;
        }
        Ok(())
    }
}
