//! A network as data: nodes in topological order, each with exactly one output.
//!
//! Built through [`NetworkBuilder`], which infers every shape (batch size 1) and refuses what does not fit, naming the layer.
//! Knows operators and shapes; knows nothing of devices, running or files.

use std::collections::HashMap;

use candle_core::{DType, Tensor};

use super::{Error, Operator, Result, operation::Checked, ops::Activation};

/// A node of one [`Network`], and at the same time the value that it computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(crate) usize);

impl NodeId {
    /// The position in [`Network::nodes`].
    pub fn index(self) -> usize {
        self.0
    }
}

/// One step of a network.
#[derive(Clone, Debug)]
pub struct Node {
    /// The module path or the ONNX node's name; unique in its network.
    pub name: String,
    /// Other names that this value answers to: the ONNX output's name, the path of a block that ends here.
    pub aliases: Vec<String>,
    /// What is computed.
    pub operator: Operator,
    /// From which values.
    pub inputs: Vec<NodeId>,
    /// The output's shape at batch size 1.
    pub shape: Vec<usize>,
}

/// A network: one input, any number of values, and which of them are the answer.
#[derive(Clone, Debug)]
pub struct Network {
    nodes: Vec<Node>,
    input: NodeId,
    outputs: Vec<NodeId>,
    scores: NodeId,
}

impl Network {
    /// All nodes; each one's inputs come before it.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The node behind an id of this network.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    /// Every id, in topological order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = NodeId> + ExactSizeIterator + use<> {
        (0..self.nodes.len()).map(NodeId)
    }

    /// The input node (`1 x C x H x W`).
    pub fn input(&self) -> NodeId {
        self.input
    }

    /// What the file calls its outputs, the answer first.
    pub fn outputs(&self) -> &[NodeId] {
        &self.outputs
    }

    /// The class scores *before* softmax, `1 x classes` (also when the file ends in a softmax, or with two trailing axes of 1).
    pub fn scores(&self) -> NodeId {
        self.scores
    }

    /// The number of classes.
    pub fn class_count(&self) -> usize {
        self.node(self.scores).shape.iter().skip(1).product()
    }

    /// The value of a constant node.
    pub fn constant(&self, id: NodeId) -> Option<&Tensor> {
        match &self.node(id).operator {
            Operator::Constant(tensor) => Some(tensor),
            _ => None,
        }
    }

    /// Whether a value is maps of more than one position.
    pub fn has_maps(&self, id: NodeId) -> bool {
        matches!(*self.node(id).shape, [_, _, height, width] if height * width > 1)
    }

    /// Numbers learned, over all nodes (see [`Self::parameters_of`]); weights that nodes share count once for each.
    pub fn parameter_count(&self) -> usize {
        self.ids().map(|id| self.parameters_of(id)).sum()
    }

    /// Numbers learned that this node uses as its weights: its floating-point constants, without the running mean and
    /// variance of a batch normalisation (which are measured) and without single factors of arithmetic.
    pub fn parameters_of(&self, id: NodeId) -> usize {
        let node = self.node(id);
        let weights = match &node.operator {
            Operator::BatchNormalization(_) => node.inputs.get(1..3).unwrap_or_default(),
            _ => &node.inputs,
        };
        let least = if matches!(node.operator, Operator::Arithmetic(_)) { 2 } else { 1 };
        let constants = weights.iter().filter_map(|&input| self.constant(input)).filter(|constant| constant.dtype().is_float());
        constants.map(Tensor::elem_count).filter(|&count| count >= least).sum()
    }

    /// Multiply-adds of this node at batch size 1.
    pub fn multiply_adds_of(&self, id: NodeId) -> u64 {
        let node = self.node(id);
        let shapes: Vec<&[usize]> = node.inputs.iter().map(|&input| self.node(input).shape.as_slice()).collect();
        node.operator.operation().map_or(0, |operation| operation.multiply_adds(&shapes, &node.shape))
    }

    /// Which nodes read this value.
    pub fn consumers(&self, id: NodeId) -> Vec<NodeId> {
        self.ids().filter(|&other| self.node(other).inputs.contains(&id)).collect()
    }

    /// For each node whether its value depends on `from` (itself included).
    pub fn depends_on(&self, from: &[NodeId]) -> Vec<bool> {
        let mut depends = vec![false; self.nodes.len()];
        for id in self.ids() {
            depends[id.0] = from.contains(&id) || self.node(id).inputs.iter().any(|input| depends[input.0]);
        }
        depends
    }

    /// For each node whether `to` depends on it (itself included).
    pub fn leads_to(&self, to: &[NodeId]) -> Vec<bool> {
        let mut needed = vec![false; self.nodes.len()];
        for id in to {
            needed[id.0] = true;
        }
        for id in self.ids().rev() {
            if needed[id.0] {
                for input in &self.node(id).inputs {
                    needed[input.0] = true;
                }
            }
        }
        needed
    }

    /// The layer that `name` names: exactly, else by an alias, else by an unambiguous suffix that starts at a `.` or `/`.
    ///
    /// ```
    /// let model = convscope::zoo::default_model()?;
    /// let layer = model.network.find("conv1")?;
    /// assert_eq!(model.network.node(layer).shape[1], 32);
    /// let sentence = model.network.find("no such layer").unwrap_err().to_string();
    /// assert!(sentence.starts_with("no layer \"no such layer\""));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn find(&self, name: &str) -> Result<NodeId> {
        let computed = |id: &NodeId| !matches!(self.node(*id).operator, Operator::Constant(_));
        let answers = |id: &NodeId, test: &dyn Fn(&str) -> bool| {
            let node = self.node(*id);
            test(&node.name) || node.aliases.iter().any(|alias| test(alias))
        };
        if let Some(id) = self.ids().find(|&id| computed(&id) && self.node(id).name == name) {
            return Ok(id);
        }
        if let Some(id) = self.ids().filter(computed).find(|id| answers(id, &|candidate| candidate == name)) {
            return Ok(id);
        }
        let is_suffix =
            |candidate: &str| candidate.strip_suffix(name).is_some_and(|rest| rest.ends_with(['.', '/'])) && !name.is_empty();
        let matches: Vec<NodeId> = self.ids().filter(computed).filter(|id| answers(id, &is_suffix)).collect();
        match matches.as_slice() {
            [id] => Ok(*id),
            [] => {
                let lower = name.to_lowercase();
                let layers = || self.ids().filter(computed).filter(|id| *id != self.input()).map(|id| &self.node(id).name);
                let quoted = |names: Vec<&String>, between: &str| {
                    names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(between)
                };
                let near = layers().filter(|candidate| !lower.is_empty() && candidate.to_lowercase().contains(&lower));
                let near: Vec<&String> = near.take(3).collect();
                let hint = if near.is_empty() {
                    format!("; its layers are {} and so on", quoted(layers().take(3).collect(), ", "))
                } else {
                    format!("; did you mean {}?", quoted(near, " or "))
                };
                Err(Error::NoSuchLayer { name: name.to_owned(), hint })
            }
            several => Err(Error::AmbiguousLayer {
                name: name.to_owned(),
                candidates: several.iter().take(4).map(|&id| self.node(id).name.clone()).collect(),
            }),
        }
    }

    /// The same network with other values for some of its constants, of the same shapes.
    pub fn with_constants(&self, values: &HashMap<NodeId, Tensor>) -> Self {
        let mut network = self.clone();
        for (id, value) in values {
            if let Operator::Constant(tensor) = &mut network.nodes[id.0].operator {
                *tensor = value.clone();
            }
        }
        network
    }

    /// The same network with rectifiers that let `slope` of what lies below 0 pass, both ways; ids stay.
    pub fn with_leak(&self, slope: f64) -> Self {
        let mut network = self.clone();
        for node in &mut network.nodes {
            if let Operator::Activation(activation @ Activation::Relu) = &mut node.operator {
                *activation = Activation::LeakyRelu { slope };
            }
        }
        network
    }

    /// The same network with every floating-point constant in `dtype` (f64 for reference results).
    pub fn to_dtype(&self, dtype: DType) -> Result<Self> {
        let mut network = self.clone();
        for node in &mut network.nodes {
            if let Operator::Constant(tensor) = &mut node.operator
                && tensor.dtype().is_float()
            {
                *tensor = tensor.to_dtype(dtype)?;
            }
        }
        Ok(network)
    }
}

/// More numbers in one value (16 GiB of them) come from a broken file, not from a network.
const LARGEST_VALUE: usize = 1 << 32;

fn refuse_giants(shape: Vec<usize>) -> Checked<Vec<usize>> {
    match shape.iter().try_fold(1usize, |product, &size| product.checked_mul(size)) {
        Some(count) if count <= LARGEST_VALUE => Ok(shape),
        _ => Err(format!("a value of {shape:?} is larger than any network needs")),
    }
}

/// Builds a [`Network`] node by node, inferring shapes as it goes.
#[derive(Debug, Default)]
pub struct NetworkBuilder {
    nodes: Vec<Node>,
    by_name: HashMap<String, NodeId>,
}

impl NetworkBuilder {
    /// An empty network.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the input, `1 x C x H x W`.
    pub fn input(&mut self, name: &str, shape: &[usize]) -> NodeId {
        self.push(name, Operator::Input, Vec::new(), shape.to_vec())
    }

    /// Adds a weight or another fixed value.
    pub fn constant(&mut self, name: &str, value: Tensor) -> NodeId {
        let shape = value.dims().to_vec();
        self.push(name, Operator::Constant(value), Vec::new(), shape)
    }

    /// Adds a step; its shape is inferred. A name that is taken gets `.2`, `.3`, ... behind it.
    pub fn node(&mut self, name: &str, operator: Operator, inputs: &[NodeId]) -> Result<NodeId> {
        let shapes: Vec<&[usize]> = inputs.iter().map(|input| self.nodes[input.0].shape.as_slice()).collect();
        let inferred = match operator.operation() {
            None => Err("it is no step: add inputs and constants by their own methods".to_owned()),
            Some(operation) => operation.shape(&shapes).and_then(refuse_giants),
        };
        let shape = inferred.map_err(|problem| Error::Shape {
            layer: name.to_owned(),
            operator: operator.name(),
            problem,
            inputs: shapes.iter().map(|shape| shape.to_vec()).collect(),
        })?;
        Ok(self.push(name, operator, inputs.to_vec(), shape))
    }

    /// Lets the value answer to another name too.
    pub fn alias(&mut self, id: NodeId, name: &str) {
        let node = &mut self.nodes[id.0];
        if node.name != name && !node.aliases.iter().any(|alias| alias == name) {
            node.aliases.push(name.to_owned());
        }
    }

    /// The shape inferred so far for a value.
    pub fn shape(&self, id: NodeId) -> &[usize] {
        &self.nodes[id.0].shape
    }

    /// The node so far behind an id.
    pub fn peek(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    /// Finishes: `outputs` are the file's outputs, the answer first. Nodes that no output needs are dropped.
    pub fn finish(self, input: NodeId, outputs: &[NodeId]) -> Result<Network> {
        let Some(&answer) = outputs.first() else {
            return Err(Error::NoOutput);
        };
        let draft = Network { nodes: self.nodes, input, outputs: outputs.to_vec(), scores: answer };
        let mut needed = draft.leads_to(outputs);
        needed[input.0] = true;
        let mut new_ids = vec![None; draft.nodes.len()];
        let mut nodes = Vec::new();
        for (index, mut node) in draft.nodes.into_iter().enumerate().filter(|(index, _)| needed[*index]) {
            new_ids[index] = Some(NodeId(nodes.len()));
            node.inputs = node.inputs.iter().filter_map(|old| new_ids[old.0]).collect();
            nodes.push(node);
        }
        let renew = |old: NodeId| new_ids[old.0].unwrap_or(old);
        let mut network =
            Network { nodes, input: renew(input), outputs: outputs.iter().map(|&id| renew(id)).collect(), scores: renew(answer) };
        network.scores = network.before_softmax(network.scores);
        Ok(network)
    }

    fn push(&mut self, name: &str, operator: Operator, inputs: Vec<NodeId>, shape: Vec<usize>) -> NodeId {
        let mut unique = name.to_owned();
        let mut count = 1;
        while self.by_name.contains_key(&unique) {
            count += 1;
            unique = format!("{name}.{count}");
        }
        let id = NodeId(self.nodes.len());
        self.by_name.insert(unique.clone(), id);
        self.nodes.push(Node { name: unique, aliases: Vec::new(), operator, inputs, shape });
        id
    }
}

impl Network {
    /// Walks back from an answer over softmax and the reshapes and identities behind it.
    fn before_softmax(&self, answer: NodeId) -> NodeId {
        let mut at = answer;
        loop {
            let node = self.node(at);
            match node.operator {
                Operator::Softmax(_) => return node.inputs[0],
                Operator::Identity | Operator::Reshape(_) => at = node.inputs[0],
                _ => return answer,
            }
        }
    }
}
