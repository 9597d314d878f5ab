//! Pictures that were grown for a unit, kept on disk over restarts, so that they are there wherever the unit appears.
//!
//! A file each in one folder, named after the model, the unit and the recipe; the oldest go when they are too many. What cannot
//! be written is not kept, and nothing else suffers.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    time::SystemTime,
};

use sha2::{Digest as _, Sha256};

use super::open::Loaded;
use crate::{
    formats::atomic,
    network::{Channel, NodeId},
    picture::Picture,
};

/// Bytes that all of them may take.
const MOST: u64 = 64 << 20;
/// Letters of a name's hash.
const LETTERS: usize = 16;

/// A folder of grown pictures.
#[derive(Debug)]
pub struct Shelf {
    folder: PathBuf,
    /// Grows with every picture, so that whoever looks knows that there is something new.
    put: AtomicU64,
}

/// A picture that was grown once.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The picture.
    pub picture: Picture,
    /// The recipe, by its id.
    pub recipe: String,
}

impl Shelf {
    /// A shelf in this folder, which need not exist yet.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, put: AtomicU64::default() }
    }

    /// How many pictures were put here since the program began.
    pub fn count(&self) -> u64 {
        self.put.load(Ordering::Relaxed)
    }

    /// Keeps the picture of a unit by a recipe, in the place of an earlier one.
    pub fn put(&self, loaded: &Loaded, layer: NodeId, channel: Channel, recipe: &str, picture: &Picture) {
        let Ok(bytes) = picture.to_png() else { return };
        let name = format!("{}-{recipe}.png", beginning(loaded, layer, channel));
        let written = fs::create_dir_all(&self.folder).is_ok()
            && atomic::write(&self.folder.join(name), |file| file.write_all(&bytes)).is_ok();
        if written {
            self.put.fetch_add(1, Ordering::Relaxed);
            self.make_room(MOST);
        }
    }

    /// Where a generator that was trained for a model lies.
    pub fn generator(&self, loaded: &Loaded) -> PathBuf {
        self.folder.join(format!("{}.safetensors", hash(&model_key(loaded))))
    }

    /// Makes the folder.
    ///
    /// # Errors
    /// The system refuses.
    pub fn make(&self) -> std::io::Result<()> {
        fs::create_dir_all(&self.folder)
    }

    /// The newest picture of a unit.
    pub fn find(&self, loaded: &Loaded, layer: NodeId, channel: Channel) -> Option<Kept> {
        let beginning = format!("{}-", beginning(loaded, layer, channel));
        let of_unit = |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&beginning));
        let (path, ..) = self.files().into_iter().filter(|(path, ..)| of_unit(path)).max_by_key(|(_, written, _)| *written)?;
        let name = path.file_stem()?.to_string_lossy().into_owned();
        let recipe = name.strip_prefix(&beginning)?.to_owned();
        Some(Kept { picture: Picture::open(&path).ok()?, recipe })
    }

    /// Path, time and bytes of every picture.
    fn files(&self) -> Vec<(PathBuf, SystemTime, u64)> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        let file = |entry: fs::DirEntry| {
            let about = entry.metadata().ok()?;
            let path = entry.path();
            let is_picture = about.is_file() && path.extension().is_some_and(|ending| ending == "png");
            is_picture.then_some((path, about.modified().ok()?, about.len()))
        };
        entries.filter_map(|entry| file(entry.ok()?)).collect()
    }

    /// Removes the oldest until what is left fits.
    fn make_room(&self, most: u64) {
        let mut files = self.files();
        files.sort_by_key(|(_, written, _)| *written);
        let mut all: u64 = files.iter().map(|(.., bytes)| bytes).sum();
        for (path, _, bytes) in files {
            if all <= most {
                return;
            }
            // One that cannot be removed is tried again with the next picture.
            let _ = fs::remove_file(path);
            all -= bytes;
        }
    }
}

/// What the names of a unit's pictures begin with: the model, by its name or its file as it is now, and the unit.
fn beginning(loaded: &Loaded, layer: NodeId, channel: Channel) -> String {
    let model = model_key(loaded);
    let unit = format!("{}:{channel}", loaded.engine.network().node(layer).name);
    format!("{}-{}", hash(&model), hash(&unit))
}

/// A model by its file as it is now, or by the name that it ships by.
fn model_key(loaded: &Loaded) -> String {
    let file = loaded.path.as_ref().map(|path| {
        let about = path.metadata().ok();
        let written = about.as_ref().and_then(|about| about.modified().ok());
        format!("{path:?} {:?} {written:?}", about.map(|about| about.len()))
    });
    file.or_else(|| loaded.shipped.map(str::to_owned)).unwrap_or_else(|| format!("{:?}", loaded.id))
}

fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .take(LETTERS)
        .filter_map(|half| char::from_digit(half.into(), 16))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{app::ids::ModelId, network::Device};

    #[test]
    fn a_picture_is_found_again_by_its_unit_and_the_oldest_go() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::new(folder.path().join("grown"));
        let loaded = Loaded::shipped(ModelId::new(), "digits", &Device::Cpu).unwrap();
        let layer = loaded.first_layer().unwrap();
        assert_eq!(shelf.find(&loaded, layer, Channel(1)), None);
        let picture = Picture::filled(3, 2, [7, 8, 9]);
        shelf.put(&loaded, layer, Channel(1), "lucid", &picture);
        assert_eq!(shelf.find(&loaded, layer, Channel(1)), Some(Kept { picture, recipe: "lucid".to_owned() }));
        assert_eq!((shelf.find(&loaded, layer, Channel(2)), shelf.count()), (None, 1));
        shelf.make_room(0);
        assert_eq!(shelf.find(&loaded, layer, Channel(1)), None);
        // A folder that cannot be made keeps nothing and hurts nobody.
        let nowhere = Shelf::new(PathBuf::from("/dev/null/grown"));
        nowhere.put(&loaded, layer, Channel(1), "lucid", &Picture::filled(1, 1, [0; 3]));
        assert_eq!(nowhere.count(), 0);
    }
}
