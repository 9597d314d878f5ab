//! The part of a network that some of its values depend on, for an input of another size: what has to run where only these
//! values are asked for.
//!
//! Weights are shared with the whole network. Knows nothing of why somebody wants a part.

use std::{collections::HashMap, sync::Arc};

use super::{Network, NetworkBuilder, NodeId, Operator, Result};

/// A part of a network, a network itself.
#[derive(Clone, Debug)]
pub struct Cone {
    /// The part; its outputs are the values that were asked for.
    pub network: Arc<Network>,
    ids: HashMap<NodeId, NodeId>,
}

impl Cone {
    /// The node of the part that is this node of the whole; `None` if the part does without it.
    pub fn id(&self, whole: NodeId) -> Option<NodeId> {
        self.ids.get(&whole).copied()
    }
}

impl Network {
    /// What `goals` depend on, with an input of `size` rows and columns.
    ///
    /// # Errors
    /// [`super::Error::Shape`], naming the layer, where the graph does not allow this size.
    pub fn cone(&self, goals: &[NodeId], size: [usize; 2]) -> Result<Cone> {
        let needed = self.leads_to(goals);
        let mut builder = NetworkBuilder::new();
        let mut ids = HashMap::new();
        for id in self.ids().filter(|&id| needed[id.index()] || id == self.input()) {
            let node = self.node(id);
            let part = match &node.operator {
                Operator::Input => {
                    let mut shape = node.shape.clone();
                    if let [_, _, rows, columns] = shape.as_mut_slice() {
                        [*rows, *columns] = size;
                    }
                    builder.input(&node.name, &shape)
                }
                Operator::Constant(value) => builder.constant(&node.name, value.clone()),
                operator => {
                    let inputs: Vec<NodeId> = node.inputs.iter().filter_map(|input| ids.get(input).copied()).collect();
                    builder.node(&node.name, operator.clone(), &inputs)?
                }
            };
            for alias in &node.aliases {
                builder.alias(part, alias);
            }
            ids.insert(id, part);
        }
        let outputs: Vec<NodeId> = goals.iter().filter_map(|goal| ids.get(goal).copied()).collect();
        // Every node here leads to a goal, so that finishing drops and renumbers none.
        let network = Arc::new(builder.finish(ids[&self.input()], &outputs)?);
        Ok(Cone { network, ids })
    }
}
