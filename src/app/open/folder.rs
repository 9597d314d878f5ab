//! A folder of pictures that is open.

use std::path::PathBuf;

use super::Samples;
use crate::{
    app::ids::FolderId,
    data::{Dataset, world},
    words::Phrase,
};

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

/// A folder, or another data set.
#[derive(Debug)]
pub struct Folder {
    /// Its name.
    pub id: FolderId,
    /// Where it came from.
    pub source: FolderSource,
    /// What it is called.
    pub title: Phrase,
    /// Its pictures.
    pub dataset: Dataset,
}

impl Folder {
    /// Whether it came with Convscope.
    pub fn is_shipped(&self) -> bool {
        matches!(self.source, FolderSource::Gallery(_))
    }
}
