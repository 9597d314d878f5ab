//! One number of a network or of a pass changed, and everything behind it computed anew: what would be if a weight, a bias or an
//! input were another one. The network itself stays as it is.

use std::{collections::HashMap, sync::Arc};

use super::place::{Place, unfolded};
use crate::{
    control::Control,
    network::{
        Activations, DType, Device, Engine, Error, Keep, Network, Node, NodeId, Operation, Operator, Result, Tensor,
        ops::Convolution,
    },
};

/// A number that is another one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Which number: of a constant (a weight, a bias) or of a value of the pass (a pixel, an activation).
    pub place: Place,
    /// What it is now.
    pub to: f32,
}

/// A network and a pass in which one number is another one.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The network, with the weight if a weight was changed.
    pub network: Arc<Network>,
    /// Every value of the pass: those that do not depend on the number are the ones of the pass before.
    pub activations: Arc<Activations>,
    /// The class scores.
    pub scores: Vec<f32>,
}

/// What follows from a change. `activations` is a pass over one picture that kept everything.
///
/// # Errors
/// The network has no such number; a value that is read was not kept; cancellation.
pub fn change(engine: &Engine, activations: &Activations, change: Change, control: &Control) -> Result<Changed> {
    let network = engine.network();
    let Change { place, .. } = change;
    let node = network.nodes().get(place.node.index()).filter(|node| place.at < node.shape.iter().product());
    let node = node.ok_or_else(|| Error::NotKept { layer: place.node.index().to_string() })?;
    let mut known = Activations::default();
    let is_constant = matches!(node.operator, Operator::Constant(_));
    let readers = if is_constant { network.consumers(place.node) } else { vec![place.node] };
    let depends = network.depends_on(&readers);
    // What lies beside the way from the number to the answer is what it was.
    for id in network.ids().filter(|id| depends[id.index()]) {
        for &input in &network.node(id).inputs {
            if !depends[input.index()] && network.constant(input).is_none() && !known.has(input) {
                known.insert(input, activations.get(network, input)?);
            }
        }
    }
    let mut changed_network = engine.shared_network();
    if is_constant {
        let constant = replaced(&activations.get(network, place.node)?, change)?;
        changed_network = Arc::new(network.with_constants(&HashMap::from([(place.node, constant)])));
        for (number, &reader) in readers.iter().enumerate() {
            // A weight that is read twice: what the second reader reads may depend on the first.
            if number > 0 {
                let inputs = network.node(reader).inputs.iter().filter(|input| network.constant(**input).is_none());
                let before = engine.forward_from(known.clone(), &Keep::Only(inputs.copied().collect()), control)?;
                for &input in &network.node(reader).inputs {
                    if depends[input.index()] {
                        known.insert(input, before.get(network, input)?);
                    }
                }
            }
            let value = reader_value(&changed_network, (activations, &known), reader, place)?;
            known.insert(reader, value);
            control.check()?;
        }
    } else {
        known.insert(place.node, replaced(&activations.get(network, place.node)?, change)?);
    }
    let passed = engine.forward_from(known, &Keep::Only(behind(network, &depends)), control)?;
    let mut all = Activations::default();
    for id in network.ids().filter(|id| network.constant(*id).is_none()) {
        let source = if depends[id.index()] { &passed } else { activations };
        if source.has(id) {
            all.insert(id, source.get(network, id)?);
        }
    }
    let scores = numbers(&all.get(network, network.scores())?)?;
    Ok(Changed { network: changed_network, activations: Arc::new(all), scores })
}

fn behind(network: &Network, depends: &[bool]) -> Vec<NodeId> {
    network.ids().filter(|id| depends[id.index()]).collect()
}

fn numbers(value: &Tensor) -> Result<Vec<f32>> {
    Ok(value.to_device(&Device::Cpu)?.to_dtype(DType::F32)?.flatten_all()?.to_vec1()?)
}

/// The value with another number in one place.
fn replaced(value: &Tensor, change: Change) -> Result<Tensor> {
    let mut all = numbers(value)?;
    all[change.place.at] = change.to;
    Ok(Tensor::from_vec(all, value.dims(), &Device::Cpu)?)
}

/// What a node makes of the changed constant. `known` comes before the pass.
fn reader_value(
    network: &Network,
    (pass, known): (&Activations, &Activations),
    reader: NodeId,
    changed: Place,
) -> Result<Tensor> {
    let node = network.node(reader);
    let given = |id: &NodeId| if known.has(*id) { known.get(network, *id) } else { pass.get(network, *id) };
    let on_cpu = |id: &NodeId| -> Result<Tensor> { Ok(given(id)?.to_device(&Device::Cpu)?.to_dtype(DType::F32)?) };
    let inputs: Vec<Tensor> = node.inputs.iter().map(on_cpu).collect::<Result<_>>()?;
    match &node.operator {
        // One kernel or bias makes one map, which is much less work than all of them.
        Operator::Convolution(operation) if !known.has(reader) && node.inputs[0] != changed.node => {
            let before = pass.get(network, reader)?.to_device(&Device::Cpu)?.to_dtype(DType::F32)?;
            one_map(operation, &inputs, (node, network), changed, &before)
        }
        operator => match operator.operation() {
            Some(operation) => Ok(operation.forward(&inputs)?),
            None => given(&reader),
        },
    }
}

/// The value of a convolution of which one kernel or one bias has changed.
fn one_map(
    operation: &Convolution,
    inputs: &[Tensor],
    (node, network): (&Node, &Network),
    changed: Place,
    before: &Tensor,
) -> Result<Tensor> {
    let output = unfolded(changed.at, &network.node(changed.node).shape).first().copied().unwrap_or(0);
    let (outputs, per_group) = (node.shape[1], inputs[1].dim(1)?);
    let group = output / (outputs / operation.groups.max(1)).max(1);
    let mut own = vec![inputs[0].narrow(1, group * per_group, per_group)?.contiguous()?];
    for constant in &inputs[1..] {
        own.push(constant.narrow(0, output, 1)?.contiguous()?);
    }
    let map = Convolution { groups: 1, ..operation.clone() }.forward(&own)?;
    let mut parts = Vec::with_capacity(3);
    if output > 0 {
        parts.push(before.narrow(1, 0, output)?);
    }
    parts.push(map);
    if output + 1 < outputs {
        parts.push(before.narrow(1, output + 1, outputs - output - 1)?);
    }
    Ok(Tensor::cat(&parts, 1)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{testing::Numbers, zoo::Shipped};

    /// The largest difference of any value behind a change to the network that has the other number, as a part of the value's
    /// largest magnitude.
    fn worst(name: &str, pick: impl Fn(&Network, &mut Numbers) -> Vec<Place>) -> f64 {
        let network = Shipped::named(name).unwrap().open("").unwrap().network;
        let engine = Engine::native(Arc::clone(&network), false).unwrap();
        let (mut random, control) = (Numbers::new(3), Control::default());
        let input = random.tensor(&network.node(network.input()).shape.clone(), 0.0, 2.0);
        let pass = engine.forward(&input, &Keep::All, &control).unwrap();
        let mut worst = 0.0f64;
        for place in pick(&network, &mut random) {
            let asked = Change { place, to: 0.7 };
            let found = change(&engine, &pass, asked, &control).unwrap();
            let (other, known) = if network.constant(place.node).is_some() {
                let rebuilt = Engine::native(Arc::clone(&found.network), false).unwrap();
                let values = rebuilt.forward(&input, &Keep::All, &control).unwrap();
                (rebuilt, values)
            } else {
                // The input itself, another one from the beginning.
                let other = replaced(&pass.get(&network, place.node).unwrap(), asked).unwrap();
                (engine.clone(), engine.forward(&other, &Keep::All, &control).unwrap())
            };
            let scores = numbers(&known.get(other.network(), network.scores()).unwrap()).unwrap();
            assert_eq!(scores.len(), found.scores.len());
            for id in network.ids().filter(|id| network.constant(*id).is_none() && found.activations.has(*id)) {
                let ours = numbers(&found.activations.get(&network, id).unwrap()).unwrap();
                let theirs = numbers(&known.get(other.network(), id).unwrap()).unwrap();
                let largest = theirs.iter().fold(1e-12f32, |largest, number| largest.max(number.abs()));
                let gap = ours.iter().zip(&theirs).fold(0.0f32, |gap, (a, b)| gap.max((a - b).abs()));
                worst = worst.max(f64::from(gap / largest));
            }
        }
        worst
    }

    #[test]
    fn a_changed_weight_or_bias_gives_what_a_network_with_that_number_gives() {
        for name in ["digits", "photos"] {
            let constants = |network: &Network, random: &mut Numbers| -> Vec<Place> {
                let weights: Vec<NodeId> = network.ids().filter(|id| network.constant(*id).is_some()).collect();
                let some = weights.into_iter().step_by(7);
                some.map(|node| Place { node, at: random.below(network.node(node).shape.iter().product()) }).collect()
            };
            let gap = worst(name, constants);
            assert!(gap < 1e-5, "{name}: {gap}");
        }
    }

    #[test]
    fn a_changed_pixel_gives_what_that_picture_gives() {
        for name in ["digits", "photos"] {
            let gap = worst(name, |network, _| vec![Place { node: network.input(), at: 300 }]);
            assert!(gap < 1e-5, "{name}: {gap}");
        }
    }

    #[test]
    fn an_activation_changes_only_what_lies_behind_it() {
        let network = Shipped::named("photos").unwrap().open("").unwrap().network;
        let engine = Engine::native(Arc::clone(&network), false).unwrap();
        let control = Control::default();
        let input = Numbers::new(3).tensor(&network.node(network.input()).shape.clone(), 0.0, 2.0);
        let pass = engine.forward(&input, &Keep::All, &control).unwrap();
        let node = network.find("block4.relu").unwrap();
        let found = change(&engine, &pass, Change { place: Place { node, at: 99 }, to: 50.0 }, &control).unwrap();
        let of = |values: &Activations, id: NodeId| numbers(&values.get(&network, id).unwrap()).unwrap();
        assert_eq!(of(&found.activations, network.input()), of(&pass, network.input()));
        let (before, after) = (of(&pass, node), of(&found.activations, node));
        assert_eq!(before.iter().zip(&after).filter(|(a, b)| a != b).count(), 1);
        assert_ne!(of(&pass, network.scores()), found.scores);
        let missing = Change { place: Place { node, at: usize::MAX }, to: 0.0 };
        assert!(change(&engine, &pass, missing, &control).is_err());
    }
}
