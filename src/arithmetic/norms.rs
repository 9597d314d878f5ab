//! Norms, each by its own formula: by what training measured, by the statistics of this very picture, by neighbouring
//! channels, by length, by the sum of exponentials.

use std::ops::Range;

use super::{
    act::Act,
    place::{Place, flat},
    reading::Reading,
};
use crate::network::{
    NodeId, Result,
    ops::{BatchNormalization, GroupNormalization, LayerNormalization, LocalResponseNormalization, LpNormalization, Softmax},
};

impl Reading<'_> {
    /// `before` is x where it is known already: the sum that the same layer has just made.
    pub(super) fn batch_normalisation(
        &self,
        operation: &BatchNormalization,
        inputs: &[NodeId],
        index: &[usize],
        before: f64,
    ) -> Result<(Act, f64)> {
        let of_channel = |input: usize| self.number(Place { node: inputs[input], at: index[1] });
        let (scale, shift, mean, variance) = (of_channel(1)?, of_channel(2)?, of_channel(3)?, of_channel(4)?);
        Ok(standardised(Act::Standardised { over: None, before, mean, variance, epsilon: operation.epsilon, scale, shift }))
    }

    pub(super) fn layer_normalisation(
        &self,
        operation: &LayerNormalization,
        inputs: &[NodeId],
        index: &[usize],
        before: f64,
    ) -> Result<(Act, f64)> {
        let shape = &self.network.node(inputs[0]).shape;
        let fixed = shape.len() - operation.axes;
        let ranges: Vec<Range<usize>> =
            (0..shape.len()).map(|axis| if axis < fixed { index[axis]..index[axis] + 1 } else { 0..shape[axis] }).collect();
        let at = flat(&index[fixed..], &shape[fixed..]);
        let learned =
            |input: usize, otherwise: f64| inputs.get(input).map_or(Ok(otherwise), |&node| self.number(Place { node, at }));
        let numbers = self.numbers(inputs[0], &ranges)?;
        Ok(over_numbers(&numbers, before, operation.epsilon, [learned(1, 1.0)?, learned(2, 0.0)?]))
    }

    pub(super) fn group_normalisation(
        &self,
        operation: &GroupNormalization,
        inputs: &[NodeId],
        index: &[usize],
        before: f64,
    ) -> Result<(Act, f64)> {
        let shape = &self.network.node(inputs[0]).shape;
        let members = shape[1] / operation.groups.max(1);
        let first = index[1] / members.max(1) * members;
        let ranges: Vec<Range<usize>> = (0..shape.len())
            .map(|axis| match axis {
                0 => 0..1,
                1 => first..first + members,
                axis => 0..shape[axis],
            })
            .collect();
        let learned = |input: usize| self.number(Place { node: inputs[input], at: index[1] });
        let numbers = self.numbers(inputs[0], &ranges)?;
        Ok(over_numbers(&numbers, before, operation.epsilon, [learned(1)?, learned(2)?]))
    }

    pub(super) fn local_response(
        &self,
        operation: &LocalResponseNormalization,
        input: NodeId,
        index: &[usize],
        before: f64,
    ) -> Result<(Act, f64)> {
        let shape = &self.network.node(input).shape;
        let [earlier, later] = operation.neighbours();
        let channels = index[1].saturating_sub(earlier)..(index[1] + later + 1).min(shape[1]);
        let share = operation.alpha / operation.size as f64;
        let neighbours = channels.map(|channel| {
            let mut there = index.to_vec();
            there[1] = channel;
            let at = Place { node: input, at: flat(&there, shape) };
            let value = if channel == index[1] { before } else { self.number(at)? };
            Ok(self.term(0, at, (value, share), None))
        });
        let neighbours: Vec<_> = neighbours.collect::<Result<_>>()?;
        let sum: f64 = neighbours.iter().map(|term| term.value * term.value * term.weight).sum();
        let after = before / (operation.bias + sum).powf(operation.beta);
        Ok((Act::LocalResponse { before, neighbours, bias: operation.bias, beta: operation.beta }, after))
    }

    /// All numbers along one axis through an index.
    fn along(&self, input: NodeId, axis: usize, index: &[usize]) -> Result<Vec<f64>> {
        let shape = &self.network.node(input).shape;
        let ranges: Vec<Range<usize>> =
            (0..shape.len()).map(|other| if other == axis { 0..shape[axis] } else { index[other]..index[other] + 1 }).collect();
        self.numbers(input, &ranges)
    }

    pub(super) fn length(&self, operation: &LpNormalization, input: NodeId, index: &[usize], before: f64) -> Result<(Act, f64)> {
        let numbers = self.along(input, operation.axis, index)?;
        let length = if operation.of_magnitudes {
            numbers.iter().map(|number| number.abs()).sum::<f64>()
        } else {
            numbers.iter().map(|number| number * number).sum::<f64>().sqrt()
        };
        let length = if length == 0.0 { 1.0 } else { length };
        Ok((Act::Length { before, length, over: numbers.len() }, before / length))
    }

    pub(super) fn share(&self, operation: &Softmax, input: NodeId, index: &[usize]) -> Result<(Act, f64)> {
        let shape = &self.network.node(input).shape;
        let numbers = self.along(input, operation.axis, index)?;
        let largest = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = numbers.iter().map(|number| (number - largest).exp()).sum();
        let chosen = index[operation.axis];
        let terms = numbers.iter().enumerate().map(|(along, &value)| {
            let mut there = index.to_vec();
            there[operation.axis] = along;
            self.term(0, Place { node: input, at: flat(&there, shape) }, (value, 1.0), None)
        });
        let logarithm = numbers[chosen] - largest - sum.ln();
        let after = if operation.logarithm { logarithm } else { logarithm.exp() };
        Ok((Act::Share { terms: terms.collect(), chosen, logarithm: operation.logarithm }, after))
    }
}

/// By the statistics of these numbers.
fn over_numbers(numbers: &[f64], before: f64, epsilon: f64, [scale, shift]: [f64; 2]) -> (Act, f64) {
    let count = numbers.len().max(1) as f64;
    let mean = numbers.iter().sum::<f64>() / count;
    let variance = numbers.iter().map(|number| (number - mean).powi(2)).sum::<f64>() / count;
    standardised(Act::Standardised { over: Some(numbers.len()), before, mean, variance, epsilon, scale, shift })
}

/// The act with what comes out of it.
fn standardised(act: Act) -> (Act, f64) {
    let after = match &act {
        Act::Standardised { before, mean, variance, epsilon, scale, shift, .. } => {
            (before - mean) / (variance + epsilon).sqrt() * scale + shift
        }
        _ => 0.0,
    };
    (act, after)
}
