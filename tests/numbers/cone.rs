//! A part of a network computes what the whole computes, at its own size and another; gradients handed in add up.

use std::sync::Arc;

use convscope::{
    control::Control,
    network::{Channel, DType, Device, Engine, Gradients, Keep, Network, NodeId, Plain, Target, Tensor},
    zoo,
};

fn noise(dims: (usize, usize, usize, usize)) -> Tensor {
    Tensor::rand(-1.0_f32, 1.0, dims, &Device::Cpu).unwrap()
}

#[test]
fn a_cone_computes_what_the_whole_computes() {
    let model = zoo::default_model().unwrap();
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
    let model = zoo::default_model().unwrap();
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
    let model = zoo::default_model().unwrap();
    let network = model.network.clone();
    let (first, second) = (network.find("block2").unwrap(), network.find("block4").unwrap());
    let [rows, columns] = model.preprocessing.size;
    let (input, control) = (noise((2, 3, rows, columns)), Control::default());
    for engine in [
        Engine::new(network.clone(), &Device::Cpu).unwrap(),
        Engine::with_dtype(network.clone(), &Device::Cpu, DType::F32).unwrap(),
    ] {
        let kept = engine.forward(&input, &Keep::All, &control).unwrap();
        let targets = [(first, 3), (second, 5)].map(|(layer, channel)| Target::Channel { layer, channel: Channel(channel) });
        let seeds: Vec<(NodeId, Tensor)> = targets
            .iter()
            .map(|target| {
                let layer = target.layer(&network);
                (layer, target.seed(&kept.get(&network, layer).unwrap()).unwrap())
            })
            .collect();
        let at = network.input();
        let numbers = |gradients: &Gradients| -> Vec<f32> {
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
