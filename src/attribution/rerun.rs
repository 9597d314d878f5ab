//! The target's number when one value of the network is replaced, as often as a method asks: only what follows that value
//! runs again, several replacements in one pass.
//!
//! Values that reach the target around the replaced one (a residual connection, the other branches of a block) stay as the
//! plain pass left them.

use super::{Error, Request, Result};
use crate::{
    control::Control,
    network::{Activations, Answer, Device, Engine, Keep, Network, NodeId, Operator, Target, Tensor},
};

/// Replacements in one pass at most: from here on kernels get no faster.
const MOST: usize = 16;

/// Numbers that a pass may hold at a time (128 MB), which shortens batches where maps are large.
const BUDGET: usize = 32 << 20;

/// A value of the network that is replaced, and what is needed to run what follows it.
pub struct Rerun<'a> {
    request: &'a Request<'a>,
    replaced: NodeId,
    goal: NodeId,
    /// Values around the replaced one, repeated for a whole batch.
    around: Vec<(NodeId, Tensor)>,
    batch: usize,
    /// Whether a class counts by its probability instead of its score.
    by_probability: bool,
}

impl<'a> Rerun<'a> {
    /// Values of the plain pass that [`Self::new`] needs.
    pub fn needs(network: &Network, replaced: NodeId, goal: NodeId) -> Vec<NodeId> {
        let (follows, leads) = (network.depends_on(&[replaced]), network.leads_to(&[goal]));
        let from_input = network.depends_on(&[network.input()]);
        let runs = |id: &NodeId| follows[id.index()] && leads[id.index()] && *id != replaced;
        let mut around: Vec<NodeId> = network.ids().filter(runs).flat_map(|id| network.node(id).inputs.clone()).collect();
        around.retain(|id| !follows[id.index()] && from_input[id.index()]);
        around.sort_unstable();
        around.dedup();
        around
    }

    /// Prepares to replace `replaced`, which the target of the request depends on; `forward` is the plain pass.
    pub fn new(request: &'a Request<'a>, replaced: NodeId, forward: &Activations) -> Result<Self> {
        let network = request.network();
        let goal = request.target.layer(network);
        let needs = Self::needs(network, replaced, goal);
        let batch = batch(network, replaced, goal, &needs);
        let mut around = Vec::with_capacity(needs.len());
        for id in needs {
            let value = forward.get(network, id)?;
            let copies = vec![&value; batch];
            around.push((id, if batch == 1 { value } else { Tensor::cat(&copies, 0)? }));
        }
        Ok(Self { request, replaced, goal, around, batch, by_probability: false })
    }

    /// Prepares to replace the input itself; nothing lies around it.
    pub fn of_input(request: &'a Request<'a>) -> Result<Self> {
        Self::new(request, request.network().input(), &Activations::default())
    }

    /// The same, asking for a class's probability; any other target has none and keeps its number.
    pub fn by_probability(self) -> Self {
        Self { by_probability: matches!(self.request.target, Target::Class(_)), ..self }
    }

    /// Replacements in one pass: as many as fit into memory and pay.
    pub fn batch(&self) -> usize {
        self.batch
    }

    /// The target's number for each of at most [`Self::batch`] replacements; `values` holds one after the other.
    pub fn run(&self, values: Vec<f32>, control: &Control) -> Result<Vec<f64>> {
        let network = self.request.network();
        let mut dims = network.node(self.replaced).shape.clone();
        let count = values.len() / dims.iter().product::<usize>().max(1);
        dims[0] *= count;
        let mut known = Activations::default();
        known.insert(self.replaced, Tensor::from_vec(values, dims, &Device::Cpu)?);
        for (id, value) in &self.around {
            known.insert(*id, if count == self.batch { value.clone() } else { value.narrow(0, 0, count)? });
        }
        let forward = self.request.engine.forward_from(known, &Keep::Only(vec![self.goal]), &control.silent())?;
        let value = forward.get(network, self.goal)?;
        match self.request.target {
            Target::Class(class) if self.by_probability => {
                let probability = |scores| Answer::new(scores).of(class).map_or(0.0, |(_, probability)| probability);
                Ok(self.request.engine.scores(&forward)?.into_iter().map(probability).collect())
            }
            _ => Ok(self.request.target.read(&value)?),
        }
    }

    /// The target's number for inputs that lie one after the other, as many as there are.
    pub fn all(&self, values: &[&[f32]], control: &Control) -> Result<Vec<f64>> {
        let mut found = Vec::with_capacity(values.len());
        for some in values.chunks(self.batch) {
            found.extend(self.run(some.concat(), control)?);
        }
        Ok(found)
    }
}

/// The scores of all classes when one value of the network is replaced by another one of its shape; `forward` is the plain pass.
///
/// # Errors
/// [`Error::LeadsNowhere`] if no class depends on it; cancellation.
pub fn scores_with(
    engine: &Engine,
    forward: &Activations,
    (replaced, value): (NodeId, Tensor),
    control: &Control,
) -> Result<Vec<f32>> {
    let (network, goal) = (engine.network(), engine.network().scores());
    if !network.leads_to(&[goal])[replaced.index()] {
        return Err(Error::LeadsNowhere { layer: network.node(replaced).name.clone() });
    }
    let mut known = Activations::default();
    for id in Rerun::needs(network, replaced, goal) {
        known.insert(id, forward.get(network, id)?);
    }
    known.insert(replaced, value);
    let pass = engine.forward_from(known, &Keep::Only(vec![goal]), control)?;
    Ok(engine.scores(&pass)?.into_iter().next().unwrap_or_default())
}

/// How many replacements fit into [`BUDGET`]; one where a value's first axis counts something else than pictures.
fn batch(network: &Network, replaced: NodeId, goal: NodeId, around: &[NodeId]) -> usize {
    if around.iter().chain([&replaced]).any(|id| network.node(*id).shape.first() != Some(&1)) {
        return 1;
    }
    let size = |id: &NodeId| -> usize { network.node(*id).shape.iter().product() };
    let is_value = |id: &&NodeId| !matches!(network.node(**id).operator, Operator::Constant(_));
    let (follows, leads) = (network.depends_on(&[replaced]), network.leads_to(&[goal]));
    let steps = network.ids().filter(|id| follows[id.index()] && leads[id.index()]);
    let step = |id: NodeId| size(&id) + network.node(id).inputs.iter().filter(is_value).map(size).sum::<usize>();
    let largest = steps.map(step).max().unwrap_or(1);
    let kept: usize = around.iter().map(size).sum();
    (BUDGET / (largest + kept).max(1)).clamp(1, MOST)
}
