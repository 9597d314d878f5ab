//! Passes over inputs that differ from a known one inside one rectangle: on random networks, every value must be that of a whole
//! pass over the changed input, for both backends and for rectangles of every kind.

use std::sync::Arc;

use convscope::{
    control::{Cancel, Control},
    network::{
        Activations, Changes, DType, Device, Engine, Error, Keep, Network, NodeId, Operator, Result, Tensor,
        ops::{
            Activation, Arithmetic, AveragePool, Concatenate, Convolution, LocalResponseNormalization, MaxPool, Pad, PadMode,
            Pads, ParametricRelu, Resize, ResizeCoordinates, ResizeMode, ResizeSize, Slice, SliceRange, Softmax,
        },
    },
};

use crate::support::{
    compare::{flat, worst_of as error},
    draft::Draft,
    numbers::Numbers,
};

const SIZE: [usize; 2] = [46, 41];

/// A random network under construction. Steps that do not fit are left out.
struct Walk {
    draft: Draft,
    input: NodeId,
    end: NodeId,
}

impl Walk {
    fn new(seed: u64) -> Self {
        let mut draft = Draft::new(seed);
        let input = draft.builder.input("input", &[1, 3, SIZE[0], SIZE[1]]);
        Self { draft, input, end: input }
    }

    fn node(&mut self, operator: Operator, inputs: &[NodeId]) -> NodeId {
        self.draft.try_node(operator, inputs).unwrap_or(self.end)
    }

    fn convolution(&mut self, x: NodeId, outputs: usize, operator: Convolution) -> NodeId {
        self.draft.try_convolution(x, outputs, operator).unwrap_or(self.end)
    }

    /// Keeps the size.
    fn plain_convolution(&mut self, x: NodeId, outputs: usize, kernel: usize) -> NodeId {
        self.draft.convolution(x, outputs, kernel, 1, 1)
    }

    fn relu(&mut self, x: NodeId) -> NodeId {
        self.draft.activation(Activation::Relu, x)
    }

    fn coin(&mut self) -> bool {
        self.draft.numbers.below(2) == 1
    }

    fn pads(&mut self, most: usize) -> Pads {
        let mut amount = || self.draft.numbers.below(most + 1);
        Pads { top: amount(), left: amount(), bottom: amount(), right: amount() }
    }

    fn pair(&mut self, choices: &[usize]) -> [usize; 2] {
        [self.draft.numbers.one_of(choices), self.draft.numbers.one_of(choices)]
    }

    fn max_pool(&mut self, x: NodeId) -> NodeId {
        let (kernel, stride, pads, ceil) = (self.pair(&[2, 3]), self.pair(&[1, 2, 3]), self.pads(1), self.coin());
        let dilation = self.pair(&[1, 1, 2]);
        self.node(Operator::MaxPool(MaxPool { kernel, stride, dilation, pads, ceil }), &[x])
    }

    fn average_pool(&mut self, x: NodeId) -> NodeId {
        let (kernel, stride, ceil) = (self.pair(&[2, 3]), self.pair(&[1, 2]), self.coin());
        let pads = if self.coin() { self.pads(1) } else { Pads::all(0) };
        let count_padding = self.coin();
        self.node(Operator::AveragePool(AveragePool { kernel, stride, pads, ceil, count_padding }), &[x])
    }

    fn residual(&mut self, x: NodeId) -> NodeId {
        let channels = self.draft.channels(x);
        let mut inner = x;
        for _ in 0..self.draft.numbers.below(2) {
            inner = self.plain_convolution(inner, 24, 3);
            inner = self.relu(inner);
        }
        inner = self.plain_convolution(inner, channels, 3);
        if self.coin() {
            inner = self.draft.norm(inner);
        }
        let order = if self.coin() { [inner, x] } else { [x, inner] };
        let sum = self.node(Operator::Arithmetic(Arithmetic::Add), &order);
        self.relu(sum)
    }

    fn branches(&mut self, x: NodeId) -> NodeId {
        let first = self.draft.numbers.one_of(&[16, 20]);
        let left = self.plain_convolution(x, first, 1);
        let right = self.plain_convolution(x, 16, 3);
        let right = self.relu(right);
        let right = self.plain_convolution(right, 32, 5);
        let pool = MaxPool { kernel: [3; 2], stride: [1; 2], dilation: [1; 2], pads: Pads::all(1), ceil: false };
        let pooled = self.node(Operator::MaxPool(pool), &[x]);
        let mut parts = vec![left, right, pooled];
        parts.rotate_left(self.draft.numbers.below(3));
        self.node(Operator::Concatenate(Concatenate { axis: 1 }), &parts)
    }

    fn elementwise(&mut self, x: NodeId) -> NodeId {
        let channels = self.draft.channels(x);
        match self.draft.numbers.below(8) {
            0 => self.draft.norm(x),
            1 => self.node(Operator::Activation(Activation::Gelu { tanh: false }), &[x]),
            2 => {
                let response = LocalResponseNormalization { size: 5, alpha: 0.5, beta: 0.75, bias: 1.0 };
                self.node(Operator::LocalResponseNormalization(response), &[x])
            }
            3 => {
                let slope = self.draft.constant(&[channels, 1, 1], 0.2, 0.1);
                self.node(Operator::ParametricRelu(ParametricRelu), &[x, slope])
            }
            4 => {
                let factor = self.draft.constant(&[1, channels, 1, 1], 1.0, 0.3);
                self.node(Operator::Arithmetic(Arithmetic::Multiply), &[x, factor])
            }
            5 => {
                // Differs from position to position: no part of it can stand for another.
                let [height, width] = [self.draft.builder.shape(x)[2], self.draft.builder.shape(x)[3]];
                let offset = self.draft.constant(&[1, 1, height, width], 0.0, 0.5);
                self.node(Operator::Arithmetic(Arithmetic::Add), &[x, offset])
            }
            6 => {
                let kept = SliceRange { axis: 1, start: 1, end: -1, step: 1 };
                self.node(Operator::Slice(Slice { ranges: vec![kept] }), &[x])
            }
            _ => self.node(Operator::Arithmetic(Arithmetic::Add), &[x, x]),
        }
    }

    fn spread(&mut self, x: NodeId) -> NodeId {
        if self.coin() {
            let amounts = vec![[0, 0], [0, 0], [1, 0], [2, 1]];
            let mode = self.draft.numbers.one_of(&[PadMode::Constant(0.0), PadMode::Constant(0.5), PadMode::Reflect]);
            return self.node(Operator::Pad(Pad { amounts, mode }), &[x]);
        }
        let (mode, coordinates) = (ResizeMode::Bilinear, ResizeCoordinates::HalfPixel);
        self.node(Operator::Resize(Resize { mode, coordinates, size: ResizeSize::Fixed([19, 22]) }), &[x])
    }

    fn step(&mut self) {
        let x = self.end;
        let channels = self.draft.channels(x);
        let end = match self.draft.numbers.below(10) {
            0..=2 => {
                let (kernel, stride, dilation) = (self.pair(&[1, 2, 3, 5]), self.pair(&[1, 1, 2]), self.pair(&[1, 1, 2]));
                let depthwise = self.draft.numbers.below(4) == 0;
                let groups = if depthwise { channels } else { 1 };
                let outputs = if depthwise { channels } else { self.draft.numbers.one_of(&[5, 16, 40]) };
                let pads = self.pads(2);
                self.convolution(x, outputs, Convolution { kernel, stride, dilation, pads, groups })
            }
            3 => self.max_pool(x),
            4 => self.average_pool(x),
            5 => self.residual(x),
            6 => self.branches(x),
            7 => self.spread(x),
            _ => self.elementwise(x),
        };
        self.end = end;
    }

    fn finish(mut self) -> Arc<Network> {
        let flat = if self.coin() { self.draft.mean(self.end, false) } else { self.draft.flatten(self.end) };
        let scores = self.draft.linear(flat, 7);
        let answer = self.node(Operator::Softmax(Softmax { axis: 1, logarithm: false }), &[scores]);
        self.draft.finish(self.input, answer)
    }
}

/// A chain of a few random steps behind a first convolution; the same for a seed.
fn network(seed: u64) -> Arc<Network> {
    let mut walk = Walk::new(seed * 77 + 5);
    if walk.coin() {
        walk.end = walk.plain_convolution(walk.end, 20, 3);
    }
    for _ in 0..7 {
        walk.step();
    }
    walk.finish()
}

fn input(seed: u64) -> Tensor {
    Numbers::new(seed + 3).tensor(&[1, 3, SIZE[0], SIZE[1]], 0.0, 1.0)
}

/// Rectangles of one size: in the corners and anywhere.
fn changes(numbers: &mut Numbers, size: [usize; 2]) -> Changes {
    let last = [SIZE[0] - size[0], SIZE[1] - size[1]];
    let mut origins = vec![[0, 0], last, [0, last[1]], [last[0], 0]];
    origins.extend((0..3).map(|_| [numbers.below(last[0] + 1), numbers.below(last[1] + 1)]));
    let values = numbers.tensor(&[origins.len(), 3, size[0], size[1]], 0.3, 1.0);
    Changes { origins, values }
}

/// The changed inputs, put together value by value.
fn whole(input: &Tensor, changes: &Changes) -> Tensor {
    let (count, channels, rows, columns) = changes.values.dims4().unwrap();
    let (pixels, values) = (flat(input), flat(&changes.values));
    let mut inputs = pixels.repeat(count);
    for (index, value) in values.into_iter().enumerate() {
        let (rest, column) = (index / columns, index % columns);
        let (plane, row) = (rest / rows, rest % rows);
        let [y, x] = changes.origins[plane / channels];
        inputs[(plane * SIZE[0] + y + row) * SIZE[1] + x + column] = value;
    }
    Tensor::from_vec(inputs, (count, channels, SIZE[0], SIZE[1]), &Device::Cpu).unwrap()
}

fn quiet() -> Control {
    Control::default()
}

fn computed(network: &Network) -> Vec<NodeId> {
    network.ids().filter(|&id| network.constant(id).is_none()).collect()
}

fn describe(network: &Network) -> String {
    let steps = computed(network).into_iter().map(|id| {
        let node = network.node(id);
        format!("{} {:?} {:?}", node.name, node.shape, node.operator)
    });
    steps.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_value_is_that_of_a_whole_pass_over_the_changed_input() -> Result<()> {
    for seed in 0..24 {
        let network = network(seed);
        let [native, reference] = [
            Engine::native(Arc::clone(&network), seed % 2 == 0)?,
            Engine::with_dtype(Arc::clone(&network), &Device::Cpu, DType::F64)?,
        ];
        let input = input(seed);
        let base = native.forward(&input, &Keep::All, &quiet())?;
        let mut numbers = Numbers::new(seed + 1000);
        for size in if seed % 3 == 0 { [[1, 1], SIZE] } else { [[6, 9], [17, 2]] } {
            let changes = changes(&mut numbers, size);
            let expected = reference.forward(&whole(&input, &changes), &Keep::All, &quiet())?;
            let check = |found: &Activations, id: NodeId| {
                let error = error(&found.get(&network, id).unwrap(), &expected.get(&network, id).unwrap());
                let name = &network.node(id).name;
                assert!(error < 1e-4, "seed {seed}, {size:?}, {name}: {error:e} in\n{}", describe(&network));
            };
            // All at once, where nothing may vanish, and some of them one by one.
            let all = computed(&network);
            let together = native.forward_changed(&base, &changes, &all, &quiet())?;
            all.iter().for_each(|&id| check(&together, id));
            for &id in all.iter().skip(seed as usize % 4).step_by(4) {
                let alone = native.forward_changed(&base, &changes, &[id], &quiet())?;
                assert!(all.iter().all(|&other| alone.has(other) == (other == id)));
                check(&alone, id);
            }
        }
    }
    Ok(())
}

#[test]
fn the_reference_backend_runs_whole_inputs() -> Result<()> {
    let (network, input, mut numbers) = (network(3), input(3), Numbers::new(4));
    let engine = Engine::with_dtype(Arc::clone(&network), &Device::Cpu, DType::F64)?;
    let base = engine.forward(&input, &Keep::All, &quiet())?;
    let mut changes = changes(&mut numbers, [5, 4]);
    // More than one batch of them.
    changes.origins = changes.origins.repeat(4);
    changes.values = changes.values.repeat((4, 1, 1, 1))?;
    let found = engine.forward_changed(&base, &changes, &[network.scores()], &quiet())?;
    let expected = engine.forward(&whole(&input, &changes), &Keep::All, &quiet())?;
    assert!(error(&found.get(&network, network.scores())?, &expected.get(&network, network.scores())?) < 1e-12);
    Ok(())
}

#[test]
fn what_cannot_be_answered_is_refused_and_cancelled_work_stops() -> Result<()> {
    let (network, input, mut numbers) = (network(3), input(3), Numbers::new(4));
    let scores = [network.scores()];
    for engine in
        [Engine::native(Arc::clone(&network), false)?, Engine::with_dtype(Arc::clone(&network), &Device::Cpu, DType::F64)?]
    {
        let base = engine.forward(&input, &Keep::All, &quiet())?;
        let good = changes(&mut numbers, [4, 4]);
        let outside = Changes { origins: vec![[SIZE[0] - 3, 0]; 7], ..good.clone() };
        let too_few = Changes { origins: good.origins[1..].to_vec(), ..good.clone() };
        let nothing = Changes { origins: Vec::new(), values: good.values.narrow(0, 0, 0)? };
        for wrong in [outside, too_few, nothing] {
            let failure = engine.forward_changed(&base, &wrong, &scores, &quiet());
            assert!(matches!(failure, Err(Error::Rectangles { .. })), "{wrong:?}");
        }
        let poor = engine.forward(&input, &Keep::Only(vec![]), &quiet())?;
        let failure = engine.forward_changed(&poor, &good, &scores, &quiet());
        assert!(matches!(failure, Err(Error::NotKept { .. })));
        let cancel = Cancel::default();
        cancel.cancel();
        let failure = engine.forward_changed(&base, &good, &scores, &Control::new(cancel, |_, _| {}));
        assert!(matches!(failure, Err(Error::Cancelled)));
    }
    Ok(())
}
