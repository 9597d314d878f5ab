//! Networks of random weights, built step by step.

use std::sync::Arc;

use convscope::network::{
    Network, NetworkBuilder, NodeId, Operator,
    ops::{Activation, BatchNormalization, Convolution, Linear, Pads, Reduce, ReduceKind, Reshape},
};

use super::numbers::Numbers;

/// A network under construction; every step is named after its operator.
pub struct Draft {
    pub builder: NetworkBuilder,
    pub numbers: Numbers,
}

impl Draft {
    pub fn new(seed: u64) -> Self {
        Self { builder: NetworkBuilder::new(), numbers: Numbers::new(seed) }
    }

    /// A step that fits.
    pub fn node(&mut self, operator: Operator, inputs: &[NodeId]) -> NodeId {
        self.try_node(operator, inputs).expect("a step that fits")
    }

    /// A step, unless it does not fit what it takes.
    pub fn try_node(&mut self, operator: Operator, inputs: &[NodeId]) -> Option<NodeId> {
        let name = operator.name().to_lowercase().replace(' ', "_");
        self.builder.node(&name, operator, inputs).ok()
    }

    pub fn constant(&mut self, dims: &[usize], middle: f32, spread: f32) -> NodeId {
        let value = self.numbers.tensor(dims, middle, spread);
        self.builder.constant("constant", value)
    }

    /// Pads so that only the stride makes the maps smaller.
    pub fn convolution(&mut self, x: NodeId, outputs: usize, kernel: usize, stride: usize, groups: usize) -> NodeId {
        let pads = Pads::all(kernel / 2);
        let operator = Convolution { kernel: [kernel; 2], stride: [stride; 2], dilation: [1; 2], pads, groups };
        self.try_convolution(x, outputs, operator).expect("a convolution that fits")
    }

    pub fn try_convolution(&mut self, x: NodeId, outputs: usize, operator: Convolution) -> Option<NodeId> {
        let inputs = self.channels(x) / operator.groups;
        let [rows, columns] = operator.kernel;
        let spread = (3.0 / (inputs * rows * columns) as f32).sqrt();
        let weight = self.constant(&[outputs, inputs, rows, columns], 0.0, spread);
        let bias = self.constant(&[outputs], 0.0, 0.2);
        self.try_node(Operator::Convolution(operator), &[x, weight, bias])
    }

    pub fn norm(&mut self, x: NodeId) -> NodeId {
        let channels = self.channels(x);
        let [scale, shift] = [1.0, 0.0].map(|middle| self.constant(&[channels], middle, 0.5));
        let [mean, variance] = [0.0, 1.0].map(|middle| self.constant(&[channels], middle, 0.5));
        self.node(Operator::BatchNormalization(BatchNormalization { epsilon: 1e-5 }), &[x, scale, shift, mean, variance])
    }

    pub fn activation(&mut self, activation: Activation, x: NodeId) -> NodeId {
        self.node(Operator::Activation(activation), &[x])
    }

    pub fn linear(&mut self, x: NodeId, outputs: usize) -> NodeId {
        let inputs = *self.builder.shape(x).last().expect("an axis");
        let weight = self.constant(&[outputs, inputs], 0.0, (3.0 / inputs as f32).sqrt());
        let bias = self.constant(&[outputs], 0.0, 0.2);
        self.node(Operator::Linear(Linear), &[x, weight, bias])
    }

    pub fn flatten(&mut self, x: NodeId) -> NodeId {
        self.node(Operator::Reshape(Reshape { target: vec![0, -1] }), &[x])
    }

    /// Over the positions of each channel.
    pub fn mean(&mut self, x: NodeId, keep: bool) -> NodeId {
        self.node(Operator::Reduce(Reduce { kind: ReduceKind::Mean, axes: vec![2, 3], keep }), &[x])
    }

    pub fn channels(&self, x: NodeId) -> usize {
        self.builder.shape(x)[1]
    }

    pub fn finish(self, input: NodeId, answer: NodeId) -> Arc<Network> {
        Arc::new(self.builder.finish(input, &[answer]).expect("a whole network"))
    }
}
