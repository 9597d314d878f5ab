//! What kind of layer a row is, as data; [`std::fmt::Display`] writes it in short: "Conv 7×7, stride 2".

use std::fmt;

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

impl fmt::Display for LayerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input => f.write_str("Input"),
            Self::Block => f.write_str("Block"),
            Self::Convolution { depthwise, kernel, stride, dilation, groups } => {
                write!(f, "{} {}", if *depthwise { "Depthwise" } else { "Conv" }, times(*kernel))?;
                if *stride != [1, 1] {
                    write!(f, ", stride {}", short(*stride))?;
                }
                if *dilation != [1, 1] {
                    write!(f, ", dilation {}", short(*dilation))?;
                }
                if *groups > 1 && !depthwise {
                    write!(f, ", {groups} groups")?;
                }
                Ok(())
            }
            Self::Pool { largest, kernel, stride } => {
                write!(f, "{} {}", if *largest { "Max pool" } else { "Average pool" }, times(*kernel))?;
                if stride == kernel { Ok(()) } else { write!(f, ", stride {}", short(*stride)) }
            }
            Self::GlobalPool { largest } => f.write_str(if *largest { "Global max pool" } else { "Global average pool" }),
            Self::Linear => f.write_str("Linear"),
            Self::BatchNormalization => f.write_str("Batch norm"),
            Self::LayerNormalization => f.write_str("Layer norm"),
            Self::GroupNormalization => f.write_str("Group norm"),
            Self::LocalResponseNormalization => f.write_str("Local response norm"),
            Self::Other(name) => f.write_str(name),
        }
    }
}

fn times([rows, columns]: [usize; 2]) -> String {
    format!("{rows}×{columns}")
}

/// One number where both are the same.
fn short(pair: [usize; 2]) -> String {
    if pair[0] == pair[1] { pair[0].to_string() } else { times(pair) }
}
