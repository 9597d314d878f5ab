//! Opening, as questions of the desk that are asked once: a newer one of a kind takes the place of an older one.

use std::{path::PathBuf, sync::Arc};

use egui::ColorImage;

use super::{Folder, Loaded, Samples, Shown, on_white};
use crate::{
    app::{
        desk::{Question, Reporter},
        ids::{FolderId, ModelId, PictureId},
        pad::{Stroke, drawn},
    },
    data::{Dataset, ItemId, Part, WorldOptions, world},
    network::Device,
    picture::Preprocessing,
    units::Unit,
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
    type Error = String;

    fn title(&self, _: &Device) -> String {
        match &self.source {
            ModelSource::File(path) => format!("Opening {}", path.display()),
            ModelSource::Shipped(_) => "Opening a model that comes with Convscope".to_owned(),
        }
    }

    fn work(&self, device: Device, _: &Reporter<'_, Loaded>) -> Result<Loaded, String> {
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
    type Error = String;

    fn title(&self, source: &PictureSource) -> String {
        match source {
            PictureSource::File(path) => format!("Opening {}", path.display()),
            PictureSource::Sample(..) => "Opening a sample".to_owned(),
            PictureSource::Item(..) | PictureSource::Elsewhere(..) => "Opening a picture".to_owned(),
            PictureSource::Pixels(_) => "Opening the pasted picture".to_owned(),
            PictureSource::Drawing(..) => "Drawing".to_owned(),
        }
    }

    fn work(&self, source: PictureSource, _: &Reporter<'_, Shown>) -> Result<Shown, String> {
        match source {
            PictureSource::File(path) => Shown::open(self.id, &path).map_err(|error| error.to_string()),
            PictureSource::Sample(samples, index) => samples.open(self.id, index).map_err(|error| error.to_string()),
            PictureSource::Item(folder, item) => {
                Shown::of_item(self.id, &folder.dataset, item, true).map_err(|error| error.to_string())
            }
            PictureSource::Elsewhere(dataset, item) => {
                Shown::of_item(self.id, &dataset, item, false).map_err(|error| error.to_string())
            }
            PictureSource::Pixels(image) => Ok(Shown::new(self.id, "pasted picture".to_owned(), on_white(&image))),
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

/// Where a folder of pictures comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum FolderSource {
    /// A folder, or what is rendered, as it is written.
    Path(PathBuf),
    /// The pictures that come with the models that ship.
    Gallery(Samples),
    /// Rendered pictures that no network was trained on.
    World(world::Kind),
}

impl Question for OpenFolder {
    type Answer = Folder;
    type Given = ();
    type Error = String;

    fn title(&self, (): &()) -> String {
        match &self.source {
            FolderSource::Path(path) => format!("Opening {}", path.display()),
            FolderSource::Gallery(_) => "Opening the gallery".to_owned(),
            FolderSource::World(_) => "Opening the rendered world".to_owned(),
        }
    }

    fn work(&self, (): (), _: &Reporter<'_, Folder>) -> Result<Folder, String> {
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
        let shipped = matches!(self.source, FolderSource::Gallery(_));
        Ok(Folder { id: self.id, dataset: dataset.map_err(|error| error.to_string())?, shipped })
    }
}
