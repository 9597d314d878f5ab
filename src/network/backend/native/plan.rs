//! What a forward pass does, worked out once for each question: which nodes run, in which groups, and where each value lies.
//!
//! Values share slots of memory: a slot is free again after the last step that reads what lies in it. Between two passes, and
//! between two values, its memory waits in the pool, where others find it too. A value that is kept lies in memory of its own.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    kernels::{LANES, block_count},
    network::{Keep, NodeId, Operator, ops::Concatenate},
};

use super::{
    fusion::{Group, groups},
    prepared::Prepared,
    value::blocked_len,
};

/// What is known and what is asked for.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct PassQuestion {
    /// Known values in the network's order.
    known: Vec<NodeId>,
    /// Values asked for by name; none where all are.
    goals: Option<Vec<NodeId>>,
}

impl PassQuestion {
    pub fn new(prepared: &Prepared, known: impl Iterator<Item = NodeId>, keep: &Keep) -> Self {
        let mut known: Vec<NodeId> = known.collect();
        known.sort();
        Self { known, goals: keep.goals(&prepared.network) }
    }
}

/// Plans that are kept.
const PLANS: usize = 16;

/// The plans of the last questions about one prepared network, the oldest first.
#[derive(Default)]
pub(super) struct Plans(Mutex<Vec<(PassQuestion, Arc<Plan>)>>);

impl Plans {
    /// The plan of a forward pass, worked out where the question is new.
    pub fn of(&self, prepared: &Prepared, question: &PassQuestion) -> Arc<Plan> {
        let mut plans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, plan)) = plans.iter().find(|(earlier, _)| earlier == question) {
            return Arc::clone(plan);
        }
        let plan = Arc::new(Plan::new(prepared, question));
        if plans.len() == PLANS {
            plans.remove(0);
        }
        plans.push((question.clone(), Arc::clone(&plan)));
        plan
    }
}

/// A forward pass, step by step.
pub(super) struct Plan {
    pub steps: Vec<Step>,
    /// Values that answer afterwards, by node.
    pub answers: Vec<bool>,
    /// Values of room that each slot needs for one image.
    pub slots: Vec<usize>,
}

/// One group of nodes.
pub(super) struct Step {
    pub group: Group,
    /// Whether it joins maps, most of which have been written where they belong.
    pub joins: bool,
    /// The maps in which its value has its place, those of a concatenation.
    pub place: Option<Place>,
    /// Where its value lies, or the maps in which that has its place; none if it is kept or is no map.
    pub slot: Option<usize>,
    /// Values that nobody needs any more after this step.
    pub released: Vec<NodeId>,
}

/// Where a group writes its value: into the maps that a concatenation joins, from this block on.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub concatenation: NodeId,
    pub first: usize,
}

impl Plan {
    pub fn new(prepared: &Prepared, question: &PassQuestion) -> Self {
        let need = Need::new(prepared, question);
        let places = places(prepared, &need);
        let may_vanish = |id: NodeId| need.uses[id.index()] == 1 && !need.is_goal[id.index()];
        let groups = groups(prepared, &need.runs, &may_vanish);
        let mut uses = vec![0; need.uses.len()];
        for group in &groups {
            for id in inputs(prepared, group) {
                uses[id.index()] += 1;
            }
        }
        let mut memory = Memory::default();
        let mut steps = Vec::with_capacity(groups.len());
        for group in groups {
            let (tail, joins) = (group.tail, joins_blocks(prepared, group.head));
            // Joined maps are joined where they lie, and copied to where they are joined again.
            let place = places.get(&tail).copied().filter(|_| !joins);
            // Maps in which others have their place come to lie as soon as the first of these is written.
            let lies = place.map_or(tail, |place| place.concatenation);
            let slot = if need.answers[lies.index()] { None } else { memory.slot(prepared, &group, lies) };
            if let Some(slot) = slot {
                memory.hold(tail, slot);
            }
            let mut released = Vec::new();
            for id in inputs(prepared, &group) {
                uses[id.index()] -= 1;
                if uses[id.index()] == 0 && !need.answers[id.index()] {
                    memory.release(id);
                    released.push(id);
                }
            }
            // A view needs no room.
            let slot = slot.filter(|_| !is_view(prepared, &group));
            steps.push(Step { group, joins, place, slot, released });
        }
        Self { steps, answers: need.answers, slots: memory.lengths }
    }
}

/// The values that a group reads from outside.
fn inputs(prepared: &Prepared, group: &Group) -> impl Iterator<Item = NodeId> {
    prepared.network.node(group.head).inputs.clone().into_iter().chain(group.residual)
}

fn is_view(prepared: &Prepared, group: &Group) -> bool {
    matches!(prepared.network.node(group.head).operator, Operator::Identity)
}

/// Slots while steps are planned one after the other.
#[derive(Default)]
struct Memory {
    lengths: Vec<usize>,
    /// How many values lie in each slot: joined maps and their parts lie in the same.
    holders: Vec<usize>,
    slot_of: HashMap<NodeId, usize>,
}

impl Memory {
    /// The slot for a value: that of what it is a view of, that in which its parts lie already, or a free one.
    fn slot(&mut self, prepared: &Prepared, group: &Group, id: NodeId) -> Option<usize> {
        let network = &prepared.network;
        if is_view(prepared, group) {
            return self.slot_of.get(network.node(group.head).inputs.first()?).copied();
        }
        if let Some(&slot) = self.slot_of.get(&id) {
            return Some(slot);
        }
        let &[_, channels, height, width] = network.node(id).shape.as_slice() else { return None };
        let length = blocked_len([1, channels, height, width]);
        let free = (0..self.lengths.len()).filter(|&slot| self.holders[slot] == 0);
        // The one that wastes least, or has to grow least.
        let best = free.min_by_key(|&slot| (self.lengths[slot] < length, self.lengths[slot].abs_diff(length)));
        let slot = best.unwrap_or_else(|| {
            self.lengths.push(0);
            self.holders.push(0);
            self.lengths.len() - 1
        });
        self.lengths[slot] = self.lengths[slot].max(length);
        if id != group.tail {
            self.hold(id, slot);
        }
        Some(slot)
    }

    fn hold(&mut self, id: NodeId, slot: usize) {
        if let Entry::Vacant(entry) = self.slot_of.entry(id) {
            entry.insert(slot);
            self.holders[slot] += 1;
        }
    }

    fn release(&mut self, id: NodeId) {
        if let Some(slot) = self.slot_of.remove(&id) {
            self.holders[slot] -= 1;
        }
    }
}

/// What has to be computed for what is asked.
struct Need {
    /// Values that are asked for by name.
    is_goal: Vec<bool>,
    /// Values that answer afterwards.
    answers: Vec<bool>,
    /// Nodes that run.
    runs: Vec<bool>,
    /// By how many running nodes a value is read, each counted as often as it reads it.
    uses: Vec<usize>,
}

impl Need {
    fn new(prepared: &Prepared, question: &PassQuestion) -> Self {
        let network = &prepared.network;
        let count = network.nodes().len();
        let mut known = vec![false; count];
        for id in &question.known {
            known[id.index()] = true;
        }
        let (mut is_goal, mut answers) = (vec![false; count], vec![false; count]);
        match &question.goals {
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
                    at_hand[id.index()] = computes || known[id.index()] || prepared.constant(id).is_some();
                    answers[id.index()] = at_hand[id.index()] && network.constant(id).is_none();
                }
            }
        }
        let (mut runs, mut uses) = (vec![false; count], vec![0; count]);
        for id in network.ids().rev() {
            let at_hand = known[id.index()] || prepared.constant(id).is_some();
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

/// Concatenations of maps along channels that begin at whole blocks, and where each of their inputs belongs that nobody
/// else reads.
fn places(prepared: &Prepared, need: &Need) -> HashMap<NodeId, Place> {
    let network = &prepared.network;
    let mut places = HashMap::new();
    for id in network.ids().filter(|id| need.runs[id.index()] && joins_blocks(prepared, *id)) {
        let mut first = 0;
        for &input in &network.node(id).inputs {
            if need.uses[input.index()] == 1 && need.runs[input.index()] {
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
