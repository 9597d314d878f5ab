//! Opening, as questions of the desk that are asked once: a newer one of a kind takes the place of an older one.

use std::{path::PathBuf, sync::Arc};

use egui::ColorImage;

use super::{Folder, FolderSource, Loaded, Samples, Shown, on_white};
use crate::{
    app::{
        desk::{Question, Reporter},
        ids::{FolderId, ModelId, PictureId},
        pad::{Stroke, drawn},
    },
    data::{Dataset, ItemId, Part, WorldOptions},
    network::Device,
    picture::Preprocessing,
    units::Unit,
    words::{Phrase, frame},
};

/// Pictures of the rendered world that are opened at once: enough to see every class often, few enough to be read in seconds.
const WORLD_PICTURES: usize = 1000;

/// Opens a model.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenModel {
    /// What it will be called.
    pub id: ModelId,
    /// Where it comes from.
    pub source: ModelSource,
}

/// Where a model comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum ModelSource {
    /// A file.
    File(PathBuf),
    /// It ships, by this name.
    Shipped(&'static str),
}

impl Question for OpenModel {
    type Answer = Loaded;
    type Given = Device;
    type Error = Phrase;

    fn title(&self, _: &Device) -> Phrase {
        match &self.source {
            ModelSource::File(path) => frame::opening(path.display().to_string()),
            ModelSource::Shipped(_) => frame::OPENING_SHIPPED,
        }
    }

    fn work(&self, device: Device, _: &Reporter<'_, Loaded>) -> Result<Loaded, Phrase> {
        match &self.source {
            ModelSource::File(path) => Loaded::open(self.id, path, &device),
            ModelSource::Shipped(name) => Loaded::shipped(self.id, name, &device),
        }
    }
}

/// Opens a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenPicture {
    /// What it will be called.
    pub id: PictureId,
    /// The unit to select with it.
    pub unit: Option<Unit>,
}

/// Where a picture comes from.
pub enum PictureSource {
    /// A file.
    File(PathBuf),
    /// One of those that come with the models that ship.
    Sample(Samples, usize),
    /// A picture of the open folder.
    Item(Arc<Folder>, ItemId),
    /// A picture of another data set.
    Elsewhere(Arc<Dataset>, ItemId),
    /// Pixels from the clipboard.
    Pixels(Arc<ColorImage>),
    /// The pad's strokes, for a network that prepares pictures so.
    Drawing(Vec<Stroke>, Preprocessing),
}

impl Question for OpenPicture {
    type Answer = Shown;
    type Given = PictureSource;
    type Error = Phrase;

    fn title(&self, source: &PictureSource) -> Phrase {
        match source {
            PictureSource::File(path) => frame::opening(path.display().to_string()),
            PictureSource::Sample(..) => frame::OPENING_SAMPLE,
            PictureSource::Item(..) | PictureSource::Elsewhere(..) => frame::OPENING_PICTURE,
            PictureSource::Pixels(_) => frame::OPENING_PASTED,
            PictureSource::Drawing(..) => frame::DRAWING_A_PICTURE,
        }
    }

    fn work(&self, source: PictureSource, _: &Reporter<'_, Shown>) -> Result<Shown, Phrase> {
        match source {
            PictureSource::File(path) => Ok(Shown::open(self.id, &path)?),
            PictureSource::Sample(samples, index) => {
                let shown = Shown::new(self.id, samples.name(index), samples.picture(index)?);
                Ok(Shown { sample: Some((samples, index)), ..shown })
            }
            PictureSource::Item(folder, item) => {
                Ok(Shown { item: Some((folder.id, item)), ..Shown::of_item(self.id, &folder.dataset, item)? })
            }
            PictureSource::Elsewhere(dataset, item) => Ok(Shown::of_item(self.id, &dataset, item)?),
            PictureSource::Pixels(image) => Ok(Shown::new(self.id, frame::PASTED_PICTURE, on_white(&image))),
            PictureSource::Drawing(strokes, preprocessing) => Ok(drawn(self.id, &strokes, &preprocessing)),
        }
    }
}

/// Opens a folder of pictures.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenFolder {
    /// What it will be called.
    pub id: FolderId,
    /// Where it comes from.
    pub source: FolderSource,
}

impl Question for OpenFolder {
    type Answer = Folder;
    type Given = ();
    type Error = Phrase;

    fn title(&self, (): &()) -> Phrase {
        match &self.source {
            FolderSource::Path(path) => frame::opening(path.display().to_string()),
            FolderSource::Gallery(_) => frame::OPENING_GALLERY,
            FolderSource::World(_) => frame::OPENING_WORLD,
        }
    }

    fn work(&self, (): (), _: &Reporter<'_, Folder>) -> Result<Folder, Phrase> {
        let dataset = match &self.source {
            FolderSource::Path(path) => match path.to_str() {
                Some(text) if !path.exists() => Dataset::parse(text),
                _ => Dataset::open(path, None),
            },
            FolderSource::Gallery(samples) => samples.gallery(),
            FolderSource::World(kind) => {
                Dataset::world(WorldOptions { kind: *kind, count: WORLD_PICTURES, seed: 0, part: Part::Test })
            }
        };
        let dataset = dataset?;
        let title = match &self.source {
            FolderSource::Gallery(samples) => samples.title(),
            FolderSource::Path(_) | FolderSource::World(_) => Phrase::verbatim(&dataset.name),
        };
        Ok(Folder { id: self.id, source: self.source.clone(), title, dataset })
    }
}
