//! Relevance where no weights are:
//!
//! * an activation of any kind (ReLU, ReLU6, LeakyReLU, SiLU, hard-swish, GELU ...) hands on what it receives: its input is
//!   the only cause of its output;
//! * a sum (residual connections) shares in the proportions of its terms, an average pool and whatever else adds up without
//!   weights likewise; a constant takes its part;
//! * a max pool hands all to the maximum, a concatenation each part to its own;
//! * where a signal is multiplied by a gate (squeeze and excitation), the signal takes all (Arras et al. 2017, "Explaining
//!   recurrent neural network predictions in sentiment analysis");
//! * a batch normalisation that is merged into the layer before it hands on, another one is a layer with weights on its own
//!   (zennit: hands on); normalisation by neighbours or by the layer hands on, as is usual.

use candle_core::{Result, Tensor};

use super::{
    Ledger,
    proportions::{share, shared, stabilized},
    walk,
    weighted::is_merged,
};
use crate::network::{
    BackwardRule, NodeId, Operator, Replacement,
    operation::Evaluated,
    ops::{Activation, Arithmetic, ReduceKind, sum_to},
    rules::{CustomRule, Site, passed},
};

/// Relevance at everything but layers with weights.
pub struct Structure<'a> {
    /// Added to the magnitude of denominators.
    pub stabilizer: f64,
    /// Whether a batch normalisation always hands on.
    pub norms_pass: bool,
    pub ledger: &'a Ledger,
}

/// What a node does with relevance.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    /// Hands it to its first input as it is.
    Pass,
    /// Shares it in the proportions of what it adds up.
    Share,
    /// Hands it to one of two factors.
    Signal(usize),
    /// The derivative is right already.
    Derivative,
}

impl Structure<'_> {
    fn deed(&self, at: &Site<'_>) -> Deed {
        let node = at.network.node(at.node);
        match at.operator() {
            Operator::Activation(Activation::Negate) => Deed::Derivative,
            Operator::Activation(_)
            | Operator::ParametricRelu(_)
            | Operator::Softmax(_)
            | Operator::LocalResponseNormalization(_)
            | Operator::LayerNormalization(_)
            | Operator::GroupNormalization(_)
            | Operator::LpNormalization(_) => Deed::Pass,
            Operator::BatchNormalization(_) if self.norms_pass || is_merged(at.network, at.node) => Deed::Pass,
            Operator::Arithmetic(Arithmetic::Add | Arithmetic::Subtract) => Deed::Share,
            Operator::Arithmetic(Arithmetic::Multiply) => Deed::Signal(signal(at, &node.inputs)),
            Operator::Arithmetic(Arithmetic::Divide | Arithmetic::Power) => Deed::Signal(0),
            Operator::Reduce(reduce) if matches!(reduce.kind, ReduceKind::Maximum | ReduceKind::Minimum) => Deed::Derivative,
            Operator::BatchNormalization(_)
            | Operator::AveragePool(_)
            | Operator::Reduce(_)
            | Operator::Resize(_)
            | Operator::TransposedConvolution(_)
            | Operator::MatrixProduct(_) => Deed::Share,
            _ => Deed::Derivative,
        }
    }
}

/// Which of two factors is the signal: the one that is no constant; the one with maps where the other has one number for
/// each; the one that no bounded activation has made.
fn signal(at: &Site<'_>, inputs: &[NodeId]) -> usize {
    let (&[a, b] | &[a, b, ..]) = inputs else { return 0 };
    let is_constant = |id: NodeId| at.network.constant(id).is_some();
    let size = |id: NodeId| at.network.node(id).shape.iter().product::<usize>();
    let is_gate = |id: NodeId| {
        matches!(
            at.network.node(id).operator,
            Operator::Activation(
                Activation::Sigmoid | Activation::HardSigmoid { .. } | Activation::Tanh | Activation::Clip { .. }
            )
        )
    };
    if is_constant(a) || is_constant(b) {
        return usize::from(is_constant(a));
    }
    if size(a) != size(b) {
        return usize::from(size(b) > size(a));
    }
    usize::from(is_gate(a) && !is_gate(b))
}

impl BackwardRule for Structure<'_> {
    fn replacement(&self, at: &Site<'_>) -> Replacement<'_> {
        match self.deed(at) {
            Deed::Derivative => Replacement::Plain,
            Deed::Pass => Replacement::Pass,
            Deed::Share | Deed::Signal(_) => Replacement::Custom(self),
        }
    }
}

impl CustomRule for Structure<'_> {
    fn gradient(&self, site: &Site<'_>, at: &Evaluated<'_>, coming: &Tensor, wanted: &[bool]) -> Result<Vec<Option<Tensor>>> {
        let only = |index: usize, value: Tensor| (0..wanted.len()).map(|at| (at == index).then(|| value.clone())).collect();
        let handed: Vec<Option<Tensor>> = match self.deed(site) {
            Deed::Signal(index) => {
                // A signal that was spread over more places takes what each of them received.
                if wanted[index] { only(index, sum_to(coming, at.inputs[index].dims())?) } else { vec![None; wanted.len()] }
            }
            Deed::Pass => return Ok(passed(coming, wanted)),
            Deed::Derivative => match site.operator().operation() {
                Some(operation) => return operation.gradient(at, coming, wanted),
                None => return Ok(vec![None; wanted.len()]),
            },
            // Terms that nearly cancel share in the proportions of what they are here, to the last digit: their sum is made anew.
            Deed::Share => match (site.operator(), at.inputs) {
                (Operator::Arithmetic(Arithmetic::Add), [a, b]) if a.dims() == b.dims() => {
                    let part = |own: &Tensor| {
                        walk::each([coming, own, a, b], |[coming, own, a, b]| coming * own / stabilized(a + b, self.stabilizer))
                    };
                    wanted
                        .iter()
                        .zip([a, b])
                        .map(|(&wanted, own)| wanted.then(|| part(own)).transpose())
                        .collect::<Result<_>>()?
                }
                (operator, _) => {
                    let Some(operation) = operator.operation() else { return Ok(vec![None; wanted.len()]) };
                    let sum = match operator {
                        Operator::Arithmetic(_) => &operation.forward(at.inputs)?,
                        _ => at.output,
                    };
                    shared(operation, at, &share(coming, sum, self.stabilizer)?, wanted)?
                }
            },
        };
        self.ledger.enter(coming, &handed)?;
        Ok(handed)
    }
}
