//! Gradients at the input under any backward rule: what the gradient methods share.

use super::{Map, Request, Result, shared::numbers};
use crate::{
    control::Control,
    network::{BackwardRule, Operator, ops::Activation},
    words::{Phrase, trust},
};

/// A gradient with respect to the input.
pub struct InputGradient {
    /// `C * H * W` numbers.
    pub values: Vec<f32>,
    /// Channels, rows and columns of the input.
    pub size: [usize; 3],
    /// The target's number.
    pub score: f64,
    /// Rectifiers whose rule was replaced.
    pub replaced: usize,
}

/// Differentiates the target with respect to the input.
pub fn input_gradient(request: &Request<'_>, rule: &dyn BackwardRule, control: &Control) -> Result<InputGradient> {
    let activations = request.forward(control)?;
    let input = request.network().input();
    let gradients = request.engine.gradient(&activations, &request.target, &[input], rule, control)?;
    let values = numbers(gradients.get(request.network(), input)?)?;
    Ok(InputGradient {
        values,
        size: request.input_size()?,
        score: gradients.score.first().copied().unwrap_or_default(),
        replaced: gradients.replaced,
    })
}

impl InputGradient {
    /// The finished map.
    pub fn into_map(self, signed: bool, trust: Vec<Phrase>) -> Map {
        let [channels, height, width] = self.size;
        Map { values: self.values, channels, height, width, signed, trust, done: 1.0, known: None, completeness: None }
    }

    /// "57 of 57 ReLUs guided", and what else bends the signal on the way and was left alone.
    pub fn of_rectifiers(&self, request: &Request<'_>, done: Done) -> Vec<Phrase> {
        let census = Census::between_input_and_target(request);
        let rectifiers = census.relus + census.other_rectifiers;
        let first = match (rectifiers, census.other_rectifiers, done) {
            (0, ..) => trust::NO_RELU,
            (_, 0, Done::Guided) => trust::relus_guided(self.replaced, rectifiers),
            (_, _, Done::Guided) => trust::rectifiers_guided(self.replaced, rectifiers),
            (_, 0, Done::RectifiedBackwards) => trust::relus_backwards(self.replaced, rectifiers),
            (_, _, Done::RectifiedBackwards) => trust::rectifiers_backwards(self.replaced, rectifiers),
        };
        let smooth = (census.smooth > 0).then(|| trust::smooth(census.smooth));
        [first].into_iter().chain(smooth).collect()
    }
}

/// What a rule does at rectifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// It lets pass what the forward pass let pass, if it raises the score.
    Guided,
    /// It rectifies what goes backwards.
    RectifiedBackwards,
}

/// How many activations of which family lie between the input and the target.
struct Census {
    relus: usize,
    other_rectifiers: usize,
    smooth: usize,
}

impl Census {
    fn between_input_and_target(request: &Request<'_>) -> Self {
        let network = request.network();
        let from_input = network.depends_on(&[network.input()]);
        let to_target = network.leads_to(&[request.target.layer(network)]);
        let mut census = Self { relus: 0, other_rectifiers: 0, smooth: 0 };
        for id in network.ids().filter(|id| from_input[id.index()] && to_target[id.index()]) {
            match &network.node(id).operator {
                Operator::Activation(Activation::Relu) => census.relus += 1,
                operator if operator.is_rectifier() => census.other_rectifiers += 1,
                Operator::Activation(_) => census.smooth += 1,
                _ => {}
            }
        }
        census
    }
}
