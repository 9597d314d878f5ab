//! Where one number comes from: the arithmetic of any position of any map of any layer, from what the layer reads to the
//! value that it really has.
//!
//! A layer is what a person calls one (`network::layers`): a convolution with its norm and its activation. Its numbers are
//! computed here once more, term by term and in double precision, by each operator's own formula; the difference to what the
//! engine got is part of the answer. Knows networks and the values of a pass, no picture and no words.

mod act;
mod change;
mod flow;
mod norms;
mod phrases;
mod place;
mod products;
mod reading;
mod sliding;
mod step;
mod trace;

pub use act::{Act, Adding, ChannelSum, Operand, Products, Step, Taking, Term};
pub use change::{Change, Changed, change};
pub use flow::{Edge, Flow, Wanted, flow};
pub use place::{Origin, Place, origin};
pub use sliding::{Misfit, Sliding};
pub use trace::{Link, trace};

use crate::network::{Activations, Network, NodeId, Operator, Result};
use place::{before_transpose, broadcast, flat, unfolded};
use reading::Reading;
use step::Known;

/// The nodes of every layer, by the node that ends it.
type Layers = std::collections::HashMap<NodeId, Vec<NodeId>>;

/// How one number of a layer comes about.
#[derive(Clone, Debug, PartialEq)]
pub struct Arithmetic {
    /// Which number.
    pub place: Place,
    /// What happens, in order.
    pub steps: Vec<Step>,
    /// The number that the layer has in the pass.
    pub layer_value: f64,
}

impl Arithmetic {
    /// What the steps come to.
    pub fn value(&self) -> f64 {
        self.steps.last().map_or(self.layer_value, |step| step.after)
    }

    /// How far that is from the number of the pass.
    pub fn gap(&self) -> f64 {
        (self.value() - self.layer_value).abs()
    }

    /// The products, if the layer adds some.
    pub fn products(&self) -> Option<&Products> {
        self.steps.iter().find_map(|step| match &step.act {
            Act::Products(products) => Some(products),
            _ => None,
        })
    }

    /// What is read, whatever is done with it: products, the numbers of a choice, a norm's neighbours.
    pub fn terms(&self) -> &[Term] {
        self.steps.iter().map(|step| step.act.terms()).find(|terms| !terms.is_empty()).unwrap_or_default()
    }
}

impl Act {
    /// Whether it brings numbers to a common measure.
    pub fn is_norm(&self) -> bool {
        matches!(self, Self::Standardised { .. } | Self::LocalResponse { .. } | Self::Length { .. })
    }

    /// What is read from other layers.
    pub fn terms(&self) -> &[Term] {
        match self {
            Self::Products(products) => &products.terms,
            Self::Choice { terms, .. } | Self::Share { terms, .. } | Self::LocalResponse { neighbours: terms, .. } => terms,
            Self::Branch { term, .. } => std::slice::from_ref(term),
            _ => &[],
        }
    }
}

/// How the number at a place comes about. `activations` is a pass over one picture that kept everything.
///
/// ```
/// use convscope::{
///     arithmetic::{Place, explain},
///     control::Control,
///     network::{Channel, Device, DType, Engine, Keep, Tensor},
/// };
///
/// let model = convscope::zoo::default_model()?;
/// let engine = Engine::new(model.network.clone(), &Device::Cpu)?;
/// let picture = Tensor::ones((1, 3, 128, 128), DType::F32, &Device::Cpu)?;
/// let activations = engine.forward(&picture, &Keep::All, &Control::default())?;
/// let layer = model.network.layers()[1].node;
/// let place = Place::new(&model.network, layer, Channel(0), Some([5, 5]))?;
/// let arithmetic = explain(&model.network, &activations, place)?;
/// assert!(arithmetic.gap() < 1e-4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// A value that is read was not kept.
pub fn explain(network: &Network, activations: &Activations, place: Place) -> Result<Arithmetic> {
    explain_in(Reading { network, activations }, &network.drawn_together(), place)
}

/// The same where the layers are known: the nodes of each by the one that ends it.
fn explain_in(reading: Reading<'_>, layers: &Layers, place: Place) -> Result<Arithmetic> {
    let network = reading.network;
    let chain = chain(network, layers, place);
    let mut known = Known::new();
    let mut steps = Vec::with_capacity(chain.len() + 1);
    if let Some(&head) = chain.first()
        && let Some(from) = what_is_normed(network, head)
    {
        steps.push(Step { node: head.node, act: Act::Given { from }, after: reading.number(from)? });
    }
    for (number, &at) in chain.iter().enumerate() {
        let step = reading.step(at, &known)?;
        // What only moves numbers is no step, but for a layer that does nothing else.
        let is_mere_move = number > 0 && matches!(step.act, Act::Given { .. });
        known.insert(at.node, step.after);
        if !is_mere_move {
            steps.push(step);
        }
    }
    Ok(Arithmetic { place, steps, layer_value: reading.number(place)? })
}

/// The number that a layer begins with where it adds nothing up: a norm or a curve of its own.
fn what_is_normed(network: &Network, head: Place) -> Option<Place> {
    let node = network.node(head.node);
    let is_of_one = matches!(
        node.operator,
        Operator::BatchNormalization(_)
            | Operator::LayerNormalization(_)
            | Operator::GroupNormalization(_)
            | Operator::LocalResponseNormalization(_)
            | Operator::LpNormalization(_)
            | Operator::Activation(_)
            | Operator::ParametricRelu(_)
    );
    let input = *node.inputs.first().filter(|_| is_of_one)?;
    match origin(network, Place { node: input, at: read_at(network, head, input) }) {
        Origin::Place(place) => Some(place),
        Origin::Fixed(_) => None,
    }
}

/// The places through which a number goes inside its layer, the first one where the layer begins.
fn chain(network: &Network, layers: &Layers, place: Place) -> Vec<Place> {
    let mut chain = vec![place];
    let mut members = layers.get(&place.node).cloned().unwrap_or_default();
    members.pop();
    // From the end: each node's place follows from the place of the one that reads it.
    while let Some(node) = members.pop() {
        let Some(reader) = chain.iter().find(|reader| network.node(reader.node).inputs.contains(&node)) else { continue };
        chain.insert(0, Place { node, at: read_at(network, *reader, node) });
    }
    chain
}

/// Where a node reads the number of an input that goes into one of its own.
fn read_at(network: &Network, reader: Place, input: NodeId) -> usize {
    let (node, shape) = (network.node(reader.node), &network.node(input).shape);
    let index = unfolded(reader.at, &node.shape);
    match &node.operator {
        Operator::Transpose(transpose) => flat(&before_transpose(transpose, &index), shape),
        _ => broadcast(&index, shape),
    }
}

#[cfg(test)]
mod tests;
