//! A forward pass: what has to run, in groups, with every value released after its last use.

use std::{collections::HashMap, sync::Arc};

use crate::{
    kernels::{LANES, MapsMut, block_count},
    network::{Control, Error, Keep, NodeId, Operator, Result, backend::candle::compute_error, ops::Concatenate},
};

use super::{
    fusion::{Group, groups},
    kept::KeptValues,
    memory::Buffer,
    prepared::Prepared,
    value::{Value, blocked_len},
};

/// What has to be computed for what is asked.
struct Schedule {
    /// Values that are asked for by name.
    is_goal: Vec<bool>,
    /// Values that answer afterwards.
    answers: Vec<bool>,
    /// Nodes that run.
    runs: Vec<bool>,
    /// By how many running nodes a value is read, each counted as often as it reads it.
    uses: Vec<usize>,
}

impl Schedule {
    fn new(prepared: &Prepared, known: &HashMap<NodeId, Value>, keep: &Keep) -> Self {
        let network = &prepared.network;
        let count = network.nodes().len();
        let (mut is_goal, mut answers) = (vec![false; count], vec![false; count]);
        match keep.goals(network) {
            Some(ids) => {
                for id in ids {
                    is_goal[id.index()] = true;
                    answers[id.index()] = true;
                }
            }
            None => {
                let mut at_hand = vec![false; count];
                for id in network.ids() {
                    let node = network.node(id);
                    let computes = node.operator.operation().is_some() && node.inputs.iter().all(|input| at_hand[input.index()]);
                    at_hand[id.index()] = computes || known.contains_key(&id) || prepared.constant(id).is_some();
                    answers[id.index()] = at_hand[id.index()] && network.constant(id).is_none();
                }
            }
        }
        let (mut runs, mut uses) = (vec![false; count], vec![0; count]);
        for id in network.ids().rev() {
            let at_hand = known.contains_key(&id) || prepared.constant(id).is_some();
            if !at_hand && (answers[id.index()] || uses[id.index()] > 0) {
                runs[id.index()] = true;
                for input in &network.node(id).inputs {
                    uses[input.index()] += 1;
                }
            }
        }
        Self { is_goal, answers, runs, uses }
    }
}

/// Where a group writes its value: into the maps that a concatenation joins, from this block on.
#[derive(Clone, Copy)]
struct Place {
    concatenation: NodeId,
    first: usize,
}

/// Concatenations of maps along channels that begin at whole blocks, and where each of their inputs belongs that nobody
/// else reads.
fn places(prepared: &Prepared, schedule: &Schedule) -> HashMap<NodeId, Place> {
    let network = &prepared.network;
    let mut places = HashMap::new();
    for id in network.ids().filter(|id| schedule.runs[id.index()] && joins_blocks(prepared, *id)) {
        let mut first = 0;
        for &input in &network.node(id).inputs {
            if schedule.uses[input.index()] == 1 && schedule.runs[input.index()] {
                places.insert(input, Place { concatenation: id, first });
            }
            first += block_count(network.node(input).shape[1]);
        }
    }
    places
}

/// Whether the node joins maps along their channels, each but the last with whole blocks of them.
pub(super) fn joins_blocks(prepared: &Prepared, id: NodeId) -> bool {
    let node = prepared.network.node(id);
    let Some((_, others)) = node.inputs.split_last() else { return false };
    let whole_blocks = |input: &NodeId| prepared.network.node(*input).shape[1].is_multiple_of(LANES);
    matches!(node.operator, Operator::Concatenate(Concatenate { axis: 1 }))
        && node.shape.len() == 4
        && node.inputs.iter().all(|&input| prepared.constant(input).is_none())
        && others.iter().all(whole_blocks)
}

/// Maps in which a concatenation's inputs are being written.
struct Pending {
    buffer: Buffer,
    dims: [usize; 4],
    written: Vec<NodeId>,
}

/// Runs what `keep` needs beyond `known`.
pub(super) fn run(prepared: &Arc<Prepared>, known: HashMap<NodeId, Value>, keep: &Keep, control: &Control) -> Result<KeptValues> {
    let schedule = Schedule::new(prepared, &known, keep);
    let may_vanish = |id: NodeId| schedule.uses[id.index()] == 1 && !schedule.is_goal[id.index()];
    let mut pass = Pass {
        prepared,
        places: places(prepared, &schedule),
        values: known,
        pending: HashMap::new(),
        uses: vec![0; schedule.uses.len()],
        schedule: &schedule,
    };
    let groups = groups(prepared, &schedule.runs, &may_vanish);
    for group in &groups {
        for id in inputs(prepared, group) {
            pass.uses[id.index()] += 1;
        }
    }
    for group in &groups {
        control.check()?;
        pass.step(group)?;
    }
    let mut values = pass.values;
    values.retain(|id, _| schedule.answers[id.index()]);
    for id in prepared.network.ids().filter(|id| schedule.answers[id.index()]) {
        if let Some(constant) = prepared.constant(id) {
            values.insert(id, Value::Plain(constant.clone()));
        }
    }
    Ok(KeptValues::new(Arc::clone(prepared), values, schedule.answers))
}

/// The values that a group reads from outside.
fn inputs(prepared: &Prepared, group: &Group) -> impl Iterator<Item = NodeId> {
    prepared.network.node(group.head).inputs.clone().into_iter().chain(group.residual)
}

struct Pass<'a> {
    prepared: &'a Prepared,
    schedule: &'a Schedule,
    values: HashMap<NodeId, Value>,
    places: HashMap<NodeId, Place>,
    pending: HashMap<NodeId, Pending>,
    /// By how many steps each value is still to be read.
    uses: Vec<usize>,
}

impl Pass<'_> {
    fn step(&mut self, group: &Group) -> Result<()> {
        let network = &self.prepared.network;
        if joins_blocks(self.prepared, group.head) {
            self.concatenate(group.head)?;
        } else {
            let batch = network.node(group.head).inputs.iter().find_map(|input| self.values.get(input)?.dims().first().copied());
            let place = self.places.get(&group.tail).copied();
            let mut pending = place.and_then(|place| {
                let pending = self.pending.remove(&place.concatenation);
                pending.or_else(|| self.begin(place.concatenation, batch?)).map(|pending| (place, pending))
            });
            let target = pending
                .as_mut()
                .map(|(place, pending)| MapsMut::new(&mut pending.buffer, block_count(pending.dims[1]), place.first));
            let values = &self.values;
            let find =
                |id: NodeId| values.get(&id).cloned().ok_or_else(|| Error::NotKept { layer: network.node(id).name.clone() });
            let computed = self.prepared.compute(group, &find, target)?;
            if let Some((place, mut pending)) = pending {
                if computed.is_none() {
                    pending.written.push(group.tail);
                }
                self.pending.insert(place.concatenation, pending);
            }
            if let Some(value) = computed {
                self.values.insert(group.tail, value);
            }
        }
        for id in inputs(self.prepared, group) {
            self.uses[id.index()] -= 1;
            if self.uses[id.index()] == 0 && !self.schedule.answers[id.index()] {
                self.values.remove(&id);
            }
        }
        Ok(())
    }

    /// Room for a concatenation's maps.
    fn begin(&self, concatenation: NodeId, batch: usize) -> Option<Pending> {
        let &[_, channels, height, width] = self.prepared.network.node(concatenation).shape.as_slice() else { return None };
        let dims = [batch, channels, height, width];
        Some(Pending { buffer: self.prepared.pool.take(blocked_len(dims)), dims, written: Vec::new() })
    }

    /// Copies what was not written in place; what was becomes a part of the joined maps.
    fn concatenate(&mut self, id: NodeId) -> Result<()> {
        let network = &self.prepared.network;
        let node = network.node(id);
        let pending = self.pending.remove(&id);
        let mut parts = Vec::with_capacity(node.inputs.len());
        let channels: Vec<usize> = node.inputs.iter().map(|input| network.node(*input).shape[1]).collect();
        let mut dims = pending.as_ref().map(|pending| pending.dims);
        for input in &node.inputs {
            if pending.as_ref().is_some_and(|pending| pending.written.contains(input)) {
                parts.push(None);
                continue;
            }
            let value = self.values.get(input).ok_or_else(|| Error::NotKept { layer: network.node(*input).name.clone() })?;
            let maps = value.to_maps(&self.prepared.pool).map_err(compute_error(node))?;
            let [batch, _, height, width] = maps.dims();
            let joined = [batch, channels.iter().sum(), height, width];
            if *dims.get_or_insert(joined) != joined {
                return Err(compute_error(node)(candle_core::Error::msg("the values to join differ in size")));
            }
            parts.push(Some(maps));
        }
        let Some(dims) = dims else { return Ok(()) };
        let joined = self.prepared.concatenate(&parts, &channels, dims, pending.map(|pending| pending.buffer));
        let mut first = 0;
        for ((input, part), &channels) in node.inputs.iter().zip(&parts).zip(&channels) {
            if part.is_none() {
                self.values.insert(*input, Value::Maps(joined.part(first, channels)));
            }
            first += block_count(channels);
        }
        self.values.insert(id, Value::Maps(joined));
        Ok(())
    }
}
