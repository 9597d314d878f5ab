//! What a person calls layers, derived from the graph: a convolution together with the normalisation and activation
//! behind it is one layer, shown after its activation; blocks (`inception3a`, `layer1.0`, `features.12`) are layers with layers
//! inside.
//!
//! Knows names and structure only. `rows.rs` draws nodes together, `kind.rs` is what a row is, `paths.rs` reads module paths out
//! of names.

mod kind;
mod paths;
mod rows;

use std::collections::{BTreeSet, HashMap};

pub use kind::LayerKind;

use super::{Network, NodeId, Operator};

use paths::{enclosing, module_paths, parent};
use rows::{Row, rows};

/// One row of the layer list.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// What is written: the convolution's or the block's module path (`layer1.0.conv1`).
    pub title: String,
    /// What it is.
    pub kind: LayerKind,
    /// The value shown for it (after normalisation and activation).
    pub node: NodeId,
    /// The nodes that were drawn together into this row, the last one being `node` (all inner nodes for a block).
    pub members: Vec<NodeId>,
    /// Layers inside a block; empty otherwise.
    pub children: Vec<Layer>,
}

impl Network {
    /// The layer list in the order of the data, from the input to the scores (and a softmax behind them).
    pub fn layers(&self) -> Vec<Layer> {
        let paths = module_paths(self);
        let rows = rows(self, &paths);
        let blocks = blocks(self, &rows, &paths);
        let titles: Vec<String> = rows.iter().map(|row| title(&rows, &blocks, &paths, row)).collect();
        let mut layers = Vec::new();
        for (row, title) in rows.into_iter().zip(titles) {
            let around: Vec<&str> = enclosing(&paths[row.head.index()]).filter(|outer| blocks.contains(*outer)).collect();
            insert(&mut layers, &around, row, title);
        }
        finish(self, layers, &paths)
    }

    /// The value that is shown for the layer that this node is part of: after norm and activation. The node itself where it is
    /// part of none.
    pub fn shown_for(&self, node: NodeId) -> NodeId {
        let rows = rows(self, &module_paths(self));
        rows.into_iter().find(|row| row.members.contains(&node)).map_or(node, |row| row.node)
    }

    /// The nodes that are one layer for a person, a convolution with its norm and activation, by the node that ends it.
    pub fn drawn_together(&self) -> HashMap<NodeId, Vec<NodeId>> {
        rows(self, &module_paths(self)).into_iter().map(|row| (row.node, row.members)).collect()
    }
}

/// Whether a node brings several computed values together.
fn is_merge(network: &Network, id: NodeId) -> bool {
    let node = network.node(id);
    let computed = node.inputs.iter().filter(|&&input| network.constant(input).is_none()).count();
    computed > 1 && matches!(node.operator, Operator::Concatenate(_) | Operator::Arithmetic(_))
}

/// Paths of the modules that are shown as blocks: those that bring branches together themselves, and their plain
/// neighbours (an inverted residual without the shortcut). Mere containers (`features`, `layer1`) are not.
fn blocks(network: &Network, rows: &[Row], paths: &[String]) -> BTreeSet<String> {
    let path = |row: &Row| paths[row.head.index()].as_str();
    let inner = |module: &str| rows.iter().filter(|row| enclosing(path(row)).any(|outer| outer == module)).count();
    let merging: BTreeSet<String> = rows
        .iter()
        .filter(|row| is_merge(network, row.head))
        .map(|row| if inner(path(row)) > 1 { path(row) } else { parent(path(row)) })
        .filter(|module| !module.is_empty() && inner(module) > 1)
        .map(str::to_owned)
        .collect();
    let kin = |module: &str| (module.split('.').next().map(str::to_owned), module.matches('.').count());
    let families: BTreeSet<_> = merging.iter().filter(|module| module.contains('.')).map(|module| kin(module)).collect();
    let all = rows.iter().flat_map(|row| enclosing(path(row)));
    let plain: BTreeSet<String> =
        all.filter(|module| families.contains(&kin(module)) && inner(module) > 1).map(str::to_owned).collect();
    merging.into_iter().chain(plain).collect()
}

/// What is written for a row: its path, without the operator (`conv`, `MatMul`) that is all a module of its own shows.
fn title(rows: &[Row], blocks: &BTreeSet<String>, paths: &[String], row: &Row) -> String {
    let path = paths[row.head.index()].as_str();
    let (module, last) = (parent(path), &path[parent(path).len()..]);
    let is_operator = last == ".conv" || last[1.min(last.len())..].starts_with(|first: char| first.is_ascii_uppercase());
    let alone = || rows.iter().filter(|other| enclosing(&paths[other.head.index()]).any(|outer| outer == module)).count() == 1;
    if !module.is_empty() && is_operator && !blocks.contains(module) && alone() { module.to_owned() } else { path.to_owned() }
}

/// Puts a row at its place in the tree; blocks are made when their first row arrives.
fn insert(layers: &mut Vec<Layer>, around: &[&str], row: Row, title: String) {
    let Some((outer, inner)) = around.split_first() else {
        layers.push(Layer { title, kind: row.kind, node: row.node, members: row.members, children: Vec::new() });
        return;
    };
    let existing = layers.iter().position(|layer| layer.title == *outer && layer.kind == LayerKind::Block);
    let index = existing.unwrap_or_else(|| {
        let block = Layer {
            title: (*outer).to_owned(),
            kind: LayerKind::Block,
            node: row.node,
            members: Vec::new(),
            children: Vec::new(),
        };
        layers.push(block);
        layers.len() - 1
    });
    insert(&mut layers[index].children, inner, row, title);
}

/// Gives every block its value and members, and drops the row of the merge that a block's own row already shows.
fn finish(network: &Network, layers: Vec<Layer>, paths: &[String]) -> Vec<Layer> {
    let finish_one = |mut layer: Layer| {
        if layer.kind == LayerKind::Block {
            let inside = |id: &NodeId| enclosing(&paths[id.index()]).any(|outer| outer == layer.title);
            layer.members = network.ids().filter(|id| network.constant(*id).is_none()).filter(inside).collect();
            layer.node = exit(network, &layer, paths);
            layer.members.retain(|&id| id != layer.node);
            layer.members.push(layer.node);
            layer.children = finish(network, layer.children, paths);
            let shown_by_block =
                |child: &Layer| child.node == layer.node && child.members.first().is_some_and(|&head| is_merge(network, head));
            layer.children.retain(|child| !shown_by_block(child));
        }
        layer
    };
    layers.into_iter().map(finish_one).collect()
}

/// The value of a block: the one that bears its name, else the last one that is read outside.
fn exit(network: &Network, block: &Layer, paths: &[String]) -> NodeId {
    let named = |id: &&NodeId| {
        let own = network.node(**id).aliases.contains(&block.title);
        own || (paths[id.index()] == block.title && is_merge(network, **id))
    };
    let leaves = |id: &&NodeId| {
        let readers = network.consumers(**id);
        readers.is_empty() || readers.iter().any(|reader| !block.members.contains(reader))
    };
    let members = &block.members;
    let found = members.iter().find(named).or_else(|| members.iter().rev().find(leaves));
    found.or(members.last()).copied().unwrap_or(block.node)
}

#[cfg(test)]
mod tests;
