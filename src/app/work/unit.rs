//! The selected unit: its map at full size, how its values are spread, and what its position sees of the picture.

use std::sync::Arc;

use egui::ColorImage;

use super::{Colouring, Forward, Loaded, Maps, colouring::Table};
use crate::{app::state::Unit, network::ReceptiveField, units::field_box};

/// Bars of the histogram.
const BINS: usize = 40;

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
    /// How the map's values are spread.
    pub spread: Spread,
    /// What the position sees, in the input's pixels; may lie outside.
    pub field: ReceptiveField,
    /// What it sees; black outside the input.
    pub crop: Arc<ColorImage>,
}

/// How values are spread.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// The smallest and largest value.
    pub range: [f32; 2],
    /// Their mean.
    pub mean: f32,
    /// The fraction that is exactly 0.
    pub zeros: f32,
    /// How many values other than 0 lie in each of equal parts of the range.
    pub bins: Vec<usize>,
}

impl Spread {
    /// How these are spread.
    pub fn of(values: &[f32]) -> Self {
        let fold = |start: f32, pick: fn(f32, f32) -> f32| values.iter().copied().fold(start, pick);
        let range = [fold(f32::INFINITY, f32::min), fold(f32::NEG_INFINITY, f32::max)];
        let count = values.len().max(1) as f32;
        let mut bins = vec![0; BINS];
        let width = (range[1] - range[0]).max(f32::MIN_POSITIVE);
        for value in values.iter().filter(|value| **value != 0.0 && value.is_finite()) {
            bins[(((value - range[0]) / width * BINS as f32) as usize).min(BINS - 1)] += 1;
        }
        let zeros = values.iter().filter(|value| **value == 0.0).count() as f32 / count;
        Self { range, mean: values.iter().sum::<f32>() / count, zeros, bins }
    }
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
    let network = loaded.engine.network();
    let [left, top, columns, rows] = field_box(network, maps.layer, position[0], position[1]);
    let crop = forward.visible.cropped(left, top, columns.max(1) as usize, rows.max(1) as usize);
    Some(UnitView {
        map: Arc::new(ColorImage::from_rgb([width, height], &pixels)),
        ends: [scale.low, scale.high],
        position,
        value: maps.value(unit.channel, position)?,
        spread: Spread::of(values),
        field: network.receptive_field(maps.layer, position[0], position[1]),
        crop: Arc::new(ColorImage::from_rgb([crop.width, crop.height], &crop.pixels)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_counts_zeros_apart() {
        let spread = Spread::of(&[0.0, 0.0, 1.0, 4.0]);
        assert_eq!((spread.range, spread.mean, spread.zeros), ([0.0, 4.0], 1.25, 0.5));
        assert_eq!(spread.bins.iter().sum::<usize>(), 2);
        assert_eq!((spread.bins[10], spread.bins[BINS - 1]), (1, 1));
    }

    #[test]
    fn a_constant_map_has_a_spread_too() {
        assert_eq!(Spread::of(&[3.0; 5]).bins[0], 5);
    }
}
