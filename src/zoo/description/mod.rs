//! A small readable description of a network in TOML: layers in order, with residual and concatenating blocks.
//!
//! ```toml
//! layers = [
//!     { convolution = 32, stride = 2 },                     # 3x3, then batch normalisation and ReLU
//!     { convolution = 32, kernel = 1, activation = "none" },# or normalization = "none": then with a bias
//!     { max_pool = 2 },                                     # also average_pool; stride = 2 unless said, padding = 0
//!     { repeat = 2, residual = [
//!         { convolution = 32 },
//!         { convolution = 32, activation = "none" },
//!     ] },                                                  # added to the input, ReLU after the sum
//!     { concat = [
//!         [{ convolution = 16, kernel = 1 }],
//!         [{ convolution = 16, kernel = 1 }, { convolution = 16, kernel = 5 }],
//!     ] },
//!     { global_average = true },
//!     { linear = "classes" },
//! ]
//! ```
//!
//! What enlarges maps (a network that draws): `{ upsample = 2 }` repeats rows and columns, `{ transposed = 32, kernel = 4,
//! stride = 2 }` is a transposed convolution, cut at its edges to `stride` times the input's size; normalisation and activation
//! as for a convolution. `{ upsample_to = 227 }` repeats rows and columns as often as it takes. A network of which the last layer
//! makes a picture is a generator ([`super::Generator`]).
//!
//! Convolutions are padded by half their kernel. Where a residual block changes the shape, its shortcut is a 1x1 convolution with
//! batch normalisation. Any layer may have a `name` and be repeated; without one it is called `conv1`, `block2.conv1`, `pool1`,
//! `mixed1.branch2.conv1`, `fc`. Weights are named as PyTorch would: `block2.conv1.weight`, `block2.conv1.bn.running_mean`.
//!
//! Knows no data and no training: `parse.rs` reads the text, `plan.rs` names layers and works out their shapes, `build.rs` makes
//! the graph, `initial.rs` the first weights, `trained.rs` the file that carries its own description.

mod build;
mod initial;
mod parse;
mod plan;
mod text;
mod trained;

use super::assembly::Padding;
use crate::{
    network::{Network, ops::Activation},
    picture::Preprocessing,
};

use super::weights::Weights;

pub use initial::InitialWeights;
pub use trained::{Trained, halved};

/// Layers in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// From the picture to the scores.
    pub layers: Vec<Layer>,
}

/// One layer or block.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// What the description calls it; without one a name is derived from its kind and place.
    pub name: Option<String>,
    /// How many of it follow each other.
    pub repeat: usize,
    /// What it is.
    pub kind: Kind,
}

/// What a layer is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A convolution, batch normalisation unless there is none (then it has a bias), an activation.
    Convolution {
        /// Output channels.
        channels: Width,
        /// Rows and columns of the kernel.
        kernel: usize,
        /// From one position to the next.
        stride: usize,
        /// Zeros around the input.
        padding: Padding,
        /// Input and output channels fall into this many groups.
        groups: usize,
        /// Whether batch normalisation follows.
        normalization: bool,
        /// What follows after that.
        activation: Option<Activation>,
    },
    /// A transposed convolution whose maps are `stride` times as large; else as a convolution.
    Transposed {
        /// Output channels.
        channels: Width,
        /// Rows and columns of the kernel, as many as the stride at least.
        kernel: usize,
        /// How many times as large the maps become.
        stride: usize,
        /// Input and output channels fall into this many groups.
        groups: usize,
        /// Whether batch normalisation follows.
        normalization: bool,
        /// What follows after that.
        activation: Option<Activation>,
    },
    /// Every row and column so many times.
    Upsample {
        /// How many times as large the maps become.
        factor: usize,
    },
    /// The nearest row and column for each of so many.
    UpsampleTo {
        /// Rows and columns of the maps.
        side: usize,
    },
    /// The maximum of windows.
    MaxPool(Pool),
    /// The mean of windows; padding does not count.
    AveragePool(Pool),
    /// The mean of every channel's map.
    GlobalAverage,
    /// A fully connected layer over everything.
    Linear {
        /// Outputs.
        outputs: Width,
        /// What follows.
        activation: Option<Activation>,
    },
    /// Layers whose result is added to their input.
    Residual {
        /// The layers.
        layers: Vec<Layer>,
        /// What follows after the sum.
        activation: Option<Activation>,
    },
    /// Branches whose channels are put behind each other.
    Concat {
        /// The layers of each branch.
        branches: Vec<Vec<Layer>>,
    },
}

/// The windows of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    /// Rows and columns.
    pub kernel: usize,
    /// From one window to the next.
    pub stride: usize,
    /// At each side.
    pub padding: usize,
}

/// How many channels or outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// So many.
    Number(usize),
    /// As many as the data has classes.
    Classes,
}

/// What a network ends in.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// Scores of so many classes.
    Scores(usize),
    /// A picture whose numbers, 0 to 1, become what another network takes: its input's range, mean and deviation follow behind
    /// the last layer.
    Picture(Preprocessing),
    /// One map of numbers, of any size, in a row.
    Judgements,
}

impl Description {
    /// The network with these weights for inputs of `channels` and `size` (rows, columns).
    ///
    /// # Errors
    /// A sentence that names the layer whose weights or shapes do not fit.
    pub fn network(&self, weights: &Weights, channels: usize, size: [usize; 2], classes: usize) -> Result<Network, String> {
        self.network_between(weights, [channels, size[0], size[1]], &End::Scores(classes))
    }

    /// The network with these weights from an input of `C x H x W` to its end.
    ///
    /// # Errors
    /// As [`Self::network`].
    pub fn network_between(&self, weights: &Weights, input: [usize; 3], end: &End) -> Result<Network, String> {
        build::build(&plan::plan(self, input, end)?, weights, end).map_err(|mismatch| mismatch.to_string())
    }
}
