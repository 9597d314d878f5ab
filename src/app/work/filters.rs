//! The learned weights of a layer as pictures: RGB filters where the input has three channels, else one tile per input channel.

use super::{Atlas, Loaded, colouring::Table};
use crate::{
    app::state::ScaleBy,
    control::Control,
    network::{DType, Device, Error, NodeId, Result},
    picture::{ChannelOrder, ColourMap, Scale},
};

/// Pixels of one row of tiles at most.
const LONGEST_ROW: usize = 2048;

/// The weights of a layer.
#[derive(Clone, Debug)]
pub struct Filters {
    /// The layer.
    pub layer: NodeId,
    /// Output channels, input channels of each, rows, columns.
    pub shape: [usize; 4],
    /// Whether a filter is one colour picture.
    pub rgb: bool,
    /// Input channels drawn per filter: all of them unless there are very many.
    pub drawn: usize,
    /// One tile per filter; a tile holds the input channels side by side (one picture for RGB).
    pub atlas: Atlas,
    /// The largest magnitude of each filter's scale.
    pub ends: Vec<f32>,
    /// The weights, in the order of `shape`.
    pub values: std::sync::Arc<Vec<f32>>,
}

/// Reads the weights of a row of the layer list and paints them. `order` says which input channel is red.
pub fn filters(
    loaded: &Loaded,
    layer: NodeId,
    (order, scale_by, colours): (ChannelOrder, ScaleBy, ColourMap),
    control: &Control,
) -> Result<Filters> {
    let network = loaded.engine.network();
    let no_weights = || Error::Target(format!("layer {:?} has no weights of its own", network.node(layer).name));
    let (node, weight) = loaded.weight(layer).ok_or_else(no_weights)?;
    let tensor = network.constant(weight).ok_or_else(no_weights)?;
    let shape = match *tensor.dims() {
        [outputs, inputs] => [outputs, inputs, 1, 1],
        [outputs, inputs, rows, columns] => [outputs, inputs, rows, columns],
        _ => return Err(no_weights()),
    };
    let values: Vec<f32> = tensor.flatten_all()?.to_dtype(DType::F32)?.to_device(&Device::Cpu)?.to_vec1()?;
    control.check()?;
    let [outputs, inputs, rows, columns] = shape;
    let from_input = network.node(node).inputs.first() == Some(&network.input());
    let rgb = inputs == 3 && from_input;
    let drawn = if rgb { 1 } else { inputs.min((LONGEST_ROW / columns.max(1)).max(1)) };
    let size = inputs * rows * columns;
    let whole = largest(&values);
    let ends: Vec<f32> = match scale_by {
        ScaleBy::Layer => vec![whole; outputs],
        ScaleBy::Map => values.chunks_exact(size.max(1)).map(largest).collect(),
    };
    let table = Table::new(colours);
    let atlas = Atlas::paint(outputs, [drawn * columns, rows], |output, pixels| {
        let filter = &values[output * size..][..size];
        let scale = Scale { low: -ends[output], high: ends[output], gamma: 1.0 };
        for (at, pixel) in pixels.chunks_exact_mut(3).enumerate() {
            let (y, x) = (at / (drawn * columns), at % (drawn * columns));
            if rgb {
                let plane = |channel: usize| scale.position(filter[(channel * rows + y) * columns + x]);
                let planes = if order == ChannelOrder::Bgr { [2, 1, 0] } else { [0, 1, 2] };
                pixel.copy_from_slice(&planes.map(|channel| (plane(channel).clamp(0.0, 1.0) * 255.0).round() as u8));
            } else {
                let value = filter[(x / columns * rows + y) * columns + x % columns];
                pixel.copy_from_slice(&table.colour(&scale, value));
            }
        }
    });
    Ok(Filters { layer, shape, rgb, drawn, atlas, ends, values: std::sync::Arc::new(values) })
}

/// The largest magnitude, never zero.
fn largest(values: &[f32]) -> f32 {
    values.iter().fold(0.0f32, |largest, value| largest.max(value.abs())).max(f32::MIN_POSITIVE)
}
