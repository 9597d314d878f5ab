//! The same network with some layers as if they had never learned: weights anew from He et al. 2015's normal distribution,
//! biases 0, norms that change nothing (Adebayo et al. 2018, "Sanity checks for saliency maps", section 3).
//!
//! Each layer has random numbers of its own, so that a layer that is randomised in two networks is the same in both.

use std::{collections::HashMap, ops::Range};

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::Result;
use crate::{
    methods::normal,
    network::{Device, Network, NodeId, Operator, Tensor},
};

/// Which layers are randomised first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the scores down, one more at each stage (cascading).
    FromTop,
    /// From the input up, one more at each stage.
    FromBottom,
    /// One alone at each stage.
    OneByOne,
}

/// A layer that learned: the node that sums, and those that scale what it makes.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// The convolution or linear layer.
    pub node: NodeId,
    norms: Vec<NodeId>,
}

/// What of a network learned, in the order of the data.
pub fn learned(network: &Network) -> Vec<Learned> {
    let mut found: Vec<Learned> = Vec::new();
    for id in network.ids() {
        let node = network.node(id);
        let has_weights = node.inputs.get(1).is_some_and(|&weight| network.constant(weight).is_some());
        match node.operator {
            Operator::Convolution(_) | Operator::TransposedConvolution(_) | Operator::Linear(_) if has_weights => {
                found.push(Learned { node: id, norms: Vec::new() });
            }
            Operator::BatchNormalization(_) | Operator::GroupNormalization(_) | Operator::LayerNormalization(_) => {
                if let Some(last) = found.last_mut() {
                    last.norms.push(id);
                }
            }
            _ => {}
        }
    }
    found
}

/// A network with layers that never learned.
#[derive(Clone, Debug)]
pub struct Randomized {
    /// The network.
    pub network: Network,
    /// The layer up to which, or down to which, it is randomised.
    pub edge: NodeId,
}

/// The network in so many stages (fewer if it has fewer layers), each with more layers randomised or with other ones; the last
/// one from the top and the last one from the bottom are the same.
///
/// # Errors
/// Weights that cannot be made.
pub fn randomized(network: &Network, direction: Direction, stages: usize, seed: u64) -> Result<Vec<Randomized>> {
    let layers = learned(network);
    let stages = stages.clamp(1, layers.len().max(1));
    let one = |stage: usize| {
        let [start, end] = [stage, stage + 1].map(|stage| layers.len() * stage / stages);
        let (range, edge) = match direction {
            Direction::FromTop => (layers.len() - end..layers.len(), layers.len() - end),
            Direction::FromBottom => (0..end, end.saturating_sub(1)),
            Direction::OneByOne => (start..end, start),
        };
        let edge = layers.get(edge).map_or(network.scores(), |layer| layer.node);
        Ok(Randomized { network: without(network, &layers, range, seed)?, edge })
    };
    (0..stages).map(one).collect()
}

/// The network with a range of its layers as if they had never learned.
fn without(network: &Network, layers: &[Learned], range: Range<usize>, seed: u64) -> Result<Network> {
    let mut values = HashMap::new();
    for index in range {
        let inputs = &network.node(layers[index].node).inputs;
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(index as u64);
        if let Some(weight) = network.constant(inputs[1]) {
            values.insert(inputs[1], drawn(weight, &mut random)?);
        }
        if let Some(&bias) = inputs.get(2) {
            constant(network, bias, 0.0, &mut values)?;
        }
        for &norm in &layers[index].norms {
            // Scale, shift, mean, variance.
            for (&input, value) in network.node(norm).inputs[1..].iter().zip([1.0, 0.0, 0.0, 1.0]) {
                constant(network, input, value, &mut values)?;
            }
        }
    }
    Ok(network.with_constants(&values))
}

/// Numbers of He's deviation in the shape of a weight: `O x I` or `O x I x kh x kw`.
fn drawn(weight: &Tensor, random: &mut ChaCha8Rng) -> Result<Tensor> {
    let fan: usize = weight.dims().iter().skip(1).product();
    let deviation = (2.0 / fan.max(1) as f64).sqrt();
    let numbers: Vec<f32> = (0..weight.elem_count()).map(|_| (deviation * normal(random)) as f32).collect();
    Ok(Tensor::from_vec(numbers, weight.dims(), &Device::Cpu)?.to_dtype(weight.dtype())?.to_device(weight.device())?)
}

/// The same number everywhere in a constant.
fn constant(network: &Network, id: NodeId, value: f64, values: &mut HashMap<NodeId, Tensor>) -> Result<()> {
    if let Some(own) = network.constant(id) {
        values.insert(id, (own.zeros_like()? + value)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_go_from_the_top_and_from_the_bottom_to_the_same_network() {
        let network = crate::zoo::open("shapes".as_ref()).unwrap().network;
        let layers = learned(&network);
        let weights = |network: &Network| -> Vec<Vec<f32>> {
            let weight = |layer: &Learned| network.constant(network.node(layer.node).inputs[1]).unwrap();
            layers.iter().map(|layer| weight(layer).flatten_all().unwrap().to_vec1().unwrap()).collect()
        };
        let own = weights(&network);
        let top = randomized(&network, Direction::FromTop, 3, 1).unwrap();
        let bottom = randomized(&network, Direction::FromBottom, 3, 1).unwrap();
        assert_eq!(weights(&top[2].network), weights(&bottom[2].network));
        let kept = |network: &Network| weights(network).iter().zip(&own).map(|(a, b)| a == b).collect::<Vec<_>>();
        let (first, last) = (kept(&top[0].network), kept(&bottom[0].network));
        assert!(first[0] && !first[layers.len() - 1] && !last[0] && last[layers.len() - 1], "{first:?} {last:?}");
        let alone = randomized(&network, Direction::OneByOne, layers.len(), 1).unwrap();
        assert!(alone.iter().all(|stage| kept(&stage.network).iter().filter(|kept| !**kept).count() == 1));
        assert_eq!(alone[0].edge, layers[0].node);
    }

    #[test]
    fn weights_have_hes_deviation() {
        let weight = Tensor::zeros((64, 32, 3, 3), crate::network::DType::F32, &Device::Cpu).unwrap();
        let numbers: Vec<f32> =
            drawn(&weight, &mut ChaCha8Rng::seed_from_u64(0)).unwrap().flatten_all().unwrap().to_vec1().unwrap();
        let variance = numbers.iter().map(|number| f64::from(*number).powi(2)).sum::<f64>() / numbers.len() as f64;
        assert!((variance * 144.0 - 1.0).abs() < 0.03, "{variance}");
    }
}
