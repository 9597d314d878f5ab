//! `convscope activations`: a layer's feature maps for one picture, as numbers or as a sheet of tiles.

use std::path::PathBuf;

use super::{
    Common, Error, Result,
    input::Input,
    model::{ModelArguments, Running},
    output::{Kind, Output},
    progress::Progress,
    tiles,
};
use crate::{
    network::{self, DType, Device, Keep},
    picture::{Figure, painted},
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
    #[arg(short, long, value_name = "OUT.png|OUT.npy", value_parser = Output::png_or_npy)]
    output: Output,
}

pub fn run(arguments: &Arguments, common: &Common) -> Result<()> {
    let Running { model, engine } = arguments.model.open_on_device(common)?;
    let network = engine.network();
    let layer = network.find(&arguments.layer)?;
    let node = network.node(layer);
    let channels = node.shape.get(1).copied().unwrap_or(1);
    if let Some(channel) = arguments.channel.filter(|channel| *channel >= channels) {
        return Err(Error::Impossible(format!(
            "layer {:?} has {channels} channels, so there is no channel {channel}",
            node.name
        )));
    }
    let input = Input::read_one(&model, &arguments.image)?;
    let progress = Progress::new();
    let kept = engine.forward(&input.tensor, &Keep::Only(vec![layer]), &progress.control())?;
    let value = kept.get(network, layer)?;
    let mut shape = value.dims().to_vec();
    let flat = value.to_dtype(DType::F32).and_then(|value| value.to_device(&Device::Cpu)?.flatten_all()?.to_vec1::<f32>());
    let mut values = flat.map_err(network::Error::from)?;
    if let Some(channel) = arguments.channel {
        let length = values.len() / channels;
        values = values[channel * length..][..length].to_vec();
        shape[1] = 1;
    }
    if arguments.output.kind == Kind::Npy {
        return arguments.output.write_array(&shape, &values);
    }
    let size = [2, 3].map(|axis| shape.get(axis).copied().unwrap_or(1));
    let (map, scale) = tiles::colours(&values);
    let by = |sizes: [usize; 2]| format!("{} × {}", sizes[0], sizes[1]);
    let (title, picture) = match arguments.channel {
        Some(channel) => (format!("{}:{channel} · {}", node.name, by(size)), painted(&values, size[1], size[0], map, &scale)),
        None => (format!("{} · {channels} maps of {}", node.name, by(size)), tiles::sheet(&values, size, map, &scale)),
    };
    let note = if scale.is_signed() { "99.5 % of values shown".to_owned() } else { String::new() };
    arguments.output.write_picture(&Figure { title, picture, bar: Some((map, scale)), note }.render())
}
