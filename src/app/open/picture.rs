//! A picture that is or was shown, and the copy of it that is painted.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use egui::ColorImage;

use super::Samples;
use crate::{
    app::ids::{FolderId, PictureId},
    data::{self, Dataset, ItemId},
    picture::{self, Picture},
    words::Phrase,
};

/// Longest side of the copy that is painted.
const LONGEST_PAINTED: usize = 1024;

/// A picture that is shown.
#[derive(Debug)]
pub struct Shown {
    /// Its name.
    pub id: PictureId,
    /// The file's name, or where it came from.
    pub name: Phrase,
    /// The file, if it came from one.
    pub path: Option<PathBuf>,
    /// Its folder and its number there, if it came from one.
    pub item: Option<(FolderId, ItemId)>,
    /// Whether it was drawn on the pad.
    pub drawn: bool,
    /// Which of those that ship it is, if it is one.
    pub sample: Option<(Samples, usize)>,
    /// Its pixels.
    pub picture: Picture,
    /// What is painted: the same, smaller if it is very large.
    pub display: Arc<ColorImage>,
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Shown {
    /// A picture without a file.
    pub fn new(id: PictureId, name: Phrase, picture: Picture) -> Self {
        let longest = picture.width.max(picture.height);
        let shrink = |side: usize| (side * LONGEST_PAINTED / longest.max(1)).max(1);
        let display = if longest > LONGEST_PAINTED {
            let small = picture.resized(shrink(picture.width), shrink(picture.height));
            ColorImage::from_rgb([small.width, small.height], &small.pixels)
        } else {
            ColorImage::from_rgb([picture.width, picture.height], &picture.pixels)
        };
        Self { id, name, path: None, item: None, drawn: false, sample: None, picture, display: Arc::new(display) }
    }

    /// Its number in this folder, if it came from there.
    pub fn item_of(&self, folder: FolderId) -> Option<ItemId> {
        self.item.filter(|(of, _)| *of == folder).map(|(_, item)| item)
    }

    /// Opens a picture file.
    ///
    /// # Errors
    /// The file cannot be read or is no picture.
    pub fn open(id: PictureId, path: &Path) -> Result<Self, picture::Error> {
        let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        Ok(Self { path: Some(path.to_owned()), ..Self::new(id, Phrase::verbatim(name), Picture::open(path)?) })
    }

    /// Opens a picture of a data set.
    ///
    /// # Errors
    /// The picture cannot be read.
    pub fn of_item(id: PictureId, dataset: &Dataset, item: ItemId) -> Result<Self, data::Error> {
        let picture = dataset.picture(item)?;
        let name = dataset.item(item).map(|item| item.name.clone()).unwrap_or_default();
        Ok(Self::new(id, Phrase::verbatim(name), picture))
    }
}

/// Pixels as a picture; what is transparent is laid on white.
pub fn on_white(image: &ColorImage) -> Picture {
    let opaque = |pixel: &egui::Color32| {
        // Premultiplied: what is missing to full opacity is white.
        let rest = 255 - pixel.a();
        [pixel.r(), pixel.g(), pixel.b()].map(|channel| channel.saturating_add(rest))
    };
    let pixels = image.pixels.iter().flat_map(opaque).collect();
    Picture { width: image.size[0], height: image.size[1], pixels }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transparent_pixels_are_laid_on_white() {
        let image = ColorImage::from_rgba_unmultiplied([2, 1], &[255, 0, 0, 255, 0, 0, 0, 0]);
        assert_eq!(on_white(&image).pixels, [255, 0, 0, 255, 255, 255]);
    }
}
