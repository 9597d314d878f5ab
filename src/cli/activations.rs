//! `convscope activations`: a layer's feature maps for one picture, as numbers or as a sheet of tiles.

use std::path::PathBuf;

use super::{
    Common, Error, Result,
    input::Input,
    model::{ModelArguments, Running},
    output::{Kind, Output},
    progress::Progress,
};
use crate::{
    figures::{Figure, Look, Panel, ScaleBy, bars, map_panel, unit_picture},
    network::{Channel, Keep},
    units::{Maps, Sort, numbers},
    words::{Words, figures, results},
};

/// What to show.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    model: ModelArguments,
    /// A picture; a .npy is taken as preprocessed numbers.
    #[arg(value_name = "IMAGE")]
    image: PathBuf,
    /// The layer: its name or any unambiguous end of it.
    #[arg(long, value_name = "L")]
    layer: String,
    /// Only this channel.
    #[arg(long, value_name = "C")]
    channel: Option<usize>,
    /// Numbers (1 x channels x rows x columns) or a picture.
    #[arg(short, long, value_name = "OUT.png|OUT.svg|OUT.npy", value_parser = Output::figure_or_npy)]
    output: Output,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<()> {
    let Running { model, engine } = arguments.model.open_on_device(common)?;
    let network = engine.network();
    let layer = network.find(&arguments.layer)?;
    let node = network.node(layer);
    let channels = node.shape.get(1).copied().unwrap_or(1);
    let channel = arguments.channel.map(Channel);
    if let Some(channel) = channel.filter(|channel| channel.index() >= channels) {
        return Err(Error::Impossible(format!(
            "layer {:?} has {channels} channels, so there is no channel {channel}",
            node.name
        )));
    }
    let input = Input::read_one(&model, &arguments.image)?;
    let progress = Progress::new(common.words());
    let kept = engine.forward(&input.tensor, &Keep::Only(vec![layer]), &progress.control())?;
    drop(progress);
    let value = kept.get(network, layer)?;
    let values = numbers(&value)?;
    if arguments.output.kind == Kind::Npy {
        let mut shape = value.dims().to_vec();
        return match channel {
            None => arguments.output.write_array(&shape, &values),
            Some(channel) => {
                shape[1] = 1;
                let length = values.len() / channels;
                arguments.output.write_array(&shape, &values[channel.index() * length..][..length])
            }
        };
    }
    let Some(maps) = Maps::new(network, layer, values) else {
        let problem =
            format!("layer {:?} has values of shape {:?}, which are no maps; write them as .npy", node.name, node.shape);
        return Err(Error::Impossible(problem));
    };
    let words = common.words();
    arguments.output.write_figure(&figure(&node.name, &maps, channel, words), words)
}

/// One map, all of them on one scale, or the bars of a vector.
fn figure(name: &str, maps: &Maps, channel: Option<Channel>, words: Words) -> Figure {
    let [channels, height, width] = maps.shape;
    let look = Look::default();
    match channel {
        Some(channel) => {
            let painted = unit_picture(maps, channel, &look);
            let panel = painted.map(|(picture, bar)| Panel { bar: Some(bar), ..Panel::of_picture(picture) });
            Figure::of(results::figure_channel(name, channel.to_string(), height, width), panel.unwrap_or_default())
        }
        None if maps.is_vector() => {
            let order = maps.sorted(Sort::Maximum).into_iter();
            let rows: Vec<_> = order.filter_map(|channel| Some((channel, String::new(), maps.value(channel, [0, 0])?))).collect();
            Figure::of(results::figure_what(name, figures::values_sorted(channels)), Panel::new(bars(&rows, words)))
        }
        None => {
            let panel = map_panel(maps, &maps.sorted(Sort::Channel), &look, ScaleBy::Layer);
            Figure::of(results::figure_what(name, figures::maps_of(channels, height, width)), panel)
        }
    }
}
