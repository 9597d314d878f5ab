//! Data sets: a folder per class, a plain folder, MNIST idx and CIFAR binary files, the rendered
//! world and its fauna, and the pictures that ship. Knows pictures, not networks.
//!
//! A [`Dataset`] is a list of what there is, in an order that never changes; pictures are read one by one, or ahead of whoever
//! works on them (`ahead.rs`).

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::picture::Picture;

mod ahead;
mod cifar;
mod error;
mod fauna;
mod folder;
mod idx;
mod natural;
mod object;
mod rendered;
mod shipped;
pub mod world;

pub use ahead::{BATCH, ReadAhead};
pub use error::{Error, Result};
pub use rendered::WorldOptions;
pub use shipped::{SAMPLES, Sample};

/// One of the two parts that data sets come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// For training.
    Train,
    /// For testing (also called validation).
    Test,
}

impl Part {
    /// "train" or "test", as behind the `#`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Test => "test",
        }
    }
}

/// A picture of a data set, by its number there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemId(pub usize);

impl ItemId {
    /// The plain number.
    pub const fn index(self) -> usize {
        self.0
    }
}

impl std::fmt::Display for ItemId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// One picture of a data set.
#[derive(Clone, Debug)]
pub struct Item {
    /// The path inside the folder, or the part and number: "n01440764/one.jpg", "test 17".
    pub name: String,
    /// The index of its class in [`Dataset::classes`], if it has one.
    pub class: Option<usize>,
    /// Further classes that it may as well belong to, as far as it shows: an animal that lacks parts.
    pub also: Vec<usize>,
    source: Source,
}

impl Item {
    /// The file, for pictures that have one of their own.
    pub fn path(&self) -> Option<&Path> {
        match &self.source {
            Source::File(path) => Some(path),
            Source::Idx { .. } | Source::Cifar { .. } | Source::Sheet { .. } => None,
            Source::Rendered { .. } | Source::Animal { .. } => None,
        }
    }
}

#[derive(Clone, Debug)]
enum Source {
    File(PathBuf),
    Idx { images: Arc<idx::Images>, index: usize },
    Cifar { file: Arc<PathBuf>, record: usize },
    Sheet { sheet: Arc<Picture>, index: usize },
    Rendered { collection: world::Collection, index: usize },
    Animal { fauna: world::fauna::Fauna, index: usize },
}

/// What there is: pictures, and the classes that they belong to.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// The folder's name, with its part: "mnist#test".
    pub name: String,
    /// The classes' names: folder names, digits, CIFAR's words. Empty for plain folders.
    pub classes: Vec<String>,
    /// The pictures, in natural order.
    pub items: Vec<Item>,
    /// Files of the folder that are no pictures by their name, and folders that hold none.
    pub skipped: Vec<PathBuf>,
}

impl Dataset {
    /// Opens what a person wrote: a folder's path, `world:N` or `fauna:N`, with `#train` or `#test` behind it for one part of it.
    ///
    /// ```
    /// use convscope::data::Dataset;
    ///
    /// let scenes = Dataset::parse("world:40#test")?;
    /// assert_eq!((scenes.len(), scenes.classes.len()), (40, 20));
    /// assert!(Dataset::parse("/no/such/folder").unwrap_err().to_string().contains("/no/such/folder"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self> {
        Self::parse_seeded(text, 0)
    }

    /// The same; what is rendered comes from a seed.
    pub fn parse_seeded(text: &str, seed: u64) -> Result<Self> {
        let parts = [Part::Train, Part::Test];
        let split = parts.into_iter().find_map(|part| Some((text.strip_suffix(part.name())?.strip_suffix('#')?, part)));
        let (name, part) = split.map_or((text, None), |(name, part)| (name, Some(part)));
        let rendered = || Self::parse_world(name, part, seed).or_else(|| Self::parse_fauna(name, part, seed));
        if let Some(rendered) = rendered().filter(|_| !Path::new(text).exists()) {
            return rendered;
        }
        match split {
            Some((folder, part)) if !Path::new(text).exists() => Self::open(Path::new(folder), Some(part)),
            _ => Self::open(Path::new(text), None),
        }
    }

    /// Opens a folder of any of the kinds; without a part, all of it (what is for training first).
    pub fn open(folder: &Path, part: Option<Part>) -> Result<Self> {
        let nothing = |problem: &str| Error::NotADataset { path: folder.to_owned(), problem: problem.to_owned() };
        if !folder.exists() {
            return Err(nothing("there is no such folder"));
        }
        if !folder.is_dir() {
            return Err(nothing("it is a file, not a folder"));
        }
        let (items, classes, skipped) = if idx::is_there(folder) {
            let (items, classes) = idx::read(folder, part)?;
            (items, classes, Vec::new())
        } else if cifar::is_there(folder) {
            let (items, classes) = cifar::read(folder, part)?;
            (items, classes, Vec::new())
        } else {
            let found = folder::read(folder, part)?;
            (found.items, found.classes, found.skipped)
        };
        if items.is_empty() {
            return Err(nothing("it holds no pictures (PNG, JPEG, WebP, GIF, BMP or TIFF) and no MNIST or CIFAR-10 files"));
        }
        let name = folder.file_name().map_or_else(|| folder.display().to_string(), |name| name.to_string_lossy().into_owned());
        let name = part.map_or_else(|| name.clone(), |part| format!("{name}#{}", part.name()));
        Ok(Self { name, classes, items, skipped })
    }

    /// The number of pictures.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none (never so after opening).
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Every picture's number, in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = ItemId> + ExactSizeIterator + use<> {
        (0..self.items.len()).map(ItemId)
    }

    /// What is known of a picture without reading it.
    pub fn item(&self, item: ItemId) -> Option<&Item> {
        self.items.get(item.index())
    }

    /// Reads one picture. One that cannot be read is no reason to stop: list it, skip it.
    pub fn picture(&self, item: ItemId) -> Result<Picture> {
        let Some(item) = self.item(item) else {
            return Err(Error::NoSuchItem { index: item.index(), count: self.items.len() });
        };
        match &item.source {
            Source::File(path) => Ok(Picture::open(path)?),
            Source::Idx { images, index } => Ok(images.picture(*index)),
            Source::Cifar { file, record } => cifar::picture(file, *record),
            Source::Sheet { sheet, index } => Ok(shipped::tile(sheet, *index)),
            Source::Rendered { collection, index } => Ok(collection.picture(*index)),
            Source::Animal { fauna, index } => Ok(fauna::picture(*fauna, *index)),
        }
    }
}
