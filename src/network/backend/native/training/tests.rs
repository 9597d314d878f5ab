//! Training steps against plain differentiation in 64 bits of the same network with the batch's statistics written out.

use candle_core::{DType, Device, Tensor};

use crate::{
    control::Control,
    network::{
        Class, Engine, Keep, Network, NetworkBuilder, NodeId, Operator, Result, Target,
        ops::{
            Activation, Arithmetic, AveragePool, BatchNormalization, Concatenate, Convolution, Linear, MaxPool, NearestRounding,
            Pads, Reduce, ReduceKind, Reshape, Resize, ResizeCoordinates, ResizeMode, ResizeSize, TransposedConvolution,
        },
        training::ParameterKind,
    },
    testing::Numbers,
};

use super::TrainingEngine;

/// Writes a network twice: as it is trained, and with the batch's statistics as steps of their own, which plain
/// differentiation in f64 can follow.
struct Draft {
    builder: NetworkBuilder,
    from_batch: bool,
    numbers: Numbers,
}

impl Draft {
    fn constant(&mut self, name: &str, dims: &[usize], between: [f32; 2]) -> NodeId {
        let [low, high] = between;
        let value = self.numbers.tensor(dims, (low + high) / 2.0, (high - low) / 2.0);
        self.builder.constant(name, value)
    }

    fn channels(&self, x: NodeId) -> usize {
        self.builder.shape(x)[1]
    }

    fn convolution(
        &mut self,
        name: &str,
        x: NodeId,
        outputs: usize,
        kernel: usize,
        [stride, groups]: [usize; 2],
    ) -> Result<NodeId> {
        let inputs = self.channels(x) / groups;
        let bound = 1.5 / ((inputs * kernel * kernel) as f32).sqrt();
        let weight = self.constant(&format!("{name}.weight"), &[outputs, inputs, kernel, kernel], [-bound, bound]);
        let operator =
            Convolution { kernel: [kernel; 2], stride: [stride; 2], dilation: [1; 2], pads: Pads::all(kernel / 2), groups };
        self.builder.node(name, Operator::Convolution(operator), &[x, weight])
    }

    fn enlarged(&mut self, name: &str, x: NodeId, outputs: usize, [groups, kernel]: [usize; 2]) -> Result<NodeId> {
        let inputs = self.channels(x);
        let bound = 2.0 / ((inputs * kernel * kernel / groups / 4) as f32).sqrt();
        let shape = [inputs, outputs / groups, kernel, kernel];
        let weight = self.constant(&format!("{name}.weight"), &shape, [-bound, bound]);
        let bias = self.constant(&format!("{name}.bias"), &[outputs], [-0.3, 0.3]);
        let pads = Pads::all((kernel - 2).div_ceil(2));
        let turned = Convolution { kernel: [kernel; 2], stride: [2; 2], dilation: [1; 2], pads, groups };
        let operator = TransposedConvolution { turned, output_padding: [kernel % 2; 2] };
        self.builder.node(name, Operator::TransposedConvolution(operator), &[x, weight, bias])
    }

    fn normalization(&mut self, name: &str, x: NodeId) -> Result<NodeId> {
        let channels = self.channels(x);
        let scale = self.constant(&format!("{name}.weight"), &[channels], [0.5, 1.5]);
        let shift = self.constant(&format!("{name}.bias"), &[channels], [-0.5, 0.5]);
        let [mean, variance] = if self.from_batch {
            let average = || Operator::Reduce(Reduce { kind: ReduceKind::Mean, axes: vec![0, 2, 3], keep: false });
            let mean = self.builder.node(&format!("{name}.mean"), average(), &[x])?;
            let square = self.builder.node(&format!("{name}.square"), Operator::Arithmetic(Arithmetic::Multiply), &[x, x])?;
            let of_squares = self.builder.node(&format!("{name}.squares"), average(), &[square])?;
            let multiply = Operator::Arithmetic(Arithmetic::Multiply);
            let squared = self.builder.node(&format!("{name}.squared"), multiply, &[mean, mean])?;
            let subtract = Operator::Arithmetic(Arithmetic::Subtract);
            [mean, self.builder.node(&format!("{name}.variance"), subtract, &[of_squares, squared])?]
        } else {
            [
                self.builder.constant(&format!("{name}.running_mean"), Tensor::zeros(channels, DType::F32, &Device::Cpu)?),
                self.builder.constant(&format!("{name}.running_var"), Tensor::ones(channels, DType::F32, &Device::Cpu)?),
            ]
        };
        let operator = Operator::BatchNormalization(BatchNormalization { epsilon: 1e-5 });
        self.builder.node(name, operator, &[x, scale, shift, mean, variance])
    }

    fn relu(&mut self, name: &str, x: NodeId) -> Result<NodeId> {
        self.builder.node(name, Operator::Activation(Activation::Relu), &[x])
    }

    fn stage(&mut self, name: &str, x: NodeId, outputs: usize, kernel: usize, how: [usize; 2]) -> Result<NodeId> {
        let x = self.convolution(&format!("{name}.conv"), x, outputs, kernel, how)?;
        let x = self.normalization(&format!("{name}.bn"), x)?;
        self.relu(&format!("{name}.relu"), x)
    }
}

/// Blocks of every kind that is trained: residual with and without a projection, concatenations that do and do not start at whole
/// blocks of channels, depthwise and grouped convolutions, transposed ones, repeated pixels, both pools, other activations, a
/// bias.
fn network(from_batch: bool) -> Result<Network> {
    let mut net = Draft { builder: NetworkBuilder::new(), from_batch, numbers: Numbers::new(5) };
    let input = net.builder.input("input", &[1, 3, 20, 22]);
    let stem = net.stage("stem", input, 20, 5, [2, 1])?;
    let window = MaxPool { kernel: [3; 2], stride: [2; 2], dilation: [1; 2], pads: Pads::all(1), ceil: false };
    let pool = net.builder.node("pool", Operator::MaxPool(window), &[stem])?;
    let inner = net.stage("first", pool, 32, 3, [1, 1])?;
    let inner = net.convolution("second.conv", inner, 32, 3, [1, 1])?;
    let inner = net.normalization("second.bn", inner)?;
    let short = net.convolution("short.conv", pool, 32, 1, [1, 1])?;
    let short = net.normalization("short.bn", short)?;
    let sum = net.builder.node("sum", Operator::Arithmetic(Arithmetic::Add), &[inner, short])?;
    let block = net.relu("block", sum)?;
    let again = net.convolution("third.conv", block, 32, 3, [1, 2])?;
    let again = net.normalization("third.bn", again)?;
    let sum = net.builder.node("sum2", Operator::Arithmetic(Arithmetic::Add), &[block, again])?;
    let block = net.relu("block2", sum)?;
    let deep = net.stage("deep", block, 32, 3, [2, 32])?;
    let left = net.stage("left", deep, 16, 1, [1, 1])?;
    let right = net.stage("right", deep, 40, 3, [1, 1])?;
    let joined = net.builder.node("joined", Operator::Concatenate(Concatenate { axis: 1 }), &[left, right])?;
    let left = net.stage("left2", joined, 10, 1, [1, 1])?;
    let right = net.convolution("right2", joined, 30, 1, [1, 1])?;
    let right = net.builder.node("silu", Operator::Activation(Activation::Silu), &[right])?;
    let joined = net.builder.node("joined2", Operator::Concatenate(Concatenate { axis: 1 }), &[left, right])?;
    let joined = net.enlarged("wide", joined, 12, [2, 5])?;
    let joined = net.enlarged("grouped", joined, 40, [4, 4])?;
    let larger = Resize {
        mode: ResizeMode::Nearest(NearestRounding::Floor),
        coordinates: ResizeCoordinates::Asymmetric,
        size: ResizeSize::Scaled([2.0; 2]),
    };
    let joined = net.builder.node("larger", Operator::Resize(larger), &[joined])?;
    let window = AveragePool { kernel: [2; 2], stride: [1; 2], pads: Pads::default(), ceil: false, count_padding: false };
    let pooled = net.builder.node("pool2", Operator::AveragePool(window), &[joined])?;
    let weight = net.constant("last.weight", &[24, 40, 1, 1], [-0.3, 0.3]);
    let bias = net.constant("last.bias", &[24], [-0.3, 0.3]);
    let operator = Convolution { kernel: [1; 2], stride: [1; 2], dilation: [1; 2], pads: Pads::default(), groups: 1 };
    let last = net.builder.node("last", Operator::Convolution(operator), &[pooled, weight, bias])?;
    let last = net.relu("last.relu", last)?;
    let mean = Operator::Reduce(Reduce { kind: ReduceKind::Mean, axes: vec![2, 3], keep: true });
    let mean = net.builder.node("mean", mean, &[last])?;
    let flat = net.builder.node("flat", Operator::Reshape(Reshape { target: vec![0, -1] }), &[mean])?;
    let weight = net.constant("fc.weight", &[5, 24], [-1.0, 1.0]);
    let bias = net.constant("fc.bias", &[5], [-1.0, 1.0]);
    let scores = net.builder.node("fc", Operator::Linear(Linear), &[flat, weight, bias])?;
    net.builder.finish(input, &[scores])
}

const BATCH: usize = 6;

fn pictures() -> Vec<f32> {
    Numbers::new(99).many(BATCH * 3 * 20 * 22)
}

fn numbers(tensor: &Tensor) -> Vec<f64> {
    tensor.to_dtype(DType::F64).and_then(|tensor| tensor.flatten_all()?.to_vec1()).expect("numbers")
}

/// A step whose loss is the sum of class 2's scores.
fn step(engine: &mut TrainingEngine) -> Result<Vec<f32>> {
    let mut seen = Vec::new();
    let mut loss = |scores: &[f32], gradient: &mut [f32]| {
        seen = scores.to_vec();
        gradient.chunks_mut(5).for_each(|item| item[2] = 1.0);
        Ok(())
    };
    engine.step(&pictures(), BATCH, &mut loss, &Control::default())?;
    Ok(seen)
}

#[test]
fn every_gradient_is_that_of_plain_differentiation_in_f64() -> Result<()> {
    let network = network(true)?.to_dtype(DType::F64)?;
    let reference = Engine::with_dtype(network.into(), &Device::Cpu, DType::F64)?;
    let network = reference.network();
    let input = Tensor::from_vec(pictures(), (BATCH, 3, 20, 22), &Device::Cpu)?;
    let activations = reference.forward(&reference.prepare(&input)?, &Keep::All, &Control::default())?;
    let mut engine = TrainingEngine::new(&self::network(false)?)?;
    let block = engine.graph().find("block")?;
    engine.watch(&[block]);
    let scores = step(&mut engine)?;
    for (found, expected) in scores.iter().zip(numbers(&activations.get(network, network.scores())?)) {
        assert!((f64::from(*found) - expected).abs() < 1e-4, "{found} {expected}");
    }
    let learned = || engine.parameters.iter().filter(|parameter| parameter.kind.is_learned());
    let id = |name: &str| network.ids().find(|id| network.node(*id).name == name).expect("the same names");
    let mut wanted: Vec<NodeId> = learned().map(|parameter| id(&parameter.name)).collect();
    wanted.push(id("block"));
    let gradients =
        reference.gradient(&activations, &Target::Class(Class(2)), &wanted, &crate::network::Plain, &Control::default())?;
    let mut compared = 0;
    let mut compare = |name: &str, found: &[f32]| -> Result<()> {
        let expected = numbers(gradients.get(network, id(name))?);
        assert_eq!(found.len(), expected.len(), "{name}");
        let scale = expected.iter().map(|value| value * value).sum::<f64>().sqrt();
        let error = expected.iter().zip(found).map(|(a, b)| (a - f64::from(*b)).powi(2)).sum::<f64>().sqrt();
        assert!(error <= 1e-3 * scale, "{name}: {error:.1e} of {scale:.1e}");
        compared += 1;
        Ok(())
    };
    for parameter in learned() {
        compare(&parameter.name, &parameter.gradient)?;
    }
    let watched: Vec<f32> = engine.gradient(block).expect("watched").flatten_all()?.to_vec1()?;
    compare("block", &watched)?;
    assert_eq!(compared, 37);
    Ok(())
}

#[test]
fn running_statistics_move_towards_the_batch_and_the_network_uses_them() -> Result<()> {
    let mut engine = TrainingEngine::new(&network(false)?)?;
    engine.momentum = 1.0;
    let scores = step(&mut engine)?;
    let variance = engine.parameters.iter().find(|parameter| parameter.name == "stem.bn.running_var").expect("it is there");
    assert_eq!(variance.kind, ParameterKind::RunningVariance);
    assert!(variance.gradient.is_empty() && variance.values.iter().all(|value| *value != 1.0));
    // With the batch's own statistics, prediction repeats the step but for the unbiased variance.
    let trained = Engine::native(engine.network()?.into(), true)?;
    let input = Tensor::from_vec(pictures(), (BATCH, 3, 20, 22), &Device::Cpu)?;
    let found = trained.scores(&trained.forward(&input, &Keep::Scores, &Control::default())?)?.concat();
    for (found, expected) in found.iter().zip(&scores) {
        assert!((found - expected).abs() < 0.1, "{found} {expected}");
    }
    Ok(())
}

#[test]
fn the_same_numbers_come_out_whatever_the_number_of_threads() -> Result<()> {
    let with = |threads: usize| -> Result<Vec<Vec<f32>>> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| {
            let mut engine = TrainingEngine::new(&network(false)?)?;
            step(&mut engine)?;
            Ok(engine.parameters.into_iter().map(|parameter| parameter.gradient).collect())
        })
    };
    let one = with(1)?;
    assert_eq!(one, with(2)?);
    assert_eq!(one, with(3)?);
    Ok(())
}

#[test]
fn a_batch_of_another_size_is_refused_in_words() -> Result<()> {
    let mut engine = TrainingEngine::new(&network(false)?)?;
    let refusal = engine.step(&[0.0; 10], 1, &mut |_, _| Ok(()), &Control::default()).expect_err("too few numbers");
    assert!(refusal.to_string().contains("20"), "{refusal}");
    Ok(())
}
