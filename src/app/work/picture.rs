//! Opening pictures: files, pasted pixels, shipped samples, items of a folder.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use egui::ColorImage;

use crate::{
    data::{self, Dataset, ItemId, Part, SAMPLES, WorldOptions, world},
    picture::{self, Picture},
};

/// Which pictures come with a model that ships.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Samples {
    /// Scenes of the rendered world.
    #[default]
    World,
    /// The drawings that Shapes knows.
    Shapes,
}

/// Rendered pictures of the gallery.
const GALLERY: usize = 400;

impl Samples {
    /// Those of the model that ships by this name.
    pub fn of(shipped: &str) -> Self {
        if shipped == "shapes" { Self::Shapes } else { Self::World }
    }

    /// How many pictures there are to start with.
    pub fn count(self) -> usize {
        match self {
            Self::World => world::SAMPLES.len(),
            Self::Shapes => SAMPLES.len(),
        }
    }

    /// Opens one of them; after the last comes the first.
    pub fn open(self, id: u64, index: usize) -> Result<Shown, picture::Error> {
        let index = index % self.count();
        let (name, picture) = match self {
            Self::World => (world::SAMPLES[index].name, world::SAMPLES[index].picture()),
            Self::Shapes => (SAMPLES[index].name, SAMPLES[index].picture()?),
        };
        Ok(Shown { sample: true, ..Shown::new(id, name.to_owned(), picture) })
    }

    /// The data set to start with.
    pub fn gallery(self) -> Result<Dataset, data::Error> {
        match self {
            Self::World => {
                let options = WorldOptions { kind: world::Kind::OneObject, count: GALLERY, seed: 0, part: Part::Test };
                Ok(Dataset { name: "rendered world".to_owned(), ..Dataset::world(options)? })
            }
            Self::Shapes => Dataset::gallery(),
        }
    }
}

/// Longest side of the copy that is painted.
const LONGEST_PAINTED: usize = 1024;

/// A picture that is shown.
#[derive(Debug)]
pub struct Shown {
    /// Different for every picture opened.
    pub id: u64,
    /// The file's name, or where it came from.
    pub name: String,
    /// The file, if it came from one.
    pub path: Option<PathBuf>,
    /// Its number in the open folder, if it came from there.
    pub item: Option<usize>,
    /// Whether it was drawn on the pad.
    pub drawn: bool,
    /// Whether it is one of [`Samples`].
    pub sample: bool,
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
    pub(super) fn new(id: u64, name: String, picture: Picture) -> Self {
        let longest = picture.width.max(picture.height);
        let shrink = |side: usize| (side * LONGEST_PAINTED / longest.max(1)).max(1);
        let display = if longest > LONGEST_PAINTED {
            let small = picture.resized(shrink(picture.width), shrink(picture.height));
            ColorImage::from_rgb([small.width, small.height], &small.pixels)
        } else {
            ColorImage::from_rgb([picture.width, picture.height], &picture.pixels)
        };
        Self { id, name, path: None, item: None, drawn: false, sample: false, picture, display: Arc::new(display) }
    }
}

/// Whether a file is opened as a model.
pub fn is_model_file(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| ["onnx", "safetensors", "pth", "pt"].contains(&extension.as_str()))
}

/// Whether a path is opened as a data set: a folder, or what is rendered (`world:2000`).
pub fn is_dataset(path: &Path) -> bool {
    path.is_dir() || (!path.exists() && path.to_str().is_some_and(Dataset::is_rendered))
}

/// Opens a data set: all of a folder, or what is rendered.
pub fn open_dataset(path: &Path) -> Result<Dataset, data::Error> {
    match path.to_str() {
        Some(text) if !path.exists() => Dataset::parse(text),
        _ => Dataset::open(path, None),
    }
}

/// Opens a picture file.
pub fn open_picture(id: u64, path: &Path) -> Result<Shown, picture::Error> {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    Ok(Shown { path: Some(path.to_owned()), ..Shown::new(id, name, Picture::open(path)?) })
}

/// Opens a picture of a folder.
pub fn open_item(id: u64, folder: &Dataset, item: ItemId) -> Result<Shown, data::Error> {
    let picture = folder.picture(item)?;
    let name = folder.item(item).map(|item| item.name.clone()).unwrap_or_default();
    Ok(Shown { item: Some(item.index()), ..Shown::new(id, name, picture) })
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

/// A picture that came as pixels.
pub fn from_pixels(id: u64, image: &ColorImage, name: &str) -> Shown {
    Shown::new(id, name.to_owned(), on_white(image))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transparent_pixels_are_laid_on_white() {
        let image = ColorImage::from_rgba_unmultiplied([2, 1], &[255, 0, 0, 255, 0, 0, 0, 0]);
        assert_eq!(on_white(&image).pixels, [255, 0, 0, 255, 255, 255]);
    }

    #[test]
    fn models_are_known_by_their_extension() {
        assert!(is_model_file(Path::new("a/GoogLeNet.ONNX")));
        assert!(!is_model_file(Path::new("a/onnx")));
    }
}
