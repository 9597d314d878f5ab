//! Module paths out of node names: `layer1.0.conv1` as it stands, `/layer1/layer1.0/conv1/Conv` as PyTorch's exporter writes it.

use std::collections::HashMap;

use crate::network::Network;

/// For every node its module path: components joined by dots, without the operator's type where the module holds nothing else.
pub(super) fn module_paths(network: &Network) -> Vec<String> {
    let full: Vec<(String, bool)> = network.nodes().iter().map(|node| dotted(&node.name)).collect();
    let computed = network.ids().filter(|id| network.constant(*id).is_none());
    let mut inside: HashMap<&str, usize> = HashMap::new();
    for id in computed {
        let path = full[id.index()].0.as_str();
        for outer in enclosing(path).filter(|outer| *outer != path) {
            *inside.entry(outer).or_default() += 1;
        }
    }
    let shorten = |(path, has_type): &(String, bool)| {
        let module = parent(path);
        let alone = *has_type && !module.is_empty() && inside.get(module) == Some(&1);
        if alone { module.to_owned() } else { path.clone() }
    };
    full.iter().map(shorten).collect()
}

/// A name with slashes as a dotted path (each component of PyTorch's exporter repeats the ones before), and whether its
/// last component is an operator's type.
fn dotted(name: &str) -> (String, bool) {
    if !name.contains('/') {
        return (name.to_owned(), false);
    }
    let mut path = String::new();
    let mut previous = "";
    for component in name.split('/').filter(|component| !component.is_empty()) {
        let own = component.strip_prefix(previous).and_then(|rest| rest.strip_prefix('.')).filter(|_| !previous.is_empty());
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(own.unwrap_or(component));
        previous = component;
    }
    (path, previous.starts_with(|first: char| first.is_ascii_uppercase()))
}

/// The path and every module around it, the outermost first.
pub(super) fn enclosing(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('.').map(|(dot, _)| &path[..dot]).chain(std::iter::once(path))
}

/// The module around a path; empty at the top.
pub(super) fn parent(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(module, _)| module)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_become_dots_without_repetition() {
        assert_eq!(dotted("layer1.0.conv1"), ("layer1.0.conv1".to_owned(), false));
        assert_eq!(dotted("/layer1/layer1.0/conv1/Conv"), ("layer1.0.conv1.Conv".to_owned(), true));
        assert_eq!(dotted("/layer1/layer1.0/Add"), ("layer1.0.Add".to_owned(), true));
        assert_eq!(dotted("/conv1/relu"), ("conv1.relu".to_owned(), false));
    }

    #[test]
    fn modules_around_a_path() {
        assert_eq!(enclosing("a.b.c").collect::<Vec<_>>(), ["a", "a.b", "a.b.c"]);
        assert_eq!((parent("a.b.c"), parent("a")), ("a.b", ""));
    }
}
