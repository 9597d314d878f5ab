//! DeepLIFT's reveal-cancel rule (Shrikumar et al. 2017, section 3.5.3): what raises a value and what lowers it is followed
//! apart, so that both show where they cancel.
//!
//! Forwards each value's difference from the baseline is split in a part that raised it and a part that lowered it; backwards
//! each part has a multiplier of its own. At a function `f` of one number with baseline `b`, raised by `p` and lowered by
//! `n`: `up = ((f(b + p) - f(b)) + (f(b + n + p) - f(b + n))) / 2` and `down` likewise. The numbers sum to `f(x) - f(b)`.

use std::collections::HashMap;

use candle_core::Result as Computed;

use super::{
    pooled_difference::SMALL,
    weighted::{REVEAL_CANCEL, Source, weighted},
};
use crate::{
    attribution::{Error, Request, Result, reason::Reason},
    control::Control,
    network::{
        self, Activations, DType, Device, Keep, Network, NodeId, Operator, Tensor,
        operation::Evaluated,
        ops::{Arithmetic, ReduceKind},
    },
};

/// What raised a value and what lowered it; or multipliers of both.
type Pair = [Tensor; 2];

/// What each number of the input adds to the difference of the score, and that difference.
pub fn shares(request: &Request<'_>, from: &[f32], control: &Control) -> Result<(Vec<f64>, f64)> {
    let [channels, height, width] = request.input_size()?;
    let (network, quiet) = (request.network(), control.silent());
    let base = request.engine.prepare(&Tensor::from_slice(from, (1, channels, height, width), &Device::Cpu)?)?;
    let base = request.engine.forward(&base, &Keep::Each, &quiet)?;
    let own = request.forward_each(&quiet)?;
    let goal = request.target.layer(network);
    let walk = Walk { request, own: &own, base: &base };
    let (from_input, to_goal) = (network.depends_on(&[network.input()]), network.leads_to(&[goal]));
    let between: Vec<NodeId> = network.ids().filter(|id| from_input[id.index()] && to_goal[id.index()]).collect();
    let mut differences: HashMap<NodeId, Pair> = HashMap::new();
    for &id in &between {
        control.check()?;
        let pair = walk.forwards(id, &differences).map_err(|source| compute_error(network, id, source))?;
        differences.insert(id, pair);
    }
    let value = own.get(network, goal)?;
    let seed = request.target.seed(&value)?;
    let mut multipliers: HashMap<NodeId, Pair> = HashMap::from([(goal, [seed.clone(), seed])]);
    for &id in between.iter().rev().filter(|&&id| id != network.input()) {
        control.check()?;
        let Some(coming) = multipliers.remove(&id) else { continue };
        let parts = walk.backwards(id, &coming, &differences).map_err(|source| compute_error(network, id, source))?;
        for (input, part) in parts {
            let sum = match multipliers.remove(&input) {
                Some([up, down]) => [(up + &part[0])?, (down + &part[1])?],
                None => part,
            };
            multipliers.insert(input, sum);
        }
    }
    let numbers = |tensor: &Tensor| -> Result<Vec<f64>> {
        Ok(tensor.to_device(&Device::Cpu)?.flatten_all()?.to_dtype(DType::F64)?.to_vec1()?)
    };
    let (Some(moved), Some(multipliers)) = (differences.get(&network.input()), multipliers.get(&network.input())) else {
        return Err(Reason::NoMapsOnTheWay.into());
    };
    let mut values = vec![0.0; channels * height * width];
    for side in [0, 1] {
        let pairs = numbers(&moved[side])?.into_iter().zip(numbers(&multipliers[side])?);
        values.iter_mut().zip(pairs).for_each(|(value, (moved, multiplier))| *value += moved * multiplier);
    }
    let scores = [request.target.read(&value)?[0], request.target.read(&base.get(network, goal)?)?[0]];
    Ok((values, scores[0] - scores[1]))
}

fn compute_error(network: &Network, id: NodeId, source: candle_core::Error) -> Error {
    let node = network.node(id);
    network::Error::Compute { layer: node.name.clone(), operator: node.operator.name(), source }.into()
}

/// Both passes that the walk goes along.
struct Walk<'a> {
    request: &'a Request<'a>,
    own: &'a Activations,
    base: &'a Activations,
}

/// How a node treats both parts.
enum Deed {
    /// As a layer with weights: a part that meets a negative weight becomes the other.
    Weights,
    /// As a function of one number.
    Function,
    /// Number by number with a factor, which may be negative.
    Factors,
    /// As what adds up, picks or moves around with weights that are not negative.
    Alike,
}

fn deed(operator: &Operator) -> Deed {
    match operator {
        Operator::BatchNormalization(_) => Deed::Factors,
        Operator::Convolution(_) | Operator::Linear(_) => Deed::Weights,
        Operator::Activation(_) | Operator::ParametricRelu(_) => Deed::Function,
        Operator::Identity
        | Operator::AveragePool(_)
        | Operator::Concatenate(_)
        | Operator::Slice(_)
        | Operator::Pad(_)
        | Operator::Reshape(_)
        | Operator::Transpose(_)
        | Operator::Resize(_)
        | Operator::Arithmetic(Arithmetic::Add) => Deed::Alike,
        Operator::Reduce(reduce) if matches!(reduce.kind, ReduceKind::Mean | ReduceKind::Sum) => Deed::Alike,
        // What no rule is published for is a function of its difference alone.
        _ => Deed::Function,
    }
}

/// The parts of a value above and below zero.
fn parts(value: &Tensor) -> Computed<Pair> {
    Ok([value.relu()?, value.minimum(0.0)?])
}

impl Walk<'_> {
    fn network(&self) -> &Network {
        self.request.network()
    }

    fn source(&self) -> Source<'_> {
        Source { engine: self.request.engine, group: REVEAL_CANCEL }
    }

    fn value(&self, pass: &Activations, id: NodeId) -> Computed<Tensor> {
        let value = pass.get(self.network(), id).map_err(candle_core::Error::wrap)?;
        // Constants come as they lie in the file.
        if self.network().constant(id).is_none() || !value.dtype().is_float() {
            return Ok(value);
        }
        let like = pass.get(self.network(), self.network().input()).map_err(candle_core::Error::wrap)?;
        value.to_dtype(like.dtype())?.to_device(like.device())
    }

    /// What a node read and computed of the picture.
    fn read(&self, id: NodeId) -> Computed<(Vec<Tensor>, Tensor)> {
        let inputs = self.network().node(id).inputs.iter().map(|&input| self.value(self.own, input));
        Ok((inputs.collect::<Computed<Vec<_>>>()?, self.value(self.own, id)?))
    }

    /// What raised a node's value and what lowered it.
    fn forwards(&self, id: NodeId, known: &HashMap<NodeId, Pair>) -> Computed<Pair> {
        let (network, node) = (self.network(), self.network().node(id));
        let (own, base) = (self.value(self.own, id)?, self.value(self.base, id)?);
        if id == network.input() {
            return parts(&(own - base)?);
        }
        match (deed(&node.operator), weighted(network, id, false)?) {
            (Deed::Weights, Some(layer)) => {
                let [up, down] = &known[&node.inputs[0]];
                let [more, less] = layer.sides(&self.source(), up)?;
                let raised = (more.forward(up)? + less.forward(down)?)?;
                let lowered = (more.forward(down)? + less.forward(up)?)?;
                Ok([raised, lowered])
            }
            (Deed::Factors, _) => {
                let (inputs, output) = self.read(id)?;
                let Some(operation) = node.operator.operation() else { return parts(&(own - base)?) };
                let at = Evaluated { inputs: &inputs, output: &output };
                let side = |side: usize| -> Computed<Pair> {
                    let tangents: Vec<Option<Tensor>> =
                        node.inputs.iter().map(|input| known.get(input).map(|pair| pair[side].clone())).collect();
                    parts(&operation.tangent(&at, &tangents)?)
                };
                let ([above, below], [more, less]) = (side(0)?, side(1)?);
                Ok([(above + more)?, (below + less)?])
            }
            (Deed::Alike, _) => {
                let (inputs, _) = self.read(id)?;
                let side = |side: usize| -> Computed<Tensor> {
                    let tangents: Vec<Option<Tensor>> =
                        node.inputs.iter().map(|input| known.get(input).map(|pair| pair[side].clone())).collect();
                    let Some(operation) = node.operator.operation() else { return own.zeros_like() };
                    operation.tangent(&Evaluated { inputs: &inputs, output: &own }, &tangents)
                };
                Ok([side(0)?, side(1)?])
            }
            (Deed::Function, _) if node.operator.is_of_one_number() => {
                let [up, down] = &known[&node.inputs[0]];
                let at = self.value(self.base, node.inputs[0])?;
                let of = |value: Tensor| -> Computed<Tensor> {
                    let mut inputs = vec![value];
                    for &other in &node.inputs[1..] {
                        inputs.push(self.value(self.base, other)?);
                    }
                    node.operator.operation().map_or_else(|| Ok(inputs[0].clone()), |operation| operation.forward(&inputs))
                };
                let (none, raised, lowered, all) =
                    (of(at.clone())?, of((&at + up)?)?, of((&at + down)?)?, of(((&at + up)? + down)?)?);
                let above = (((&raised - &none)? + (&all - &lowered)?)? * 0.5)?;
                let below = (((lowered - none)? + (all - raised)?)? * 0.5)?;
                Ok([above, below])
            }
            _ => parts(&(own - base)?),
        }
    }

    /// The multipliers of a node's inputs, given its own.
    fn backwards(&self, id: NodeId, coming: &Pair, known: &HashMap<NodeId, Pair>) -> Computed<Vec<(NodeId, Pair)>> {
        let (network, node) = (self.network(), self.network().node(id));
        let moving = |input: &NodeId| known.contains_key(input);
        match (deed(&node.operator), weighted(network, id, false)?) {
            (Deed::Weights, Some(layer)) => {
                let like = &known[&node.inputs[0]][0];
                let [more, less] = layer.sides(&self.source(), like)?;
                let [up, down] = coming;
                let raised = (more.back(like, up)? + less.back(like, down)?)?;
                let lowered = (more.back(like, down)? + less.back(like, up)?)?;
                Ok(vec![(node.inputs[0], [raised, lowered])])
            }
            (Deed::Factors, _) => {
                let (inputs, output) = self.read(id)?;
                let Some(operation) = node.operator.operation() else { return Ok(Vec::new()) };
                let wanted: Vec<bool> = (0..inputs.len()).map(|index| index == 0).collect();
                let at = Evaluated { inputs: &inputs, output: &output };
                let back = |value: &Tensor| {
                    operation.gradient(&at, value, &wanted)?.swap_remove(0).map_or_else(|| value.zeros_like(), Ok)
                };
                // Where the factor is negative, what raises the output is what lowered the input.
                let turns = back(&output.ones_like()?)?.lt(0.0)?;
                let (up, down) = (back(&coming[0])?, back(&coming[1])?);
                Ok(vec![(node.inputs[0], [turns.where_cond(&down, &up)?, turns.where_cond(&up, &down)?])])
            }
            (Deed::Alike, _) => {
                let (inputs, output) = self.read(id)?;
                let wanted: Vec<bool> = node.inputs.iter().map(moving).collect();
                let Some(operation) = node.operator.operation() else { return Ok(Vec::new()) };
                let at = Evaluated { inputs: &inputs, output: &output };
                let (up, down) = (operation.gradient(&at, &coming[0], &wanted)?, operation.gradient(&at, &coming[1], &wanted)?);
                let pairs = node.inputs.iter().zip(up).zip(down);
                Ok(pairs.filter_map(|((&input, up), down)| Some((input, [up?, down?]))).collect())
            }
            (Deed::Function, _) if node.operator.is_of_one_number() => {
                let (before, after) = (&known[&node.inputs[0]], &known[&id]);
                let side = |side: usize| -> Computed<Tensor> {
                    let still = before[side].abs()?.lt(SMALL)?.to_dtype(before[side].dtype())?;
                    (&coming[side] * &after[side])? / (&before[side] + still)?
                };
                Ok(vec![(node.inputs[0], [side(0)?, side(1)?])])
            }
            _ if matches!(node.operator, Operator::MaxPool(_)) => self.by_larger(id, coming, known),
            _ => self.by_difference(id, coming, known),
        }
    }

    /// A maximum: its difference goes to where the larger of both maxima is, where the input differs by at least as much.
    fn by_larger(&self, id: NodeId, coming: &Pair, known: &HashMap<NodeId, Pair>) -> Computed<Vec<(NodeId, Pair)>> {
        let node = self.network().node(id);
        let Some(operation) = node.operator.operation() else { return Ok(Vec::new()) };
        let own = &known[&id];
        let worth = ((&coming[0] * &own[0])? + (&coming[1] * &own[1])?)?;
        let ((inputs, output), base) = (self.read(id)?, [self.value(self.base, node.inputs[0])?, self.value(self.base, id)?]);
        let rose = output.ge(&base[1])?.to_dtype(worth.dtype())?;
        let place = |input: &Tensor, output: &Tensor, worth: &Tensor| {
            let at = Evaluated { inputs: std::slice::from_ref(input), output };
            operation.gradient(&at, worth, &[true])?.swap_remove(0).map_or_else(|| input.zeros_like(), Ok)
        };
        let above = place(&inputs[0], &output, &(&worth * &rose)?)?;
        let below = place(&base[0], &base[1], &(&worth * rose.affine(-1.0, 1.0)?)?)?;
        let moved = (&inputs[0] - &base[0])?;
        let still = moved.abs()?.lt(SMALL)?.to_dtype(moved.dtype())?;
        let multiplier = ((above + below)? / (moved + still)?)?;
        Ok(vec![(node.inputs[0], [multiplier.clone(), multiplier])])
    }

    /// Several inputs that no rule splits: products, norms. The derivative, scaled so that it explains the difference of each
    /// output, with both parts alike.
    fn by_difference(&self, id: NodeId, coming: &Pair, known: &HashMap<NodeId, Pair>) -> Computed<Vec<(NodeId, Pair)>> {
        let node = self.network().node(id);
        let (inputs, output) = self.read(id)?;
        let Some(operation) = node.operator.operation() else { return Ok(Vec::new()) };
        let at = Evaluated { inputs: &inputs, output: &output };
        let moved = |input: &NodeId| known.get(input).map(|pair| &pair[0] + &pair[1]).transpose();
        let tangents = node.inputs.iter().map(moved).collect::<Computed<Vec<_>>>()?;
        let expected = operation.tangent(&at, &tangents)?;
        let own = &known[&id];
        let still = expected.abs()?.lt(SMALL)?.to_dtype(expected.dtype())?;
        // What reaches the output as a whole: each part of the output counts with its own multiplier.
        let worth = ((&coming[0] * &own[0])? + (&coming[1] * &own[1])?)?;
        let scaled = (worth / (expected + still)?)?;
        let wanted: Vec<bool> = node.inputs.iter().map(|input| known.contains_key(input)).collect();
        let parts = operation.gradient(&at, &scaled, &wanted)?;
        let pairs = node.inputs.iter().zip(parts);
        Ok(pairs.filter_map(|(&input, part)| part.map(|part| (input, [part.clone(), part]))).collect())
    }
}
