//! A layer's maps: tiles for a grid, one unit's map, and the whole sheet as a panel of a figure.

use super::{
    drawing::{Anchor, Drawing, Mark},
    figure::{Bar, Panel},
    look::{Look, ScaleBy, Table, averaged, averaged_size},
    sheet::Sheet,
};
use crate::{
    control::{Cancelled, Control},
    network::Channel,
    picture::{ColourMap, Picture, Scale, columns_for, montage},
    units::Maps,
    words::figures,
};

/// Per cent of the values of a whole layer with a sign that lie inside its one scale; each map's own scale holds all of its
/// values.
pub const LAYER_PERCENTILE: f32 = 99.5;

/// Smaller maps are enlarged to about this many points on a sheet.
const SMALLEST_TILE: usize = 56;
/// Larger maps are averaged down to this many.
const LARGEST_TILE: usize = 128;
const GAP: usize = 3;
const PAPER: [u8; 3] = [255; 3];

/// A layer's maps, painted.
#[derive(Clone, Debug)]
pub struct MapTiles {
    /// One tile per channel; none for vectors, which are shown as bars.
    pub sheet: Sheet,
    /// The scale of each channel's colours.
    pub scales: Vec<Scale>,
    /// The colour map.
    pub colours: ColourMap,
}

/// The scale of each channel's colours.
fn scales(maps: &Maps, look: &Look, scale_by: ScaleBy) -> Vec<Scale> {
    let [channels, height, width] = maps.shape;
    match scale_by {
        ScaleBy::Layer => vec![look.scale(&maps.values, maps.signed, LAYER_PERCENTILE); channels],
        ScaleBy::Map => {
            let each = maps.values.chunks_exact((height * width).max(1));
            each.map(|map| look.scale(map, maps.signed, 100.0)).collect()
        }
    }
}

/// Paints a layer's maps, each averaged down so that its longer side has at most `longest` pixels.
///
/// # Errors
/// When cancelled.
pub fn map_tiles(maps: &Maps, look: &Look, scale_by: ScaleBy, longest: usize, control: &Control) -> Result<MapTiles, Cancelled> {
    let [channels, height, width] = maps.shape;
    let scales = scales(maps, look, scale_by);
    control.check()?;
    let colours = look.map(maps.signed);
    let table = Table::new(colours);
    let count = if maps.is_vector() { 0 } else { channels };
    let [rows, columns] = averaged_size([height, width], longest);
    let sheet = Sheet::paint(count, [columns, rows], |channel, pixels| {
        let map = &maps.values[channel * height * width..][..height * width];
        let (small, _) = averaged(map, [height, width], longest);
        table.paint(&scales[channel], &small, pixels);
    });
    Ok(MapTiles { sheet, scales, colours })
}

/// One channel's map, one pixel a position, with its scale; `None` if the layer has no such channel.
pub fn unit_picture(maps: &Maps, channel: Channel, look: &Look) -> Option<(Picture, Bar)> {
    let map = maps.map(channel)?;
    let bar = Bar { colours: look.map(maps.signed), scale: look.scale(map, maps.signed, 100.0) };
    Some((Table::new(bar.colours).picture(&bar.scale, map, maps.shape[2]), bar))
}

/// All maps on one sheet in an order, each with its number.
pub fn map_panel(maps: &Maps, order: &[Channel], look: &Look, scale_by: ScaleBy) -> Panel {
    let [_, height, width] = maps.shape;
    let (scales, colours) = (scales(maps, look, scale_by), look.map(maps.signed));
    let table = Table::new(colours);
    let size = averaged_size([height, width], LARGEST_TILE);
    let factor = SMALLEST_TILE.div_ceil(size[0].max(size[1])).max(1);
    let tile = |channel: &Channel| {
        let map = maps.map(*channel)?;
        let (small, [_, columns]) = averaged(map, [height, width], LARGEST_TILE);
        Some(table.picture(scales.get(channel.index())?, &small, columns).enlarged(factor))
    };
    let tiles: Vec<Picture> = order.iter().filter_map(tile).collect();
    let columns = columns_for(tiles.len(), size[1], size[0], 1.6);
    let mut content = Drawing::of_picture(montage(&tiles, columns, GAP, PAPER), 1.0);
    let (across, down) = (size[1] * factor + GAP, size[0] * factor + GAP);
    for (place, channel) in order.iter().enumerate() {
        let corner = [(GAP + place % columns * across) as f32, (GAP + (place / columns + 1) * down - GAP) as f32];
        number_tile(&mut content, &channel.to_string(), corner);
    }
    let (bar, note) = match (scale_by, scales.first()) {
        (ScaleBy::Layer, Some(&scale)) => {
            (Some(Bar { colours, scale }), maps.signed.then(|| figures::values_shown(LAYER_PERCENTILE)))
        }
        _ if maps.signed => (None, Some(figures::OWN_SCALE_SIGNED)),
        _ => (None, Some(figures::OWN_SCALE)),
    };
    Panel { bar, notes: note.into_iter().collect(), ..Panel::new(content) }
}

/// A tile's number at its lower left corner.
pub fn number_tile(drawing: &mut Drawing, number: &str, [left, bottom]: [f32; 2]) {
    const SIZE: f32 = 9.0;
    let width = super::letters::width(number, SIZE, super::drawing::Face::Numbers);
    drawing.add(Mark::Area { at: [left, bottom - 12.0, width + 4.0, 12.0], colour: [0; 3], opacity: 0.55 });
    drawing.write_number(number, [left + 2.0, bottom - 3.0], SIZE, Anchor::Start, [0xE0, 0xE4, 0xE9]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        network::{NetworkBuilder, Operator},
        words::Words,
    };

    /// Three maps of 2 x 2: `0..4`, twice that, and its negative.
    fn maps() -> Maps {
        let mut builder = NetworkBuilder::new();
        let input = builder.input("input", &[1, 3, 2, 2]);
        let same = builder.node("same", Operator::Identity, &[input]).unwrap();
        let network = builder.finish(input, &[same]).unwrap();
        let values = [1.0, 2.0, -1.0].into_iter().flat_map(|factor| (0..4).map(move |value| factor * value as f32)).collect();
        Maps::new(&network, network.find("same").unwrap(), values).unwrap()
    }

    #[test]
    fn each_map_or_the_whole_layer_has_a_scale() {
        let look = Look::default();
        let tiles = |scale_by| map_tiles(&maps(), &look, scale_by, 128, &Control::default()).unwrap();
        let own: Vec<f32> = tiles(ScaleBy::Map).scales.iter().map(|scale| scale.high).collect();
        assert_eq!(own, [3.0, 6.0, 3.0]);
        let shared: Vec<f32> = tiles(ScaleBy::Layer).scales.iter().map(|scale| scale.high).collect();
        assert_eq!(shared, [6.0; 3]);
        let brightest = tiles(ScaleBy::Map).sheet.picture(0).unwrap().pixel(1, 1);
        assert_eq!(brightest, ColourMap::SignedLight.colour(1.0));
    }

    #[test]
    fn the_sheet_shows_every_map_with_its_number() {
        let order = [2, 0, 1].map(Channel);
        let panel = map_panel(&maps(), &order, &Look::default(), ScaleBy::Layer);
        let written: Vec<&str> = panel
            .content
            .marks
            .iter()
            .filter_map(|mark| if let Mark::Text(text) = mark { Some(text.text.as_str()) } else { None })
            .collect();
        assert_eq!(written, ["2", "0", "1"]);
        assert_eq!((panel.bar.unwrap().scale.high, Words::ENGLISH.line(&panel.notes).as_str()), (6.0, "99.5 % of values shown"));
        assert!(map_panel(&maps(), &order, &Look::default(), ScaleBy::Map).bar.is_none());
    }

    #[test]
    fn a_unit_has_a_picture_and_what_does_not_exist_has_none() {
        let (picture, bar) = unit_picture(&maps(), Channel(1), &Look::default()).unwrap();
        assert_eq!((picture.width, picture.height, bar.scale.high), (2, 2, 6.0));
        assert!(unit_picture(&maps(), Channel(3), &Look::default()).is_none());
    }
}
