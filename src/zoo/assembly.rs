//! Building a network out of named weights, module by module: what every architecture file is written in.
//!
//! A step is named by its module path (`layer4.1.conv2`) and takes its weights from the keys under that path. Kernel sizes,
//! channels and groups come from the weights' shapes; only what shapes cannot tell (strides, pools, activations) is said.

use std::collections::BTreeSet;

use crate::network::{
    self, DType, Network, NetworkBuilder, NodeId, Operator, Tensor,
    ops::{
        Activation, Arithmetic, AveragePool, BatchNormalization, Concatenate, Convolution, LayerNormalization, Linear,
        MatrixProduct, MaxPool, NearestRounding, Pads, Reduce, ReduceKind, Reshape, Resize, ResizeCoordinates, ResizeMode,
        ResizeSize, Transpose, TransposedConvolution,
    },
};

use super::weights::Weights;

/// Why weights do not fit an architecture.
#[derive(Debug, thiserror::Error)]
pub enum Mismatch {
    /// A key that the architecture needs.
    #[error("{0} is missing")]
    Missing(String),
    /// A tensor of another shape.
    #[error("{key} is {found:?} instead of {expected}")]
    Shape {
        /// Its key.
        key: String,
        /// Its shape.
        found: Vec<usize>,
        /// What would fit, in words.
        expected: String,
    },
    /// Keys that the architecture has no place for, the first few.
    #[error("it has no place for {}", .0.join(", "))]
    Extra(Vec<String>),
    /// The network room's refusal.
    #[error(transparent)]
    Network(Box<network::Error>),
}

impl From<network::Error> for Mismatch {
    fn from(refusal: network::Error) -> Self {
        Self::Network(Box::new(refusal))
    }
}

/// A value of the network being built, or why it cannot be.
pub type Built = Result<NodeId, Mismatch>;

/// Zeros around a convolution's input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    /// None.
    None,
    /// Half the kernel at each side, rounded down: at stride 1 an odd kernel keeps the map's size.
    Half,
    /// This many at each side.
    Each(usize),
}

/// A square window of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Rows and columns of the window.
    pub kernel: usize,
    /// Rows and columns from one window to the next.
    pub stride: usize,
    /// Padding at each side.
    pub padding: usize,
    /// Whether a last, partly covered window counts.
    pub ceil: bool,
}

impl Window {
    /// A window without padding that lies wholly inside the map.
    pub const fn new(kernel: usize, stride: usize) -> Self {
        Self { kernel, stride, padding: 0, ceil: false }
    }

    /// The same with padding at each side.
    pub const fn padded(self, padding: usize) -> Self {
        Self { padding, ..self }
    }

    /// The same with a last, partly covered window.
    pub const fn ceil(self) -> Self {
        Self { ceil: true, ..self }
    }
}

/// A network in the making.
pub struct Assembly<'w> {
    weights: &'w Weights,
    builder: NetworkBuilder,
    used: BTreeSet<String>,
    epsilon: f64,
}

impl<'w> Assembly<'w> {
    /// Starts from named weights.
    pub fn new(weights: &'w Weights) -> Self {
        Self { weights, builder: NetworkBuilder::new(), used: BTreeSet::new(), epsilon: 1e-5 }
    }

    /// What is added to the variance by every normalisation from here on (PyTorch's 1e-5 at first).
    pub fn set_epsilon(&mut self, epsilon: f64) {
        self.epsilon = epsilon;
    }

    /// The weights that the network is built from.
    pub fn weights(&self) -> &'w Weights {
        self.weights
    }

    /// The network's input.
    pub fn input(&mut self, channels: usize, size: [usize; 2]) -> NodeId {
        self.builder.input("input", &[1, channels, size[0], size[1]])
    }

    /// Ends here; keys that were never asked for are a [`Mismatch::Extra`], but for those under `ignored` module paths.
    pub fn finish(self, input: NodeId, output: NodeId, ignored: &[&str]) -> Result<Network, Mismatch> {
        let is_ignored = |key: &str| ignored.iter().any(|path| key.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')));
        let unused = self.weights.keys().filter(|key| !self.used.contains(*key) && !is_ignored(key));
        let extra: Vec<String> = unused.take(3).map(str::to_owned).collect();
        if !extra.is_empty() {
            return Err(Mismatch::Extra(extra));
        }
        Ok(self.builder.finish(input, &[output])?)
    }

    /// Lets a value answer to its block's path too.
    pub fn block(&mut self, path: &str, value: NodeId) -> NodeId {
        self.builder.alias(value, path);
        value
    }

    /// The size of a value along one axis.
    pub fn size(&self, value: NodeId, axis: usize) -> usize {
        self.builder.shape(value).get(axis).copied().unwrap_or(1)
    }

    /// A weight by its key, in f32.
    pub fn constant(&mut self, key: &str) -> Built {
        let shape = self.weights.get(key).map(|tensor| tensor.dims().to_vec()).unwrap_or_default();
        self.reshaped_constant(key, &shape)
    }

    /// A weight in another shape of as many elements, in f32.
    pub fn reshaped_constant(&mut self, key: &str, shape: &[usize]) -> Built {
        let Some(tensor) = self.weights.get(key) else { return Err(Mismatch::Missing(key.to_owned())) };
        if tensor.elem_count() != shape.iter().product::<usize>() {
            let found = tensor.dims().to_vec();
            return Err(Mismatch::Shape { key: key.to_owned(), found, expected: format!("{shape:?}") });
        }
        let mut tensor = tensor.to_dtype(DType::F32).map_err(network::Error::from)?;
        // One zero that stands for all would be written out.
        if tensor.dims() != shape {
            tensor = tensor.reshape(shape).map_err(network::Error::from)?;
        }
        self.used.insert(key.to_owned());
        Ok(self.builder.constant(key, tensor))
    }

    /// Numbers that are no weights.
    pub fn fixed(&mut self, name: &str, value: Tensor) -> NodeId {
        self.builder.constant(name, value)
    }

    /// A step of the graph.
    pub fn node(&mut self, path: &str, operator: Operator, inputs: &[NodeId]) -> Built {
        Ok(self.builder.node(path, operator, inputs)?)
    }

    /// The values behind `path.weight` and, where there is one, `path.bias`, after `value`.
    fn with_parameters(&mut self, path: &str, value: NodeId, weight: NodeId) -> Result<Vec<NodeId>, Mismatch> {
        let mut inputs = vec![value, weight];
        let bias = format!("{path}.bias");
        if self.weights.has(&bias) {
            inputs.push(self.constant(&bias)?);
        }
        Ok(inputs)
    }

    /// A convolution with square stride.
    pub fn convolution(&mut self, path: &str, value: NodeId, stride: usize, padding: Padding) -> Built {
        let key = format!("{path}.weight");
        let weight = self.constant(&key)?;
        let channels = self.size(value, 1);
        let found = self.builder.shape(weight).to_vec();
        let (&[_, per_group, rows, columns], true) =
            (found.as_slice(), found.get(1).is_some_and(|&per_group| per_group > 0 && channels.is_multiple_of(per_group)))
        else {
            return Err(Mismatch::Shape { key, found, expected: format!("filters for {channels} channels") });
        };
        let pads = match padding {
            Padding::None => Pads::default(),
            Padding::Half => Pads::symmetric(rows / 2, columns / 2),
            Padding::Each(amount) => Pads::all(amount),
        };
        let operator = Operator::Convolution(Convolution {
            kernel: [rows, columns],
            stride: [stride; 2],
            dilation: [1; 2],
            pads,
            groups: channels / per_group,
        });
        let inputs = self.with_parameters(path, value, weight)?;
        self.node(path, operator, &inputs)
    }

    /// A transposed convolution whose maps are `stride` times as large; its weight is `C x O / groups x rows x columns`.
    pub fn transposed_convolution(&mut self, path: &str, value: NodeId, stride: usize, groups: usize) -> Built {
        let key = format!("{path}.weight");
        let weight = self.constant(&key)?;
        let channels = self.size(value, 1);
        let found = self.builder.shape(weight).to_vec();
        let (&[inputs, _, rows, columns], true) = (found.as_slice(), found.iter().skip(2).all(|&taps| taps >= stride)) else {
            return Err(Mismatch::Shape { key, found, expected: format!("kernels of {stride} or more rows and columns") });
        };
        if inputs != channels {
            return Err(Mismatch::Shape { key, found, expected: format!("kernels for {channels} channels") });
        }
        let cut = [rows, columns].map(|taps| (taps - stride).div_ceil(2));
        let turned = Convolution {
            kernel: [rows, columns],
            stride: [stride; 2],
            dilation: [1; 2],
            pads: Pads::symmetric(cut[0], cut[1]),
            groups,
        };
        let output_padding = [stride + 2 * cut[0] - rows, stride + 2 * cut[1] - columns];
        let inputs = self.with_parameters(path, value, weight)?;
        self.node(path, Operator::TransposedConvolution(TransposedConvolution { turned, output_padding }), &inputs)
    }

    /// The nearest row and column for each of a size.
    pub fn upsample(&mut self, path: &str, value: NodeId, size: ResizeSize) -> Built {
        let operator =
            Resize { mode: ResizeMode::Nearest(NearestRounding::Floor), coordinates: ResizeCoordinates::Asymmetric, size };
        self.node(path, Operator::Resize(operator), &[value])
    }

    /// Batch normalisation.
    pub fn batch_normalization(&mut self, path: &str, value: NodeId) -> Built {
        let mut inputs = vec![value];
        for name in ["weight", "bias", "running_mean", "running_var"] {
            inputs.push(self.constant(&format!("{path}.{name}"))?);
        }
        let operator = Operator::BatchNormalization(BatchNormalization { epsilon: self.epsilon });
        self.node(path, operator, &inputs)
    }

    /// Layer normalisation over the last axis.
    pub fn layer_normalization(&mut self, path: &str, value: NodeId) -> Built {
        let weight = self.constant(&format!("{path}.weight"))?;
        let inputs = self.with_parameters(path, value, weight)?;
        let operator = Operator::LayerNormalization(LayerNormalization { axes: 1, epsilon: self.epsilon });
        self.node(path, operator, &inputs)
    }

    /// A fully connected layer over the last axis; weights may be stored as those of a 1x1 convolution.
    pub fn linear(&mut self, path: &str, value: NodeId) -> Built {
        let key = format!("{path}.weight");
        let width = self.builder.shape(value).last().copied().unwrap_or(0);
        let weight = match self.weights.get(&key).map(Tensor::dims) {
            Some(&[outputs, inputs] | &[outputs, inputs, 1, 1]) if inputs == width => {
                self.reshaped_constant(&key, &[outputs, inputs])?
            }
            Some(found) => {
                return Err(Mismatch::Shape {
                    key,
                    found: found.to_vec(),
                    expected: format!("one row of {width} for each output"),
                });
            }
            None => return Err(Mismatch::Missing(key)),
        };
        let inputs = self.with_parameters(path, value, weight)?;
        self.node(path, Operator::Linear(Linear), &inputs)
    }

    /// An element-wise activation.
    pub fn activation(&mut self, path: &str, value: NodeId, activation: Activation) -> Built {
        self.node(path, Operator::Activation(activation), &[value])
    }

    /// ReLU.
    pub fn relu(&mut self, path: &str, value: NodeId) -> Built {
        self.activation(path, value, Activation::Relu)
    }

    /// Dropout while predicting: the value itself.
    pub fn dropout(&mut self, path: &str, value: NodeId) -> Built {
        self.node(path, Operator::Identity, &[value])
    }

    /// The sum of two values.
    pub fn add(&mut self, path: &str, left: NodeId, right: NodeId) -> Built {
        self.node(path, Operator::Arithmetic(Arithmetic::Add), &[left, right])
    }

    /// The product of two values, with broadcasting.
    pub fn multiply(&mut self, path: &str, left: NodeId, right: NodeId) -> Built {
        self.node(path, Operator::Arithmetic(Arithmetic::Multiply), &[left, right])
    }

    /// Channels of several values behind each other.
    pub fn concatenate(&mut self, path: &str, values: &[NodeId]) -> Built {
        self.node(path, Operator::Concatenate(Concatenate { axis: 1 }), values)
    }

    /// Axes in another order.
    pub fn transpose(&mut self, path: &str, value: NodeId, permutation: &[usize]) -> Built {
        self.node(path, Operator::Transpose(Transpose { permutation: permutation.to_vec() }), &[value])
    }

    /// Another shape; 0 keeps a size, -1 takes what is left.
    pub fn reshape(&mut self, path: &str, value: NodeId, target: &[i64]) -> Built {
        self.node(path, Operator::Reshape(Reshape { target: target.to_vec() }), &[value])
    }

    /// `N x (everything else)`.
    pub fn flatten(&mut self, path: &str, value: NodeId) -> Built {
        self.reshape(path, value, &[0, -1])
    }

    /// Maximum pooling.
    pub fn max_pool(&mut self, path: &str, value: NodeId, window: Window) -> Built {
        let operator = MaxPool {
            kernel: [window.kernel; 2],
            stride: [window.stride; 2],
            dilation: [1; 2],
            pads: Pads::all(window.padding),
            ceil: window.ceil,
        };
        self.node(path, Operator::MaxPool(operator), &[value])
    }

    /// Average pooling; `count_padding` as in [`AveragePool`].
    pub fn average_pool(&mut self, path: &str, value: NodeId, window: Window, count_padding: bool) -> Built {
        let operator = AveragePool {
            kernel: [window.kernel; 2],
            stride: [window.stride; 2],
            pads: Pads::all(window.padding),
            ceil: window.ceil,
            count_padding,
        };
        self.node(path, Operator::AveragePool(operator), &[value])
    }

    /// The mean of every channel's map, `N x C x 1 x 1`.
    pub fn global_average(&mut self, path: &str, value: NodeId) -> Built {
        let operator = Reduce { kind: ReduceKind::Mean, axes: vec![2, 3], keep: true };
        self.node(path, Operator::Reduce(operator), &[value])
    }

    /// Means over `rows x columns` windows that together cover the map (PyTorch's `AdaptiveAvgPool2d`).
    ///
    /// Windows of one size are an average pool; others overlap or repeat, and are products with two matrices of weights.
    pub fn adaptive_average(&mut self, path: &str, value: NodeId, size: [usize; 2]) -> Built {
        let map = [self.size(value, 2), self.size(value, 3)];
        if map == size {
            return self.node(path, Operator::Identity, &[value]);
        }
        if map[0].is_multiple_of(size[0]) && map[1].is_multiple_of(size[1]) {
            let kernel = [map[0] / size[0], map[1] / size[1]];
            let operator = AveragePool { kernel, stride: kernel, pads: Pads::default(), ceil: false, count_padding: false };
            return self.node(path, Operator::AveragePool(operator), &[value]);
        }
        let rows = self.averaging_matrix(&format!("{path}.over_rows"), map[0], size[0], false)?;
        let columns = self.averaging_matrix(&format!("{path}.over_columns"), map[1], size[1], true)?;
        let product = Operator::MatrixProduct(MatrixProduct);
        let value = self.node(&format!("{path}.rows"), product.clone(), &[rows, value])?;
        self.node(path, product, &[value, columns])
    }

    /// `to x from` weights (or its transpose) whose row i is the mean over positions `floor(i from / to)` to `ceil((i + 1) from /
    /// to)`.
    fn averaging_matrix(&mut self, name: &str, from: usize, to: usize, transposed: bool) -> Built {
        let mut matrix = vec![0.0_f32; to * from];
        for row in 0..to {
            let window = row * from / to..((row + 1) * from).div_ceil(to);
            let weight = 1.0 / window.len() as f32;
            matrix[row * from + window.start..row * from + window.end].fill(weight);
        }
        let tensor = Tensor::from_vec(matrix, (to, from), &network::Device::Cpu)
            .and_then(|tensor| if transposed { tensor.t()?.contiguous() } else { Ok(tensor) })
            .map_err(network::Error::from)?;
        Ok(self.builder.constant(name, tensor))
    }
}
