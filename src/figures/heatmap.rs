//! An attribution map laid over the picture, or alone: one rule for scale and percentile wherever it is shown.
//!
//! Painting writes strength into the alpha channel, so that the picture shows where the map is low and whoever shows it can fade
//! the rest without work.

use super::{
    figure::{Bar, Panel},
    look::Look,
};
use crate::{
    attribution::Map,
    picture::{Picture, upsampled},
    words::figures,
};

/// Per cent of the magnitudes that a signed map of single pixels shows; the rest is clipped. Maps of a layer show all.
const PERCENTILE: f32 = 99.0;

/// How dark the part is that is still to come.
const TO_COME: [u8; 4] = [0, 0, 0, 130];

/// What lies under a map that is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Nothing: the map covers everything.
    Bare,
    /// The picture.
    Picture,
    /// The picture in light greys, where both signs can be told.
    Pale,
}

/// A map at the input's size, painted.
#[derive(Clone, Debug)]
pub struct Heatmap {
    /// Rows and columns.
    pub size: [usize; 2],
    /// Red, green, blue, opacity of each pixel, row by row; not premultiplied.
    pub pixels: Vec<u8>,
    /// The colour map and what its ends mean.
    pub bar: Bar,
    /// Per cent of the values inside the scale, where the rest was clipped.
    pub shown: Option<f32>,
    /// Whether it is laid over the picture.
    pub over_picture: bool,
}

/// Paints a map at `size` (rows, columns). Maps of single pixels cover everything if they are `opaque`.
pub fn heatmap(map: &Map, size: [usize; 2], look: &Look, opaque: bool) -> Heatmap {
    let plane = map.plane();
    let of_pixels = map.channels > 1;
    let percentile = if of_pixels && map.signed { PERCENTILE } else { 100.0 };
    let bar = Bar { colours: look.map(map.signed), scale: look.scale(&plane, map.signed, percentile) };
    let enlarged = upsampled(&plane, [map.height, map.width], size);
    let covers = of_pixels && opaque;
    let known = |index: usize| map.known.as_ref().is_none_or(|known| known.get(index).copied().unwrap_or(true));
    let pixels = enlarged.iter().enumerate().flat_map(|(index, &value)| {
        if !known(index) {
            return TO_COME;
        }
        let position = bar.scale.position(value);
        let strength = if map.signed { (2.0 * position - 1.0).abs() } else { position };
        let [red, green, blue] = bar.colours.colour(position);
        [red, green, blue, if covers { 255 } else { (strength.clamp(0.0, 1.0) * 255.0) as u8 }]
    });
    let pixels = pixels.collect();
    Heatmap { size, pixels, bar, shown: (percentile < 100.0).then_some(percentile), over_picture: !covers }
}

/// A map as a panel: over `picture` (what the network sees, at the input's size), covering it with `opacity` where it is
/// strongest.
pub fn heatmap_panel(map: &Map, picture: &Picture, look: &Look, ground: Ground, opacity: f32) -> Panel {
    let painted = heatmap(map, [picture.height, picture.width], look, ground == Ground::Bare);
    let mut laid = if ground == Ground::Pale { pale(picture) } else { picture.clone() };
    let opacity = if painted.over_picture { opacity } else { 1.0 };
    for (under, over) in laid.pixels.as_chunks_mut::<3>().0.iter_mut().zip(painted.pixels.as_chunks::<4>().0) {
        let share = f32::from(over[3]) / 255.0 * opacity;
        for (under, over) in under.iter_mut().zip(over) {
            *under = (f32::from(*under) + (f32::from(*over) - f32::from(*under)) * share).round() as u8;
        }
    }
    let shown = painted.shown.map(figures::values_shown);
    let notes = map.trust.iter().cloned().chain(shown).collect();
    Panel { bar: Some(painted.bar), notes, ..Panel::of_picture(laid) }
}

/// The picture in light greys.
fn pale(picture: &Picture) -> Picture {
    let mut paled = picture.clone();
    for pixel in paled.pixels.as_chunks_mut::<3>().0 {
        let mean = pixel.iter().map(|&byte| u32::from(byte)).sum::<u32>() / 3;
        pixel.fill((255 - (255 - mean) / 5) as u8);
    }
    paled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        figures::Drawing,
        picture::ColourMap,
        words::{Phrase, Words},
    };

    fn map(values: &[f32], channels: usize, signed: bool) -> Map {
        let width = values.len() / channels;
        let (trust, known) = (vec![Phrase::verbatim("exact")], None);
        Map { values: values.to_vec(), channels, height: 1, width, signed, trust, done: 1.0, known, completeness: None }
    }

    #[test]
    fn the_picture_shows_where_a_map_is_low() {
        let painted = heatmap(&map(&[0.0, 2.0], 1, false), [1, 2], &Look::default(), true);
        assert_eq!([painted.pixels[3], painted.pixels[7]], [0, 255]);
        assert!(painted.over_picture);
        let picture = Picture::filled(2, 1, [10, 200, 30]);
        let panel = heatmap_panel(&map(&[0.0, 2.0], 1, false), &picture, &Look::default(), Ground::Picture, 1.0);
        let expected = [10, 200, 30].into_iter().chain(ColourMap::Magma.colour(1.0)).collect();
        assert_eq!(panel.content, Drawing::of_picture(Picture { width: 2, height: 1, pixels: expected }, 1.0));
        assert_eq!((panel.bar, Words::ENGLISH.line(&panel.notes).as_str()), (Some(painted.bar), "exact"));
    }

    #[test]
    fn pixel_maps_cover_the_picture_only_when_asked_to() {
        let values = [-1.0, 0.0, 1.0, 0.0];
        let alpha = |opaque: bool| heatmap(&map(&values, 2, true), [1, 2], &Look::default(), opaque).pixels[3];
        assert_eq!((alpha(true), alpha(false)), (255, 0));
    }

    #[test]
    fn what_is_still_to_come_is_dimmed() {
        let partial = Map { known: Some(vec![true, false]), done: 0.5, ..map(&[3.0, 0.0], 1, true) };
        let painted = heatmap(&partial, [1, 2], &Look::default(), true);
        assert_eq!((painted.pixels[7], painted.pixels[3]), (TO_COME[3], 255));
    }

    #[test]
    fn clipped_maps_say_so() {
        let panel = |channels| {
            let picture = Picture::filled(2, 1, [0; 3]);
            let map = map(&[1.0, -2.0, 0.5, 3.0], channels, true);
            Words::ENGLISH.line(&heatmap_panel(&map, &picture, &Look::default(), Ground::Pale, 0.85).notes)
        };
        assert_eq!((panel(2).as_str(), panel(1).as_str()), ("exact · 99 % of values shown", "exact"));
    }
}
