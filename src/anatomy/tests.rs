//! Published architectures taken apart, by their names and without them.

use super::*;
use crate::{
    network::{
        LayerKind, NetworkBuilder, Operator,
        ops::{LocalResponseNormalization, MaxPool, Pads},
    },
    zoo::architecture,
};

fn network(name: &str) -> std::sync::Arc<Network> {
    architecture(name).unwrap().network
}

/// The same network as an exporter with flat names writes it.
fn flat(network: &Network) -> Network {
    let mut builder = NetworkBuilder::new();
    let mut ids = Vec::new();
    for (index, node) in network.nodes().iter().enumerate() {
        let inputs: Vec<NodeId> = node.inputs.iter().map(|input| ids[input.index()]).collect();
        let name = format!("node_{index}");
        ids.push(match &node.operator {
            Operator::Input => builder.input("input", &node.shape),
            Operator::Constant(tensor) => builder.constant(&name, tensor.clone()),
            operator => builder.node(&name, operator.clone(), &inputs).unwrap(),
        });
    }
    builder.finish(ids[network.input().index()], &[ids[network.scores().index()]]).unwrap()
}

fn blocks(anatomy: &Anatomy) -> Vec<usize> {
    anatomy.parts.iter().filter(|part| part.is_block()).map(|part| part.children.len()).collect()
}

#[test]
fn depths_are_those_of_their_names() {
    let named = [
        ("alexnet", 8),
        ("vgg16", 16),
        ("vgg19", 19),
        ("googlenet", 22),
        ("resnet18", 18),
        ("resnet34", 34),
        ("resnet152", 152),
        ("densenet121", 121),
        ("densenet201", 201),
    ];
    for (name, depth) in named {
        assert_eq!(Anatomy::of(&network(name)).depth, depth, "{name}");
    }
}

#[test]
fn costs_of_the_parts_sum_up_to_the_whole() {
    for name in ["alexnet", "googlenet", "resnet34", "densenet121", "mobilenet_v3_large", "efficientnet_b0", "convnext_tiny"] {
        let network = network(name);
        for anatomy in [Anatomy::of(&network), Anatomy::of(&flat(&network))] {
            let weights: usize = anatomy.parts.iter().map(|part| part.cost.weights).sum();
            let multiply_adds: u64 = anatomy.parts.iter().map(|part| part.cost.multiply_adds).sum();
            assert_eq!((weights, multiply_adds), (anatomy.whole.weights, anatomy.whole.multiply_adds), "{name}");
        }
    }
}

#[test]
fn alike_blocks_are_folded_as_the_papers_write_them() {
    let counts = |name: &str| -> Vec<usize> {
        let anatomy = Anatomy::of(&network(name));
        anatomy.runs(Folding::Folded).into_iter().map(|run| run.count).filter(|count| *count > 1).collect()
    };
    assert_eq!(counts("resnet34"), [3, 3, 5, 2]);
    assert_eq!(counts("resnet152"), [2, 7, 35, 2]);
    assert_eq!(counts("convnext_tiny"), [3, 3, 9, 3]);
    assert!(counts("googlenet").is_empty(), "no two inceptions are alike");
    assert!(counts("alexnet").is_empty(), "layers stay apart");
}

#[test]
fn dense_blocks_are_those_of_the_paper() {
    let anatomy = Anatomy::of(&network("densenet121"));
    let runs = anatomy.runs(Folding::Fitting);
    let modules: Vec<usize> = runs.iter().filter(|run| run.bond == Bond::Module).map(|run| run.count).collect();
    assert_eq!(modules, [6, 12, 24, 16]);
    let ends: Vec<usize> = runs
        .iter()
        .filter(|run| run.bond == Bond::Module)
        .map(|run| anatomy.parts[run.first + run.count - 1].volume[0])
        .collect();
    assert_eq!(ends, [256, 512, 1024, 1024], "what a dense layer hands on has grown");
}

#[test]
fn names_that_say_nothing_give_the_same_blocks() {
    for name in ["resnet18", "resnet50", "googlenet", "convnext_tiny"] {
        let network = network(name);
        let (named, found) = (Anatomy::of(&network), Anatomy::of(&flat(&network)));
        let values = |anatomy: &Anatomy| -> Vec<[usize; 3]> {
            anatomy.parts.iter().filter(|part| part.is_block()).map(|part| part.volume).collect()
        };
        assert_eq!(values(&named), values(&found), "{name}");
        assert!(found.skips.is_empty() && named.skips.is_empty(), "{name}");
    }
}

#[test]
fn inverted_residuals_without_a_shortcut_are_blocks_too() {
    for (name, count) in [("mobilenet_v2", 17), ("efficientnet_b0", 16), ("mobilenet_v3_large", 15)] {
        let anatomy = Anatomy::of(&flat(&network(name)));
        assert_eq!(blocks(&anatomy).len(), count, "{name}: {:?}", blocks(&anatomy));
    }
}

#[test]
fn patterns_are_told_apart() {
    let pattern = |name: &str, part: &str| {
        let network = network(name);
        let anatomy = Anatomy::of(&network);
        Pattern::of(&network, anatomy.named(part).unwrap_or_else(|| panic!("{name} has no {part}")))
    };
    let residual = pattern("resnet34", "layer2.0");
    assert_eq!(residual, Pattern { merge: Some(Merge::Sum), ..Pattern::default() });
    let inception = pattern("googlenet", "inception4c");
    assert_eq!(inception, Pattern { merge: Some(Merge::Concatenation), ..Pattern::default() });
    let inverted = pattern("efficientnet_b0", "features.3.1");
    assert_eq!(inverted, Pattern { merge: Some(Merge::Sum), is_inverted: true, is_separable: true, is_gated: true });
    let modern = pattern("convnext_tiny", "features.1.0");
    assert_eq!(modern, Pattern { merge: Some(Merge::Sum), is_separable: true, ..Pattern::default() });
}

#[test]
fn an_opened_inception_has_four_branches() {
    let network = network("googlenet");
    let anatomy = Anatomy::of(&network);
    let part = anatomy.named("inception4c").unwrap();
    let inside = Inside::of(&network, part);
    assert_eq!(inside.pieces.len(), 1 + 7 + 1);
    let ranges: Vec<_> = inside.branches().into_iter().map(|(_, range)| range).collect();
    assert_eq!(ranges, [0..128, 128..384, 384..448, 448..512]);
    assert_eq!(inside.wires.len(), 4 + 3 + 4);
    assert!(inside.wires.iter().all(|wire| wire.from.is_some()));
}

#[test]
fn an_opened_residual_has_its_shortcut() {
    let network = network("resnet34");
    let anatomy = Anatomy::of(&network);
    let inside = Inside::of(&network, anatomy.named("layer1.0").unwrap());
    assert_eq!(inside.pieces.last().unwrap().role, Role::Out(Some(Merge::Sum)));
    let to_end: Vec<_> = inside.wires.iter().filter(|wire| wire.to == inside.out()).map(|wire| wire.from).collect();
    assert_eq!(to_end.len(), 2);
    assert!(to_end.contains(&Some(0)), "the input itself arrives: {to_end:?}");
    // A layer opens into its steps.
    let layer = &anatomy.named("layer1.0").unwrap().children[0];
    let steps = Inside::of(&network, layer);
    assert_eq!(steps.pieces.iter().filter(|piece| piece.role == Role::Step).count(), layer.members.len());
}

#[test]
fn channels_are_found_behind_the_maps_too() {
    let network = network("convnext_tiny");
    let anatomy = Anatomy::of(&network);
    let part = anatomy.named("features.1.0").unwrap();
    let inside = Inside::of(&network, part);
    let channels: Vec<usize> = inside.pieces.iter().map(|piece| piece.volume[0]).collect();
    assert_eq!(channels, [96, 96, 96, 384, 96, 96], "{:?}", inside.pieces);
}

#[test]
fn gates_are_merges_inside() {
    let network = network("efficientnet_b0");
    let anatomy = Anatomy::of(&network);
    let inside = Inside::of(&network, anatomy.named("features.3.1").unwrap());
    let merges: Vec<Role> = inside.pieces.iter().map(|piece| piece.role).collect();
    assert!(merges.contains(&Role::Merge(Merge::Gate)), "{merges:?}");
    assert_eq!(merges.last(), Some(&Role::Out(Some(Merge::Sum))));
}

#[test]
fn every_part_of_every_architecture_opens() {
    for name in crate::zoo::architecture_names() {
        let network = network(name);
        let anatomy = Anatomy::of(&network);
        assert!(anatomy.runs(Folding::Fitting).len() <= MOST_PARTS, "{name}");
        for part in &anatomy.parts {
            let inside = Inside::of(&network, part);
            let wired = inside.wires.iter().all(|wire| wire.from.is_some_and(|from| from < wire.to));
            assert!(wired, "{name} {:?}", part.title);
            if part.kind != LayerKind::Input {
                assert!(inside.wires.iter().any(|wire| wire.to == inside.out()), "{name} {:?}", part.title);
            }
        }
    }
}

#[test]
fn a_long_chain_is_drawn_in_stages() {
    let mut builder = NetworkBuilder::new();
    let input = builder.input("input", &[1, 3, 32, 32]);
    let mut at = input;
    let pool = Operator::MaxPool(MaxPool { kernel: [2, 2], stride: [2, 2], dilation: [1, 1], pads: Pads::all(0), ceil: false });
    let norm = LocalResponseNormalization { size: 5, alpha: 1e-4, beta: 0.75, bias: 1.0 };
    for index in 0..3000 {
        let operator = if index == 1500 { pool.clone() } else { Operator::LocalResponseNormalization(norm.clone()) };
        at = builder.node(&format!("step{index}"), operator, &[at]).unwrap();
    }
    let network = builder.finish(input, &[at]).unwrap();
    let anatomy = Anatomy::of(&network);
    let runs = anatomy.runs(Folding::Fitting);
    assert_eq!(
        runs.iter().map(|run| (run.count, run.bond)).collect::<Vec<_>>(),
        [(1, Bond::Alike), (1500, Bond::Size), (1500, Bond::Size)]
    );
}
