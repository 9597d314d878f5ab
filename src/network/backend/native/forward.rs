//! A forward pass, as planned.

use std::{collections::HashMap, sync::Arc};

use crate::{
    control::Control,
    kernels::{MapsMut, Rounding, block_count},
    network::{Error, Keep, NodeId, Result, backend::candle::compute_error},
};

use super::{
    kept::KeptValues,
    memory::Buffer,
    plan::{PassQuestion, Plan, Plans, Step},
    prepared::Prepared,
    steps::Room,
    value::{Value, blocked_len},
};

/// Runs what `keep` needs beyond `known`.
pub(super) fn run(
    prepared: &Arc<Prepared>,
    plans: &Plans,
    known: HashMap<NodeId, Value>,
    keep: &Keep,
    control: &Control,
) -> Result<KeptValues> {
    let plan = plans.of(prepared, &PassQuestion::new(prepared, known.keys().copied(), keep));
    // Who keeps everything differentiates, or looks at every number.
    let rounding = if matches!(keep, Keep::All | Keep::Each) { prepared.careful() } else { prepared.rounding };
    let mut pass = Pass { prepared, plan: &plan, rounding, values: known, pending: HashMap::new() };
    for step in &plan.steps {
        control.check()?;
        pass.step(step)?;
    }
    let mut values = pass.values;
    values.retain(|id, _| plan.answers[id.index()]);
    for id in prepared.network.ids().filter(|id| plan.answers[id.index()]) {
        if let Some(constant) = prepared.constant(id) {
            values.insert(id, Value::Plain(constant.clone()));
        }
    }
    Ok(KeptValues::new(Arc::clone(prepared), values, plan.answers.clone()))
}

/// Maps in which a concatenation's inputs are being written.
struct Pending {
    buffer: Buffer,
    dims: [usize; 4],
    written: Vec<NodeId>,
}

struct Pass<'a> {
    prepared: &'a Prepared,
    plan: &'a Plan,
    rounding: Rounding,
    values: HashMap<NodeId, Value>,
    pending: HashMap<NodeId, Pending>,
}

impl Pass<'_> {
    fn step(&mut self, step: &Step) -> Result<()> {
        let (network, tail) = (&self.prepared.network, step.group.tail);
        if step.joins {
            self.concatenate(step)?;
        } else {
            let batch =
                network.node(step.group.head).inputs.iter().find_map(|input| self.values.get(input)?.dims().first().copied());
            let mut pending = step.place.and_then(|place| {
                let pending = self.pending.remove(&place.concatenation);
                pending.or_else(|| self.begin(place.concatenation, batch?, step.slot)).map(|pending| (place, pending))
            });
            let room = match &mut pending {
                Some((place, pending)) => {
                    Some(Room::Joined(MapsMut::new(&mut pending.buffer, block_count(pending.dims[1]), place.first)))
                }
                None => step.slot.zip(batch).map(|(slot, batch)| Room::Own(self.room(slot, batch))),
            };
            let values = &self.values;
            let find =
                |id: NodeId| values.get(&id).cloned().ok_or_else(|| Error::NotKept { layer: network.node(id).name.clone() });
            let computed = self.prepared.compute(&step.group, &find, room, self.rounding)?;
            if let Some((place, mut pending)) = pending {
                if computed.is_none() {
                    pending.written.push(tail);
                }
                self.pending.insert(place.concatenation, pending);
            }
            if let Some(value) = computed {
                self.values.insert(tail, value);
            }
        }
        for id in &step.released {
            self.values.remove(id);
        }
        Ok(())
    }

    /// A slot's memory: that of the value before, or of a kernel's scratch values, which waits in the pool.
    fn room(&self, slot: usize, batch: usize) -> Buffer {
        self.prepared.pool.take(self.plan.slots[slot] * batch)
    }

    /// Room for a concatenation's maps.
    fn begin(&self, concatenation: NodeId, batch: usize, slot: Option<usize>) -> Option<Pending> {
        let &[_, channels, height, width] = self.prepared.network.node(concatenation).shape.as_slice() else { return None };
        let dims = [batch, channels, height, width];
        let length = blocked_len(dims);
        let own = slot.and_then(|slot| self.room(slot, batch).resized(length));
        let buffer = own.unwrap_or_else(|| self.prepared.pool.take(length));
        Some(Pending { buffer, dims, written: Vec::new() })
    }

    /// Copies what was not written in place; what was becomes a part of the joined maps.
    fn concatenate(&mut self, step: &Step) -> Result<()> {
        let (network, id) = (&self.prepared.network, step.group.tail);
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
        let filled = match (pending, step.slot) {
            (Some(pending), _) => Some(pending.buffer),
            (None, Some(slot)) => self.room(slot, dims[0]).resized(blocked_len(dims)),
            (None, None) => None,
        };
        let joined = self.prepared.concatenate(&parts, &channels, dims, filled);
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
