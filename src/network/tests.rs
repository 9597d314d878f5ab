//! Whole networks: partial execution, keeping, stopping, targets, rules, cancelling.

use std::sync::Arc;

use candle_core::{DType, Device, Tensor};

use super::{
    Activations, BackwardRule, Channel, Class, Deconvnet, Engine, Error, Guided, Keep, Network, NetworkBuilder, NodeId, Operator,
    Plain, Result, Target,
    ops::{
        Activation, Arithmetic, BatchNormalization, Concatenate, Convolution, Linear, MaxPool, Pads, Reduce, ReduceKind, Reshape,
        Softmax,
        finite_difference::{Cases, flat, largest},
    },
};
use crate::control::{Cancel, Control};

/// A stem, two branches that meet, a classifier and a softmax; three rectifiers, one of them in a branch.
fn network() -> Result<Arc<Network>> {
    let mut builder = NetworkBuilder::new();
    let mut cases = Cases::new(77);
    let input = builder.input("input", &[1, 2, 9, 8]);
    let mut convolution = |builder: &mut NetworkBuilder, name: &str, x: NodeId, outputs: usize, kernel: usize| {
        let weight = cases.values(&[outputs, builder.shape(x)[1], kernel, kernel]);
        // A weight that is itself computed from constants, as some exporters leave it.
        let weight = builder.constant(&format!("{name}.weight"), weight);
        let half = builder.constant(&format!("{name}.half"), Tensor::new(0.5f64, &Device::Cpu)?);
        let weight = builder.node(&format!("{name}.scaled"), Operator::Arithmetic(Arithmetic::Multiply), &[weight, half])?;
        let pads = Pads::all(kernel / 2);
        let operator = Convolution { kernel: [kernel; 2], stride: [1; 2], dilation: [1; 2], pads, groups: 1 };
        builder.node(name, Operator::Convolution(operator), &[x, weight])
    };
    let stem = convolution(&mut builder, "stem", input, 3, 3)?;
    let left = convolution(&mut builder, "left", stem, 2, 1)?;
    let right = convolution(&mut builder, "right", stem, 2, 3)?;
    let vectors: Vec<NodeId> = ["scale", "shift", "mean", "variance"]
        .into_iter()
        .map(|name| builder.constant(name, cases.between(0.5, 1.5, &[2])))
        .collect();
    let normal = BatchNormalization { epsilon: 1e-5 };
    let left =
        builder.node("norm", Operator::BatchNormalization(normal), &[left, vectors[0], vectors[1], vectors[2], vectors[3]])?;
    let left = builder.node("left.relu", Operator::Activation(Activation::Relu), &[left])?;
    let joined = builder.node("joined", Operator::Concatenate(Concatenate { axis: 1 }), &[left, right])?;
    let clip = Activation::Clip { minimum: 0.0, maximum: 6.0 };
    let joined = builder.node("joined.relu6", Operator::Activation(clip), &[joined])?;
    let pool = MaxPool { kernel: [3; 2], stride: [2; 2], dilation: [1; 2], pads: Pads::all(0), ceil: true };
    let pooled = builder.node("pool", Operator::MaxPool(pool), &[joined])?;
    let leaky = Activation::LeakyRelu { slope: 0.2 };
    let pooled = builder.node("leaky", Operator::Activation(leaky), &[pooled])?;
    let mean = Reduce { kind: ReduceKind::Mean, axes: vec![2, 3], keep: true };
    let mean = builder.node("mean", Operator::Reduce(mean), &[pooled])?;
    let flat = builder.node("flat", Operator::Reshape(Reshape { target: vec![0, -1] }), &[mean])?;
    let weight = builder.constant("classifier.weight", cases.values(&[5, 4]));
    let scores = builder.node("classifier", Operator::Linear(Linear), &[flat, weight])?;
    let answer = builder.node("softmax", Operator::Softmax(Softmax { axis: 1, logarithm: false }), &[scores])?;
    Ok(Arc::new(builder.finish(input, &[answer])?))
}

fn engine() -> Result<Engine> {
    Engine::with_dtype(network()?, &Device::Cpu, DType::F64)
}

fn pictures(count: usize) -> Tensor {
    Cases::new(5).values(&[count, 2, 9, 8])
}

fn quiet() -> Control {
    Control::default()
}

fn targets(network: &Network) -> Result<Vec<Target>> {
    Ok(vec![
        Target::Class(Class(3)),
        Target::Channel { layer: network.find("pool")?, channel: Channel(1) },
        Target::Position { layer: network.find("joined")?, channel: Channel(2), y: 4, x: 7 },
        Target::Channel { layer: network.scores(), channel: Channel(0) },
    ])
}

#[test]
fn scores_lie_before_the_softmax_and_single_precision_agrees() -> Result<()> {
    let network = network()?;
    assert_eq!((network.node(network.scores()).name.as_str(), network.class_count()), ("classifier", 5));
    let run = |dtype| {
        let engine = Engine::with_dtype(Arc::clone(&network), &Device::Cpu, dtype)?;
        engine.scores(&engine.forward(&pictures(3), &Keep::Scores, &quiet())?)
    };
    let (double, single) = (run(DType::F64)?, run(DType::F32)?);
    assert_eq!((double.len(), double[0].len()), (3, 5));
    for (a, b) in double.iter().flatten().zip(single.iter().flatten()) {
        assert!((a - b).abs() < 1e-4 * (1.0 + a.abs()), "{a} {b}");
    }
    Ok(())
}

#[test]
fn keeps_what_is_asked_for_and_nothing_else() -> Result<()> {
    let engine = engine()?;
    let network = engine.network();
    let pool = network.find("pool")?;
    let kept = engine.forward(&pictures(2), &Keep::Only(vec![pool, network.input()]), &quiet())?;
    for id in network.ids() {
        let expected = id == pool || id == network.input();
        assert_eq!(kept.has(id), expected, "{}", network.node(id).name);
    }
    let all = engine.forward(&pictures(2), &Keep::All, &quiet())?;
    for id in network.ids() {
        let value = all.get(network, id)?;
        assert_eq!(value.dims().get(1..), network.node(id).shape.get(1..), "{}", network.node(id).name);
    }
    assert_eq!(flat(&all.get(network, pool)?), flat(&kept.get(network, pool)?));
    assert!(matches!(kept.get(network, network.find("joined")?), Err(Error::NotKept { .. })));
    Ok(())
}

#[test]
fn what_nobody_asks_for_is_not_run() -> Result<()> {
    let network = network()?;
    let (stem, classifier) = (network.find("stem")?, network.find("classifier")?);
    let native = Engine::native(Arc::clone(&network), true)?;
    for engine in [engine()?, native] {
        // The classifier cannot run: what it reads does not fit.
        let mut known = Activations::default();
        known.insert(network.input(), pictures(1));
        known.insert(network.find("flat")?, Tensor::zeros((1, 1), DType::F64, &Device::Cpu)?);
        let early = engine.forward_from(known.clone(), &Keep::Only(vec![stem]), &quiet())?;
        assert_eq!(early.get(&network, stem)?.dims()[0], 1);
        assert!(matches!(engine.scores(&early), Err(Error::NotKept { layer }) if layer == network.node(classifier).name));
        for keep in [Keep::Scores, Keep::All] {
            assert!(engine.forward_from(known.clone(), &keep, &quiet()).is_err(), "{keep:?}");
        }
        // Everything that can be computed is no more than what can be computed.
        let mut known = Activations::default();
        known.insert(stem, early.get(&network, stem)?);
        let rest = engine.forward_from(known, &Keep::All, &quiet())?;
        assert!(rest.has(stem) && !rest.has(network.input()));
    }
    Ok(())
}

#[test]
fn running_on_from_an_inner_value_equals_the_whole_run() -> Result<()> {
    let engine = engine()?;
    let network = engine.network();
    let all = engine.forward(&pictures(2), &Keep::All, &quiet())?;
    for name in ["stem", "joined", "pool", "flat"] {
        let inner = network.find(name)?;
        let mut known = Activations::default();
        known.insert(inner, all.get(network, inner)?);
        let again = engine.forward_from(known.clone(), &Keep::All, &quiet())?;
        assert_eq!(engine.scores(&again)?, engine.scores(&all)?, "from {name}");
        assert!(!again.has(network.input()) && again.has(inner));
        known.insert(inner, all.get(network, inner)?.zeros_like()?);
        let silenced = engine.forward_from(known, &Keep::Scores, &quiet())?;
        assert_ne!(engine.scores(&silenced)?, engine.scores(&all)?, "{name} silenced");
    }
    // One branch alone does not determine the scores.
    let mut known = Activations::default();
    let left = network.find("left.relu")?;
    known.insert(left, all.get(network, left)?);
    let failure = engine.forward_from(known, &Keep::Scores, &quiet());
    assert!(matches!(failure, Err(Error::NotKept { layer }) if layer == "input"));
    Ok(())
}

#[test]
fn what_moves_forwards_is_the_adjoint_of_what_comes_back() -> Result<()> {
    let network = network()?;
    let engines = [(engine()?, 1e-12), (Engine::native(Arc::clone(&network), false)?, 1e-4)];
    for (engine, tolerance) in engines {
        let all = engine.forward(&pictures(2), &Keep::All, &quiet())?;
        let (scores, stem) = (network.scores(), network.find("stem")?);
        let direction = |id: NodeId, step: f64| -> Result<Tensor> {
            let value = all.get(&network, id)?;
            let numbers = (0..value.elem_count()).map(|index| (index as f64 * step).sin()).collect::<Vec<_>>();
            Ok(Tensor::from_vec(numbers, value.dims(), &Device::Cpu)?)
        };
        let inner = |a: &Tensor, b: &Tensor| flat(a).iter().zip(flat(b)).map(|(a, b)| a * b).sum::<f64>();
        let up = direction(scores, 0.7)?;
        let moves = [(network.input(), direction(network.input(), 0.3)?), (stem, direction(stem, 0.11)?)];
        let forth = engine.push_forward(&all, &moves, &[scores], &quiet())?;
        let back = engine.pull_back(&all, &[(scores, up.clone())], &[network.input(), stem], &Plain, &quiet())?;
        let forwards = inner(&up, forth.get(&network, scores)?);
        let mut backwards = 0.0;
        for (id, tangent) in &moves {
            backwards += inner(back.get(&network, *id)?, tangent);
        }
        assert!((forwards - backwards).abs() < tolerance * forwards.abs().max(1.0), "{forwards} and {backwards}");
        assert!(forwards.abs() > 1e-3, "nothing moved");
        let wrong = engine.push_forward(&all, &[(scores, direction(stem, 1.0)?)], &[scores], &quiet());
        assert!(matches!(wrong, Err(Error::Seed { .. })));
    }
    Ok(())
}

#[test]
fn gradients_of_every_target_match_finite_differences() -> Result<()> {
    const STEP: f64 = 1e-6;
    let engine = engine()?;
    let network = engine.network();
    let all = engine.forward(&pictures(2), &Keep::All, &quiet())?;
    for target in targets(network)? {
        for name in ["input", "stem"] {
            let wanted = network.find(name)?;
            let gradients = engine.gradient(&all, &target, &[wanted], &Plain, &quiet())?;
            let value = all.get(network, wanted)?;
            let gradient = flat(gradients.get(network, wanted)?);
            let numbers = flat(&value);
            let score = |position: usize, change: f64| -> Result<f64> {
                let mut moved = numbers.clone();
                moved[position] += change;
                let mut known = Activations::default();
                known.insert(wanted, Tensor::from_vec(moved, value.dims(), &Device::Cpu)?);
                let run = engine.forward_from(known, &Keep::Only(vec![target.layer(network)]), &quiet())?;
                Ok(target.read(&run.get(network, target.layer(network))?)?.iter().sum())
            };
            for position in (0..numbers.len()).step_by(7) {
                let numeric = (score(position, STEP)? - score(position, -STEP)?) / (2.0 * STEP);
                assert!((numeric - gradient[position]).abs() < 1e-6, "{target:?} at {name} {position}");
            }
            assert_eq!(gradients.score, target.read(&all.get(network, target.layer(network))?)?);
            assert_eq!((gradients.score.len(), gradients.replaced), (2, 0));
        }
    }
    Ok(())
}

#[test]
fn the_backward_pass_stops_at_what_is_wanted() -> Result<()> {
    let engine = engine()?;
    let network = engine.network();
    let (joined, pool) = (network.find("joined")?, network.find("pool")?);
    let all = engine.forward(&pictures(1), &Keep::All, &quiet())?;
    // Only what lies between is at hand: a gradient further down would fail.
    let mut known = Activations::default();
    known.insert(joined, all.get(network, joined)?);
    let part = engine.forward_from(known, &Keep::All, &quiet())?;
    let gradients = engine.gradient(&part, &Target::Class(Class(1)), &[joined, pool], &Plain, &quiet())?;
    let whole = engine.gradient(&all, &Target::Class(Class(1)), &[joined, pool, network.input()], &Plain, &quiet())?;
    for id in [joined, pool] {
        assert_eq!(flat(gradients.get(network, id)?), flat(whole.get(network, id)?));
    }
    assert!(gradients.get(network, network.input()).is_err());
    assert!(engine.gradient(&part, &Target::Class(Class(1)), &[network.input()], &Plain, &quiet()).is_err());
    // What the target does not depend on has a gradient of zeros.
    let early = Target::Channel { layer: joined, channel: Channel(0) };
    let zeros = engine.gradient(&all, &early, &[pool], &Plain, &quiet())?;
    assert_eq!(largest(zeros.get(network, pool)?), 0.0);
    Ok(())
}

#[test]
fn gradients_reach_weights_when_wanted() -> Result<()> {
    let engine = engine()?;
    let network = engine.network();
    let weight = network.find("stem.scaled")?;
    let all = engine.forward(&pictures(2), &Keep::All, &quiet())?;
    let gradients = engine.gradient(&all, &Target::Class(Class(0)), &[weight], &Plain, &quiet())?;
    assert_eq!(gradients.get(network, weight)?.dims(), [3, 2, 3, 3]);
    assert!(largest(gradients.get(network, weight)?) > 0.0);
    Ok(())
}

#[test]
fn guided_and_deconvnet_reach_every_rectifier_on_the_way() -> Result<()> {
    let engine = engine()?;
    let network = engine.network();
    let all = engine.forward(&pictures(1), &Keep::All, &quiet())?;
    let input = [network.input()];
    let map = |target: &Target, rule: &dyn BackwardRule| {
        let gradients = engine.gradient(&all, target, &input, rule, &quiet())?;
        Ok::<_, Error>((gradients.replaced, flat(gradients.get(network, input[0])?)))
    };
    let class = Target::Class(Class(2));
    let (plain, guided, deconvnet) = (map(&class, &Plain)?, map(&class, &Guided)?, map(&class, &Deconvnet)?);
    assert_eq!([plain.0, guided.0, deconvnet.0], [0, 3, 3]);
    assert!(plain.1 != guided.1 && plain.1 != deconvnet.1);
    // Behind a maximum both see positive units only; before it, the deconvnet also passes what the forward pass cut off.
    let before = Target::Channel { layer: network.find("joined.relu6")?, channel: Channel(0) };
    let (guided, deconvnet) = (map(&before, &Guided)?, map(&before, &Deconvnet)?);
    assert_eq!([guided.0, deconvnet.0], [2, 2]);
    assert!(guided.1 != deconvnet.1);
    let early = Target::Channel { layer: network.find("joined")?, channel: Channel(0) };
    assert_eq!(engine.gradient(&all, &early, &input, &Guided, &quiet())?.replaced, 1);
    Ok(())
}

#[test]
fn cancelled_work_stops() -> Result<()> {
    let engine = engine()?;
    let all = engine.forward(&pictures(1), &Keep::All, &quiet())?;
    let cancel = Cancel::default();
    let control = Control::new(cancel.clone(), |_, _| {});
    engine.forward(&pictures(1), &Keep::Scores, &control)?;
    cancel.cancel();
    assert!(matches!(engine.forward(&pictures(1), &Keep::Scores, &control), Err(Error::Cancelled)));
    let input = [engine.network().input()];
    assert!(matches!(engine.gradient(&all, &Target::Class(Class(0)), &input, &Plain, &control), Err(Error::Cancelled)));
    Ok(())
}

#[test]
fn what_does_not_exist_or_fit_is_refused_in_words() -> Result<()> {
    let engine = engine()?;
    let network = engine.network();
    let pool = network.find("pool")?;
    for target in [
        Target::Class(Class(5)),
        Target::Channel { layer: pool, channel: Channel(4) },
        Target::Position { layer: pool, channel: Channel(0), y: 4, x: 0 },
        Target::Position { layer: network.scores(), channel: Channel(0), y: 0, x: 0 },
    ] {
        let refused = target.check(network);
        let is_typed =
            matches!(refused, Err(Error::NoSuchClass { .. } | Error::NoSuchChannel { .. } | Error::NoSuchPosition { .. }));
        assert!(is_typed, "{target:?}");
    }
    for dims in [&[1, 2, 9, 9][..], &[2, 9, 8], &[0, 2, 9, 8]] {
        let failure = engine.forward(&Tensor::zeros(dims, DType::F64, &Device::Cpu)?, &Keep::Scores, &quiet());
        assert!(matches!(failure, Err(Error::Input { .. })), "{dims:?}");
    }
    let mut builder = NetworkBuilder::new();
    let input = builder.input("input", &[1, 2, 3, 3]);
    let pool = MaxPool { kernel: [4; 2], stride: [1; 2], dilation: [1; 2], pads: Pads::all(0), ceil: false };
    let failure = builder.node("pool1", Operator::MaxPool(pool), &[input]).expect_err("a window larger than the map");
    assert!(failure.to_string().starts_with("layer \"pool1\" (Max pool): a window that spans 4 values"), "{failure}");
    Ok(())
}

#[test]
fn parameters_are_what_was_learned() -> Result<()> {
    let network = network()?;
    assert_eq!(network.parameters_of(network.find("norm")?), 4);
    assert_eq!(network.parameters_of(network.find("classifier")?), 20);
    assert_eq!(network.parameter_count(), 3 * 2 * 9 + 2 * 3 + 2 * 3 * 9 + 4 + 20);
    assert_eq!(network.multiply_adds_of(network.find("stem")?), 9 * 8 * 3 * 2 * 9);
    assert_eq!(network.multiply_adds_of(network.find("classifier")?), 20);
    Ok(())
}

#[test]
fn leaking_rectifiers_are_rectifiers_that_leak() -> Result<()> {
    let whole = network()?;
    let leaking = Arc::new(whole.with_leak(0.05));
    let changed = |id: &NodeId| whole.node(*id).operator.name() != leaking.node(*id).operator.name();
    let [before, after] = [whole.find("norm")?, whole.find("left.relu")?];
    assert_eq!(whole.ids().filter(changed).collect::<Vec<_>>(), [after]);
    let engine = Engine::with_dtype(leaking, &Device::Cpu, DType::F64)?;
    let kept = engine.forward(&pictures(1), &Keep::All, &quiet())?;
    let numbers = |id: NodeId| kept.get(&whole, id)?.flatten_all()?.to_vec1::<f64>().map_err(Error::from);
    for (before, after) in numbers(before)?.into_iter().zip(numbers(after)?) {
        assert!((after - before.max(0.05 * before)).abs() < 1e-15, "{before} became {after}");
    }
    Ok(())
}
