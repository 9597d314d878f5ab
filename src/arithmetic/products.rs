//! Everything that adds products: convolutions of every kind, linear layers, matrix products, means, residual sums,
//! resampling. A tap that hangs over the border reads 0, and is listed as padding.

use super::{
    act::{Adding, Products, Term},
    place::{Origin, Place, broadcast, flat, origin},
    reading::Reading,
};
use crate::network::{
    NodeId, Result,
    ops::{AveragePool, Convolution, Pads, Reduce, ReduceKind, Resize},
};

impl Reading<'_> {
    /// A term that reads one number of an input, named by where that number was made.
    pub(super) fn term(&self, branch: usize, at: Place, (value, weight): (f64, f64), weight_at: Option<Place>) -> Term {
        let from = match origin(self.network, at) {
            Origin::Place(place) => Some(place),
            Origin::Fixed(_) => None,
        };
        let named = from.unwrap_or(at);
        let [y, x] = named.position(self.network).unwrap_or_default();
        let channel = named.channel(self.network).index();
        Term { from, weight_at, branch, channel, position: [y as isize, x as isize], tap: [0, 0], value, weight }
    }

    fn shape(&self, node: NodeId) -> &[usize] {
        &self.network.node(node).shape
    }

    /// The taps of a window at `start` (which may lie outside) in some channels of a map, with their numbers.
    pub(super) fn window(
        &self,
        input: NodeId,
        channels: std::ops::Range<usize>,
        start: [isize; 2],
        (taps, dilation): ([usize; 2], [usize; 2]),
    ) -> Result<Vec<Term>> {
        let shape = self.shape(input);
        let (height, width) = (shape[2] as isize, shape[3] as isize);
        let last = |axis: usize| start[axis] + ((taps[axis] - 1) * dilation[axis]) as isize;
        let rows = start[0].clamp(0, height) as usize..(last(0) + 1).clamp(0, height) as usize;
        let columns = start[1].clamp(0, width) as usize..(last(1) + 1).clamp(0, width) as usize;
        let is_kept = self.activations.has(input) && !rows.is_empty() && !columns.is_empty();
        let ranges = [0..1, channels.clone(), rows.clone(), columns.clone()];
        let numbers = if is_kept { self.numbers(input, &ranges)? } else { Vec::new() };
        let mut terms = Vec::with_capacity(channels.len() * taps[0] * taps[1]);
        for (number, channel) in channels.enumerate() {
            for row in 0..taps[0] {
                for column in 0..taps[1] {
                    let y = start[0] + (row * dilation[0]) as isize;
                    let x = start[1] + (column * dilation[1]) as isize;
                    let mut term = if (0..height).contains(&y) && (0..width).contains(&x) {
                        let (y, x) = (y as usize, x as usize);
                        let at = Place { node: input, at: flat(&[0, channel, y, x], shape) };
                        let inside = (number * rows.len() + y - rows.start) * columns.len() + x - columns.start;
                        let value = if is_kept { numbers[inside] } else { self.number(at)? };
                        self.term(0, at, (value, 1.0), None)
                    } else {
                        let (branch, position, tap) = (0, [y, x], [0, 0]);
                        Term { from: None, weight_at: None, branch, channel, position, tap, value: 0.0, weight: 1.0 }
                    };
                    term.tap = [row, column];
                    terms.push(term);
                }
            }
        }
        Ok(terms)
    }

    pub(super) fn convolution(&self, operation: &Convolution, inputs: &[NodeId], index: &[usize]) -> Result<Products> {
        let (input, weight) = (inputs[0], inputs[1]);
        let &[outputs, per_group, rows, columns] = self.shape(weight) else { return Ok(nothing()) };
        let output = index[1];
        let first = output / (outputs / operation.groups.max(1)).max(1) * per_group;
        let start = window_start(index, operation.stride, operation.pads);
        let window = ([rows, columns], operation.dilation);
        let mut terms = self.window(input, first..first + per_group, start, window)?;
        let weights = self.numbers(weight, &[output..output + 1, 0..per_group, 0..rows, 0..columns])?;
        let before = output * weights.len();
        for (number, (term, weight_here)) in terms.iter_mut().zip(weights).enumerate() {
            term.weight = weight_here;
            term.weight_at = Some(Place { node: weight, at: before + number });
        }
        Ok(Products { adding: Adding::Kernel, terms, bias: self.bias(inputs.get(2), output)? })
    }

    fn bias(&self, input: Option<&NodeId>, at: usize) -> Result<Option<(f64, Place)>> {
        let place = input.map(|&node| Place { node, at });
        place.map(|place| Ok((self.number(place)?, place))).transpose()
    }

    /// `x . weight[o]`, x `... x I`, weight `O x I`.
    pub(super) fn linear(&self, inputs: &[NodeId], index: &[usize]) -> Result<Products> {
        let (input, weight) = (inputs[0], inputs[1]);
        let (&[_, features], Some((&output, before))) = (self.shape(weight), index.split_last()) else { return Ok(nothing()) };
        let weights = self.numbers(weight, &[output..output + 1, 0..features])?;
        let first = flat(before, self.shape(input)) * features;
        let terms = weights.into_iter().enumerate().map(|(feature, number)| {
            let at = Place { node: input, at: first + feature };
            let weight_at = Place { node: weight, at: output * features + feature };
            Ok(self.term(0, at, (self.number(at)?, number), Some(weight_at)))
        });
        Ok(Products { adding: Adding::Weights, terms: terms.collect::<Result<_>>()?, bias: self.bias(inputs.get(2), output)? })
    }

    /// `a[.., r, :] . b[.., :, c]`, with broadcasting over what stands before.
    pub(super) fn matrix_product(&self, inputs: &[NodeId], index: &[usize]) -> Result<Products> {
        let (a, b) = (inputs[0], inputs[1]);
        let [before @ .., row, column] = index else { return Ok(nothing()) };
        let (of_a, of_b) = (self.shape(a), self.shape(b));
        let inner = of_a.last().copied().unwrap_or(0);
        let a_first = broadcast(before, &of_a[..of_a.len() - 2]) * of_a[of_a.len() - 2] + row;
        let b_first = broadcast(before, &of_b[..of_b.len() - 2]) * inner;
        let columns = of_b.last().copied().unwrap_or(1);
        let is_weight = self.network.constant(a).is_some();
        let terms = (0..inner).map(|number| {
            let left = Place { node: a, at: a_first * inner + number };
            let right = Place { node: b, at: (b_first + number) * columns + column };
            let (branch, read, weight) = if is_weight { (1, right, left) } else { (0, left, right) };
            Ok(self.term(branch, read, (self.number(read)?, self.number(weight)?), Some(weight)))
        });
        Ok(Products { adding: Adding::Weights, terms: terms.collect::<Result<_>>()?, bias: None })
    }

    pub(super) fn average_pool(&self, operation: &AveragePool, input: NodeId, index: &[usize]) -> Result<Products> {
        let [_, channel, y, x] = *index else { return Ok(nothing()) };
        let start = window_start(index, operation.stride, operation.pads);
        let shape = self.shape(input);
        let share = 1.0 / operation.divisor([y, x], [shape[2], shape[3]]);
        let mut terms = self.window(input, channel..channel + 1, start, (operation.kernel, [1, 1]))?;
        for term in &mut terms {
            term.weight = share;
        }
        Ok(Products { adding: Adding::Mean, terms, bias: None })
    }

    /// Every number along the axes of a reduction, each with weight 1.
    pub(super) fn reduced(&self, operation: &Reduce, input: NodeId, index: &[usize]) -> Result<Vec<Term>> {
        let shape = self.shape(input);
        let mut kept = index.iter();
        let ranges: Vec<std::ops::Range<usize>> = (0..shape.len())
            .map(|axis| {
                let is_gone = operation.axes.contains(&axis);
                // An axis that is reduced and kept has one index, which is passed over.
                let along = if is_gone && !operation.keep { None } else { kept.next() };
                if is_gone { 0..shape[axis] } else { along.map_or(0..1, |&along| along..along + 1) }
            })
            .collect();
        let numbers = self.numbers(input, &ranges)?;
        let sizes: Vec<usize> = ranges.iter().map(std::iter::ExactSizeIterator::len).collect();
        let terms = numbers.into_iter().enumerate().map(|(number, value)| {
            let inside = super::place::unfolded(number, &sizes);
            let index: Vec<usize> = ranges.iter().zip(inside).map(|(range, along)| range.start + along).collect();
            let at = Place { node: input, at: flat(&index, shape) };
            let mut term = self.term(0, at, (value, 1.0), None);
            if let &[_, _, y, x] = index.as_slice() {
                term.tap = [y, x];
            }
            term
        });
        Ok(terms.collect())
    }

    pub(super) fn mean_or_sum(&self, operation: &Reduce, input: NodeId, index: &[usize]) -> Result<Products> {
        let mut terms = self.reduced(operation, input, index)?;
        let is_mean = operation.kind == ReduceKind::Mean;
        let share = if is_mean { 1.0 / terms.len().max(1) as f64 } else { 1.0 };
        for term in &mut terms {
            term.weight = share;
        }
        Ok(Products { adding: if is_mean { Adding::Mean } else { Adding::Sum }, terms, bias: None })
    }

    /// Values of several branches at one index, each with its weight.
    pub(super) fn branches(&self, inputs: &[NodeId], index: &[usize], weights: &[f64]) -> Result<Vec<Term>> {
        let terms = inputs.iter().zip(weights).enumerate().map(|(branch, (&node, &weight))| {
            let at = Place { node, at: broadcast(index, self.shape(node)) };
            Ok(self.term(branch, at, (self.number(at)?, weight), None))
        });
        terms.collect()
    }

    pub(super) fn resize(&self, operation: &Resize, (node, input): (NodeId, NodeId), index: &[usize]) -> Result<Products> {
        let (&[_, channel, y, x], shape) = (index, self.shape(input)) else { return Ok(nothing()) };
        let along = |axis: usize, at: usize| {
            let (first, second, share) = operation.samples(axis, shape[2 + axis], self.shape(node)[2 + axis])[at];
            [(first, 1.0 - share), (second, share)]
        };
        let mut terms = Vec::new();
        for (row, of_row) in along(0, y) {
            for (column, of_column) in along(1, x) {
                if of_row * of_column > 0.0 {
                    let at = Place { node: input, at: flat(&[0, channel, row, column], shape) };
                    terms.push(self.term(0, at, (self.number(at)?, of_row * of_column), None));
                }
            }
        }
        Ok(Products { adding: Adding::Mixture, terms, bias: None })
    }
}

/// Row and column of the first tap of the window that makes an index; outside the map where padding begins.
pub(super) fn window_start(index: &[usize], stride: [usize; 2], pads: Pads) -> [isize; 2] {
    [0, 1].map(|axis| (index[2 + axis] * stride[axis]) as isize - pads.along(axis)[0] as isize)
}

/// For shapes that no network has got past its builder.
fn nothing() -> Products {
    Products { adding: Adding::Sum, terms: Vec::new(), bias: None }
}
