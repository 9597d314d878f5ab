//! What kind of layer a row is, as data; [`std::fmt::Display`] writes it in short: "Conv 7×7, stride 2".

use std::fmt;

use crate::words::{Phrase, Words, layers};

/// What kind of layer a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayerKind {
    /// What the network is given.
    Input,
    /// Layers that belong together.
    Block,
    /// A convolution with what is drawn into its row.
    Convolution {
        /// Whether every channel is convolved by itself.
        depthwise: bool,
        /// Rows and columns of the kernel.
        kernel: [usize; 2],
        /// Rows and columns from one window to the next.
        stride: [usize; 2],
        /// Distance between the kernel's taps.
        dilation: [usize; 2],
        /// Groups of channels that know nothing of each other.
        groups: usize,
    },
    /// A pool over windows.
    Pool {
        /// Whether the largest value counts instead of the mean.
        largest: bool,
        /// Rows and columns of the window.
        kernel: [usize; 2],
        /// Rows and columns from one window to the next.
        stride: [usize; 2],
    },
    /// A pool over all positions.
    GlobalPool {
        /// Whether the largest value counts instead of the mean.
        largest: bool,
    },
    /// A product with a matrix of weights.
    Linear,
    /// Normalisation by the statistics of a batch.
    BatchNormalization,
    /// Normalisation over a layer.
    LayerNormalization,
    /// Normalisation over groups of channels.
    GroupNormalization,
    /// Normalisation by neighbouring channels.
    LocalResponseNormalization,
    /// Anything else, by the operator's name.
    Other(&'static str),
}

impl LayerKind {
    /// In words, short.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Input => layers::INPUT,
            Self::Block => layers::BLOCK,
            Self::Convolution { depthwise, kernel, stride, dilation, groups } => {
                let kernel = times(*kernel);
                let mut phrase = if *depthwise { layers::depthwise(kernel) } else { layers::convolution(kernel) };
                if *stride != [1, 1] {
                    phrase = layers::stride(phrase, short(*stride));
                }
                if *dilation != [1, 1] {
                    phrase = layers::dilation(phrase, short(*dilation));
                }
                if *groups > 1 && !depthwise {
                    phrase = layers::groups(phrase, *groups);
                }
                phrase
            }
            Self::Pool { largest, kernel, stride } => {
                let phrase = if *largest { layers::max_pool(times(*kernel)) } else { layers::average_pool(times(*kernel)) };
                if stride == kernel { phrase } else { layers::stride(phrase, short(*stride)) }
            }
            Self::GlobalPool { largest: true } => layers::GLOBAL_MAX_POOL,
            Self::GlobalPool { largest: false } => layers::GLOBAL_AVERAGE_POOL,
            Self::Linear => layers::LINEAR,
            Self::BatchNormalization => layers::BATCH_NORM,
            Self::LayerNormalization => layers::LAYER_NORM,
            Self::GroupNormalization => layers::GROUP_NORM,
            Self::LocalResponseNormalization => layers::LOCAL_RESPONSE_NORM,
            Self::Other(name) => Phrase::verbatim(*name),
        }
    }
}

/// As files and scripts have it: in English.
impl fmt::Display for LayerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Words::ENGLISH.say(&self.phrase()))
    }
}

fn times([rows, columns]: [usize; 2]) -> String {
    format!("{rows}×{columns}")
}

/// One number where both are the same.
fn short(pair: [usize; 2]) -> String {
    if pair[0] == pair[1] { pair[0].to_string() } else { times(pair) }
}
