//! The selected unit: its map at full size, and what its position sees of the picture.

use std::sync::Arc;

use egui::ColorImage;

use super::{Colouring, Forward, Loaded, Maps, colouring::Table};
use crate::{app::state::Unit, network::ReceptiveField};

/// What the right column shows.
#[derive(Clone, Debug)]
pub struct UnitView {
    /// The map, one pixel a position.
    pub map: Arc<ColorImage>,
    /// The smallest and largest value of the colour scale.
    pub ends: [f32; 2],
    /// The position: the selected one, else the strongest.
    pub position: [usize; 2],
    /// Its value.
    pub value: f32,
    /// What the position sees, in the input's pixels; may lie outside.
    pub field: ReceptiveField,
    /// What it sees; black outside the input.
    pub crop: Arc<ColorImage>,
}

/// Paints the unit's map and cuts out what its position sees. `None` if the layer has no such unit.
pub fn unit_view(loaded: &Loaded, forward: &Forward, maps: &Maps, unit: Unit, colouring: &Colouring) -> Option<UnitView> {
    let [channels, height, width] = maps.shape;
    if unit.channel >= channels {
        return None;
    }
    let values = &maps.values[unit.channel * height * width..][..height * width];
    let scale = colouring.scale(values, maps.signed);
    let mut pixels = vec![0; values.len() * 3];
    Table::new(colouring.map(maps.signed)).paint(&scale, values, &mut pixels);
    let peak = maps.statistics.get(unit.channel)?.peak;
    let position = unit.position.filter(|[y, x]| *y < height && *x < width).unwrap_or(peak);
    let field = loaded.engine.network().receptive_field(maps.layer, position[0], position[1]);
    let [rows, columns] = field.size();
    let visible = &forward.visible;
    let clipped = field.clipped(visible.height, visible.width).size();
    // A field far larger than the input is mostly padding: show the input's part of it alone.
    let crop = if rows * columns > 4 * clipped[0] * clipped[1] {
        let inside = field.clipped(visible.height, visible.width);
        visible.cropped(inside.start[1], inside.start[0], clipped[1].max(1), clipped[0].max(1))
    } else {
        visible.cropped(field.start[1], field.start[0], columns.max(1), rows.max(1))
    };
    Some(UnitView {
        map: Arc::new(ColorImage::from_rgb([width, height], &pixels)),
        ends: [scale.low, scale.high],
        position,
        value: maps.value(unit.channel, position)?,
        field,
        crop: Arc::new(ColorImage::from_rgb([crop.width, crop.height], &crop.pixels)),
    })
}
