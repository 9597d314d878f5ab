//! What is asked of a method, and what every method needs to read from it.

use std::{borrow::Cow, collections::BTreeMap};

use super::{Method, PAPER, Parameter};
use crate::{
    control::Control,
    network::{Activations, Engine, Error, Keep, Network, NodeId, Operator, Result, Target, Tensor},
};

/// What is asked.
pub struct Request<'a> {
    /// The network.
    pub engine: &'a Engine,
    /// The preprocessed input, `1 x C x H x W`.
    pub input: &'a Tensor,
    /// A forward pass of this input that kept everything, if one is at hand (saves repeating it).
    pub activations: Option<&'a Activations>,
    /// What is explained.
    pub target: Target,
    /// The layer, for methods that need one; [`last_maps`] if `None`.
    pub layer: Option<NodeId>,
    /// Values of parameters by id; missing ones take their defaults.
    pub parameters: BTreeMap<String, f64>,
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
        let has_maps = matches!(*node.shape, [_, _, height, width] if height * width > 1);
        has_maps && id != goal && !matches!(node.operator, Operator::Input) && from_input[id.index()] && to_goal[id.index()]
    })
}

impl<'a> Request<'a> {
    /// The same question with the method's own defaults for layer, parameters and convention.
    pub fn new(engine: &'a Engine, input: &'a Tensor, target: Target) -> Self {
        Self { engine, input, activations: None, target, layer: None, parameters: BTreeMap::new(), convention: None }
    }

    /// The network asked about.
    pub fn network(&self) -> &'a Network {
        self.engine.network()
    }

    /// The value of a parameter: as set, else its default.
    pub fn parameter(&self, parameter: &Parameter) -> f64 {
        self.parameters.get(parameter.id).copied().unwrap_or(parameter.default)
    }

    /// Whether this convention is asked for ("paper" unless chosen).
    pub(super) fn follows(&self, convention: &str) -> bool {
        self.convention.as_deref().unwrap_or(PAPER.id) == convention
    }

    /// The layer asked for, or the last one with maps; it must have maps (`C x H x W`) and lead to the target.
    pub(super) fn layer(&self) -> Result<NodeId> {
        let network = self.network();
        let Some(layer) = self.layer.or_else(|| last_maps(network, &self.target)) else {
            return Err(Error::Target("no layer with maps leads to the target; choose another target".to_owned()));
        };
        let node = network.node(layer);
        if node.shape.len() != 4 {
            return Err(Error::Target(format!(
                "layer {:?} has values of shape {:?}, not maps; choose a convolutional layer",
                node.name, node.shape
            )));
        }
        if !network.leads_to(&[self.target.layer(network)])[layer.index()] {
            return Err(Error::Target(format!("layer {:?} does not lead to the target; choose an earlier layer", node.name)));
        }
        Ok(layer)
    }

    /// Rows and columns of the input.
    pub(super) fn input_size(&self) -> Result<[usize; 3]> {
        let (_, channels, height, width) = self.input.dims4()?;
        Ok([channels, height, width])
    }

    /// The forward pass that keeps everything: the one at hand, or a new one.
    pub(super) fn forward(&self, control: &Control) -> Result<Cow<'a, Activations>> {
        self.pass(&Keep::All, control)
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
            return Err(Error::Input { expected: expected.clone(), found: self.input.dims().to_vec() });
        }
        if let Some(chosen) = &self.convention
            && !method.conventions.iter().any(|convention| convention.id == chosen)
        {
            let ids: Vec<&str> = method.conventions.iter().map(|convention| convention.id).collect();
            return Err(Error::Target(format!("{} has no convention {chosen:?}; choose {}", method.name, ids.join(" or "))));
        }
        check_parameters(method.name, method.parameters, &self.parameters)
    }
}

/// Errors, in one sentence, when a parameter that was set does not exist or lies out of its range.
pub fn check_parameters(name: &str, parameters: &[Parameter], set: &BTreeMap<String, f64>) -> Result<()> {
    for (id, &value) in set {
        let Some(parameter) = parameters.iter().find(|parameter| parameter.id == id) else {
            let ids: Vec<&str> = parameters.iter().map(|parameter| parameter.id).collect();
            let known = if ids.is_empty() { "it has none".to_owned() } else { format!("it has {}", ids.join(", ")) };
            return Err(Error::Target(format!("{name} has no parameter {id:?}; {known}")));
        };
        let [low, high] = parameter.range;
        if !(low..=high).contains(&value) || parameter.whole && value.fract() != 0.0 {
            let kind = if parameter.whole { "a whole number" } else { "a number" };
            return Err(Error::Target(format!("{id} takes {kind} from {low} to {high}, not {value}")));
        }
    }
    Ok(())
}
