//! Gradients at the input under any backward rule: what the gradient methods share.

use super::{Map, Request, Result};
use crate::{
    control::Control,
    network::{BackwardRule, DType, Operator, ops::Activation},
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
    let values = gradients.get(request.network(), input)?.flatten_all()?.to_dtype(DType::F32)?.to_vec1()?;
    Ok(InputGradient {
        values,
        size: request.input_size()?,
        score: gradients.score.first().copied().unwrap_or_default(),
        replaced: gradients.replaced,
    })
}

impl InputGradient {
    /// The finished map.
    pub fn into_map(self, signed: bool, trust: String) -> Map {
        let [channels, height, width] = self.size;
        Map { values: self.values, channels, height, width, signed, trust, done: 1.0, known: None }
    }

    /// "57 of 57 ReLUs guided", and what else bends the signal on the way and was left alone.
    pub fn rectifiers_line(&self, request: &Request<'_>, verb: &str) -> String {
        let census = Census::between_input_and_target(request);
        let noun = if census.other_rectifiers == 0 { "ReLUs" } else { "rectifiers" };
        let rectifiers = census.relus + census.other_rectifiers;
        let mut line = match rectifiers {
            0 => "no ReLU on the way: the plain gradient".to_owned(),
            _ => format!("{} of {rectifiers} {noun} {verb}", self.replaced),
        };
        if census.smooth > 0 {
            line += &format!("; {} smooth activations have their own derivative", census.smooth);
        }
        line
    }
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
