//! A layer's learned weights: colour tiles where filters look at the network's input, else one tile for each input channel.

use super::{
    drawing::Drawing,
    figure::{Bar, Panel},
    look::{ScaleBy, Table},
    maps::LAYER_PERCENTILE,
    sheet::Sheet,
};
use crate::{
    control::{Cancelled, Control},
    picture::{ChannelOrder, ColourMap, Picture, Scale, columns_for, montage},
    units::Filters,
    words::figures,
};

/// Pixels of one row of tiles at most.
const LONGEST_ROW: usize = 2048;
/// Colour tiles are enlarged to about this many points on a sheet, tiles of deeper layers to this many.
const COLOUR_TILE: usize = 48;
const SMALL_TILE: usize = 12;
/// A sheet of more points is of no use to anybody.
const LONGEST_SIDE: usize = 1536;
const PAPER: [u8; 3] = [255; 3];

/// How weights become colours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FilterLook {
    /// Each filter or the whole layer.
    pub scale: ScaleBy,
    /// Blue and orange instead of grey.
    pub signed_colours: bool,
    /// Whether signed weights lie on a dark ground.
    pub dark: bool,
    /// Which input channel is red.
    pub order: ChannelOrder,
}

impl FilterLook {
    /// The colour map of these filters; colour filters have grey for each of their three channels.
    pub fn colours(&self, filters: &Filters) -> ColourMap {
        if self.signed_colours && !filters.on_colours { ColourMap::signed(self.dark) } else { ColourMap::Grey }
    }

    /// The largest magnitude of each filter's scale, never zero.
    fn ends(&self, filters: &Filters) -> Vec<f32> {
        match self.scale {
            ScaleBy::Layer if filters.on_colours => vec![largest(&filters.values); filters.shape[0]],
            ScaleBy::Layer => vec![Scale::signed(&filters.values, LAYER_PERCENTILE).high; filters.shape[0]],
            ScaleBy::Map => filters.each().map(largest).collect(),
        }
    }

    fn channels(&self) -> [usize; 3] {
        if self.order == ChannelOrder::Bgr { [2, 1, 0] } else { [0, 1, 2] }
    }
}

fn largest(values: &[f32]) -> f32 {
    values.iter().fold(0.0f32, |largest, value| largest.max(value.abs())).max(f32::MIN_POSITIVE)
}

/// A layer's weights, painted.
#[derive(Clone, Debug)]
pub struct FilterTiles {
    /// One tile per filter; a tile holds the input channels side by side (one picture for colour filters).
    pub sheet: Sheet,
    /// Input channels drawn per filter: all of them unless there are very many.
    pub drawn: usize,
    /// The largest magnitude of each filter's scale.
    pub ends: Vec<f32>,
    /// The colour map.
    pub colours: ColourMap,
}

/// Paints a layer's weights.
///
/// # Errors
/// When cancelled.
pub fn filter_tiles(filters: &Filters, look: &FilterLook, control: &Control) -> Result<FilterTiles, Cancelled> {
    control.check()?;
    let [outputs, inputs, rows, columns] = filters.shape;
    let drawn = if filters.on_colours { 1 } else { inputs.min((LONGEST_ROW / columns.max(1)).max(1)) };
    let (ends, colours) = (look.ends(filters), look.colours(filters));
    let table = Table::new(colours);
    let size = inputs * rows * columns;
    let sheet = Sheet::paint(outputs, [drawn * columns, rows], |output, pixels| {
        let filter = &filters.values[output * size..][..size];
        if filters.on_colours {
            pixels.copy_from_slice(&in_colour(filter, rows * columns, ends[output], look.channels()));
            return;
        }
        let scale = symmetric(ends[output]);
        for (at, pixel) in pixels.chunks_exact_mut(3).enumerate() {
            let (y, x) = (at / (drawn * columns), at % (drawn * columns));
            let value = filter[(x / columns * rows + y) * columns + x % columns];
            pixel.copy_from_slice(&table.colour(&scale, value));
        }
    });
    Ok(FilterTiles { sheet, drawn, ends, colours })
}

fn symmetric(end: f32) -> Scale {
    Scale { low: -end, high: end, gamma: 1.0 }
}

/// The colours that a filter looks for: zero is mid grey, the end of the scale full colour.
fn in_colour(filter: &[f32], area: usize, end: f32, channels: [usize; 3]) -> Vec<u8> {
    let scale = symmetric(end);
    let byte = |value: f32| (scale.position(value).clamp(0.0, 1.0) * 255.0).round() as u8;
    (0..area).flat_map(|at| channels.map(|channel| byte(filter[channel * area + at]))).collect()
}

/// All filters on one sheet.
pub fn filter_panel(filters: &Filters, look: &FilterLook) -> Panel {
    if filters.on_colours { colour_panel(filters, look) } else { deep_panel(filters, look) }
}

fn colour_panel(filters: &Filters, look: &FilterLook) -> Panel {
    let [outputs, _, height, width] = filters.shape;
    let (ends, factor) = (look.ends(filters), COLOUR_TILE.div_ceil(width.max(height)));
    let tile = |(filter, &end): (&[f32], &f32)| {
        let pixels = in_colour(filter, height * width, end, look.channels());
        Picture { width, height, pixels }.enlarged(factor)
    };
    let tiles: Vec<Picture> = filters.each().zip(&ends).map(tile).collect();
    let note = match look.scale {
        ScaleBy::Layer => figures::grey_is_zero(ends.first().copied().unwrap_or_default()),
        ScaleBy::Map => figures::GREY_IS_ZERO_EACH,
    };
    let content = Drawing::of_picture(montage(&tiles, columns_for(outputs, width, height, 1.6), 4, PAPER), 1.0);
    Panel { notes: vec![note], ..Panel::new(content) }
}

/// A row for each filter, a tile for each of its channels.
fn deep_panel(filters: &Filters, look: &FilterLook) -> Panel {
    let [outputs, channels, height, width] = filters.shape;
    let area = height * width;
    let (ends, colours) = (look.ends(filters), look.colours(filters));
    let table = Table::new(colours);
    // Weights without extent lie side by side; others keep a gap, and filters of one channel need no row of their own.
    let (factor, gap) = match (area, channels) {
        (1, _) => (2, 0),
        (_, 1) => (COLOUR_TILE.div_ceil(width.max(height)), 4),
        _ => (SMALL_TILE.div_ceil(width.max(height)), 2),
    };
    let fitting = |count: usize, side: usize| count.min((LONGEST_SIDE / (side * factor + gap)).max(1));
    let (rows, columns) = (if channels == 1 { outputs } else { fitting(outputs, height) }, fitting(channels, width));
    let tiles: Vec<Picture> = filters
        .each()
        .zip(&ends)
        .take(rows)
        .flat_map(|(filter, &end)| filter.chunks_exact(area.max(1)).take(columns).map(move |values| (values, end)))
        .map(|(values, end)| table.picture(&symmetric(end), values, width).enlarged(factor))
        .collect();
    let mut notes = vec![match look.scale {
        ScaleBy::Layer => figures::weights_shown(LAYER_PERCENTILE),
        ScaleBy::Map => figures::FILTERS_OWN_SCALE,
    }];
    if (rows, columns) != (outputs, channels) {
        notes.push(figures::first_filters(rows, outputs, columns, channels));
    }
    let bar = (look.scale == ScaleBy::Layer).then(|| Bar { colours, scale: symmetric(ends.first().copied().unwrap_or(1.0)) });
    let across = if channels == 1 { columns_for(outputs, width, height, 1.6) } else { columns };
    let content = Drawing::of_picture(montage(&tiles, across, gap, PAPER), 1.0);
    Panel { bar, notes, ..Panel::new(content) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        network::{NetworkBuilder, Operator, ops::Reshape},
        words::Words,
    };

    fn filters(shape: [usize; 4], values: Vec<f32>, on_colours: bool) -> Filters {
        let mut builder = NetworkBuilder::new();
        let input = builder.input("input", &[1, 3]);
        let node = builder.node("x", Operator::Reshape(Reshape { target: vec![0, -1] }), &[input]).unwrap();
        Filters { node, shape, stored: shape.to_vec(), values: Arc::new(values), on_colours }
    }

    const LOOK: FilterLook = FilterLook { scale: ScaleBy::Map, signed_colours: true, dark: false, order: ChannelOrder::Rgb };

    #[test]
    fn colour_filters_show_their_colours_in_the_inputs_order() {
        let one = filters([1, 3, 1, 1], vec![2.0, 0.0, -2.0], true);
        let pixel =
            |look: &FilterLook| filter_tiles(&one, look, &Control::default()).unwrap().sheet.picture(0).unwrap().pixel(0, 0);
        assert_eq!(pixel(&LOOK), [255, 128, 0]);
        assert_eq!(pixel(&FilterLook { order: ChannelOrder::Bgr, ..LOOK }), [0, 128, 255]);
    }

    #[test]
    fn deeper_filters_are_a_row_of_tiles_on_a_signed_scale() {
        let two = filters([2, 4, 1, 1], vec![1.0, -1.0, 0.0, 0.5, 4.0, 0.0, 0.0, 0.0], false);
        let tiles = filter_tiles(&two, &LOOK, &Control::default()).unwrap();
        assert_eq!((tiles.drawn, tiles.ends.clone(), tiles.sheet.tile), (4, vec![1.0, 4.0], [4, 1]));
        let row = tiles.sheet.picture(0).unwrap();
        assert_eq!(row.pixel(0, 0), ColourMap::SignedLight.colour(1.0));
        // The table has 256 colours, and zero lies between two of them.
        assert!(row.pixel(2, 0).iter().all(|byte| *byte > 250), "{:?}", row.pixel(2, 0));
        let layer = filter_tiles(&two, &FilterLook { scale: ScaleBy::Layer, ..LOOK }, &Control::default()).unwrap();
        assert_eq!(layer.ends, [4.0, 4.0]);
    }

    #[test]
    fn a_sheet_says_its_scale_and_what_it_leaves_out() {
        let one = filters([1, 3, 1, 1], vec![2.0, 0.0, -2.0], true);
        assert_eq!(
            Words::ENGLISH.line(&filter_panel(&one, &FilterLook { scale: ScaleBy::Layer, ..LOOK }).notes),
            "grey is 0, full colour 2"
        );
        let many = filters([2, 4000, 1, 1], vec![0.5; 8000], false);
        let panel = filter_panel(&many, &FilterLook { scale: ScaleBy::Layer, ..LOOK });
        let note = Words::ENGLISH.line(&panel.notes);
        assert!(note.ends_with("the first 2 of 2 filters and 768 of 4,000 channels"), "{note}");
        assert_eq!(panel.bar.unwrap().scale.high, 0.5);
    }
}
