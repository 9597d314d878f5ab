//! MNIST's idx files, plain or gzipped (LeCun, Cortes, Burges: "The MNIST database of handwritten digits" gives the layout).
//!
//! They are small, so all pictures are held in memory.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Error, Item, Part, Result, Source};
use crate::picture::Picture;

/// More than this in one file is taken for a broken header.
const LARGEST: usize = 1 << 31;

/// All pictures of one idx3 file: 8-bit grey, `count * rows * columns`.
#[derive(Debug)]
pub(super) struct Images {
    rows: usize,
    columns: usize,
    pixels: Vec<u8>,
}

impl Images {
    /// One picture; `index` was counted by [`read`].
    pub fn picture(&self, index: usize) -> Picture {
        let area = self.rows * self.columns;
        let pixels = self.pixels[index * area..][..area].iter().flat_map(|&value| [value; 3]).collect();
        Picture { width: self.columns, height: self.rows, pixels }
    }
}

/// Whether a folder holds idx files of any part.
pub(super) fn is_there(folder: &Path) -> bool {
    [Part::Train, Part::Test].into_iter().any(|part| has(folder, part))
}

/// Whether there is a file of this part; pictures without labels and labels without pictures are complained about later.
fn has(folder: &Path, part: Part) -> bool {
    find(folder, part, "images", 3).is_some() || find(folder, part, "labels", 1).is_some()
}

/// The items and class names of the part that is asked for, or of both.
pub(super) fn read(folder: &Path, part: Option<Part>) -> Result<(Vec<Item>, Vec<String>)> {
    let parts = match part {
        Some(part) => vec![part],
        None => [Part::Train, Part::Test].into_iter().filter(|&part| has(folder, part)).collect(),
    };
    let mut items = Vec::new();
    for part in parts {
        items.extend(read_part(folder, part)?);
    }
    let highest = items.iter().filter_map(|item| item.class).max().unwrap_or(0);
    let classes = (0..=highest.max(9)).map(|class| class.to_string()).collect();
    Ok((items, classes))
}

fn read_part(folder: &Path, part: Part) -> Result<Vec<Item>> {
    let missing = |problem| Error::NoSuchPart { path: folder.to_owned(), part: part.name(), problem };
    let images = find(folder, part, "images", 3).ok_or_else(|| missing("its idx3 file of pictures is not there"))?;
    let labels = find(folder, part, "labels", 1).ok_or_else(|| missing("its idx1 file of labels is not there"))?;
    let (dimensions, pixels) = read_file(&images, 3)?;
    let (_, classes) = read_file(&labels, 1)?;
    let (count, rows, columns) = (dimensions[0], dimensions[1], dimensions[2]);
    if rows * columns == 0 {
        return Err(Error::Format { path: images, problem: "its pictures have no pixels".to_owned() });
    }
    if classes.len() != count {
        let problem = format!("it has {} labels for {count} pictures", classes.len());
        return Err(Error::Format { path: labels, problem });
    }
    let images = Arc::new(Images { rows, columns, pixels });
    let item = |(index, class): (usize, u8)| Item {
        name: format!("{} {index}", part.name()),
        class: Some(usize::from(class)),
        also: Vec::new(),
        source: Source::Idx { images: Arc::clone(&images), index },
    };
    Ok(classes.into_iter().enumerate().map(item).collect())
}

/// The official name is `train-images-idx3-ubyte.gz`; unpacked it may lack the ending or have a dot before `idx`.
fn find(folder: &Path, part: Part, what: &str, rank: usize) -> Option<PathBuf> {
    let part = match part {
        Part::Train => "train",
        Part::Test => "t10k",
    };
    let names = ["-idx", ".idx"]
        .into_iter()
        .flat_map(|joint| ["", ".gz"].into_iter().map(move |ending| format!("{part}-{what}{joint}{rank}-ubyte{ending}")));
    names.map(|name| folder.join(name)).find(|path| path.is_file())
}

/// Dimensions and bytes of an idx file of unsigned bytes.
fn read_file(path: &Path, rank: usize) -> Result<(Vec<usize>, Vec<u8>)> {
    let read_error = |source: std::io::Error| Error::Read { path: path.to_owned(), source };
    let format_error = |problem: String| Error::Format { path: path.to_owned(), problem };
    let file = BufReader::new(File::open(path).map_err(read_error)?);
    let mut bytes: Box<dyn Read> = if path.extension().is_some_and(|extension| extension == "gz") {
        Box::new(flate2::read::GzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let cut_off = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::UnexpectedEof => format_error("it is cut off; get it again".to_owned()),
        std::io::ErrorKind::InvalidInput | std::io::ErrorKind::InvalidData => {
            format_error("it is not a sound gzip file; get it again".to_owned())
        }
        _ => read_error(source),
    };
    let mut word = [0; 4];
    bytes.read_exact(&mut word).map_err(cut_off)?;
    if word[..3] != [0, 0, 8] || usize::from(word[3]) != rank {
        return Err(format_error(format!("it is not an idx file of bytes in {rank} dimensions")));
    }
    let mut dimensions = Vec::new();
    for _ in 0..rank {
        bytes.read_exact(&mut word).map_err(cut_off)?;
        dimensions.push(u32::from_be_bytes(word) as usize);
    }
    let total = dimensions.iter().try_fold(1usize, |product, &length| product.checked_mul(length));
    let Some(total) = total.filter(|&total| total <= LARGEST) else {
        return Err(format_error(format!("its header asks for {dimensions:?} bytes, which nobody means")));
    };
    let mut values = Vec::new();
    bytes.take(total as u64).read_to_end(&mut values).map_err(cut_off)?;
    if values.len() < total {
        return Err(format_error(format!("it is cut off after {} of {total} bytes; get it again", values.len())));
    }
    Ok((dimensions, values))
}
