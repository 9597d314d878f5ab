//! A folder of pictures that is open.

use crate::{app::ids::FolderId, data::Dataset, words::Phrase};

/// A folder, or another data set.
#[derive(Debug)]
pub struct Folder {
    /// Its name.
    pub id: FolderId,
    /// What it is called.
    pub title: Phrase,
    /// Its pictures.
    pub dataset: Dataset,
    /// Whether it came with Convscope.
    pub shipped: bool,
}
