//! An attribution method run for the window, and its map painted at the input's size.
//!
//! Painting writes strength into the alpha channel, so that the picture shows where the map is low and the window can fade
//! the rest without work.

use std::{collections::BTreeMap, sync::Arc};

use egui::ColorImage;

use super::{Colouring, Forward, Loaded};
use crate::{
    attribution::{Map, Request, last_maps, registry},
    control::Control,
    network::{Error, NodeId, Result, Target},
    picture::{ColourMap, Scale, upsampled},
};

/// Share of the magnitudes that a signed map of pixels shows; the rest is clipped.
const PERCENTILE: f32 = 99.0;

/// How dark the part is that is still to come.
const TO_COME: [u8; 4] = [0, 0, 0, 130];

/// How a target is explained.
#[derive(Clone, Debug, PartialEq)]
pub struct Explain {
    /// The method's number in the registry.
    pub method: usize,
    /// Its convention; the paper's if `None`.
    pub convention: Option<String>,
    /// Its parameters that were set.
    pub parameters: BTreeMap<String, f64>,
    /// Whether pixel maps cover everything instead of lying over the picture.
    pub opaque: bool,
}

/// A map and how it looks.
#[derive(Clone, Debug)]
pub struct Heatmap {
    /// The numbers.
    pub map: Arc<Map>,
    /// One number a position: the sum over channels.
    pub plane: Arc<Vec<f32>>,
    /// The layer explained at, for methods that have one.
    pub layer: Option<NodeId>,
    /// The colours at the input's size; transparent where the picture should show.
    pub image: Arc<ColorImage>,
    /// The colour map.
    pub colours: ColourMap,
    /// What its ends mean.
    pub scale: Scale,
    /// Per cent of the values inside the scale, where the rest was clipped.
    pub shown: Option<f32>,
    /// Whether it is laid over the picture.
    pub over_picture: bool,
}

/// Runs a method (or takes the map `known` to be its answer) and paints the map; partial ones are handed to `observer`.
///
/// # Errors
/// What the method says, in one sentence; cancellation.
pub fn heatmap(
    loaded: &Loaded,
    forward: &Forward,
    (target, layer): (&Target, Option<NodeId>),
    (explain, colouring): (&Explain, &Colouring),
    known: Option<Arc<Map>>,
    control: &Control,
    observer: &mut dyn FnMut(&dyn Fn() -> Heatmap),
) -> Result<Heatmap> {
    let Some(method) = registry().get(explain.method) else {
        return Err(Error::Target("there is no such method".to_owned()));
    };
    let network = loaded.engine.network();
    let layer = if method.needs.layer { layer.or_else(|| last_maps(network, target)) } else { None };
    let size = [forward.visible.height, forward.visible.width];
    let paint = |map: Arc<Map>| paint(map, layer, size, explain.opaque, colouring);
    if let Some(known) = known {
        return Ok(paint(known));
    }
    let request = Request {
        activations: Some(&forward.activations),
        layer,
        parameters: explain.parameters.clone(),
        convention: explain.convention.clone(),
        ..Request::new(&loaded.engine, &forward.input, target.clone())
    };
    let map = method.run(&request, control, &mut |partial| observer(&|| paint(Arc::new(partial.clone()))))?;
    Ok(paint(Arc::new(map)))
}

fn paint(map: Arc<Map>, layer: Option<NodeId>, size: [usize; 2], opaque: bool, colouring: &Colouring) -> Heatmap {
    let plane = map.plane();
    let of_pixels = map.channels > 1;
    let percentile = if of_pixels && map.signed { PERCENTILE } else { 100.0 };
    let scale = if map.signed { Scale::signed(&plane, percentile) } else { Scale::sequential(&plane) };
    let colours = colouring.map(map.signed);
    let enlarged = upsampled(&plane, [map.height, map.width], size);
    let covers = of_pixels && opaque;
    let known = |index: usize| map.known.as_ref().is_none_or(|known| known.get(index).copied().unwrap_or(true));
    let pixels: Vec<u8> = enlarged
        .iter()
        .enumerate()
        .flat_map(|(index, &value)| {
            if !known(index) {
                return TO_COME;
            }
            let position = scale.position(value);
            let strength = if map.signed { (2.0 * position - 1.0).abs() } else { position };
            let [red, green, blue] = colours.colour(position);
            [red, green, blue, if covers { 255 } else { (strength.clamp(0.0, 1.0) * 255.0) as u8 }]
        })
        .collect();
    Heatmap {
        layer,
        image: Arc::new(ColorImage::from_rgba_unmultiplied([size[1], size[0]], &pixels)),
        colours,
        scale,
        shown: (percentile < 100.0).then_some(percentile),
        over_picture: !covers,
        plane: Arc::new(plane),
        map,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLOURING: Colouring = Colouring { colours: ColourMap::Magma, dark: false, contrast: 1.0, gamma: 1.0, longest: 0 };

    fn map(values: &[f32], channels: usize, signed: bool) -> Map {
        let width = values.len() / channels;
        let (trust, known) = (String::new(), None);
        Map { values: values.to_vec(), channels, height: 1, width, signed, trust, done: 1.0, known }
    }

    #[test]
    fn the_picture_shows_where_a_map_is_low() {
        let painted = paint(Arc::new(map(&[0.0, 2.0], 1, false)), None, [1, 2], true, &COLOURING);
        assert_eq!([painted.image.pixels[0].a(), painted.image.pixels[1].a()], [0, 255]);
        assert!(painted.over_picture);
    }

    #[test]
    fn pixel_maps_cover_the_picture_only_when_asked_to() {
        let values = [-1.0, 0.0, 1.0, 0.0];
        let alpha = |opaque: bool| {
            let painted = paint(Arc::new(map(&values, 2, true)), None, [1, 2], opaque, &COLOURING);
            assert_eq!(*painted.plane, [0.0, 0.0]);
            painted.image.pixels[0].a()
        };
        assert_eq!((alpha(true), alpha(false)), (255, 0));
    }

    #[test]
    fn what_is_still_to_come_is_dimmed() {
        let partial = Map { known: Some(vec![true, false]), done: 0.5, ..map(&[3.0, 0.0], 1, true) };
        let painted = paint(Arc::new(partial), None, [1, 2], true, &COLOURING);
        assert_eq!((painted.image.pixels[1].a(), painted.image.pixels[0].a()), (TO_COME[3], 255));
    }
}
