//! Folders of pictures: one folder for each class, or simply pictures.

use std::path::{Path, PathBuf};

use super::{Error, Item, Part, Result, Source, natural, object::MASKS};
use crate::picture::EXTENSIONS;

/// What a folder gave.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub items: Vec<Item>,
    pub classes: Vec<String>,
    pub skipped: Vec<PathBuf>,
}

/// Reads a folder of pictures: if it comes in `train` and `val` or `test` folders, the part that is asked for or both.
pub(super) fn read(folder: &Path, part: Option<Part>) -> Result<Found> {
    let test = ["test", "val", "valid", "validation"].map(|name| folder.join(name)).into_iter().find(|path| path.is_dir());
    let train = Some(folder.join("train")).filter(|path| path.is_dir());
    let (Some(train), Some(test)) = (train, test) else {
        return match part {
            Some(part) => Err(Error::NoSuchPart {
                path: folder.to_owned(),
                part: part.name(),
                problem: "it has no folders train and val or test; leave the part away to use all of it",
            }),
            None => read_one(folder),
        };
    };
    match part {
        Some(Part::Train) => read_one(&train),
        Some(Part::Test) => read_one(&test),
        None => {
            let (mut both, more) = (read_one(&train)?, read_one(&test)?);
            both.add(more);
            Ok(both)
        }
    }
}

impl Found {
    /// Appends another part; its classes are matched by name.
    fn add(&mut self, other: Self) {
        let mut renumbered = Vec::new();
        for class in other.classes {
            let known = self.classes.iter().position(|name| *name == class);
            renumbered.push(known.unwrap_or(self.classes.len()));
            if known.is_none() {
                self.classes.push(class);
            }
        }
        self.items.extend(other.items.into_iter().map(|item| Item { class: item.class.map(|class| renumbered[class]), ..item }));
        self.skipped.extend(other.skipped);
    }
}

/// By which file what `convscope world` wrote is known.
const MANIFEST: &str = "manifest.json";

/// One part: a folder for each class if no picture lies beside the folders, else pictures without classes.
fn read_one(folder: &Path) -> Result<Found> {
    let mut found = Found::default();
    let mut top = list(folder)?;
    let masks = folder.join(MASKS);
    // Masks lie in folders that are called as the classes beside them.
    let has_masks = top.folders.iter().any(|inner| *inner != masks && masks.join(name_of(inner)).is_dir());
    if has_masks || folder.join(MANIFEST).is_file() {
        top.folders.retain(|inner| *inner != masks);
        top.others.retain(|other| name_of(other) != MANIFEST);
    }
    let per_class = top.pictures.is_empty();
    found.skipped.extend(top.others);
    found.items.extend(top.pictures.into_iter().map(|path| item(folder, path, None)));
    for inner in top.folders {
        let (mut pictures, mut others) = (Vec::new(), Vec::new());
        collect(&inner, usize::from(per_class), &mut pictures, &mut others)?;
        found.skipped.extend(others);
        if pictures.is_empty() {
            found.skipped.push(inner);
            continue;
        }
        let class = per_class.then_some(found.classes.len());
        if per_class {
            found.classes.push(name_of(&inner));
        }
        found.items.extend(pictures.into_iter().map(|path| item(folder, path, class)));
    }
    Ok(found)
}

/// Pictures of a folder and of the folders in it, `depth` levels down.
fn collect(folder: &Path, depth: usize, pictures: &mut Vec<PathBuf>, others: &mut Vec<PathBuf>) -> Result<()> {
    let listing = list(folder)?;
    pictures.extend(listing.pictures);
    others.extend(listing.others);
    if depth > 0 {
        for inner in listing.folders {
            collect(&inner, depth - 1, pictures, others)?;
        }
    }
    Ok(())
}

struct Listing {
    pictures: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    others: Vec<PathBuf>,
}

/// What lies in a folder, in natural order, hidden files left away.
fn list(folder: &Path) -> Result<Listing> {
    let read_error = |source| Error::Read { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(read_error)? {
        paths.push(entry.map_err(read_error)?.path());
    }
    paths.retain(|path| !name_of(path).starts_with('.'));
    paths.sort_by(|left, right| natural::compare(&name_of(left), &name_of(right)));
    let mut listing = Listing { pictures: Vec::new(), folders: Vec::new(), others: Vec::new() };
    for path in paths {
        if path.is_dir() {
            listing.folders.push(path);
        } else if is_picture(&path) {
            listing.pictures.push(path);
        } else {
            listing.others.push(path);
        }
    }
    Ok(listing)
}

fn is_picture(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()))
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn item(folder: &Path, path: PathBuf, class: Option<usize>) -> Item {
    let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
    Item { name, class, also: Vec::new(), source: Source::File(path) }
}
