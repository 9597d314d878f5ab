//! `convscope filters`: a layer's learned weights. Filters on a colour picture are colour tiles; deeper ones are one row for
//! each filter with a tile for each input channel, on a signed scale.

use super::{
    Common, Error, Result,
    model::ModelArguments,
    output::{Kind, Output},
};
use crate::{
    figures::{Figure, FilterLook, ScaleBy, filter_panel},
    network::{Network, NodeId, Operator},
    units::Filters,
    words::results,
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
    #[arg(short, long, value_name = "OUT.png|OUT.svg|OUT.npy", value_parser = Output::figure_or_npy)]
    output: Output,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<()> {
    let model = arguments.model.open()?;
    let filters = find(&model.network, arguments.layer.as_deref())?;
    if arguments.output.kind == Kind::Npy {
        return arguments.output.write_array(&filters.stored, &filters.values);
    }
    let order = model.preprocessing.order;
    let look = FilterLook { scale: ScaleBy::Layer, signed_colours: true, dark: false, order };
    let sizes: Vec<String> = filters.stored[1..].iter().map(usize::to_string).collect();
    let name = &model.network.node(filters.node).name;
    let title = results::figure_filters(name, filters.shape[0], sizes.join(" × "));
    arguments.output.write_figure(&Figure::of(title, filter_panel(&filters, &look)), common.words())
}

fn find(network: &Network, layer: Option<&str>) -> Result<Filters> {
    let with_weights = |id: &NodeId| matches!(network.node(*id).operator, Operator::Convolution(_) | Operator::Linear(_));
    let is_convolution = |id: &NodeId| matches!(network.node(*id).operator, Operator::Convolution(_));
    let id = match layer {
        None => network.ids().find(is_convolution).or_else(|| network.ids().find(with_weights)),
        Some(name) => Some(network.find(name)?),
    };
    if let Some(filters) = id.map(|id| Filters::of(network, id)).transpose()?.flatten() {
        return Ok(filters);
    }
    let names = network.ids().filter(with_weights).take(4).map(|id| network.node(id).name.clone()).collect::<Vec<_>>();
    let asked = layer.map_or("this network".to_owned(), |name| format!("layer {name:?}"));
    let hint = if names.is_empty() { "it has none".to_owned() } else { format!("choose one like {}", names.join(", ")) };
    Err(Error::Impossible(format!("{asked} has no filters of its own; {hint}")))
}
