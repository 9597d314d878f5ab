//! A [`Description`] as text again: one layer a line, what is left out of it being the same as on the way in.

use std::fmt::{self, Display, Formatter};

use super::{super::assembly::Padding, Description, Kind, Layer, Pool, Width};
use crate::network::ops::Activation;

/// What activations are called.
pub(super) const ACTIVATIONS: &[(&str, Activation)] = &[
    ("relu", Activation::Relu),
    ("leaky_relu", Activation::LeakyRelu { slope: 0.01 }),
    ("relu6", Activation::Clip { minimum: 0.0, maximum: 6.0 }),
    ("silu", Activation::Silu),
    ("gelu", Activation::Gelu { tanh: false }),
    ("hard_swish", Activation::HardSwish),
    ("sigmoid", Activation::Sigmoid),
    ("tanh", Activation::Tanh),
];

/// What none is called.
pub(super) const NO_ACTIVATION: &str = "none";

impl Display for Description {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "layers = [")?;
        lines(f, &self.layers, 1)?;
        writeln!(f, "]")
    }
}

/// Layers, each on lines of its own.
fn lines(f: &mut Formatter<'_>, layers: &[Layer], depth: usize) -> fmt::Result {
    for layer in layers {
        write!(f, "{}{{ ", "    ".repeat(depth))?;
        one(f, layer, depth)?;
        writeln!(f, " }},")?;
    }
    Ok(())
}

fn one(f: &mut Formatter<'_>, layer: &Layer, depth: usize) -> fmt::Result {
    if let Some(name) = &layer.name {
        write!(f, "name = \"{name}\", ")?;
    }
    if layer.repeat != 1 {
        write!(f, "repeat = {}, ", layer.repeat)?;
    }
    let indent = "    ".repeat(depth);
    match &layer.kind {
        Kind::Convolution { channels, kernel, stride, padding, groups, normalization, activation: follows } => {
            write!(f, "convolution = {channels}, kernel = {kernel}")?;
            for (key, value) in [("stride", stride), ("groups", groups)].into_iter().filter(|(_, value)| **value != 1) {
                write!(f, ", {key} = {value}")?;
            }
            match padding {
                Padding::Half => {}
                Padding::None => write!(f, ", padding = 0")?,
                Padding::Each(amount) => write!(f, ", padding = {amount}")?,
            }
            if !normalization {
                write!(f, ", normalization = \"none\"")?;
            }
            activation(f, follows.as_ref(), "relu")
        }
        Kind::Transposed { channels, kernel, stride, groups, normalization, activation: follows } => {
            write!(f, "transposed = {channels}, kernel = {kernel}, stride = {stride}")?;
            if *groups != 1 {
                write!(f, ", groups = {groups}")?;
            }
            if !normalization {
                write!(f, ", normalization = \"none\"")?;
            }
            activation(f, follows.as_ref(), "relu")
        }
        Kind::Upsample { factor } => write!(f, "upsample = {factor}"),
        Kind::UpsampleTo { side } => write!(f, "upsample_to = {side}"),
        Kind::MaxPool(window) => pool(f, "max_pool", window),
        Kind::AveragePool(window) => pool(f, "average_pool", window),
        Kind::GlobalAverage => write!(f, "global_average = true"),
        Kind::Linear { outputs, activation: follows } => {
            write!(f, "linear = {outputs}")?;
            activation(f, follows.as_ref(), NO_ACTIVATION)
        }
        Kind::Residual { layers, activation: follows } => {
            writeln!(f, "residual = [")?;
            lines(f, layers, depth + 1)?;
            write!(f, "{indent}]")?;
            activation(f, follows.as_ref(), "relu")
        }
        Kind::Concat { branches } => {
            writeln!(f, "concat = [")?;
            for branch in branches {
                writeln!(f, "{indent}    [")?;
                lines(f, branch, depth + 2)?;
                writeln!(f, "{indent}    ],")?;
            }
            write!(f, "{indent}]")
        }
    }
}

fn pool(f: &mut Formatter<'_>, key: &str, window: &Pool) -> fmt::Result {
    write!(f, "{key} = {}", window.kernel)?;
    if window.stride != window.kernel {
        write!(f, ", stride = {}", window.stride)?;
    }
    if window.padding != 0 {
        write!(f, ", padding = {}", window.padding)?;
    }
    Ok(())
}

fn activation(f: &mut Formatter<'_>, activation: Option<&Activation>, otherwise: &str) -> fmt::Result {
    let name = ACTIVATIONS.iter().find(|(_, known)| Some(known) == activation).map_or(NO_ACTIVATION, |(name, _)| name);
    if name == otherwise { Ok(()) } else { write!(f, ", activation = \"{name}\"") }
}

impl Display for Width {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Classes => write!(f, "\"classes\""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let description = Description::parse(
            "layers = [{ name = 'stem', convolution = 8, kernel = 5, stride = 2, padding = 1, groups = 1 }, { max_pool = 3, \
             stride = 2, padding = 1 },
             { repeat = 2, activation = 'gelu', residual = [{ convolution = 8, normalization = 'none' }, { convolution = 8, \
             activation = 'none' }] },
             { concat = [[{ convolution = 4, kernel = 1, groups = 2 }], [{ average_pool = 3, stride = 1, padding = 1 }]] },
             { upsample = 2 }, { upsample_to = 7 }, { transposed = 6, kernel = 5, stride = 3, groups = 2, normalization = \
             'none' }, { transposed = 4, \
             activation = 'sigmoid' },
             { global_average = true }, { linear = 20, activation = 'leaky_relu' }, { linear = 'classes' }]",
        )
        .unwrap();
        let text = description.to_string();
        assert_eq!(Description::parse(&text).unwrap(), description, "{text}");
        assert!(text.contains("\n    { repeat = 2, residual = [\n        { convolution = 8, kernel = 3"), "{text}");
    }
}
