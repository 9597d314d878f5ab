//! The pictures that ship inside the program: drawings that the project makes itself (`models/shapes/draw.py`).

use std::sync::Arc;

use super::{Dataset, Item, Result, Source};
use crate::picture::{self, Picture};

/// A picture to start with; decoded only when it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// What it shows: "star and crescent".
    pub name: &'static str,
    /// The classes of the objects in it.
    pub classes: &'static [&'static str],
    png: &'static [u8],
}

impl Sample {
    /// Decodes it, 384 x 384.
    pub fn picture(&self) -> picture::Result<Picture> {
        Picture::decode(self.png, self.name)
    }
}

macro_rules! sample {
    ($name:literal, $file:literal, $($class:literal),+) => {
        Sample { name: $name, classes: &[$($class),+], png: include_bytes!(concat!("../../assets/samples/", $file)) }
    };
}

/// The pictures to start with; the first one is shown when nothing else is opened.
pub const SAMPLES: [Sample; 8] = [
    sample!("star and crescent", "star-and-crescent.png", "star", "crescent"),
    sample!("heart and arrow", "heart-and-arrow.png", "heart", "arrow"),
    sample!("flower and ring", "flower-and-ring.png", "flower", "ring"),
    sample!("triangle and square", "triangle-and-square.png", "triangle", "square"),
    sample!("spiral", "spiral.png", "spiral"),
    sample!("hexagon", "hexagon.png", "hexagon"),
    sample!("flower", "flower.png", "flower"),
    sample!("cross", "cross.png", "cross"),
];

/// The classes of the gallery, a row of its sheet each.
const GALLERY_CLASSES: [&str; 12] =
    ["arrow", "circle", "crescent", "cross", "flower", "heart", "hexagon", "ring", "spiral", "square", "star", "triangle"];

static GALLERY_SHEET: &[u8] = include_bytes!("../../assets/samples/gallery.png");

/// Rows and columns of a picture on the gallery's sheet.
const TILE: usize = 96;

impl Dataset {
    /// A data set that ships: ten small drawings of each class that the embedded network knows, none of which it was trained on.
    pub fn gallery() -> Result<Self> {
        let sheet = Arc::new(Picture::decode(GALLERY_SHEET, "gallery.png")?);
        let columns = sheet.width / TILE;
        let item = |index: usize| Item {
            name: format!("{} {}", GALLERY_CLASSES[index / columns], index % columns + 1),
            class: Some(index / columns),
            also: Vec::new(),
            source: Source::Sheet { sheet: Arc::clone(&sheet), index },
        };
        Ok(Self {
            name: "gallery".to_owned(),
            classes: GALLERY_CLASSES.map(str::to_owned).to_vec(),
            items: (0..columns * GALLERY_CLASSES.len()).map(item).collect(),
            skipped: Vec::new(),
        })
    }
}

/// Cuts a picture out of a sheet, counted row by row.
pub(super) fn tile(sheet: &Picture, index: usize) -> Picture {
    let columns = sheet.width / TILE;
    sheet.cropped((index % columns * TILE) as isize, (index / columns * TILE) as isize, TILE, TILE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_can_be_decoded() {
        for sample in SAMPLES {
            let picture = sample.picture().unwrap();
            assert_eq!((picture.width, picture.height), (384, 384), "{}", sample.name);
            assert!(sample.classes.iter().all(|class| GALLERY_CLASSES.contains(class)), "{}", sample.name);
        }
    }

    #[test]
    fn the_gallery_has_ten_different_pictures_of_every_class() {
        let gallery = Dataset::gallery().unwrap();
        assert_eq!(gallery.len(), 120);
        assert_eq!(gallery.items[119].name, "triangle 10");
        for class in 0..gallery.classes.len() {
            assert_eq!(gallery.items.iter().filter(|item| item.class == Some(class)).count(), 10);
        }
        let pictures: Vec<Picture> = gallery.ids().map(|item| gallery.picture(item).unwrap()).collect();
        for (index, picture) in pictures.iter().enumerate() {
            assert_eq!((picture.width, picture.height), (TILE, TILE));
            assert!(!pictures[..index].contains(picture), "picture {index} comes twice");
        }
    }
}
