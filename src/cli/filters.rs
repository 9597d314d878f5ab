//! `convscope filters`: a layer's learned weights. Filters on a colour picture are colour tiles; deeper ones are one row for
//! each filter with a tile for each input channel, on a signed scale.

use super::{
    Error, Result,
    model::ModelArguments,
    output::{Kind, Output},
};
use crate::{
    network::{self, DType, Network, NodeId, Operator},
    picture::{ChannelOrder, ColourMap, Figure, Picture, Scale, columns_for, montage, painted},
    zoo::Model,
};

/// What to show.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    model: ModelArguments,
    /// The layer; the first convolution unless given.
    #[arg(long, value_name = "L")]
    layer: Option<String>,
    /// Numbers (filters x channels x rows x columns) or a picture.
    #[arg(short, long, value_name = "OUT.png|OUT.npy", value_parser = Output::png_or_npy)]
    output: Output,
}

/// Colour tiles are enlarged to about this many pixels.
const COLOUR_TILE: usize = 48;
/// Tiles of deeper layers.
const SMALL_TILE: usize = 12;
/// A sheet of more pixels is of no use to anybody.
const LONGEST_SIDE: usize = 1536;
const GROUND: [u8; 3] = [255; 3];

/// A layer's weights.
struct Filters {
    name: String,
    /// Filters, channels, rows, columns.
    shape: [usize; 4],
    values: Vec<f32>,
    /// The shape as stored.
    stored: Vec<usize>,
    /// Whether they look at the colours of the network's input.
    on_colours: bool,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let model = arguments.model.open()?;
    let filters = Filters::find(&model.network, arguments.layer.as_deref())?;
    if arguments.output.kind == Kind::Npy {
        return arguments.output.write_array(&filters.stored, &filters.values);
    }
    let figure = if filters.on_colours { filters.in_colour(&model) } else { filters.one_by_one() };
    arguments.output.write_picture(&figure.render())
}

impl Filters {
    fn find(network: &Network, layer: Option<&str>) -> Result<Self> {
        let with_weights = |id: &NodeId| matches!(network.node(*id).operator, Operator::Convolution(_) | Operator::Linear(_));
        let is_convolution = |id: &NodeId| matches!(network.node(*id).operator, Operator::Convolution(_));
        let id = match layer {
            None => network.ids().find(is_convolution).or_else(|| network.ids().find(with_weights)),
            Some(name) => Self::behind(network, network.find(name)?),
        };
        let weight = id.and_then(|id| Some((id, *network.node(id).inputs.get(1)?)));
        let Some((id, weight)) = weight.and_then(|(id, weight)| Some((id, network.constant(weight)?))) else {
            let names = network.ids().filter(with_weights).take(4).map(|id| network.node(id).name.clone()).collect::<Vec<_>>();
            let asked = layer.map_or("this network".to_owned(), |name| format!("layer {name:?}"));
            let hint = if names.is_empty() { "it has none".to_owned() } else { format!("choose one like {}", names.join(", ")) };
            return Err(Error::Impossible(format!("{asked} has no filters of its own; {hint}")));
        };
        let node = network.node(id);
        let values = weight.to_dtype(DType::F32).and_then(|weight| weight.flatten_all()?.to_vec1());
        let size = |axis: usize| weight.dims().get(axis).copied().unwrap_or(1);
        Ok(Self {
            name: node.name.clone(),
            shape: [0, 1, 2, 3].map(size),
            values: values.map_err(network::Error::from)?,
            stored: weight.dims().to_vec(),
            on_colours: size(1) == 3 && node.inputs.first() == Some(&network.input()),
        })
    }

    /// The layer itself, or the one behind its normalisation and activation.
    fn behind(network: &Network, named: NodeId) -> Option<NodeId> {
        let mut at = named;
        loop {
            let node = network.node(at);
            match node.operator {
                Operator::Convolution(_) | Operator::Linear(_) => return Some(at),
                Operator::Activation(_)
                | Operator::ParametricRelu(_)
                | Operator::BatchNormalization(_)
                | Operator::LayerNormalization(_)
                | Operator::GroupNormalization(_)
                | Operator::Identity => at = *node.inputs.first()?,
                _ => return None,
            }
        }
    }

    fn title(&self) -> String {
        let sizes: Vec<String> = self.stored[1..].iter().map(usize::to_string).collect();
        format!("{} · {} filters of {}", self.name, self.shape[0], sizes.join(" × "))
    }

    /// Each filter as the colours that it looks for: zero is mid grey, the largest weight of the layer full colour.
    fn in_colour(&self, model: &Model) -> Figure {
        let [_, _, height, width] = self.shape;
        let area = height * width;
        let largest = self.values.iter().fold(0f32, |largest, value| largest.max(value.abs())).max(f32::MIN_POSITIVE);
        let byte = |value: f32| ((value / largest * 0.5 + 0.5) * 255.0).round() as u8;
        let order = if model.preprocessing.order == ChannelOrder::Bgr { [2, 1, 0] } else { [0, 1, 2] };
        let tile = |filter: &[f32]| {
            let pixels = (0..area).flat_map(|at| order.map(|channel| byte(filter[channel * area + at]))).collect();
            Picture { width, height, pixels }.enlarged(COLOUR_TILE.div_ceil(width.max(height)))
        };
        let tiles: Vec<Picture> = self.values.chunks_exact(3 * area).map(tile).collect();
        let columns = columns_for(tiles.len(), width, height, 1.6);
        let note = format!("grey is 0, full colour {}", crate::picture::number(largest));
        Figure { title: self.title(), picture: montage(&tiles, columns, 4, GROUND), bar: None, note }
    }

    /// A row for each filter, a tile for each of its channels.
    fn one_by_one(&self) -> Figure {
        let [filters, channels, height, width] = self.shape;
        let area = height * width;
        let scale = Scale::signed(&self.values, 99.5);
        // Weights without extent lie side by side; others keep a gap.
        let (factor, gap) = if area == 1 { (2, 0) } else { (SMALL_TILE.div_ceil(width.max(height)), 2) };
        let fitting = |count: usize, side: usize| count.min((LONGEST_SIDE / (side * factor + gap)).max(1));
        let (rows, columns) = (fitting(filters, height), fitting(channels, width));
        let tiles: Vec<Picture> = self
            .values
            .chunks_exact(channels * area)
            .take(rows)
            .flat_map(|filter| filter.chunks_exact(area).take(columns))
            .map(|values| painted(values, width, height, ColourMap::SignedLight, &scale).enlarged(factor))
            .collect();
        let left_out = if (rows, columns) == (filters, channels) {
            String::new()
        } else {
            format!(", the first {rows} of {filters} filters and {columns} of {channels} channels")
        };
        Figure {
            title: self.title(),
            picture: montage(&tiles, columns, gap, GROUND),
            bar: Some((ColourMap::SignedLight, scale)),
            note: format!("99.5 % of weights shown{left_out}"),
        }
    }
}
