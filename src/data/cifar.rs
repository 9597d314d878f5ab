//! CIFAR-10's binary files (Krizhevsky 2009): records of one label byte and 3 x 32 x 32 bytes, red plane first.
//!
//! Labels are read when the set is opened, pixels one record at a time.

use std::{
    fs::File,
    io::{BufReader, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Error, Item, Part, Result, Source, natural};
use crate::picture::Picture;

const SIDE: usize = 32;
const PLANE: usize = SIDE * SIDE;
const RECORD: usize = 1 + 3 * PLANE;

/// What the classes are called where `batches.meta.txt` is missing.
const CLASSES: [&str; 10] = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

/// Whether a folder holds CIFAR-10's batches.
pub(super) fn is_there(folder: &Path) -> bool {
    [Part::Train, Part::Test].into_iter().any(|part| files(folder, part).is_ok_and(|files| !files.is_empty()))
}

/// The items and class names of the part that is asked for, or of both.
pub(super) fn read(folder: &Path, part: Option<Part>) -> Result<(Vec<Item>, Vec<String>)> {
    let mut items = Vec::new();
    for one in [Part::Train, Part::Test].into_iter().filter(|one| part.is_none_or(|part| part == *one)) {
        let paths = files(folder, one)?;
        if paths.is_empty() && part.is_some() {
            let problem = "the batch files of that part are not there";
            return Err(Error::NoSuchPart { path: folder.to_owned(), part: one.name(), problem });
        }
        for path in paths {
            read_batch(path, &mut items)?;
        }
    }
    Ok((items, class_names(folder)))
}

/// Reads the picture of a record.
pub(super) fn picture(path: &Path, record: usize) -> Result<Picture> {
    let read = || {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start((record * RECORD + 1) as u64))?;
        let mut planes = vec![0; 3 * PLANE];
        file.read_exact(&mut planes)?;
        Ok(planes)
    };
    let planes = read().map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let pixels = (0..PLANE).flat_map(|pixel| [planes[pixel], planes[PLANE + pixel], planes[2 * PLANE + pixel]]).collect();
    Ok(Picture { width: SIDE, height: SIDE, pixels })
}

fn files(folder: &Path, part: Part) -> Result<Vec<PathBuf>> {
    let read_error = |source| Error::Read { path: folder.to_owned(), source };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(read_error)? {
        let name = entry.map_err(read_error)?.file_name().to_string_lossy().into_owned();
        let fits = match part {
            Part::Train => name.starts_with("data_batch_") && name.ends_with(".bin"),
            Part::Test => name == "test_batch.bin",
        };
        if fits {
            names.push(name);
        }
    }
    names.sort_by(|left, right| natural::compare(left, right));
    Ok(names.into_iter().map(|name| folder.join(name)).collect())
}

fn read_batch(path: PathBuf, items: &mut Vec<Item>) -> Result<()> {
    let read_error = |source| Error::Read { path: path.clone(), source };
    let file = File::open(&path).map_err(read_error)?;
    let length = file.metadata().map_err(read_error)?.len() as usize;
    if !length.is_multiple_of(RECORD) {
        let problem = format!("it is cut off: {length} bytes are not a whole number of records of {RECORD}; get it again");
        return Err(Error::Format { path, problem });
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let shared = Arc::new(path.clone());
    let mut reader = BufReader::new(file);
    let mut record = vec![0; RECORD];
    for index in 0..length / RECORD {
        reader.read_exact(&mut record).map_err(read_error)?;
        let class = usize::from(record[0]);
        if class >= CLASSES.len() {
            return Err(Error::Format { path, problem: format!("record {index} has the label {class}; CIFAR-10 has 0 to 9") });
        }
        let source = Source::Cifar { file: Arc::clone(&shared), record: index };
        items.push(Item { name: format!("{stem} {index}"), class: Some(class), also: Vec::new(), source });
    }
    Ok(())
}

fn class_names(folder: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join("batches.meta.txt")).unwrap_or_default();
    let names: Vec<String> = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if names.len() == CLASSES.len() { names } else { CLASSES.map(str::to_owned).to_vec() }
}
