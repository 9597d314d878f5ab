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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        control::Control,
        network::{DType, Device, Engine, Keep, Plain, Target, Tensor},
    };

    fn noise(dims: (usize, usize, usize, usize)) -> Tensor {
        Tensor::rand(-1.0_f32, 1.0, dims, &Device::Cpu).unwrap()
    }

    #[test]
    fn a_cone_computes_what_the_whole_computes() {
        let model = crate::zoo::default_model().unwrap();
        let whole = model.network.clone();
        let goal = whole.find("block3").unwrap();
        let cone = whole.cone(&[goal], model.preprocessing.size).unwrap();
        assert!(cone.network.nodes().len() < whole.nodes().len() / 2);
        assert_eq!(cone.id(whole.scores()), None);
        let [rows, columns] = model.preprocessing.size;
        let (input, control) = (noise((1, 3, rows, columns)), Control::default());
        let value = |network: &Arc<Network>, id: NodeId| {
            let engine = Engine::new(Arc::clone(network), &Device::Cpu).unwrap();
            let kept = engine.forward(&input, &Keep::Only(vec![id]), &control).unwrap();
            kept.get(network, id).unwrap().flatten_all().unwrap().to_vec1::<f32>().unwrap()
        };
        assert_eq!(value(&whole, goal), value(&cone.network, cone.id(goal).unwrap()));
    }

    #[test]
    fn a_cone_takes_another_size_where_the_graph_allows_it() {
        let model = crate::zoo::default_model().unwrap();
        let goal = model.network.find("block3").unwrap();
        let cone = model.network.cone(&[goal], [90, 76]).unwrap();
        let id = cone.id(goal).unwrap();
        let whole = &model.network.node(goal).shape;
        assert_eq!(cone.network.node(id).shape[1], whole[1]);
        assert!(cone.network.node(id).shape[2..] != whole[2..]);
        let sentence = model.network.cone(&[goal], [1, 0]).map(|cone| cone.network).unwrap_err().to_string();
        assert!(sentence.contains("layer"), "{sentence}");
    }

    #[test]
    fn given_gradients_add_up() {
        let model = crate::zoo::default_model().unwrap();
        let network = model.network.clone();
        let (first, second) = (network.find("block2").unwrap(), network.find("block4").unwrap());
        let [rows, columns] = model.preprocessing.size;
        let (input, control) = (noise((2, 3, rows, columns)), Control::default());
        for engine in [
            Engine::new(network.clone(), &Device::Cpu).unwrap(),
            Engine::with_dtype(network.clone(), &Device::Cpu, DType::F32).unwrap(),
        ] {
            let kept = engine.forward(&input, &Keep::All, &control).unwrap();
            let targets = [(first, 3), (second, 5)]
                .map(|(layer, channel)| Target::Channel { layer, channel: crate::network::Channel(channel) });
            let seeds: Vec<(NodeId, Tensor)> = targets
                .iter()
                .map(|target| {
                    let layer = target.layer(&network);
                    (layer, target.seed(&kept.get(&network, layer).unwrap()).unwrap())
                })
                .collect();
            let at = network.input();
            let numbers = |gradients: &crate::network::Gradients| -> Vec<f32> {
                gradients.get(&network, at).unwrap().flatten_all().unwrap().to_vec1().unwrap()
            };
            let together = numbers(&engine.pull_back(&kept, &seeds, &[at], &Plain, &control).unwrap());
            let apart = targets.map(|target| numbers(&engine.gradient(&kept, &target, &[at], &Plain, &control).unwrap()));
            let largest = together.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
            assert!(largest > 0.0);
            for (index, value) in together.iter().enumerate() {
                let sum = apart[0][index] + apart[1][index];
                assert!((value - sum).abs() <= 1e-4 * largest, "{value} against {sum}");
            }
            let wrong = engine.pull_back(&kept, &[(second, seeds[0].1.clone())], &[at], &Plain, &control);
            assert!(wrong.unwrap_err().to_string().contains("does not belong to layer"));
        }
    }
}
