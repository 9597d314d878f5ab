//! Which steps of a pass over changed inputs are computed on parts of their maps alone, and how each of them reads its inputs.
//!
//! A step without a rule (a global pool, a fully connected layer, attention), one whose part is most of its map, and all that
//! follow them are left to the ordinary pass over whole maps.

use std::collections::HashMap;

use candle_core::Tensor;

use crate::network::{
    Keep, NodeId, Operator,
    ops::{AveragePool, Concatenate, Convolution, Pad, PadMode, Pads, Slice},
};

use super::{
    fusion::Group,
    parts::{Part, Sliding},
    plan::{PassQuestion, Plans},
    prepared::Prepared,
};

/// The share of a map from which computing all of it costs no more than cutting out what changes.
const MOST: f64 = 0.75;

/// How a step on parts reads its inputs.
pub(super) enum Rule {
    /// Each position from the same position of every input.
    Positions,
    /// Windows that slide over the first input; `outside` stands where they reach outside of it.
    Windows { sliding: Sliding, outside: f32, operator: WindowOperator },
}

/// What is done with windows that have been cut out, so that no padding is left.
pub(super) enum WindowOperator {
    /// A convolution.
    Convolution(Convolution),
    /// The largest value.
    Maximum,
    /// The mean.
    Mean,
    /// Nothing: the windows are the value (padding).
    Nothing,
}

/// A step on parts.
pub(super) struct Step {
    pub group: Group,
    /// Whether it joins maps, each of which can be written where it belongs.
    pub joins: bool,
    pub rule: Rule,
}

impl Step {
    /// The values that the step reads, constants left out.
    pub fn inputs<'a>(&self, prepared: &'a Prepared) -> impl Iterator<Item = NodeId> + use<'a> {
        inputs_of(prepared, &self.group)
    }

    /// Where the step's value changes when its inputs do in `parts`.
    fn part(&self, prepared: &Prepared, parts: &HashMap<NodeId, Part>) -> Option<Part> {
        let map = size(prepared, self.group.tail)?;
        let mut own: Vec<Part> = Vec::new();
        match &self.rule {
            Rule::Positions => {
                for input in self.inputs(prepared) {
                    own.push(parts.get(&input)?.clone());
                }
            }
            Rule::Windows { sliding, .. } => {
                let first = prepared.network.node(self.group.head).inputs.first()?;
                own.push(parts.get(first)?.through(sliding, map));
                if let Some(residual) = self.group.residual {
                    own.push(parts.get(&residual)?.clone());
                }
            }
        }
        Some(Part::union(&own.iter().collect::<Vec<_>>(), map))
    }
}

/// The steps on parts of a pass over changed inputs, in the order in which they can run, and what the ordinary pass goes on from.
pub(super) struct Regions {
    pub steps: Vec<Step>,
    /// For each batch of images, where each value on parts changes.
    pub parts: Vec<HashMap<NodeId, Part>>,
    /// Values that are wanted, or that a step on whole maps reads.
    pub frontier: Vec<NodeId>,
    /// Whether the frontier is all that is wanted.
    pub complete: bool,
    /// Numbers per image of the largest value that is computed as a whole.
    pub largest: usize,
}

impl Regions {
    /// Plans a pass towards `wanted` over batches of inputs that change in `inputs`.
    pub fn new(prepared: &Prepared, plans: &Plans, inputs: &[Part], wanted: &[NodeId]) -> Self {
        let network = &prepared.network;
        let question = PassQuestion::new(prepared, std::iter::once(network.input()), &Keep::Only(wanted.to_vec()));
        let elements = |id: NodeId| network.node(id).shape.iter().product::<usize>();
        let parts = inputs.iter().map(|input| HashMap::from([(network.input(), input.clone())])).collect();
        let mut regions = Self { steps: Vec::new(), parts, frontier: Vec::new(), complete: false, largest: 0 };
        for planned in &plans.of(prepared, &question).steps {
            let group = planned.group;
            let step = rule(prepared, &group).map(|rule| Step { group, joins: planned.joins, rule });
            let found = step.and_then(|step| {
                let found: Option<Vec<Part>> = regions.parts.iter().map(|parts| step.part(prepared, parts)).collect();
                found.filter(|found| are_small(prepared, group.tail, found)).map(|found| (step, found))
            });
            match found {
                Some((step, found)) => {
                    for (parts, part) in regions.parts.iter_mut().zip(found) {
                        parts.insert(group.tail, part);
                    }
                    regions.steps.push(step);
                }
                None => {
                    regions.frontier.extend(inputs_of(prepared, &group).filter(|id| regions.parts[0].contains_key(id)));
                    regions.largest = regions.largest.max(elements(group.tail));
                }
            }
        }
        regions.complete = wanted.iter().all(|id| regions.parts[0].contains_key(id));
        regions.frontier.extend(wanted.iter().filter(|id| regions.parts[0].contains_key(id)));
        regions.frontier.sort_unstable();
        regions.frontier.dedup();
        regions.largest = regions.frontier.iter().map(|&id| elements(id)).fold(regions.largest, usize::max);
        regions
    }
}

/// Whether the parts of a value, one for each batch, are together much less than whole maps.
fn are_small(prepared: &Prepared, id: NodeId, parts: &[Part]) -> bool {
    let Some([height, width]) = size(prepared, id) else { return false };
    let images: usize = parts.iter().map(|part| part.origins.len()).sum();
    let positions: usize = parts.iter().map(|part| part.origins.len() * part.area()).sum();
    (positions as f64) < MOST * (images * height * width) as f64
}

/// The values that a group reads, constants left out.
fn inputs_of<'a>(prepared: &'a Prepared, group: &Group) -> impl Iterator<Item = NodeId> + use<'a> {
    let inputs = prepared.network.node(group.head).inputs.iter().copied().chain(group.residual);
    inputs.filter(|&id| prepared.constant(id).is_none())
}

/// Rows and columns of a value's maps.
fn size(prepared: &Prepared, id: NodeId) -> Option<[usize; 2]> {
    match *prepared.network.node(id).shape {
        [_, _, height, width] if height * width > 0 => Some([height, width]),
        _ => None,
    }
}

/// How a group is computed on parts, if it can be.
fn rule(prepared: &Prepared, group: &Group) -> Option<Rule> {
    let node = prepared.network.node(group.head);
    let map = size(prepared, group.head)?;
    let changed = || node.inputs.iter().filter(|&&id| prepared.constant(id).is_none());
    let input = size(prepared, *changed().next()?)?;
    let windows = |kernel, stride, dilation, pads: &Pads| Sliding { kernel, stride, dilation, before: [pads.top, pads.left] };
    match &node.operator {
        Operator::Convolution(operator) if prepared.has_constant_parameters(node) => Some(Rule::Windows {
            sliding: windows(operator.kernel, operator.stride, operator.dilation, &operator.pads),
            outside: 0.0,
            operator: WindowOperator::Convolution(Convolution { pads: Pads::all(0), ..operator.clone() }),
        }),
        Operator::MaxPool(operator) => Some(Rule::Windows {
            sliding: windows(operator.kernel, operator.stride, operator.dilation, &operator.pads),
            outside: f32::NEG_INFINITY,
            operator: WindowOperator::Maximum,
        }),
        Operator::AveragePool(operator) => divides_alike(operator, input, map).then(|| Rule::Windows {
            sliding: windows(operator.kernel, operator.stride, [1, 1], &operator.pads),
            outside: 0.0,
            operator: WindowOperator::Mean,
        }),
        Operator::Pad(Pad { amounts, mode: PadMode::Constant(outside) }) => match amounts[..] {
            [[0, 0], [0, 0], [top, _], [left, _]] => Some(Rule::Windows {
                sliding: Sliding { kernel: [1, 1], stride: [1, 1], dilation: [1, 1], before: [top, left] },
                outside: *outside as f32,
                operator: WindowOperator::Nothing,
            }),
            _ => None,
        },
        Operator::Identity | Operator::Activation(_) | Operator::LocalResponseNormalization(_) => Some(Rule::Positions),
        Operator::BatchNormalization(_) if prepared.has_constant_parameters(node) => Some(Rule::Positions),
        Operator::ParametricRelu(_) | Operator::Arithmetic(_) => {
            let fits = |&id: &NodeId| match prepared.constant(id) {
                Some(constant) => same_everywhere(constant),
                None => size(prepared, id) == Some(map),
            };
            node.inputs.iter().all(fits).then_some(Rule::Positions)
        }
        Operator::Concatenate(Concatenate { axis: 1 }) => (changed().count() == node.inputs.len()).then_some(Rule::Positions),
        Operator::Slice(Slice { ranges }) => ranges.iter().all(|range| range.axis == 1).then_some(Rule::Positions),
        _ => None,
    }
}

/// Whether every window of an average pool is divided by the same number, wherever it lies.
fn divides_alike(operator: &AveragePool, input: [usize; 2], output: [usize; 2]) -> bool {
    let pads = operator.pads;
    let ([top, left], [bottom, right]) = ([pads.top, pads.left], [pads.bottom, pads.right]);
    [(0, top, bottom), (1, left, right)].into_iter().all(|(axis, before, after)| {
        let end = (output[axis] - 1) * operator.stride[axis] + operator.kernel[axis];
        let counted = if operator.count_padding { before + input[axis] + after } else { input[axis] };
        end <= counted && (operator.count_padding || before == 0)
    })
}

/// Whether a constant that is broadcast to maps is the same at every position of them.
fn same_everywhere(constant: &Tensor) -> bool {
    constant.dims().iter().rev().take(2).all(|&size| size == 1)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use candle_core::{DType, Device};

    use super::*;
    use crate::network::{
        NetworkBuilder, Result,
        ops::{Activation, Linear, MaxPool, Reduce, ReduceKind},
    };

    /// Two convolutions, a pool, two convolutions, the mean and a classifier, on pictures of 64 x 64.
    fn prepared() -> Result<Prepared> {
        let mut builder = NetworkBuilder::new();
        let mut x = builder.input("input", &[1, 3, 64, 64]);
        let input = x;
        for index in 0..4 {
            let channels = builder.shape(x)[1];
            let weight = builder.constant("weight", Tensor::ones((16, channels, 3, 3), DType::F32, &Device::Cpu)?);
            let operator = Convolution { kernel: [3; 2], stride: [1; 2], dilation: [1; 2], pads: Pads::all(1), groups: 1 };
            x = builder.node(&format!("convolution{index}"), Operator::Convolution(operator), &[x, weight])?;
            x = builder.node(&format!("relu{index}"), Operator::Activation(Activation::Relu), &[x])?;
            if index == 1 {
                let pool = MaxPool { kernel: [2; 2], stride: [2; 2], dilation: [1; 2], pads: Pads::all(0), ceil: false };
                x = builder.node("pool", Operator::MaxPool(pool), &[x])?;
            }
        }
        let mean = Operator::Reduce(Reduce { kind: ReduceKind::Mean, axes: vec![2, 3], keep: false });
        let mean = builder.node("mean", mean, &[x])?;
        let weight = builder.constant("weight", Tensor::ones((5, 16), DType::F32, &Device::Cpu)?);
        let scores = builder.node("scores", Operator::Linear(Linear), &[mean, weight])?;
        Prepared::new(Arc::new(builder.finish(input, &[scores])?), false, Arc::default())
    }

    fn planned(prepared: &Prepared, regions: &Regions) -> Vec<String> {
        regions.steps.iter().map(|step| prepared.network.node(step.group.tail).name.clone()).collect()
    }

    #[test]
    fn parts_grow_from_layer_to_layer_until_a_step_needs_all() -> Result<()> {
        let prepared = prepared()?;
        let network = &prepared.network;
        let corners = Part { size: [8, 8], origins: vec![[0, 0], [56, 56]] };
        let inside = Part { size: [8, 8], origins: vec![[0, 0], [24, 30], [56, 56]] };
        let regions = Regions::new(&prepared, &Plans::default(), &[corners, inside.clone()], &[network.scores()]);
        assert_eq!(planned(&prepared, &regions), ["relu0", "relu1", "pool", "relu2", "relu3"]);
        assert_eq!((regions.frontier.as_slice(), regions.complete), (&[network.find("relu3")?][..], false));
        for (parts, expected) in regions.parts.iter().zip([[9, 10, 5, 6, 7], [10, 12, 6, 8, 10]]) {
            let ids = ["relu0", "relu1", "pool", "relu2", "relu3"].map(|name| network.find(name));
            for (id, expected) in ids.into_iter().zip(expected) {
                assert_eq!(parts[&id?].size, [expected; 2]);
            }
        }
        assert_eq!(regions.parts[1][&network.find("relu3")?].origins, [[0, 0], [9, 12], [22, 22]]);

        // An inner layer is all that is wanted: nothing behind it runs.
        let inner = network.find("convolution1")?;
        let regions = Regions::new(&prepared, &Plans::default(), &[inside], &[inner]);
        assert_eq!(planned(&prepared, &regions), ["relu0", "convolution1"]);
        assert_eq!((regions.frontier.as_slice(), regions.complete), (&[inner][..], true));

        // What covers most of a map is left to the ordinary pass.
        let large = Part { size: [48, 48], origins: vec![[8, 8]] };
        let regions = Regions::new(&prepared, &Plans::default(), &[large], &[network.scores()]);
        assert_eq!(planned(&prepared, &regions), ["relu0", "relu1", "pool"]);
        assert_eq!(regions.frontier, [network.find("pool")?]);
        Ok(())
    }
}
