//! An attribution map laid over the picture, or alone: one rule for scale and percentile wherever it is shown.
//!
//! Painting writes strength into the alpha channel, so that the picture shows where the map is low and whoever shows it can fade
//! the rest without work.

use super::{
    figure::{Bar, Panel},
    manner::{DrawnAs, Manner, Sign, contours, outlines},
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
    /// The upper end of the map's own scale.
    pub own_high: f32,
    /// Per cent of the values inside the scale, where the rest was clipped.
    pub shown: Option<f32>,
    /// Whether it is laid over the picture.
    pub over_picture: bool,
}

/// Paints a map at `size` (rows, columns); `picture` is what the network sees at that size, for drawings that need its outlines.
pub fn heatmap(map: &Map, size: [usize; 2], manner: &Manner, picture: Option<&Picture>) -> Heatmap {
    let mut plane = map.plane();
    manner.sign.of(&mut plane);
    let signed = map.signed && manner.sign == Sign::Both;
    let of_pixels = map.channels > 1;
    let percentile = if of_pixels && map.signed { PERCENTILE } else { 100.0 };
    let mut bar = Bar { colours: manner.look.map(signed), scale: manner.look.scale(&plane, signed, percentile) };
    if of_pixels && map.signed && !signed {
        // Both signs of it would clip at the same number.
        bar.scale.high = manner.look.scale(&map.plane(), true, percentile).high;
    }
    let own_high = bar.scale.high;
    if let Some(high) = manner.high {
        bar.scale.high = high;
        bar.scale.low = if signed { -high } else { bar.scale.low.min(0.0) };
    }
    let enlarged = upsampled(&plane, [map.height, map.width], size);
    let strength = |value: f32| {
        let position = bar.scale.position(value);
        (if signed { (2.0 * position - 1.0).abs() } else { position }).clamp(0.0, 1.0)
    };
    let strengths: Vec<f32> = enlarged.iter().map(|&value| strength(value)).collect();
    let covers = of_pixels && manner.opaque && manner.drawn_as == DrawnAs::Heat;
    let lines = if manner.drawn_as == DrawnAs::Contours { contours(&strengths, size) } else { Vec::new() };
    let edges = if manner.drawn_as == DrawnAs::Edges { picture.map(grey).map(|grey| outlines(&grey, size)) } else { None };
    let known = |index: usize| map.known.as_ref().is_none_or(|known| known.get(index).copied().unwrap_or(true));
    let byte = |share: f32| (share.clamp(0.0, 1.0) * 255.0) as u8;
    let pixels = enlarged.iter().enumerate().flat_map(|(index, &value)| {
        if !known(index) {
            return TO_COME;
        }
        let [red, green, blue] = bar.colours.colour(bar.scale.position(value));
        match manner.drawn_as {
            DrawnAs::Heat => [red, green, blue, if covers { 255 } else { byte(strengths[index]) }],
            DrawnAs::Contours => lines[index].map_or([0; 4], |level| {
                let [red, green, blue] =
                    bar.colours.colour(if signed && value < 0.0 { 0.5 - 0.5 * level } else { line(level, signed) });
                [red, green, blue, 255]
            }),
            DrawnAs::Masked => [0, 0, 0, 255 - byte(strengths[index])],
            DrawnAs::Edges => {
                let edge = edges.as_ref().map_or(0.0, |edges| edges[index]);
                let share = (2.0 * edge).min(1.0) * strengths[index].sqrt();
                let mixed = |colour: u8| (f32::from(colour) * share) as u8;
                [mixed(red), mixed(green), mixed(blue), 255]
            }
        }
    });
    let pixels = pixels.collect();
    let shown = (percentile < 100.0 && manner.high.is_none()).then_some(percentile);
    Heatmap { size, pixels, bar, own_high, shown, over_picture: !covers }
}

/// Where on a colour map the line of a level lies; bright enough to be told from the picture.
fn line(level: f32, signed: bool) -> f32 {
    if signed { 0.5 + 0.5 * level } else { 0.4 + 0.6 * level }
}

/// A picture's luminance (ITU-R 601), 0 to 1.
fn grey(picture: &Picture) -> Vec<f32> {
    let one = |pixel: &[u8; 3]| {
        let [red, green, blue] = pixel.map(f32::from);
        (0.299 * red + 0.587 * green + 0.114 * blue) / 255.0
    };
    picture.pixels.as_chunks::<3>().0.iter().map(one).collect()
}

/// A map as a panel: over `picture` (what the network sees, at the input's size), covering it with `opacity` where it is
/// strongest.
pub fn heatmap_panel(map: &Map, picture: &Picture, manner: &Manner, ground: Ground, opacity: f32) -> Panel {
    let (laid, painted) = heatmap_over(map, picture, manner, ground, opacity);
    let shown = painted.shown.map(figures::values_shown);
    let notes = map.trust.iter().cloned().chain(shown).collect();
    Panel { bar: Some(painted.bar), notes, ..Panel::of_picture(laid) }
}

/// The same as a picture, with what was painted on it.
pub fn heatmap_over(map: &Map, picture: &Picture, manner: &Manner, ground: Ground, opacity: f32) -> (Picture, Heatmap) {
    let manner = Manner { opaque: ground == Ground::Bare, ..*manner };
    let painted = heatmap(map, [picture.height, picture.width], &manner, Some(picture));
    let mut laid = if ground == Ground::Pale { pale(picture) } else { picture.clone() };
    let opacity = if painted.over_picture && manner.drawn_as == DrawnAs::Heat { opacity } else { 1.0 };
    for (under, over) in laid.pixels.as_chunks_mut::<3>().0.iter_mut().zip(painted.pixels.as_chunks::<4>().0) {
        let share = f32::from(over[3]) / 255.0 * opacity;
        for (under, over) in under.iter_mut().zip(over) {
            *under = (f32::from(*under) + (f32::from(*over) - f32::from(*under)) * share).round() as u8;
        }
    }
    (laid, painted)
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
        figures::{Drawing, Look},
        picture::ColourMap,
        words::{Phrase, Words},
    };

    fn map(values: &[f32], channels: usize, signed: bool) -> Map {
        let width = values.len() / channels;
        let (trust, known) = (vec![Phrase::verbatim("exact")], None);
        Map { values: values.to_vec(), channels, height: 1, width, signed, trust, done: 1.0, known, completeness: None }
    }

    fn plain(opaque: bool) -> Manner {
        Manner::plain(Look::default(), opaque)
    }

    #[test]
    fn one_sign_and_a_shared_scale_are_shown() {
        let both = map(&[-4.0, 1.0, 2.0, 0.0], 1, true);
        let of = |manner: Manner| heatmap(&both, [1, 4], &manner, None);
        let positive = of(Manner { sign: Sign::Positive, ..plain(false) });
        assert_eq!((positive.pixels[3], positive.pixels[11], positive.own_high), (0, 255, 2.0));
        let magnitude = of(Manner { sign: Sign::Magnitude, ..plain(false) });
        assert_eq!((magnitude.pixels[3], magnitude.own_high), (255, 4.0));
        let shared = of(Manner { high: Some(8.0), ..plain(false) });
        assert_eq!((shared.bar.scale.low, shared.bar.scale.high, shared.own_high), (-8.0, 8.0, 4.0));
        let masked = of(Manner { sign: Sign::Positive, drawn_as: DrawnAs::Masked, ..plain(true) });
        assert_eq!((masked.pixels[3], masked.pixels[11], masked.over_picture), (255, 0, true));
    }

    #[test]
    fn the_picture_shows_where_a_map_is_low() {
        let painted = heatmap(&map(&[0.0, 2.0], 1, false), [1, 2], &plain(true), None);
        assert_eq!([painted.pixels[3], painted.pixels[7]], [0, 255]);
        assert!(painted.over_picture);
        let picture = Picture::filled(2, 1, [10, 200, 30]);
        let panel = heatmap_panel(&map(&[0.0, 2.0], 1, false), &picture, &plain(false), Ground::Picture, 1.0);
        let expected = [10, 200, 30].into_iter().chain(ColourMap::Magma.colour(1.0)).collect();
        assert_eq!(panel.content, Drawing::of_picture(Picture { width: 2, height: 1, pixels: expected }, 1.0));
        assert_eq!((panel.bar, Words::ENGLISH.line(&panel.notes).as_str()), (Some(painted.bar), "exact"));
    }

    #[test]
    fn pixel_maps_cover_the_picture_only_when_asked_to() {
        let values = [-1.0, 0.0, 1.0, 0.0];
        let alpha = |opaque: bool| heatmap(&map(&values, 2, true), [1, 2], &plain(opaque), None).pixels[3];
        assert_eq!((alpha(true), alpha(false)), (255, 0));
    }

    #[test]
    fn what_is_still_to_come_is_dimmed() {
        let partial = Map { known: Some(vec![true, false]), done: 0.5, ..map(&[3.0, 0.0], 1, true) };
        let painted = heatmap(&partial, [1, 2], &plain(true), None);
        assert_eq!((painted.pixels[7], painted.pixels[3]), (TO_COME[3], 255));
    }

    #[test]
    fn clipped_maps_say_so() {
        let panel = |channels| {
            let picture = Picture::filled(2, 1, [0; 3]);
            let map = map(&[1.0, -2.0, 0.5, 3.0], channels, true);
            Words::ENGLISH.line(&heatmap_panel(&map, &picture, &plain(false), Ground::Pale, 0.85).notes)
        };
        assert_eq!((panel(2).as_str(), panel(1).as_str()), ("exact · 99 % of values shown", "exact"));
    }
}
