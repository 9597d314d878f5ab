//! Opening a model: from a file to an engine and the rows of the layer list.

use std::path::{Path, PathBuf};

use crate::{
    app::{deed::Name, ids::ModelId},
    network::{Class, Device, Engine, Error, Layer, LayerKind, NodeId, Operator},
    units::{Filters, map_shape},
    words::{Phrase, frame},
    zoo::{self, Model, Shipped, class_phrases},
};

/// One row of the layer list.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// How deep inside blocks.
    pub depth: usize,
    /// Whether it is a block with rows inside.
    pub is_block: bool,
    /// The layer; blocks hold their children too.
    pub layer: Layer,
    /// The blocks around it.
    pub inside: Vec<NodeId>,
    /// The output's shape in short: `192 × 56`.
    pub shape: String,
}

impl Row {
    /// Whether it is what the network is given.
    pub fn is_input(&self) -> bool {
        self.layer.kind == LayerKind::Input
    }
}

/// A model ready for the window.
pub struct Loaded {
    /// Its name.
    pub id: ModelId,
    /// The model.
    pub model: Model,
    /// The network on its device.
    pub engine: Engine,
    /// The layer list, blocks before what is inside them.
    pub rows: Vec<Row>,
    /// What its classes are called.
    pub classes: Vec<Phrase>,
    /// Numbers learned.
    pub parameters: usize,
    /// The file, if it came from one.
    pub path: Option<PathBuf>,
    /// The name that it ships by, if it does.
    pub shipped: Option<&'static str>,
}

impl Loaded {
    /// Opens a model file.
    ///
    /// # Errors
    /// One sentence that names the file.
    pub fn open(id: ModelId, path: &Path, device: &Device) -> Result<Self, Phrase> {
        let model = zoo::open(path)?;
        Self::prepare(id, model, Some(path.to_owned()), device)
    }

    /// Opens a model that ships, by its name.
    ///
    /// # Errors
    /// No model that ships has this name.
    pub fn shipped(id: ModelId, name: &'static str, device: &Device) -> Result<Self, Phrase> {
        let Some(shipped) = Shipped::named(name) else { return Err(frame::no_such_shipped(name)) };
        let model = shipped.open("")?;
        Ok(Self { shipped: Some(name), ..Self::prepare(id, model, None, device)? })
    }

    /// Makes a model ready.
    ///
    /// # Errors
    /// The network cannot be brought to the device.
    pub fn prepare(id: ModelId, model: Model, path: Option<PathBuf>, device: &Device) -> Result<Self, Phrase> {
        let engine = Engine::new(model.network.clone(), device)?;
        let mut rows = Vec::new();
        flatten(&model, model.network.layers(), &mut Vec::new(), &mut rows);
        let parameters = model.network.parameter_count();
        let classes = class_phrases(&model.labels);
        Ok(Self { id, model, engine, rows, classes, parameters, path, shipped: None })
    }

    /// A class in words; its number where the model has no names.
    pub fn class_name(&self, class: Class) -> Phrase {
        self.classes.get(class.index()).cloned().unwrap_or_else(|| frame::class_number(class.to_string()))
    }

    /// A layer as commands name it: by the name that no other one has.
    pub fn name(&self, node: NodeId) -> Name {
        self.engine.network().node(node).name.clone().into()
    }

    /// The layer that it opens on: the first one with values of its own.
    pub fn first_layer(&self) -> Option<NodeId> {
        let first = self.rows.iter().find(|row| !row.is_block && !row.is_input());
        first.or(self.rows.first()).map(|row| row.layer.node)
    }

    /// The row of a layer.
    pub fn row(&self, node: NodeId) -> Option<&Row> {
        self.rows.iter().find(|row| row.layer.node == node)
    }

    /// The layer of the list that a value belongs to: itself, or the row that it was drawn into.
    pub fn listed(&self, node: NodeId) -> NodeId {
        let within = self.rows.iter().filter(|row| !row.is_block).find(|row| row.layer.members.contains(&node));
        if self.row(node).is_some() { node } else { within.map_or(node, |row| row.layer.node) }
    }

    /// What a layer is called.
    pub fn title(&self, node: NodeId) -> &str {
        self.row(node).map_or_else(|| self.engine.network().node(node).name.as_str(), |row| row.layer.title.as_str())
    }

    /// Channels, rows and columns of a layer's value; a vector has maps of 1 x 1.
    pub fn map_shape(&self, node: NodeId) -> Option<[usize; 3]> {
        map_shape(&self.engine.network().node(node).shape)
    }

    /// The convolution or linear layer among a row's members whose weights are its filters: the node and its weight.
    pub fn weight(&self, node: NodeId) -> Option<(NodeId, NodeId)> {
        let row = self.row(node)?;
        if row.is_block {
            return None;
        }
        let network = self.engine.network();
        row.layer.members.iter().find_map(|&member| {
            let inner = network.node(member);
            let weight = *inner.inputs.get(1)?;
            let weighs = matches!(inner.operator, Operator::Convolution(_) | Operator::Linear(_));
            (weighs && network.constant(weight).is_some()).then_some((member, weight))
        })
    }

    /// The weights of a layer of the list; `None` if it has none of its own.
    ///
    /// # Errors
    /// The tensor library refuses.
    pub fn filters(&self, layer: NodeId) -> Result<Option<Filters>, Error> {
        match self.weight(layer) {
            Some((node, _)) => Filters::of(self.engine.network(), node),
            None => Ok(None),
        }
    }

    /// Whether the layer's value is what the classes are read from, up to its shape.
    pub fn is_scores(&self, node: NodeId) -> bool {
        let network = self.engine.network();
        let mut at = network.scores();
        while at != node {
            let inner = network.node(at);
            match (&inner.operator, inner.inputs.first()) {
                (Operator::Reshape(_) | Operator::Identity, Some(&input)) => at = input,
                _ => return false,
            }
        }
        true
    }
}

fn flatten(model: &Model, layers: Vec<Layer>, inside: &mut Vec<NodeId>, rows: &mut Vec<Row>) {
    for layer in layers {
        let shape = shape_text(&model.network.node(layer.node).shape);
        let (node, children) = (layer.node, layer.children.clone());
        rows.push(Row { depth: inside.len(), is_block: !children.is_empty(), layer, inside: inside.clone(), shape });
        inside.push(node);
        flatten(model, children, inside, rows);
        inside.pop();
    }
}

/// A shape in short: `192 × 56` for square maps, `64 × 56 × 40` for others, `1000` for a vector.
fn shape_text(shape: &[usize]) -> String {
    match map_shape(shape) {
        Some([channels, 1, 1]) => channels.to_string(),
        Some([channels, height, width]) if height == width => format!("{channels} × {height}"),
        _ => shape.iter().skip(1).map(ToString::to_string).collect::<Vec<_>>().join(" × "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_short() {
        let written: Vec<String> = [&[1, 192, 56, 56][..], &[1, 64, 56, 40], &[1, 1000], &[1, 10, 1, 1], &[1, 7, 64]]
            .into_iter()
            .map(shape_text)
            .collect();
        assert_eq!(written, ["192 × 56", "64 × 56 × 40", "1000", "10", "7 × 64"]);
    }
}
