//! A description for one size of input: every layer with its name, its input's and its output's shape.

use std::collections::{BTreeMap, BTreeSet};

use super::{super::assembly::Padding, Description, End, Kind, Layer, Pool, Width};
use crate::network::ops::Activation;

/// Channels, rows, columns.
pub(super) type Shape = [usize; 3];

/// A layer in its place.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    /// Its module path.
    pub path: String,
    /// The shape that it makes.
    pub output: Shape,
    /// What it is.
    pub kind: PlacedKind,
}

/// What a placed layer is.
#[derive(Clone, Debug)]
pub(super) enum PlacedKind {
    Convolution(PlacedConvolution),
    Transposed(PlacedConvolution),
    Upsample { factor: usize },
    UpsampleTo { side: usize },
    MaxPool(Pool),
    AveragePool(Pool),
    GlobalAverage,
    Linear { inputs: usize, outputs: usize, activation: Option<Activation> },
    Residual { layers: Vec<Placed>, shortcut: Option<Box<Placed>>, activation: Option<Activation> },
    Concat { branches: Vec<Vec<Placed>> },
}

/// A convolution of which everything is known; for a transposed one the padding is what is cut away.
#[derive(Clone, Debug)]
pub(super) struct PlacedConvolution {
    pub inputs: usize,
    pub outputs: usize,
    pub kernel: usize,
    pub stride: usize,
    pub padding: Padding,
    pub groups: usize,
    pub normalization: bool,
    pub activation: Option<Activation>,
}

/// A whole network.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub input: Shape,
    pub layers: Vec<Placed>,
}

/// More layers come from a slip of the finger in `repeat`.
const MOST_LAYERS: usize = 10_000;

/// Plans a description for an input; the last layer must make as many numbers as there are classes, or a whole picture.
pub(super) fn plan(description: &Description, input: Shape, end: &End) -> Result<Plan, String> {
    let (classes, wanted) = match end {
        End::Scores(classes) => (*classes, [*classes, 1, 1]),
        End::Picture(picture) => (picture.channels(), [picture.channels(), picture.size[0], picture.size[1]]),
        End::Judgements => (1, [1, 0, 0]),
    };
    let mut planner = Planner { classes, placed: 0 };
    let layers = planner.scope("", &description.layers, input)?;
    match layers.last() {
        Some(last) if matches!(end, End::Judgements) && last.output[0] == 1 => Ok(Plan { input, layers }),
        Some(last) if last.output != wanted => {
            let [channels, rows, columns] = last.output;
            let made = if [rows, columns] == [1, 1] { channels.to_string() } else { format!("{channels} x {rows} x {columns}") };
            let ([channels, rows, columns], made) = (wanted, format!("its last layer {} makes {made} numbers", last.path));
            Err(match end {
                End::Scores(_) => {
                    format!("{made} for {classes} classes; end in {{ global_average = true }}, {{ linear = \"classes\" }}")
                }
                End::Judgements => format!("{made}; end in one channel, {{ convolution = 1, activation = \"none\" }}"),
                End::Picture(_) => {
                    format!("{made} for a picture of {channels} x {rows} x {columns}; enlarge as often as it takes")
                }
            })
        }
        _ => Ok(Plan { input, layers }),
    }
}

struct Planner {
    classes: usize,
    placed: usize,
}

impl Planner {
    /// Layers behind each other, under a module path.
    fn scope(&mut self, parent: &str, layers: &[Layer], input: Shape) -> Result<Vec<Placed>, String> {
        let mut names = Names::new(layers);
        let mut placed: Vec<Placed> = Vec::new();
        let mut shape = input;
        for layer in layers {
            for turn in 0..layer.repeat {
                let name = names.next(layer, turn)?;
                let path = if parent.is_empty() { name } else { format!("{parent}.{name}") };
                let one = self.place(path, &layer.kind, shape)?;
                shape = one.output;
                placed.push(one);
            }
        }
        Ok(placed)
    }

    fn place(&mut self, path: String, kind: &Kind, input: Shape) -> Result<Placed, String> {
        self.placed += 1;
        if self.placed > MOST_LAYERS {
            return Err(format!("there are more than {MOST_LAYERS} layers; lower repeat"));
        }
        let [channels, rows, columns] = input;
        let fits = |window: usize, padding: usize| {
            if rows.min(columns) + 2 * padding >= window {
                return Ok(());
            }
            let map = format!("a window of {window} x {window} does not fit into a map of {rows} x {columns}");
            Err(format!("{path}: {map}; use a larger input or fewer strides"))
        };
        let pooled = |pool: &Pool| -> Result<Shape, String> {
            fits(pool.kernel, pool.padding)?;
            let along = |length: usize| (length + 2 * pool.padding - pool.kernel) / pool.stride + 1;
            Ok([channels, along(rows), along(columns)])
        };
        let (output, kind) = match kind {
            Kind::Convolution { channels: width, kernel, stride, padding, groups, normalization, activation } => {
                let outputs = self.width(*width);
                divides(&path, [channels, outputs], *groups)?;
                let zeros = match padding {
                    Padding::None => 0,
                    Padding::Half => kernel / 2,
                    Padding::Each(amount) => *amount,
                };
                fits(*kernel, zeros)?;
                let along = |length: usize| (length + 2 * zeros - kernel) / stride + 1;
                let convolution = PlacedConvolution {
                    inputs: channels,
                    outputs,
                    kernel: *kernel,
                    stride: *stride,
                    padding: *padding,
                    groups: *groups,
                    normalization: *normalization,
                    activation: activation.clone(),
                };
                ([outputs, along(rows), along(columns)], PlacedKind::Convolution(convolution))
            }
            Kind::Transposed { channels: width, kernel, stride, groups, normalization, activation } => {
                let outputs = self.width(*width);
                divides(&path, [channels, outputs], *groups)?;
                let convolution = PlacedConvolution {
                    inputs: channels,
                    outputs,
                    kernel: *kernel,
                    stride: *stride,
                    padding: Padding::Each((kernel - stride).div_ceil(2)),
                    groups: *groups,
                    normalization: *normalization,
                    activation: activation.clone(),
                };
                (enlarged(&path, [outputs, rows, columns], *stride)?, PlacedKind::Transposed(convolution))
            }
            Kind::Upsample { factor } => (enlarged(&path, input, *factor)?, PlacedKind::Upsample { factor: *factor }),
            Kind::UpsampleTo { side } => (enlarged(&path, [channels, *side, *side], 1)?, PlacedKind::UpsampleTo { side: *side }),
            Kind::MaxPool(pool) => (pooled(pool)?, PlacedKind::MaxPool(*pool)),
            Kind::AveragePool(pool) => (pooled(pool)?, PlacedKind::AveragePool(*pool)),
            Kind::GlobalAverage => ([channels, 1, 1], PlacedKind::GlobalAverage),
            Kind::Linear { outputs, activation } => {
                let outputs = self.width(*outputs);
                let kind = PlacedKind::Linear { inputs: channels * rows * columns, outputs, activation: activation.clone() };
                ([outputs, 1, 1], kind)
            }
            Kind::Residual { layers, activation } => {
                let placed = self.scope(&path, layers, input)?;
                let output = placed.last().map_or(input, |last| last.output);
                let shortcut = if output == input { None } else { Some(Box::new(shortcut(&path, layers, input, output)?)) };
                (output, PlacedKind::Residual { layers: placed, shortcut, activation: activation.clone() })
            }
            Kind::Concat { branches } => {
                let mut placed = Vec::new();
                for (index, branch) in branches.iter().enumerate() {
                    placed.push(self.scope(&format!("{path}.branch{}", index + 1), branch, input)?);
                }
                let shapes: Vec<Shape> = placed.iter().filter_map(|branch| branch.last().map(|last| last.output)).collect();
                let maps: BTreeSet<[usize; 2]> = shapes.iter().map(|[_, rows, columns]| [*rows, *columns]).collect();
                let Some(&[rows, columns]) = maps.first().filter(|_| maps.len() == 1) else {
                    return Err(format!(
                        "{path}: its branches make maps of different sizes, {maps:?}; give all the same strides"
                    ));
                };
                ([shapes.iter().map(|shape| shape[0]).sum(), rows, columns], PlacedKind::Concat { branches: placed })
            }
        };
        Ok(Placed { path, output, kind })
    }

    fn width(&self, width: Width) -> usize {
        match width {
            Width::Number(number) => number,
            Width::Classes => self.classes,
        }
    }
}

fn divides(path: &str, [channels, outputs]: [usize; 2], groups: usize) -> Result<(), String> {
    if channels.is_multiple_of(groups) && outputs.is_multiple_of(groups) {
        return Ok(());
    }
    Err(format!("{path}: {channels} channels to {outputs} do not fall into {groups} equal groups"))
}

/// Larger maps are slips of the finger.
const LARGEST_MAP: usize = 8192;

fn enlarged(path: &str, [channels, rows, columns]: Shape, factor: usize) -> Result<Shape, String> {
    let output = [channels, rows * factor, columns * factor];
    if output[1].max(output[2]) > LARGEST_MAP {
        return Err(format!("{path}: a map of {rows} x {columns} does not become {factor} times as large; lower it"));
    }
    Ok(output)
}

/// The projection of a block's input to another shape.
fn shortcut(path: &str, layers: &[Layer], input: Shape, output: Shape) -> Result<Placed, String> {
    let stride = layers.iter().map(|layer| strides(layer).pow(layer.repeat as u32)).product::<usize>().max(1);
    let along = |length: usize| (length - 1) / stride + 1;
    if [along(input[1]), along(input[2])] != output[1..] {
        let [_, rows, columns] = output;
        return Err(format!(
            "{path}: its layers make a map of {rows} x {columns}, which a shortcut of stride {stride} does not; pad its layers \
             by half a kernel"
        ));
    }
    let convolution = PlacedConvolution {
        inputs: input[0],
        outputs: output[0],
        kernel: 1,
        stride,
        padding: Padding::None,
        groups: 1,
        normalization: true,
        activation: None,
    };
    Ok(Placed { path: format!("{path}.shortcut"), output, kind: PlacedKind::Convolution(convolution) })
}

/// How many input positions one output position of a layer stands for.
fn strides(layer: &Layer) -> usize {
    match &layer.kind {
        Kind::Convolution { stride, .. } => *stride,
        Kind::MaxPool(pool) | Kind::AveragePool(pool) => pool.stride,
        Kind::GlobalAverage | Kind::Linear { .. } | Kind::Transposed { .. } => 1,
        Kind::Upsample { .. } | Kind::UpsampleTo { .. } => 1,
        Kind::Residual { layers, .. } => layers.iter().map(strides).product(),
        Kind::Concat { branches } => branches.first().map_or(1, |branch| branch.iter().map(strides).product()),
    }
}

/// Names of the layers under one path.
struct Names {
    counts: BTreeMap<&'static str, usize>,
    taken: BTreeSet<String>,
    single_linear: bool,
}

impl Names {
    fn new(layers: &[Layer]) -> Self {
        let linear = layers.iter().filter(|layer| matches!(layer.kind, Kind::Linear { .. })).map(|layer| layer.repeat);
        Self { counts: BTreeMap::new(), taken: BTreeSet::new(), single_linear: linear.sum::<usize>() == 1 }
    }

    /// The name of a layer's `turn`-th repetition.
    fn next(&mut self, layer: &Layer, turn: usize) -> Result<String, String> {
        let name = match (&layer.name, layer.repeat) {
            (Some(name), 1) => name.clone(),
            (Some(name), _) => format!("{name}{}", turn + 1),
            (None, _) => self.derived(&layer.kind),
        };
        if self.taken.insert(name.clone()) { Ok(name) } else { Err(format!("two layers are called {name}; rename one")) }
    }

    fn derived(&mut self, kind: &Kind) -> String {
        let word = match kind {
            Kind::Convolution { .. } => "conv",
            Kind::Transposed { .. } => "transposed",
            Kind::Upsample { .. } | Kind::UpsampleTo { .. } => "upsample",
            Kind::MaxPool(_) | Kind::AveragePool(_) => "pool",
            Kind::GlobalAverage => return "global_average".to_owned(),
            Kind::Linear { .. } if self.single_linear => return "fc".to_owned(),
            Kind::Linear { .. } => "fc",
            Kind::Residual { .. } => "block",
            Kind::Concat { .. } => "mixed",
        };
        let count = self.counts.entry(word).or_default();
        *count += 1;
        format!("{word}{count}")
    }
}
