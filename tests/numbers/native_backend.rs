//! The native CPU backend against candle's primitives: every operator forward and backward, whole architectures, partial
//! runs, and values that fusion skips.

use std::sync::Arc;

use convscope::{
    control::{Cancel, Control},
    network::{
        Activations, BackwardRule, Channel, Class, DType, Deconvnet, Device, Engine, Error, Guided, Keep, Network, Operator,
        Plain, Result, Target, Tensor,
        ops::{
            Activation, Arithmetic, AveragePool, Concatenate, LocalResponseNormalization, MaxPool, NearestRounding, Pad, PadMode,
            Pads, Resize, ResizeCoordinates, ResizeMode, ResizeSize, Slice, SliceRange, Softmax, Transpose,
        },
    },
};

use crate::support::{
    compare::{flat, worst_of as error},
    draft::Draft,
    numbers::Numbers,
};

const MAX_POOL: MaxPool = MaxPool { kernel: [3; 2], stride: [2; 2], dilation: [1; 2], pads: Pads::all(1), ceil: true };

/// Residual blocks with every kind of convolution, gates and activations, as in ResNet and MobileNet.
fn residual() -> Arc<Network> {
    let mut draft = Draft::new(7);
    let input = draft.builder.input("input", &[1, 3, 25, 22]);
    let stem = draft.convolution(input, 24, 3, 2, 1);
    let stem = draft.norm(stem);
    let mut x = draft.activation(Activation::Relu, stem);
    for (step, activation) in [
        Activation::Relu,
        Activation::Clip { minimum: 0.0, maximum: 1.0 },
        Activation::LeakyRelu { slope: 0.1 },
        Activation::Silu,
        Activation::HardSwish,
        Activation::Gelu { tanh: false },
    ]
    .into_iter()
    .enumerate()
    {
        let inner = draft.convolution(x, 40, if step % 2 == 0 { 3 } else { 1 }, 1, if step == 4 { 8 } else { 1 });
        let inner = draft.norm(inner);
        let inner = draft.activation(activation.clone(), inner);
        let inner = draft.convolution(inner, 40, 3, if step == 2 { 2 } else { 1 }, 40);
        let inner = draft.activation(activation.clone(), inner);
        let squeezed = draft.mean(inner, true);
        let squeezed = draft.convolution(squeezed, 40, 1, 1, 1);
        let gate = if step % 2 == 0 { Activation::Sigmoid } else { Activation::HardSigmoid { slope: 1.0 / 6.0, offset: 0.5 } };
        let gate = draft.activation(gate, squeezed);
        let order = if step % 2 == 0 { [inner, gate] } else { [gate, inner] };
        let inner = draft.node(Operator::Arithmetic(Arithmetic::Multiply), &order);
        let inner = draft.convolution(inner, 24, 1, 1, 1);
        let inner = draft.norm(inner);
        let mut shortcut = x;
        if step == 2 {
            shortcut = draft.convolution(x, 24, 1, 2, 1);
            shortcut = draft.norm(shortcut);
        }
        let order = if step % 2 == 0 { [inner, shortcut] } else { [shortcut, inner] };
        let sum = draft.node(Operator::Arithmetic(Arithmetic::Add), &order);
        x = draft.activation(activation, sum);
    }
    let mean = draft.mean(x, false);
    let scores = draft.linear(mean, 7);
    let answer = draft.node(Operator::Softmax(Softmax { axis: 1, logarithm: false }), &[scores]);
    draft.finish(input, answer)
}

/// Branches that are joined, pools, neighbours, resizing and what has no kernel, as in GoogLeNet, DenseNet and AlexNet.
fn branches() -> Arc<Network> {
    let mut draft = Draft::new(7);
    let input = draft.builder.input("input", &[1, 3, 24, 27]);
    let shift = draft.constant(&[1, 3, 1, 1], 0.3, 0.1);
    let centred = draft.node(Operator::Arithmetic(Arithmetic::Subtract), &[input, shift]);
    let stem = draft.convolution(centred, 32, 5, 1, 1);
    let stem = draft.activation(Activation::Relu, stem);
    let response = LocalResponseNormalization { size: 5, alpha: 0.5, beta: 0.75, bias: 1.0 };
    let stem = draft.node(Operator::LocalResponseNormalization(response), &[stem]);
    let mut x = draft.node(Operator::MaxPool(MAX_POOL), &[stem]);
    for (first, second) in [(32, 16), (48, 40), (20, 16)] {
        let left = draft.convolution(x, first, 1, 1, 1);
        let left = draft.activation(Activation::Relu, left);
        let right = draft.convolution(x, 16, 3, 1, 1);
        let right = draft.norm(right);
        let right = draft.activation(Activation::Relu, right);
        let right = draft.convolution(right, second, 3, 1, 1);
        let pool = MaxPool { stride: [1; 2], ceil: false, ..MAX_POOL };
        let pooled = draft.node(Operator::MaxPool(pool), &[x]);
        let average = AveragePool { kernel: [3; 2], stride: [1; 2], pads: Pads::all(1), ceil: false, count_padding: first == 48 };
        let averaged = draft.node(Operator::AveragePool(average), &[x]);
        let joined = draft.node(Operator::Concatenate(Concatenate { axis: 1 }), &[left, pooled, averaged, right]);
        let normal = draft.norm(joined);
        x = draft.activation(Activation::Relu, normal);
    }
    let average = AveragePool { kernel: [2; 2], stride: [2; 2], pads: Pads::all(0), ceil: true, count_padding: false };
    let small = draft.node(Operator::AveragePool(average), &[x]);
    let modes = [
        (ResizeMode::Bilinear, ResizeCoordinates::HalfPixel),
        (ResizeMode::Bilinear, ResizeCoordinates::AlignCorners),
        (ResizeMode::Nearest(NearestRounding::Floor), ResizeCoordinates::Asymmetric),
    ];
    let mut parts = Vec::new();
    for (mode, coordinates) in modes {
        let resize = Resize { mode, coordinates, size: ResizeSize::Fixed([9, 11]) };
        let large = draft.node(Operator::Resize(resize), &[small]);
        let kept = Slice { ranges: vec![SliceRange { axis: 1, start: 8, end: 40, step: 1 }] };
        parts.push(draft.node(Operator::Slice(kept), &[large]));
    }
    let product = draft.node(Operator::Arithmetic(Arithmetic::Multiply), &[parts[0], parts[1]]);
    let sum = draft.node(Operator::Arithmetic(Arithmetic::Add), &[product, parts[2]]);
    let twice = draft.node(Operator::Arithmetic(Arithmetic::Add), &[sum, sum]);
    let amounts = vec![[0, 0], [0, 0], [1, 0], [2, 1]];
    let padded = draft.node(Operator::Pad(Pad { amounts, mode: PadMode::Constant(0.0) }), &[twice]);
    let turned = draft.node(Operator::Transpose(Transpose { permutation: vec![0, 2, 3, 1] }), &[padded]);
    let mixed = draft.linear(turned, 12);
    let mixed = draft.node(Operator::Transpose(Transpose { permutation: vec![0, 3, 1, 2] }), &[mixed]);
    let reduced = draft.convolution(mixed, 5, 3, 2, 1);
    let flat = draft.flatten(reduced);
    let hidden = draft.linear(flat, 30);
    let hidden = draft.activation(Activation::Relu, hidden);
    let scores = draft.linear(hidden, 7);
    draft.finish(input, scores)
}

fn pair(network: &Arc<Network>) -> Result<[Engine; 2]> {
    Ok([Engine::native(Arc::clone(network), false)?, Engine::with_dtype(Arc::clone(network), &Device::Cpu, DType::F64)?])
}

fn pictures(network: &Network, count: usize) -> Tensor {
    let mut dims = network.node(network.input()).shape.clone();
    dims[0] = count;
    Numbers::new(3).tensor(&dims, 0.0, 1.0)
}

fn quiet() -> Control {
    Control::default()
}

#[test]
fn every_value_and_gradient_is_that_of_the_reference() -> Result<()> {
    for (title, network) in [("residual", residual()), ("branches", branches())] {
        let engines = pair(&network)?;
        for count in [1, 3] {
            let input = pictures(&network, count);
            let [native, reference] = [&engines[0], &engines[1]];
            let found = native.forward(&input, &Keep::All, &quiet())?;
            let expected = reference.forward(&input, &Keep::All, &quiet())?;
            for id in network.ids() {
                let name = &network.node(id).name;
                assert_eq!(found.has(id), expected.has(id), "{title} {name}");
                let error = error(&found.get(&network, id)?, &expected.get(&network, id)?);
                assert!(error < 1e-4, "{title} {name}: {error:e}");
            }
            let computed = network.ids().filter(|&id| network.constant(id).is_none()).collect::<Vec<_>>();
            let middle = network.find(if title == "residual" { "add.3" } else { "concat.2" })?;
            let position = Target::Position { layer: middle, channel: Channel(5), y: 2, x: 3 };
            for target in [Target::Class(Class(4)), Target::Channel { layer: middle, channel: Channel(17) }, position] {
                let rules: [(&str, &dyn BackwardRule); 3] = [("plain", &Plain), ("guided", &Guided), ("deconvnet", &Deconvnet)];
                for (rule_name, rule) in rules {
                    // A mask at a value close to 0 may differ, and all that is behind it: at few places of few values.
                    let expected = reference.gradient(&expected, &target, &computed, rule, &quiet())?;
                    let together = native.gradient(&found, &target, &computed, rule, &quiet())?;
                    let input = [network.input()];
                    let alone = native.gradient(&found, &target, &input, rule, &quiet())?;
                    assert_eq!(together.replaced, expected.replaced, "{title} {rule_name}");
                    assert_eq!(alone.replaced, expected.replaced, "{title} {rule_name}");
                    for (found, expected) in together.score.iter().zip(&expected.score) {
                        assert!((found - expected).abs() < 1e-4 * (1.0 + expected.abs()), "{title} {found} {expected}");
                    }
                    for &id in &computed {
                        let name = &network.node(id).name;
                        let error = error(together.get(&network, id)?, expected.get(&network, id)?);
                        assert!(error < 1e-3, "{title} {rule_name} {target:?} at {name}, {count} pictures: {error:e}");
                    }
                    let error = error(alone.get(&network, input[0])?, expected.get(&network, input[0])?);
                    assert!(error < 1e-3, "{title} {rule_name} {target:?} at the input alone: {error:e}");
                }
            }
        }
    }
    Ok(())
}

#[test]
fn only_what_is_asked_for_is_kept_and_runs_go_on_from_anywhere() -> Result<()> {
    for (title, network) in [("residual", residual()), ("branches", branches())] {
        let [native, reference] = pair(&network)?;
        let input = pictures(&network, 2);
        let all = native.forward(&input, &Keep::All, &quiet())?;
        let expected = reference.forward(&input, &Keep::All, &quiet())?;
        for id in network.ids().filter(|&id| network.constant(id).is_none()) {
            let name = &network.node(id).name;
            let kept = native.forward(&input, &Keep::Only(vec![id]), &quiet())?;
            for other in network.ids() {
                assert_eq!(kept.has(other), other == id, "{title} {name}");
            }
            let error_alone = error(&kept.get(&network, id)?, &expected.get(&network, id)?);
            assert!(error_alone < 1e-4, "{title} {name}: {error_alone:e}");
            let mut known = Activations::default();
            known.insert(id, all.get(&network, id)?);
            match native.forward_from(known, &Keep::Scores, &quiet()) {
                Ok(again) => {
                    let scores = network.scores();
                    let error = error(&again.get(&network, scores)?, &expected.get(&network, scores)?);
                    assert!(error < 1e-4, "{title} from {name}: {error:e}");
                }
                Err(failure) => assert!(matches!(failure, Error::NotKept { .. }), "{title} from {name}: {failure}"),
            }
        }
        // Values of an earlier pass serve a later one, except the one that was replaced and what is asked for anew.
        let mut known = all.clone();
        known.insert(network.scores(), all.get(&network, network.scores())?.zeros_like()?);
        let again = native.forward_from(known, &Keep::All, &quiet())?;
        assert!(flat(&again.get(&network, network.scores())?).iter().all(|score| *score == 0.0));
    }
    Ok(())
}

#[test]
fn the_exact_mode_is_closer_to_the_reference() -> Result<()> {
    let mut draft = Draft::new(7);
    let input = draft.builder.input("input", &[1, 64, 32, 32]);
    let x = draft.convolution(input, 64, 3, 1, 1);
    let x = draft.convolution(x, 64, 3, 1, 1);
    let network = draft.finish(input, x);
    let reference = Engine::with_dtype(Arc::clone(&network), &Device::Cpu, DType::F64)?;
    let input = pictures(&network, 1);
    let expected = reference.forward(&input, &Keep::Scores, &quiet())?.get(&network, network.scores())?;
    let errors = [false, true].map(|exact| -> Result<f64> {
        let engine = Engine::native(Arc::clone(&network), exact)?;
        Ok(error(&engine.forward(&input, &Keep::Scores, &quiet())?.get(&network, network.scores())?, &expected))
    });
    let [fast, exact] = errors;
    let (fast, exact) = (fast?, exact?);
    assert!(exact < 1e-6 && fast < 1e-5 && exact < fast, "{exact:e} {fast:e}");
    Ok(())
}

#[test]
fn cancelled_work_stops_and_what_does_not_fit_is_refused() -> Result<()> {
    let network = residual();
    let engine = Engine::native(Arc::clone(&network), false)?;
    let cancel = Cancel::default();
    let control = Control::new(cancel.clone(), |_, _| {});
    let input = pictures(&network, 1);
    let all = engine.forward(&input, &Keep::All, &control)?;
    cancel.cancel();
    assert!(matches!(engine.forward(&input, &Keep::Scores, &control), Err(Error::Cancelled)));
    let wanted = [network.input()];
    assert!(matches!(engine.gradient(&all, &Target::Class(Class(0)), &wanted, &Plain, &control), Err(Error::Cancelled)));
    let mut known = Activations::default();
    known.insert(network.find("relu")?, Tensor::zeros((1, 5, 4, 4), DType::F32, &Device::Cpu)?);
    let failure = engine.forward_from(known, &Keep::Scores, &quiet()).expect_err("maps that no convolution takes");
    assert!(failure.to_string().contains("convolution"), "{failure}");
    let kept = engine.forward(&input, &Keep::Scores, &quiet())?;
    assert!(matches!(engine.gradient(&kept, &Target::Class(Class(0)), &wanted, &Plain, &quiet()), Err(Error::NotKept { .. })));
    Ok(())
}

#[test]
fn gradients_at_weights_are_those_of_the_reference() -> Result<()> {
    let network = residual();
    let [native, reference] = pair(&network)?;
    let input = pictures(&network, 2);
    let weight = network.node(network.find("convolution.2")?).inputs[1];
    let gradient = |engine: &Engine| -> Result<Tensor> {
        let all = engine.forward(&input, &Keep::All, &quiet())?;
        let gradients = engine.gradient(&all, &Target::Class(Class(1)), &[weight], &Plain, &quiet())?;
        Ok(gradients.get(&network, weight)?.clone())
    };
    let error = error(&gradient(&native)?, &gradient(&reference)?);
    assert!(error < 1e-3, "{error:e}");
    Ok(())
}
