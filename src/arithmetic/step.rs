//! What one node does at one index: the table from operators to acts.

use std::collections::HashMap;

use super::{
    act::{Act, Adding, Operand, Products, Step, Taking, Term},
    place::{Origin, Place, broadcast, flat, origin, unfolded},
    products::window_start,
    reading::{Reading, in_full},
};
use crate::network::{
    Device, NodeId, Operation, Operator, Result, Tensor,
    ops::{Arithmetic, MaxPool, ReduceKind},
};

/// Numbers of the same chain that are known already, by the node that made them.
pub(super) type Known = HashMap<NodeId, f64>;

impl Reading<'_> {
    /// What happens at one number of one node. Numbers of `known` are taken from there instead of from the pass.
    pub(super) fn step(&self, place: Place, known: &Known) -> Result<Step> {
        let node = self.network.node(place.node);
        let (inputs, index) = (node.inputs.as_slice(), unfolded(place.at, &node.shape));
        let products = |products: Products| {
            let after = products.sum() + products.bias.map_or(0.0, |(bias, _)| bias);
            (Act::Products(products), after)
        };
        let before = || self.input_number(inputs[0], &index, known);
        let (act, after) = match &node.operator {
            Operator::Convolution(operation) => products(self.convolution(operation, inputs, &index)?),
            Operator::Linear(_) => products(self.linear(inputs, &index)?),
            Operator::MatrixProduct(_) => products(self.matrix_product(inputs, &index)?),
            Operator::AveragePool(operation) => products(self.average_pool(operation, inputs[0], &index)?),
            Operator::Resize(operation) => products(self.resize(operation, (place.node, inputs[0]), &index)?),
            Operator::MaxPool(operation) => choice(self.under_window(operation, inputs[0], &index)?, Taking::Largest),
            Operator::Reduce(operation) => match operation.kind {
                ReduceKind::Mean | ReduceKind::Sum => products(self.mean_or_sum(operation, inputs[0], &index)?),
                ReduceKind::Maximum => choice(self.reduced(operation, inputs[0], &index)?, Taking::Largest),
                ReduceKind::Minimum => choice(self.reduced(operation, inputs[0], &index)?, Taking::Smallest),
                ReduceKind::EuclideanNorm => self.by_itself(place, self.reduced(operation, inputs[0], &index)?.len())?,
            },
            Operator::TransposedConvolution(operation) => {
                self.by_itself(place, operation.taps(&self.network.node(inputs[1]).shape))?
            }
            Operator::Concatenate(operation) => self.branch(operation.axis, inputs, &index)?,
            Operator::Arithmetic(operation) => self.arithmetic(*operation, inputs, &index, known)?,
            Operator::BatchNormalization(operation) => self.batch_normalisation(operation, inputs, &index, before()?)?,
            Operator::LayerNormalization(operation) => self.layer_normalisation(operation, inputs, &index, before()?)?,
            Operator::GroupNormalization(operation) => self.group_normalisation(operation, inputs, &index, before()?)?,
            Operator::LocalResponseNormalization(operation) => self.local_response(operation, inputs[0], &index, before()?)?,
            Operator::LpNormalization(operation) => self.length(operation, inputs[0], &index, before()?)?,
            Operator::Softmax(operation) => self.share(operation, inputs[0], &index)?,
            Operator::Activation(operation) => {
                let before = before()?;
                curve(operation, &[before])?
            }
            Operator::ParametricRelu(operation) => {
                let slope = Place { node: inputs[1], at: broadcast(&index, &self.network.node(inputs[1]).shape) };
                let (before, slope) = (before()?, self.number(slope)?);
                curve(operation, &[before, slope])?
            }
            Operator::Input
            | Operator::Constant(_)
            | Operator::Identity
            | Operator::Slice(_)
            | Operator::Pad(_)
            | Operator::Reshape(_)
            | Operator::Transpose(_) => {
                let moved = inputs.first().and_then(|input| known.get(input)).copied();
                let number = moved.map_or_else(|| self.number(place), Ok)?;
                match origin(self.network, place) {
                    Origin::Place(from) => (Act::Given { from }, number),
                    Origin::Fixed(number) => (Act::Given { from: place }, number),
                }
            }
        };
        Ok(Step { node: place.node, act, after })
    }

    /// A number of an input that has the node's own shape, or is broadcast to it.
    fn input_number(&self, input: NodeId, index: &[usize], known: &Known) -> Result<f64> {
        match known.get(&input) {
            Some(&number) => Ok(number),
            None => self.number(Place { node: input, at: broadcast(index, &self.network.node(input).shape) }),
        }
    }

    fn under_window(&self, operation: &MaxPool, input: NodeId, index: &[usize]) -> Result<Vec<Term>> {
        let start = window_start(index, operation.stride, operation.pads);
        let mut terms = self.window(input, index[1]..index[1] + 1, start, (operation.kernel, operation.dilation))?;
        // Padding is never the largest, whatever it reads.
        let shape = &self.network.node(input).shape;
        let along = |axis: usize, tap: usize| start[axis] + (tap * operation.dilation[axis]) as isize;
        terms.retain(|term| [0, 1].into_iter().all(|axis| (0..shape[2 + axis] as isize).contains(&along(axis, term.tap[axis]))));
        Ok(terms)
    }

    fn branch(&self, axis: usize, inputs: &[NodeId], index: &[usize]) -> Result<(Act, f64)> {
        let mut along = index[axis];
        for (branch, &input) in inputs.iter().enumerate() {
            let shape = &self.network.node(input).shape;
            if along < shape[axis] {
                let mut there = index.to_vec();
                there[axis] = along;
                let at = Place { node: input, at: flat(&there, shape) };
                let value = self.number(at)?;
                let term = self.term(branch, at, (value, 1.0), None);
                return Ok((Act::Branch { branch, of: inputs.len(), term }, value));
            }
            along -= shape[axis];
        }
        Ok((Act::Other { name: "Concat", reads: 0 }, 0.0))
    }

    fn arithmetic(&self, operation: Arithmetic, inputs: &[NodeId], index: &[usize], known: &Known) -> Result<(Act, f64)> {
        let is_constant = |input: usize| self.network.constant(inputs[input]).is_some();
        let is_in_chain = |input: usize| known.contains_key(&inputs[input]);
        let of_two_layers = ![0, 1].into_iter().any(|input| is_constant(input) || is_in_chain(input));
        match operation {
            Arithmetic::Add | Arithmetic::Subtract if of_two_layers => {
                let sign = if operation == Arithmetic::Add { 1.0 } else { -1.0 };
                let terms = self.branches(inputs, index, &[1.0, sign])?;
                let after = terms.iter().map(Term::product).sum();
                Ok((Act::Products(Products { adding: Adding::Sum, terms, bias: None }), after))
            }
            Arithmetic::Maximum if of_two_layers => Ok(choice(self.branches(inputs, index, &[1.0, 1.0])?, Taking::Largest)),
            Arithmetic::Minimum if of_two_layers => Ok(choice(self.branches(inputs, index, &[1.0, 1.0])?, Taking::Smallest)),
            _ => {
                let operand = |input: usize| -> Result<Operand> {
                    let node = inputs[input];
                    let at = Place { node, at: broadcast(index, &self.network.node(node).shape) };
                    let from = match origin(self.network, at) {
                        Origin::Place(place) if !is_in_chain(input) => Some(place),
                        _ => None,
                    };
                    Ok(Operand { value: self.input_number(node, index, known)?, from, is_constant: is_constant(input) })
                };
                let (first, second) = (operand(0)?, operand(1)?);
                let after = match operation {
                    Arithmetic::Add => first.value + second.value,
                    Arithmetic::Subtract => first.value - second.value,
                    Arithmetic::Multiply => first.value * second.value,
                    Arithmetic::Divide => first.value / second.value,
                    Arithmetic::Power => first.value.powf(second.value),
                    Arithmetic::Minimum => first.value.min(second.value),
                    Arithmetic::Maximum => first.value.max(second.value),
                };
                Ok((Act::Pair { operation, first, second }, after))
            }
        }
    }

    /// What has no formula here keeps the number of the pass.
    fn by_itself(&self, place: Place, reads: usize) -> Result<(Act, f64)> {
        Ok((Act::Other { name: self.network.node(place.node).operator.name(), reads }, self.number(place)?))
    }
}

/// A curve over one number, by the operator's own formula.
fn curve(operation: &dyn Operation, numbers: &[f64]) -> Result<(Act, f64)> {
    let tensors: Vec<Tensor> =
        numbers.iter().map(|&number| Tensor::from_vec(vec![number], (1, 1), &Device::Cpu)).collect::<Result<_, _>>()?;
    let after = in_full(&operation.forward(&tensors)?)?.first().copied().unwrap_or_default();
    Ok((Act::Curve { name: operation.name(), before: numbers[0] }, after))
}

/// The first of the largest, or of the smallest.
fn choice(mut terms: Vec<Term>, taking: Taking) -> (Act, f64) {
    let is_better = |value: f64, than: f64| match taking {
        Taking::Largest => value > than,
        Taking::Smallest => value < than,
    };
    let mut chosen = 0;
    for index in 1..terms.len() {
        if is_better(terms[index].value, terms[chosen].value) {
            chosen = index;
        }
    }
    for (index, term) in terms.iter_mut().enumerate() {
        term.weight = if index == chosen { 1.0 } else { 0.0 };
    }
    let after = terms.get(chosen).map_or(0.0, |term| term.value);
    (Act::Choice { taking, terms, chosen }, after)
}
